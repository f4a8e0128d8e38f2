import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.given import asked_grid
from rhythm_fu.analysis.model import Request
from rhythm_fu.errors import AnalysisError
from rhythm_fu.timing import Meter
from tests.analysis.material import RATE, a_house_track, grid_of_sound

BEAT = 60 / 126


@pytest.fixture(scope="module")
def track():
    return a_house_track(126.0, 0.4)


def on_beat(grid, moment):
    place = float(grid.beats_of(np.array([moment]))[0])
    return abs(place - round(place)) * 60 / grid.bpm


def test_a_given_tempo_and_offset_are_kept_exactly(track):
    grid = grid_of_sound(track, bpm=126.25, offset_s=0.43)
    assert grid.bpm == 126.25
    assert on_beat(grid, 0.43) < 1e-9
    assert round(float(grid.beats_of(np.array([0.43]))[0])) % 4 == 0


@pytest.mark.parametrize("offset_s", [0.0, 0.43, 20.03])
def test_a_given_downbeat_is_kept_exactly_though_the_tempo_is_heard(track, offset_s):
    grid = grid_of_sound(track, offset_s=offset_s)
    assert on_beat(grid, offset_s) < 1e-9
    assert round(float(grid.beats_of(np.array([offset_s]))[0])) % 4 == 0


def test_a_given_tempo_alone_still_gets_its_beats_heard(track):
    grid = grid_of_sound(track, bpm=126.0)
    assert on_beat(grid, 0.4 + 8 * BEAT) < 0.005


def test_the_level_can_be_shifted(track):
    plain = grid_of_sound(track)
    assert grid_of_sound(track, level_shift=2.0).bpm == pytest.approx(2 * plain.bpm, abs=0.01)
    assert grid_of_sound(track, level_shift=0.5).bpm == pytest.approx(plain.bpm / 2, abs=0.01)


def test_half_a_beat_moves_the_beat_and_whole_beats_move_the_bar(track):
    plain = grid_of_sound(track)
    half = grid_of_sound(track, shift_beats=0.5)
    assert on_beat(half, float(plain.times_of(np.array([4.5]))[0])) < 1e-3
    whole = grid_of_sound(track, shift_beats=1.0)
    moved = float(whole.beats_of(plain.times_of(np.array([5.0])))[0])
    assert round(moved) % 4 == 0
    assert abs(moved - round(moved)) < 0.01


def test_a_first_beat_is_believed(track):
    grid = grid_of_sound(track, first_beat_s=0.4 + BEAT / 2)
    assert on_beat(grid, 0.4 + BEAT / 2) < 0.003


def test_a_range_keeps_the_tempo_inside(track):
    assert 60 <= grid_of_sound(track, range_bpm=(60, 100)).bpm <= 100
    assert 200 <= grid_of_sound(track, range_bpm=(200, 280)).bpm <= 280


def test_a_tag_settles_the_level(track):
    assert grid_of_sound(track, tag_bpm=126.0).bpm == pytest.approx(126.0, abs=0.01)


@pytest.mark.parametrize(
    "asked",
    [
        {"bpm": 1e9},
        {"bpm": float("nan")},
        {"bpm": 126.0, "offset_s": 1e9},
        {"offset_s": float("inf")},
        {"first_beat_s": -1e6},
        {"level_shift": 0.0},
        {"shift_beats": float("nan")},
        {"range_bpm": (0.0, 5.0)},
        {"range_bpm": (100.0, 401.0)},
        {"range_bpm": (180.0, 90.0)},
        {"range_bpm": (101.0, 101.0)},
        {"bpm": 401.0},
        {"bpm": 126.0, "offset_s": -30.5},
        {"level_shift": 4.5},
        {"shift_beats": 17.0},
        {"meter": Meter(17, 4)},
        {"meter": Meter(4, 5)},
        {"seed": -1},
    ],
    ids=str,
)
def test_what_no_song_can_have_is_refused_by_name(track, asked):
    with pytest.raises(AnalysisError, match="--") as fault:
        grid_of_sound(track, **asked)
    assert fault.value.fix


@pytest.mark.parametrize("asked", [{"range_bpm": (180.0, 90.0)}, {"level_shift": 0.0}], ids=str)
def test_it_is_refused_before_what_is_given_is_held_against_what_is_heard(track, asked):
    with pytest.raises(AnalysisError, match="--"):
        asked_grid(features(track, RATE), Request(**asked))
