"""What is said about the last blows: grade, signed milliseconds, the link; and the combo above the dancer."""

from typing import Final

import pygame

from rhythm_fu.chart.model import Kind, Side
from rhythm_fu.fight.view import ActionKind, FightView
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, HudPalette
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.telegraphs_shapes import centred, pill
from rhythm_fu.game.view.text import WHITE, Face, Lettering, Style
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.style.variety import STEP_NAMES
from rhythm_fu.units import in_ms, ms

SHOWN: Final = ms(650)
POP: Final = ms(70)
"""The first frames of a word are larger: it lands with the blow."""

SIDE_PX: Final = 214
"""Words stand above the near mark of their side, clear of combo and tier."""

WORD_Y: Final = 196
CENTRE_Y: Final = 230
COMBO_FROM: Final = 2

MOVE_NAMES: Final[dict[Move, str]] = {
    Move.STRIKE: "STRIKE",
    Move.SHOT: "SHOT",
    Move.PLATE: "PLATE",
    Move.WHEEL_KICK: "PIROUETTE → WHEEL KICK",
    Move.HEADSHOT: "PIROUETTE → HEADSHOT",
    Move.RICOCHET: "RICOCHET",
    Move.ARENA_PROP: "ARENA",
    Move.DROP_FINISHER: "DROP FINISHER",
    Move.EVADE: "EVADE",
    Move.NONE: "",
}

_ACTIONS: Final[dict[ActionKind, str]] = {
    ActionKind.FLOURISH: "flourish",
    ActionKind.STUMBLE: "stumble",
    ActionKind.RELOAD: "reload",
    ActionKind.PLATE_TAKEN: "plate",
    ActionKind.DRY: "dry",
    ActionKind.GLANCED: "glanced off",
    ActionKind.EVADED: "evaded",
}


def signed_ms(error: int) -> str:
    """`+3 ms` late, `−12 ms` early, `±0 ms`."""
    value = round(in_ms(error))
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value)} ms"


def link_name(judgement: Judgement) -> str:
    """The link as shown: its own name if the fight gave one, else the move's."""
    return judgement.link.upper() if "→" in judgement.link else MOVE_NAMES[judgement.move]


class JudgementText:
    """Paints words and combo of a view."""

    def __init__(self, palette: HudPalette, letters: Lettering) -> None:
        self._letters = letters
        self._sizes = {grade: self._styles(grade) for grade in Grade}
        self._detail = Style(Face.LABEL, 15, (222, 246, 255))
        self._action = Style(Face.LABEL, 15, palette.grey)
        self._combo = Style(Face.NUMBER, 68)
        self._combo_pop = Style(Face.NUMBER, 74)
        self._chain = Style(Face.LABEL, 17, palette.rose, spacing=1)
        self._scrim = pill((310, 110), 0.4, 34.0)
        self._combo_scrim = pill((260, 160), 0.36, 60.0)

    def prepare(self, widest: int) -> None:
        """Render the words and milliseconds of a fight once; `widest` is the judge's widest window."""
        for grade, (small, large) in self._sizes.items():
            self._letters.word(grade.name, small)
            self._letters.word(grade.name, large)
        for step in range(-round(in_ms(widest)), round(in_ms(widest)) + 1):
            self._letters.word(signed_ms(ms(step)), self._detail)
        for name in (*MOVE_NAMES.values(), "CLUMSY"):
            self._letters.word(name, self._detail)
        for before in STEP_NAMES.values():
            for then in STEP_NAMES.values():
                self._letters.word(f"{before} → {then}".upper(), self._detail)
        for name in _ACTIONS.values():
            self._letters.word(name, self._action)
        for digit in "0123456789":
            self._letters.word(digit, self._combo)
            self._letters.word(digit, self._combo_pop)

    @staticmethod
    def _styles(grade: Grade) -> tuple[Style, Style]:
        colour = GRADE_COLOURS[grade]
        size = {Grade.FLAWLESS: 36, Grade.PERFECT: 33, Grade.GREAT: 30}.get(grade, 26)
        glow = (20, 120, 190) if grade is Grade.FLAWLESS else None
        face = WHITE if grade is Grade.FLAWLESS else colour
        return Style(Face.SHOUT, size, face, glow=glow), Style(Face.SHOUT, size + 6, face, glow=glow)

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Combo first, words over it."""
        self._draw_combo(surface, view)
        for judgement, age in self._said(view):
            centred(surface, self._scrim, *self._place(judgement, 12), self._fade(age))
        for judgement, age in self._said(view):
            self._word(surface, judgement, age)
        self._draw_action(surface, view)

    def _draw_combo(self, surface: pygame.Surface, view: FightView) -> None:
        if view.combo < COMBO_FROM:
            return
        centred(surface, self._combo_scrim, CENTRE_X, 143)
        fresh = bool(view.judgements) and 0 <= view.now - view.judgements[-1].judged_at < POP
        style = self._combo_pop if fresh else self._combo
        self._letters.draw_number(surface, str(view.combo), style, (CENTRE_X, 130), "center")
        self._letters.draw(surface, "CHAIN", self._chain, (CENTRE_X, 180))

    @staticmethod
    def _said(view: FightView) -> list[tuple[Judgement, int]]:
        """The latest judgement of each side that is still shown, and its age."""
        said: dict[Side | None, tuple[Judgement, int]] = {}
        for judgement in reversed(view.judgements):
            age = view.now - judgement.judged_at
            if age > SHOWN:
                break
            if age >= 0:
                said.setdefault(judgement.side, (judgement, age))
        return list(said.values())

    @staticmethod
    def _place(judgement: Judgement, below: int = 0) -> tuple[int, int]:
        if judgement.side is None:
            return CENTRE_X, CENTRE_Y + below
        return CENTRE_X + (SIDE_PX if judgement.side is Side.RIGHT else -SIDE_PX), WORD_Y + below

    @staticmethod
    def _fade(age: int) -> float:
        share = age / SHOWN
        return 1.0 if share < 0.6 else (1 - share) / 0.4

    def _word(self, surface: pygame.Surface, judgement: Judgement, age: int) -> None:
        x, y = self._place(judgement)
        share, alpha = age / SHOWN, self._fade(age)
        small, large = self._sizes[judgement.grade]
        name = judgement.grade.name
        if judgement.grade is Grade.MISS and judgement.event.kind is Kind.DROP:
            name = "FIZZLE"
        word = self._letters.word(name, large if age < POP else small)
        centred(surface, word, x, y - 4 * share, alpha)
        if judgement.error is None:
            return
        parts = [self._letters.word(signed_ms(judgement.error), self._detail)]
        link = "CLUMSY" if judgement.is_clumsy else link_name(judgement)
        if link:
            parts.append(self._letters.word(link, self._detail))
        left = x - (sum(part.get_width() for part in parts) + 6 * (len(parts) - 1)) / 2
        for part in parts:
            centred(surface, part, left + part.get_width() / 2, y + 30 - 4 * share, alpha)
            left += part.get_width() + 6

    def _draw_action(self, surface: pygame.Surface, view: FightView) -> None:
        if not view.actions:
            return
        action = view.actions[-1]
        age = (view.now - action.at) / SHOWN
        text = _ACTIONS.get(action.kind, "")
        if text and 0 <= age < 1:
            centred(surface, self._letters.word(text, self._action), CENTRE_X, FLOOR_Y + 40, 1 - age)
