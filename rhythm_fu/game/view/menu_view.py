"""Menus: a title, a column of choices, a line of help. Shared by every screen outside the fight."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.telegraphs_shapes import centred, pill
from rhythm_fu.game.view.text import Face, Lettering, Style

HEADING: Final = Style(Face.TITLE, 64)
CHOICE: Final = Style(Face.NUMBER, 26)
CHOSEN: Final = Style(Face.NUMBER, 28, glow=PALETTE.grace)
VALUE: Final = Style(Face.LABEL, 20, PALETTE.warm)
HELP: Final = Style(Face.LABEL, 15, PALETTE.grey)
LABEL: Final = Style(Face.LABEL, 16, PALETTE.rose, spacing=1)
BODY: Final = Style(Face.LABEL, 18)
NOTE_LETTERS: Final = 130
"""As many as fit on a line at the largest text size."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu; `value` is shown at its right."""

    name: str
    value: str = ""


def backdrop(
    top: Colour = (14, 5, 26),
    bottom: Colour = (46, 7, 50),
    glow: Colour = (150, 22, 92),
    centre: int = CENTRE_X,
) -> pygame.Surface:
    """A dark wall with one soft light behind `centre`, an x, and a glossy floor."""
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32), indexing="ij")
    share = np.clip(y / FLOOR_Y, 0, 1)[..., None]
    rgb = np.array(top, np.float32) * (1 - share) + np.array(bottom, np.float32) * share
    light = np.exp(-(((x - centre) / 420) ** 2) - (((y - FLOOR_Y * 0.78) / 260) ** 2))[..., None]
    rgb += light * np.array(glow, np.float32) * 0.8
    depth = np.clip((y - FLOOR_Y) / (HEIGHT - FLOOR_Y), 0, 1)[..., None]
    floor = rgb[:, FLOOR_Y - (HEIGHT - FLOOR_Y) : FLOOR_Y][:, ::-1] * (0.55 * (1 - depth[:, FLOOR_Y:]))
    rgb[:, FLOOR_Y:] = floor + np.array((6, 2, 12), np.float32)
    dither = np.random.default_rng(1).uniform(-0.5, 0.5, (WIDTH, HEIGHT, 1)).astype(np.float32)
    image = pygame.Surface((WIDTH, HEIGHT))
    pygame.surfarray.blit_array(image, np.clip(rgb + dither, 0, 255).astype(np.uint8))
    return image


def draw_choices(
    surface: pygame.Surface,
    letters: Lettering,
    choices: Sequence[Choice],
    chosen: int,
    *,
    top: int,
    x: int = CENTRE_X,
    step: int = 46,
    width: int = 560,
    most: int = 8,
) -> None:
    """The choices around the chosen one, which is lit; the list scrolls by whole lines."""
    first = max(0, min(chosen - most // 2, len(choices) - most))
    for place, choice in enumerate(choices[first : first + most]):
        y = top + place * step
        is_chosen = first + place == chosen
        if is_chosen:
            centred(surface, pill((width + 120, step + 22), 0.62, 18.0), x, y)
            for side in (-1, 1):
                edge = x + side * (width // 2 + 26)
                tip = [(edge, y), (edge + side * 9, y - 7), (edge + side * 9, y + 7)]
                pygame.draw.polygon(surface, PALETTE.grace, tip)
        style = CHOSEN if is_chosen else CHOICE
        if choice.value:
            letters.draw(surface, choice.name, style, (x - width // 2, y), "midleft")
            letters.draw(surface, choice.value, VALUE, (x + width // 2, y), "midright")
        else:
            letters.draw(surface, choice.name, style, (x, y))
    if first > 0:
        letters.draw(surface, "↑", HELP, (x, top - step + 8))
    if first + most < len(choices):
        letters.draw(surface, "↓", HELP, (x, top + most * step - 12))


def draw_help(surface: pygame.Surface, letters: Lettering, text: str) -> None:
    """One line at the foot of the screen."""
    letters.draw(surface, text, HELP, (CENTRE_X, HEIGHT - 26))


def draw_notes(surface: pygame.Surface, letters: Lettering, notes: Sequence[str]) -> None:
    """What went wrong, plainly, above the help line; the last three, whole: how to mend it stands at the end."""
    lines = [line for note in notes[-3:] for line in wrap(note, NOTE_LETTERS)]
    for place, line in enumerate(reversed(lines)):
        letters.draw(surface, line, Style(Face.LABEL, 14, PALETTE.warm), (CENTRE_X, HEIGHT - 54 - place * 22))
