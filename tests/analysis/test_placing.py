"""A moment that a person names is kept where it was put, whatever the tempo does elsewhere."""

import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Grid, Request
from tests.analysis.material import RATE, a_house_track

BEAT = 60 / 126
EVEN = 0.4 + BEAT * np.arange(260)
SONGS = {
    "a gap": np.where(np.arange(260) < 100, EVEN, EVEN + 0.35 * BEAT),
    "a drift": EVEN + 0.2 * np.sin(2 * np.pi * EVEN / 40),
    "a step": np.concatenate((EVEN[:128], EVEN[128] + 60 / 140 * np.arange(132))),
}


@pytest.fixture(scope="module", params=SONGS, ids=str)
def song(request: pytest.FixtureRequest) -> tuple[np.ndarray, Features]:
    times = SONGS[request.param]
    return times, features(a_house_track(times=times), RATE)


@pytest.fixture(scope="module")
def by_ear(song: tuple[np.ndarray, Features]) -> Grid:
    return grid_of(song[1])


@pytest.mark.parametrize("beat", [0, 60, 200])
@pytest.mark.parametrize("name", ["offset_s", "first_beat_s"])
def test_a_true_beat_that_is_named_leaves_all_others_where_they_are(song, name, beat):
    times, heard = song
    grid = grid_of(heard, Request(**{name: float(times[beat])}))
    found = grid.beat_times()
    assert np.abs(found - times[beat]).min() < 0.006
    assert np.mean([np.abs(found - t).min() < 0.025 for t in times]) > 0.95
    assert len(found) == pytest.approx(len(times), abs=6)
    if name == "offset_s":
        place = float(grid.beats_of(np.array([times[beat]]))[0])
        assert np.abs(grid.downbeats() - place).min() < 0.05


@pytest.mark.parametrize("shift", [0.5, -0.5, 1.0, 2.0])
def test_a_shift_moves_every_part(song, by_ear, shift):
    times, heard = song
    moved = grid_of(heard, Request(shift_beats=shift))
    wanted = by_ear.times_of(np.arange(8.0, len(times) - 8.0) + shift)
    found = moved.times_of(np.round(moved.beats_of(wanted)))
    assert np.mean(np.abs(found - wanted) < 0.025) > 0.95
    downs = by_ear.times_of(by_ear.downbeats()[2:-2] + shift)
    off = (moved.beats_of(downs) - moved.downbeats()[0]) % 4.0
    assert np.mean(np.minimum(off, 4.0 - off) < 0.1) > 0.9


@pytest.mark.parametrize("name", ["offset_s", "first_beat_s"])
def test_half_a_beat_that_is_put_right_in_one_part_is_put_right_in_all(song, name):
    times, heard = song
    off_beats = 0.5 * (times[1:] + times[:-1])
    found = grid_of(heard, Request(**{name: float(off_beats[60])})).beat_times()
    assert np.mean([np.abs(found - t).min() < 0.025 for t in off_beats[8:-8]]) > 0.95
