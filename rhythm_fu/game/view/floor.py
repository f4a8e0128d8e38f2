"""The floor: the picture above it, flipped and blurred more sideways than down, under perspective lines."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.art import glow
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import dimmed, from_hex, luminance
from rhythm_fu.game.view.arena import Floor
from rhythm_fu.game.view.layout import FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.quality import Quality
from rhythm_fu.game.view.room import Moment

DEEP: Final = HEIGHT - FLOOR_Y
"""Rows of floor on the screen."""
SHOWS: Final = 262
"""Rows above the floor line that its reflection shows: a whole fighter, a little squeezed."""
COARSE: Final = (320, 131)
"""The reflection's size while it is blurred: a quarter across, half down."""
POOL: Final = (92, 48)
"""Half the width and height of a pool of light, in the reflection's pixels."""
VANISH: Final = 150
"""How far above the floor line the floor's lines meet."""
LINE_STEPS: Final = 4
"""Places a pixel's way apart that the lines are painted at: finer is not seen, and between them they are kept."""


def _gradient(top: Colour, foot: Colour, power: float = 1.0) -> pygame.Surface:
    """The floor's size, from the wall to the front."""
    share = (np.linspace(0, 1, DEEP, dtype=np.float32) ** power)[None, :, None]
    colours = np.asarray(top, np.float32) * (1 - share) + np.asarray(foot, np.float32) * share
    surface = pygame.Surface((WIDTH, DEEP), 0, 32)
    pixels = pygame.surfarray.pixels3d(surface)
    pixels[:] = np.broadcast_to(colours, (WIDTH, DEEP, 3)).round().astype(np.uint8)
    del pixels
    return surface


class FloorPainter:
    """Paints the floor over the lower part of a finished picture."""

    def __init__(self, floor: Floor, breathe: Callable[[], None] = lambda: None) -> None:
        """`breathe` is called between the passes."""
        self._floor = floor
        self._breathe = breathe
        far, near = from_hex(floor.far), from_hex(floor.near)
        bright = dimmed(from_hex(floor.tint), floor.reflects)
        self._base = _gradient(far, near, 0.6)
        self._fade = _gradient(bright, dimmed(bright, 0.34), 0.8)
        self._cover = self._base.copy()
        self._lines = pygame.Surface((WIDTH, DEEP), 0, 32)
        self._lines_at: float | None = None
        line = from_hex(floor.line)
        self._is_dark = luminance(line) < luminance(near)
        self._line = dimmed(line, floor.line_level)
        self._edge = _edge(from_hex(floor.edge))
        self._edge_lit = self._edge.copy()
        self._pools = [from_hex(pool) for pool in floor.pools]
        self._coarse = pygame.Surface(COARSE, 0, 32)

    def paint(self, screen: pygame.Surface, moment: Moment, quality: Quality) -> None:
        """Reads what is above the floor line, writes what is below it."""
        target = screen.subsurface((0, FLOOR_Y, WIDTH, DEEP))
        self._draw_lines(moment)
        self._breathe()
        if quality.reflection:
            source = screen.subsurface((0, FLOOR_Y - SHOWS, WIDTH, SHOWS))
            pygame.transform.smoothscale(source, COARSE, self._coarse)
            soft = self._coarse if quality.reflection == 1 else pygame.transform.box_blur(self._coarse, 1)
            soft = pygame.transform.flip(soft, False, True)
            self._pool(soft, moment)
            pygame.transform.smoothscale(soft, (WIDTH, DEEP), target)
            self._breathe()
            target.blit(self._fade, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
            target.blit(self._cover, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        else:
            target.blit(self._cover, (0, 0))
        if self._is_dark and self._floor.line_level > 0:
            target.blit(self._lines, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        level = self._floor.edge_level * (0.5 + 0.5 * moment.drives.level(self._floor.pool_drive, moment.now))
        if level > 0.02:
            shade = round(255 * level)
            self._edge_lit.blit(self._edge, (0, 0))
            self._edge_lit.fill((shade, shade, shade), special_flags=pygame.BLEND_RGB_MULT)
            screen.blit(self._edge_lit, (0, FLOOR_Y - 8), special_flags=pygame.BLEND_RGB_ADD)

    def _pool(self, soft: pygame.Surface, moment: Moment) -> None:
        """Pools of coloured light lie on the floor and swell with the drive."""
        level = 0.25 + 0.45 * moment.drives.level(self._floor.pool_drive, moment.now)
        for index, colour in enumerate(self._pools):
            x = COARSE[0] * (0.5 + (index - (len(self._pools) - 1) / 2) * 0.46)
            sprite = glow.tinted(glow.oval(POOL[0], POOL[1], 1.6), dimmed(colour, level))
            soft.blit(sprite, (round(x - POOL[0]), -6), special_flags=pygame.BLEND_RGB_ADD)

    def _draw_lines(self, moment: Moment) -> None:
        """Paint the lines where the camera has them now; the cover, which is added anyway, takes bright ones along."""
        floor = self._floor
        if floor.line_level <= 0:
            return
        spacing = 2 * WIDTH / max(1, floor.boards) * 0.7
        shift = round(-moment.view.pan % spacing * LINE_STEPS) / LINE_STEPS
        if shift == self._lines_at:
            return
        self._lines_at = shift
        lines = self._lines
        lines.fill((255, 255, 255) if self._is_dark else (0, 0, 0))
        colour = tuple(255 - round(255 * floor.line_level) for _ in range(3)) if self._is_dark else self._line
        reach = (DEEP + VANISH) / VANISH
        first = -int(WIDTH / spacing) - 1
        for number in range(first, -first + 1):
            top = number * spacing + shift
            if abs(top) > WIDTH / 2 + 2:
                continue  # lines lean outward, so it never comes into the picture
            pygame.draw.aaline(lines, colour, (WIDTH / 2 + top, 0), (WIDTH / 2 + top * reach, DEEP))
        for row in range(1, floor.rows + 1):
            # Rows of equal depth crowd together toward the wall.
            lines.fill(colour, (0, round(DEEP * (row / (floor.rows + 0.5)) ** 2.1), WIDTH, 1))
        if not self._is_dark:
            self._cover.blit(self._base, (0, 0))
            self._cover.blit(lines, (0, 0), special_flags=pygame.BLEND_RGB_ADD)


def _edge(colour: Colour) -> pygame.Surface:
    """The line of light where the wall stands on the floor."""
    strip = pygame.Surface((WIDTH, 17), 0, 32)
    for row in range(17):
        level = max(0.0, 1 - abs(row - 8) / 8.5) ** 2.6
        strip.fill(dimmed(colour, level), (0, row, WIDTH, 1))
    return strip
