"""Gamepads as named keys: plugged in and out at any time, any make."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pygame
from pygame._sdl2 import controller

BUTTON_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {
        pygame.CONTROLLER_BUTTON_A: "pad a", pygame.CONTROLLER_BUTTON_B: "pad b",
        pygame.CONTROLLER_BUTTON_X: "pad x", pygame.CONTROLLER_BUTTON_Y: "pad y",
        pygame.CONTROLLER_BUTTON_LEFTSHOULDER: "pad lb", pygame.CONTROLLER_BUTTON_RIGHTSHOULDER: "pad rb",
        pygame.CONTROLLER_BUTTON_BACK: "pad back", pygame.CONTROLLER_BUTTON_START: "pad start",
        pygame.CONTROLLER_BUTTON_DPAD_LEFT: "pad left", pygame.CONTROLLER_BUTTON_DPAD_RIGHT: "pad right",
        pygame.CONTROLLER_BUTTON_DPAD_UP: "pad up", pygame.CONTROLLER_BUTTON_DPAD_DOWN: "pad down",
    }
)  # fmt: skip

TRIGGER_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {pygame.CONTROLLER_AXIS_TRIGGERLEFT: "pad lt", pygame.CONTROLLER_AXIS_TRIGGERRIGHT: "pad rt"}
)

TRIGGER_DOWN: Final = 12_000
TRIGGER_UP: Final = 8_000
"""Of 32767. Two levels, so that a trembling finger presses once."""


class Pads:
    """The pads that are plugged in. Changes as they come and go and as triggers move."""

    def __init__(self) -> None:
        self._open: dict[int, controller.Controller] = {}
        self._held: set[tuple[int, int]] = set()
        controller.init()

    def __len__(self) -> int:
        return len(self._open)

    def plugged_in(self, device: int) -> bool:
        """Open a pad that SDL announced; False if it is no gamepad SDL knows."""
        if not controller.is_controller(device):
            return False
        pad = controller.Controller(device)
        self._open[pad.as_joystick().get_instance_id()] = pad
        return True

    def pulled_out(self, instance: int) -> bool:
        """Forget a pad; False if it wasn't one of ours."""
        self._held = {held for held in self._held if held[0] != instance}
        return self._open.pop(instance, None) is not None

    def trigger(self, instance: int, axis: int, value: int) -> tuple[str, bool] | None:
        """Whether a trigger's move is a press (True) or a release (False) of a key."""
        name = TRIGGER_NAMES.get(axis)
        if name is None:
            return None
        held = (instance, axis)
        if held not in self._held and value >= TRIGGER_DOWN:
            self._held.add(held)
            return name, True
        if held in self._held and value <= TRIGGER_UP:
            self._held.discard(held)
            return name, False
        return None
