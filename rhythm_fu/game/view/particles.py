"""Sparks, shards and dust in closed form: where each is follows from its seed and the time since it began.

Nothing is stepped, so any frame can be drawn first, twice or not at all.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, sin
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.art import glow
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import WHITE, dimmed, from_hex, mix
from rhythm_fu.game.view.arena import Dust
from rhythm_fu.game.view.layout import FLOOR_Y
from rhythm_fu.game.view.room import ROOM, Moment, Room
from rhythm_fu.units import MICROS

Numbers = NDArray[np.float32]
Point = tuple[float, float]

GRAVITY: Final = 1_500.0
"""Pixels a second squared: a dancer of 250 px is 1.7 m, so this is what falls on earth."""
DRAG: Final = 3.4
"""How soon the air stops a spark, per second."""
BOUNCE: Final = 0.32
SEEDS: Final = 24
"""Different bursts kept; the eye does not know a burst again after so many."""


@dataclass(frozen=True, slots=True)
class Burst:
    """Pieces thrown from one point. Speeds in pixels a second, lives in seconds; all arrays are (n,).

    `place_x`, `place_y`, -0.5..0.5, say where in a box each starts, if they start from one.
    """

    vx: Numbers
    vy: Numbers
    life: Numbers
    size: Numbers
    spin: Numbers
    place_x: Numbers
    place_y: Numbers

    def place(
        self, seconds: float, x: float, y: float, *, drag: float = DRAG, floor: float = FLOOR_Y
    ) -> tuple[Numbers, Numbers]:
        """Where all pieces are so long after the burst; they bounce once on the floor and then lie."""
        run = (1 - np.exp(-drag * seconds)) / drag
        across = x + self.vx * run
        fall = self.vy * run + GRAVITY * (seconds / drag - run / drag)
        down = y + fall
        below = np.maximum(0, down - floor)
        lift = np.maximum(0, BOUNCE * below * np.exp(-below / 90))
        return across.astype(np.float32), np.where(below > 0, floor - lift, down).astype(np.float32)


@lru_cache(maxsize=128)
def burst(
    seed: int, count: int, speed: float, *, direction: float = 0.0, spread: float = 2 * pi, life: float = 0.6
) -> Burst:
    """`direction` and `spread` in radians, 0 to the right, positive upward."""
    luck = np.random.default_rng((seed % SEEDS, count))
    angle = direction + (luck.random(count) - 0.5) * spread
    fast = speed * (0.25 + 0.75 * luck.random(count) ** 1.6)
    return Burst(
        (np.cos(angle) * fast).astype(np.float32),
        (-np.sin(angle) * fast).astype(np.float32),
        (life * (0.45 + 0.55 * luck.random(count))).astype(np.float32),
        luck.random(count).astype(np.float32),
        ((luck.random(count) - 0.5) * 30).astype(np.float32),
        (luck.random(count) - 0.5).astype(np.float32),
        (luck.random(count) - 0.5).astype(np.float32),
    )


@lru_cache(maxsize=1024)
def _spark(colour: Colour, radius: int, level: int) -> pygame.Surface:
    """A spark that is added to the picture; `level` of 8."""
    sprite = glow.tinted(glow.radial(radius, 1.7), dimmed(colour, level / 8))
    flat = pygame.Surface(sprite.get_size(), 0, 32)
    flat.blit(sprite, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    return flat


def draw_sparks(
    surface: pygame.Surface, pieces: Burst, seconds: float, at: Point, colour: Colour, *, share: float = 1.0
) -> None:
    """Hot at first, then the colour; each with a short tail of where it just was."""
    if seconds < 0 or seconds > float(pieces.life.max()):
        return
    count = max(1, round(len(pieces.life) * share))
    left = 1 - seconds / pieces.life[:count]
    alive = left > 0
    left = left[alive]
    radii = 2 + (2.2 * pieces.size[:count][alive] * left).round().astype(int)
    levels = (8 * left**0.7).round().astype(int)
    heats = (np.maximum(0, left - 0.45) * 5).round().astype(int).tolist()
    hot = [mix(colour, WHITE, 0.25 * heat) for heat in range(4)]
    blits: list[tuple[pygame.Surface, tuple[float, float]]] = []
    for step, lag in enumerate((0.0, 0.012, 0.026)):
        xs, ys = pieces.place(max(0.0, seconds - lag), *at)
        sizes = radii - (step > 0)
        shades = hot if step == 0 else [colour] * len(hot)
        blits += [
            (_spark(shades[heat], radius, level), place)
            for heat, radius, level, place in zip(
                heats,
                sizes.tolist(),
                np.clip(levels - 2 * step, 1, 8).tolist(),
                zip((xs[:count][alive] - sizes).tolist(), (ys[:count][alive] - sizes).tolist(), strict=True),
                strict=True,
            )
        ]
    surface.fblits(blits, pygame.BLEND_RGB_ADD)


@lru_cache(maxsize=1024)
def _shard(colour: Colour, size: int, turn: int) -> pygame.Surface:
    """A sliver of glass or china, turned by `turn` twelfths; its bright edge shows it spinning."""
    big = pygame.Surface((size * 8, size * 8), pygame.SRCALPHA, 32)
    middle = size * 4
    angle = turn * pi / 6
    wide = 0.35 + 0.65 * abs(cos(angle * 1.5))
    points = []
    for corner, reach in ((0.1, 1.0), (2.0, 0.75), (3.6, 0.95), (4.9, 0.55)):
        px, py = cos(corner) * reach * size * 3.6, sin(corner) * reach * size * 3.6 * wide
        points.append((middle + px * cos(angle) - py * sin(angle), middle + px * sin(angle) + py * cos(angle)))
    shade = mix(colour, WHITE, 0.75 * abs(sin(angle * 1.5)) ** 3)
    pygame.draw.polygon(big, (*shade, 235), points)
    return pygame.transform.smoothscale(big, (size * 2, size * 2))


def draw_shards(
    surface: pygame.Surface, pieces: Burst, seconds: float, at: Point, colours: tuple[Colour, ...], *,
    share: float = 1.0, spread: Point = (0.0, 0.0), drag: float = 0.8,
) -> None:  # fmt: skip
    """Solid pieces that fly, spin, fall and lie on the floor until their life is over.

    They start from all over a box as wide and high as `spread` around the place: a pane breaks everywhere at once.
    """
    if seconds < 0 or seconds > float(pieces.life.max()):
        return
    count = max(1, round(len(pieces.life) * share))
    xs, ys = pieces.place(seconds, *at, drag=drag)
    if spread != (0.0, 0.0):
        xs = xs + pieces.place_x * spread[0]
        ys = np.minimum(ys + pieces.place_y * spread[1], FLOOR_Y)
    blits: list[tuple[pygame.Surface, tuple[float, float]]] = []
    for index, (px, py, life, size, spin) in enumerate(
        zip(
            xs[:count].tolist(), ys[:count].tolist(), pieces.life[:count].tolist(), pieces.size[:count].tolist(),
            pieces.spin[:count].tolist(), strict=True,
        )
    ):  # fmt: skip
        left = 1 - seconds / life
        if left <= 0:
            continue
        radius = max(2, round((3 + 6 * size) * min(1.0, left * 3)))
        is_lying = py >= FLOOR_Y - 1
        turn = 3 if is_lying else round(seconds * spin * 2) % 12
        blits.append((_shard(colours[index % len(colours)], radius, turn), (px - radius, py - radius)))
    surface.fblits(blits)


class DustPainter:
    """Motes in the light, each on its own slow way; a kick stirs them."""

    def __init__(self, layer: Dust) -> None:
        self._layer = layer
        luck = np.random.default_rng(layer.count)
        self._x, self._y, self._speed, self._phase = luck.random((4, layer.count)).astype(np.float32)
        self._colour = from_hex(layer.colour)

    def paint(self, room: Room, moment: Moment) -> None:
        """Positions wrap around the room; brightness follows the depth of each mote's own breathing."""
        layer, s = self._layer, room.size
        seconds = moment.picture / MICROS
        kick = moment.drives.kicks.count(moment.now)
        level = moment.drives.kicks.level(moment.now, 300_000, 60_000)
        stirred = (kick - 1 + (1 - level)) * 5.0 if kick else 0.0
        width, height = ROOM[0] + 40, ROOM[1] + 20
        sway = 12 * np.sin(seconds * (0.3 + self._speed) + self._phase * 2 * pi)
        xs = (
            self._x * width + seconds * layer.drift * (0.4 + self._speed) + sway - moment.view.pan * layer.depth
        ) % width
        ys = (self._y * height - (seconds * layer.rise * -1 + stirred) * (0.4 + self._speed)) % height
        breath = 0.55 + 0.45 * np.sin(seconds * (0.5 + self._speed) + self._phase * 20)
        count = max(1, round(layer.count * moment.particles))
        blits = []
        for px, py, bright, size in zip(
            xs[:count].tolist(), ys[:count].tolist(), breath[:count].tolist(), self._phase[:count].tolist(), strict=True
        ):
            radius = max(1, round(layer.size * (0.5 + size) * s))
            shade = max(1, min(8, round(8 * layer.level * bright)))
            blits.append((_spark(self._colour, radius, shade), ((px - 20) * s - radius, (py - 10) * s - radius)))
        room.picture.fblits(blits, pygame.BLEND_RGB_ADD)
