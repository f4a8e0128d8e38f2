"""Phrases: where the song turns a page, every 4, 8 or 16 bars."""

from collections.abc import Collection
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Envelopes, Features, Floats

LENGTH_COST: Final = {4: 0.30, 8: 0.0, 12: 0.35, 16: 0.12, 2: 0.9}
"""What a phrase of so many bars costs against the novelty its boundary earns. Harmonix's electronic songs: 46 % of the
segments have exactly 8 bars, 19 % exactly 16, 81 % a multiple of 4."""

ODD_COST: Final = 1.25
"""Any other length: only a strong change is worth it."""

LONGEST: Final = 16

EARNED: Final = 1.8
"""What a boundary at the surest turn earns."""

DECADES: Final = 3.0
"""A turn a thousand times less sure than a sure one earns nothing."""

SURE_EARNED: Final = 4.0
"""What a boundary at a drop earns: more than two odd lengths cost."""

LEAST_AT_SURE: Final = 3
"""So many bars around a drop nothing else is earned: it is the one turn there."""

LEVELS: Final = slice(0, 4)
"""The columns of a bar's vector that hold loudness; onsets follow."""

HARMONY: Final = slice(16, 28)
"""The columns that hold harmony."""


def bar_vectors(folded: Folded, features: Features) -> Envelopes:
    """What a bar sounds like as one row, shape (bars, d): loudness a band, onsets a voice and slot, harmony."""
    bars = folded.bars
    levels = folded.per_bar(folded.levels).T / 12.0
    hits = folded.per_bar(folded.hits[:3].transpose(0, 2, 1).reshape(12, -1)).T
    edges = np.clip((bars.times_s / features.chroma_hop_s).astype(np.int64), 0, max(0, features.chroma.shape[1] - 1))
    harmony = np.zeros((len(bars), 12), dtype=np.float32)
    if features.chroma.shape[1]:
        for i in range(len(bars)):
            chord = features.chroma[:, edges[i] : max(edges[i] + 1, edges[i + 1])].sum(axis=1)
            harmony[i] = chord / max(float(np.linalg.norm(chord)), 1e-9)
    return np.concatenate([levels, 2.0 * hits, 0.7 * harmony], axis=1).astype(np.float32)


def novelty(vectors: Envelopes) -> Floats:
    """How much the music changes at each bar's start, shape (bars,), 1 = the song's strong changes; 0 at bar 0.

    The mean of up to four bars before against up to four after, plus a share of the change from bar to bar.
    """
    n = len(vectors)
    found = np.zeros(n)
    sums = np.vstack([np.zeros(vectors.shape[1]), np.cumsum(vectors, axis=0, dtype=np.float64)])
    for i in range(1, n):
        span = min(4, i, n - i)
        before, after = (sums[i] - sums[i - span]) / span, (sums[i + span] - sums[i]) / span
        found[i] = np.linalg.norm(after - before) + 0.3 * np.linalg.norm(vectors[i] - vectors[i - 1])
    top = float(np.percentile(found, 97)) if n else 0.0
    return np.clip(found / max(top, 0.25), 0, 1)


def phrase_bars(turns: Floats, sure: Collection[int] = ()) -> tuple[int, ...]:
    """The bars at which phrases start, bar 0 among them: the cheapest way through the song by dynamic programming.

    `turns` says how surely the music turns at each bar, 0..1; at the bars in `sure` it does.
    """
    n = len(turns)
    earned_at = EARNED * np.clip(1 + np.log10(np.maximum(turns, 1e-9)) / DECADES, 0, 1)
    for bar in sure:
        earned_at[max(0, bar - LEAST_AT_SURE + 1) : bar + LEAST_AT_SURE] = 0.0
    earned_at[list(sure)] = SURE_EARNED
    best, came = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    best[0] = 0.0
    for end in range(1, n + 1):
        earned = 0.0 if end == n else float(earned_at[end])
        for length in range(1, min(LONGEST, end) + 1):
            at_edge = end in {n, length}
            price = LENGTH_COST.get(length, ODD_COST * (0.6 if at_edge else 1.0))
            # A long phrase misses what a boundary inside would have earned; a fixed price a phrase keeps them whole.
            cost = best[end - length] + 0.5 + price - earned
            if cost < best[end] - 1e-12:
                best[end], came[end] = cost, end - length
    starts, at = [], n
    while at > 0:
        at = int(came[at])
        starts.append(at)
    return tuple(reversed(starts)) or (0,)
