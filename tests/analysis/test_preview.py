"""The click preview: heard where the chart says, to the sample, and never clipped."""

from dataclasses import replace

import numpy as np

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.preview import CLICK_SHARE, DOWNBEAT, DROP, SONG_SHARE, click, click_preview, clicks_of
from rhythm_fu.sound.model import Audio
from tests.analysis.made_songs import RATE, a_club_song

SONG = a_club_song()
CHART, _ = chart_from(SONG.audio, SONG.features, SONG.grid, file_name="made.ogg")


def a_sound(level: float, channels: int = 2) -> Audio:
    samples = np.full((SONG.audio.frames, channels), level, dtype=np.float32)
    return replace(SONG.audio, samples=samples)


def test_every_beat_has_one_click_and_its_attack_is_on_the_sample():
    mixed = click_preview(a_sound(0.0, 1), CHART)[:, 0]
    expected = np.round(SONG.grid.beat_times() * RATE).astype(int)
    starts = np.array([round(at * RATE / 1e6) for at, _ in clicks_of(CHART)])
    assert np.array_equal(starts, expected)
    assert np.all(np.abs(mixed[starts]) > 0.15)
    assert np.all(mixed[starts - 1] == 0)


def test_beats_downbeats_and_drops_sound_different():
    kinds = [kind for _, kind in clicks_of(CHART)]
    assert kinds.count(DROP) == 2
    assert kinds.count(DOWNBEAT) == len(kinds) // 4 - 2
    assert len({click(kind, RATE).tobytes() for kind in set(kinds)}) == 3


def test_a_song_at_full_scale_does_not_clip():
    mixed = click_preview(a_sound(1.0), CHART)
    assert mixed.shape == (SONG.audio.frames, 2)
    assert mixed.dtype == np.float32
    assert np.abs(mixed).max() <= SONG_SHARE + CLICK_SHARE + 1e-6


def test_the_song_itself_is_left_alone():
    audio = a_sound(0.5)
    before = audio.samples.copy()
    click_preview(audio, CHART)
    assert np.array_equal(audio.samples, before)
