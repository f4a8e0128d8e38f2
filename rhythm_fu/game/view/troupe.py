"""Who is on stage. The cast and the figures are made elsewhere; plain silhouettes stand in where they are missing."""

from math import cos, pi, sin
from typing import Protocol

import pygame

from rhythm_fu.chart.model import Kind, Reach, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, mark_x
from rhythm_fu.units import SongTime, ms

Point = tuple[float, float]


class Cast(Protocol):
    """Says where everybody is."""

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """Everybody on stage at a moment of picture time, back to front."""
        ...


class Figures(Protocol):
    """Draws bodies."""

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Draw one figure with its feet where it stands."""
        ...

    def point(self, figure: FigureAt, name: str) -> Point | None:
        """Where a named point such as `muzzle` is on the screen."""
        ...


class StandInCast:
    """The dancer in the middle and attackers who walk up to their marks."""

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """Placed by the targets alone."""
        found = [FigureAt("dancer", "stand", (now % 2_000_000) / 2_000_000, CENTRE_X, FLOOR_Y, order=10)]
        for target in view.targets:
            side = target.side or target.event.side
            if side is None:
                continue
            goal = mark_x(side, target.event.reach or Reach.NEAR)
            start = goal + (420 if side is Side.RIGHT else -420)
            way = max(0.0, min(1.0, (now - target.enters_at) / max(1, target.winds_up_at - target.enters_at)))
            fallen = 0.0
            if target.judgement is not None and target.judgement.error is not None:
                fallen = max(0.0, min(1.0, (now - target.event.at) / ms(500)))
            x = start + (goal - start) * way
            facing = -1 if side is Side.RIGHT else 1
            glass = side.other.value if target.event.kind is Kind.REFLECT else ""
            if glass:
                x, facing = 2 * CENTRE_X - x, -facing
            found.append(FigureAt("coat", "fall", fallen, x, FLOOR_Y, facing, alpha=1 - 0.6 * fallen, in_mirror=glass))
        return tuple(sorted(found, key=lambda figure: figure.order))


class StandInFigures:
    """Pawns: a head, a body, two legs. Enough to see light, reflection and timing."""

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Ink with a rim on either side."""
        for shift, colour in ((-2, light.left), (2, light.right), (0, light.ink)):
            self._body(surface, figure, colour, scale, shift)

    def _body(
        self, surface: pygame.Surface, figure: FigureAt, colour: tuple[int, int, int], scale: float, shift: int
    ) -> None:
        lean = figure.phase * pi / 2 * -figure.facing if figure.move == "fall" else 0.0

        def place(x: float, above: float) -> Point:
            turned_x = x * cos(lean) + above * sin(lean)
            turned_y = above * cos(lean) - x * sin(lean)
            return figure.x_px + shift + turned_x * scale, figure.y_px - max(0.0, turned_y) * scale

        bones = [
            ((-12, 0), (-8, 118), 13),
            ((14, 0), (8, 118), 13),
            ((0, 118), (0, 192), 30),
            ((0, 180), (58 * figure.facing, 178), 9),
        ]
        for start, end, width in bones:
            pygame.draw.line(surface, colour, place(*start), place(*end), round(width * scale))
        pygame.draw.circle(surface, colour, place(0, 224), 18 * scale)

    def point(self, figure: FigureAt, name: str) -> Point | None:
        """Only the hands are known."""
        if name in {"muzzle", "hand"}:
            return figure.x_px + 60 * figure.facing, figure.y_px - 178
        return None
