"""Painters of light: glows, beams, daylight, rings, flames. All go by the song."""

from math import ceil, floor, pi, sin
from typing import Final

import pygame

from rhythm_fu.game.art import glow
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.kit import Kit
from rhythm_fu.game.art.palette import from_hex, mix
from rhythm_fu.game.view.arena import Beams, Flames, Glows, Rings, Shafts
from rhythm_fu.game.view.room import MIDDLE, ROOM, SOFT, Moment, Room
from rhythm_fu.units import ms

LEANS: Final = 62
"""Degrees a beam may lean to either side."""
CLOSES: Final = 0.22
"""Share of its radius by which a ring closes in a build."""


def noise(seed: int, at: float) -> float:
    """Smooth noise, -1..1, the same for the same seed and place: three sines that never line up."""
    phase = seed * 12.9898
    return (sin(at * 1.0 + phase) + sin(at * 2.17 + phase * 1.7) + sin(at * 3.71 + phase * 2.3)) / 3


class GlowsPainter:
    """Soft round or flat light."""

    def __init__(self, layer: Glows) -> None:
        radius = round(layer.radius / SOFT)
        flat = round(radius * layer.flat)
        self._layer = layer
        self._sprite = (
            glow.radial(radius, layer.hardness) if layer.flat == 1 else glow.oval(radius, max(1, flat), layer.hardness)
        )
        self._colours = [from_hex(colour) for colour in layer.colours]

    def paint(self, room: Room, moment: Moment) -> None:
        """As strong as the drive; the colour follows the place and the section."""
        layer = self._layer
        level = layer.low + (layer.high - layer.low) * moment.drives.level(layer.drive, moment.now)
        for index, (x, above) in enumerate(layer.at):
            colour = self._colours[(index + moment.section) % len(self._colours)]
            for at, _ in moment.across(x, layer.depth, layer.period, layer.radius):
                flicker = 1 + layer.flicker * noise(index, moment.beats * 3)
                room.shine(self._sprite, colour, level * flicker, at, above)


class BeamsPainter:
    """Beams from lamps overhead. Their swing is counted in beats; a build gathers them, a drop throws them open."""

    def __init__(self, layer: Beams) -> None:
        self._layer = layer
        self._colours = [from_hex(colour) for colour in layer.colours]
        for degrees in range(-LEANS, LEANS + 1):
            self._sprite(degrees)  # made now, so that no frame has to wait for one

    def _sprite(self, degrees: int) -> pygame.Surface:
        layer = self._layer
        return glow.beam(round(layer.length / SOFT), 1.4, layer.spread / SOFT, max(-LEANS, min(LEANS, degrees)))

    def paint(self, room: Room, moment: Moment) -> None:
        """One cached sprite a beam, by whole degrees."""
        layer = self._layer
        build = moment.drives.build(moment.now)
        drop = moment.drives.drops.level(moment.now, ms(1500), ms(40))
        level = moment.drives.level(layer.drive, moment.now)
        level = layer.low + (layer.high - layer.low) * max(level, drop)
        level *= (0.55 + 0.45 * moment.drives.energy(moment.now)) * (1 - 0.55 * build) * (1 + 0.35 * drop)
        for index, (x, above) in enumerate(layer.at):
            colour = self._colours[(index + moment.section) % len(self._colours)]
            for at, turn in moment.across(x, layer.depth, layer.period, 260):
                place = index + turn * len(layer.at)
                sweep = layer.swing * sin(2 * pi * moment.beats / layer.beats + place * 0.9) + layer.lean
                inward = max(-52.0, min(52.0, (MIDDLE - at) * 0.075))
                degrees = sweep * (1 - build) + inward * build + inward * 0.25 * (1 - build)
                degrees += drop * (18 if place % 2 else -18)
                room.shine_down(self._sprite(round(degrees)), colour, min(1.0, level), at, above)


class ShaftsPainter:
    """Daylight through the windows, brighter in a loud bar, of another colour in another section."""

    def __init__(self, layer: Shafts) -> None:
        self._layer = layer
        self._sprite = glow.shaft(round(layer.width / SOFT), round(layer.height / SOFT), layer.lean)
        self._colours = [from_hex(colour) for colour in layer.colours]

    def paint(self, room: Room, moment: Moment) -> None:
        """The place is the window's sill, the light falls from its top."""
        layer = self._layer
        level = layer.low + (layer.high - layer.low) * moment.drives.level(layer.drive, moment.now)
        for index, (x, above) in enumerate(layer.at):
            colour = self._colours[(index + moment.section) % len(self._colours)]
            for at, _ in moment.across(x, layer.depth, layer.period, layer.height):
                shift = layer.lean * layer.height / 2
                room.shine_down(self._sprite, colour, level, at + shift, above)


class RingsPainter:
    """Circles of light opened by the bass: a bright one and its fainter echoes."""

    def __init__(self, layer: Rings) -> None:
        self._layer = layer
        self._colours = [from_hex(colour) for colour in layer.colours]
        for index, radius in enumerate(layer.radii):
            for wide in range(floor(radius * (1 - CLOSES)), ceil(radius + layer.opens) + 1):
                self._halo(index, wide)  # made now, so that no frame has to wait for one

    def _halo(self, index: int, wide: float) -> pygame.Surface:
        """The soft part of a circle, to the nearest two pixels."""
        line, reach = (1.6, 9.0) if index == 0 else (0.5, 1.5)
        return glow.ring(round(wide / 2) * 2 / SOFT, line, reach)

    def paint(self, room: Room, moment: Moment) -> None:
        """The core is drawn sharp, the halo at a quarter size."""
        layer = self._layer
        build = moment.drives.build(moment.now)
        lags = [moment.drives.level(layer.drive, moment.now - ms(34 * index)) for index in range(len(layer.radii))]
        share = layer.low + (layer.high - layer.low) * lags[0]
        for x, above in layer.at:
            for at, _ in moment.across(x, layer.depth, layer.period, layer.radii[-1]):
                wide = layer.radii[0] + layer.opens * lags[0] - build * layer.radii[0] * CLOSES
                _circle(room, self._colours[0], (at, above), wide, 0.55 + 0.45 * share)
                room.shine(self._halo(0, wide), self._colours[0], share * 0.8, at, above)
                for index, radius in enumerate(layer.radii[1:], start=1):
                    wide = radius + layer.opens * lags[index] - build * radius * CLOSES
                    colour = self._colours[min(index, len(self._colours) - 1)]
                    room.shine(self._halo(index, wide), colour, 0.2 + 0.5 * lags[index], at, above)


def _circle(room: Room, colour: Colour, at: tuple[float, float], wide: float, level: float) -> None:
    """A sharp circle four pixels wide, mixed into what is behind it by its own colour."""
    s = room.size
    centre = (round(at[0] * s), round((ROOM[1] - at[1]) * s))
    width, height = room.picture.get_size()
    under = room.picture.get_at((max(0, min(width - 1, centre[0])), max(0, min(height - 1, centre[1]))))
    shade = mix((under.r, under.g, under.b), colour, level)
    pygame.draw.aacircle(room.picture, shade, centre, round(wide * s), max(1, round(4 * s)))


class FlamesPainter:
    """Candle flames: a teardrop with a soft halo. They duck when the kick moves the air."""

    def __init__(self, layer: Flames, kit: Kit) -> None:
        self._layer = layer
        self._colours = [from_hex(colour) for colour in layer.colours]
        self._sprites = [self._flame(step / 7, kit.size) for step in range(8)]

    def _flame(self, tall: float, size: float) -> pygame.Surface:
        """One height of flame, painted large and scaled down for clean edges."""
        layer = self._layer
        height, width = layer.size * (1.5 + 1.3 * tall), layer.size * (1.0 - 0.2 * tall)
        big = pygame.Surface((round(width * 4), round(height * 4)), pygame.SRCALPHA, 32)
        for share, colour in ((1.0, self._colours[0]), (0.62, (255, 246, 220))):
            w, h = width * 4 * share, height * 4 * share
            middle, foot = width * 2, height * 4
            points = []
            for step in range(25):
                t = step / 24
                half = w / 2 * sin(pi * t) ** 0.8 * (1 - t) ** 0.45 * 1.5
                points.append((middle - half, foot - t * h))
            points += [(2 * middle - x, y) for x, y in reversed(points)]
            pygame.draw.polygon(big, colour, points)
        return pygame.transform.smoothscale(big, (max(2, round(width * size)), max(3, round(height * size))))

    def paint(self, room: Room, moment: Moment) -> None:
        """Height, lean and halo from noise over the beats and the kick; other light may lie over the flames."""
        layer, s = self._layer, room.size
        kick = moment.drives.level(layer.drive, moment.now)
        build = moment.drives.build(moment.now)
        halo = glow.radial(round(layer.radius / SOFT), 2.6)
        for index, (x, above) in enumerate(layer.at):
            for at, turn in moment.across(x, layer.depth, layer.period, layer.radius):
                seed = index + turn * 31
                tall = 0.55 + 0.3 * noise(seed, moment.beats * 2.2) - 0.45 * kick + 0.4 * build
                sprite = self._sprites[max(0, min(7, floor(tall * 8)))]
                lean = noise(seed + 7, moment.beats * 1.4) * 1.5
                place = (
                    round((at + lean) * s - sprite.get_width() / 2),
                    round((ROOM[1] - above) * s) - sprite.get_height(),
                )
                room.picture.blit(sprite, place)
                glowing = 0.42 + 0.12 * noise(seed, moment.beats * 2.2) + 0.25 * kick
                room.shine(halo, self._colours[index % len(self._colours)], glowing, at, above + layer.size)
