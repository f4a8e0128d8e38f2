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

    `enters_at` is four beats before the event, but no less than 1.2 s and no more than 2.4 s of the player's time, then
    scaled by the setup's lead; `winds_up_at` is one beat before. A drop with a build enters so long before the hold
    begins. `has_gun`: a perfect strike on him returns a round.
    """

    target: int
    event: Event
    side: Side | None
    enters_at: SongTime
    winds_up_at: SongTime
    judgement: Judgement | None = None
    has_gun: bool = False


class ActionKind(Enum):
    """Presses that answered no target, or did something beside.

    GLANCED: a blow that a shield took. EVADED: a pirouette out of a bullet's way, fired or about to be. IGNORED: a
    press while she recovers, is off balance, on the floor, or with three attack buttons held; it has no effect at all.
    """

    FLOURISH = "flourish"
    STUMBLE = "stumble"
    RELOAD = "reload"
    PLATE_TAKEN = "plate-taken"
    DRY = "dry"
    HOLD = "hold"
    FIZZLE = "fizzle"
    GLANCED = "glanced"
    EVADED = "evaded"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Action:
    """A press outside any target: shown as a flourish, a stumble, a reload tap."""

    at: SongTime
    button: Button
    kind: ActionKind


@dataclass(frozen=True, slots=True)
class Blow:
    """An attacker's blow that landed: half a beat after the event nobody answered."""

    at: SongTime
    target: int
    side: Side | None


@dataclass(frozen=True, slots=True)
class FightView:
    """The whole fight at one moment. `targets` holds those on stage now: entered, and not over for more than 2 beats.

    `judgements` are the last 24, `actions` and `blows` the last 8, newest last. `errors` are the last 40 errors in
    microseconds. `panes` counts the ricochets that the left and the right mirror have taken; each third one shatters a
    pane (`shattered` counts those), and the next pane hangs behind it. `is_armed` is en pointe: until `armed_until` the
    next attack is a wheel kick or headshot. `hold_from` is when a hold began, `hold_until` the drop it is for.
    `knockdowns_left` None = without limit. While she is on the floor (`down_until` is set) health reads 0.
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
    blows: tuple[Blow, ...] = ()
    is_table_near: bool = False
    shattered: tuple[int, int] = (0, 0)
