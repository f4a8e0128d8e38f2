"""The title."""

from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import QUIT, Goto, Menu, Signal, SignalKind
from rhythm_fu.game.view.menu_view import Choice
from rhythm_fu.game.view.title_view import TitleView
from rhythm_fu.units import MICROS, HostTime

CHOICES: Final = (Choice("Dance"), Choice("Settings"), Choice("Leave"))
_GOES: Final = (Goto("songs"), Goto("settings"), QUIT)
BPM: Final = 96
"""How fast the title's rings close: a resting heart, a little moved."""


class TitleScene:
    """The first screen."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._view = TitleView(backstage.letters)
        self._chosen = 0
        self._since = backstage.host()
        self._beat = 0.0

    def handle(self, signal: Signal) -> Goto | None:
        """Up, down, take it."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.menu in (Menu.UP, Menu.DOWN):
            self._chosen = (self._chosen + (1 if signal.menu is Menu.DOWN else -1)) % len(CHOICES)
        elif signal.menu is Menu.ACCEPT:
            return _GOES[self._chosen]
        elif signal.menu is Menu.BACK:
            return QUIT
        return None

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, now: HostTime) -> Goto | None:
        """Only the rings move."""
        self._beat = (now - self._since) * BPM / 60 / MICROS
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Name and choices."""
        self._view.draw(surface, CHOICES, self._chosen, self._beat, self._back.notes)

    def leave(self) -> None:
        """Nothing to stop."""
