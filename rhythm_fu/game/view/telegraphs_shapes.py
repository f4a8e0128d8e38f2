"""The signs of the fight as small pictures, drawn from distances so that every edge is smooth.

Each sign is a coloured stroke with a pale core, a soft glow of its colour and a dark halo: the halo carries it on a
bright window, the glow on a dark wall. All are ordinary alpha pictures whose brightest point stays below white.
"""

from functools import lru_cache
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.art.figure_at import Colour

Field = NDArray[np.floating]
"""Shape (width, height): pixels from the nearest stroke."""

HALO_PX: Final = 3.0
HALO: Final = 0.62
GLOW: Final = 0.5
INK: Final = np.array((7, 3, 13), np.float32)


def _grid(half: int) -> tuple[Field, Field]:
    axis = np.arange(-half, half + 1, dtype=np.float32)
    return np.meshgrid(axis, axis, indexing="ij")


def _painted(
    distance: Field, colour: Colour, *, width: float, glow_px: float, core: float = 0.35, fill: Field | None = None
) -> pygame.Surface:
    distance = distance.astype(np.float32)
    stroke: Field = np.clip(width / 2 + 0.5 - distance, 0, 1)
    halo: Field = np.clip((width / 2 + HALO_PX - distance) / 2, 0, 1) * np.float32(HALO)
    glow: Field = np.zeros_like(halo)
    if glow_px:
        glow = np.exp(-((np.maximum(distance - width / 2, 0) / glow_px) ** 2)) * np.float32(GLOW)
    inner: Field = np.clip(width / 4 + 0.5 - distance, 0, 1) * np.float32(core)
    tint = np.array(colour, np.float32)
    layers: list[tuple[Field, NDArray[np.float32]]] = [(halo, INK)]
    if fill is not None:
        layers.append((fill, INK))
    layers += [(glow * (1 - halo * 0.6), tint), (stroke, tint), (inner, np.array((255, 255, 255), np.float32))]
    alpha = np.zeros_like(distance)
    rgb = np.zeros((*distance.shape, 3), np.float32)
    for cover, shade in layers:
        rgb = rgb * (1 - cover[..., None]) + shade * cover[..., None]
        alpha = alpha * (1 - cover) + cover
    image = pygame.Surface(distance.shape, pygame.SRCALPHA)
    straight = rgb / np.maximum(alpha, 1e-4)[..., None]
    pixels = pygame.surfarray.pixels3d(image)
    pixels[:] = np.clip(straight, 0, 255).astype(np.uint8)
    del pixels
    covers = pygame.surfarray.pixels_alpha(image)
    covers[:] = np.clip(alpha * 255, 0, 255).astype(np.uint8)
    del covers
    return image


@lru_cache(maxsize=512)
def ring(radius: int, colour: Colour, width: float = 3.0, glow_px: float = 9.0) -> pygame.Surface:
    """A circle's line."""
    x, y = _grid(radius + int(glow_px * 2) + 4)
    return _painted(np.abs(np.hypot(x, y) - radius), colour, width=width, glow_px=glow_px)


@lru_cache(maxsize=256)
def crosshair(radius: int, colour: Colour, width: float = 3.0, glow_px: float = 9.0) -> pygame.Surface:
    """A circle's line with four ticks through it."""
    x, y = _grid(int(radius * 1.25) + int(glow_px * 2) + 6)
    circle = np.abs(np.hypot(x, y) - radius)
    low, high = radius * 0.72, radius * 1.25
    across = np.hypot(np.maximum(np.maximum(low - np.abs(x), np.abs(x) - high), 0), y)
    along = np.hypot(np.maximum(np.maximum(low - np.abs(y), np.abs(y) - high), 0), x)
    return _painted(np.minimum(circle, np.minimum(across, along)), colour, width=width, glow_px=glow_px)


@lru_cache(maxsize=256)
def diamond(radius: int, colour: Colour, width: float = 3.0, glow_px: float = 9.0) -> pygame.Surface:
    """A square on its corner."""
    x, y = _grid(radius + int(glow_px * 2) + 4)
    return _painted(
        np.abs((np.abs(x) + np.abs(y) - radius) / np.float32(np.sqrt(2))), colour, width=width, glow_px=glow_px
    )


@lru_cache(maxsize=256)
def frame(radius: int, colour: Colour, width: float = 3.0, glow_px: float = 9.0) -> pygame.Surface:
    """The four corners of an upright pane."""
    x, y = _grid(int(radius * 1.3) + int(glow_px * 2) + 4)
    half_w, half_h = radius * 0.95, radius * 1.25
    edge = np.abs(np.maximum(np.abs(x) - half_w, np.abs(y) - half_h))
    open_side = np.maximum(half_w * 0.5 - np.abs(x), 0) + np.maximum(half_h * 0.5 - np.abs(y), 0)
    gap = np.where((np.abs(x) < half_w * 0.5) | (np.abs(y) < half_h * 0.5), open_side, 0)
    return _painted((edge + gap).astype(np.float32), colour, width=width, glow_px=glow_px)


@lru_cache(maxsize=256)
def bar(half_width: int, colour: Colour, width: float = 6.0, glow_px: float = 9.0) -> pygame.Surface:
    """A level stroke with round ends."""
    half = half_width + int(glow_px * 2) + 6
    x = np.arange(-half, half + 1, dtype=np.float32)
    y = np.arange(-int(glow_px * 2) - 6, int(glow_px * 2) + 7, dtype=np.float32)
    xs, ys = np.meshgrid(x, y, indexing="ij")
    return _painted(np.hypot(np.maximum(np.abs(xs) - half_width, 0), ys), colour, width=width, glow_px=glow_px)


@lru_cache(maxsize=256)
def disc(radius: int, colour: Colour, rim: Colour = (255, 255, 255), glow_px: float = 7.0) -> pygame.Surface:
    """A filled circle with a pale rim."""
    x, y = _grid(radius + int(glow_px * 2) + 4)
    far = np.hypot(x, y)
    filled = _painted(np.maximum(far - radius, 0), colour, width=1.0, glow_px=glow_px, core=0.0)
    filled.blit(_painted(np.abs(far - radius), rim, width=2.0, glow_px=0.0, core=0.0), (0, 0))
    return filled


@lru_cache(maxsize=64)
def solid_diamond(radius: int, colour: Colour, rim: Colour = (255, 255, 255), glow_px: float = 9.0) -> pygame.Surface:
    """A filled square on its corner with a pale rim."""
    x, y = _grid(radius + int(glow_px * 2) + 4)
    edge = ((np.abs(x) + np.abs(y) - radius) / np.float32(np.sqrt(2))).astype(np.float32)
    filled = _painted(np.maximum(edge, 0), colour, width=1.0, glow_px=glow_px, core=0.0)
    filled.blit(_painted(np.abs(edge), rim, width=2.0, glow_px=0.0, core=0.0), (0, 0))
    return filled


@lru_cache(maxsize=64)
def pill(size: tuple[int, int], strength: float = 0.55, soft_px: float = 14.0) -> pygame.Surface:
    """A soft dark scrim with round ends, for text on anything."""
    width, height = size
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32), indexing="ij")
    radius = height / 2 - soft_px
    inside_x = np.maximum(np.abs(x - width / 2 + 0.5) - (width / 2 - soft_px - max(0.0, radius)), 0)
    inside_y = np.abs(y - height / 2 + 0.5)
    outside = np.hypot(inside_x, inside_y) - max(0.0, radius)
    cover = np.clip(1 - outside / soft_px, 0, 1) ** 1.5 * strength
    image = pygame.Surface(size, pygame.SRCALPHA)
    image.fill((7, 3, 13, 0))
    covers = pygame.surfarray.pixels_alpha(image)
    covers[:] = (cover * 255).astype(np.uint8)
    del covers
    return image


def centred(surface: pygame.Surface, image: pygame.Surface, x: float, y: float, alpha: float = 1.0) -> None:
    """Blit with the picture's middle at a place; `alpha` 0..1 fades it."""
    if alpha <= 0.01:
        return
    image.set_alpha(min(255, int(alpha * 255)))
    surface.blit(image, (round(x) - image.get_width() // 2, round(y) - image.get_height() // 2))
