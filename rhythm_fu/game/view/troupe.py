"""What the stage asks of a cast and of figures: anything that can be placed and drawn."""

from typing import Protocol

import pygame

from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.units import SongTime

Point = tuple[float, float]


class Cast(Protocol):
    """Says where everybody is."""

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """Everybody on stage at a moment of picture time, back to front."""
        ...

    def dancer(self, view: FightView, now: SongTime) -> FigureAt:
        """The dancer alone."""
        ...


class Figures(Protocol):
    """Draws bodies."""

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Draw one figure with its feet where it stands."""
        ...

    def point(self, figure: FigureAt, name: str) -> Point | None:
        """Where a named point such as `muzzle` is on the screen."""
        ...
