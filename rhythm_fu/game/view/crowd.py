"""The crowd: rows of people who bounce on the kick, each a little late, and throw their arms up for drops and Grace."""

from functools import lru_cache
from math import floor
from typing import Final

import pygame

from rhythm_fu.game.art.kit import Kit
from rhythm_fu.game.view.arena import Crowd
from rhythm_fu.game.view.room import ROOM, Moment, Room
from rhythm_fu.units import ms

SPREAD_MS: Final = 90
"""How late the latest person is: a crowd is never one machine."""


@lru_cache(maxsize=4096)
def _luck(seed: int) -> float:
    """0..1, the same for the same person (xorshift hash)."""
    value = (seed * 2_654_435_761) & 0xFFFFFFFF
    value ^= value >> 15
    value = (value * 2_246_822_519) & 0xFFFFFFFF
    value ^= value >> 13
    return (value & 0xFFFF) / 0xFFFF


class CrowdPainter:
    """People cut from a sheet, two rows of cells: arms down, arms up."""

    def __init__(self, layer: Crowd, kit: Kit) -> None:
        self._layer = layer
        sheet = kit.image(layer.image)
        width, height = sheet.get_width() // layer.cells, sheet.get_height() // 2
        self._people = [
            [sheet.subsurface((cell * width, row * height, width, height)) for cell in range(layer.cells)]
            for row in (0, 1)
        ]

    def paint(self, room: Room, moment: Moment) -> None:
        """Back row first. One list of blits."""
        room.settle()
        layer, s = self._layer, room.size
        drives, now = moment.drives, moment.now
        drop = drives.drops.level(now, ms(2600), ms(30))
        build = drives.build(now)
        mood = 0.25 + 0.45 * drives.energy(now) + 0.35 * moment.cheer + 0.8 * drop - 0.3 * (1 - build if build else 0)
        bounces = [drives.kicks.level(now - ms(SPREAD_MS * step / 5), ms(150), ms(70)) for step in range(6)]
        height = self._people[0][0].get_height()
        blits: list[tuple[pygame.Surface, tuple[int, int]]] = []
        for row in range(layer.rows):
            lift = (layer.rows - 1 - row) * layer.row_step + layer.above
            first = floor((moment.view.pan * layer.depth - ROOM[0] / 2) / layer.spacing) - 2
            for number in range(first, first + round(ROOM[0] / layer.spacing) + 5):
                who = number * 7 + row * 101
                luck, other = _luck(who), _luck(who + 53)
                x = number * layer.spacing + (row % 2) * layer.spacing / 2 + (luck - 0.5) * layer.spacing * 0.7
                at = ROOM[0] / 2 + x - moment.view.pan * layer.depth
                bounce = (
                    bounces[floor(luck * 5.99)] * layer.bounce * (0.5 + other * 0.7) * (0.55 + 0.6 * min(1.2, mood))
                )
                arms = 0 if layer.quiet else int(other * 1.25 < mood - 0.35 + 0.25 * bounces[floor(other * 5.99)])
                person = self._people[arms][who % layer.cells]
                y = ROOM[1] - lift - bounce - other * 9
                blits.append((person, (round(at * s - person.get_width() / 2), round(y * s) - height)))
        room.picture.fblits(blits)
