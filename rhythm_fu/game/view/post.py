"""The last pass over a picture: bloom, the light of impacts, colour by Grace, vignette."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.glow import tinted
from rhythm_fu.game.art.palette import dimmed
from rhythm_fu.game.view.arena import Look
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.game.view.quality import Quality

SOFT: Final = 4
SIZE: Final = (WIDTH // SOFT, HEIGHT // SOFT)
NEAR_SIZE: Final = (WIDTH // 8, HEIGHT // 8)
FAR_SIZE: Final = (WIDTH // 32, HEIGHT // 32)


def _vignette(strength: float) -> pygame.Surface:
    """White in the middle, darker toward the corners; multiplied in."""
    x = np.linspace(-1, 1, SIZE[0], dtype=np.float32)[:, None]
    y = np.linspace(-1, 1, SIZE[1], dtype=np.float32)[None, :]
    away = np.clip(np.hypot(x * 0.86, y * 0.78) - 0.35, 0, 1)
    light = 1 - strength * np.clip(away * 1.25, 0, 1) ** 1.6
    small = pygame.Surface(SIZE, 0, 32)
    pixels = pygame.surfarray.pixels3d(small)
    pixels[:] = (light * 255).round().astype(np.uint8)[:, :, None]
    del pixels
    return pygame.transform.smoothscale(small, (WIDTH, HEIGHT))


class Shine:
    """Light in front of everything, gathered at a quarter size: muzzle flashes, impacts, sparks' halos."""

    def __init__(self) -> None:
        self.surface = pygame.Surface(SIZE, pygame.SRCALPHA, 32)
        self.is_lit = False

    def begin(self) -> None:
        """Dark again."""
        self.surface.fill((0, 0, 0, 0))
        self.is_lit = False

    def add(self, sprite: pygame.Surface, colour: Colour, level: float, x: float, y: float) -> None:
        """A light sprite made for a quarter size, its middle at a place of the screen."""
        if level <= 0.01:
            return
        lit = tinted(sprite, dimmed(colour, min(1.0, level)))
        place = (round(x / SOFT - sprite.get_width() / 2), round(y / SOFT - sprite.get_height() / 2))
        self.surface.blit(lit, place, special_flags=pygame.BLEND_RGBA_ADD)
        self.is_lit = True


class Post:
    """Keeps the buffers; each frame stands alone."""

    def __init__(self, look: Look, breathe: Callable[[], None] = lambda: None) -> None:
        """`breathe` is called between the passes."""
        self._look = look
        self._breathe = breathe
        self._small = pygame.Surface(NEAR_SIZE, 0, 32)
        self._far = pygame.Surface(FAR_SIZE, 0, 32)
        self._far_up = pygame.Surface(NEAR_SIZE, 0, 32)
        self._near_up = pygame.Surface(SIZE, 0, 32)
        self._wide = pygame.Surface((WIDTH, HEIGHT), pygame.SRCALPHA, 32)
        self._grey = pygame.Surface((WIDTH, HEIGHT), 0, 32)
        self._vignette = _vignette(look.vignette) if look.vignette else None

    def paint(
        self, screen: pygame.Surface, shine: Shine, quality: Quality, dullness: float, *, dark: float = 0
    ) -> None:
        """`dullness` 0 is full colour, 1 is grey; `dark` 1 is black."""
        if quality.bloom:
            self._gather(screen, shine, quality)
            self._breathe()
        if shine.is_lit:
            pygame.transform.smoothscale(shine.surface, (WIDTH, HEIGHT), self._wide)
            screen.blit(self._wide, (0, 0), special_flags=pygame.BLEND_PREMULTIPLIED)
            self._breathe()
        if quality.saturation and dullness > 0.02:
            self._drain(screen, min(1.0, dullness))
        if dark > 0.01:
            shade = round(255 * (1 - dark))
            screen.fill((shade, shade, shade), special_flags=pygame.BLEND_RGB_MULT)
        if self._vignette is not None:
            screen.blit(self._vignette, (0, 0), special_flags=pygame.BLEND_RGB_MULT)

    def _drain(self, screen: pygame.Surface, dullness: float) -> None:
        """Mix in its own grey. Two fills and an addition: a blit that fades would take three times as long."""
        pygame.transform.grayscale(screen, self._grey)
        grey = round(255 * dullness)
        self._grey.fill((grey, grey, grey), special_flags=pygame.BLEND_RGB_MULT)
        left = 255 - grey
        screen.fill((left, left, left), special_flags=pygame.BLEND_RGB_MULT)
        screen.blit(self._grey, (0, 0), special_flags=pygame.BLEND_RGB_ADD)

    def _gather(self, screen: pygame.Surface, shine: Shine, quality: Quality) -> None:
        """What is brighter than the arena's threshold bleeds: a near halo and a far, wide one."""
        over, gain = self._look.bloom_over, self._look.bloom
        pygame.transform.smoothscale(screen, NEAR_SIZE, self._small)
        self._small.fill((over, over, over), special_flags=pygame.BLEND_RGB_SUB)
        near = pygame.transform.box_blur(self._small, 2)
        if quality.bloom > 1:
            pygame.transform.smoothscale(self._small, FAR_SIZE, self._far)
            far = pygame.transform.box_blur(self._far, 2)
            pygame.transform.smoothscale(far, NEAR_SIZE, self._far_up)
            near.blit(self._far_up, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
            gain *= 0.6
        shade = round(255 * gain)
        near.fill((shade, shade, shade), special_flags=pygame.BLEND_RGB_MULT)
        pygame.transform.smoothscale(near, SIZE, self._near_up)
        shine.surface.blit(self._near_up, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        shine.is_lit = True
