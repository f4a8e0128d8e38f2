import numpy as np
import pytest

from rhythm_fu.analysis.listen import listen
from rhythm_fu.analysis.model import Request
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio

RATE = 44_100


def a_house_track(bpm: float = 126.0, first_s: float = 0.4, beats: int = 64, rate: int = RATE) -> np.ndarray:
    """Kick on each beat, hats between, one bass note a bar. Shape (frames, 1)."""
    beat = 60.0 / bpm
    sound = np.zeros(int((first_s + beats * beat + 1.0) * rate))
    t = np.arange(int(0.2 * rate)) / rate
    kick = np.sin(2 * np.pi * (50 * t + 30 * (1 - np.exp(-t * 40)) / 40)) * np.exp(-t * 18)
    hat = np.random.default_rng(1).standard_normal(len(t)) * np.exp(-t * 90) * 0.15
    for b in range(beats):
        for at_s, hit in ((first_s + b * beat, kick * (1.0 if b % 4 else 1.2)), (first_s + (b + 0.5) * beat, hat)):
            i = round(at_s * rate)
            sound[i : i + len(hit)] += hit
    bar = np.arange(int(4 * beat * rate)) / rate
    for b in range(0, beats, 4):
        i = round((first_s + b * beat) * rate)
        pitch = (110.0, 98.0, 82.4, 123.5)[b // 4 % 4]
        sound[i : i + len(bar)] += 0.1 * np.sign(np.sin(2 * np.pi * pitch * bar))
    return (0.5 * sound).astype(np.float32)[:, None]


def heard(sound: np.ndarray, rate: int = RATE, **asked: object):
    return listen(Audio(sound, rate, "test", "0"), Request(**asked))[1]


def test_a_plain_house_beat_is_found_to_the_millisecond():
    grid = heard(a_house_track(126.0, 0.4))
    assert grid.bpm == pytest.approx(126.0, abs=0.01)
    truth = 0.4 + np.arange(60) * 60 / 126
    found = grid.beat_times()
    distance = [np.min(np.abs(found - t)) for t in truth]
    assert np.median(distance) < 0.003


def test_silence_is_refused_with_a_way_out():
    with pytest.raises(AnalysisError, match="--bpm"):
        heard(np.zeros((RATE * 20, 1), np.float32))


def test_a_given_tempo_is_kept():
    assert heard(a_house_track(126.0), bpm=126.0, offset_s=0.4).bpm == 126.0
