"""Presses and judgements as values."""

from dataclasses import dataclass
from enum import Enum, IntEnum

from rhythm_fu.chart.model import Event, Side
from rhythm_fu.units import SongTime


class Grade(IntEnum):
    """How close an answer was, best last."""

    MISS = 0
    OK = 1
    GREAT = 2
    PERFECT = 3
    FLAWLESS = 4


class Button(Enum):
    """What a press means, after key bindings. FINISH is held and released; reload needs two taps."""

    __hash__ = object.__hash__  # Enum hashes the name anew each time; members are single, so identity will do

    STRIKE_LEFT = "strike-left"
    STRIKE_RIGHT = "strike-right"
    SHOOT_LEFT = "shoot-left"
    SHOOT_RIGHT = "shoot-right"
    PIROUETTE = "pirouette"
    FINISH = "finish"
    RELOAD = "reload"


@dataclass(frozen=True, slots=True)
class Press:
    """A button down, or up if `is_release`, at a moment of the song."""

    at: SongTime
    button: Button
    is_release: bool = False


class Move(Enum):
    """The move an answer became; prices and choreography hang on it."""

    __hash__ = object.__hash__  # Enum hashes the name anew each time; members are single, so identity will do

    STRIKE = "strike"
    SHOT = "shot"
    PLATE = "plate"
    WHEEL_KICK = "wheel-kick"
    HEADSHOT = "headshot"
    RICOCHET = "ricochet"
    ARENA_PROP = "arena-prop"
    DROP_FINISHER = "drop-finisher"
    EVADE = "evade"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one target. `target` numbers the fight's targets; a double is two of them with one event.

    `judged_at` is the press's moment, or the instant the miss fell due; `error` = press - event in microseconds, None
    for a miss; `value` is 0..1.
    """

    target: int
    event: Event
    side: Side | None
    judged_at: SongTime
    error: int | None
    grade: Grade
    value: float
    move: Move = Move.NONE
    is_clumsy: bool = False
    points: int = 0
    link: str = ""

    @property
    def impact_at(self) -> SongTime:
        """When the answer lands on stage: early ones on the event, late ones at once, evasions when they were made."""
        return self.judged_at if self.move is Move.EVADE else max(self.judged_at, self.event.at)
