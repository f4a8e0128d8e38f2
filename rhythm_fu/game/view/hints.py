"""The hint line: which key does what on this screen, in the words of the device in the player's hand. Each can be
clicked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pygame

from rhythm_fu.game.scene import Menu
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X, HEIGHT
from rhythm_fu.game.view.telegraphs_shapes import centred, pill
from rhythm_fu.game.view.text import Face, Lettering, Style

CAP: Final = Style(Face.NUMBER, 15, PALETTE.warm, outline=1)
MEANING: Final = Style(Face.LABEL, 17)
HINTS_Y: Final = HEIGHT - 28
GAP: Final = 30
CAP_COLOUR: Final = (58, 44, 74)
CAP_RIM: Final = (150, 132, 168)

KEYS: Final[Mapping[Menu, str]] = MappingProxyType(
    {Menu.UP: "↑ ↓", Menu.LEFT: "← →", Menu.ACCEPT: "Enter", Menu.BACK: "Esc", Menu.RETRY: "R", Menu.REMOVE: "Del"}
)
PAD_BUTTONS: Final[Mapping[Menu, str]] = MappingProxyType(
    {Menu.UP: "Pad ↑ ↓", Menu.LEFT: "Pad ← →", Menu.ACCEPT: "A", Menu.BACK: "B", Menu.RETRY: "Back", Menu.REMOVE: "X"}
)


@dataclass(frozen=True, slots=True)
class Hint:
    """A menu step and what it does here. UP stands for up and down, LEFT for left and right; those can't be clicked.

    `key` is what to press where no menu step is meant.
    """

    menu: Menu | None
    meaning: str
    key: str = ""

    def cap(self, uses_pad: bool) -> str:
        """What stands on the key."""
        return (PAD_BUTTONS if uses_pad else KEYS)[self.menu] if self.menu is not None else self.key


Spots = tuple[tuple[pygame.Rect, Menu], ...]
"""What can be clicked, and what it means."""


def draw_hints(surface: pygame.Surface, letters: Lettering, hints: Sequence[Hint], *, uses_pad: bool = False) -> Spots:
    """The hints side by side at the foot of the screen; returns where they can be clicked."""
    caps = [letters.word(hint.cap(uses_pad), CAP) for hint in hints]
    words = [letters.word(hint.meaning, MEANING) for hint in hints]
    widths = [cap.get_width() + 14 + word.get_width() for cap, word in zip(caps, words, strict=True)]
    whole = sum(widths) + GAP * (len(hints) - 1)
    centred(surface, pill((whole + 110, 62), 0.6, 18.0), CENTRE_X, HINTS_Y)
    x, spots = CENTRE_X - whole // 2, []
    for hint, cap, word, width in zip(hints, caps, words, widths, strict=True):
        plate = pygame.Rect(0, 0, cap.get_width() + 8, 26)
        plate.midleft = (x, HINTS_Y)
        pygame.draw.rect(surface, CAP_COLOUR, plate, border_radius=6)
        pygame.draw.rect(surface, CAP_RIM, plate, 1, border_radius=6)
        surface.blit(cap, cap.get_rect(center=plate.center))
        surface.blit(word, word.get_rect(midleft=(plate.right + 4, HINTS_Y)))
        if hint.menu is not None and hint.menu not in (Menu.UP, Menu.LEFT):
            spots.append((pygame.Rect(x - 8, HINTS_Y - 20, width + 16, 40), hint.menu))
        x += width + GAP
    return tuple(spots)
