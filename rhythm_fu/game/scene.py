"""What a scene is, what it hears and where it can go. Scenes know nothing of each other: they return a `Goto`."""

import time
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.fight.result import FightResult
from rhythm_fu.fight.setup import Setup
from rhythm_fu.judge.model import Button
from rhythm_fu.library.model import Song
from rhythm_fu.units import HostTime


def host_now() -> HostTime:
    """Now, on the computer's monotonic clock."""
    return HostTime(time.perf_counter_ns() // 1_000)


class Menu(Enum):
    """What a key means outside a fight, and the few that work inside one."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    ACCEPT = "accept"
    BACK = "back"
    RETRY = "retry"
    REMOVE = "remove"


class SignalKind(Enum):
    """What happened outside the game."""

    DOWN = "down"
    UP = "up"
    FOCUS_LOST = "focus-lost"
    PAD_LOST = "pad-lost"
    PAD_FOUND = "pad-found"
    CLOSE = "close"
    POINT = "point"
    CLICK = "click"
    WHEEL = "wheel"


@dataclass(frozen=True, slots=True)
class Signal:
    """A key or button going down or up, or the window's or pad's news, at a moment of the host clock.

    One key can mean a fight button and a menu step at once; the scene takes the meaning it needs. `key` is the name
    that bindings use (`f`, `space`, `pad x`), of a click `mouse left` or `mouse right`. `pointer` is where the mouse is
    on the logical screen, for its own signals; `turns` counts the wheel's notches, up is positive.
    """

    at: HostTime
    kind: SignalKind
    button: Button | None = None
    menu: Menu | None = None
    key: str = ""
    pointer: tuple[int, int] | None = None
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Goto:
    """The next scene by name, and what it needs to know. `quit` leaves the game."""

    scene: str
    what: object = None


QUIT = Goto("quit")


@dataclass(frozen=True, slots=True)
class FightPlan:
    """Which fight to stage."""

    song: Song
    level: Level
    setup: Setup


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fight that is over, on its way to the results. `best_before` is the best Precision so far, None if none."""

    plan: FightPlan
    result: FightResult
    best_before: int | None = None


class Scene(Protocol):
    """One screen of the game. `advance` runs once a frame and `attend` between frames, about every millisecond."""

    @property
    def wants_quiet(self) -> bool:
        """Whether timing matters now, so that the loop holds back garbage collection."""
        ...

    def handle(self, signal: Signal) -> Goto | None:
        """Take a signal, as soon as it is known, even while a frame is drawn."""
        ...

    def attend(self, now: HostTime, /) -> None:
        """Start what is due, such as sounds."""
        ...

    def advance(self, now: HostTime, /) -> Goto | None:
        """Bring the scene to a moment."""
        ...

    def draw(self, surface: pygame.Surface) -> None:
        """Paint the scene as of the last `advance`."""
        ...

    def leave(self) -> None:
        """Stop what sounds."""
        ...
