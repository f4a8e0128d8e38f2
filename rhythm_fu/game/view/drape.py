"""A cloth across the whole picture that drops behind the fighters: the opera's curtain.

It is cut into strips; each hangs from the same rod and hurries or lags a little, so the hem swings like cloth.
"""

from math import exp, pi, sin
from typing import Final

import pygame

from rhythm_fu.game.art.kit import coded
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WIDTH

DROPS_S: Final = 0.46
"""How long it falls: the hem is on the floor on the event."""
STAYS_S: Final = 1.25
"""How long it hangs before it is drawn up: longer than a second, so that it can never be half of a flash."""
RISES_S: Final = 1.5
STRIP: Final = 20
HEM: Final = 74
"""Pixels of it that are seen under the upper edge while she holds."""


class Drape:
    """The cloth, repeated across the picture and cut into strips once."""

    def __init__(self, image: pygame.Surface) -> None:
        cloth = pygame.Surface((WIDTH, FLOOR_Y + 8), pygame.SRCALPHA, 32)
        width = image.get_width()
        for x in range((WIDTH // 2) % width - width, WIDTH, width):
            cloth.blit(image, (x, cloth.get_height() - image.get_height()))
        tall = cloth.get_height()
        self._strips = [
            (x, coded(cloth.subsurface((x, 0, min(STRIP, WIDTH - x), tall)))) for x in range(0, WIDTH, STRIP)
        ]

    def hang(self, surface: pygame.Surface, lowered: float, seconds: float, *, tremble: float = 2.0) -> None:
        """Gathered up, only its hem seen, trembling while she holds."""
        for x, strip in self._strips:
            hem = lowered * (HEM + 16 * abs(sin(pi * x / 320))) + tremble * lowered * sin(seconds * 29 + x * 0.05)
            surface.blit(strip, (x, round(hem) - strip.get_height()))

    def fall(self, surface: pygame.Surface, since: float, lowered: float) -> None:
        """Let go so that it is down at `since` 0, swinging out after that, and drawn up at last."""
        way = (since + DROPS_S) / DROPS_S
        if way <= 0:
            self.hang(surface, lowered, since)
            return
        up = max(0.0, since - STAYS_S) / RISES_S
        if up >= 1:
            return
        raised = up * up * (3 - 2 * up)
        floor = FLOOR_Y + 4
        for x, strip in self._strips:
            off = (x + STRIP / 2 - CENTRE_X) / (WIDTH / 2)
            start = HEM + 16 * abs(sin(pi * x / 320))
            if way < 1:
                # The middle leads; everything is down together.
                share = way ** (2.0 + 0.7 * abs(off))
                hem = start + (floor - start) * share
            else:
                swing = 13 * exp(-since * 3.2) * sin(since * 15 - abs(off) * 5) * (0.4 + 0.6 * abs(off))
                gathered = raised * (1 + 0.16 * sin(pi * x / 160) * (1 - raised))
                hem = floor - abs(swing) - gathered * (floor + 20)
            surface.blit(strip, (x, round(hem) - strip.get_height()))
