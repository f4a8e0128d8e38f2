"""Practice speed keeps beats in their places and the pitch where it was."""

import numpy as np
import pytest

from rhythm_fu.game.audio.stretch import at_speed

RATE = 48_000


def clicks(every_s: float, length_s: float) -> np.ndarray:
    track = np.zeros((int(length_s * RATE), 2), np.float32)
    at = np.arange(int(0.01 * RATE)) / RATE
    click = (np.sin(2 * np.pi * 1_500 * at) * np.exp(-at * 500) * 0.8).astype(np.float32)
    for start in np.arange(0.5, length_s - 0.1, every_s):
        here = round(start * RATE)
        track[here : here + len(click)] += click[:, None]
    return track


@pytest.mark.parametrize("percent", [50, 75, 150])
def test_beats_stay_in_their_places(percent: int):
    out = at_speed(clicks(0.5, 8), RATE, percent)
    assert len(out) == round(8 * RATE * 100 / percent)
    level = np.abs(out[:, 0])
    errors = []
    for start in np.arange(1.0, 7, 0.5):
        here = round(start * RATE * 100 / percent)
        span = level[here - 2_400 : here + 2_400] ** 2
        centre = float((np.arange(len(span)) * span).sum() / span.sum()) - 2_400
        errors.append(centre / RATE * 1_000)
    assert np.ptp(errors) < 3
    assert abs(np.median(errors)) < 3


def test_the_pitch_is_kept():
    at = np.arange(RATE * 4) / RATE
    tone = np.repeat((np.sin(2 * np.pi * 440 * at) * 0.5).astype(np.float32)[:, None], 2, axis=1)
    out = at_speed(tone, RATE, 75)[RATE : RATE * 4, 0]
    spectrum = np.abs(np.fft.rfft(out * np.hanning(len(out))))
    assert np.argmax(spectrum) * RATE / len(out) == pytest.approx(440, abs=2)


def test_a_hundred_percent_is_the_song_itself():
    track = clicks(0.5, 2)
    assert at_speed(track, RATE, 100) is track
