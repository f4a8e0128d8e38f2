"""Lettering: every word is rendered once, with a dark outline and a soft shadow, and kept.

The outline is what makes white letters readable on white windows: each letter is surrounded by opaque ink, contrast
above 15:1 whatever lies behind (tests/scenes/test_display.py measures it).
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

import pygame

from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import dimmed
from rhythm_fu.game.view.glyphs import runs_of, settable

FONTS: Final = Path(__file__).parent.parent / "assets" / "fonts"
INK: Final[Colour] = (7, 3, 13)
WHITE: Final[Colour] = (255, 255, 255)
GLOW_RIM: Final = 0.26
KEPT: Final = 1_200
"""Rendered words kept; a fight uses about 500."""


SMALL_PX: Final = 20
BIG_PX: Final = 46
BIG_GROWS: Final = 0.2
"""The player's text size is for what is hard to read: up to `SMALL_PX` words follow it wholly, from `BIG_PX` on by this
share, so that a big word never grows into its neighbour.
"""


class Face(Enum):
    """The bundled typefaces, by what they are for."""

    NUMBER = "InterDisplay-ExtraBold.otf"
    SHOUT = "InterDisplay-BlackItalic.otf"
    LABEL = "Inter-SemiBold.otf"
    TITLE = "EBGaramond-Italic.otf"


@dataclass(frozen=True, slots=True)
class Style:
    """How a word looks. `size` and `outline` in logical pixels; `spacing` widens capitals set as labels, `weight`
    thickens every stroke by so many pixels on each side.
    """

    face: Face
    size: int
    colour: Colour = WHITE
    outline: int = 2
    spacing: int = 0
    glow: Colour | None = None
    weight: int = 0


def _rim_colour(style: Style) -> Colour:
    """Ink; round a glowing word the darkest of its own light, so that the glow seems to begin at the letter."""
    return dimmed(style.glow, GLOW_RIM) if style.glow else INK


class Lettering:
    """Words as surfaces. Keeps what it rendered; `scale` is the player's text size."""

    def __init__(self, scale: float = 1.0) -> None:
        if not pygame.font.get_init():
            pygame.font.init()
        self._scale = scale
        self._fonts: dict[tuple[Path, int], pygame.font.Font] = {}
        self._words: OrderedDict[tuple[str, Style], pygame.Surface] = OrderedDict()
        self._cells: dict[Style, int] = {}

    @property
    def scale(self) -> float:
        """The player's text size, 1 = as designed. Words of another size are forgotten when it is set."""
        return self._scale

    @scale.setter
    def scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._words.clear()
            self._cells.clear()

    def word(self, text: str, style: Style) -> pygame.Surface:
        """The word with its outline, on a transparent ground."""
        key = (text, style)
        kept = self._words.get(key)
        if kept is not None:
            self._words.move_to_end(key)
            return kept
        made = self._render(text, style)
        self._words[key] = made
        if len(self._words) > KEPT:
            self._words.popitem(last=False)
        return made

    def draw(
        self,
        surface: pygame.Surface,
        text: str,
        style: Style,
        at: tuple[float, float],
        anchor: str = "center",
        *,
        alpha: float = 1.0,
    ) -> pygame.Rect:
        """Blit a word with this corner or middle of it at a place, faded to `alpha`; returns where it went."""
        rect = self.word(text, style).get_rect(**{anchor: (round(at[0]), round(at[1]))})
        self._put(surface, text, style, rect.topleft, alpha)
        return rect

    def draw_number(
        self,
        surface: pygame.Surface,
        text: str,
        style: Style,
        at: tuple[float, float],
        anchor: str = "midright",
        *,
        alpha: float = 1.0,
    ) -> pygame.Rect:
        """Blit a number digit by digit in cells of one width: it doesn't tremble as it counts, and is never rendered
        anew.
        """
        cell = self._cell(style)
        widths = [cell if char.isdigit() or char == "+" else cell // 2 for char in text]
        height = self.word("0", style).get_height()
        whole = pygame.Rect(0, 0, sum(widths), height)
        setattr(whole, anchor, (round(at[0]), round(at[1])))
        x = whole.left
        for char, width in zip(text, widths, strict=True):
            if char != " ":
                self._put(surface, char, style, (x + (width - self.width(char, style)) // 2, whole.top), alpha)
            x += width
        return whole

    def _put(self, surface: pygame.Surface, text: str, style: Style, place: tuple[int, int], alpha: float) -> None:
        """Every word that is shown comes through here; its upper left corner goes to `place`."""
        if alpha <= 0.01:
            return
        image = self.word(text, style)
        image.set_alpha(min(255, round(alpha * 255)))
        surface.blit(image, place)

    def width(self, text: str, style: Style) -> int:
        """Pixels the word takes."""
        return self.word(text, style).get_width()

    def pixels(self, style: Style) -> int:
        """The size a word is set in at the player's text size."""
        share = max(BIG_GROWS, min(1.0, (BIG_PX - style.size) / (BIG_PX - SMALL_PX)))
        return max(8, round(style.size * (1 + (self.scale - 1) * share)))

    def _cell(self, style: Style) -> int:
        if style not in self._cells:
            rim = 2 * self._rim(style)
            widest = max(self.word(digit, style).get_width() for digit in "0123456789") - rim
            self._cells[style] = widest + style.outline + style.weight - 1
        return self._cells[style]

    @staticmethod
    def _rim(style: Style) -> int:
        return style.outline + style.weight + (6 if style.glow else 2)

    def _font(self, file: Path, size: int) -> pygame.font.Font:
        key = (file, size)
        if key not in self._fonts:
            self._fonts[key] = pygame.font.Font(file, size)
        return self._fonts[key]

    def title(self, text: str, instead: str, style: Style) -> str:
        """A song's title, or its file's name where no font here has the title's letters."""
        return settable(text, instead, FONTS / style.face.value)

    def _letters(self, text: str, style: Style, colour: Colour, outline: int) -> pygame.Surface:
        """The bare letters in a row, each in a font that has it, on one line of writing."""
        size = self.pixels(style)
        runs = runs_of(text, FONTS / style.face.value)
        if style.spacing:
            runs = tuple((file, letter) for file, run in runs for letter in run)
        parts, rises = [], []
        for file, run in runs:
            font = self._font(file, size)
            font.outline = outline
            try:
                parts.append(font.render(run, True, colour))
            finally:
                font.outline = 0
            rises.append(font.get_ascent())
        if not parts:
            return pygame.Surface((1, 1), pygame.SRCALPHA)
        if len(parts) == 1:
            return parts[0]
        gap = style.spacing - 2 * outline
        width = sum(part.get_width() for part in parts) + gap * (len(parts) - 1)
        top = max(rises)
        height = max(top - rise + part.get_height() for part, rise in zip(parts, rises, strict=True))
        row = pygame.Surface((max(1, width), height), pygame.SRCALPHA)
        x = 0
        for part, rise in zip(parts, rises, strict=True):
            row.blit(part, (x, top - rise))
            x += part.get_width() + gap
        return row

    def _render(self, text: str, style: Style) -> pygame.Surface:
        if not text:
            return pygame.Surface((1, 1), pygame.SRCALPHA)
        letters = self._letters(text, style, style.colour, 0)
        rim, weight = self._rim(style), style.weight
        size = (letters.get_width() + 2 * rim, letters.get_height() + 2 * rim)
        image = pygame.Surface(size, pygame.SRCALPHA)
        if style.outline:
            reach = style.outline + weight
            place = (rim - reach, rim - reach)
            shadow = pygame.Surface(size, pygame.SRCALPHA)
            shadow.blit(self._letters(text, style, style.glow or INK, reach), place)
            shadow = pygame.transform.gaussian_blur(shadow, 4 if style.glow else 2)
            image.blit(shadow, (0, 0 if style.glow else 1))
            if style.glow:
                image.blit(shadow, (0, 0))
            image.blit(self._letters(text, style, _rim_colour(style), reach), place)
        if weight:
            image.blit(self._letters(text, style, style.colour, weight), (rim - weight, rim - weight))
        image.blit(letters, (rim, rim))
        return image.convert_alpha() if pygame.display.get_surface() else image
