"""The title."""

from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import QUIT, Goto, Menu, Signal
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.menu_view import Choice
from rhythm_fu.game.view.title_view import COLUMN, TitleView
from rhythm_fu.units import MICROS, HostTime

CHOICES: Final = (Choice("Dance"), Choice("Settings"), Choice("Leave"))
_GOES: Final = (Goto("songs"), Goto("settings"), QUIT)
HINTS: Final = (Hint(Menu.UP, "choose"), Hint(Menu.ACCEPT, "take it"), Hint(Menu.BACK, "leave"))
BPM: Final = 96
"""How fast the title's rings close: a resting heart, a little moved."""


class TitleScene:
    """The first screen."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._view = TitleView(backstage.letters)
        self._lines = Lines(backstage, "title", COLUMN, len(CHOICES))
        self._since = backstage.host()
        self._beat = 0.0

    def handle(self, signal: Signal) -> Goto | None:
        """Up, down, take it."""
        meant = self._lines.meant(signal)
        if meant is None:
            return None
        if meant.menu is Menu.ACCEPT:
            return _GOES[self._lines.chosen]
        return QUIT if meant.menu is Menu.BACK else None

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, now: HostTime) -> Goto | None:
        """Only the rings move."""
        self._beat = (now - self._since) * BPM / 60 / MICROS
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """Name and choices."""
        self._view.draw(surface, CHOICES, self._lines.chosen, self._beat, self._back.notes)
        self._lines.draw_hints(surface, HINTS)

    def leave(self) -> None:
        """What was told here need not be told again on the next screen."""
        self._back.told = len(self._back.notes)
