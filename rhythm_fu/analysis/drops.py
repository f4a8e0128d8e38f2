"""Drops: ranked suggestions on downbeats, each with the terms that made it.

Additive score over terms in 0..1, as an editor would argue: bass returns, the kick with it, something rose before, a
breath of silence, an impact, a phrase starts, and this is one of the song's heights.
"""

import itertools
from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import HAT, SNARE, SUB, Folded
from rhythm_fu.analysis.model import Floats, FoundDrop
from rhythm_fu.chart.model import DropKind


@dataclass(frozen=True, slots=True)
class DropRules:
    """Spans in beats, loudness in dB. The weights say how much each term argues; `bias` and `slope` make confidence."""

    after: int = 16
    before: int = 8
    height_db: float = 9.0
    rises: tuple[int, ...] = (16, 32, 64)
    breath: int = 2
    bass_db: float = 14.0
    impact_db: float = 12.0
    gap_db: float = 12.0
    rise_db: float = 8.0
    rise_hits: float = 1.2
    lift: float = 0.4
    """Rise of bar energy, 0..1, from the four bars before to the eight after, that counts as a whole one."""
    built: float = 0.4
    """Build-up that makes the bass's return a drop; after a silence less is enough."""
    least_bars: int = 8
    most: int = 6
    bars_a_drop: int = 32
    """A long mix may have more than `most`, but not more often than this."""
    least_confidence: float = 0.25
    sure: float = 0.6
    bias: float = 3.3
    slope: float = 4.5
    most_sure: float = 0.97
    """Whether a place is a drop is debatable even among people; nothing is claimed beyond this."""


RULES: Final = DropRules()

WEIGHTS: Final = MappingProxyType(
    {
        "sub": 0.9,
        "kick": 0.7,
        "build": 0.8,
        "gap": 0.3,
        "impact": 0.5,
        "phrase": 0.5,
        "contrast": 1.2,
        "lift": 0.7,
        "slam": 0.6,
    }
)


def _mean(values: Floats, start: int, end: int) -> float:
    """Mean of a span cut to the song; 0 when empty."""
    part = values[max(0, start) : max(0, end)]
    return float(part.mean()) if part.size else 0.0


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _middle(values: Floats) -> float:
    """The mean of the middle half: no breath and no single hit moves it, and a bass on every other beat counts."""
    ordered = np.sort(values)
    quarter = len(ordered) // 4
    return float(ordered[quarter : len(ordered) - quarter].mean())


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


def _terms(
    curves: _Curves, at: int, *, change: float, is_phrase: bool, lift: float, rules: DropRules
) -> dict[str, float]:
    """The terms of a candidate at row `at` of the curves."""
    here = slice(at, at + rules.after)
    returns, heights = [], []
    for deep, top in ((curves.sub, curves.sub_top), (curves.bass, curves.bass_top)):
        after, early = deep[here], deep[max(0, at - rules.before) : at]
        returns.append(_middle(after) - _middle(early) if early.size and after.size else 0.0)
        heights.append(top - _middle(after) if after.size else 99.0)
    kicked, unkicked = _mean(curves.kick, at, at + rules.after), _mean(curves.kick, at - rules.before, at)
    lull = min(_mean(curves.whole, at - 1, at), _mean(curves.whole, at - 2, at)) if at else 0.0
    # A sparse part falls silent in every bar; only what is quieter than its quietest beats is a breath.
    usual = curves.whole[max(0, at - 2 - rules.before) : max(0, at - 2)]
    around = min(float(usual.min(initial=0.0)), _mean(curves.whole, at, at + 4))
    gap = _clip((around - lull) / rules.gap_db) if at > 2 else 0.0
    # The breath before a drop is no part of the riser, but without one the riser runs right up to it.
    breaths = (0, rules.breath) if gap > 0.3 else (0,)
    spans = [(at - span, breath) for span in rules.rises for breath in breaths if at >= span]
    rising = max((_gain(curves.treble, a, at, breath) for a, breath in spans), default=0.0) / rules.rise_db
    rolling = max((_gain(curves.busy, a, at, breath) for a, breath in spans), default=0.0) / rules.rise_hits
    impact = _mean(curves.whole, at, at + 2) - _mean(curves.whole, at - 2, at)
    return {
        "sub": _clip(max(returns) / rules.bass_db),
        "kick": _clip((kicked - unkicked) / 0.5) * _clip(kicked / 0.4),
        "build": _clip(max(rising, rolling, 0.6 * (rising + rolling))),
        "gap": gap,
        "slam": min(gap, _clip(impact / rules.impact_db)),
        "impact": _clip(impact / rules.impact_db),
        "phrase": _clip(0.5 * is_phrase + 0.5 * change),
        "contrast": _clip(1 - min(heights) / rules.height_db),
        "lift": _clip(lift / rules.lift),
    }


def _kind(folded: Folded, bar: int, terms: dict[str, float], rules: DropRules) -> DropKind:
    """An entry has had no sustained kick before it; a return has no build-up."""
    kick = folded.hits[SUB].max(axis=1)
    before = kick[: int(folded.bars.starts[bar]) - folded.first]
    seen = before.size and float((before > 0.45).sum()) >= 8
    # A silence and a blow after it, into something bigger, say drop even where nothing rose.
    slams = terms["slam"] >= 0.6 and terms["lift"] >= 0.3
    after_breath = terms["gap"] >= 0.6 and terms["build"] >= 0.4 * rules.built
    built = terms["build"] >= rules.built or after_breath or slams
    if built:
        return DropKind.DROP
    return DropKind.RETURN if seen else DropKind.ENTRY


def confidence(terms: dict[str, float], rules: DropRules = RULES) -> float:
    """How sure, 0..1."""
    score = sum(WEIGHTS[name] * value for name, value in terms.items())
    return rules.most_sure / (1 + exp(-rules.slope * (score - rules.bias)))


def find_drops(
    folded: Folded, energy: Floats, change: Floats, phrases: tuple[int, ...], *, rules: DropRules = RULES
) -> tuple[FoundDrop, ...]:
    """At most six suggestions in the order of the song (more in a long mix), at least eight bars apart.

    `energy` and `change` (novelty) have one value a bar and `phrases` the bars at which phrases start.
    """
    starts, curves = frozenset(phrases), _curves(folded)
    found = []
    for bar in range(1, len(folded.bars)):
        at = int(folded.bars.starts[bar]) - folded.first
        lift = _mean(energy, bar, bar + 8) - _mean(energy, bar - 4, bar)
        terms = _terms(curves, at, change=float(change[bar]), is_phrase=bar in starts, lift=lift, rules=rules)
        sure = confidence(terms, rules)
        if sure >= rules.least_confidence:
            found.append((sure, bar, terms))
    most = max(rules.most, len(folded.bars) // rules.bars_a_drop)
    kept: list[tuple[float, int, dict[str, float]]] = []
    for sure, bar, terms in sorted(found, key=lambda item: (-round(item[0], 6), item[1])):
        if all(abs(bar - other) >= rules.least_bars for _, other, _ in kept) and len(kept) < most:
            kept.append((sure, bar, terms))
    return tuple(
        FoundDrop(
            int(folded.bars.starts[bar]),
            _kind(folded, bar, terms, rules),
            round(sure, 3),
            MappingProxyType({name: round(value, 3) for name, value in terms.items()}),
        )
        for sure, bar, terms in sorted(kept, key=lambda item: item[1])
    )
