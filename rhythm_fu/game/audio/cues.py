"""What is to be heard of a fight: blows, each with a lead-in, an impact and an answer.

An impact sounds on its event: an early press makes the lead-in longer, a late one sounds at once. Where a blow is
heard depends on the mode, never on the frame that noticed it.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from rhythm_fu.chart.model import Side
from rhythm_fu.fight.view import Action, ActionKind, Blow
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.sound.model import Samples
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, ms


class FoleyMode(Enum):
    """When a blow is heard: as pressed, on the nearest line of the grid still ahead, or known beforehand."""

    INSTANT = "instant"
    QUANTISED = "quantised"
    SCHEDULED = "scheduled"


class CuePart(Enum):
    """Breath or cloth before, the blow itself, the floor's or metal's answer."""

    LEAD_IN = "lead-in"
    IMPACT = "impact"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound of the fight and its moment. `strength` 0..1 grows with the event's weight and the answer's value."""

    at: SongTime
    part: CuePart
    move: Move
    grade: Grade
    side: Side | None = None
    strength: float = 1.0
    action: ActionKind | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sound at the mixer's rate, shape (n, 2), -1 to 1, whose sample `onset` belongs on the blow's moment."""

    samples: Samples
    onset: int = 0


class Foley(Protocol):
    """Turns blows into sound. The same blow may give another variant each time; None is silence."""

    def tune(self, key: str, /) -> None:
        """Fit tonal parts to the song's key, such as `A minor`; empty when unknown."""
        ...

    def clip(self, cue: Cue, /) -> Clip | None:
        """The sound of a blow."""
        ...


QUANTISE_DIVISION: Final = 4
"""Lines a beat in quantised mode: sixteenths."""

LATEST_ANSWER: Final = ms(260)
"""An answer that would come later than this sounds like another blow."""

_PER_WEIGHT: Final = 0.006


def _next_line(tempo: TempoMap, at: SongTime) -> SongTime:
    step = TICKS_PER_BEAT // QUANTISE_DIVISION
    line = -(-tempo.tick(at) // step) * step
    return tempo.at(line)


def impact_at(judgement: Judgement, mode: FoleyMode, tempo: TempoMap) -> SongTime:
    """When the impact of an answer sounds: on the event after an early press, at once after a late one."""
    if judgement.judged_at <= judgement.event.at:
        return judgement.event.at
    return _next_line(tempo, judgement.judged_at) if mode is FoleyMode.QUANTISED else judgement.judged_at


def cues_of(judgement: Judgement, mode: FoleyMode, tempo: TempoMap) -> tuple[Cue, ...]:
    """What is heard of one judgement. A miss is silent until its blow lands; an evasion is cloth."""
    side, grade, move = judgement.side, judgement.grade, judgement.move
    strength = min(1.0, 0.4 + _PER_WEIGHT * judgement.event.weight * max(judgement.value, 0.3))
    if grade is Grade.MISS:
        return ()
    at = impact_at(judgement, mode, tempo)
    answer = min(LATEST_ANSWER, tempo.beat_length(at) // 2)
    cues = [Cue(at, CuePart.IMPACT, move, grade, side, strength)]
    if judgement.judged_at < judgement.event.at:
        cues.insert(0, Cue(judgement.judged_at, CuePart.LEAD_IN, move, grade, side, strength))
    if move is not Move.EVADE:
        cues.append(Cue(SongTime(at + answer), CuePart.ANSWER, move, grade, side, strength))
    return tuple(cues)


def blow_cue(blow: Blow) -> Cue:
    """What is heard of an attacker's blow that landed."""
    return Cue(blow.at, CuePart.IMPACT, Move.NONE, Grade.MISS, blow.side, 0.7)


def action_cues(action: Action) -> tuple[Cue, ...]:
    """What is heard of a press that answered nothing."""
    if action.kind is ActionKind.IGNORED:
        return ()
    return (Cue(action.at, CuePart.LEAD_IN, Move.NONE, Grade.OK, None, 0.5, action.kind),)
