"""Soft shade behind words: what carries them where the outline of small letters alone would not."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.art.figure_at import Colour

STEP: Final = 40
"""Lozenges come in widths so many pixels apart: few are painted, and all before a fight."""

CORE: Final = 0.25
"""How far from the middle of a line its shade is full, in the line's height."""

FEATHER: Final = 0.6
"""Over how much more, in the line's height, it fades: so slowly that no edge is seen on a bright window."""

CORNER_FEATHER: Final = 0.75
"""The share of a corner's shade over which it fades."""

SQUARE: Final = 2.6
"""How square a corner's shade is: 2 would be a quarter of an ellipse."""

Cover = NDArray[np.floating]


def _shade(cover: Cover, colour: Colour) -> pygame.Surface:
    image = pygame.Surface(cover.shape, pygame.SRCALPHA)
    image.fill((*colour, 0))
    covers = pygame.surfarray.pixels_alpha(image)
    covers[:] = (cover * 255).round().astype(np.uint8)
    del covers
    return image.convert_alpha() if pygame.display.get_surface() else image


def _eased(share: Cover) -> Cover:
    share = np.clip(share, 0, 1)
    return share * share * (3 - 2 * share)


@lru_cache(maxsize=64)
def lozenge(size: tuple[int, int], colour: Colour, strength: float, soft_px: float) -> pygame.Surface:
    """Full strength inside, fading over the outer `soft_px` on every side; the ends are round."""
    width, height = size
    x = np.abs(np.arange(width, dtype=np.float32) - (width - 1) / 2)[:, None]
    y = np.abs(np.arange(height, dtype=np.float32) - (height - 1) / 2)[None, :]
    radius = height / 2
    from_edge = radius - np.hypot(np.maximum(x - (width / 2 - radius), 0), y)
    return _shade(_eased(from_edge / soft_px) * strength, colour)


def lozenge_for(width: int, height: int, colour: Colour, strength: float) -> pygame.Surface:
    """The narrowest kept lozenge that is full behind a line of this width and height, and gone some way beyond it."""
    soft = FEATHER * height
    wide = width + 2 * soft
    return lozenge((math.ceil(wide / STEP) * STEP, round(2 * (CORE * height + soft))), colour, strength, soft)


@lru_cache(maxsize=8)
def corner(size: tuple[int, int], colour: Colour, strength: float, *, is_right: bool) -> pygame.Surface:
    """Shade that lies in an upper corner of the screen and is gone at `size`."""
    width, height = size
    x = (np.arange(width, dtype=np.float32) / width)[:, None]
    y = (np.arange(height, dtype=np.float32) / height)[None, :]
    away = (x**SQUARE + y**SQUARE) ** (1 / SQUARE)
    cover = _eased((1 - away) / CORNER_FEATHER) * strength
    return _shade(cover[::-1] if is_right else cover, colour)
