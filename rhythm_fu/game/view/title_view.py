"""The title: the name, the first choices, and she rehearses beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pygame

from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.menu_view import Choice, Column, backdrop, draw_choices, draw_notes
from rhythm_fu.game.view.telegraphs_shapes import centred, ring
from rhythm_fu.game.view.text import INK, Face, Lettering, Style

NAME: Final = Style(Face.TITLE, 138, glow=(120, 10, 70))
UNDER: Final = Style(Face.LABEL, 16, PALETTE.rose, spacing=4)
NAME_AT: Final = (400, 190)
COLUMN: Final = Column(top=366, x=NAME_AT[0], step=50, width=250, most=6)
DANCER_X: Final = 930
DANCER_SCALE: Final = 1.2
"""Larger, her outline grows coarse."""

REHEARSAL: Final = (
    ("developpe", 2.0), ("pirouette", 2.0), ("fouette", 2.0), ("fouette", 2.0),
    ("attitude-headshot", 2.0), ("battement", 2.0), ("pirouette", 2.0), ("headshot", 2.0), ("arabesque-shot", 2.0),
    ("pas-de-chat", 2.0), ("link-guard-fifth", 0.5), ("port-de-bras", 3.5), ("port-de-bras", 4.0),
)  # fmt: skip
"""Moves and the beats each takes; every one starts in the stance the last one ends in."""

BEATS: Final = sum(beats for _, beats in REHEARSAL)


def rehearsed(beat: float) -> tuple[str, float]:
    """The move she is in and how far, 0..1; the rehearsal starts over when it is through."""
    left = beat % BEATS
    for move, beats in REHEARSAL:
        if left < beats:
            return move, left / beats
        left -= beats
    return REHEARSAL[0][0], 0.0


class TitleView:
    """Paints the title screen. Keeps its backdrop."""

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        self._ground = backdrop(centre=DANCER_X)
        self._figures = Figures()
        self._light = Light(INK, (255, 42, 141), (56, 232, 255))
        self._fade = _mirror_fade()

    def draw(
        self, surface: pygame.Surface, choices: Sequence[Choice], chosen: int, beat: float, notes: Sequence[str]
    ) -> None:
        """One frame; `beat` counts up, and the rings open on its whole numbers."""
        surface.blit(self._ground, (0, 0))
        share = beat % 1.0
        for step in range(3):
            radius = 110 + round((step + share) * 56 / 2) * 2
            alpha = (1 - (step + share) / 3) * 0.5
            centred(surface, ring(radius, PALETTE.right, 2.0, 10.0), DANCER_X, FLOOR_Y - 170, alpha)
        move, phase = rehearsed(beat)
        dancer = FigureAt("dancer", move, phase, DANCER_X, FLOOR_Y)
        self._figures.draw(surface, dancer, self._light, DANCER_SCALE)
        self._reflect(surface)
        pygame.draw.line(surface, (120, 40, 104), (0, FLOOR_Y), (WIDTH, FLOOR_Y))
        name = replace(NAME, size=round(NAME.size / max(1.0, self._letters.scale)))  # it fills its place already
        self._letters.draw(surface, "Rhythm Fu", name, NAME_AT)
        self._letters.draw(surface, "EVERY BLOW LANDS ON THE MUSIC", UNDER, (NAME_AT[0], NAME_AT[1] + 100))
        draw_choices(surface, self._letters, choices, chosen, COLUMN)
        draw_notes(surface, self._letters, notes)

    def _reflect(self, surface: pygame.Surface) -> None:
        """The floor shows what stands above it, darker with depth."""
        depth = HEIGHT - FLOOR_Y
        above = surface.subsurface((0, FLOOR_Y - depth, WIDTH, depth))
        mirrored = pygame.transform.flip(above, flip_x=False, flip_y=True)
        mirrored.blit(self._fade, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        surface.blit(mirrored, (0, FLOOR_Y))


def _mirror_fade() -> pygame.Surface:
    depth = HEIGHT - FLOOR_Y
    fade = pygame.Surface((WIDTH, depth))
    for y in range(depth):
        level = round(140 * (1 - y / depth) ** 1.4)
        fade.fill((level, level, level), (0, y, WIDTH, 1))
    return fade
