"""Stamps presses by pumping the event queue often.

SDL's own event stamps are the pump's time in whole milliseconds, so the only way to know when a key went down is to
ask often: a press seen now happened since the last pump, most likely in the middle. Pumped 8 times a frame and every
millisecond while idle this is right within 0.8 ms; pumped once a frame it is off by up to 20 ms.
"""

from collections.abc import Callable, Sequence

import pygame

from rhythm_fu.game.input.bindings import MENU_KEYS, Bindings
from rhythm_fu.game.input.pads import BUTTON_NAMES, Pads
from rhythm_fu.game.scene import Signal, SignalKind, host_now
from rhythm_fu.units import HostTime


class PressPump:
    """Reads the event queue. Changes with every `pump`; `take` hands over what was read so far."""

    def __init__(
        self,
        bindings: Bindings,
        read: Callable[[], Sequence[pygame.event.Event]] = pygame.event.get,
        host: Callable[[], HostTime] = host_now,
        pads: Pads | None = None,
    ) -> None:
        self.bindings = bindings
        self._read = read
        self._host = host
        self._pads = pads
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
        if self._pads is None:
            return None
        if kind == pygame.CONTROLLERAXISMOTION:
            moved = self._pads.trigger(event.instance_id, event.axis, event.value)
            return self._key(moved[0], moved[1], at) if moved else None
        if kind == pygame.CONTROLLERDEVICEADDED:
            return Signal(at, SignalKind.PAD_FOUND) if self._pads.plugged_in(event.device_index) else None
        if kind == pygame.CONTROLLERDEVICEREMOVED:
            return Signal(at, SignalKind.PAD_LOST) if self._pads.pulled_out(event.instance_id) else None
        return None

    def _key(self, name: str, is_down: bool, at: HostTime) -> Signal:
        kind = SignalKind.DOWN if is_down else SignalKind.UP
        return Signal(at, kind, self.bindings.buttons.get(name), MENU_KEYS.get(name), name)
