"""Health: what blows cost and clean answers heal."""

from rhythm_fu.judge.model import Grade
from rhythm_fu.style.rules import HealthRules


def after_blow(health: float, cost: float, rules: HealthRules) -> float:
    """Health after a blow, never below 0; the weaker she is, the less it costs."""
    factor = rules.least_factor + (1 - rules.least_factor) * health / rules.full
    return max(0.0, health - cost * factor)


def after_hit(health: float, grade: Grade, rules: HealthRules) -> float:
    """Health after an answer, never above full."""
    return min(rules.full, health + rules.heals.get(grade, 0.0))
