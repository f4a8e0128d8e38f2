"""Stretches in which the song's tempo is gone and another is there, though they may be quiet and short.

The path through local tempi pays for each change, which a breakdown of few onsets can't. Here every window counts
alike: how far each tempo's lines stand out of that window's own noise, band by band, however quiet the window is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.tempo import normalized

SPAN_S: Final = 12.0
"""Windows long enough to tell tempi apart that differ by one in a hundred."""
THIN_S: Final = 0.0117
"""Columns are taken together to about this: lines of up to a sixteenth of a beat need no finer time."""
LINES: Final = (1, 2, 4)
"""Beat, half and quarter."""
CLIP: Final = 3.0
"""Onsets beyond so many spreads of their window count no more: one loud hit is no line."""
QUIETEST: Final = 0.02
"""Of a band's mean power over the song: below it nothing is made louder."""
ENOUGH_LINE: Final = 25.0
"""A line so many times the noise's power is certain; more of it says nothing more."""

OWN: Final = 0.0035
"""Tempi within this share of the song's are the song's."""
NEAR: Final = 0.009
"""Tempi nearer than this share can't be told from it in a window."""
CROSS: Final = (3 / 4, 4 / 3)
APART: Final = 0.016
"""Ratios at which a reading of the same pulse lies, and how near to them nothing is believed."""
OWN_PULL: Final = 1.5
DOUBT: Final = 6.0
"""What a window's other tempo must exceed to count at all: the song's own so many times, and what noise reaches."""
MOST: Final = 25.0
LEAST: Final = -20.0
"""How much a window may say for and against."""
ENOUGH: Final = 35.0
"""Summed preference of an island. Of 440 songs of one tempo one reached 20, of those that change most go beyond 100."""
BALANCE: Final = 0.3
"""A beginning or an ending at another tempo has a second line of at least this share of the first, or is a tremolo."""
INSIDE: Final = 4
"""So many windows from the song's ends is neither."""
AT_ONCE: Final = 600
"""Windows whose lines are held together: those of two hours would be 350 MB."""

Strengths = Callable[[slice], Floats]
"""What `line_strengths` says of some of the song's windows, shape (bands, lines, windows of the slice, places)."""


@dataclass(frozen=True, slots=True)
class Island:
    """Windows `first` to `last` go at tempo place `place`; `weight` is how surely."""

    first: int
    last: int
    place: int
    weight: float


def line_strengths(flux: Envelopes, hop_s: float, places: Floats, starts: NDArray[np.int64], span: int) -> Floats:
    """How far each tempo's lines stand out, noise = 1, shape (bands, lines, windows, places).

    Windows are centred on those of `span` columns of `flux` (4, m) that begin at `starts`; `places` are in bpm.
    """
    curve = normalized(flux)
    thin = max(1, round(THIN_S / hop_s))
    whole = curve.shape[1] // thin * thin
    curve = curve[:, :whole].reshape(len(curve), -1, thin).mean(axis=2)
    step_s = hop_s * thin
    reach = int(SPAN_S / step_s) // 2
    size = scipy.fft.next_fast_len(12 * reach, real=True)
    at = np.multiply.outer(np.array(LINES) / 60.0, places) * (size * step_s)
    index = at.astype(np.int64)
    part = (at - index).astype(np.float32)
    out = np.zeros((len(curve), len(LINES), len(starts), len(places)), np.float32)
    for i, start in enumerate(starts):
        centre = (int(start) + span // 2) // thin
        piece = curve[:, max(0, centre - reach) : centre + reach]
        piece = piece - piece.mean(axis=1, keepdims=True)
        limit = CLIP * piece.std(axis=1, keepdims=True)
        piece = np.clip(piece, -limit, limit)
        noise = np.maximum(np.square(piece).sum(axis=1), piece.shape[1] * QUIETEST)
        power = np.square(np.abs(scipy.fft.rfft(piece, size))) / noise[:, None]
        out[:, :, i] = np.minimum(power[:, index] * (1 - part) + power[:, index + 1] * part, ENOUGH_LINE)
    return np.asarray(out, dtype=np.float64)


def island_of(strengths: Strengths, count: int, ratios: Floats) -> Island | None:
    """The surest stretch at another tempo than the song's, which has `count` windows.

    `ratios` (places,) are what each tempo is of the song's. A tempo counts by what remains without its strongest line,
    or its strongest band, in excess of the second: a beat has several of both, a tremolo or an echo has one. For each
    tempo the run of windows with the largest sum of preference is found (Kadane's algorithm, all tempi at once).
    """
    total, share = np.zeros((2, count, len(ratios)))
    for first_row in range(0, count, AT_ONCE):
        part = slice(first_row, min(count, first_row + AT_ONCE))
        here = strengths(part)
        total[part] = here.sum(axis=(0, 1))
        share[part] = np.minimum(*(_without_the_first(here.sum(axis=axis), total[part]) for axis in (0, 1)))
    own = total[:, np.abs(ratios - 1.0) < OWN].max(axis=1)
    near = np.maximum(share, np.maximum(np.roll(share, 1, axis=1), np.roll(share, -1, axis=1)))
    gain = np.clip(near - OWN_PULL * own[:, None] - DOUBT, LEAST, MOST)
    gain[:, np.abs(ratios - 1.0) < NEAR] = LEAST
    gain[:, np.abs(ratios[:, None] / np.array(CROSS) - 1.0).min(axis=1) < APART] = LEAST
    run, best = np.zeros((2, len(ratios)))
    start, first, last = np.zeros((3, len(ratios)), np.int64)
    for i, row in enumerate(gain):
        start[run <= 0.0] = i
        run = np.maximum(run, 0.0) + row
        is_best = run > best
        best[is_best], first[is_best], last[is_best] = run[is_best], start[is_best], i
    place = int(best.argmax())
    begin, end = int(first[place]), int(last[place])
    weight = float(best[place])
    if weight < ENOUGH:
        return None
    is_inside = begin >= INSIDE and end < len(gain) - INSIDE
    beside = np.arange(max(0, place - 1), min(len(ratios), place + 2))
    place = int(beside[total[begin : end + 1, beside].sum(axis=0).argmax()])
    if not is_inside:
        lines = np.sort(_lines_of(strengths, slice(begin, end + 1), place))
        if lines[-2] < BALANCE * lines[-1]:
            return None
    return Island(begin, end, place, weight)


def _lines_of(strengths: Strengths, windows: slice, place: int) -> Floats:
    """Each line's strength at a place, summed over bands and windows."""
    edges = [*range(windows.start, windows.stop, AT_ONCE), windows.stop]
    parts = [strengths(slice(*ends))[:, :, :, place].sum(axis=(0, 2)) for ends in pairwise(edges)]
    return np.asarray(np.sum(parts, axis=0))


def _without_the_first(rows: Floats, total: Floats) -> Floats:
    """The total less what the strongest of `rows` (r, windows, places) has more than the second."""
    ranked = np.sort(rows, axis=0)
    return np.asarray(total - ranked[-1] + ranked[-2])
