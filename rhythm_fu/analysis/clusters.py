"""Bars that sound alike get the same name, and with it the same choreography."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Envelopes, Floats

ALIKE = 0.13
"""Root mean square difference of onset strengths (0..1) below which two bars count as the same music."""

LOUDNESS_SHARE = 0.5
"""A bar that is 20 dB quieter in one band differs as much as one whose onsets all differ by this."""


def bar_tables(folded: Folded) -> list[Envelopes]:
    """The onset strengths of each bar, shape (4, beats * slots) each."""
    edges = folded.bars.starts - folded.first
    hits = folded.slot_hits
    return [hits[:, at : at + n].reshape(hits.shape[0], -1) for at, n in zip(edges, folded.bars.lengths, strict=True)]


def bar_prints(folded: Folded) -> list[Floats]:
    """What is compared: scaled so that the Euclidean distance of two prints is the difference ALIKE speaks of."""
    levels = folded.per_bar(folded.levels).T / 20.0 * LOUDNESS_SHARE / 2
    prints = []
    for i, table in enumerate(bar_tables(folded)):
        onsets = table[:3].astype(np.float64).ravel() / np.sqrt(table[:3].size)
        prints.append(np.concatenate([onsets, levels[i].astype(np.float64)]))
    return prints


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """`names[i]` is bar i's cluster, numbered as they first appear; `tables[c]` the mean onsets of a cluster's bars."""

    names: NDArray[np.int64]
    tables: tuple[Envelopes, ...]


def cluster_bars(folded: Folded, alike: float = ALIKE) -> Clusters:
    """Leaders in the song's order: a bar joins the nearest cluster's mean if it is alike, or founds its own."""
    tables, prints = bar_tables(folded), bar_prints(folded)
    means: list[Floats] = []
    sums: list[Envelopes] = []
    counts: list[int] = []
    names = np.zeros(len(prints), dtype=np.int64)
    for i, mark in enumerate(prints):
        far = [float(np.sqrt(((mark - mean) ** 2).sum())) if len(mean) == len(mark) else np.inf for mean in means]
        nearest = int(np.argmin(far)) if far else -1
        if nearest < 0 or far[nearest] > alike:
            nearest = len(means)
            means.append(mark.copy())
            sums.append(tables[i].astype(np.float32))
            counts.append(1)
        else:
            counts[nearest] += 1
            means[nearest] += (mark - means[nearest]) / counts[nearest]
            sums[nearest] = sums[nearest] + tables[i]
        names[i] = nearest
    return Clusters(names, tuple((total / count).astype(np.float32) for total, count in zip(sums, counts, strict=True)))
