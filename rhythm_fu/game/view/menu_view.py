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
from rhythm_fu.game.view.text import INK, Face, Lettering, Style

HEADING: Final = Style(Face.TITLE, 64)
CHOICE: Final = Style(Face.NUMBER, 26)
CHOSEN: Final = Style(Face.NUMBER, 28, glow=PALETTE.grace)
VALUE: Final = Style(Face.LABEL, 20, PALETTE.warm)
HELP: Final = Style(Face.LABEL, 15, PALETTE.grey)
TIP: Final = Style(Face.LABEL, 18, PALETTE.warm)
GROUP: Final = Style(Face.LABEL, 14, PALETTE.rose, spacing=2)
TIP_Y: Final = HEIGHT - 66
NOTES_Y: Final = HEIGHT - 92
LABEL: Final = Style(Face.LABEL, 16, PALETTE.rose, spacing=1)
BODY: Final = Style(Face.LABEL, 18)
VALUE_PX: Final = 190
"""Room for a value between its arrows."""

ARROW_REACH: Final = 26
GLOW_PX: Final = 4
"""By so much a glow is wider than a plain outline."""

NOTE_LETTERS: Final = 150
"""As many as fit on a line at the usual text size."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu; `value` is shown at its right, `group` once beside the first line of several.

    `turns`: left and right change the value, and the chosen line shows arrows around it. `in_middle`: the value stands
    in the middle of its own column, where those of other lines turn.
    """

    name: str
    value: str = ""
    group: str = ""
    turns: bool = False
    in_middle: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Where a list of lines stands: its first line's middle, how far lines are apart, how many are seen at once."""

    top: int
    x: int = CENTRE_X
    step: int = 46
    width: int = 560
    most: int = 8

    def row(self, place: int) -> pygame.Rect:
        """What the line at this place takes and the pointer can hit."""
        rect = pygame.Rect(0, 0, self.width + 70, self.step)
        rect.center = (self.x, self.top + place * self.step)
        return rect

    def line_at(self, pointer: tuple[int, int], first: int, count: int) -> int | None:
        """The line under the pointer, if `first` is shown first of so many."""
        for place in range(min(self.most, count - first)):
            if self.row(place).collidepoint(pointer):
                return first + place
        return None

    def turned(self, pointer: tuple[int, int]) -> int:
        """Which way a click on a line turns its value: back at the left arrow, on everywhere else."""
        return -1 if abs(pointer[0] - (self.x + self.width // 2 - VALUE_PX)) < ARROW_REACH else 1


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
    column: Column,
    *,
    first: int = 0,
) -> None:
    """The choices from `first` on, as many as the column shows; the chosen one is lit."""
    x, width = column.x, column.width
    for place, choice in enumerate(choices[first : first + column.most]):
        y = column.top + place * column.step
        is_chosen = first + place == chosen
        if is_chosen:
            _light(surface, column.row(place), has_tips=not choice.turns)
        style = CHOSEN if is_chosen else CHOICE
        if choice.group:
            letters.draw(surface, choice.group, GROUP, (x - width // 2 - 60, y), "midright")
        if choice.value:
            shift = GLOW_PX if is_chosen else 0
            letters.draw(surface, choice.name, style, (x - width // 2 - shift, y), "midleft")
            _value(surface, letters, choice, (x + width // 2, y), is_chosen)
        else:
            letters.draw(surface, choice.name, style, (x, y))
    edge = x + width // 2 + 60
    if first > 0:
        letters.draw(surface, "↑", HELP, (edge, column.top))
    if first + column.most < len(choices):
        letters.draw(surface, "↓", HELP, (edge, column.top + (column.most - 1) * column.step))


def _light(surface: pygame.Surface, row: pygame.Rect, *, has_tips: bool) -> None:
    """The chosen line: a scrim, a rim and tips at its ends, so that no colour is needed to see it."""
    centred(surface, pill((row.width + 50, row.height + 22), 0.62, 18.0), *row.center)
    pygame.draw.rect(surface, PALETTE.grace, row.inflate(0, -6), 2, border_radius=row.height // 2)
    for side in (-1, 1) if has_tips else ():
        edge = row.centerx + side * (row.width // 2 - 9)
        tip = [(edge - side * 9, row.centery), (edge, row.centery - 6), (edge, row.centery + 6)]
        pygame.draw.polygon(surface, PALETTE.grace, tip)


def _value(surface: pygame.Surface, letters: Lettering, choice: Choice, at: tuple[int, int], is_chosen: bool) -> None:
    """A value at the right end; one that can be turned stands in a column of its own, between arrows while chosen."""
    if not choice.in_middle:
        letters.draw(surface, choice.value, VALUE, at, "midright")
        return
    letters.draw(surface, choice.value, VALUE, (at[0] - VALUE_PX // 2, at[1]))
    for x, way in ((at[0] - VALUE_PX, -1), (at[0], 1)) if choice.turns and is_chosen else ():
        tip = [(x + way * 7, at[1]), (x - way * 4, at[1] - 9), (x - way * 4, at[1] + 9)]
        pygame.draw.polygon(surface, INK, [(px + way * 2, py) for px, py in tip], 5)
        pygame.draw.polygon(surface, PALETTE.warm, tip)


def draw_tip(surface: pygame.Surface, letters: Lettering, text: str) -> None:
    """What the chosen line means, above the hints."""
    letters.draw(surface, text, TIP, (CENTRE_X, TIP_Y))


def note_lines(notes: Sequence[str], scale: float, most: int) -> list[str]:
    """The last three notes, or as many of them as fit whole on so many lines; the newest is whole in any case."""
    lines: list[str] = []
    for note in reversed(notes[-3:]):
        more = wrap(note, round(NOTE_LETTERS / max(1.0, scale)))
        if lines and len(lines) + len(more) > most:
            break
        lines = more + lines
    return lines


def draw_notes(surface: pygame.Surface, letters: Lettering, notes: Sequence[str], most: int = 6) -> None:
    """What went wrong, plainly, above the help line, on so many lines: how to mend it stands at the end."""
    lines = note_lines(notes, letters.scale, most)
    if lines:
        deep = len(lines) * 22
        centred(surface, pill((WIDTH - 120, deep + 36), 0.8, 18.0), CENTRE_X, NOTES_Y + 11 - deep // 2)
    for place, line in enumerate(reversed(lines)):
        letters.draw(surface, line, Style(Face.LABEL, 14, PALETTE.warm), (CENTRE_X, NOTES_Y - place * 22))
