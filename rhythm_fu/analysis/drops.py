"""Drops: ranked suggestions on downbeats, each with the terms that made it.

Additive score over terms in 0..1, as an editor would argue: the bass and the kick come back, they had been away,
something rose before, a breath of silence, a phrase starts, and this is one of the song's heights.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.folding import HAT, SNARE, SUB, Folded
from rhythm_fu.analysis.model import Floats, FoundDrop
from rhythm_fu.chart.model import DropKind


@dataclass(frozen=True, slots=True)
class DropRules:
    """Spans in beats, loudness in dB."""

    after: int = 16
    before: int = 8
    height_db: float = 9.0
    rises: tuple[int, ...] = (16, 32, 64)
    breath: int = 2
    pauses: tuple[int, ...] = (1, 2, 4)
    """Lengths of a silence before a drop: from a breath to a bar."""
    away_db: float = 6.0
    """How far below its coming level the bass must lie for a bar to count as without it."""
    long_away: int = 8
    """Bars without the bass or the kick that make a whole breakdown."""
    bass_db: float = 14.0
    gap_db: float = 12.0
    rise_db: float = 8.0
    rise_hits: float = 1.2
    lift: float = 0.4
    """Rise of bar energy, 0..1, from the four bars before to the eight after, that counts as a whole one."""
    kick: float = 0.45
    """Onset strength of a beat that counts as a kick, and how many of them make a beat that is known already."""
    kicks: int = 8
    built: float = 0.4
    """Build-up with which even the song's first kick is a drop; after a silence less is enough."""
    least_bars: int = 8
    lead_on_bars: int = 16
    lead_on: float = 0.03
    """So near a place that is stronger by this, another one only leads on to it."""
    most: int = 6
    bars_a_drop: int = 32
    """A long mix may have more than `most`, but not more often than this."""
    least_strength: float = 0.2
    sure: float = 0.6
    """Strength from which a place is played as a drop."""
    best: float = 0.48
    """The same for a song's strongest place when none is sure: then there is nothing that it could pale beside."""
    tense: float = 0.4
    gone: int = 2
    """Build-up or silence, or bars without the bass, without any of which nothing is released."""
    turn: float = 0.7
    """Novelty, if none nearby is greater, that counts as a phrase's start wherever it falls."""
    bias: float = 11.65


RULES: Final = DropRules()

WEIGHTS: Final = MappingProxyType(
    {
        "phrase": 4.4,
        "build": 2.4,
        "kick": 2.3,
        "gap": 2.1,
        "known": 1.9,
        "peak": 1.6,
        "contrast": 1.3,
        "release": 1.2,
        "lift": 0.8,
        "sub": 0.8,
        "away": 0.8,
    }
)
"""From a logistic regression over all downbeats of 124 songs of `tools/synth_set.py`, our own tracks, the planted songs
of the tests and 15 real songs that were marked by eye; `release` was added by hand for beats that come back alone."""


def _mean(values: Floats, start: int, end: int) -> float:
    """Mean of a span cut to the song; 0 when empty."""
    part = values[max(0, start) : max(0, end)]
    return float(part.mean()) if part.size else 0.0


def _clip(value: float) -> float:
    """Within 0..1, and a float of Python's own: charts are written with these."""
    return min(1.0, max(0.0, float(value)))


def _middle(values: Floats) -> float:
    """The mean of the middle half: no breath and no single hit moves it, and a bass on every other beat counts."""
    ordered = np.sort(values)
    quarter = len(ordered) // 4
    return float(ordered[quarter : len(ordered) - quarter].mean())


def _upper(values: Floats) -> float:
    """What the loudest quarter reaches: a bar with its bass on some beats only has its bass."""
    return float(np.percentile(values, 75))


def _gain(values: Floats, start: int, end: int, breath: int) -> float:
    """How much a span rises from its first quarter to its last, if it keeps rising: a step somewhere inside is another
    part of the song, not a build, and so is a burst at its end. The span's last beats, its `breath`, don't count; its
    quarters lie on bars all the same, or a step would look like a slope.
    """
    edges = [start + round((end - start) * i / 4) for i in range(4)] + [end - breath]
    quarters = [_mean(values, a, b) for a, b in itertools.pairwise(edges)]
    steps = [b - a for a, b in itertools.pairwise(quarters)]
    total = sum(steps)
    if total <= 0:
        return 0.0
    still_rising = _clip((steps[-1] / total - 0.08) / 0.1)
    gradual = _clip((1 - max(steps) / total) / 0.2)
    never_falls = _clip(1 + min(steps) / (0.5 * total))
    return total * still_rising * gradual * never_falls


@dataclass(frozen=True, slots=True, eq=False)
class _Curves:
    """A value a beat, shape (beats,): loudness in dB and onset strengths; the tops are what the song's deepest fifth
    reaches.
    """

    sub: Floats
    bass: Floats
    treble: Floats
    whole: Floats
    kick: Floats
    busy: Floats
    sub_top: float
    bass_top: float


def _curves(folded: Folded) -> _Curves:
    power = 10 ** (folded.levels.astype(np.float64) / 10)
    sub, bass = folded.levels[0].astype(np.float64), 10 * np.log10(power[0] + power[1])
    return _Curves(
        sub=sub,
        bass=bass,
        sub_top=float(np.percentile(sub, 80)),
        bass_top=float(np.percentile(bass, 80)),
        treble=10 * np.log10(power[2] + power[3]),
        whole=10 * np.log10(power.sum(axis=0)),
        kick=folded.hits[SUB].max(axis=1).astype(np.float64),
        busy=(folded.hits[SNARE] + folded.hits[HAT]).sum(axis=1).astype(np.float64),
    )


def _pause(curves: _Curves, at: int, pause: int, rules: DropRules) -> float:
    """How silent the last `pause` beats are, 0..1, beside what comes before and after them.

    A sparse part falls silent in every bar; only what is quieter than its quietest beats is a pause. A whole bar has to
    be empty of hits too: without its bass it may just be a fill.
    """
    if at <= pause:
        return 0.0
    early = slice(max(0, at - max(2, pause) - rules.before), at - max(2, pause))
    around = min(float(curves.whole[early].min(initial=0.0)), _mean(curves.whole, at, at + 4))
    silence = _clip((around - _mean(curves.whole, at - pause, at)) / rules.gap_db)
    if pause <= rules.breath:
        return silence
    usual = float(curves.busy[early].mean()) if curves.busy[early].size else 0.0
    return silence * _clip(2 - 3 * _mean(curves.busy, at - pause, at) / max(usual, 0.3))


def _bars_away(curves: _Curves, at: int, bar_beats: int, rules: DropRules, level: Callable[[Floats], float]) -> int:
    """How many bars right before a place go without its bass or its kick. A fill in the last of them may have both.

    `level` says how deep a bar's beats are.
    """
    here = slice(at, at + rules.after)
    kicked = _mean(curves.kick, at, at + rules.after)
    count = 0
    for back in range(1, rules.long_away + 2):
        begin, end = at - back * bar_beats, at - (back - 1) * bar_beats
        if begin < 0:
            break
        without_bass = any(
            _middle(deep[here]) - level(deep[begin:end]) >= rules.away_db for deep in (curves.sub, curves.bass)
        )
        without_kick = kicked >= 0.4 and _mean(curves.kick, begin, end) < 0.4 * kicked
        if without_bass or without_kick:
            count = back
        elif back > 1:
            break
    return count


def _terms(
    curves: _Curves,
    at: int,
    *,
    bar_beats: int,
    change: float,
    is_phrase: bool,
    lift: float,
    peak: float,
    rules: DropRules,
) -> dict[str, float]:
    """The terms of a candidate at row `at` of the curves."""
    here = slice(at, at + rules.after)
    returns, heights = [], []
    for deep, top in ((curves.sub, curves.sub_top), (curves.bass, curves.bass_top)):
        after, early = deep[here], deep[max(0, at - rules.before) : at]
        returns.append(_middle(after) - _middle(early) if early.size and after.size else 0.0)
        heights.append(top - _middle(after) if after.size else 99.0)
    kicked, unkicked = _mean(curves.kick, at, at + rules.after), _mean(curves.kick, at - rules.before, at)
    gap = max((_pause(curves, at, pause, rules) for pause in rules.pauses), default=0.0)
    # The breath before a drop is no part of the riser, but without one the riser runs right up to it.
    breaths = (0, rules.breath) if gap > 0.3 else (0,)
    spans = [(at - span, breath) for span in rules.rises for breath in breaths if at >= span]
    rising = max((_gain(curves.treble, a, at, breath) for a, breath in spans), default=0.0) / rules.rise_db
    rolling = max((_gain(curves.busy, a, at, breath) for a, breath in spans), default=0.0) / rules.rise_hits
    sub = _clip(max(returns) / rules.bass_db)
    away = _clip(_bars_away(curves, at, bar_beats, rules, _middle) / rules.long_away)
    kick = _clip((kicked - unkicked) / 0.5) * _clip(kicked / 0.4)
    return {
        "sub": sub,
        "kick": kick,
        "away": away,
        "release": min(sub, kick, away),
        "build": _clip(max(rising, rolling, 0.6 * (rising + rolling))),
        "gap": gap,
        "phrase": _clip(0.5 * is_phrase + 0.5 * change),
        "contrast": _clip(1 - min(heights) / rules.height_db),
        "lift": _clip(lift / rules.lift),
        "peak": _clip(peak),
        "known": float(_had(curves.kick[:at] > rules.kick, rules)),
    }


def _had(beats: NDArray[np.bool_], rules: DropRules) -> bool:
    return int(beats.sum()) >= rules.kicks


def _is_known(curves: _Curves, at: int, rules: DropRules) -> bool:
    """Whether kick and bass have been there before a place, the bass about as deep as it is from there on."""
    deep = curves.bass[:at] > _middle(curves.bass[at : at + rules.after]) - rules.away_db
    return _had(curves.kick[:at] > rules.kick, rules) and _had(deep, rules)


def strength(terms: dict[str, float], rules: DropRules = RULES) -> float:
    """How much speaks for a place, 0..1: an order. It is no probability, whatever the curve looks like."""
    return 1 / (1 + exp(rules.bias - sum(WEIGHTS[name] * value for name, value in terms.items())))


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    bar: int
    strength: float
    terms: dict[str, float]
    bars_away: int
    """Bars before it that go without its bass or kick, strictly: a bar that has them on some beats has them."""
    is_known: bool
    """Whether the song has had such a beat and such a bass already."""


def _kind(place: _Place, others: list[_Place], rules: DropRules) -> DropKind:
    """What is played is a drop; the song's first kick or bass is an entry, unless something led up to it; the rest are
    returns of the bass.
    """
    terms = place.terms
    built = terms["build"] >= rules.built or (terms["gap"] >= 0.6 and terms["build"] >= 0.4 * rules.built)
    if not place.is_known and not built:
        return DropKind.ENTRY
    is_tense = max(terms["build"], terms["gap"]) >= rules.tense or place.bars_away >= rules.gone
    leads_on = any(
        place.bar < other.bar <= place.bar + rules.lead_on_bars and other.strength > place.strength + rules.lead_on
        for other in others
    )
    is_best = all(other.strength <= place.strength for other in others)
    is_strong = place.strength >= (rules.best if is_best else rules.sure)
    return DropKind.DROP if is_strong and is_tense and not leads_on else DropKind.RETURN


def _peaks(energy: Floats) -> Floats:
    """The energy of the eight bars from each on beside the song's most energetic eight, shape (bars,)."""
    sums = np.concatenate([[0.0], np.cumsum(energy)])
    ends = np.minimum(np.arange(len(energy)) + 8, len(energy))
    means = (sums[ends] - sums[:-1]) / (ends - np.arange(len(energy)))
    whole = means[: max(1, len(energy) - 7)]
    return np.asarray(means / max(1e-6, float(np.percentile(whole, 90))), dtype=np.float64)


def find_drops(
    folded: Folded, energy: Floats, change: Floats, phrases: tuple[int, ...], *, rules: DropRules = RULES
) -> tuple[FoundDrop, ...]:
    """At most six suggestions in the order of the song (more in a long mix), at least eight bars apart.

    `energy` and `change` (novelty) have one value a bar and `phrases` the bars at which phrases start.
    """
    starts, curves, peaks = frozenset(phrases), _curves(folded), _peaks(energy)
    found = []
    for bar in range(1, len(folded.bars)):
        at = int(folded.bars.starts[bar]) - folded.first
        lift = _mean(energy, bar, bar + 8) - _mean(energy, bar - 4, bar)
        turns = float(change[bar]) >= rules.turn and change[bar] >= change[max(0, bar - 3) : bar + 4].max()
        terms = _terms(
            curves, at, bar_beats=int(folded.bars.lengths[bar]), change=float(change[bar]),
            is_phrase=bar in starts or turns, lift=lift, peak=float(peaks[bar]), rules=rules,
        )  # fmt: skip
        away = _bars_away(curves, at, int(folded.bars.lengths[bar]), rules, _upper)
        place = _Place(bar, strength(terms, rules), terms, away, _is_known(curves, at, rules))
        if place.strength >= rules.least_strength:
            found.append(place)
    most = max(rules.most, len(folded.bars) // rules.bars_a_drop)
    kept: list[_Place] = []
    for place in sorted(found, key=lambda one: (-round(one.strength, 6), one.bar)):
        if all(abs(place.bar - other.bar) >= rules.least_bars for other in kept) and len(kept) < most:
            kept.append(place)
    return tuple(
        FoundDrop(
            int(folded.bars.starts[one.bar]),
            _kind(one, kept, rules),
            round(one.strength, 3),
            MappingProxyType({name: round(value, 3) for name, value in one.terms.items()}),
        )
        for one in sorted(kept, key=lambda one: one.bar)
    )
