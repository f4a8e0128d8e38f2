"""Where the music turns: how much speaks for a new part of the song at each bar's start.

Foote's novelty (2000) at two scales beside its own neighbourhood, repetition as in McFee and Ellis (2014) by the start
of a stripe in the bars' self-similarity, and what players do at a turn: a crash on the one, a fill before it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.folding import KICK, SUB, TONE, Folded
from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.phrases import HARMONY, LEVELS

FALL: Final = (0.15, 0.35)
"""Losses of bar energy, 0..1, from the four bars before to the four after: the least that counts, and a whole fall."""

CHANGE: Final = (0.4, 0.8)
"""Likewise how much the music has to change with it, in the song's own measure (`novelty`)."""

SPREADS: Final = (0.3, 0.5, 0.15, 0.7)
"""The least spread of loudness, onsets, harmony and tune over a song: smaller ones are chance."""

LEAST_TURN: Final = 0.5
"""Novelty below which even the greatest around is no turn: bars of a loop differ by little things."""

ROWS: Final = 256
"""Bars compared at a time with all others, so that a mix of two hours needs no square table."""

STRIPE: Final = 4
"""Bars that have to come again."""

WIDE: Final = 8
NEAR: Final = 4
"""Bars on either side that novelty compares; the greatest is looked for within half as many."""

AROUND: Final = 4
"""Bars on either side that a single bar is held against."""

STRONG_HIT: Final = 0.2
"""Hits on the one that lie so far above those around count 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts for, and what must be overcome."""

    bias: float
    signs: Mapping[str, float]

    def sureness(self, signs: Mapping[str, Floats]) -> Floats:
        """How surely each bar is a turn, 0..1, shape (bars,); 0 at bar 0."""
        sums = sum(weight * signs[name] for name, weight in self.signs.items())
        found = 1 / (1 + np.exp(self.bias - np.asarray(sums)))
        found[0] = 0.0
        return np.asarray(found)


@cache
def weights() -> Weights:
    """Those that ship: a logistic regression over the bars of 52 songs whose turns had been marked by eye, twice.

    They marked few places where a song falls back; `fall` was added by hand for those. tools/fit_turns.py fits
    others to more songs: they find more and are wrong more often (docs/analysis.md).
    """
    held = json.loads(files("rhythm_fu.analysis").joinpath("data", "turns.json").read_text(encoding="utf-8"))
    return Weights(float(held["bias"]), MappingProxyType({name: float(w) for name, w in held["signs"].items()}))


def _means(values: Envelopes | Floats, reach: int) -> tuple[Floats, Floats]:
    """The means of up to `reach` rows before each row, and of as many from it on."""
    n = len(values)
    sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(values, axis=0, dtype=np.float64)])
    at = np.arange(n)
    low, high = np.maximum(0, at - reach), np.minimum(n, at + reach)
    before = (sums[at] - sums[low]) / np.maximum(1, at - low)[:, None]
    return before, (sums[high] - sums[at]) / (high - at)[:, None]


def _step(values: Envelopes | Floats, reach: int, least: float) -> Floats:
    """How far the rows from each on lie from those before, in the song's own spread; 0 at the first."""
    before, after = _means(values, reach)
    spread = float(np.sqrt(np.square(values - values.mean(axis=0)).sum(axis=1).mean()))
    found = np.linalg.norm(after - before, axis=1) / max(spread, least)
    found[0] = 0.0
    return np.asarray(found)


def _beside(values: Floats, reach: int) -> Floats:
    """Each value beside the greatest within `reach`, 0..1."""
    padded = np.pad(values, reach)
    greatest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1)
    return np.asarray(values / np.maximum(greatest, LEAST_TURN))


def _above(values: Floats) -> Floats:
    """How far each value lies above the mean of those around."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - AROUND), np.minimum(len(values), at + AROUND + 1)
    return np.asarray(values - (sums[high] - sums[low]) / (high - low))


def _within(values: Floats, span: tuple[float, float]) -> Floats:
    """0 up to the span's start, 1 from its end on."""
    return np.asarray(np.clip((values - span[0]) / (span[1] - span[0]), 0, 1))


def _comes_again(harmony: Envelopes) -> Floats:
    """How surely four bars start here that stand elsewhere too, while the bars before them don't go along.

    The two best places elsewhere count. Harmony alone: a melody comes again over other drums.
    """
    n = len(harmony)
    padded = np.pad(harmony, ((STRIPE, STRIPE), (0, 0)))
    sample = harmony[:: max(1, n // ROWS)]
    usual = float(np.median(np.linalg.norm(sample[:, None] - sample[None], axis=2)))
    found = np.zeros(n)
    for begin in range(0, n, ROWS):
        count = min(ROWS, n - begin)
        rows = padded[begin : begin + count + 2 * STRIPE]
        apart = np.maximum(0, _squares(rows)[:, None] + _squares(padded)[None] - 2 * rows @ padded.T)
        alike = np.exp(-2 * apart / max(usual, 1e-6) ** 2)
        gain = np.zeros((count, n), dtype=np.float32)
        for k in range(STRIPE):
            after, before = STRIPE + k, STRIPE - 1 - k
            gain += alike[after : after + count, after : after + n]
            gain -= alike[before : before + count, before : before + n]
        own = np.abs(np.arange(begin, begin + count)[:, None] - np.arange(n)[None]) < STRIPE
        gain[own] = -STRIPE
        found[begin : begin + count] = np.partition(gain, -2, axis=1)[:, -2:].mean(axis=1) / STRIPE if n > 1 else 0.0
    return found


def _squares(rows: Envelopes) -> Envelopes:
    return np.asarray(np.square(rows).sum(axis=1))


def _pattern(folded: Folded, voices: tuple[int, ...]) -> Envelopes:
    """Each bar's hits slot by slot, shape (bars, d). Bars of another meter are read as far as the usual one goes."""
    bars = folded.bars
    beats = int(np.median(bars.lengths))
    at = np.minimum((bars.starts - folded.first)[:, None] + np.arange(beats), folded.hits.shape[1] - 1)
    return np.concatenate([folded.hits[voice][at].reshape(len(bars), -1) for voice in voices], axis=1)


def signs_of(folded: Folded, vectors: Envelopes, energy: Floats, change: Floats) -> dict[str, Floats]:
    """What speaks for a turn at each bar, shapes (bars,). Arguments as in `find_turns`."""
    levels, hits, harmony = vectors[:, LEVELS], vectors[:, LEVELS.stop : HARMONY.start], vectors[:, HARMONY]
    tune = _pattern(folded, (TONE, SUB))

    def novelty(reach: int) -> Floats:
        parts = zip((levels, hits, harmony), SPREADS[:3], strict=True)
        return np.asarray(sum(_step(part, reach, least) for part, least in parts))

    first = folded.bars.starts - folded.first
    last = np.maximum(0, first - 1)
    whole = 10 * np.log10((10 ** (folded.levels.astype(np.float64) / 10)).sum(axis=0))
    busy = folded.hits[:3].sum(axis=(0, 2)).astype(np.float64)
    busier = _above(busy[last])
    before, after = _means(energy[:, None], 4)
    return {
        "wide": _beside(novelty(WIDE), WIDE // 2),
        "near": _beside(novelty(NEAR), NEAR // 2),
        "again": _comes_again(harmony),
        "crash": _above(folded.levels[3][first]),
        "tutti": _above(whole[first]),
        "one": _above(folded.hits[KICK, first, 0]) / STRONG_HIT,
        "note": _above(folded.hits[TONE, first, 0]) / STRONG_HIT,
        "step": _step(levels, 1, SPREADS[0]),
        "rhythm": _step(tune, 2, SPREADS[3]),
        "fill": np.abs(busier),
        "busier": busier,
        "fall": _within((before - after)[:, 0], FALL) * _within(change, CHANGE),
    }


def find_turns(
    folded: Folded, vectors: Envelopes, energy: Floats, change: Floats, *, weighed: Weights | None = None
) -> NDArray[np.float64]:
    """How surely a part of the song starts at each bar, 0..1, shape (bars,); 0 at bar 0.

    `vectors`, `energy` and `change` as from `bar_vectors`, `bar_energy` and `novelty`; `weighed` instead of what ships.
    """
    return (weighed or weights()).sureness(signs_of(folded, vectors, energy, change))
