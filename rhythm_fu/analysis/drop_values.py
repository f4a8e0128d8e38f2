"""What each downbeat is like, in many numbers: what the trees of `drop_trees.py` look at.

The terms of `drop_cues.py` are few, so that an editor can argue with them. These are the same curves over more spans,
and how a place stands among the song's other likely ones.
"""

from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rhythm_fu.analysis.drop_cues import RULES as CUES
from rhythm_fu.analysis.drop_cues import BarTable, Curves, Spans, above_neighbours, by_bar, ranks
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Floats

RISES: Final = (1, 2, 4, 8, 16)
HEIGHTS: Final = (4, 8)
BACK: Final = 8
"""Spans in bars: of a rise, of the part whose height is told, and of what lies before it."""
TOP: Final = 90
"""Percentile of a song's bars beside which a part is high."""
MOST: Final = 8
APART: Final = 8
"""So many of a song's likeliest places, at least so many bars apart, are what a place stands among."""
NOWHERE: Final = -9.0
"""The log odds of a song's other places if it has none."""


def values_of(folded: Folded, curves: Curves, bars: BarTable, terms: dict[str, Floats], odds: Floats) -> Floats:
    """Shape (bars - 1, values): one row for every downbeat but the first, always the same values in the same order.

    `odds`, shape (bars - 1,), are the log odds that the terms alone give each place.
    """
    spans = Spans(len(folded.bars))
    energy = bars.energy
    whole = by_bar(folded, curves.whole)
    beats = (curves.bass, curves.treble, curves.kick, curves.busy, *curves.bands)
    columns = [*terms.values()]
    for values in (energy, whole, *(by_bar(folded, one) for one in beats)):
        columns += _around(spans, values)
    columns += [ranks(spans.after(values, CUES.part)) for values in (energy, whole)]
    for values in (bars.change[1:], bars.turns[1:]):
        columns += [values, above_neighbours(values, CUES.beside)]
    place = spans.places.astype(np.float64)
    columns += [place / spans.count, place, spans.count - place]
    return np.stack([*columns, *_standing(odds)], axis=1)


def _around(spans: Spans, values: Floats) -> list[Floats]:
    """How a curve rises at each downbeat, how high it is from there on, and from how low it comes."""
    top, usual = float(np.percentile(values, TOP)), float(np.median(values))
    lowest = sliding_window_view(np.append(np.full(BACK, np.inf), values), BACK).min(axis=1)[1 : spans.count]
    parts = [spans.after(values, bars) for bars in HEIGHTS]
    return [
        *(spans.rise(values, bars) for bars in RISES),
        *(part - top for part in parts),
        *(part - usual for part in parts),
        lowest - parts[0],
    ]


def _standing(odds: Floats) -> list[Floats]:
    """How likely each place is by the terms alone, and beside others: those far from it, those near it, how many are
    likelier, and how many there are in all.
    """
    chosen: list[int] = []
    for place in np.argsort(-odds, kind="stable"):
        if len(chosen) == MOST:
            break
        if all(abs(place - other) >= APART for other in chosen):
            chosen.append(int(place))
    far = np.abs(np.arange(len(odds))[:, None] - np.array(chosen)) >= APART
    others = np.where(far, odds[chosen], NOWHERE)
    around = np.pad(odds, APART, constant_values=NOWHERE)
    near = np.max([around[i : i + len(odds)] for i in range(2 * APART + 1) if i != APART], axis=0)
    likelier = (far & (others > odds[:, None] + 1e-9)).sum(axis=1)
    mass = float(np.log1p(np.exp(odds[chosen])).sum())
    return [odds, odds - others.max(axis=1), odds - near, likelier, np.full(len(odds), mass)]
