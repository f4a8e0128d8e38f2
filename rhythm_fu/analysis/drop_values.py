"""What each downbeat is like, in many numbers: what the trees of `drop_trees.py` look at.

The terms of `drop_cues.py` are few, so that an editor can argue with them. These are the same curves over more spans,
how a place stands among the song's other likely ones, and what kind of song it is: where all repeats or little changes
nothing is marked as a climax.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rhythm_fu.analysis.drop_cues import RULES as CUES
from rhythm_fu.analysis.drop_cues import BarTable, Curves, Spans, above_neighbours, by_bar, mean_of, ranks
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import BANDS, Floats

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
LONG: Final = (16, 32)
"""Bars over which is told how high a part is that begins or ends."""
EXTREMES: Final = (10, 95)
"""Percentiles of a song's bars that are its bottom and its top."""
FIRST: Final = (8, 16, 32)
"""So far back, and in all bars before, it is told by how much a part outdoes what was."""
SOON: Final = 8
"""Beats after a downbeat beside which the last ones before it may be a breath."""
LOUDNESS_DB: Final = 6.0
HITS: Final = 0.25
"""Bars that differ by so much loudness in a band, or so many hits of a voice, are as far apart for the ear."""
LEAST_APART: Final = 1.0
"""Bars that differ by less are alike, though all the others of a loop differ by less still."""
SAMPLE: Final = 256
"""Bars with which each is compared, so that a mix of two hours needs no square table."""
TURNS: Final = 4
"""So many of a song's clearest turns tell how much it turns."""


def values_of(
    folded: Folded, curves: Curves, bars: BarTable, terms: Mapping[str, Floats], odds: Floats
) -> dict[str, Floats]:
    """The values by name, always the same names; each of shape (bars - 1,): one for every downbeat but the first.

    `odds`, shape (bars - 1,), are the log odds that the terms alone give each place.
    """
    spans = Spans(len(folded.bars))
    beats = {"whole": curves.whole, "bass": curves.bass, "treble": curves.treble, "kick": curves.kick}
    beats |= {"busy": curves.busy, **dict(zip(BANDS, curves.bands, strict=True))}
    by = {"energy": bars.energy} | {name: by_bar(folded, values) for name, values in beats.items()}
    found = dict(terms)
    for name, values in by.items():
        found |= _prefixed(name, _around(spans, values))
    for name in ("energy", "whole"):
        found[f"{name} rank"] = ranks(spans.after(by[name], CUES.part))
    for name, values in (("changes", bars.change[1:]), ("turns", bars.turns[1:])):
        found |= {name: values, f"{name} above": above_neighbours(values, CUES.beside)}
    place = spans.places.astype(np.float64)
    found |= {"place share": place / spans.count, "place": place, "left": spans.count - place}
    found |= _standing(odds) | _prefixed("alike", repeats(folded)) | _prefixed("breath", breaths(folded, curves))
    found |= _prefixed("energy", _long(spans, by["energy"]) | _outdoes(spans, by["energy"], FIRST))
    found |= _prefixed("whole", _outdoes(spans, by["whole"], FIRST[1:2]))
    song = _song(folded, curves, bars, kick=by["kick"], whole=by["whole"])
    return found | _prefixed("song", {name: np.full(len(place), value) for name, value in song.items()})


def _prefixed(name: str, values: dict[str, Floats]) -> dict[str, Floats]:
    return {f"{name} {what}": value for what, value in values.items()}


def _around(spans: Spans, values: Floats) -> dict[str, Floats]:
    """How a curve rises at each downbeat, how high it is from there on, and from how low it comes."""
    top, usual = float(np.percentile(values, TOP)), float(np.median(values))
    lowest = sliding_window_view(np.append(np.full(BACK, np.inf), values), BACK).min(axis=1)[1 : spans.count]
    parts = {bars: spans.after(values, bars) for bars in HEIGHTS}
    return {
        **{f"rise {bars}": spans.rise(values, bars) for bars in RISES},
        **{f"below top {bars}": part - top for bars, part in parts.items()},
        **{f"above usual {bars}": part - usual for bars, part in parts.items()},
        "from lowest": lowest - parts[HEIGHTS[0]],
    }


def _standing(odds: Floats) -> dict[str, Floats]:
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
    return {
        "odds": odds,
        "odds above far": odds - others.max(axis=1),
        "odds above near": odds - near,
        "likelier": likelier.astype(np.float64),
        "odds in all": np.full(len(odds), mass),
    }


def repeats(folded: Folded) -> dict[str, Floats]:
    """How alike the song's bars are, on the whole, 0..1, to those from each downbeat but the first on and to those
    before, over two spans: shapes (bars - 1,).
    """
    spans = Spans(len(folded.bars))
    levels, hits = (folded.per_bar(table).T.astype(np.float64) for table in (folded.levels, folded.hits.mean(axis=2)))
    sound = np.hstack([levels / LOUDNESS_DB, hits / HITS])
    sample = sound[np.linspace(0, len(sound) - 1, min(len(sound), SAMPLE)).round().astype(np.int64)]
    squares = np.square(sound).sum(axis=1)[:, None] + np.square(sample).sum(axis=1) - 2.0 * sound @ sample.T
    apart = np.sqrt(np.maximum(squares, 0.0))
    usual = max(float(np.median(apart)), LEAST_APART)
    alike = np.exp(-np.square(apart / usual)).mean(axis=1)
    near, far = CUES.part, LONG[0]
    return {
        f"after {near}": spans.after(alike, near),
        f"before {near}": spans.before(alike, near),
        f"rise {near}": spans.rise(alike, near),
        f"after {far}": spans.after(alike, far),
        f"rise {far}": spans.rise(alike, far),
    }


def breaths(folded: Folded, curves: Curves) -> dict[str, Floats]:
    """How far the quieter of the last two beats lies below what follows each downbeat but the first, in dB: in each
    band, and on the whole. Shapes (bars - 1,).
    """
    at = folded.bars.starts[1:] - folded.first
    found = {}
    for name, levels in (*zip(BANDS, curves.bands, strict=True), ("whole", curves.whole)):
        coming = np.array([mean_of(levels, beat, beat + SOON) for beat in at])
        found[name] = np.asarray(coming - np.minimum(levels[at - 1], levels[np.maximum(at - 2, 0)]))
    return found


def _long(spans: Spans, energy: Floats) -> dict[str, Floats]:
    """How high the longer parts around each downbeat lie in the song."""
    usual = float(energy.mean())
    low, high = np.percentile(energy, EXTREMES)
    near, far = LONG
    return {
        f"above mean {near}": spans.after(energy, near) - usual,
        f"above mean {far}": spans.after(energy, far) - usual,
        f"below high {near}": spans.after(energy, near) - high,
        f"rise {far}": spans.rise(energy, far),
        f"before above low {near}": spans.before(energy, near) - low,
        f"before above mean {far}": spans.before(energy, far) - usual,
    }


def _outdoes(spans: Spans, values: Floats, reaches: tuple[int, ...]) -> dict[str, Floats]:
    """How far the part from each downbeat on lies above the highest bar of those before it, and of all before it."""
    part = spans.after(values, CUES.part)
    found = {"outdoes all": part - np.maximum.accumulate(values)[:-1]}
    for reach in reaches:
        highest = sliding_window_view(np.append(np.full(reach, -np.inf), values), reach).max(axis=1)
        found[f"outdoes {reach}"] = part - highest[1 : spans.count]
    return found


def _song(folded: Folded, curves: Curves, bars: BarTable, *, kick: Floats, whole: Floats) -> dict[str, float]:
    """What the song is like: how much its bars differ and turn, how full they are, how many there are and how fast.
    `kick` and `whole` are the curves by bar.
    """
    low, high = np.percentile(bars.energy, EXTREMES)
    times = folded.bars.times_s
    turns = np.sort(bars.turns[1:])[-TURNS:]
    return {
        "range": float(high - low),
        "spread": float(bars.energy.std()),
        "kick": float(kick.mean()),
        "kick spread": float(kick.std()),
        "bars": float(len(folded.bars)),
        "bpm": 60.0 * float(folded.bars.lengths.sum()) / float(times[-1] - times[0]),
        "clearest turn": float(turns[-1]),
        "clear turns": float(turns.mean()),
        "loudness spread": float(whole.std()),
        "highs": float(curves.bands[-1].mean()),
        "sub": float(curves.sub.mean()),
    }
