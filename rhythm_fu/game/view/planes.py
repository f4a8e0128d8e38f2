"""Painters of solid things: planes, lamps and what hangs from the ceiling."""

from math import pi, sin
from typing import Final, Protocol

import pygame

from rhythm_fu.game.art import glow
from rhythm_fu.game.art.kit import Kit, premultiplied, quick
from rhythm_fu.game.art.palette import from_hex
from rhythm_fu.game.view.arena import Hanging, Lamps, Plane
from rhythm_fu.game.view.drive import Channel
from rhythm_fu.game.view.room import MIDDLE, ROOM, SOFT, Moment, Room
from rhythm_fu.units import ms

LAMP_STEPS: Final = 40
"""Steps of a lamp's brightness: a picture of each is kept, and finer ones are not seen."""


class Painter(Protocol):
    """Paints one layer of a room at a moment."""

    def paint(self, room: Room, moment: Moment) -> None:
        """Paint it; nothing is remembered from frame to frame."""
        ...


class PlanePainter:
    """A wide image that repeats."""

    def __init__(self, layer: Plane, kit: Kit) -> None:
        self._layer = layer
        self._image, self._flag = quick(kit.image(layer.image, layer.scale))

    def paint(self, room: Room, moment: Moment) -> None:
        """Two blits at most."""
        room.settle()
        width, height = self._image.get_size()
        s = room.size
        x = round(((MIDDLE - moment.view.pan * self._layer.depth) * s) % width) - width
        y = round((ROOM[1] - self._layer.above) * s) - height
        while x < room.picture.get_width():
            if x + width > 0:
                room.picture.blit(self._image, (x, y), special_flags=self._flag)
            x += width


class LampsPainter:
    """The lit image over the unlit one, as strong as the drum hit."""

    def __init__(self, layer: Lamps, kit: Kit) -> None:
        self._layer = layer
        image = kit.image(layer.image)
        self._size = image.get_size()
        found = image.get_bounding_rect()
        self._inset = found.topleft
        self._image = premultiplied(image.subsurface(found))
        self._faded: dict[int, pygame.Surface] = {}

    def _at_level(self, level: int) -> pygame.Surface:
        """The image faded to `level` of so many steps, kept: it lands in half the time of a blit that fades."""
        found = self._faded.get(level)
        if found is None:
            found = self._faded[level] = self._image.copy()
            shade = round(255 * level / LAMP_STEPS)
            found.fill((shade, shade, shade, shade), special_flags=pygame.BLEND_RGBA_MULT)
        return found

    def paint(self, room: Room, moment: Moment) -> None:
        """Neighbours take turns: with `turns` 2 every other lamp answers one hit, the rest the next."""
        room.settle()
        layer, s = self._layer, room.size
        width, height = self._size
        count = moment.drives.kicks.count(moment.now)
        drop = moment.drives.drops.level(moment.now, ms(900), ms(30)) if layer.drive is not Channel.STEADY else 0.0
        for index, (x, above) in enumerate(layer.at):
            for at, _ in moment.across(x, layer.depth, layer.period, width / s / 2):
                lag = ms(layer.lag_ms * abs(at - MIDDLE) / MIDDLE)
                level = moment.drives.level(layer.drive, moment.now - lag)
                if layer.turns > 1 and (index + count) % layer.turns:
                    level *= 0.35
                level = max(level, 0.8 * drop)
                share = layer.low + (layer.high - layer.low) * level
                level_now = round(share * LAMP_STEPS)
                if not level_now:
                    continue
                x_px, y_px = round(at * s - width / 2), round((ROOM[1] - above) * s) - height
                place = (x_px + self._inset[0], y_px + self._inset[1])
                room.picture.blit(self._at_level(level_now), place, special_flags=pygame.BLEND_PREMULTIPLIED)


class HangingPainter:
    """Chandeliers: an image that turns a little on its chain, with its lit self over it and a glow around it."""

    def __init__(self, layer: Hanging, kit: Kit) -> None:
        self._layer = layer
        self._image = kit.image(layer.image)
        self._lit = kit.image(layer.lit) if layer.lit else None
        self._turned: dict[tuple[int, bool], pygame.Surface] = {}

    def _at_angle(self, tenths: int, lit: bool) -> pygame.Surface:
        key = (tenths, lit)
        if key not in self._turned:
            image = self._lit if lit and self._lit is not None else self._image
            self._turned[key] = pygame.transform.rotozoom(image, tenths / 5, 1.0)
        return self._turned[key]

    def paint(self, room: Room, moment: Moment) -> None:
        """Sway follows the bar; the glitter follows its drive. Beams shine over it, so nothing is laid down first."""
        layer, s = self._layer, room.size
        level = layer.low + (layer.high - layer.low) * moment.drives.level(layer.drive, moment.now)
        kick = moment.drives.kicks.level(moment.now, ms(400), ms(60))
        chain = from_hex(layer.chain)
        for index, (x, above) in enumerate(layer.at):
            for at, _ in moment.across(x, layer.depth, layer.period, 160):
                angle = layer.sway * sin(pi * moment.beats / 4 + index * 1.7)
                image = self._at_angle(round(angle * 5), False)
                dip = kick * 2.5
                middle = (at * s, (ROOM[1] - above + dip) * s)
                place = (round(middle[0] - image.get_width() / 2), round(middle[1] - image.get_height() / 2))
                top = (round((at + angle * 0.4) * s), 0)
                pygame.draw.line(room.picture, chain, top, (middle[0], place[1] + 8 * s), max(1, round(2 * s)))
                room.picture.blit(image, place)
                if self._lit is not None:
                    lit = self._at_angle(round(angle * 5), True)
                    lit.set_alpha(round(min(1.0, level) * 255))
                    room.picture.blit(lit, place)
                halo = glow.radial(round(layer.radius / SOFT), 2.4)
                room.shine(halo, from_hex(layer.glow), 0.18 + 0.22 * level, at, above - 10)
