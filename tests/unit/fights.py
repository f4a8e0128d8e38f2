"""A small language for fights: set the stage, press, look."""

import itertools
from dataclasses import dataclass, replace

from rhythm_fu.chart import Chart, Event, Kind, Level, Mark, MarkKind, Reach, Side
from rhythm_fu.chart.model import LevelChart
from rhythm_fu.fight import Action, ActionKind, Fight, FightView, Setup
from rhythm_fu.judge.model import Button, Judgement, Press
from rhythm_fu.units import SongTime, Tick, beats
from tests.unit.chart_samples import TEMPO, a_song, held_drop, level_of, other, takedown

LEFT, RIGHT = Side.LEFT, Side.RIGHT
NEAR, FAR = Reach.NEAR, Reach.FAR
STRIKE = {LEFT: Button.STRIKE_LEFT, RIGHT: Button.STRIKE_RIGHT}
SHOOT = {LEFT: Button.SHOOT_LEFT, RIGHT: Button.SHOOT_RIGHT}

__all__ = [
    "FAR", "LEFT", "NEAR", "RIGHT", "SHOOT", "STRIKE", "Player", "at", "chart_with", "double", "drop", "held_drop",
    "phrases", "reflect", "shield", "sweep", "takedown",
]  # fmt: skip


def at(beat: float, off: int = 0) -> SongTime:
    """The moment of a beat, and so many microseconds more."""
    return SongTime(TEMPO.at(beats(beat)) + off)


def sweep(beat: float) -> Event:
    return other(beat, Kind.SWEEP)


def double(beat: float) -> Event:
    return other(beat, Kind.DOUBLE)


def reflect(beat: float, side: Side) -> Event:
    return other(beat, Kind.REFLECT, side)


def shield(beat: float, side: Side) -> Event:
    return other(beat, Kind.SHIELD, side)


def drop(beat: float) -> Event:
    return other(beat, Kind.DROP)


def phrases(*starts: float) -> tuple[Mark, ...]:
    """Phrase marks from each beat to the next; the last number only ends one."""
    ticks = [Tick(beats(start)) for start in starts]
    return tuple(Mark(MarkKind.PHRASE, a, TEMPO.at(a), b, TEMPO.at(b)) for a, b in itertools.pairwise(ticks))


def chart_with(level: Level, *events: Event, marks: tuple[Mark, ...] = ()) -> Chart:
    levels: tuple[LevelChart, ...] = (level_of(level, *events),)
    return replace(a_song(), levels=levels, marks=marks)


@dataclass
class Player:
    """A fight with somebody at the buttons. Changes."""

    fight: Fight

    @classmethod
    def on(
        cls, *events: Event, level: Level = Level.NORMAL, setup: Setup | None = None, marks: tuple[Mark, ...] = ()
    ) -> "Player":
        return cls(Fight(chart_with(level, *events, marks=marks), level, setup or Setup()))

    def tap(self, button: Button, beat: float, off: int = 0) -> Judgement | Action:
        """Down and up again; what the press came to."""
        out = self.press(button, beat, off)
        self.release(button, beat, off)
        return out

    def press(self, button: Button, beat: float, off: int = 0) -> Judgement | Action:
        return self.fight.press(Press(at(beat, off), button))[-1]

    def release(self, button: Button, beat: float, off: int = 0) -> tuple[Judgement | Action, ...]:
        return self.fight.press(Press(at(beat, off), button, is_release=True))

    def seen(self, beat: float, off: int = 0) -> FightView:
        """The fight looked at, everything due decided."""
        self.fight.advance(at(beat, off))
        return self.fight.view(at(beat, off))


def is_action(found: Judgement | Action, kind: ActionKind) -> bool:
    return isinstance(found, Action) and found.kind is kind
