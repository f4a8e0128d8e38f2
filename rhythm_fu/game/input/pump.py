"""Stamps presses by pumping the event queue often.

SDL's own event stamps are the pump's time in whole milliseconds, so the only way to know when a key went down is to
ask often: a press seen now happened since the last pump, most likely in the middle. Pumped 8 times a frame and every
millisecond while idle this is right within 0.8 ms; pumped once a frame it is off by up to 20 ms.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import pygame

from rhythm_fu.game.input.bindings import MENU_KEYS, Bindings, is_pad
from rhythm_fu.game.input.pads import BUTTON_NAMES, Pads
from rhythm_fu.game.scene import Signal, SignalKind, host_now
from rhythm_fu.units import HostTime

MOUSE_BUTTONS: Final[Mapping[int, str]] = MappingProxyType({1: "mouse left", 3: "mouse right"})


class PressPump:
    """Reads the event queue. Changes with every `pump`; `take` hands over what was read so far.

    `locate` turns a place in the window into one on the logical screen. `uses_pad` is whether a pad was
    the last thing touched, or has just been plugged in.
    """

    def __init__(
        self,
        bindings: Bindings,
        read: Callable[[], Sequence[pygame.event.Event]] = pygame.event.get,
        host: Callable[[], HostTime] = host_now,
        pads: Pads | None = None,
        locate: Callable[[tuple[int, int]], tuple[int, int]] = lambda at: at,
    ) -> None:
        self.bindings = bindings
        self._read = read
        self._host = host
        self._pads = pads
        self._locate = locate
        self._pointer = (-1, -1)
        self.uses_pad = False
        self._last = host()
        self._signals: list[Signal] = []

    def bind(self, bindings: Bindings) -> None:
        """Keys mean this from now on."""
        self.bindings = bindings

    def pump(self) -> None:
        """Read what has happened since the last pump."""
        now = self._host()
        at = HostTime((self._last + now) // 2)
        self._last = now
        for event in self._read():
            signal = self._signal(event, at)
            if signal is not None:
                self._signals.append(signal)

    def take(self) -> tuple[Signal, ...]:
        """Everything read and not yet taken, in order."""
        if not self._signals:
            return ()
        taken = tuple(self._signals)
        self._signals.clear()
        return taken

    def _signal(self, event: pygame.event.Event, at: HostTime) -> Signal | None:
        kind = event.type
        if kind in (pygame.KEYDOWN, pygame.KEYUP):
            return self._key(pygame.key.name(event.key), kind == pygame.KEYDOWN, at)
        if kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            name = BUTTON_NAMES.get(event.button)
            return self._key(name, kind == pygame.CONTROLLERBUTTONDOWN, at) if name else None
        if kind == pygame.QUIT:
            return Signal(at, SignalKind.CLOSE)
        if kind == pygame.WINDOWFOCUSLOST:
            return Signal(at, SignalKind.FOCUS_LOST)
        if kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL):
            return self._mouse(event, at)
        if self._pads is None:
            return None
        if kind == pygame.CONTROLLERAXISMOTION:
            moved = self._pads.trigger(event.instance_id, event.axis, event.value)
            return self._key(moved[0], moved[1], at) if moved else None
        if kind == pygame.CONTROLLERDEVICEADDED:
            if not self._pads.plugged_in(event.device_index):
                return None
            self.uses_pad = True
            return Signal(at, SignalKind.PAD_FOUND)
        if kind == pygame.CONTROLLERDEVICEREMOVED:
            if not self._pads.pulled_out(event.instance_id):
                return None
            self.uses_pad = self.uses_pad and len(self._pads) > 0
            return Signal(at, SignalKind.PAD_LOST)
        return None

    def _mouse(self, event: pygame.event.Event, at: HostTime) -> Signal | None:
        if event.type == pygame.MOUSEWHEEL:
            return Signal(at, SignalKind.WHEEL, pointer=self._pointer, turns=event.y) if event.y else None
        self._pointer = self._locate(event.pos)
        if event.type == pygame.MOUSEMOTION:
            return Signal(at, SignalKind.POINT, pointer=self._pointer)
        name = MOUSE_BUTTONS.get(event.button)
        return Signal(at, SignalKind.CLICK, key=name, pointer=self._pointer) if name else None

    def _key(self, name: str, is_down: bool, at: HostTime) -> Signal:
        self.uses_pad = is_pad(name)
        kind = SignalKind.DOWN if is_down else SignalKind.UP
        return Signal(at, kind, self.bindings.buttons.get(name), MENU_KEYS.get(name), name)
