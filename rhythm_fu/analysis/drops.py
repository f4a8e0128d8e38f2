"""Drops: ranked suggestions on downbeats, each with the terms that made it.

Additive score over terms in 0..1, as an editor would argue (`drop_cues.py`): the music turns there like hardly anywhere
in the song, steps up in many bands and stays so, a phrase starts, there is as much kick as the song ever has, something
rose before, and this is one of its heights. The last term, `alike`, is harder to argue with: how much liker the
place is, in its whole song, to marked climaxes in theirs than the other terms say (`drop_nets.py`).

What bass and silence say is asked after that, of the places that score best: whether bass or kick was away before, or
had never been there, and whether a silence led up to the place, tell drops from entries and returns.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.drop_cues import RULES as CUES
from rhythm_fu.analysis.drop_cues import BarTable, Curves, curves_of, had, mean_of, middle_of, terms_of
from rhythm_fu.analysis.drop_inputs import inputs_of
from rhythm_fu.analysis.drop_nets import Nets, nets
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Floats, FoundDrop
from rhythm_fu.chart.model import DropKind


@dataclass(frozen=True, slots=True)
class DropRules:
    """Lengths in bars, loudness in dB."""

    away_db: float = 6.0
    """How far below its coming level the bass must lie for a bar to count as without it."""
    upper: float = 75
    """Percentile of a bar's beats that stands for its bass: a bar that has it on every other beat has it."""
    away_kick: float = 0.4
    """Mean kick a beat that a part must have before bars can be without it, and their share of it at most."""
    built: float = 0.15
    """Build-up with which even the song's first kick is a drop: an entry is what nothing led up to."""
    built_share: float = 0.4
    silent: float = 0.6
    """After a silence so clear this share of that build-up is enough."""
    arrives: float = 0.3
    rivals: float = 0.15
    """Strength with which a song's first kick or bass is a drop although nothing rose, if no other place is stronger by
    that much: then all that the song has arrives with it."""
    least_bars: int = 8
    """Suggestions are at least so far apart."""
    left: int = 4
    """Bars of the song that a drop needs to be one."""
    lead_on_bars: int = 16
    lead_on: float = 0.3
    """So near a place that is stronger by this, another one only leads on to it."""
    most: int = 6
    bars_a_drop: int = 32
    """A long mix may have more than `most`, but not more often than this."""
    least_strength: float = 0.08
    sure: float = 0.2
    """Strength from which a place is played as a drop."""
    pales: float = 4.0
    """Log odds below the song's strongest place at which one pales beside it, however strong it is."""
    released: float = 0.1
    """The same where a build ends a breakdown: then it hardly matters what comes."""
    breakdown: int = 4
    tense: float = 0.4
    """Bars without bass or kick that make a breakdown, and the build-up that releases it."""
    danced: float = 0.45
    """Share of the song's usual kick that a drop brings: where a build begins, the bass may come back without it."""


RULES: Final = DropRules()


ALIKE: Final = "alike"
ALIKE_ODDS: Final = 8.0
"""What `alike` counts for: 0.5 says what the other terms say, 0 or 1 four log odds less or more, which is the most that
the networks may."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each term counts for, what must be overcome, and the networks that make `alike`."""

    bias: float
    terms: Mapping[str, float]
    nets: Nets

    def odds(self, terms: Mapping[str, Floats]) -> Floats:
        """The log odds of each place by the terms alone. Shape as that of every term."""
        return np.asarray(sum(weight * terms[name] for name, weight in self.terms.items()) - self.bias)

    def added(self, terms: Mapping[str, float]) -> dict[str, float]:
        """The log odds that each term of one place adds, most first. Terms that only other versions know add nothing
        and are left out.
        """
        added = {name: weight * terms[name] for name, weight in self.terms.items() if name in terms}
        if ALIKE in terms:
            added[ALIKE] = ALIKE_ODDS * (terms[ALIKE] - 0.5)
        return dict(sorted(added.items(), key=lambda term: -term[1]))

    def judged(self, folded: Folded, curves: Curves, bars: BarTable) -> tuple[dict[str, Floats], Floats]:
        """For every downbeat but the first, shapes (bars - 1,): its terms, `alike` the last of them, and the log odds
        by all of them together.
        """
        terms = terms_of(folded, curves, bars)
        odds = self.odds(terms)
        heard = self.nets.odds(inputs_of(folded, curves, bars, terms))[1:]
        terms[ALIKE] = np.clip(0.5 + (heard - odds) / ALIKE_ODDS, 0.0, 1.0)
        return terms, np.asarray(odds + ALIKE_ODDS * (terms[ALIKE] - 0.5), dtype=np.float64)


@cache
def weights() -> Weights:
    """Those that ship, made by tools/fit_drops.py from all downbeats of marked songs: a logistic regression for the
    terms, and networks.
    """
    held = json.loads(files("rhythm_fu.analysis").joinpath("data", "drops.json").read_text(encoding="utf-8"))
    terms = MappingProxyType({name: float(weight) for name, weight in held["terms"].items()})
    return Weights(float(held["bias"]), terms, nets())


def _ends_breakdown(curves: Curves, at: int, bar_beats: int) -> bool:
    """Whether bars right before a place go without its bass or its kick. A fill in the last of them may have both."""
    here = slice(at, at + CUES.after_beats)
    kicked = mean_of(curves.kick, at, at + CUES.after_beats)

    def is_away(back: int) -> bool:
        begin, end = at - back * bar_beats, at - (back - 1) * bar_beats
        without_bass = any(
            middle_of(deep[here]) - float(np.percentile(deep[begin:end], RULES.upper)) >= RULES.away_db
            for deep in (curves.sub, curves.bass)
        )
        without_kick = kicked >= RULES.away_kick and mean_of(curves.kick, begin, end) < RULES.away_kick * kicked
        return without_bass or without_kick

    return at >= RULES.breakdown * bar_beats and all(is_away(back) for back in range(2, RULES.breakdown + 1))


def _had_kick(curves: Curves, at: int) -> bool:
    """Whether the song has had a kick before a place."""
    return had(curves.kick[:at] > CUES.kick)


def _had_bass(curves: Curves, at: int) -> bool:
    """Whether the bass has been there before a place, about as deep as it is from there on."""
    return had(curves.bass[:at] > middle_of(curves.bass[at : at + CUES.after_beats]) - RULES.away_db)


def _strength(odds: float) -> float:
    """How much log odds are, 0..1: an order, and no probability, whatever the curve looks like."""
    return 1 / (1 + exp(-odds))


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    bar: int
    odds: float
    terms: dict[str, float]
    ends_breakdown: bool
    """Whether bars before it go without its bass or kick, strictly: a bar that has them on some beats has them."""
    had_kick: bool
    had_bass: bool
    """Whether the song has had such a beat, and such a bass, already."""

    @property
    def strength(self) -> float:
        """How much speaks for it, 0..1."""
        return _strength(self.odds)

    @property
    def is_danced(self) -> bool:
        return self.terms["kicks"] >= RULES.danced


def _kind(place: _Place, others: list[_Place]) -> DropKind:
    """What is played is a drop; the song's first kick or bass is an entry, unless something led up to it or as much
    comes with it as anywhere; the rest are returns of the bass.
    """
    terms = place.terms
    after_silence = terms["gap"] >= RULES.silent and terms["build"] >= RULES.built_share * RULES.built
    is_led_up_to = terms["build"] >= RULES.built or after_silence
    is_known = place.had_kick and place.had_bass
    danced = [other for other in others if other.is_danced]
    strongest = max(danced, key=lambda other: other.odds, default=place)
    arrives = place.strength >= max(RULES.arrives, strongest.strength - RULES.rivals)
    if not (is_known or is_led_up_to or arrives):
        return DropKind.ENTRY
    leads_on = any(
        place.bar < other.bar <= place.bar + RULES.lead_on_bars and other.strength > place.strength + RULES.lead_on
        for other in danced
    )
    if leads_on or not place.is_danced:
        return DropKind.RETURN
    if place.ends_breakdown and terms["build"] >= RULES.tense:
        is_played = place.strength >= RULES.released
    else:
        is_played = place.strength >= RULES.sure and place.odds > strongest.odds - RULES.pales
    return DropKind.DROP if is_played else DropKind.RETURN


def find_drops(folded: Folded, bars: BarTable, *, weighed: Weights | None = None) -> tuple[FoundDrop, ...]:
    """At most six suggestions in the order of the song (more in a long mix), at least eight bars apart.

    `weighed` are other weights than those that ship, to try them.
    """
    if len(folded.bars) < 2:
        return ()
    used = weighed or weights()
    curves = curves_of(folded)
    table, odds = used.judged(folded, curves, bars)
    found = []
    for bar in range(1, len(folded.bars) - RULES.left + 1):
        if _strength(float(odds[bar - 1])) < RULES.least_strength:
            continue
        terms = {name: float(values[bar - 1]) for name, values in table.items()}
        at, beats = int(folded.bars.starts[bar]) - folded.first, int(folded.bars.lengths[bar])
        ends = _ends_breakdown(curves, at, beats)
        had_kick, had_bass = _had_kick(curves, at), _had_bass(curves, at)
        found.append(_Place(bar, float(odds[bar - 1]), terms, ends, had_kick, had_bass))
    most = max(RULES.most, len(folded.bars) // RULES.bars_a_drop)
    kept: list[_Place] = []
    # Where a build begins much may change, but without a kick it must not take the place of the drop that it leads to.
    for place in sorted(found, key=lambda one: (not one.is_danced, -round(one.strength, 6), one.bar)):
        if all(abs(place.bar - other.bar) >= RULES.least_bars for other in kept) and len(kept) < most:
            kept.append(place)
    return tuple(
        FoundDrop(
            int(folded.bars.starts[one.bar]),
            _kind(one, kept),
            round(one.strength, 3),
            MappingProxyType({name: round(value, 3) for name, value in one.terms.items()}),
        )
        for one in sorted(kept, key=lambda one: one.bar)
    )
