"""Stretches in which the song's tempo is gone and another is there, though they may be quiet and short.

The path through local tempi pays for each change, which a breakdown of few onsets can't. Here every window counts
alike: bands are evened out to the same local strength, and a tempo is asked to beat the song's own window after window.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.tempo import normalized

EVEN_S: Final = 4.0
"""Each band's strength is measured this far to either side."""
QUIETEST: Final = 0.15
"""Of a band's spread over the song: below it nothing is made louder."""
BALANCE: Final = 0.4
"""A tremolo is one line, a beat is several: the second strongest has at least this share of the strongest."""
CLEAR: Final = 0.15
"""Evidence below which a window is not clear about anything."""
DOUBT: Final = 0.2
BELIEVED: Final = 0.6
"""By how much a window must prefer the other tempo to count at all, and how much it may count."""
NEAR: Final = 0.012
"""Tempi nearer than this share are the song's own."""
CROSS: Final = (3 / 4, 4 / 3)
APART: Final = 0.016
"""Ratios at which a reading of the same pulse lies, and how near to them nothing is believed."""
ENOUGH: Final = 2.3
"""Summed preference of an island. Songs of one tempo reached 1.95, those that change began at 2.5."""


INSIDE: Final = 4
"""Windows of the song's own tempo on either side: a beginning that keeps other time may be a tremolo."""


@dataclass(frozen=True, slots=True)
class Island:
    """Windows `first` to `last` go at tempo place `place`; `weight` is how surely."""

    first: int
    last: int
    place: int
    weight: float


def evened(flux: Envelopes, hop_s: float) -> NDArray[np.float32]:
    """All bands' onset strength in one curve (m,), each band as strong as any other at any time."""
    reach = int(EVEN_S / hop_s)
    total = np.zeros(flux.shape[1])
    index = np.arange(flux.shape[1])
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach, flux.shape[1])
    for row in normalized(flux):
        power = np.concatenate(([0.0], np.cumsum(np.square(row, dtype=np.float64))))
        total += row / np.sqrt(np.maximum((power[high] - power[low]) / (high - low), QUIETEST**2))
    return np.asarray(np.clip(total, -2.0, 12.0), dtype=np.float32)


def island_of(lines: Floats, ratios: Floats) -> Island | None:
    """The surest stretch at another tempo than the song's.

    `lines` (lines, windows, places) is the evidence for each tempo, `ratios` (places,) what it is of the song's. For
    each tempo the run of windows with the largest sum of preference is found (Kadane's algorithm, all tempi at once).
    """
    ranked = np.sort(lines, axis=0)
    total = lines.sum(axis=0)
    top = np.maximum(total.max(axis=1, keepdims=True), CLEAR)
    own = (total / top)[:, np.abs(ratios - 1.0) < 0.6 * NEAR].max(axis=1)
    share = np.where(ranked[-2] >= BALANCE * ranked[-1], total, 0.0) / top
    near = np.maximum(share, np.maximum(np.roll(share, 1, axis=1), np.roll(share, -1, axis=1)))
    gain = np.minimum(near - own[:, None] - DOUBT, BELIEVED)
    gain[:, np.abs(ratios - 1.0) < NEAR] = -1.0
    gain[:, np.abs(ratios[:, None] / np.array(CROSS) - 1.0).min(axis=1) < APART] = -1.0
    run, best = np.zeros((2, len(ratios)))
    start, first, last = np.zeros((3, len(ratios)), np.int64)
    for i, row in enumerate(gain):
        start[run <= 0.0] = i
        run = np.maximum(run, 0.0) + row
        is_best = run > best
        best[is_best], first[is_best], last[is_best] = run[is_best], start[is_best], i
    place = int(best.argmax())
    is_inside = first[place] >= INSIDE and last[place] < len(gain) - INSIDE
    if best[place] < ENOUGH or not is_inside:
        return None
    return Island(int(first[place]), int(last[place]), place, float(best[place]))
