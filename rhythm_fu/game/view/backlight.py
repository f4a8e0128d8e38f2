"""Light behind the fighters, so that ink stands out in the darkest room: blurred silhouettes in both lamps."""

from typing import Final

import pygame

from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.art.figures import LEAD, Figures
from rhythm_fu.game.art.halo import SHRINK
from rhythm_fu.game.art.palette import WHITE
from rhythm_fu.game.view.camera import View
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.room import MIDDLE, SOFT, Room

LEAD_LEVEL: Final = 0.4
CHORUS_LEVEL: Final = 0.2
"""How strong the light behind her and behind one who is next is; it falls with his own.

It does not follow the beat: with bodies that move through it, that flashed in four of our six rooms. Stronger it does
so too (`tools/check_flashes.py`).
"""

LEAST: Final = 0.06
"""A weaker light is not worth its blits."""


def light_from_behind(
    room: Room, camera: View, bodies: Figures, figures: tuple[FigureAt, ...], light: Light, *, strength: float = 1.0
) -> None:
    """Adds everybody's halo to the room's soft light, so strong as the arena has it; who is seen only in a glass has
    none.
    """
    for figure in figures:
        level = (LEAD_LEVEL if figure.kind == LEAD else CHORUS_LEVEL * figure.lit**1.5) * figure.alpha * strength
        if level < LEAST or figure.in_mirror:
            continue
        halo, x, y = bodies.halo(figure, light)
        sprite = pygame.transform.smoothscale_by(halo, SHRINK / SOFT / camera.zoom)
        across = MIDDLE + camera.shake_x + (x - CENTRE_X) / camera.zoom
        room.shine(sprite, WHITE, level, across, (FLOOR_Y - y) / camera.zoom)
