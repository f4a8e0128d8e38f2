"""What is to be heard of a fight: blows, each with a lead-in, an impact and an answer.

Where a blow is heard depends on the mode (docs/timing.md), never on the frame that noticed it.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, Protocol

import numpy as np

from rhythm_fu.chart.model import Side
from rhythm_fu.fight.view import Action, ActionKind, Blow
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.library import FoleyMode
from rhythm_fu.sound.model import Samples
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick, ms


class CuePart(Enum):
    """Breath or cloth before, the blow itself, the floor's or metal's answer."""

    LEAD_IN = "lead-in"
    IMPACT = "impact"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound of the fight and its moment. `strength` 0..1 grows with the event's weight and the answer's value.

    A sound made of air, such as a lead-in, ends on its moment. What of it would lie before `since` (the press that it
    belongs to) is not heard; None: it was known beforehand.
    """

    at: SongTime
    part: CuePart
    move: Move
    grade: Grade
    side: Side | None = None
    strength: float = 1.0
    action: ActionKind | None = None
    since: SongTime | None = None

    @property
    def may_be_cut(self) -> bool:
        """Whether it keeps its end when it starts too late: a lead-in belongs before its blow; a blow comes late."""
        return self.part is CuePart.LEAD_IN and self.action is None


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

QUANTISE_REACH: Final = ms(45)
"""A line further off than this is not waited for: the blow would seem to come from somebody else's hand."""

ON_TIME: Final = Grade.PERFECT
"""Scheduled blows are left as they are for a press at least so good; for a later one they are taken back."""

LATEST_ANSWER: Final = ms(260)
"""An answer that would come later than this sounds like another blow."""

SHORTEST_LEAD: Final = ms(12)
"""Less breath than this before a blow is only a click."""

FADE_IN: Final = 96
"""Samples (2 ms at 48 kHz) over which a sound that is cut at its front rises."""

_PER_WEIGHT: Final = 0.006


def without_front(clip: Clip, samples: int) -> Clip | None:
    """The clip without so many of its first samples, risen softly; None if that is all of it."""
    if samples <= 0:
        return clip
    left = clip.samples[samples:].copy()
    if not len(left):
        return None
    rise = min(FADE_IN, len(left))
    left[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
    return Clip(left, clip.onset - samples)


def line_ahead(tempo: TempoMap, at: SongTime, division: int = QUANTISE_DIVISION) -> SongTime:
    """The next line of the grid, with so many to the beat; `at` itself if it is on one."""
    step = TICKS_PER_BEAT // division
    return tempo.at(Tick(-(-tempo.tick(at) // step) * step))


def impact_at(judgement: Judgement, mode: FoleyMode, tempo: TempoMap) -> SongTime:
    """When the impact of an answer sounds. An evasion is never retimed, except where it was laid down beforehand."""
    pressed, event = judgement.judged_at, judgement.event.at
    if mode is FoleyMode.INSTANT:
        return pressed
    if mode is FoleyMode.SCHEDULED:
        return event if pressed <= event or judgement.grade >= ON_TIME else pressed
    if pressed <= event:
        return judgement.impact_at
    line = line_ahead(tempo, pressed)
    return line if line - pressed <= QUANTISE_REACH and judgement.move is not Move.EVADE else pressed


def answer_after(tempo: TempoMap, at: SongTime) -> SongTime:
    """When floor or metal answers an impact."""
    return SongTime(at + min(LATEST_ANSWER, tempo.beat_length(at) // 2))


def blow_cues(blow: Cue, tempo: TempoMap, *, has_lead: bool) -> tuple[Cue, ...]:
    """An impact with its lead-in, if there is time for one, and its answer."""
    cues = [blow]
    if has_lead:
        cues.insert(0, replace(blow, part=CuePart.LEAD_IN))
    if blow.move is not Move.EVADE:
        cues.append(replace(blow, at=answer_after(tempo, blow.at), part=CuePart.ANSWER, since=None))
    return tuple(cues)


def cues_of(judgement: Judgement, mode: FoleyMode, tempo: TempoMap) -> tuple[Cue, ...]:
    """What is heard of one judgement. A miss is silent until its blow lands; an evasion is cloth."""
    if judgement.grade is Grade.MISS:
        return ()
    at, pressed = impact_at(judgement, mode, tempo), judgement.judged_at
    since = None if mode is FoleyMode.SCHEDULED and at == judgement.event.at else pressed
    blow = Cue(
        at, CuePart.IMPACT, judgement.move, judgement.grade, judgement.side,
        strength_of(judgement.event.weight, judgement.value), since=since,
    )  # fmt: skip
    return blow_cues(blow, tempo, has_lead=since is None or at - pressed >= SHORTEST_LEAD)


def strength_of(weight: int, value: float) -> float:
    """How hard a blow sounds, 0.4..1, from its event's weight and its value."""
    return min(1.0, 0.4 + _PER_WEIGHT * weight * max(value, 0.3))


def blow_cue(blow: Blow) -> Cue:
    """What is heard of an attacker's blow that landed."""
    return Cue(blow.at, CuePart.IMPACT, Move.NONE, Grade.MISS, blow.side, 0.7)


def action_cues(action: Action, mode: FoleyMode = FoleyMode.INSTANT, tempo: TempoMap | None = None) -> tuple[Cue, ...]:
    """What is heard of a press that answered nothing. Quantised, a turn or reload just before its half-beat waits."""
    if action.kind is ActionKind.IGNORED:
        return ()
    at = action.at
    if tempo is not None and mode is not FoleyMode.INSTANT and action.kind in (ActionKind.FLOURISH, ActionKind.RELOAD):
        line = line_ahead(tempo, at, 2)
        at = line if line - at <= QUANTISE_REACH else at
    return (Cue(at, CuePart.LEAD_IN, Move.NONE, Grade.OK, None, 0.5, action.kind),)
