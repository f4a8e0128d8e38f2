"""The results."""

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Outcome, Signal, SignalKind
from rhythm_fu.game.view.results_view import ResultsView
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.units import HostTime


class ResultsScene:
    """What became of a fight."""

    wants_quiet = False

    def __init__(self, outcome: Outcome, windows: HitWindows, backstage: Backstage) -> None:
        self._outcome = outcome
        self._windows = windows
        self._view = ResultsView(backstage.letters)

    def handle(self, signal: Signal) -> Goto | None:
        """On to the songs, or the same again."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.menu in (Menu.ACCEPT, Menu.BACK):
            return Goto("songs")
        if signal.menu is Menu.RETRY:
            return Goto("fight", self._outcome.plan)
        return None

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The card."""
        outcome = self._outcome
        self._view.draw(surface, outcome.plan.song.title, outcome.result, self._windows, outcome.best_before)

    def leave(self) -> None:
        """Nothing to stop."""
