"""The lines of a menu under keys, pad and mouse: which is chosen, which are seen, what was taken."""

from dataclasses import replace

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Menu, Signal, SignalKind
from rhythm_fu.game.view.hints import Hint, Spots, draw_hints
from rhythm_fu.game.view.menu_view import Choice, Column, draw_choices


class Lines:
    """One menu's lines. Changes as the player moves; where it stood is remembered backstage under its name.

    The pointer chooses what it touches and scrolls nothing, so that no line slips away under it; the wheel scrolls.
    """

    def __init__(self, back: Backstage, name: str, column: Column, count: int, chosen: int = 0) -> None:
        self._back = back
        self._name = name
        self.column = column
        self.count = count
        self.chosen = max(0, min(count - 1, back.places.get(name, chosen)))
        self.first = 0
        self._spots: Spots = ()
        self._reveal()

    def meant(self, signal: Signal) -> Signal | None:
        """What is left to do for the scene, as if it had come from the keys; None if nothing is.

        A click on a line chooses and takes it (ACCEPT, with its pointer), one on a hint is what the hint says.
        """
        if signal.kind is SignalKind.DOWN:
            if signal.menu not in (Menu.UP, Menu.DOWN):
                return signal
            if self.count:
                self.choose((self.chosen + (1 if signal.menu is Menu.DOWN else -1)) % self.count)
                self._reveal()
        elif signal.pointer is not None:
            return self._pointed(signal, signal.pointer)
        return None

    def choose(self, line: int) -> None:
        """Make it the chosen one."""
        self.chosen = line
        self._back.places[self._name] = line

    def _pointed(self, signal: Signal, pointer: tuple[int, int]) -> Signal | None:
        if signal.kind is SignalKind.WHEEL:
            self.first = max(0, min(self.count - self.column.most, self.first - signal.turns))
        line = self.column.line_at(pointer, self.first, self.count)
        if line is not None and line != self.chosen:
            self.choose(line)
        if signal.kind is not SignalKind.CLICK or signal.key != "mouse left":
            return None
        if line is not None:
            return replace(signal, kind=SignalKind.DOWN, menu=Menu.ACCEPT)
        hint = next((menu for rect, menu in self._spots if rect.collidepoint(pointer)), None)
        return replace(signal, kind=SignalKind.DOWN, menu=hint, pointer=None) if hint is not None else None

    def _reveal(self) -> None:
        """Scroll as little as shows the chosen line, and one more beside it."""
        most = self.column.most
        self.first = max(min(self.first, self.chosen - 1), self.chosen + 2 - most)
        self.first = max(0, min(self.first, self.count - most))

    def draw(self, surface: pygame.Surface, choices: list[Choice]) -> None:
        """The lines that are seen."""
        draw_choices(surface, self._back.letters, choices, self.chosen, self.column, first=self.first)

    def draw_hints(self, surface: pygame.Surface, hints: tuple[Hint, ...]) -> None:
        """What can be done here."""
        self._spots = draw_hints(surface, self._back.letters, hints, uses_pad=self._back.uses_pad())
