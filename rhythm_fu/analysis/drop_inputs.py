"""What each bar is like, in many numbers: what the networks of `drop_nets.py` read.

The terms of `drop_cues.py` are few, so that an editor can argue with them. With them go the bands and hits that they
are made of, what comes again in the song, and where in it and in its phrase a bar lies.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from rhythm_fu.analysis.drop_cues import BarTable, Curves, by_bar
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import BANDS, Floats

LOUDNESS_DB: Final = 6.0
HITS: Final = 0.25
"""Bars that differ by so much loudness in a band, or so many hits of a voice, are as far apart for the ear."""
LEAST_APART: Final = 1.0
"""Bars that differ by less are alike, though all the others of a loop differ by less still."""
SAMPLE: Final = 256
"""Bars of a song that tell how far apart its bars usually are."""
BLOCK: Final = 256
"""Bars that are compared with all others at a time, so that a mix of two hours needs no square table."""
NEAR: Final = 8
"""Bars before and behind each that it is compared with on their own."""
NEXT: Final = 3
"""Bars as near as this do not come again: they go on."""
EDGE: Final = 64
"""Bars from the song's ends after which its ends are far."""
USUAL_BARS: Final = 80
PHRASE: Final = 8
VOICES: Final = ("bass", "snare", "hat", "tone", "kick")
"""What the rows of the hit tables are called here."""


def inputs_of(folded: Folded, curves: Curves, bars: BarTable, terms: Mapping[str, Floats]) -> dict[str, Floats]:
    """The inputs by name, always the same names in the same order; each of shape (bars,).

    `terms` are of every downbeat but the first, shape (bars - 1,) each; the first bar's are 0.
    """
    levels, hits = levels_of(folded), hits_of(folded)
    first = folded.bars.starts - folded.first
    last = first + folded.bars.lengths - 1
    whole = by_bar(folded, curves.whole)
    above = levels - np.median(levels, axis=1, keepdims=True)
    return (
        _named(BANDS, "", above / (2 * LOUDNESS_DB))
        | _named(BANDS, " at the end", (curves.bands[:, last] - levels) / (2 * LOUDNESS_DB))
        | _named(BANDS, " at the start", (curves.bands[:, first] - levels) / (2 * LOUDNESS_DB))
        | _named(VOICES, " hits", hits)
        | _named(VOICES, " on the one", folded.hits[:, first, 0] - hits)
        | {"whole": (whole - np.median(whole)) / LOUDNESS_DB}
        | {"energy": bars.energy, "changes": bars.change, "turns": bars.turns}
        | {name: np.pad(values, (1, 0)) for name, values in terms.items()}
        | returns(levels, hits)
        | places(len(folded.bars), bars.phrases)
    )


def _named(names: tuple[str, ...], what: str, rows: Floats) -> dict[str, Floats]:
    return {f"{name}{what}": row for name, row in zip(names, rows.astype(np.float64), strict=True)}


def levels_of(folded: Folded) -> Floats:
    """The mean loudness of each band over each bar in dB, shape (4, bars)."""
    return folded.per_bar(folded.levels).astype(np.float64)


def hits_of(folded: Folded) -> Floats:
    """The mean strength of each voice's hits over each bar, 0..1, shape (5, bars)."""
    return folded.per_bar(folded.hits.mean(axis=2)).astype(np.float64)


def returns(levels: Floats, hits: Floats) -> dict[str, Floats]:
    """How alike each bar is, 0..1, to all bars, to the likest one long before it and long after, and to those right
    before and right behind it. Shapes (bars,), for levels and hits as above.
    """
    sound = np.vstack([levels / LOUDNESS_DB, hits / HITS]).T
    count = len(sound)
    squares = np.square(sound).sum(axis=1)
    sample = sound[np.linspace(0, count - 1, min(count, SAMPLE)).round().astype(np.int64)]
    usual = max(float(np.median(np.sqrt(_squared(sample, sample, np.square(sample).sum(axis=1))))), LEAST_APART)
    number = np.arange(count)
    found = {name: np.zeros(count) for name in ("like all", "came before", "comes again", "like before", "like behind")}
    for begin in range(0, count, BLOCK):
        rows = number[begin : begin + BLOCK]
        alike = np.exp(-_squared(sound[rows], sound, squares) / usual**2)
        away = number - rows[:, None]
        found["like all"][rows] = alike.mean(axis=1)
        found["came before"][rows] = np.where(away < -NEXT, alike, 0.0).max(axis=1)
        found["comes again"][rows] = np.where(away > NEXT, alike, 0.0).max(axis=1)
        for name, near in (("like before", (away < 0) & (away >= -NEAR)), ("like behind", (away > 0) & (away <= NEAR))):
            found[name][rows] = (alike * near).sum(axis=1) / np.maximum(near.sum(axis=1), 1)
    return found


def _squared(some: Floats, others: Floats, squares: Floats) -> Floats:
    """Squared distances, shape (some, others), of rows; `squares` are the others' lengths squared."""
    apart = np.square(some).sum(axis=1)[:, None] + squares - 2.0 * some @ others.T
    return np.asarray(np.maximum(apart, 0.0))


def places(count: int, phrases: tuple[int, ...]) -> dict[str, Floats]:
    """Where each of `count` bars lies in the song and in its phrase, and how long the song is. Shapes (count,)."""
    number = np.arange(count)
    starts = np.array(sorted({0, *phrases}))
    begun = number - starts[np.searchsorted(starts, number, side="right") - 1]
    return {
        "place": number / count,
        "from the start": np.minimum(number, EDGE) / EDGE,
        "to the end": np.minimum(count - number, EDGE) / EDGE,
        "length": np.full(count, np.log(count / USUAL_BARS)),
        "starts a phrase": np.isin(number, phrases).astype(np.float64),
        "in its phrase": begun % PHRASE / PHRASE,
    }
