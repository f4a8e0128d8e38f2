"""Bars that sound alike get the same name, and with it the same choreography."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Envelopes, Floats

ALIKE = 0.13
"""Root mean square difference of onset strengths (0..1) below which two bars count as the same music."""

DRIFT = 1.3
"""How far, in ALIKEs, a bar may lie from the mean of the cluster that its twin belongs to: a filter that opens over
sixteen bars makes each one the next one's twin, and yet the last is not the first.
"""

LOUDNESS_SHARE = 0.5
"""A bar that is 20 dB quieter in one band differs as much as one whose onsets all differ by this."""


def bar_tables(folded: Folded) -> list[Envelopes]:
    """The onset strengths of each bar, shape (voices, beats * slots) each."""
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


def cluster_bars(folded: Folded) -> Clusters:
    """In the song's order, a bar joins the cluster of the earlier bar that is nearly equal to it, else that of the
    nearest mean if it is alike, else it founds its own.
    """
    tables, prints = bar_tables(folded), bar_prints(folded)
    rows: dict[int, list[int]] = {}
    for i, mark in enumerate(prints):
        rows.setdefault(len(mark), []).append(i)
    names = np.full(len(prints), -1, dtype=np.int64)
    members: list[list[int]] = []
    for same_length in rows.values():
        table = np.stack([prints[i] for i in same_length])
        means = np.empty_like(table)
        known: list[int] = []
        place: dict[int, int] = {}
        for n, i in enumerate(same_length):
            name = -1
            if n:
                far = np.sqrt(((table[:n] - table[n]) ** 2).sum(axis=1))
                twin = int(names[same_length[int(np.argmin(far))]])
                drifted = float(np.sqrt(((means[place[twin]] - table[n]) ** 2).sum())) > DRIFT * ALIKE
                name = twin if far.min() <= ALIKE / 2 and not drifted else -1
            if name < 0 and known:
                gaps = np.sqrt(((means[: len(known)] - table[n]) ** 2).sum(axis=1))
                name = known[int(np.argmin(gaps))] if gaps.min() <= ALIKE else -1
            if name < 0:
                name = len(members)
                members.append([])
                place[name] = len(known)
                means[len(known)] = table[n]
                known.append(name)
            members[name].append(i)
            means[place[name]] += (table[n] - means[place[name]]) / len(members[name])
            names[i] = name
    first = {name: order for order, name in enumerate(dict.fromkeys(names.tolist()))}
    order = sorted(first, key=lambda name: first[name])
    means_of = [np.stack([tables[i] for i in members[name]]).mean(axis=0, dtype=np.float32) for name in order]
    return Clusters(
        np.array([first[name] for name in names.tolist()], dtype=np.int64), tuple(np.asarray(mean) for mean in means_of)
    )
