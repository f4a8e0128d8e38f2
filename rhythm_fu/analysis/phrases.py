"""Phrases: where the song turns a page, every 4, 8 or 16 bars."""

from collections.abc import Collection
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Envelopes, Features, Floats
from rhythm_fu.analysis.slots import PER_BEAT

LENGTH_COST: Final = {4: 0.30, 8: 0.0, 12: 0.35, 16: 0.12, 2: 0.9}
"""What a phrase of so many bars costs against the novelty its boundary earns. Harmonix's electronic songs: 46 % of the
segments have exactly 8 bars, 19 % exactly 16, 81 % a multiple of 4."""

ODD_COST: Final = 1.25
"""Any other length: only a strong change is worth it."""

LONGEST: Final = 16

PHRASE_COST: Final = 0.5
"""What any phrase costs. A long one misses what a boundary inside would have earned; this keeps it whole."""

AT_EDGE: Final = 0.6
"""So much of ODD_COST at the song's ends, where a pick-up or a last chord is a phrase of its own."""

HAIR: Final = 1e-12
"""What adds up in another order may differ by so little; of two ways that cost the same the one with the shorter last
phrase is taken."""

EARNED: Final = 1.8
"""What a boundary at the surest turn earns."""

DECADES: Final = 3.0
"""A turn a thousand times less sure than a sure one earns nothing."""

SURE_EARNED: Final = 4.0
"""What a boundary at a drop earns: more than two odd lengths cost."""

LEAST_AT_SURE: Final = 3
"""So many bars around a drop nothing else is earned: it is the one turn there."""

LEVEL_UNIT_DB: Final = 12.0
HIT_SHARE: Final = 2.0
HARMONY_SHARE: Final = 0.7
"""What weighs alike in a bar's vector: a band 12 dB louder, half an onset on a slot, and a chord
that shares no note with the other (of length 1, they lie 1.4 apart)."""

VOICES: Final = 3
"""Kick, snare and hat count as onsets; of the rows that follow one is melody, the other the deepest of the kick."""

NEAR_BARS: Final = 4
"""Bars on either side that are compared: half of the usual phrase."""

SUDDEN_SHARE: Final = 0.3
"""Of the change from one bar to the next, beside that of the bars around."""

STRONG_PERCENTILE: Final = 97
"""One bar in thirty-three turns more strongly than what counts as a strong change: about one in four phrases."""

LEAST_STRONG: Final = 0.25
"""Where even the strong changes are smaller, nothing turns: 3 dB in one band, or an eighth of an onset."""

LEVELS: Final = slice(0, 4)
"""The columns of a bar's vector that hold loudness; onsets follow."""

HARMONY: Final = slice(LEVELS.stop + VOICES * PER_BEAT, LEVELS.stop + VOICES * PER_BEAT + 12)
"""The columns that hold harmony."""


def bar_vectors(folded: Folded, features: Features) -> Envelopes:
    """What a bar sounds like as one row, shape (bars, d): loudness a band, onsets a voice and slot, harmony."""
    bars = folded.bars
    levels = folded.per_bar(folded.levels).T / LEVEL_UNIT_DB
    hits = folded.per_bar(folded.hits[:VOICES].transpose(0, 2, 1).reshape(VOICES * PER_BEAT, -1)).T
    edges = np.clip((bars.times_s / features.chroma_hop_s).astype(np.int64), 0, max(0, features.chroma.shape[1] - 1))
    harmony = np.zeros((len(bars), 12), dtype=np.float32)
    if features.chroma.shape[1]:
        for i in range(len(bars)):
            chord = features.chroma[:, edges[i] : max(edges[i] + 1, edges[i + 1])].sum(axis=1)
            harmony[i] = chord / max(float(np.linalg.norm(chord)), 1e-9)
    return np.concatenate([levels, HIT_SHARE * hits, HARMONY_SHARE * harmony], axis=1).astype(np.float32)


def novelty(vectors: Envelopes) -> Floats:
    """How much the music changes at each bar's start, shape (bars,), 1 = the song's strong changes; 0 at bar 0.

    The mean of up to NEAR_BARS bars before against as many after, plus a share of the change from bar to bar.
    """
    n = len(vectors)
    found = np.zeros(n)
    sums = np.vstack([np.zeros(vectors.shape[1]), np.cumsum(vectors, axis=0, dtype=np.float64)])
    for i in range(1, n):
        span = min(NEAR_BARS, i, n - i)
        before, after = (sums[i] - sums[i - span]) / span, (sums[i + span] - sums[i]) / span
        found[i] = np.linalg.norm(after - before) + SUDDEN_SHARE * np.linalg.norm(vectors[i] - vectors[i - 1])
    top = float(np.percentile(found, STRONG_PERCENTILE)) if n else 0.0
    return np.clip(found / max(top, LEAST_STRONG), 0, 1)


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
            price = LENGTH_COST.get(length, ODD_COST * (AT_EDGE if at_edge else 1.0))
            cost = best[end - length] + PHRASE_COST + price - earned
            if cost < best[end] - HAIR:
                best[end], came[end] = cost, end - length
    starts, at = [], n
    while at > 0:
        at = int(came[at])
        starts.append(at)
    return tuple(reversed(starts)) or (0,)
