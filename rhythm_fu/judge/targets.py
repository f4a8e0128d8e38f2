"""Targets: the single things to answer. A double is two of them with one event."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from operator import attrgetter
from typing import Final

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.units import SongTime


class Way(IntFlag):
    """The ways by which a press can reach a target. A press has some, a target has some; one in common is enough."""

    LEFT = 1
    RIGHT = 2
    LEFT_GLASS = 4
    RIGHT_GLASS = 8
    FEET = 16
    PROP = 32

    @classmethod
    def to(cls, side: Side) -> "Way":
        """Straight at somebody on this side."""
        return cls.LEFT if side is Side.LEFT else cls.RIGHT

    @classmethod
    def by_glass(cls, side: Side) -> "Way":
        """By the mirror that hangs on this side."""
        return cls.LEFT_GLASS if side is Side.LEFT else cls.RIGHT_GLASS


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to answer. `side` is where an attacker really stands, `reach` how far; sweeps and drops lack both."""

    number: int
    event: Event
    at: SongTime
    side: Side | None
    reach: Reach | None
    ways: int

    @property
    def is_attacker(self) -> bool:
        """Whether a blow follows if nobody answers. Drops strike nobody."""
        return self.event.kind is not Kind.DROP


def _ways(kind: Kind, side: Side | None) -> int:
    if kind is Kind.SWEEP:
        return int(Way.FEET)
    if kind is Kind.DROP or side is None:
        return int(Way.PROP)
    straight = Way.to(side)
    return int(straight | Way.by_glass(side.other) if kind in (Kind.REFLECT, Kind.SHIELD) else straight)


_WAYS: Final = {(kind, side): _ways(kind, side) for kind in Kind for side in (*Side, None)}


def _reach(event: Event) -> Reach | None:
    if event.kind in (Kind.SWEEP, Kind.DROP):
        return None
    if event.reach is not None:
        return event.reach
    return Reach.FAR if event.kind is Kind.REFLECT else Reach.NEAR


def targets_of(events: Iterable[Event]) -> tuple[Target, ...]:
    """All targets of a level by moment, numbered from 0; at one moment in its own order, a double's left first."""
    found: list[Target] = []
    for event in sorted(events, key=attrgetter("at")):
        if event.kind is Kind.DOUBLE:
            sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT)
        elif event.kind in (Kind.SWEEP, Kind.DROP):
            sides = (None,)
        else:
            sides = (event.side,)
        for side in sides:
            found.append(Target(len(found), event, event.at, side, _reach(event), _WAYS[event.kind, side]))
    return tuple(found)
