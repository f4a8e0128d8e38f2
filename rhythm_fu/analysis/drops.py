"""Drops: ranked suggestions on downbeats, each with the terms that made it.

Additive score over terms in 0..1, as an editor would argue: bass returns, the kick with it, something rose before, a
breath of silence, an impact, a phrase starts, and this is one of the song's heights.
"""

from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import HAT, KICK, SNARE, Folded
from rhythm_fu.analysis.model import Floats, FoundDrop
from rhythm_fu.chart.model import DropKind


@dataclass(frozen=True, slots=True)
class DropRules:
    """Spans in beats, loudness in dB. The weights say how much each term argues; `bias` and `slope` make confidence."""

    after: int = 16
    before: int = 8
    height_db: float = 9.0
    rises: tuple[int, ...] = (8, 16, 32, 64)
    breath: int = 2
    bass_db: float = 14.0
    impact_db: float = 12.0
    gap_db: float = 12.0
    rise_db: float = 8.0
    least_bars: int = 8
    most: int = 6
    least_confidence: float = 0.25
    sure: float = 0.6
    bias: float = 2.7
    slope: float = 4.5


RULES: Final = DropRules()

WEIGHTS: Final = MappingProxyType(
    {"sub": 0.9, "kick": 0.7, "build": 0.8, "gap": 0.3, "impact": 0.5, "phrase": 0.25, "contrast": 1.2}
)


def _mean(values: Floats, start: int, end: int) -> float:
    """Mean of a span cut to the song; 0 when empty."""
    part = values[max(0, start) : max(0, end)]
    return float(part.mean()) if part.size else 0.0


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _rise(values: Floats, start: int, end: int) -> float:
    """How much the last third of a span lies above its first third."""
    third = max(1, (end - start) // 3)
    return _mean(values, end - third, end) - _mean(values, start, start + third)


def _terms(folded: Folded, change: Floats, phrases: frozenset[int], bar: int, rules: DropRules) -> dict[str, float]:
    power = 10 ** (folded.levels.astype(np.float64) / 10)
    bass = 10 * np.log10(power[0] + power[1])
    treble = 10 * np.log10(power[2] + power[3])
    whole = 10 * np.log10(power.sum(axis=0))
    kick = folded.hits[KICK].max(axis=1).astype(np.float64)
    busy = (folded.hits[SNARE] + folded.hits[HAT]).sum(axis=1).astype(np.float64)
    at = int(folded.bars.starts[bar]) - folded.first
    after = float(np.median(bass[at : at + rules.after])) if at < len(bass) else 0.0
    early = bass[max(0, at - rules.before) : at]
    sub = after - float(np.median(early)) if early.size else 0.0
    kicked, unkicked = _mean(kick, at, at + rules.after), _mean(kick, at - rules.before, at)
    # The breath before a drop is no part of the riser: measure up to it, over every usual length of a build.
    top = at - rules.breath
    spans = [max(0, top - span) for span in rules.rises if top - span >= -4]
    rising = max((_rise(treble, start, top) for start in spans), default=0.0) / rules.rise_db
    rolling = max((_rise(busy, start, top) for start in spans), default=0.0) / 1.2
    lull = min(_mean(whole, at - 1, at), _mean(whole, at - 2, at)) if at else 0.0
    around = min(_mean(whole, at - rules.before, at - 2), _mean(whole, at, at + 4))
    impact = _mean(whole, at, at + 2) - _mean(whole, at - 2, at)
    height = float(np.percentile(bass, 80)) - after
    return {
        "sub": _clip(sub / rules.bass_db),
        "kick": _clip((kicked - unkicked) / 0.5) * _clip(kicked / 0.4),
        "build": _clip(max(rising, rolling, 0.6 * (rising + rolling))),
        "gap": _clip((around - lull) / rules.gap_db) if at > 2 else 0.0,
        "impact": _clip(impact / rules.impact_db),
        "phrase": _clip(0.5 * (bar in phrases) + 0.5 * float(change[bar])),
        "contrast": _clip(1 - height / rules.height_db),
    }


def _kind(folded: Folded, bar: int, terms: dict[str, float]) -> DropKind:
    """An entry has had no sustained kick before it; a return has no build-up."""
    kick = folded.hits[KICK].max(axis=1)
    before = kick[: int(folded.bars.starts[bar]) - folded.first]
    seen = before.size and float((before > 0.45).sum()) >= 8
    built = terms["build"] >= 0.35 or (terms["gap"] >= 0.6 and terms["build"] >= 0.15)
    if built:
        return DropKind.DROP
    return DropKind.RETURN if seen else DropKind.ENTRY


def confidence(terms: dict[str, float], rules: DropRules = RULES) -> float:
    """How sure, 0..1."""
    score = sum(WEIGHTS[name] * value for name, value in terms.items())
    return 1 / (1 + exp(-rules.slope * (score - rules.bias)))


def find_drops(
    folded: Folded, change: Floats, phrases: tuple[int, ...], rules: DropRules = RULES
) -> tuple[FoundDrop, ...]:
    """At most `most` suggestions in the order of the song, at least `least_bars` apart.

    `change` is the novelty a bar and `phrases` the bars at which phrases start.
    """
    starts = frozenset(phrases)
    found = []
    for bar in range(1, len(folded.bars)):
        terms = _terms(folded, change, starts, bar, rules)
        sure = confidence(terms, rules)
        if sure >= rules.least_confidence:
            found.append((sure, bar, terms))
    kept: list[tuple[float, int, dict[str, float]]] = []
    for sure, bar, terms in sorted(found, key=lambda item: (-round(item[0], 6), item[1])):
        if all(abs(bar - other) >= rules.least_bars for _, other, _ in kept) and len(kept) < rules.most:
            kept.append((sure, bar, terms))
    return tuple(
        FoundDrop(
            int(folded.bars.starts[bar]),
            _kind(folded, bar, terms),
            round(sure, 3),
            MappingProxyType({name: round(value, 3) for name, value in terms.items()}),
        )
        for sure, bar, terms in sorted(kept, key=lambda item: item[1])
    )
