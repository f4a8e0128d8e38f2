"""How well words can be read, measured on pictures as the player sees them.

WCAG 2.2, success criterion 1.4.3, asks for a contrast of 4.5 : 1 between letters and what is next to them. Two things
are measured of every word, on the finished picture:

- *edge*: the letters against the pixels that touch them, which are the outline's. Of a word, the worst tenth of these
  pixels counts (the brightest: all words are light). At least 4.5 for every word.
- *ground*: the letters against what lies around the word beyond its outline: scrim and picture. Half of these
  pixels may be brighter than what counts, no more. At least 4.5 for small words (below 24 px, or 19 px in a bold face:
  the rest is "large" to WCAG), whose thin outline doesn't carry them alone; at least 3, WCAG's figure for large text,
  for the others.

A word that comes or goes counts while it is at nine tenths of its strength or more; words stand so for half a second at
least (`hud_judgement.FULL_FOR`) unless a newer one hurries them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.view.text import Face, Lettering, Style

LEAST: Final = 4.5
LEAST_LARGE: Final = 3.0
LARGE_PX: Final = 24
LARGE_BOLD_PX: Final = 19
BOLD: Final = frozenset({Face.NUMBER, Face.SHOUT, Face.LABEL})
READABLE: Final = 0.9
AROUND: Final = 6
"""Pixels around a word that are its ground."""

Light = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was shown: where its picture's upper left corner is, and how much of its strength it had."""

    text: str
    style: Style
    place: tuple[int, int]
    alpha: float

    @property
    def is_large(self) -> bool:
        """Large as WCAG means it."""
        return self.style.size >= (LARGE_BOLD_PX if self.style.face in BOLD else LARGE_PX)


@dataclass(frozen=True, slots=True)
class Reading:
    """A word and its contrasts, 1..21."""

    word: Word
    edge: float
    ground: float

    @property
    def passes(self) -> bool:
        """Whether it can be read."""
        return self.edge >= LEAST and self.ground >= (LEAST_LARGE if self.word.is_large else LEAST)


class Witness(Lettering):
    """Lettering that notes every word it shows. `words` grows with each."""

    def __init__(self, scale: float = 1.0) -> None:
        super().__init__(scale)
        self.words: list[Word] = []
        self._covers: dict[tuple[str, Style, int], NDArray[np.bool_]] = {}

    def _put(self, surface: pygame.Surface, text: str, style: Style, place: tuple[int, int], alpha: float) -> None:
        self.words.append(Word(text, style, place, alpha))
        super()._put(surface, text, style, place, alpha)

    def cover(self, word: Word, reach: int) -> NDArray[np.bool_]:
        """Where a word's picture is letter (`reach` 0: surely, whole pixels) or within so many pixels of one."""
        style, key = word.style, (word.text, word.style, reach)
        if key not in self._covers:
            image = pygame.Surface(self.word(word.text, style).get_size(), pygame.SRCALPHA)
            rim = self._rim(style)
            for grown in {0, style.weight, reach}:
                image.blit(self._letters(word.text, style, (255, 255, 255), grown), (rim - grown, rim - grown))
            alpha = pygame.surfarray.array_alpha(image)
            self._covers[key] = alpha >= 250 if reach == 0 else alpha > 0
        return self._covers[key]


def luminance(picture: pygame.Surface) -> Light:
    """WCAG's relative luminance of every pixel, shape (width, height), 0..1."""
    share = pygame.surfarray.array3d(picture).astype(np.float32) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The mask and all pixels beside it."""
    wide = np.pad(mask, 1)
    return wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:] | mask


def read(picture: pygame.Surface, words: list[Word], letters: Witness) -> list[Reading]:
    """The contrasts of all words that count on a finished picture."""
    taken = np.zeros(picture.get_size(), np.bool_)  # no word's letters are another one's ground
    for word in words:
        _paste(taken, letters.cover(word, word.style.outline + word.style.weight), word.place)
    readings = []
    for word in words:
        inside = letters.cover(word, 0)
        if word.alpha < READABLE or not inside.any():
            continue
        x, y = word.place
        area = pygame.Rect(x, y, *inside.shape).inflate(2 * AROUND, 2 * AROUND).clip(picture.get_rect())
        box = luminance(picture.subsurface(area))
        fill, near = np.zeros(box.shape, np.bool_), np.zeros(box.shape, np.bool_)
        _paste(fill, inside, (x - area.left, y - area.top))
        _paste(near, letters.cover(word, 1 + word.style.weight), (x - area.left, y - area.top))
        # A pixel that is partly letter belongs to neither; the outline begins right after it.
        touching = _grown(near) & ~near
        ground = ~_grown(taken[area.left : area.right, area.top : area.bottom])
        letter = float(np.median(box[fill]))
        edge = (letter + 0.05) / (float(np.percentile(box[touching], 90)) + 0.05)
        beyond = (letter + 0.05) / (float(np.median(box[ground])) + 0.05) if ground.any() else edge
        readings.append(Reading(word, edge, beyond))
    return readings


def _paste(onto: NDArray[np.bool_], mask: NDArray[np.bool_], place: tuple[int, int]) -> None:
    """Add a mask at a place, as far as it lies inside."""
    x, y = place
    left, top = max(0, x), max(0, y)
    right, foot = min(onto.shape[0], x + mask.shape[0]), min(onto.shape[1], y + mask.shape[1])
    if right > left and foot > top:
        onto[left:right, top:foot] |= mask[left - x : right - x, top - y : foot - y]
