"""All tuning of the fight, named and frozen. Change a number: raise `Rules.version` and say why in `RULES_NEWS`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from rhythm_fu.chart.model import Level
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.style.tier import Tier
from rhythm_fu.units import ms

STRIKE_PRICE: Final = 100


@dataclass(frozen=True, slots=True)
class StyleRules:
    """Style a takedown = price x value x flawless bonus x (1 + variety) x multiplier x bass weight.

    A repeat of a move within the last `repeat_span` costs; a link not among the last `link_span` pays. `clumsy_most`
    caps the value of a wrong verb; `not_held` is what a drop is worth without its hold. `grades` are shares of par: the
    plainest play without error is an S, so that beyond it lies only composing.
    """

    prices: Mapping[Move, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Move.STRIKE: STRIKE_PRICE,
                Move.SHOT: 110,
                Move.PLATE: 140,
                Move.WHEEL_KICK: 160,
                Move.HEADSHOT: 180,
                Move.RICOCHET: 200,
                Move.ARENA_PROP: 4 * STRIKE_PRICE,
                Move.DROP_FINISHER: 10 * STRIKE_PRICE,
            }
        )
    )
    flawless_bonus: float = 1.25
    repeat_cost: float = 0.10
    repeat_span: int = 4
    repeat_floor: float = -0.30
    fresh_link: float = 0.25
    link_span: int = 8
    clumsy_most: float = 0.4
    not_held: float = 0.6
    grades: tuple[tuple[str, float], ...] = (
        ("X", 1.6), ("SS", 1.25), ("S", 1.0), ("A", 0.75), ("B", 0.5), ("C", 0.25), ("D", 0.0)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class GraceRules:
    """Grace, 0..100, moves towards a target made of evenness, distinct moves, unbroken links and composure.

    `even` and `uneven` are the standard deviations (of the ordinary windows) that earn all and nothing of the evenness
    share. Spread, not mean: a badly calibrated machine costs Precision, not Grace; from `lean_least` errors on, the
    lines of flourishes lean with the mean.
    """

    start: float = 20.0
    error_span: int = 16
    lean_least: int = 8
    action_span: int = 8
    stumble_beats: int = 8
    even: int = ms(14)
    uneven: int = ms(55)
    even_share: float = 0.35
    distinct_share: float = 0.25
    distinct_most: int = 4
    link_share: float = 0.25
    composure_share: float = 0.15
    stumbles_most: int = 4
    rise: float = 0.12
    fall: float = 0.25
    flawless: float = 1.0
    miss: float = 12.0
    blow: float = 18.0
    stumble: float = 6.0
    tiers: tuple[float, ...] = (0, 20, 40, 60, 75, 88, 96)
    multipliers: tuple[float, ...] = (1, 1.5, 2, 3, 4, 6, 8)
    hysteresis: float = 3.0

    def multiplier(self, tier: Tier) -> float:
        """What style is multiplied with in a tier."""
        return self.multipliers[tier]


@dataclass(frozen=True, slots=True)
class PrecisionRules:
    """The comparable score: at most the sum of the shares. With no drop in a chart their share goes to the hits.

    `stumble_ends_combo`: else one button tapped on every beat is worth everything; before rules 2 it was.
    """

    hits: int = 600_000
    combo: int = 200_000
    drops: int = 200_000
    combo_most: int = 100
    stumble_ends_combo: bool = True
    grades: tuple[tuple[str, float], ...] = (
        ("X", 1.0), ("SS", 0.99), ("S", 0.95), ("A", 0.90), ("B", 0.80), ("C", 0.70), ("D", 0.0)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HealthRules:
    """A blow costs the level's price times a factor from 1 at full health to `least_factor` at none."""

    full: float = 100.0
    up_again: float = 40.0
    least_factor: float = 0.5
    heals: Mapping[Grade, float] = field(
        default_factory=lambda: MappingProxyType({Grade.FLAWLESS: 1.2, Grade.PERFECT: 0.8, Grade.GREAT: 0.4})
    )


@dataclass(frozen=True, slots=True)
class PoiseRules:
    """What careless presses lead to. After a stumble attacks are ignored for `recovery` microseconds.

    `recovers_at_speed`: these are the player's at any playback rate; before rules 2 they were the song's.

    So many `stumbles` within `stumble_beats` put her off balance for `half_beats`; as soon again, for twice as long as
    the last time, up to `half_beats_most`: drumming on the buttons must not pay, even where windows are wide.
    """

    recovery: int = ms(120)
    recovers_at_speed: bool = True
    stumbles: int = 3
    stumble_beats: int = 2
    half_beats: int = 1
    half_beats_most: int = 8
    held_most: int = 2


@dataclass(frozen=True, slots=True)
class WeaponRules:
    """Pistol, plates, glass and holds.

    The second reload tap comes on a later half-beat line, at most `reload_lines` on. A turn arms for `armed_beats`.
    A hold may begin `hold_early_beats` before its build. One phrase in `table_phrases` has a table; without phrase
    marks a phrase is `phrase_bars` long. `turns_from_bullets`: any pirouette from a far attacker's event to his blow
    takes her out of the bullet's way; before rules 2, only one that evaded no sweep, made after the miss was certain.
    """

    rounds: int = 6
    plates: int = 3
    reload_lines: int = 4
    shatters_at: int = 3
    armed_beats: int = 1
    hold_early_beats: int = 1
    table_phrases: int = 2
    phrase_bars: int = 8
    turns_from_bullets: bool = True


@dataclass(frozen=True, slots=True)
class LevelPlay:
    """How one level is played. `blow` is what a missed attacker costs; `knockdowns` None = as many as it takes.

    `chooses_verb`: a wrong verb on the right side becomes the right one. Without `has_ammunition` the pistol reloads
    itself.
    """

    window_percent: int
    blow: float
    knockdowns: int | None
    chooses_verb: bool = False
    has_ammunition: bool = False


_LEVELS: Final = MappingProxyType(
    {
        Level.STORY: LevelPlay(150, 4, None, chooses_verb=True),
        Level.EASY: LevelPlay(125, 6, 3, chooses_verb=True),
        Level.NORMAL: LevelPlay(100, 9, 2),
        Level.HARD: LevelPlay(85, 11, 1, has_ammunition=True),
        Level.MASTER: LevelPlay(70, 14, 0, has_ammunition=True),
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a fight is judged by. The same version means the same score for the same presses."""

    version: int = 2
    windows: HitWindows = field(default_factory=HitWindows)
    style: StyleRules = field(default_factory=StyleRules)
    grace: GraceRules = field(default_factory=GraceRules)
    precision: PrecisionRules = field(default_factory=PrecisionRules)
    health: HealthRules = field(default_factory=HealthRules)
    poise: PoiseRules = field(default_factory=PoiseRules)
    weapons: WeaponRules = field(default_factory=WeaponRules)
    levels: Mapping[Level, LevelPlay] = field(default_factory=lambda: _LEVELS)


RULES: Final = Rules()
"""The rules of today."""

RULES_NEWS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "the first published rules",
        2: "a bullet can be evaded from the moment of its event on, and beside a sweep (between a miss and its blow "
        "there was too little time to see it come); 120 ms of recovery are the player's at any speed; a stumble ends "
        "the combo (one button tapped on every beat of Story was worth 1,000,000)",
    }
)
"""Each version and why it came."""

_RULES_1: Final = replace(
    RULES,
    version=1,
    precision=replace(RULES.precision, stumble_ends_combo=False),
    poise=replace(RULES.poise, recovers_at_speed=False),
    weapons=replace(RULES.weapons, turns_from_bullets=False),
)

RULES_BY_VERSION: Final[Mapping[int, Rules]] = MappingProxyType({rules.version: rules for rules in (_RULES_1, RULES)})
"""Old replays are judged by the rules they were played under."""
