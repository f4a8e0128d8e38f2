"""Bars that are not of four beats, said only when the song is clear about it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.slots import Slots, novelty
from rhythm_fu.timing import Meter

CLEARLY: Final = 0.13
"""How much better slots must match those an odd bar later than those of two, four or eight beats later."""
FEWEST_SLOTS: Final = 192
SAME_BAR: Final = 0.75
"""A shorter bar is believed if it matches nearly as well as its multiple."""
SLOW_BPM: Final = 80.0
"""Bars of three slower beats are written as six eighths."""
ODD_BARS: Final = {6: 3, 12: 3, 24: 3, 7: 7, 14: 7, 28: 7}
"""Sixteenths of the heard pulse, which may be half or double the written one, in a bar of so many beats."""
TELLING: Final = (12, 14, 24, 28)
"""Those that even music doesn't show: dotted rhythms come again after six sixteenths."""
FASTEST_BPM: Final = {3: 200.0, 7: 400.0}
"""Of the unit, by beats in the bar; sevens count eighths."""
EVEN_LAGS: Final = (8, 16, 32)


@dataclass(frozen=True, slots=True)
class OddBar:
    """A meter other than 4/4 with the tempo of its unit; a bar is `slots` long on the grid that was asked."""

    meter: Meter
    bpm: float
    slots: int


def odd_bar_of(slots: Slots, bpm: float) -> OddBar | None:
    """The meter, if it is clearly not 4/4, of a song sampled on sixteenths of `bpm`."""
    if slots.count < FEWEST_SLOTS:
        return None
    share = np.minimum(slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6), 6.0)
    alike = _likeness(share) + _likeness(4.0 * slots.tone)
    even = float(np.mean(alike[list(EVEN_LAGS)]))
    scores = {length: float(np.mean(alike[[length, 2 * length]])) - even for length in TELLING}
    best = max(scores, key=lambda length: scores[length])
    if scores[best] < CLEARLY:
        return None
    for length in sorted(ODD_BARS):
        is_fast = _unit_bpm(length, bpm) > FASTEST_BPM[ODD_BARS[length]]
        if best % length == 0 and alike[length] > SAME_BAR * alike[best] and not is_fast:
            best = length
            break
    beats = ODD_BARS[best]
    unit_bpm = _unit_bpm(best, bpm)
    if beats == 3 and unit_bpm < SLOW_BPM:
        return OddBar(Meter(6, 8), 2.0 * unit_bpm, best)
    return OddBar(Meter(beats, 8 if beats == 7 else 4), unit_bpm, best)


def _unit_bpm(length: int, bpm: float) -> float:
    """Tempo of the unit if a bar is `length` sixteenths of `bpm` long."""
    return 4.0 * bpm * ODD_BARS[length] / length


def _likeness(rows: Envelopes) -> Floats:
    """Correlation of columns of (r, n) so many apart, shape (57,), index = lag."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    n = rows.shape[1]
    power = float(np.square(centred).sum()) / n + 1e-9
    out = np.ones(57)
    for lag in range(1, 57):
        out[lag] = float((centred[:, lag:] * centred[:, :-lag]).sum()) / (n - lag) / power
    return out


def bar_start(slots: Slots, length: int, step: int) -> int:
    """Which slot of the first `length` starts the bar; beats are `step` slots apart.

    By the weight of kick and bass, and by where bass, harmony and loudness move.
    """
    share = slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6)
    curves = (
        np.minimum(share[0] + share[1], 8.0),
        np.minimum(share.sum(axis=0), 16.0),
        novelty(slots.tone[12:], 2 * step),
        novelty(slots.tone[:12], 2 * step),
        novelty(slots.levels / 6.0, length) ** 2,
    )
    total = np.zeros(length)
    for curve in curves:
        at = curve[: len(curve) // length * length].reshape(-1, length).mean(axis=0)
        total += (at - at.mean()) / (at.std() + 1e-6)
    return int(np.argmax(total))
