"""The error bar: where the last presses fell, early to the left, late to the right, on the judge's own windows."""

from typing import Final

import pygame

from rhythm_fu.fight.view import FightView
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.telegraphs_shapes import centred, pill
from rhythm_fu.judge.model import Grade
from rhythm_fu.judge.windows import HitWindows

Y: Final = 702
HALF_PX: Final = 130
RECENT: Final = 16
"""Presses shown; the newest is brightest. The mark below is their mean."""


class ErrorBar:
    """Paints the error bar of a view."""

    def __init__(self, windows: HitWindows) -> None:
        self._windows = windows
        self._ground = pygame.Surface((HALF_PX * 2 + 8, 12), pygame.SRCALPHA)
        self._scrim = pill((HALF_PX * 2 + 60, 34), 0.5, 10.0)
        bands = ((windows.ok, Grade.OK), (windows.great, Grade.GREAT), (windows.perfect, Grade.PERFECT),
                 (windows.flawless, Grade.FLAWLESS))  # fmt: skip
        for window, grade in bands:
            half = self._px(window)
            rect = pygame.Rect(0, 0, 2 * half, 4)
            rect.center = (HALF_PX + 4, 6)
            red, green, blue = GRADE_COLOURS[grade]
            pygame.draw.rect(self._ground, (red // 2, green // 2, blue // 2, 235), rect, border_radius=2)

    def _px(self, error: int) -> int:
        return max(-HALF_PX, min(HALF_PX, round(error * HALF_PX / self._windows.ok)))

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Bands, one stroke a press, and the mean."""
        centred(surface, self._scrim, CENTRE_X, Y)
        centred(surface, self._ground, CENTRE_X, Y)
        pygame.draw.line(surface, (244, 240, 250), (CENTRE_X, Y - 7), (CENTRE_X, Y + 6))
        errors = view.errors[-RECENT:]
        for age, error in enumerate(reversed(errors)):
            shine = 1 - age / RECENT
            red, green, blue = GRADE_COLOURS[self._windows.grade(error)]
            colour = tuple(round(channel * (0.35 + 0.65 * shine)) for channel in (red, green, blue))
            x = CENTRE_X + self._px(error)
            pygame.draw.line(surface, colour, (x, Y - 6), (x, Y + 5), 3 if age == 0 else 2)
        if errors:
            x = CENTRE_X + self._px(sum(errors) // len(errors))
            pygame.draw.polygon(surface, (255, 255, 255), [(x, Y + 7), (x - 4, Y + 13), (x + 4, Y + 13)])
