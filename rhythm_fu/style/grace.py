"""The Grace Meter: how fluid the last actions were. Pure: every step takes a Grace and gives the next one."""

from dataclasses import dataclass
from math import sqrt

from rhythm_fu.judge.model import Move
from rhythm_fu.style.rules import GraceRules
from rhythm_fu.style.tier import Tier

MOST = 100.0


@dataclass(frozen=True, slots=True)
class Grace:
    """Level 0..100, its tier, and what the next step needs: last errors (microseconds), moves, links, stumble times.

    `moves` and `links` hold the last actions together: a miss is NONE with a broken link; an evasion is no move of its
    own, so that turning is not counted as composing.
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

    def target(self, since: int, percent: int, rules: GraceRules) -> float:
        """Where Grace is heading, 0..100. Stumbles before `since` are forgotten; `percent` scales the spread."""
        width = rules.uneven - rules.even
        even = _clamp((rules.uneven - spread(self.errors) * 100 / percent) / width)
        distinct = len({move for move in self.moves if move not in (Move.NONE, Move.EVADE)})
        varied = _clamp((distinct - 1) / (rules.distinct_most - 1))
        linked = sum(self.links) / len(self.links) if self.links else 1.0
        lost = sum(at >= since for at in self.stumbles)
        composed = 1 - _clamp(lost / rules.stumbles_most)
        return MOST * (
            rules.even_share * even
            + rules.distinct_share * varied
            + rules.link_share * linked
            + rules.composure_share * composed
        )

    def after_hit(
        self, error: int, move: Move, *, is_linked: bool, is_flawless: bool, since: int, percent: int, rules: GraceRules
    ) -> "Grace":
        """After an answered target."""
        seen = Grace(
            self.level,
            self.tier,
            (*self.errors, error)[-rules.error_span :],
            (*self.moves, move)[-rules.action_span :],
            (*self.links, is_linked)[-rules.action_span :],
            self.stumbles,
        )
        away = seen.target(since, percent, rules) - self.level
        step = (rules.rise if away > 0 else rules.fall) * away + (rules.flawless if is_flawless else 0.0)
        return seen.moved(step, rules)

    def after_miss(self, loss: float, rules: GraceRules) -> "Grace":
        """After a miss: lower by `loss`, and its link is broken."""
        seen = Grace(
            self.level,
            self.tier,
            self.errors,
            (*self.moves, Move.NONE)[-rules.action_span :],
            (*self.links, False)[-rules.action_span :],
            self.stumbles,
        )
        return seen.moved(-loss, rules)

    def after_stumble(self, at: int, rules: GraceRules) -> "Grace":
        """After a press that answered nothing. Only as many stumbles are kept as can matter."""
        stumbles = (*self.stumbles, at)[-rules.stumbles_most :]
        return Grace(self.level, self.tier, self.errors, self.moves, self.links, stumbles).moved(-rules.stumble, rules)

    def moved(self, step: float, rules: GraceRules) -> "Grace":
        """Higher or lower by so much, within 0..100."""
        level = min(MOST, max(0.0, self.level + step))
        tier = tier_of(level, self.tier, rules)
        return Grace(level, tier, self.errors, self.moves, self.links, self.stumbles)


def spread(errors: tuple[int, ...]) -> float:
    """Standard deviation in microseconds, exact up to its one division and root; 0 with fewer than two."""
    count = len(errors)
    if count < 2:
        return 0.0
    return sqrt(count * sum(e * e for e in errors) - sum(errors) ** 2) / count


def tier_of(level: float, before: Tier, rules: GraceRules) -> Tier:
    """The tier at a level, coming from another: going down takes `hysteresis` more."""
    up = max(tier for tier in Tier if level >= rules.tiers[tier])
    if up >= before:
        return up
    return max(tier for tier in Tier if tier <= before and level >= rules.tiers[tier] - rules.hysteresis)


def _clamp(share: float) -> float:
    return min(1.0, max(0.0, share))
