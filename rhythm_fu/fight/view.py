"""What a fight shows: frozen snapshots for drawing and sound. Reading one never changes the fight."""

from dataclasses import dataclass
from enum import Enum

from rhythm_fu.chart.model import Event, Side
from rhythm_fu.judge.model import Button, Judgement
from rhythm_fu.style.tier import Tier
from rhythm_fu.units import SongTime


@dataclass(frozen=True, slots=True)
class TargetView:
    """An attacker, sweep or drop on stage. `judgement` is set once it is decided.

    `enters_at` is four beats before the event, `winds_up_at` one beat before.
    """

    target: int
    event: Event
    side: Side | None
    enters_at: SongTime
    winds_up_at: SongTime
    judgement: Judgement | None = None


class ActionKind(Enum):
    """Presses that answered no target."""

    FLOURISH = "flourish"
    STUMBLE = "stumble"
    RELOAD = "reload"
    PLATE_TAKEN = "plate-taken"
    DRY = "dry"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Action:
    """A press outside any target: shown as a flourish, a stumble, a reload tap."""

    at: SongTime
    button: Button
    kind: ActionKind


@dataclass(frozen=True, slots=True)
class FightView:
    """The whole fight at one moment. `targets` holds those on stage now: entered, and not over for more than 2 beats.

    `judgements` are the last 24, `actions` the last 8, newest last. `errors` are the last 40 errors in microseconds.
    """

    now: SongTime
    targets: tuple[TargetView, ...]
    judgements: tuple[Judgement, ...]
    actions: tuple[Action, ...]
    errors: tuple[int, ...]
    style_points: int
    multiplier: float
    combo: int
    best_combo: int
    precision: int
    accuracy: float
    grace: float
    tier: Tier
    health: float
    rounds: int
    plates: int
    is_armed: bool
    armed_until: SongTime
    hold_from: SongTime | None
    hold_until: SongTime | None
    down_until: SongTime | None
    off_balance_until: SongTime | None
    knockdowns_left: int | None
    panes: tuple[int, int] = (0, 0)
    is_over: bool = False
    has_failed: bool = False
