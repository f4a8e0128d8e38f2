"""What is left of a fight: the numbers of the results screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rhythm_fu.chart.model import Level
from rhythm_fu.judge.model import Grade
from rhythm_fu.replay.setup import Setup
from rhythm_fu.style.grace import spread
from rhythm_fu.style.precision import letter
from rhythm_fu.style.rules import Rules
from rhythm_fu.style.tier import Tier

if TYPE_CHECKING:
    from rhythm_fu.fight.score import Score


@dataclass(frozen=True, slots=True)
class FightResult:
    """Totals of a finished (or failed) fight. Errors are press - event in microseconds, in order; misses have none.

    `accuracy` is the mean value 0..1 over all targets; `grade` X, SS, S, A, B, C or D; `style_share` is style over par.
    `unstable_rate` is ten times the errors' standard deviation in ms, as osu! counts it.
    """

    level: Level
    setup: Setup
    style_points: int
    style_par: int
    style_share: float
    style_grade: str
    precision: int
    accuracy: float
    grade: str
    best_combo: int
    counts: Mapping[Grade, int]
    clumsy: int
    stumbles: int
    errors: tuple[int, ...]
    mean_error: float
    sd_error: float
    unstable_rate: float
    early: int
    late: int
    best_tier: Tier
    grace_curve: tuple[tuple[int, float], ...]
    knockdowns: int
    has_failed: bool


def result_of(level: Level, setup: Setup, score: "Score", par: int, rules: Rules, *, has_failed: bool) -> FightResult:
    """The totals of a score; `par` is the style of the default bot. Undecided targets have no part in `counts`."""
    errors, precision = score.errors, score.precision
    mean = sum(errors) / len(errors) if errors else 0.0
    sd = spread(errors)
    counts = dict.fromkeys(Grade, 0)
    for judgement in score.judgements:
        counts[judgement.grade] += 1
    share = score.style_points / par if par else 0.0
    accuracy = precision.accuracy_of_all
    return FightResult(
        level, setup, score.style_points, par, share, letter(share, rules.style.grades), precision.points, accuracy,
        letter(accuracy, rules.precision.grades), precision.best_combo, MappingProxyType(counts), score.clumsy,
        score.stumbles, tuple(errors), mean, sd, sd / 100, sum(e < 0 for e in errors), sum(e > 0 for e in errors),
        score.best_tier, tuple(score.curve), score.knockdowns, has_failed,
    )  # fmt: skip
