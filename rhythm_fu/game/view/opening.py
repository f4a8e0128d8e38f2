"""How a room holds its breath to the end of a build and opens behind her at the drop."""

from typing import Final

import pygame

from rhythm_fu.game.art import glow
from rhythm_fu.game.view.arena import Arena
from rhythm_fu.game.view.room import MIDDLE, SOFT, Moment, Room
from rhythm_fu.units import ms

DARK: Final = 0.46
"""How much darker the room is at the end of a build; the fighters keep their light."""
LIGHT: Final = 0.36
"""How strong the light behind her is at a drop."""
RING: Final = 0.34
"""How strong the ring of light is that runs outward from it."""
RUNS: Final = ms(620)
NARROW, WIDE = 70, 560
"""Radii between which it runs, in world pixels."""
STEP: Final = 8
"""World pixels between two rings that are kept: it runs faster than that in any one picture."""
ABOVE: Final = 230


class Opening:
    """Keeps its sprites; what it paints follows from the moment alone."""

    def __init__(self, arena: Arena) -> None:
        self._colour = arena.palette.colour("accent")
        for radius in range(NARROW, WIDE + 1):
            _ring(radius)  # made now, so that no frame has to wait for one

    def paint(self, room: Room, moment: Moment) -> None:
        """Over the finished room, before its last light settles."""
        drives, now = moment.drives, moment.now
        build = drives.build(now)
        if build > 0.2:
            shade = round(255 * (1 - DARK * build**3))
            room.picture.fill((shade, shade, shade), special_flags=pygame.BLEND_RGB_MULT)
        drop = drives.drops.level(now, ms(700), ms(60))
        if drop > 0.02:
            room.shine(glow.radial(100, 1.7), self._colour, LIGHT * drop, MIDDLE, ABOVE)
        since = drives.drops.since(now)
        if since is not None and since < RUNS:
            way = since / RUNS
            radius = NARROW + (WIDE - NARROW) * (1 - (1 - way) ** 2.4)
            room.shine(_ring(radius), self._colour, RING * (1 - way) ** 1.5, MIDDLE, ABOVE)


def _ring(radius: float) -> pygame.Surface:
    return glow.ring(round(radius / STEP) * STEP / SOFT, 1.2, 16)
