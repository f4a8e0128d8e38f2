"""The crowd: rows of people who bounce on the kick, each a little late, and throw their arms up for drops and Grace."""

from math import floor
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.art.kit import Kit, coded
from rhythm_fu.game.view.arena import Crowd
from rhythm_fu.game.view.room import ROOM, Moment, Room
from rhythm_fu.units import ms

SPREAD_MS: Final = 90
"""How late the latest person is: a crowd is never one machine."""
FACES: Final = 1_021
"""People told apart before the crowd repeats itself; prime, so that no row repeats with another."""


class CrowdPainter:
    """People cut from a sheet, two rows of cells: arms down, arms up."""

    def __init__(self, layer: Crowd, kit: Kit) -> None:
        self._layer = layer
        self._luck, self._other = np.random.default_rng(layer.cells).random((2, FACES))
        sheet = kit.image(layer.image)
        width, height = sheet.get_width() // layer.cells, sheet.get_height() // 2
        self._people = [
            [coded(sheet.subsurface((cell * width, row * height, width, height))) for cell in range(layer.cells)]
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
        bounces = np.array([drives.kicks.level(now - ms(SPREAD_MS * step / 5), ms(150), ms(70)) for step in range(6)])
        people = self._people
        width, height = people[0][0].get_size()
        left = moment.view.pan * layer.depth - ROOM[0] / 2
        first = floor(left / layer.spacing) - 2
        numbers = np.arange(first, first + round(ROOM[0] / layer.spacing) + 5)
        blits: list[tuple[pygame.Surface, tuple[float, float]]] = []
        for row in range(layer.rows):
            lift = (layer.rows - 1 - row) * layer.row_step + layer.above
            who = (numbers * 7 + row * 101) % FACES
            luck, other = self._luck[who], self._other[who]
            x = (numbers + (row % 2) / 2 + (luck - 0.5) * 0.7) * layer.spacing - left
            bounce = bounces[(luck * 5.99).astype(int)] * layer.bounce * (0.5 + other * 0.7)
            y = ROOM[1] - lift - other * 9 - bounce * (0.55 + 0.6 * min(1.2, mood))
            if layer.quiet:
                arms = np.zeros(len(who), int)
            else:
                arms = (other * 1.25 < mood - 0.35 + 0.25 * bounces[(other * 5.99).astype(int)]).astype(int)
            places = zip((x * s - width / 2).round().tolist(), (y * s - height).round().tolist(), strict=True)
            blits += [
                (people[arm][cell], place)
                for arm, cell, place in zip(arms.tolist(), (who % layer.cells).tolist(), places, strict=True)
            ]
        room.picture.fblits(blits)
