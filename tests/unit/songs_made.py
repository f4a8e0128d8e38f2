"""Music to chart in tests: a plain house beat with an intro, a build and a drop."""

from pathlib import Path

import numpy as np

from rhythm_fu.sound import Samples, write_flac

RATE = 22_050
"""Enough for a kick and a hat, and quick to listen to."""


def house(bars: int = 16, bpm: float = 125.0) -> Samples:
    """Kick on every beat, hats between, a bass line; the first quarter has no kick. Beat 0 is at sample 0."""
    beat = round(RATE * 60 / bpm)
    dice = np.random.default_rng(9)
    t = np.arange(beat) / RATE
    kick = np.sin(2 * np.pi * (50 * t + 6 * (1 - np.exp(-t * 30)))) * np.exp(-t * 9)
    hat = dice.standard_normal(beat) * np.exp(-t * 60) * 0.25
    clap = dice.standard_normal(beat) * np.exp(-t * 22) * 0.3
    parts = []
    for number in range(bars * 4):
        bar = number // 4
        note = 55 * 2 ** ((0, 0, 3, 5)[bar % 4] / 12)
        bass = 0.2 * np.sin(2 * np.pi * note * t) * np.sin(np.pi * t / t[-1])
        sound = 0.4 * np.roll(hat, beat // 2) + (clap if number % 2 else 0)
        if bar >= bars // 4:
            sound = sound + 0.8 * kick + bass
        parts.append(sound * 0.6)
    mono = np.concatenate(parts).astype(np.float32)
    return np.repeat(mono[:, None], 2, axis=1)


def house_file(path: Path, bars: int = 16, bpm: float = 125.0) -> Path:
    write_flac(path, house(bars, bpm), RATE)
    return path
