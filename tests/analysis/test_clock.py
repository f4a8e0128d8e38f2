"""A clock that follows what moves, and stays as it is where nothing can be followed."""

import numpy as np
import pytest

from rhythm_fu.analysis.clock import FASTEST, clock_along, clock_of, steps_of
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.pace import LocalTempi
from tests.analysis.material import RATE, a_house_track

BPM = 126.0


@pytest.fixture(scope="module")
def heard() -> Features:
    return features(a_house_track(BPM, beats=64), RATE)


def tempi_of(heard: Features, bpm: float) -> LocalTempi:
    """One tempo in every window."""
    middle_s = np.arange(4.0, heard.length_s - 3.0)
    every = np.ones(len(middle_s))
    return LocalTempi(middle_s, bpm * every, every, every, bpm)


@pytest.mark.parametrize("faster", [FASTEST * 1.1, 1.0 / (FASTEST * 1.1)], ids=["far too fast", "far too slow"])
def test_a_clock_that_runs_as_no_beat_does_is_left_as_the_tempi_have_it(heard: Features, faster: float):
    tempi = tempi_of(heard, BPM)
    by_tempi, clock = (way(heard, BPM / faster, tempi) for way in (clock_along, clock_of))
    assert np.array_equal(clock.song_s, by_tempi.song_s)
    assert np.array_equal(clock.pulse_s, by_tempi.pulse_s)


def test_a_clock_that_is_a_little_off_is_locked_to_the_onsets(heard: Features):
    clock = clock_of(heard, BPM, tempi_of(heard, 1.004 * BPM))
    beats = clock.pulse_of(0.4 + 60.0 / BPM * np.arange(8, 56))
    assert np.abs(np.diff(beats) - 60.0 / BPM).max() < 0.002


def test_a_song_of_one_window_has_no_steps():
    one = np.ones(1)
    assert steps_of(LocalTempi(4.0 * one, BPM * one, one, one, BPM)) == ()
