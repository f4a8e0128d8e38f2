"""Sprites of light, painted once with numpy: glows, beams, rings, stars.

A light sprite is premultiplied: its colour is the light it adds, its alpha how much of what lies behind it gives way.
Blitted with BLEND_PREMULTIPLIED, a pile of them bends toward white instead of clipping there (runtime.md 6).
"""

from functools import lru_cache
from math import ceil
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.art.figure_at import Colour

Shape = NDArray[np.float32]

SHOULDER: Final = 0.72
"""Share of a light's brightness that hides what is behind it. 0 is plain addition, 1 is the screen blend."""


def light(shape: Shape) -> pygame.Surface:
    """A white light sprite of brightness `shape`, (height, width), 0..1."""
    height, width = shape.shape
    surface = pygame.Surface((width, height), pygame.SRCALPHA)
    value = np.clip(shape.T * 255, 0, 255)
    pixels = pygame.surfarray.pixels3d(surface)
    pixels[:] = value[:, :, None].astype(np.uint8)
    del pixels
    alpha = pygame.surfarray.pixels_alpha(surface)
    alpha[:] = (value * SHOULDER).astype(np.uint8)
    del alpha
    return surface


def tinted(sprite: pygame.Surface, colour: Colour) -> pygame.Surface:
    """A copy of a white light sprite in this colour; a darker colour is a dimmer light."""
    copy = sprite.copy()
    copy.fill((*colour, max(colour)), special_flags=pygame.BLEND_RGBA_MULT)
    return copy


def _grid(width: int, height: int) -> tuple[Shape, Shape]:
    """Pixel centres measured from the middle, both (height, width)."""
    across = np.arange(width, dtype=np.float32) - (width - 1) / 2
    down = np.arange(height, dtype=np.float32) - (height - 1) / 2
    x, y = np.meshgrid(across, down)
    return x, y


@lru_cache(maxsize=256)
def radial(radius: int, hardness: float = 2.2) -> pygame.Surface:
    """A round glow that is zero at its rim; a higher `hardness` keeps more of it at the core."""
    x, y = _grid(2 * radius + 1, 2 * radius + 1)
    reach = np.clip(1 - np.hypot(x, y) / (radius + 0.5), 0, 1)
    return light((reach**hardness).astype(np.float32))


@lru_cache(maxsize=64)
def oval(half_width: int, half_height: int, hardness: float = 2.0) -> pygame.Surface:
    """A flat glow, such as a pool of light on the floor."""
    x, y = _grid(2 * half_width + 1, 2 * half_height + 1)
    reach = np.clip(1 - np.hypot(x / (half_width + 0.5), y / (half_height + 0.5)), 0, 1)
    return light((reach**hardness).astype(np.float32))


@lru_cache(maxsize=512)
def beam(length: int, top: float, foot: float, degrees: int) -> pygame.Surface:
    """A beam that leaves its lamp at the middle of the top edge, widening from `top` to `foot` half-widths.

    `degrees` turns it, positive to the right. It fades along its way and softly to its sides.
    """
    lean = np.deg2rad(degrees)
    across = ceil(abs(np.sin(lean)) * length + foot * 2.2) + 2
    down = ceil(np.cos(lean) * length) + 2
    x = np.arange(-across, across + 1, dtype=np.float32)[None, :]
    y = np.arange(down, dtype=np.float32)[:, None]
    along = x * np.sin(lean) + y * np.cos(lean)
    aside = np.abs(x * np.cos(lean) - y * np.sin(lean))
    share = np.clip(along / length, 0, 1)
    half = top + (foot - top) * share
    edge = np.clip(1 - aside / (half + 0.5), 0, 1)
    edge = edge * edge * (3 - 2 * edge)
    fade = (1 - share) ** 0.9 * np.clip(along / 3, 0, 1)
    return light((edge * fade).astype(np.float32))


@lru_cache(maxsize=512)
def ring(radius: float, line: float, halo: float) -> pygame.Surface:
    """A circle of light: a core `line` wide with a `halo` falling off to both sides, in pixels."""
    size = ceil(radius + halo + line) * 2 + 1
    x, y = _grid(size, size)
    away = np.abs(np.hypot(x, y) - radius)
    core = np.clip(line / 2 + 0.5 - away, 0, 1)
    around = np.clip(1 - away / halo, 0, 1) ** 3 * 0.5
    return light(np.maximum(core, around).astype(np.float32))


@lru_cache(maxsize=32)
def shaft(width: int, height: int, lean: float) -> pygame.Surface:
    """Daylight falling through a window: a slanted band, `lean` pixels sideways for each pixel down."""
    total = ceil(width + abs(lean) * height) + 1
    x = np.arange(total, dtype=np.float32)[None, :]
    y = np.arange(height, dtype=np.float32)[:, None]
    start = y * lean if lean >= 0 else y * lean + abs(lean) * height
    inside = (x - start) / width
    soft = 0.22
    edge = np.clip(inside / soft, 0, 1) * np.clip((1 - inside) / soft, 0, 1)
    return light((edge * edge * (1 - y / height) ** 0.8).astype(np.float32))
