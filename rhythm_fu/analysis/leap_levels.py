"""How the parts of a song that leaps go together: at which octaves, and whether rather at two tempi than at one.

Each part alone may be written at several octaves. But parts of one song sound alike at their own tempi: what falls on
beats, eighths and triplets of one falls on those of the other, and so the lines of their spectra stand in the same
places, counted in beats.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Floats
from rhythm_fu.analysis.readings import FASTEST_BPM, SLOWEST_BPM, lines_at
from rhythm_fu.analysis.tempo import PulseSpectrum

OCTAVES: Final = (-2, -1, 0, 1, 2)
OCTAVE_COST: Final = 2.0
"""What an octave between the tempi of two parts costs, as a logarithm of chances: rather they are near."""
LOWEST: Final = float(np.log2(SLOWEST_BPM))
HIGHEST: Final = float(np.log2(FASTEST_BPM))
"""The slowest and the fastest beat, in octaves (log2): of each tempo two levels lie between, at an edge three."""
SAME: Final = 0.02
"""Tempi within so much of an octave, octaves aside, are one."""
MOST_TEMPI: Final = 8
"""So many tempi of a song are asked how they go together; what a longer mix has besides is taken as it is heard."""
MOST_ALIKE: Final = 0.99
"""Nothing counts as more alike than so."""
ALIKE: Final = 2.0
ALIKE_LEVELS: Final = 4.0
"""What likeness (see `likeness`) is worth, as a logarithm of chances: for two tempi against one, and for octaves. Parts
of one made song have 1.3 to 2.6 at their own tempi and about 0.8 an octave off, parts of two songs 0.8 at any."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part of a song, heard alone: its spectrum; its tempo, whatever the octave (log2); and the logarithm of the
    belief that it is OCTAVES away, shape (OCTAVES,).
    """

    spectrum: PulseSpectrum
    turn: float
    heard: Floats


def octaves_of(parts: tuple[Part, ...]) -> tuple[tuple[int, ...], float]:
    """The likeliest octaves of the parts, all that keep one tempo at one level; and the chance that they are right,
    next to the likeliest other ones.
    """
    tempo, tempi = _tempi_of(parts)
    ways = [[turn + k for k in OCTAVES if LOWEST <= turn + k <= HIGHEST] for turn in tempi]
    alone = [[_heard(parts, tempo, n, at) for at in own] for n, own in enumerate(ways)]
    for n in range(MOST_TEMPI, len(tempi)):
        ways[n] = [ways[n][int(np.argmax(alone[n]))]]

    @cache
    def between(i: int, at: float, there: float) -> float:
        return _between(parts[i], at, parts[i + 1], there)

    ranked = sorted(
        (
            sum(_heard(parts, tempo, n, at) for n, at in enumerate(levels))
            + sum(between(i, levels[a], levels[b]) for i, (a, b) in enumerate(pairwise(tempo))),
            levels,
        )
        for levels in product(*ways)
    )
    margin = ranked[-1][0] - ranked[-2][0] if len(ranked) > 1 else np.inf
    chosen = tuple(round(ranked[-1][1][n] - part.turn) for n, part in zip(tempo, parts, strict=True))
    return chosen, float(1.0 / (1.0 + np.exp(-margin)))


def _tempi_of(parts: tuple[Part, ...]) -> tuple[list[int], list[float]]:
    """Which of the song's tempi each part keeps, and these (log2), at some octave."""
    tempi: list[float] = []
    tempo = []
    for part in parts:
        near = [n for n, turn in enumerate(tempi) if abs((part.turn - turn + 0.5) % 1.0 - 0.5) < SAME]
        tempo.append(near[0] if near else len(tempi))
        if not near:
            tempi.append(part.turn)
    return tempo, tempi


def _heard(parts: tuple[Part, ...], tempo: list[int], number: int, at: float) -> float:
    """What the parts at one of the tempi, each alone, say of the level `at` (log2)."""
    own = [part for n, part in zip(tempo, parts, strict=True) if n == number]
    return sum(float(part.heard[OCTAVES.index(round(at - part.turn))]) for part in own)


def rather_two(parts: tuple[Part, ...], octaves: tuple[int, ...]) -> float:
    """How much better, as a logarithm of chances, the likeness of neighbours speaks for their own tempi than for one of
    them in both.
    """
    gain = 0.0
    for (one, a), (other, b) in pairwise(zip(parts, octaves, strict=True)):
        own = (one.turn + a, other.turn + b)
        same = max(_alike(one, at, other, at) for at in own)
        gain += ALIKE * (_alike(one, own[0], other, own[1]) - same)
    return gain


def likeness(one: Floats, other: Floats) -> float:
    """How alike the lines of two parts are, on Fisher's scale (0 nothing alike, 2.6 the same)."""
    a, b = one - one.mean(), other - other.mean()
    share = float((a * b).sum() / np.sqrt(max(1e-9, float((a * a).sum() * (b * b).sum()))))
    return float(np.arctanh(np.clip(share, -MOST_ALIKE, MOST_ALIKE)))


def _alike(one: Part, at: float, other: Part, there: float) -> float:
    return likeness(lines_at(one.spectrum, float(2.0**at)), lines_at(other.spectrum, float(2.0**there)))


def _between(one: Part, at: float, other: Part, there: float) -> float:
    """What the levels of two neighbours (log2) are worth together."""
    return ALIKE_LEVELS * _alike(one, at, other, there) - OCTAVE_COST * abs(at - there)
