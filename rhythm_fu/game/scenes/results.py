"""The results."""

from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Outcome, Signal
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.menu_view import HEADING, Column
from rhythm_fu.game.view.results_view import ResultsView
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.units import HostTime

HINTS: Final = (Hint(Menu.ACCEPT, "back to the songs"), Hint(Menu.RETRY, "once more"))


class ResultsScene:
    """What became of a fight."""

    wants_quiet = False

    def __init__(self, outcome: Outcome, windows: HitWindows, backstage: Backstage) -> None:
        self._back = backstage
        self._outcome = outcome
        self._windows = windows
        self._view = ResultsView(backstage.letters)
        self._lines = Lines(backstage, "results", Column(0), 0)

    def handle(self, signal: Signal) -> Goto | None:
        """On to the songs, or the same again."""
        meant = self._lines.meant(signal)
        if meant is None:
            return None
        if meant.menu in (Menu.ACCEPT, Menu.BACK):
            return Goto("songs")
        return Goto("fight", self._outcome.plan) if meant.menu is Menu.RETRY else None

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The card."""
        outcome, song = self._outcome, self._outcome.plan.song
        title = self._back.letters.title(song.title, song.slug, HEADING)
        self._view.draw(surface, title, outcome.result, self._windows, outcome.best_before)
        self._lines.draw_hints(surface, HINTS)

    def leave(self) -> None:
        """Nothing to stop."""
