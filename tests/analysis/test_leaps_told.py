"""What is made of passages that are heard alone: a leap that is believed, one that is doubted, or nothing."""

from types import MappingProxyType

import numpy as np
import pytest

from rhythm_fu.analysis import one_tempo
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.leaps import CHANCE, CHANGE_COST, DEARER, MOVING_SURE, PERHAPS, SURE, Alone, LeapingTempi
from rhythm_fu.analysis.listen import _leaping, _no_surer, grid_of
from rhythm_fu.analysis.model import Features, Grid, GridAnchor, Request
from rhythm_fu.analysis.pace import LocalTempi
from tests.analysis.material import RATE, a_house_track

LEAP_S = 20.0


def tempi(*, level: float = 1.0, octaves: float = 1.0, bpm: tuple[float, float] = (100.0, 150.0)) -> LeapingTempi:
    """The tempi of a song of 40 s that leaps in its middle."""
    at = np.arange(4.0, 37.0)
    there = np.where(at < LEAP_S, *bpm)
    return LeapingTempi(at, there, np.ones(len(at)), np.ones(len(at)), bpm[1], (LEAP_S,), level, octaves)


def a_grid(level: float) -> Grid:
    return Grid((GridAnchor(0, 0.0, 100.0),), 0, 60, confidence=MappingProxyType({"tempo": 0.9, "level": level}))


@pytest.fixture(scope="module")
def leaping_house() -> Features:
    """Twenty seconds of house at 126 BPM, and twenty at 94.5 that follow them."""
    parts = [a_house_track(bpm, 0.1, beats)[: round(LEAP_S * RATE)] for bpm, beats in ((126.0, 42), (94.5, 32))]
    return features(np.concatenate(parts), RATE)


@pytest.mark.parametrize(
    ("over_one", "over_path", "is_moving", "is_news", "is_believed"),
    [
        (SURE + 0.1, -1.5, False, True, True),
        (SURE - 0.1, -1.5, False, True, False),
        (SURE + 0.1, -1.5, True, False, True),
        (PERHAPS + 0.1, SURE + 0.1, False, True, True),
        (PERHAPS - 0.1, SURE + 0.1, False, True, False),
        (-1.5, MOVING_SURE + 0.1, True, True, True),
        (-1.5, MOVING_SURE - 0.1, True, True, False),
        (-1.5, MOVING_SURE + 0.1, True, False, False),
        (SURE + 0.1, -CHANGE_COST - DEARER - 0.1, False, True, False),
    ],
)
def test_a_leap_is_believed_when_it_explains_surely_more(
    over_one: float, over_path: float, is_moving: bool, is_news: bool, is_believed: bool
):
    said = Alone(tempi(), over_one, over_path, is_news)
    assert (said.leap(is_moving=is_moving) is not None) == is_believed


def test_a_leap_that_may_be_has_its_place_told():
    assert Alone(tempi(), PERHAPS + 0.1).open_at_s == (LEAP_S,)


def test_what_is_hardly_better_than_one_tempo_is_not_told():
    assert Alone(tempi(), PERHAPS - 0.1).open_at_s == ()
    assert Alone(None).open_at_s == ()


def test_a_song_said_constant_doubts_the_leap_that_may_be(monkeypatch: pytest.MonkeyPatch):
    steady = features(a_house_track(126.0, 0.2, 96), RATE)
    monkeypatch.setattr(one_tempo, "heard_alone", lambda *_: Alone(tempi(), PERHAPS + 0.1))
    grid = grid_of(steady)
    assert grid.is_constant
    assert [(doubt.at_s, doubt.chance) for doubt in grid.doubts] == [(LEAP_S, CHANCE)]
    assert grid.confidence["tempo"] < 0.5


@pytest.mark.parametrize(("level", "octaves", "said"), [(0.7, 0.9, 0.7), (0.9, 0.6, 0.6), (0.99, 0.99, 0.8)])
def test_nobody_is_surer_of_a_level_than_the_least_sure_part(level: float, octaves: float, said: float):
    assert _no_surer(a_grid(0.8), tempi(level=level, octaves=octaves)).confidence["level"] == said


def test_other_tempi_that_change_leave_a_level_as_sure_as_it_was():
    grid = a_grid(0.8)
    of_leap = tempi(level=0.1)
    path = LocalTempi(of_leap.middle_s, of_leap.bpm, of_leap.clarity, of_leap.clarity_at_main, of_leap.main_bpm)
    assert _no_surer(grid, path) is grid


@pytest.mark.parametrize("slow", [94.5, 189.0])
def test_parts_that_are_charted_by_themselves_are_at_the_levels_of_the_leap(leaping_house: Features, slow: float):
    grid = _leaping(leaping_house, tempi(bpm=(126.0, slow)), Request())
    beats = grid.beat_times()
    told = [60.0 / float(np.median(np.diff(beats[(beats > a) & (beats < b)]))) for a, b in ((2.0, 18.0), (22.0, 38.0))]
    assert told == pytest.approx([126.0, slow], rel=2e-3)


def test_a_part_without_a_beat_cannot_be_charted_by_itself():
    house = a_house_track(126.0, 0.1, 42)[: round(LEAP_S * RATE)]
    silent = np.zeros((round(LEAP_S * RATE), 1), np.float32)
    assert _leaping(features(np.concatenate((house, silent)), RATE), tempi(), Request()) is None
