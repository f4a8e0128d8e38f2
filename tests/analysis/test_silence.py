"""Silence tells nothing: neither of a song's tempo, nor of what is usual in it."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.analysis.features import FLOOR_DB, features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.mix import excerpt, songs_in
from rhythm_fu.analysis.model import Request
from rhythm_fu.analysis.pace import LocalTempi, keeps_tempo, sounding
from rhythm_fu.analysis.returns import ASLEEP, compared
from rhythm_fu.errors import AnalysisError
from tests.analysis.material import RATE, a_house_track

BPM = 128.0
BEAT = 60.0 / BPM


def silence(beats: float) -> np.ndarray:
    return np.zeros((round(beats * BEAT * RATE), 1), np.float32)


def a_song(beats: int) -> np.ndarray:
    """So many beats and nothing more, the first one at 0."""
    if not beats:
        return silence(0)
    return a_house_track(BPM, 0.0, beats)[: round(beats * BEAT * RATE)]


def at_two_levels(other_db: float, seconds: float) -> np.ndarray:
    """A song at 128 BPM, then one at 97 that is so much louder, each as long."""
    first, second = (a_house_track(bpm, 0.0, round(seconds * bpm / 60.0)) for bpm in (BPM, 97.0))
    return np.concatenate([first, np.float32(10.0 ** (other_db / 20.0)) * second])


@pytest.mark.parametrize(
    ("before", "first", "within", "second", "behind"),
    [
        (160, 128, 0, 0, 0),
        (0, 128, 0, 0, 160),
        (0, 64, 160, 64, 0),
        (108, 128, 0, 0, 108),
        (0, 64, 0, 0, 128),
    ],
    ids=["before", "behind", "in the middle", "both", "a short song"],
)
def test_a_song_keeps_its_tempo_beside_silence_longer_than_itself(before, first, within, second, behind):
    parts = silence(before), a_song(first), silence(within), a_song(second), silence(behind)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        grid = grid_of(features(np.concatenate(parts), RATE))
    assert grid.bpm == pytest.approx(BPM, abs=0.005)
    assert grid.is_constant
    beats = grid.beat_times()
    assert np.abs(beats / BEAT - np.round(beats / BEAT)).max() * BEAT < 0.005
    assert [round(at / BEAT) for at in beats[[0, -1]]] == pytest.approx(
        [before, before + first + within + second], abs=1
    )


def test_a_tempo_that_glides_is_followed_before_a_long_silence():
    pace = np.linspace(100.0, 130.0, 128)
    times = 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))
    grid = grid_of(features(np.concatenate([a_house_track(times=times), silence(400)]), RATE))
    found = grid.beat_times()
    assert np.mean([np.abs(found - at).min() < 0.025 for at in times[4:-4]]) > 0.95


def test_what_is_usual_is_so_among_what_sounds():
    assert list(sounding(np.array([0.0, 0.4, 1e-11, 0.3]))) == [0.4, 0.3]
    assert list(sounding(np.zeros(5))) == [0.0]


def test_windows_are_no_clearer_for_silence_around_them():
    faint, silent = np.full(8, 0.1), np.full(30, 1e-11)
    clarity = np.concatenate([np.full(20, 0.4), faint, silent])
    bpm = np.where(clarity == 0.1, 1.1 * BPM, BPM)
    tempi = LocalTempi(np.arange(58.0), bpm, clarity, np.where(clarity == 0.1, 0.02, clarity), BPM)
    assert keeps_tempo(tempi, BPM)


def test_silent_passages_do_not_come_again():
    noise = np.random.default_rng(4).normal(size=(1, 1, 33)) + 0j
    noise[..., 0] = 0.0
    lines = np.concatenate([noise] * 4 + [0.1 * ASLEEP * noise] * 8)
    weights = compared(8.0 * np.arange(12), lines).weights
    assert (weights[:4, :4] > 0.0).all()
    assert not weights[4:].any()


def test_both_tempi_are_found_where_one_song_is_hardly_heard_beside_the_other():
    heard = features(at_two_levels(-62.0, 154.0), RATE)
    assert len(songs_in(heard)) == 2
    first, *_, last = grid_of(heard).anchors
    assert (first.bpm, last.bpm) == pytest.approx((BPM, 97.0), abs=0.01)


def test_a_quiet_song_of_a_mix_is_heard_as_one_of_its_own():
    heard = features(at_two_levels(-62.0, 60.0), RATE)
    begin_s = 61.0
    part = excerpt(heard, begin_s, heard.length_s)
    grid = grid_of(part)
    assert part.levels.max() == 0.0
    assert grid.bpm == pytest.approx(97.0, abs=0.01)
    assert grid.beat_times()[-1] > 0.95 * part.length_s


def test_a_part_in_which_nothing_sounds_is_silent_whatever_its_flux():
    plain = features(a_song(32), RATE)
    levels = np.full_like(plain.levels, FLOOR_DB)
    silent = replace(plain, levels=levels)
    for part in (silent, excerpt(silent, 2.0, 14.0)):
        with pytest.raises(AnalysisError, match="silent throughout"):
            grid_of(part)


def test_a_range_may_be_asked_of_a_song_of_a_few_seconds():
    heard = features(a_house_track(170.0, 0.0, 18)[: 7 * RATE], RATE)
    assert grid_of(heard, Request(range_bpm=(100.0, 140.0))).anchors
