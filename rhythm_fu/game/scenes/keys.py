"""Keys: every fight button by its keys, changed by pressing the new one."""

from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.input.bindings import PAD, RESERVED, Bindings
from rhythm_fu.game.scene import Goto, Menu, Signal, SignalKind
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import HEADING, Choice, backdrop, draw_choices, draw_help
from rhythm_fu.judge.model import Button
from rhythm_fu.units import HostTime

NAMES: Final = {
    Button.STRIKE_LEFT: "Strike left", Button.STRIKE_RIGHT: "Strike right", Button.SHOOT_LEFT: "Shoot left",
    Button.SHOOT_RIGHT: "Shoot right", Button.PIROUETTE: "Pirouette", Button.FINISH: "Finish", Button.RELOAD: "Reload",
}  # fmt: skip
DEFAULTS: Final = Choice("As they came", "Enter")


class KeysScene:
    """All bindings as one list."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(30, 8, 52), glow=(60, 20, 96))
        self._buttons = tuple(NAMES)
        self._chosen = 0
        self._is_asking = False

    def handle(self, signal: Signal) -> Goto | None:
        """Enter asks for a key; the next one pressed is it."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if self._is_asking:
            self._is_asking = False
            if signal.key and signal.key not in RESERVED:
                self._keep(self._back.bindings.bound(signal.key, self._buttons[self._chosen]))
            return None
        if signal.menu is Menu.BACK:
            return Goto("settings")
        if signal.menu in (Menu.UP, Menu.DOWN):
            step = 1 if signal.menu is Menu.DOWN else -1
            self._chosen = (self._chosen + step) % (len(self._buttons) + 1)
        elif signal.menu is Menu.ACCEPT:
            if self._chosen == len(self._buttons):
                self._keep(Bindings())
            else:
                self._is_asking = True
        return None

    def _keep(self, bindings: Bindings) -> None:
        keys, pad = bindings.written()
        self._back.store.change(keys=keys, pad=pad)
        self._back.rebind(bindings)

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Buttons and their keys."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Every blow its key", HEADING, (CENTRE_X, 80))
        bindings = self._back.bindings
        choices = [Choice(NAMES[button], self._keys(bindings, button)) for button in self._buttons]
        draw_choices(surface, letters, [*choices, DEFAULTS], self._chosen, top=180, step=52, width=640, most=8)
        asked = "press the new key, or Esc to leave it"
        draw_help(surface, letters, asked if self._is_asking else "Enter add a key    Esc back")

    def _keys(self, bindings: Bindings, button: Button) -> str:
        if self._is_asking and self._buttons[self._chosen] is button:
            return "…"
        keys = [name if name.startswith(PAD) else name.title() for name in bindings.keys_of(button)]
        return ", ".join(keys) or "none"

    def leave(self) -> None:
        """Nothing to stop."""
