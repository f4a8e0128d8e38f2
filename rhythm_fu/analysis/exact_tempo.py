"""The exact tempo of a song, or of parts of one, that is known to a hundredth and kept, though the beat may stumble."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.tempo import beat_phasors, tempo_curve

LINES: Final = (2, 4)
"""Half beats and quarters: the lines of `beat_phasors` but for the beat's own."""
STRETCH: Final = 32
"""Beats that are in phase with each other in a song that may stumble."""
BLUR: Final = 0.008
"""By so much of itself a gap may falsify the song's tempo."""
TRIED: Final = 25
PASSES: Final = 3
FINER: Final = 8.0
"""Tempi that are tried at once, and how often, each time so much closer around the best of before."""
SIMPLE: Final = 0.0012
AS_WELL: Final = 0.96
"""How near a simple tempo must be, and how much of the best tempo's sum must keep it."""
TRIED_AT_ONCE: Final = 61
"""Tempi no further than SIMPLE of which the best is sought."""


def steady_bpm(features: Features, bpm: float) -> float:
    """The tempo near `bpm` that most stretches of STRETCH beats keep, each with a phase of its own.

    A gap blurs the tempo that fits the whole song; this one it does not touch.
    """
    sums = beat_phasors(tempo_curve(features.flux), features.hop_s, bpm)[1:]
    count = max(1, sums.shape[1] // STRETCH)
    blocks = sums[:, : count * STRETCH].reshape(len(sums), count, -1)
    best, width = bpm, BLUR * bpm
    for _ in range(PASSES):
        trial = best + np.linspace(-width, width, TRIED, dtype=np.float64)
        best = float(trial[int(_kept(blocks, bpm, trial).argmax())])
        width /= FINER
    return best


def simplest_bpm(parts: tuple[Features, ...], bpm: float) -> float:
    """The whole tempo next to `bpm`, or else the half, if all onsets of the parts, each with a phase of its own, keep
    it as well as any tempo so near; else `bpm`.

    Taken together the beats of a stretch tell tempi apart far better than SIMPLE; but one pattern that moves is enough
    to bend what they tell, so they only choose.
    """
    blocks = [beat_phasors(tempo_curve(part.flux), part.hop_s, bpm)[1:, None] for part in parts]

    def kept(trial: Floats) -> float:
        return float(np.sum([_kept(block, bpm, trial) for block in blocks], axis=0).max())

    best = kept(bpm * (1.0 + np.linspace(-SIMPLE, SIMPLE, TRIED_AT_ONCE)))
    for unit in (1.0, 0.5):
        near = unit * round(bpm / unit)
        if abs(near / bpm - 1.0) < SIMPLE and kept(np.array([near])) > AS_WELL * best:
            return float(near)
    return bpm


def _kept(blocks: NDArray[np.complex128], bpm: float, trial: Floats) -> Floats:
    """How well blocks of beats (lines 2 and 4, blocks, beats), summed at `bpm`, keep each tempo; shape of `trial`."""
    centres = (np.arange(blocks.shape[2]) + 0.5) * (60.0 / bpm)
    score = np.zeros(len(trial))
    for row, line in zip(blocks, LINES, strict=True):
        turn = np.exp(-2j * np.pi * line / 60.0 * np.outer(trial - bpm, centres))
        score += np.abs(turn @ row.T).sum(axis=1)
    return score
