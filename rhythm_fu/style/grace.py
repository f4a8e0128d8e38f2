"""The Grace Meter: how fluid the last actions were. Pure: every step takes a Grace and gives the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from operator import mul
from typing import Final

from rhythm_fu.judge.model import Move
from rhythm_fu.style.rules import GraceRules
from rhythm_fu.style.tier import Tier

MOST = 100.0

ASKED_FOR: Final = frozenset({Move.NONE, Move.EVADE, Move.DROP_FINISHER})
"""What nobody composes: the chart asks for it."""


@dataclass(frozen=True, slots=True)
class Grace:
    """Level 0..100, its tier, and what the next step needs: last errors (microseconds), moves, links, stumble times.

    `moves` and `links` hold the last actions together: a miss is NONE with a broken link. EVADE and DROP_FINISHER stand
    in `moves` but are not counted as distinct: the chart asked for them, the player did not compose them.
    """

    level: float
    tier: Tier
    errors: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    links: tuple[bool, ...] = ()
    stumbles: tuple[int, ...] = ()

    @classmethod
    def at_start(cls, rules: GraceRules) -> "Grace":
        """As a fight begins."""
        return cls(rules.start, tier_of(rules.start, Tier.BARRE, rules))

    def after_hit(
        self,
        error: int,
        move: Move,
        *,
        is_linked: bool,
        is_flawless: bool,
        since: int,
        percent: float,
        rules: GraceRules,
    ) -> "Grace":
        """After an answered target. Stumbles before `since` are forgotten; `percent` scales the spread asked for."""
        errors = (*self.errors, error)[-rules.error_span :]
        moves = (*self.moves, move)[-rules.action_span :]
        links = (*self.links, is_linked)[-rules.action_span :]
        lost = sum(at >= since for at in self.stumbles) if self.stumbles else 0
        away = heading(errors, moves, links, lost=lost, percent=percent, rules=rules) - self.level
        step = (rules.rise if away > 0 else rules.fall) * away + (rules.flawless if is_flawless else 0.0)
        level = _within(self.level + step)
        return Grace(level, tier_of(level, self.tier, rules), errors, moves, links, self.stumbles)

    def after_miss(self, loss: float, rules: GraceRules) -> "Grace":
        """After a miss: lower by `loss`, and its link is broken."""
        level = _within(self.level - loss)
        moves = (*self.moves, Move.NONE)[-rules.action_span :]
        links = (*self.links, False)[-rules.action_span :]
        return Grace(level, tier_of(level, self.tier, rules), self.errors, moves, links, self.stumbles)

    def after_stumble(self, at: int, rules: GraceRules) -> "Grace":
        """After a press that answered nothing. Only as many stumbles are kept as can matter."""
        level = _within(self.level - rules.stumble)
        stumbles = (*self.stumbles, at)[-rules.stumbles_most :]
        return Grace(level, tier_of(level, self.tier, rules), self.errors, self.moves, self.links, stumbles)

    def moved(self, step: float, rules: GraceRules) -> "Grace":
        """Higher or lower by so much, within 0..100, for a blow or a knockdown."""
        level = _within(self.level + step)
        tier = tier_of(level, self.tier, rules)
        return Grace(level, tier, self.errors, self.moves, self.links, self.stumbles)


def heading(
    errors: tuple[int, ...],
    moves: tuple[Move, ...],
    links: tuple[bool, ...],
    *,
    lost: int,
    percent: float,
    rules: GraceRules,
) -> float:
    """Where Grace is heading, 0..100, after these last actions and `lost` stumbles."""
    even = _share((rules.uneven - spread(errors) * 100 / percent) / (rules.uneven - rules.even))
    varied = _share((distinct(moves) - 1) / (rules.distinct_most - 1))
    linked = sum(links) / len(links) if links else 1.0
    composed = 1 - _share(lost / rules.stumbles_most)
    return MOST * (
        rules.even_share * even
        + rules.distinct_share * varied
        + rules.link_share * linked
        + rules.composure_share * composed
    )


def distinct(moves: tuple[Move, ...]) -> int:
    """How many different moves the player composed."""
    return len(ASKED_FOR.union(moves)) - len(ASKED_FOR)


def spread(errors: Sequence[int]) -> float:
    """Standard deviation in microseconds, exact up to its one root and division; 0 with fewer than two."""
    count = len(errors)
    if count < 2:
        return 0.0
    return sqrt(count * sum(map(mul, errors, errors)) - sum(errors) ** 2) / count


def tier_of(level: float, before: Tier, rules: GraceRules) -> Tier:
    """The tier at a level, coming from another: going down takes `hysteresis` more."""
    tiers, tier = rules.tiers, int(before)
    while tier + 1 < len(tiers) and level >= tiers[tier + 1]:
        tier += 1
    while tier > 0 and level < tiers[tier] - rules.hysteresis:
        tier -= 1
    return before if tier == before else Tier(tier)


def _share(value: float) -> float:
    return 0.0 if value < 0 else min(value, 1.0)


def _within(level: float) -> float:
    return 0.0 if level < 0 else min(level, MOST)
