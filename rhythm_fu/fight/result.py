"""What is left of a fight: the numbers of the results screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from rhythm_fu.chart.model import Level
from rhythm_fu.fight.setup import Setup
from rhythm_fu.judge.model import Grade
from rhythm_fu.style.tier import Tier


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
