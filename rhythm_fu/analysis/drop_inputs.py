"""What each bar is like, in many numbers: what the networks of `drop_nets.py` read.

The terms of `drop_cues.py` are few, so that an editor can argue with them. With them go the bands and hits that they
are made of, what comes again in the song, and where in it and in its phrase a bar lies.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rhythm_fu.analysis.drop_cues import BarTable, Curves, by_bar
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Floats

LOUDNESS_DB: Final = 6.0
HITS: Final = 0.25
"""Bars that differ by so much loudness in a band, or so many hits of a voice, are as far apart for the ear."""
LEAST_APART: Final = 1.0
"""Bars that differ by less are alike, though all the others of a loop differ by less still."""
SAMPLE: Final = 256
"""Bars of a song that tell how far apart its bars usually are, and how many are compared with all others at a time, so
that a mix of two hours needs no square table."""
NEAR: Final = 8
"""Bars before and behind each that it is compared with on their own."""
NEXT: Final = 3
"""Bars as near as this do not come again: they go on."""
EDGE: Final = 64
"""Bars from the song's ends after which its ends are far."""
USUAL_BARS: Final = 80
PHRASE: Final = 8


def inputs_of(folded: Folded, curves: Curves, bars: BarTable, terms: Mapping[str, Floats]) -> Floats:
    """One row a bar, shape (bars, d): d is always the same.

    `terms` are of every downbeat but the first, shape (bars - 1,) each; the first bar's are 0.
    """
    levels = folded.per_bar(folded.levels).T.astype(np.float64)
    hits = folded.per_bar(folded.hits.mean(axis=2)).T.astype(np.float64)
    first = folded.bars.starts - folded.first
    last = first + folded.bars.lengths - 1
    whole = by_bar(folded, curves.whole)
    columns = [
        (levels - np.median(levels, axis=0)) / (2 * LOUDNESS_DB),
        (curves.bands[:, last].T - levels) / (2 * LOUDNESS_DB),
        (curves.bands[:, first].T - levels) / (2 * LOUDNESS_DB),
        hits,
        folded.hits[:, first, 0].T - hits,
        (whole - np.median(whole)) / LOUDNESS_DB,
        bars.energy,
        bars.change,
        bars.turns,
        np.pad(np.stack([*terms.values()], axis=1), ((1, 0), (0, 0))),
        returns(levels, hits),
        _place(len(levels), bars.phrases),
    ]
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


def returns(levels: Floats, hits: Floats) -> Floats:
    """How alike each bar is, 0..1, to all bars; to the likest one long before and long after; and to the bars right
    before and right behind it. Shape (bars, 5), for the levels (bars, 4) and hits (bars, 5) of the bars.
    """
    sound = np.hstack([levels / LOUDNESS_DB, hits / HITS])
    count = len(sound)
    squares = np.square(sound).sum(axis=1)
    sample = sound[np.linspace(0, count - 1, min(count, SAMPLE)).round().astype(np.int64)]
    usual = max(float(np.median(np.sqrt(_squared(sample, sample)))), LEAST_APART)
    number = np.arange(count)
    found = np.zeros((count, 5))
    for begin in range(0, count, SAMPLE):
        rows = number[begin : begin + SAMPLE]
        alike = np.exp(-_squared(sound[rows], sound, squares) / usual**2)
        away = number - rows[:, None]
        found[rows, 0] = alike.mean(axis=1)
        found[rows, 1] = np.where(away < -NEXT, alike, 0.0).max(axis=1)
        found[rows, 2] = np.where(away > NEXT, alike, 0.0).max(axis=1)
        for column, near in ((3, (away < 0) & (away >= -NEAR)), (4, (away > 0) & (away <= NEAR))):
            found[rows, column] = (alike * near).sum(axis=1) / np.maximum(near.sum(axis=1), 1)
    return found


def _squared(some: Floats, others: Floats, squares: Floats | None = None) -> Floats:
    """Squared distances, shape (some, others), of rows; `squares` are the others' lengths squared, if known."""
    far = np.square(others).sum(axis=1) if squares is None else squares
    return np.asarray(np.maximum(np.square(some).sum(axis=1)[:, None] + far - 2.0 * some @ others.T, 0.0))


def _place(count: int, phrases: tuple[int, ...]) -> Floats:
    """Where each bar lies in the song and in its phrase, and how long the song is. Shape (bars, 6)."""
    number = np.arange(count)
    starts = np.array(sorted({0, *phrases}))
    begun = number - starts[np.searchsorted(starts, number, side="right") - 1]
    return np.column_stack(
        [
            number / count,
            np.minimum(number, EDGE) / EDGE,
            np.minimum(count - number, EDGE) / EDGE,
            np.full(count, np.log(count / USUAL_BARS)),
            np.isin(number, phrases),
            begun % PHRASE / PHRASE,
        ]
    )
