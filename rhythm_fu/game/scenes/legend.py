"""Which key answers what: told behind the closed curtain and in every pause."""

from typing import Final

import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.input.bindings import PAD, Bindings, is_pad
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.judge.model import Button

KEY: Final = Style(Face.NUMBER, 20, PALETTE.warm)
STEP: Final = 30
GAP: Final = 16

_BOTH_STRIKES: Final = (Button.STRIKE_LEFT, Button.STRIKE_RIGHT)
_FULL: Final[tuple[tuple[Level, tuple[Button, ...], str], ...]] = (
    (Level.STORY, _BOTH_STRIKES, "strike left and right, when the ring closes"),
    (Level.EASY, (Button.PIROUETTE,), "pirouette: over a sweep, or before a blow that shall count more"),
    (Level.NORMAL, (Button.SHOOT_LEFT, Button.SHOOT_RIGHT), "shoot left and right: who stands far away"),
    (Level.NORMAL, (Button.FINISH,), "hold it while the music builds, let go on the drop"),
    (Level.HARD, (Button.RELOAD,), "reload: two taps, half a beat apart"),
)
"""From which level on a line matters."""


def key_name(bindings: Bindings, button: Button, *, uses_pad: bool = False) -> str:
    """The first key of a button as players call it, empty if it has none. Left or right shift is all the same.

    On a pad its first pad button, and only where it has none its key.
    """
    keys = bindings.keys_of(button)
    ready = [key for key in keys if is_pad(key) == uses_pad] or keys
    return ready[0].removeprefix(PAD).removeprefix("left ").removeprefix("right ").upper() if ready else ""


def legend_of(
    level: Level, scheme: Scheme, bindings: Bindings, *, uses_pad: bool = False
) -> tuple[tuple[str, str], ...]:
    """Keys and what they are for, as far as this level and scheme use them."""

    def key(button: Button) -> str:
        return key_name(bindings, button, uses_pad=uses_pad)

    if scheme is Scheme.ONE_BUTTON:
        return ((key(Button.STRIKE_RIGHT), "or any other fight key: whatever comes, when its ring closes"),)
    if scheme is Scheme.TWO_BUTTON:
        left, right = (key(button) for button in _BOTH_STRIKES)
        return ((left, "whatever comes from the left, when its ring closes"), (right, "whatever comes from the right"))
    levels = list(Level)
    return tuple(
        ("  ".join(key(button) for button in buttons), meaning)
        for since, buttons, meaning in _FULL
        if levels.index(since) <= levels.index(level)
    )


def draw_legend(surface: pygame.Surface, letters: Lettering, lines: tuple[tuple[str, str], ...], top: int) -> None:
    """Keys on the left, meanings on the right; the block is centred as a whole."""
    keys = max(letters.word(key, KEY).get_width() for key, _ in lines)
    meanings = max(letters.word(meaning, BODY).get_width() for _, meaning in lines)
    seam = CENTRE_X - (keys + GAP + meanings) // 2 + keys
    for place, (key, meaning) in enumerate(lines):
        letters.draw(surface, key, KEY, (seam, top + place * STEP), "midright")
        letters.draw(surface, meaning, BODY, (seam + GAP, top + place * STEP), "midleft")
