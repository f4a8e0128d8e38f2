"""A moment that a person names is kept where it was put, whatever the tempo does elsewhere."""

import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Request
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
