"""What stands between us and the fight never stands before it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as some

from rhythm_fu.chart import Level, Reach, Side
from rhythm_fu.game.art.kit import Kit
from rhythm_fu.game.view.arena import ArenaFolders, Front, arenas
from rhythm_fu.game.view.camera import View
from rhythm_fu.game.view.drive import Drives
from rhythm_fu.game.view.front import RULES, FrontPainter
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, HEIGHT, WIDTH, mark_x
from rhythm_fu.game.view.room import Moment
from tests.unit.stage_samples import a_night, a_view, at

FIGHT = (slice(CENTRE_X - RULES.clear_px, CENTRE_X + RULES.clear_px), slice(RULES.high_y, FLOOR_Y + RULES.low_px))
BLANK = 255


def a_moment(pan: float, zoom: float = 1.0, beat: float = 8.05) -> Moment:
    chart = a_night()
    drives = Drives(chart, Level.MASTER)
    return Moment(int(at(beat)), int(at(beat)), beat, View(pan, zoom), a_view(chart, at(beat)), drives)


def painters(arena: str) -> list[FrontPainter]:
    files = ArenaFolders()
    layers = [layer for layer in files.load(arena).layers if isinstance(layer, Front)]
    return [FrontPainter(layer, Kit(files, arena)) for layer in layers]


def over_white(pieces: list[FrontPainter], moment: Moment) -> np.ndarray:
    surface = pygame.Surface((WIDTH, HEIGHT), 0, 32)
    surface.fill((BLANK, BLANK, BLANK))
    for piece in pieces:
        piece.paint(surface, moment)
    return pygame.surfarray.array3d(surface).min(axis=2)


@pytest.mark.parametrize("arena", arenas())
def test_wherever_the_camera_goes_marks_and_fighters_stay_clear(arena):
    pieces = painters(arena)
    seen = []
    for pan in range(0, 1840, 230):
        for zoom in (0.88, 1.0):
            picture = over_white(pieces, a_moment(pan, zoom))
            assert (picture[FIGHT] > BLANK - 6).all(), (pan, zoom)
            seen.append((picture < BLANK / 2).mean())
    assert max(seen) > 0.015, "it is to be seen"
    assert float(np.mean(seen)) < 0.20, "and to be sparse"


def test_all_marks_lie_in_the_clear_part():
    body = 50
    for side in Side:
        for reach in Reach:
            assert abs(mark_x(side, reach) - CENTRE_X) + body < RULES.clear_px


@pytest.mark.parametrize("arena", arenas())
def test_it_passes_quicker_than_anything_in_the_room(arena):
    layers = ArenaFolders().load(arena).layers
    front = [layer.depth for layer in layers if isinstance(layer, Front)]
    assert front
    assert min(front) > max(layer.depth for layer in layers if not isinstance(layer, Front))
    assert min(front) > 1, "the floor goes with 1"


def a_post(folder: Path, **fields: object) -> FrontPainter:
    (folder / "roof").mkdir()
    image = pygame.Surface((40, 500), pygame.SRCALPHA, 32)
    image.fill((0, 0, 0, 255))
    pygame.image.save(image, folder / "roof" / "post.png")
    layer = Front(image="post.png", scale=1, blur=0, **{"at": ((0, -188),), "period": 0, **fields})  # type: ignore[arg-type]
    return FrontPainter(layer, Kit(ArenaFolders([folder]), "roof"))


def test_a_tall_piece_is_seen_at_the_side_and_gone_when_it_passes_the_fight(tmp_path):
    post = a_post(tmp_path)
    dark = {pan: int((over_white([post], a_moment(pan / 1.6)) < 20).sum()) for pan in (-600, 0, 600)}
    assert dark[0] == 0
    assert dark[-600] > 10_000
    assert dark[600] > 10_000


@given(left=some.integers(-400, 1_600), width=some.integers(10, 700))
def test_a_tall_piece_is_whole_only_beside_the_clear_part_and_never_in_it(left, width):
    painter = FrontPainter.__new__(FrontPainter)
    painter._rules = RULES
    shown = painter.seen(pygame.Rect(left, 200, width, 600))
    right = left + width
    is_in = left < CENTRE_X + RULES.clear_px and right > CENTRE_X - RULES.clear_px
    assert 0 <= shown <= RULES.steps
    assert not (is_in and shown)


def test_it_is_left_out_below_its_step_of_quality(tmp_path):
    assert a_post(tmp_path, quality=2).quality == 2


def test_a_front_row_bounces_on_the_kick(tmp_path):
    heads = a_post(tmp_path, at=((0, -540),), bounce=20.0)
    low = replace(a_moment(0), now=int(at(8)) - 20_000)
    high = replace(a_moment(0), now=int(at(8)) + 60_000)
    tops = [int(np.argmax(over_white([heads], moment)[CENTRE_X] < 20)) for moment in (low, high)]
    assert tops[0] - tops[1] > 8
