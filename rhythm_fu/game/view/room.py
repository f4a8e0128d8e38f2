"""The room behind the fighters while a frame is painted: a picture wider than the screen, and light at a quarter size.

Soft light is added up at a quarter of the size and laid over the room when a hard layer follows, so a hundred
overlapping beams cost as much as one picture.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import pygame

from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.glow import tinted
from rhythm_fu.game.art.palette import dimmed
from rhythm_fu.game.view.camera import View
from rhythm_fu.game.view.drive import Drives
from rhythm_fu.game.view.layout import FLOOR_Y, WIDTH

ROOM: Final = (1456, 608)
"""World pixels kept ready: the screen above the floor line at zoom 0.88."""
MIDDLE: Final = ROOM[0] // 2
SOFT: Final = 4
"""World pixels to one pixel of soft light."""
SOFT_SIZE: Final = (ROOM[0] // SOFT, ROOM[1] // SOFT)


@dataclass(slots=True)
class Room:
    """One frame's room. Painted layer by layer, then shown. Reused from frame to frame; every frame repaints it all."""

    size: float
    picture: pygame.Surface
    soft: pygame.Surface
    wide: pygame.Surface
    lit: pygame.Rect | None = None
    """The part of `soft` that holds light not laid down yet."""

    @classmethod
    def at(cls, size: float) -> "Room":
        """An empty room, `size` pixels for one world pixel."""
        pixels = (round(ROOM[0] * size), round(ROOM[1] * size))
        soft = pygame.Surface(SOFT_SIZE, pygame.SRCALPHA, 32)
        return cls(size, pygame.Surface(pixels, 0, 32), soft, pygame.Surface(pixels, pygame.SRCALPHA, 32))

    def begin(self, view: View) -> None:
        """Dark, before the first layer. What the camera won't see is not painted."""
        self.picture.set_clip(self._seen(view).inflate(2, 2))
        self.picture.fill(0)
        self.soft.fill((0, 0, 0, 0))
        self.lit = None

    def _seen(self, view: View) -> pygame.Rect:
        """The part of the room that fills the screen above the floor line."""
        wide, tall = WIDTH / view.zoom, FLOOR_Y / view.zoom
        left = min(max(MIDDLE - wide / 2 + view.shake_x, 0), ROOM[0] - wide)
        top = min(max(ROOM[1] - tall + min(0.0, view.shake_y), 0), ROOM[1] - tall)
        s = self.size
        part = pygame.Rect(round(left * s), round(top * s), round(wide * s), round(tall * s))
        return part.clip(self.picture.get_rect())

    def shine(self, sprite: pygame.Surface, colour: Colour, level: float, x: float, above: float) -> None:
        """Add a light sprite made for a quarter size, its middle at a place of the room."""
        if level <= 0.01:
            return
        lit = tinted(sprite, dimmed(colour, min(1.0, level)))
        width, height = sprite.get_size()
        place = (round(x / SOFT - width / 2), round((ROOM[1] - above) / SOFT - height / 2))
        touched = self.soft.blit(lit, place, special_flags=pygame.BLEND_RGBA_ADD)
        if touched.width:
            self.lit = touched if self.lit is None else self.lit.union(touched)

    def shine_down(self, sprite: pygame.Surface, colour: Colour, level: float, x: float, above: float) -> None:
        """Likewise, but the middle of the sprite's top edge is at the place."""
        self.shine(sprite, colour, level, x, above - sprite.get_height() * SOFT / 2)

    def settle(self) -> None:
        """Lay the gathered light over the room, bending toward white rather than clipping."""
        if self.lit is None:
            return
        # One dark pixel around it, so that the enlarged edge fades out instead of being cut.
        part = self.lit.inflate(2, 2).clip(self.soft.get_rect())
        s = self.size * SOFT
        seen = self.picture.get_clip()
        shown = pygame.Rect(floor(seen.x / s) - 1, floor(seen.y / s) - 1, ceil(seen.w / s) + 3, ceil(seen.h / s) + 3)
        self.lit = None
        part = part.clip(shown)
        if not part.size[0] or not part.size[1]:
            self.soft.fill((0, 0, 0, 0))
            return
        pixels = pygame.Rect(round(part.x * s), round(part.y * s), round(part.w * s), round(part.h * s))
        wide = self.wide.subsurface(pixels)
        pygame.transform.smoothscale(self.soft.subsurface(part), pixels.size, wide)
        self.picture.blit(wide, pixels, special_flags=pygame.BLEND_PREMULTIPLIED)
        self.soft.fill((0, 0, 0, 0))

    def show(self, screen: pygame.Surface, view: View) -> None:
        """Put the part the camera sees on the screen, floor line on floor line."""
        part = self._seen(view)
        target = screen.subsurface((0, 0, WIDTH, FLOOR_Y))
        source = self.picture.subsurface(part)
        if part.size == target.get_size():
            target.blit(source, (0, 0))
        else:
            pygame.transform.smoothscale(source, target.get_size(), target)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a layer may look at. `now` is song time, for lights; `picture` is warped, for bodies and debris."""

    now: int
    picture: int
    beats: float
    view: View
    fight: FightView
    drives: Drives
    particles: float = 1.0
    cheer: float = 0.5
    section: int = 0

    def across(self, x: float, depth: float, period: float, margin: float) -> Iterator[tuple[float, int]]:
        """Every place in the room, with the number of its repetition, where something at world `x` can be seen."""
        at = MIDDLE + x - self.view.pan * depth
        if period <= 0:
            yield at, 0
            return
        first = ceil((-margin - at) / period)
        last = floor((ROOM[0] + margin - at) / period)
        for turn in range(first, last + 1):
            yield at + turn * period, turn
