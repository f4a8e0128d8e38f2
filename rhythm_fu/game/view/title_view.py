"""The title: the name, the dancer's light, the first choices."""

import math
from collections.abc import Sequence
from typing import Final

import pygame

from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.menu_view import Choice, backdrop, draw_choices, draw_help, draw_notes
from rhythm_fu.game.view.telegraphs_shapes import centred, ring
from rhythm_fu.game.view.text import Face, Lettering, Style

NAME: Final = Style(Face.TITLE, 150, glow=(120, 10, 70))
UNDER: Final = Style(Face.LABEL, 17, PALETTE.rose, spacing=4)
CENTRE_Y: Final = 214


class TitleView:
    """Paints the title screen. Keeps its backdrop."""

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        self._ground = backdrop()

    def draw(
        self, surface: pygame.Surface, choices: Sequence[Choice], chosen: int, beat: float, notes: Sequence[str]
    ) -> None:
        """One frame; `beat` counts up, and the rings close on its whole numbers."""
        surface.blit(self._ground, (0, 0))
        pygame.draw.line(surface, (96, 30, 84), (0, FLOOR_Y), (1280, FLOOR_Y))
        share = 1 - (beat % 1.0)
        for step in range(3):
            radius = 150 + round((step + share) * 46 / 2) * 2
            alpha = (1 - (step + share) / 3) * 0.55
            centred(surface, ring(radius, PALETTE.right, 2.0, 10.0), CENTRE_X, CENTRE_Y, alpha)
        sway = math.sin(beat * math.pi / 2) * 2
        self._letters.draw(surface, "Rhythm Fu", NAME, (CENTRE_X, CENTRE_Y + sway))
        self._letters.draw(surface, "EVERY BLOW LANDS ON THE MUSIC", UNDER, (CENTRE_X, CENTRE_Y + 108))
        draw_choices(surface, self._letters, choices, chosen, top=404, width=300, most=6)
        draw_notes(surface, self._letters, notes)
        draw_help(surface, self._letters, "↑ ↓ choose    Enter take it    Esc leave")
