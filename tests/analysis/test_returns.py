"""What comes again: exactly where the tempo holds, late behind a gap, and to and fro where the tempo wanders."""

import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.returns import Steadiness, moved_returns, steadiness_of
from tests.analysis.material import RATE, a_house_track, distance_ms

BPM = 126.0
BEAT = 60.0 / BPM
NUMBER = np.arange(160)


def heard(times: np.ndarray, pause: tuple[int, int] | None = None) -> Features:
    """A house track on these beats, silent from one of them to another."""
    sound = a_house_track(times=times)
    if pause is not None:
        first, last = (round((times[beat] - 0.01) * RATE) for beat in pause)
        sound[first:last] = 0.0
    return features(sound, RATE)


def gapped(gap: float, at: int = 80) -> np.ndarray:
    return 0.5 + (NUMBER + gap * (at <= NUMBER)) * BEAT


def wandering(by_s: float) -> np.ndarray:
    return 0.5 + NUMBER * BEAT + by_s * np.sin(2.0 * np.pi * NUMBER / 110.0)


@pytest.mark.parametrize("gap", [0.12, 0.28, 0.5, -0.25])
def test_what_comes_again_behind_a_pause_is_as_late_as_the_gap_in_it_is_long(gap: float):
    (found,) = moved_returns(heard(gapped(gap), (72, 92)), BPM)
    assert found.is_sure
    assert (found.beats - gap + 0.5) % 1.0 - 0.5 == pytest.approx(0.0, abs=0.01)
    place = (0.5 / BEAT) + 80
    assert found.after <= place <= found.until


@pytest.mark.parametrize("tempo", [BPM, BPM + 0.04])
def test_nothing_is_late_in_a_song_of_one_tempo_even_if_it_is_not_known_exactly(tempo: float):
    song = heard(gapped(0.0), (72, 92))
    assert moved_returns(song, tempo) == ()
    assert steadiness_of(song, tempo) is Steadiness.STEADY


def test_a_song_too_short_to_repeat_itself_says_nothing():
    short = heard(gapped(0.0)[:20])
    assert moved_returns(short, BPM) == ()
    assert steadiness_of(short, BPM) is Steadiness.OPEN


def test_a_tempo_that_wanders_by_a_hundredth_of_a_second_is_not_called_constant():
    times = wandering(0.014)
    song = heard(times)
    assert steadiness_of(song, BPM) is Steadiness.WANDERS
    grid = grid_of(song)
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, times) < 12.0) > 0.95


def test_a_gap_hidden_in_a_pause_moves_all_beats_behind_it():
    times = gapped(0.28)
    grid = grid_of(heard(times, (72, 92)))
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, np.concatenate((times[:72], times[92:]))) < 25.0) > 0.96
