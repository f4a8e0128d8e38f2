"""The light behind a figure: its silhouette, an eighth of the size, blurred, in both lamps' colours."""

from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.art.atlas import Atlas
from rhythm_fu.game.art.figure_at import Colour, Light
from rhythm_fu.game.art.glow import SHOULDER

SHRINK: Final = 8
"""Pixels of a figure to one of its halo."""

SKIPPED: Final = 2
"""Only every so manieth pixel and row is looked at: a blur hides the rest."""

EDGE: Final = 7
"""How far a halo may reach beyond the figure, in its own pixels: as far as both blurs together."""

BLURS: Final = (3, 2)
DOUBLED: Final = 1
"""Limbs are thin, their blurred light is faint: it is added to itself so many times."""

APART: Final = 1
"""The lamps' colours are moved asunder by so much to either side."""


def backlight(atlas: Atlas, number: int, *, is_flipped: bool, light: Light) -> pygame.Surface:
    """A premultiplied light sprite, to be added, for a frame; the figure's middle is its middle."""
    cover = atlas.codes[:, 0].astype(np.uint32)
    shade = (cover * SHOULDER).astype(np.uint32) << 24 | cover << 16 | cover << 8 | cover
    pixels = shade.take(atlas.frame(number)[::SKIPPED, ::SKIPPED], mode="wrap")
    height, width = pixels.shape
    size = (max(1, width * SKIPPED // SHRINK), max(1, height * SKIPPED // SHRINK))
    small = pygame.transform.smoothscale(pygame.image.frombuffer(pixels.data, (width, height), "BGRA"), size)
    if is_flipped:
        small = pygame.transform.flip(small, True, False)
    white = pygame.Surface((size[0] + 2 * EDGE, size[1] + 2 * EDGE), pygame.SRCALPHA, 32)
    white.blit(small, (EDGE, EDGE), special_flags=pygame.BLEND_RGBA_ADD)
    for radius in BLURS:
        white = pygame.transform.box_blur(white, radius)
    for _ in range(DOUBLED):
        white.blit(white.copy(), (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
    both = pygame.Surface((white.get_width() + 2 * APART, white.get_height()), pygame.SRCALPHA, 32)
    for lamp, x in ((light.left, 0), (light.right, 2 * APART)):
        both.blit(_tinted(white, lamp), (x, 0), special_flags=pygame.BLEND_RGBA_ADD)
    return both


def _tinted(sprite: pygame.Surface, colour: Colour) -> pygame.Surface:
    copy = sprite.copy()
    copy.fill((*colour, max(colour)), special_flags=pygame.BLEND_RGBA_MULT)
    return copy
