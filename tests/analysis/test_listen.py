import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Request
from rhythm_fu.errors import AnalysisError
from tests.analysis.material import RATE, a_house_track, distance_ms, grid_of_sound
from tools.synth.beatless import beatless

TRUTH = 0.4 + np.arange(64) * 60 / 126


def test_a_plain_house_beat_is_found_to_the_millisecond():
    grid = grid_of_sound(a_house_track(126.0, 0.4))
    assert grid.bpm == pytest.approx(126.0, abs=0.005)
    assert np.median(distance_ms(grid, TRUTH)) < 3.0


def test_the_bar_starts_where_the_bass_changes():
    grid = grid_of_sound(a_house_track(126.0, 0.4))
    downbeats = grid.times_of(grid.downbeats().astype(float))
    assert np.min(np.abs(downbeats - (0.4 + 8 * 60 / 126))) < 0.01


@pytest.mark.parametrize("bpm", [98.5, 127.31, 174.0])
def test_fractional_and_fast_tempi_are_exact(bpm):
    grid = grid_of_sound(a_house_track(bpm, 1.1, beats=96))
    ratio = grid.bpm / bpm
    assert min(abs(ratio - r) for r in (0.5, 1.0, 2.0)) < 1e-4


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros((RATE * 20, 1), np.float32),
        np.full((RATE * 20, 2), 0.3, np.float32),
        beatless("noise", 1)[:, None],
        beatless("ambient", 2)[:, None],
        beatless("speech", 3)[:, None],
        beatless("speech", 102, 150.0)[:, None],
        np.tile(beatless("speech", 4, 15.0), 6)[:, None],
    ],
    ids=["silence", "constant", "noise", "ambient", "speech", "a long speech", "the same words again and again"],
)
def test_what_has_no_beat_is_refused_with_a_way_out(sound):
    with pytest.raises(AnalysisError, match=r"--bpm|check the file"):
        grid_of_sound(sound)


def test_what_has_no_beat_gets_the_one_that_is_forced_on_it():
    heard = features(beatless("speech", 3)[:, None], RATE)
    grid = grid_of(heard, Request(bpm=120.0, offset_s=0.5))
    assert grid.bpm == pytest.approx(120.0)
    assert np.min(np.abs(grid.times_of(grid.downbeats().astype(float)) - 0.5)) < 1e-6


def test_a_second_of_sound_is_refused():
    with pytest.raises(AnalysisError, match="long"):
        grid_of_sound(a_house_track(beats=2)[:RATE])


def shaped(kind: str) -> tuple[np.ndarray, int]:
    sound = a_house_track()
    if kind == "anti-phase":
        return np.concatenate((sound, -sound), axis=1), RATE
    if kind == "six channels":
        return np.concatenate([sound * g for g in (0.0, 0.2, 1.0, -1.0, 0.5, 0.1)], axis=1), RATE
    if kind == "offset from zero":
        return sound * 0.5 + 0.4, RATE
    if kind == "clipped":
        return np.clip(sound * 20, -1, 1), RATE
    if kind == "very quiet":
        return sound * 1e-3, RATE
    rate = {"8 kHz": 8_000, "192 kHz": 192_000}[kind]
    return a_house_track(rate=rate), rate


@pytest.mark.parametrize(
    "kind", ["anti-phase", "six channels", "offset from zero", "clipped", "very quiet", "8 kHz", "192 kHz"]
)
def test_odd_sound_is_heard_like_any_other(kind):
    grid = grid_of_sound(*shaped(kind))
    assert grid.bpm == pytest.approx(126.0, abs=0.005)
    assert np.median(distance_ms(grid, TRUTH)) < 5.0


def test_beats_stop_where_the_music_does():
    sound = np.concatenate((np.zeros((RATE * 6, 1), np.float32), a_house_track(), np.zeros((RATE * 10, 1), np.float32)))
    beats = grid_of_sound(sound).beat_times()
    assert beats[0] > 5.9
    assert beats[-1] < len(sound) / RATE - 9.0
