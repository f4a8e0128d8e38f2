"""A plain stage: wall, floor and silhouettes, for when no arena is wanted."""

import pygame

from rhythm_fu.chart.model import Chart, Level, Reach, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, HEIGHT, WIDTH, mark_x
from rhythm_fu.units import SongTime


class PlainStage:
    """Paints a plain room."""

    def __init__(self, _chart: Chart, _level: Level, arena: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self._room = pygame.Surface(size)
        wall, floor = ((150, 176, 190), (120, 104, 84)) if arena == "conservatory" else ((46, 12, 58), (18, 6, 26))
        self._room.fill(wall)
        self._room.fill(floor, (0, FLOOR_Y, WIDTH, HEIGHT - FLOOR_Y))
        if arena == "conservatory":
            for n in range(5):
                pygame.draw.rect(self._room, (248, 252, 255), (80 + n * 200, 45, 130, 380), border_radius=65)

    def draw(self, surface: pygame.Surface, view: FightView, now: SongTime) -> None:
        """Room, dancer, and whoever is on stage."""
        surface.blit(self._room, (0, 0))
        self._person(surface, CENTRE_X, 250)
        for target in view.targets:
            if target.side is None:
                continue
            share = max(0.0, min(1.0, (target.winds_up_at - now) / max(1, target.winds_up_at - target.enters_at)))
            if target.judgement is None:
                edge = 700 if target.side is Side.RIGHT else -700
                self._person(surface, mark_x(target.side, target.event.reach or Reach.NEAR) + round(edge * share), 220)

    def _person(self, surface: pygame.Surface, x: int, height: int) -> None:
        ink = (12, 6, 20)
        top = FLOOR_Y - height
        pygame.draw.circle(surface, ink, (x, top + 18), 17)
        pygame.draw.line(surface, ink, (x, top + 40), (x, FLOOR_Y - height // 2), 26)
        for foot in (-20, 20):
            pygame.draw.line(surface, ink, (x, FLOOR_Y - height // 2), (x + foot, FLOOR_Y), 13)
            pygame.draw.line(surface, ink, (x, top + 52), (x + foot * 2, top + 110), 9)
