"""What the display promises: rings and pulses arrive on the instant, words can be read on anything."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame
import pytest

from rhythm_fu.chart import Event, Kind, Level, Reach, Side
from rhythm_fu.fight import Fight, Setup, TargetView
from rhythm_fu.game.view import hud_corners, hud_judgement, menu_view, results_view
from rhythm_fu.game.view.hud import Hud, HudOptions
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, palette_for
from rhythm_fu.game.view.light_line import distance_px
from rhythm_fu.game.view.results_view import BIN, histogram
from rhythm_fu.game.view.telegraphs import RULES, share_to_go, waiting, weak_point
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import SongTime, Tick, beats, ms, seconds
from tests.scenes.stage_set import TEMPO, a_chart, at
from tools.contrast_meter import Witness

EVENT = Event(Tick(beats(8)), TEMPO.at(beats(8)), Kind.TAKEDOWN, Side.LEFT, Reach.NEAR)
STYLES = {
    "score": hud_corners._SCORE, "tier": hud_corners._TIER, "heading": menu_view.HEADING, "help": menu_view.HELP,
    "value": menu_view.VALUE, "label": menu_view.LABEL, "grade": results_view.GRADE,
    "milliseconds": Style(Face.NUMBER, 16, hud_judgement.PALE), "caption": Style(Face.TITLE, 30),
    **{grade.name: Style(Face.SHOUT, 30, colour) for grade, colour in GRADE_COLOURS.items()},
}  # fmt: skip


def coming(number: int = 0, event: Event = EVENT, judgement: Judgement | None = None) -> TargetView:
    beat = ms(500)
    enters, winds = SongTime(event.at - 4 * beat), SongTime(event.at - beat)
    return TargetView(number, event, event.side, enters, winds, judgement)


def test_a_ring_closes_exactly_on_the_event():
    assert share_to_go(coming(), EVENT.at) == 0
    assert share_to_go(coming(), SongTime(EVENT.at - ms(1_000))) == 1


def test_a_ring_closes_at_one_speed():
    shares = [share_to_go(coming(), SongTime(EVENT.at - ms(step))) for step in range(1_000, -1, -100)]
    assert {round(a - b, 6) for a, b in pairwise(shares)} == {0.1}


def test_a_pulse_meets_the_other_under_her_on_the_event():
    assert distance_px(EVENT.at, EVENT.at, ms(500)) == 0
    assert distance_px(EVENT.at, SongTime(EVENT.at - ms(2_000)), ms(500)) == 540


def test_of_each_side_only_the_next_two_have_rings_the_nearest_first():
    fight = Fight(a_chart(), Level.MASTER, Setup())
    view = fight.view(at(6))
    crowd = tuple(coming(n, Event(Tick(n), at(8 + n), Kind.TAKEDOWN, Side.LEFT, Reach.NEAR)) for n in (4, 2, 0, 3, 1))
    assert [target.target for target in waiting(replace(view, targets=crowd))] == [0, 1]
    assert RULES.lit_each_side == 2


def test_an_older_word_leaves_sooner_when_a_newer_one_comes_and_both_of_a_double_stay_alike():
    view = Fight(a_chart(), Level.MASTER, Setup()).view(at(8))

    def said(*at_ms: int) -> list[int]:
        words = tuple(
            Judgement(n, EVENT, side, SongTime(view.now - ms(ago)), 0, Grade.GREAT, 0.8, Move.STRIKE)
            for n, (side, ago) in enumerate(zip((Side.LEFT, Side.RIGHT), at_ms, strict=False))
        )
        return [age for _, age in hud_judgement.JudgementText._said(replace(view, judgements=words))]

    assert said(400) == [ms(400)]
    newer, older = said(400, 100)
    assert newer == ms(100)
    assert older > ms(400)
    assert said(500, 200) == [ms(200)]
    assert said(300, 300) == [ms(300), ms(300)]


def test_marks_mirror_each_other():
    for reach in Reach:
        left, right = weak_point(Side.LEFT, reach), weak_point(Side.RIGHT, reach)
        assert left[0] + right[0] == 1280
        assert left[1] == right[1]


def luminance(rgb: np.ndarray) -> np.ndarray:
    share = rgb.astype(float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def on_a_wall(word: pygame.Surface, ground: tuple[int, int, int]) -> np.ndarray:
    wall = pygame.Surface((word.get_width() + 20, word.get_height() + 20))
    wall.fill(ground)
    wall.blit(word, (10, 10))
    return pygame.surfarray.array3d(wall)


@pytest.mark.parametrize("ground", [(255, 255, 255), (248, 252, 255), (255, 52, 84), (128, 128, 128), (7, 3, 13)])
@pytest.mark.parametrize("name", STYLES)
def test_words_stand_out_from_what_surrounds_them_on_any_wall(name: str, ground: tuple[int, int, int]):
    """Every fully covered letter pixel has, within its outline's reach, something 4.5 times darker (WCAG)."""
    style = STYLES[name]
    word = Lettering().word("Aé 08", style)
    seen, on_green = on_a_wall(word, ground), on_a_wall(word, (0, 255, 0))
    letters = np.abs(on_green.astype(int) - np.array(style.colour)).max(axis=2) <= 6
    light = luminance(seen)
    darkest = light.copy()
    reach = 4 + style.size // 12  # half a stroke and the outline
    for dx in range(-reach, reach + 1):
        for dy in range(-reach, reach + 1):
            darkest = np.minimum(darkest, np.roll(light, (dx, dy), (0, 1)))
    inside = letters[12:-12, 12:-12]
    contrast = ((light + 0.05) / (darkest + 0.05))[12:-12, 12:-12][inside]
    assert inside.sum() > 20
    assert np.percentile(contrast, 1) >= 4.5


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_words_of_one_side_never_touch_the_combo_or_the_tier(scale: float):
    letters = Lettering(scale)
    detail = Style(Face.NUMBER, 16)
    widest = letters.width("+120 ms", detail) + 8 + max(
        letters.width(name, detail) for name in hud_judgement.MOVE_NAMES.values()
    )  # fmt: skip
    below = hud_judgement.WORD_Y + hud_judgement.DETAIL_BELOW * scale - letters.word("F", detail).get_height() / 2
    assert below > 182 + letters.word("CHAIN", Style(Face.NUMBER, 18)).get_height() / 2
    assert 640 + hud_judgement.SIDE_PX + widest / 2 < 1280 - 140
    assert below > 130 + letters.word("P", hud_corners._TIER).get_height() / 2


@pytest.mark.parametrize(("size", "at_one_and_a_half"), [(13, 20), (16, 24), (33, 41), (68, 75)])
def test_small_words_follow_the_text_size_wholly_and_big_ones_hardly(size: int, at_one_and_a_half: int):
    assert Lettering().pixels(Style(Face.NUMBER, size)) == size
    assert abs(Lettering(1.5).pixels(Style(Face.NUMBER, size)) - at_one_and_a_half) <= 1


def said_of(*judgements: Judgement) -> list[str]:
    """The grades that the display says of these, 200 ms into the ninth beat."""
    letters = Witness()
    words = hud_judgement.JudgementText(palette_for("nightclub"), letters)
    view = Fight(a_chart(), Level.MASTER, Setup()).view(SongTime(EVENT.at + ms(200)))
    words.draw(pygame.Surface((1280, 720)), replace(view, judgements=judgements))
    return [word.text for word in letters.words if word.text in Grade.__members__]


def blow(side: Side | None, grade: Grade, link: str, since: int) -> Judgement:
    return Judgement(0, EVENT, side, SongTime(EVENT.at + ms(200) - since), ms(3), grade, 0.9, Move.STRIKE, link=link)


LONG = "wheel kick → drop finisher"


def test_what_has_no_side_is_said_on_the_right_clear_of_her():
    drop, kick = blow(None, Grade.FLAWLESS, LONG, ms(150)), blow(Side.LEFT, Grade.GREAT, LONG, ms(90))
    assert said_of(drop, kick) == ["GREAT", "FLAWLESS"]
    assert said_of(drop, blow(Side.RIGHT, Grade.OK, LONG, ms(90))) == ["OK"]


def test_both_sides_of_a_double_are_said():
    left, right = blow(Side.LEFT, Grade.GREAT, LONG, ms(90)), blow(Side.RIGHT, Grade.OK, LONG, ms(90))
    assert sorted(said_of(left, right)) == ["GREAT", "OK"]


def test_the_whole_display_can_be_drawn_at_any_moment_of_a_fight():
    chart = a_chart()
    surface = pygame.Surface((1280, 720))
    fight = Fight(chart, Level.MASTER, Setup())
    hud = Hud(chart, HudOptions())
    for now in range(-seconds(1), seconds(20), ms(500)):
        fight.advance(SongTime(now))
        hud.draw(surface, fight.view(SongTime(now)))
    assert fight.has_failed


@pytest.mark.parametrize(
    ("errors", "place"), [((0,), 20), ((BIN,), 21), ((-BIN,), 19), ((ms(500),), 40), ((-ms(500),), 0)]
)
def test_a_press_falls_into_its_bin_or_the_outermost(errors: tuple[int, ...], place: int):
    counts = histogram(errors, ms(120))
    assert len(counts) == 41
    assert counts[place] == 1
