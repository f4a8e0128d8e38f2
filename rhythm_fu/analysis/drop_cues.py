"""What speaks for a drop at each downbeat: terms in 0..1 that an editor would argue with.

Many say how a place compares with the rest of its song: what is a drop in one song would be a fill in another.
"""

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.folding import HAT, SNARE, SUB, Folded
from rhythm_fu.analysis.model import Floats


@dataclass(frozen=True, slots=True)
class CueRules:
    """Spans in bars where nothing else is said; loudness in dB, strengths of hits as in `Folded`, energy 0..1."""

    after_beats: int = 16
    before_beats: int = 8
    step: int = 2
    broad_db: float = 2.0
    """A band that rises by less over the step may as well not have."""
    part: int = 8
    looks_back: int = 16
    depth_energy: float = 0.6
    """A part whose energy lies so far above the thinnest bars before it rises from nothing."""
    loud_db: float = 3.0
    """A part this much louder than the song's usual bar is at its top, one this much softer at its bottom."""
    bright_db: float = 10.0
    brightest: float = 90
    """So far below what this percentile of the song's bars has in the highs nothing is left of its brightness."""
    sharp_db: float = 6.0
    """A rise of the highs from one bar to the next that could not be sharper."""
    lift: int = 4
    lift_energy: float = 0.3
    """Bars over which the energy rises, and by how much where all of it is new."""
    busier_hits: float = 1.0
    """So many more snares and hats a beat are another drum part."""
    opening: float = 0.15
    """Share of a song in which parts still enter rather than come back."""
    beside: int = 4
    """Bars on either side beside which a turn stands out, or doesn't."""
    danced: int = 4
    most_kicks: float = 85
    """Percentile of the song's bars that have as many kicks as it ever has: a roll has more."""
    least_kicks: float = 0.2
    """A song whose bars have fewer kicks than this a beat has none to speak of."""
    held: float = 0.75
    """A part holds on as long as its bars keep this share of the energy it began with."""
    least_energy: float = 0.05
    """Where less begins nothing does: silence would hold on through anything."""
    longest: int = 16
    kick: float = 0.45
    """Onset strength of a beat that counts as a kick, and how many of them make a beat that is known already."""
    kicks: int = 8
    rises: tuple[int, ...] = (16, 32, 64)
    """Beats that a build may take."""
    goes_on: tuple[float, float] = (0.08, 0.1)
    """Share of the whole rise that must still come with its last quarter, and how much more of it is as good as any:
    what has stopped rising led up to somewhere else."""
    gradual: float = 0.2
    """Share of the rise that a true slope has outside its greatest step: less is a step with noise around it."""
    falls: float = 0.5
    """A quarter that falls back by this share of the whole rise begins another part of the song."""
    both: float = 0.6
    """What a riser and a roll count for together: two that are half there make more of a build than either."""
    breath: int = 2
    """Beats before a drop in which a riser may have stopped, and that don't tell how loud it was before a pause."""
    pauses: tuple[int, ...] = (1, 2, 4)
    """Beats of silence before a drop: from a breath to a bar."""
    gap_db: float = 12.0
    after_pause: int = 4
    """Beats after a pause, a bar, that say how loud the music goes on."""
    empty: int = 3
    """A whole bar with one in so many of the usual hits is empty, and with all but one in so many it is a fill."""
    least_busy: float = 0.3
    """Hits a beat that are taken for usual at least: where there are hardly any, one alone is no fill."""
    rise_db: float = 8.0
    rise_hits: float = 1.2


RULES: Final = CueRules()
SILENT: Final = 0.3
"""A breath from this on is no part of the build before it."""


@dataclass(frozen=True, slots=True, eq=False)
class BarTable:
    """What is known of each bar, shapes (bars,): its `energy`, the `change` at its start (`phrases.novelty`), how
    surely the music turns there (`turns.py`), and the bars at which `phrases` start.
    """

    energy: Floats
    change: Floats
    turns: Floats
    phrases: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """A value a beat, shape (beats,): loudness in dB and onset strengths; `bands` has shape (4, beats)."""

    bands: Floats
    sub: Floats
    bass: Floats
    treble: Floats
    whole: Floats
    kick: Floats
    busy: Floats


def curves_of(folded: Folded) -> Curves:
    """The curves of a folded song: bass is sub and low, treble mid and high."""
    levels = folded.levels.astype(np.float64)
    power = 10 ** (levels / 10)
    return Curves(
        bands=levels,
        sub=levels[0],
        bass=10 * np.log10(power[0] + power[1]),
        treble=10 * np.log10(power[2] + power[3]),
        whole=10 * np.log10(power.sum(axis=0)),
        kick=folded.hits[SUB].max(axis=1).astype(np.float64),
        busy=(folded.hits[SNARE] + folded.hits[HAT]).sum(axis=1).astype(np.float64),
    )


def mean_of(values: Floats, start: int, end: int) -> float:
    """Mean of a span cut to the song; 0 when empty."""
    part = values[max(0, start) : max(0, end)]
    return float(part.mean()) if part.size else 0.0


def middle_of(values: Floats) -> float:
    """The mean of the middle half: no breath and no single hit moves it, and a bass on every other beat counts."""
    ordered = np.sort(values)
    quarter = len(ordered) // 4
    return float(ordered[quarter : len(ordered) - quarter].mean())


def had(beats: NDArray[np.bool_]) -> bool:
    """Whether enough beats were so for a song to be known for it."""
    return int(beats.sum()) >= RULES.kicks


@dataclass(frozen=True, slots=True)
class Spans:
    """Means over bars for every downbeat but the first, shape (count - 1,), cut to the song."""

    count: int

    @property
    def places(self) -> NDArray[np.int64]:
        """The bars that those downbeats start."""
        return np.arange(1, self.count)

    def after(self, values: Floats, bars: int) -> Floats:
        """Of the bars from each downbeat on."""
        return self._means(values, self.places, self.places + bars)

    def before(self, values: Floats, bars: int) -> Floats:
        """Of the bars right before each downbeat."""
        return self._means(values, self.places - bars, self.places)

    def rise(self, values: Floats, bars: int) -> Floats:
        """By how much the bars from each downbeat on lie above as many before it."""
        return self.after(values, bars) - self.before(values, bars)

    def _means(self, values: Floats, start: NDArray[np.int64], end: NDArray[np.int64]) -> Floats:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        begin, stop = np.clip(start, 0, self.count), np.clip(end, 0, self.count)
        return np.asarray((sums[stop] - sums[begin]) / np.maximum(stop - begin, 1), dtype=np.float64)


def by_bar(folded: Folded, beats: Floats) -> Floats:
    """The mean of each bar, shape (bars,), of a value a beat."""
    return np.asarray(folded.per_bar(beats[None].astype(np.float32))[0], dtype=np.float64)


def above_neighbours(values: Floats, bars: int) -> Floats:
    """How far each value, none of which is negative, lies above the highest of those around it. Shape as given."""
    around = np.pad(values, bars)
    both = [around[i : i + len(values)] for i in range(2 * bars + 1) if i != bars]
    return np.asarray(values - np.max(both, axis=0), dtype=np.float64)


def _clip(values: Floats) -> Floats:
    return np.clip(values, 0.0, 1.0)


def _clipped(value: float) -> float:
    return min(1.0, max(0.0, float(value)))


def ranks(values: Floats) -> Floats:
    """The share of the downbeats that lie below each, ties half."""
    ordered = np.sort(values)
    below = np.searchsorted(ordered, values - 1e-9, side="left")
    upto = np.searchsorted(ordered, values + 1e-9, side="right")
    return np.asarray((below + upto) / (2 * max(1, len(values))), dtype=np.float64)


def _rises(spans: Spans, folded: Folded, curves: Curves, energy: Floats) -> dict[str, Floats]:
    """How the music steps up: over how many bands, and from how thin."""
    bands = [by_bar(folded, band) for band in curves.bands]
    steps = np.stack([spans.rise(band, RULES.step) for band in bands])
    return {
        "breadth": np.asarray((steps > RULES.broad_db).mean(axis=0), dtype=np.float64),
        "depth": _clip((spans.after(energy, RULES.part) - _thinnest(energy)) / RULES.depth_energy),
        "sharp": _clip(spans.rise(by_bar(folded, curves.treble), 1) / RULES.sharp_db),
        "lift": _clip(spans.rise(energy, RULES.lift) / RULES.lift_energy),
        "busier": _clip(spans.rise(by_bar(folded, curves.busy), RULES.part) / RULES.busier_hits),
    }


def _thinnest(energy: Floats) -> Floats:
    """The energy of the thinnest two bars in reach before each downbeat; of the only one before the second bar."""
    if len(energy) < 2:
        return np.zeros(0)
    pairs = (energy[:-1] + energy[1:]) / 2
    reach = (pairs[max(0, bar - RULES.looks_back) : bar - 1] for bar in range(2, len(energy)))
    return np.array([energy[0], *(part.min() for part in reach)])


def _heights(spans: Spans, folded: Folded, curves: Curves, energy: Floats) -> dict[str, Floats]:
    """How far up in the song the part is that begins there, and how long it lasts."""
    whole, high, kick = (by_bar(folded, values) for values in (curves.whole, curves.bands[-1], curves.kick))
    usual_kick = max(float(np.percentile(kick, RULES.most_kicks)), RULES.least_kicks)
    return {
        "loud": _clip(0.5 + (spans.after(whole, RULES.part) - float(np.median(whole))) / (2 * RULES.loud_db)),
        "bright": _clip(
            1 + (spans.after(high, RULES.part) - float(np.percentile(high, RULES.brightest))) / RULES.bright_db
        ),
        "kicks": _clip(spans.after(kick, RULES.danced) / usual_kick),
        "holds": _held(energy, spans.after(energy, RULES.part)) / RULES.longest,
    }


def _held(energy: Floats, begun: Floats) -> Floats:
    """Bars for which what begins at each downbeat goes on."""
    held = np.zeros(len(begun))
    for i, start in enumerate(begun):
        part = energy[i + 1 : i + 1 + RULES.longest]
        below = np.flatnonzero(part <= RULES.held * max(float(start), RULES.least_energy))
        held[i] = below[0] if below.size else len(part)
    return held


def _form(spans: Spans, bars: BarTable) -> dict[str, Floats]:
    """Where the place stands in the song's form."""
    ends = np.append(np.asarray(bars.phrases, dtype=np.int64), spans.count)
    left = ends[np.searchsorted(ends[:-1], spans.places, side="right")] - spans.places
    return {
        "phrase": np.isin(spans.places, bars.phrases).astype(np.float64),
        "lasts": _clip(left / RULES.part),
        "change": ranks(bars.change[1:]),
        "turn": bars.turns[1:],
        "clear": _clip(0.5 + above_neighbours(bars.turns[1:], RULES.beside)),
        "later": _clip(spans.places / spans.count / RULES.opening),
    }


def _gain(values: Floats, start: int, end: int, breath: int) -> float:
    """How much a span rises from its first quarter to its last, if it keeps rising: a step somewhere inside is another
    part of the song, not a build, and so is a burst at its end. The span's last beats, its `breath`, don't count; its
    quarters lie on bars all the same, or a step would look like a slope.
    """
    edges = [start + round((end - start) * i / 4) for i in range(4)] + [end - breath]
    quarters = [mean_of(values, a, b) for a, b in itertools.pairwise(edges)]
    steps = [b - a for a, b in itertools.pairwise(quarters)]
    total = sum(steps)
    if total <= 0:
        return 0.0
    least, more = RULES.goes_on
    still_rising = _clipped((steps[-1] / total - least) / more)
    gradual = _clipped((1 - max(steps) / total) / RULES.gradual)
    never_falls = _clipped(1 + min(steps) / (RULES.falls * total))
    return total * still_rising * gradual * never_falls


def _pause(curves: Curves, at: int, pause: int) -> float:
    """How silent the last `pause` beats are, 0..1, beside what comes before and after them.

    A sparse part falls silent in every bar; only what is quieter than its quietest beats is a pause. A whole bar has to
    be empty of hits too: without its bass it may just be a fill.
    """
    if at <= pause:
        return 0.0
    before = at - max(RULES.breath, pause)
    early = slice(max(0, before - RULES.before_beats), before)
    around = min(float(curves.whole[early].min(initial=0.0)), mean_of(curves.whole, at, at + RULES.after_pause))
    silence = _clipped((around - mean_of(curves.whole, at - pause, at)) / RULES.gap_db)
    if pause <= RULES.breath:
        return silence
    usual = float(curves.busy[early].mean()) if curves.busy[early].size else 0.0
    hits = mean_of(curves.busy, at - pause, at) / max(usual, RULES.least_busy)
    return silence * _clipped((RULES.empty - 1) - RULES.empty * hits)


def _build(curves: Curves, at: int, gap: float) -> float:
    """How much rises towards a place: the highs, or the number of hits (a roll that doubles)."""
    # The breath before a drop is no part of the riser, but without one the riser runs right up to it.
    breaths = (0, RULES.breath) if gap > SILENT else (0,)
    spans = [(at - span, breath) for span in RULES.rises for breath in breaths if at >= span]
    rising = max((_gain(curves.treble, a, at, breath) for a, breath in spans), default=0.0) / RULES.rise_db
    rolling = max((_gain(curves.busy, a, at, breath) for a, breath in spans), default=0.0) / RULES.rise_hits
    return _clipped(max(rising, rolling, RULES.both * (rising + rolling)))


def _beats(folded: Folded, curves: Curves) -> dict[str, Floats]:
    """What leads up to each downbeat."""
    rows = [int(start) - folded.first for start in folded.bars.starts[1:]]
    gaps = [max((_pause(curves, at, pause) for pause in RULES.pauses), default=0.0) for at in rows]
    builds = [_build(curves, at, gap) for at, gap in zip(rows, gaps, strict=True)]
    return {"gap": np.array(gaps), "build": np.array(builds)}


def terms_of(folded: Folded, curves: Curves, bars: BarTable) -> dict[str, Floats]:
    """The terms by name, 0..1, each of shape (bars - 1,): one value for every downbeat but the first.

    `curves` as from `curves_of(folded)`.
    """
    spans = Spans(len(folded.bars))
    return (
        _rises(spans, folded, curves, bars.energy)
        | _heights(spans, folded, curves, bars.energy)
        | _form(spans, bars)
        | _beats(folded, curves)
    )
