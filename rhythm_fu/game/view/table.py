"""The little table that plates are taken from: a pirouette beside it takes one. The fight says where it stands."""

from bisect import bisect_right
from typing import Final

import pygame

from rhythm_fu.chart.model import Chart, MarkKind
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import Light
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.units import ms

AT_X: Final = CENTRE_X - 104
"""Behind her, where neither mark nor ring ever is."""

SIZE: Final = (96, 118)
COMES: Final = ms(350)
"""How long it takes to roll in at the start of its phrase, and out at the end."""

WAY_PX: Final = 46
STACK: Final = 3


class TablePainter:
    """Draws the table while it is near. Keeps one picture a light."""

    def __init__(self, chart: Chart) -> None:
        self._turns = sorted(int(mark.at) for mark in chart.spans(MarkKind.PHRASE)) or [0]
        self._end = int(chart.audio.length)
        self._pictures: dict[tuple[object, ...], pygame.Surface] = {}

    def paint(self, surface: pygame.Surface, view: FightView, light: Light) -> None:
        """On the floor behind the fighters, with as many plates as she could still take and one more."""
        if not view.is_table_near:
            return
        here = self._presence(int(view.now))
        key = (light.ink, light.left, light.right)
        if key not in self._pictures:
            self._pictures[key] = _table(light)
        picture = self._pictures[key]
        left = round(AT_X - SIZE[0] / 2 - (1 - here) * WAY_PX)
        picture.set_alpha(round(255 * here))
        surface.blit(picture, (left, FLOOR_Y - SIZE[1]))
        if here > 0.5:
            for n in range(STACK + 1 - view.plates):
                _plate(surface, left + SIZE[0] // 2, FLOOR_Y - SIZE[1] + 22 - 6 * n)

    def _presence(self, now: int) -> float:
        """0 at either end of its phrase, 1 between."""
        turn = bisect_right(self._turns, now)
        since = now - (self._turns[turn - 1] if turn else 0)
        left = (self._turns[turn] if turn < len(self._turns) else self._end) - now
        share = max(0.0, min(1.0, since / COMES, left / COMES))
        return share * share * (3 - 2 * share)


def _table(light: Light) -> pygame.Surface:
    """A round top, a turned leg and a foot: ink, with the room's two lights on its edges."""
    scale = 3
    width, height = SIZE[0] * scale, SIZE[1] * scale
    big = pygame.Surface((width, height), pygame.SRCALPHA)
    middle = width // 2

    def solid(colour: tuple[int, int, int], shift: int) -> None:
        x = middle + shift
        pygame.draw.ellipse(big, colour, (x - 120, 66, 240, 44))
        pygame.draw.polygon(big, colour, [(x - 120, 88), (x - 96, 190), (x + 96, 190), (x + 120, 88)])
        pygame.draw.polygon(big, colour, [(x - 14, 180), (x - 22, 300), (x + 22, 300), (x + 14, 180)])
        pygame.draw.ellipse(big, colour, (x - 70, 296, 140, 52))

    solid(light.left, -5)
    solid(light.right, 5)
    solid(light.ink, 0)
    pygame.draw.arc(big, light.left, (middle - 118, 68, 236, 40), 1.6, 3.1, 4)
    pygame.draw.arc(big, light.right, (middle - 118, 68, 236, 40), 0.0, 1.5, 4)
    return pygame.transform.smoothscale(big, SIZE)


def _plate(surface: pygame.Surface, x: int, y: int) -> None:
    rect = pygame.Rect(0, 0, 40, 11)
    rect.center = (x, y)
    pygame.draw.ellipse(surface, (30, 22, 40), rect.inflate(4, 4))
    pygame.draw.ellipse(surface, (236, 238, 250), rect)
    pygame.draw.ellipse(surface, (176, 180, 214), rect.inflate(-14, -5))
