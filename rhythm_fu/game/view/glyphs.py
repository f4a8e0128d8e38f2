"""Which font has a letter: the bundled faces are Latin, and a title can be in any script.

What a face lacks is set in a font of the player's system that has it, run by run. Where no font has it, nothing is
better than an empty box: signs are left out, letters become question marks, and a title gives way to its file's name.
"""

import unicodedata
import warnings
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

import pygame
import pygame.freetype

SYSTEM: Final = (
    "notosanscjkjp", "notosansjp", "sourcehansansjp", "hiraginosans", "yugothic", "meiryo", "msgothic", "ipagothic",
    "takaogothic", "vlgothic", "droidsansfallback", "wenquanyizenhei", "wqyzenhei", "microsoftyahei", "pingfangsc",
    "hiraginosansgb", "simsun", "malgungothic", "applesdgothicneo", "nanumgothic", "notosans", "segoeui", "dejavusans",
    "liberationsans", "arial", "arialunicodems", "freesans", "unifont",
)  # fmt: skip
"""Common fonts by pygame's names: Japanese first, since Chinese fonts draw its characters their own way."""

DROPPED: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Sk", "So"})
"""Kinds of characters that are left out where no font has them: marks, controls and pictures, not letters."""


def _plain(text: str) -> str:
    """Composed, on one line, without controls; any space is a space."""
    kinds = ((letter, unicodedata.category(letter)) for letter in unicodedata.normalize("NFC", text))
    return "".join(" " if kind[0] == "Z" else letter for letter, kind in kinds if kind not in ("Cc", "Cf"))


@cache
def has_glyph(file: Path, letter: str) -> bool:
    """Whether a font can draw a character. Opens the font anew: one kept would not outlive pygame."""
    if not pygame.freetype.get_init():
        pygame.freetype.init()
    try:
        return bool(pygame.freetype.Font(str(file), 20).get_metrics(letter)[0])
    except (OSError, RuntimeError, pygame.error):
        return False


@cache
def system_fonts() -> tuple[Path, ...]:
    """Those of the common fonts that are here. The first call asks the system: about 0.1 s."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a system without fc-list has no fonts for us, and that is all
        found = [pygame.font.match_font(name) for name in SYSTEM]
    return tuple(Path(file) for file in dict.fromkeys(found) if file)


def _font_of(letter: str, face: Path) -> Path | None:
    if letter.isascii() or has_glyph(face, letter):
        return face
    return next((file for file in system_fonts() if has_glyph(file, letter)), None)


def can_set(text: str, face: Path) -> bool:
    """Whether every letter of a text is in the face or in a font of the system."""
    return all(_font_of(letter, face) or unicodedata.category(letter) in DROPPED for letter in _plain(text))


def runs_of(text: str, face: Path) -> tuple[tuple[Path, str], ...]:
    """A text as stretches of one font each; what none has is left out or questioned. Never a letter without a glyph."""
    fonts: list[tuple[Path, str]] = []
    for letter in _plain(text):
        found = _font_of(letter, face)
        if found is not None:
            fonts.append((found, letter))
        elif unicodedata.category(letter) not in DROPPED:
            fonts.append((face, "?"))
    return tuple((file, "".join(c for _, c in run)) for file, run in groupby(fonts, key=lambda one: one[0]))


def settable(text: str, instead: str, face: Path) -> str:
    """A title, or what stands for it where no font has its letters: its file's name, and at last `untitled`."""
    return next((words for words in (text, instead) if words and can_set(words, face)), "untitled")
