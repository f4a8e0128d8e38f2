"""Which of two clocks follows the beat better is told by the pulse that is left, asked of both at one level."""

import numpy as np
import pytest

from rhythm_fu.analysis.bends import BentTempi, bends_rather, bent_tempi
from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.evened import at_level_of, evened_out, pulse_left
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.pace import LocalTempi, local_tempi
from tests.analysis.material import RATE, a_house_track

SLOW, FAST, STEP = 118.0, 126.0, 96
NAMES = (0.25, 0.5, 1.0, 2.0, 4.0)


def moments(pace: np.ndarray) -> np.ndarray:
    """Of beats that follow each other at these tempi."""
    return 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))


def heard_at(pace: np.ndarray) -> tuple[Features, BentTempi]:
    """A song whose beats have these tempi, and the paths through it that bend and do not."""
    heard = features(a_house_track(times=moments(pace)), RATE)
    main = float(np.median(pace))
    path = bent_tempi(heard, main)
    straight = local_tempi(heard, main)
    return heard, BentTempi(path.middle_s, path.bpm, path.clarity, path.clarity_at_main, main, straight)


def stepping(at_s: float, end_s: float) -> Clock:
    """The clock of a step from SLOW to FAST, in whose time both are SLOW."""
    return Clock(np.array([0.0, at_s, end_s]), np.cumsum([0.0, at_s, (end_s - at_s) * FAST / SLOW]))


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_rather_one_in_whatever_octave_its_tempo_is_named(name: float):
    pace = np.concatenate([np.full(STEP, SLOW), np.full(STEP, FAST)])
    heard, tempi = heard_at(pace)
    clock = stepping(moments(pace)[STEP], heard.length_s)
    assert not bends_rather(heard, tempi, clock, SLOW * name)


@pytest.mark.parametrize("name", NAMES)
def test_a_clock_is_asked_at_the_level_of_the_tempi_it_is_compared_with(name: float):
    tempi = LocalTempi(np.arange(4.0), np.array([SLOW, SLOW, FAST, FAST]), np.ones(4), np.ones(4), SLOW)
    assert at_level_of(tempi, stepping(2.0, 4.0), SLOW * name) == pytest.approx(SLOW)


def test_a_clock_of_no_length_has_its_tempo_at_the_level_it_is_named_at():
    tempi = LocalTempi(np.arange(4.0), np.full(4, SLOW), np.ones(4), np.ones(4), SLOW)
    assert at_level_of(tempi, Clock(np.arange(2.0), np.zeros(2)), FAST) == FAST
    assert at_level_of(tempi, Clock(np.zeros(2), np.arange(2.0)), FAST) == FAST


def test_a_glide_is_rather_one_than_a_step_halfway():
    heard, tempi = heard_at(np.linspace(SLOW, FAST, 2 * STEP))
    assert bends_rather(heard, tempi, stepping(0.5 * heard.length_s, heard.length_s), SLOW)


def test_a_glide_that_is_evened_out_pulses_as_a_steady_song_does():
    heard, tempi = heard_at(np.linspace(SLOW, FAST, 2 * STEP))
    steady = features(a_house_track(bpm=SLOW, beats=2 * STEP), RATE)
    _, view = evened_out(heard, tempi)
    as_steady = pulse_left(view, tempi.main_bpm) / pulse_left(steady, SLOW)
    assert 0.95 < as_steady < 1.05
    assert pulse_left(heard, tempi.main_bpm) < 0.5 * pulse_left(steady, SLOW)
