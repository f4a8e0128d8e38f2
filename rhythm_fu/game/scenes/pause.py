"""The interval: a paused fight's menu, with the two volumes at hand and the other settings behind a door."""

from enum import Enum
from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Menu, Signal
from rhythm_fu.game.scenes.legend import draw_legend
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.scenes.settings import AT_ONCE, VOLUMES, Panel
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import HEADING, Choice, Column


class Wish(Enum):
    """What a player can want in the interval; the value is the line's name. The settings open here, over the fight."""

    GO_ON = "Go on"
    ONCE_MORE = "Once more"
    SETTINGS = "Settings"
    LEAVE = "Leave"


LINES: Final = (Wish.GO_ON, Wish.ONCE_MORE, *VOLUMES, Wish.SETTINGS, Wish.LEAVE)
COLUMN: Final = Column(top=224, width=360, most=len(LINES))
HEADING_Y: Final = 148
LEGEND_Y: Final = 496
HINTS: Final = (
    Hint(Menu.UP, "choose"), Hint(Menu.ACCEPT, "take it"), Hint(Menu.BACK, "go on"), Hint(Menu.RETRY, "once more"),
)  # fmt: skip
DIAL_HINTS: Final = (HINTS[0], Hint(Menu.LEFT, "change"), *HINTS[2:])
VEIL: Final = (7, 3, 13, 190)
DENSE_VEIL: Final = (7, 3, 13, 226)
"""Under a list that fills the screen."""


class Interval:
    """The menu over a paused fight. What is turned is kept, and holds from the return on."""

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._lines = Lines(backstage, "pause", COLUMN, len(LINES))
        self._panel: Panel | None = None

    def begin(self) -> None:
        """The first line is chosen whenever a fight is paused."""
        self._panel = None
        self._lines.choose(0)

    def handle(self, signal: Signal) -> Wish | None:
        """What the player wants; None while nothing is decided."""
        if self._panel is not None:
            if self._panel.handle(signal) is Menu.BACK:
                self._panel = None
            self._back.foley.set_beside(self._back.music_level)
            return None
        meant = self._lines.meant(signal)
        if meant is None:
            return None
        line = LINES[self._lines.chosen]
        if meant.menu is Menu.BACK:
            return Wish.GO_ON
        if meant.menu is Menu.RETRY:
            return Wish.ONCE_MORE
        if line is Wish.SETTINGS:
            if meant.menu is Menu.ACCEPT:
                self._panel = Panel(self._back, "pause settings", AT_ONCE)
            return None
        if isinstance(line, Wish):
            return line if meant.menu is Menu.ACCEPT else None
        if meant.menu in (Menu.LEFT, Menu.RIGHT, Menu.ACCEPT):
            way = COLUMN.turned(meant.pointer) if meant.pointer else -1 if meant.menu is Menu.LEFT else 1
            self._back.change(**{line.field: line.turned(self._back.settings, way)})
            self._back.foley.set_beside(self._back.music_level)
        return None

    def draw(self, surface: pygame.Surface, legend: tuple[tuple[str, str], ...]) -> None:
        """A veil over the stage, the lines, and what the keys do; or the settings."""
        veil = pygame.Surface(surface.get_size(), pygame.SRCALPHA)
        veil.fill(VEIL if self._panel is None else DENSE_VEIL)
        surface.blit(veil, (0, 0))
        if self._panel is not None:
            self._panel.draw(surface)
            return
        letters, settings = self._back.letters, self._back.settings
        letters.draw(surface, "Interval", HEADING, (CENTRE_X, HEADING_Y))
        choices = [
            Choice(line.value) if isinstance(line, Wish)
            else Choice(line.label, line.text(settings), turns=True, in_middle=True)
            for line in LINES
        ]  # fmt: skip
        self._lines.draw(surface, choices)
        draw_legend(surface, letters, legend, LEGEND_Y)
        is_dial = not isinstance(LINES[self._lines.chosen], Wish)
        self._lines.draw_hints(surface, DIAL_HINTS if is_dial else HINTS)
