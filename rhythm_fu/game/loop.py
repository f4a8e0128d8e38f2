"""The loop: 60 frames a second, the queue pumped about eight times within each and every millisecond between them."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import pygame

from rhythm_fu.game.scene import Goto, Scene, Signal, SignalKind, host_now
from rhythm_fu.units import MICROS, HostTime

FRAMES_PER_SECOND: Final = 60
FRAME: Final = MICROS // FRAMES_PER_SECOND
BREATH: Final = 500
"""Microseconds between two looks at the queue, at least: a look costs 30. A press is stamped midway between two looks,
so this and the longest part of a frame (1.2 ms) together must stay below 2 ms for a stamp to be within 1 ms.
"""

NAP: Final = 0.001
"""Seconds slept between two pumps while idle."""

LATEST_FRAMES: Final = 4
"""Behind by more than this, the loop starts counting frames anew instead of hurrying after them."""


class Pump(Protocol):
    """Where signals come from."""

    def pump(self) -> None:
        """Read what has happened."""
        ...

    def take(self) -> tuple[Signal, ...]:
        """Hand it over."""
        ...


class Canvas(Protocol):
    """What a frame is painted on."""

    @property
    def canvas(self) -> pygame.Surface:
        """The surface scenes paint."""
        ...

    def show(self) -> None:
        """Bring it to the screen."""
        ...


@contextmanager
def quiet_memory() -> Iterator[None]:
    """No garbage collection while timing matters: a full one takes 10 ms, and a fight leaves next to nothing behind."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


class Loop:
    """Runs one scene after another until one says `quit`. Changes all the time."""

    def __init__(
        self,
        screen: Canvas,
        pump: Pump,
        stage: Callable[[Goto], Scene],
        *,
        host: Callable[[], HostTime] = host_now,
        nap: Callable[[float], None] = time.sleep,
        frame: int = FRAME,
    ) -> None:
        self._screen = screen
        self._pump = pump
        self._stage = stage
        self._host = host
        self._nap = nap
        self._frame = frame
        self._breathed = 0
        self._scene: Scene | None = None
        self._next: Goto | None = None
        self.frames = 0

    def run(self, first: Goto) -> None:
        """Stage scenes until one of them goes to `quit` or the window is closed."""
        self._next = first
        while self._next is not None and self._next.scene != "quit":
            scene = self._stage(self._next)
            self._scene, self._next = scene, None
            if scene.wants_quiet:
                with quiet_memory():
                    self._play(scene)
            else:
                self._play(scene)
            scene.leave()

    def breathe(self) -> None:
        """Pump and hand over presses. Called between the parts of a frame too, so that none waits for its end.

        Asked more often than every half millisecond it does nothing.
        """
        now = self._host()
        if now - self._breathed < BREATH:
            return
        self._breathed = now
        self._pump.pump()
        scene = self._scene
        for signal in self._pump.take():
            if signal.kind is SignalKind.CLOSE:
                self._next = Goto("quit")
            elif scene is not None and self._next is None:
                self._next = scene.handle(signal)
        if scene is not None and self._next is None:
            scene.attend(now)

    def _play(self, scene: Scene) -> None:
        due = self._host()
        while self._next is None:
            self.breathe()
            self._next = self._next or scene.advance(self._host())
            if self._next is not None:
                return
            scene.draw(self._screen.canvas)
            self.breathe()
            self._screen.show()
            self.frames += 1
            due = HostTime(due + self._frame)
            if self._host() - due > LATEST_FRAMES * self._frame:
                due = self._host()
            self._idle(due)

    def _idle(self, due: HostTime) -> None:
        while self._next is None:
            self.breathe()
            left = due - self._host()
            if left <= 0:
                return
            self._nap(min(NAP, left / MICROS))
