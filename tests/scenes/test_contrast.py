"""Words can be read: measured on real pictures of every arena, at dark and bright moments."""

import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.game.view import hud_corners, hud_judgement
from rhythm_fu.game.view.arena import STORY_ORDER
from rhythm_fu.game.view.hud_palette import palette_for
from rhythm_fu.game.view.scrim import lozenge_for
from rhythm_fu.game.view.telegraphs_shapes import centred
from rhythm_fu.game.view.text import Face, Style
from rhythm_fu.library import find_song, load_chart
from tools.check_contrast import check
from tools.contrast_meter import Reading, Witness, read
from tools.make_gallery import SONGS

WALL = (400, 120)
SMALL = Style(Face.NUMBER, 16)
BARE = Style(Face.NUMBER, 16, outline=0)


def reading(style: Style, wall: tuple[int, int, int], shade: pygame.Surface | None = None, alpha: float = 1.0):
    """A word on a plain wall, on a scrim or without one."""
    letters, picture = Witness(), pygame.Surface(WALL)
    picture.fill(wall)
    if shade is not None:
        centred(picture, shade, 200, 60)
    letters.draw(picture, "+12 ms STRIKE", style, (200, 60), alpha=alpha)
    return read(picture, letters.words, letters)


def the_one(readings: list[Reading]) -> Reading:
    assert len(readings) == 1
    return readings[0]


def test_the_meter_knows_the_contrast_of_white_on_black_and_on_grey():
    assert the_one(reading(BARE, (0, 0, 0))).edge == pytest.approx(21, abs=0.1)
    assert the_one(reading(BARE, (118, 118, 118))).ground == pytest.approx(4.5, abs=0.1)


def test_bare_letters_on_a_bright_window_fail_at_their_edge():
    assert the_one(reading(BARE, (236, 244, 250))).edge < 1.5


def test_small_letters_with_only_an_outline_fail_on_a_bright_window():
    found = the_one(reading(SMALL, (236, 244, 250)))
    assert found.edge > 3
    assert found.ground < 1.5
    assert not found.passes


def test_the_daylight_scrim_carries_them():
    daylight = palette_for("conservatory")
    found = reading(SMALL, (255, 255, 255), lozenge_for(140, 52, daylight.scrim, daylight.shade))
    assert the_one(found).passes


def test_a_word_counts_until_it_begins_to_leave():
    assert the_one(reading(SMALL, (0, 0, 0), alpha=0.9))
    assert reading(SMALL, (0, 0, 0), alpha=0.8) == []


def test_a_word_stands_unfaded_for_half_a_second():
    assert hud_judgement.SHOWN * hud_judgement.FULL_FOR >= 500_000
    assert hud_corners.SHOWN * hud_corners.FADES_FROM >= 500_000


@pytest.mark.slow
@pytest.mark.parametrize("level", [Level.NORMAL, Level.MASTER])
@pytest.mark.parametrize("arena", STORY_ORDER)
def test_every_word_can_be_read_in_every_arena(arena: str, level: Level):
    chart = load_chart(find_song(SONGS[arena]).chart)
    found = check(chart, arena, level, ("quiet", "build", "drop"))
    assert set(found) == {"quiet", "build", "drop"}
    words = {"CHAIN", "STYLE", "MISS", "FLAWLESS", "KNOCKED DOWN", "GRAND JETÉ"}
    if level is Level.MASTER:  # rounds are counted from Hard on
        words.add("RELOAD")
    assert words <= {one.word.text for readings in found.values() for one in readings}
    assert [(when, one) for when, readings in found.items() for one in readings if not one.passes] == []
