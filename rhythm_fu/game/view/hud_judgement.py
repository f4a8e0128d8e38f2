"""What is said about the last blows: grade, signed milliseconds, the link; and the combo above the dancer."""

from typing import Final

import pygame

from rhythm_fu.chart.model import Kind, Side
from rhythm_fu.fight.view import ActionKind, FightView
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, HudPalette
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.scrim import STEP, lozenge_for
from rhythm_fu.game.view.telegraphs_shapes import centred
from rhythm_fu.game.view.text import WHITE, Face, Lettering, Style
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.style.variety import STEP_NAMES
from rhythm_fu.units import in_ms, ms

SHOWN: Final = ms(650)
POP: Final = ms(70)
"""The first frames of a word are larger: it lands with the blow."""

HURRIED: Final = 2
"""Once a newer word has come an older one ages so many times faster besides: one is read at a time."""

SIDE_PX: Final = 236
"""Words stand above the near mark of their side, clear of combo and tier."""

WORD_Y: Final = 194
DETAIL_BELOW: Final = 33
FULL_FOR: Final = 0.8
"""The share of its time that a word stands unfaded, over half a second: long enough to be read; then it goes."""

SHADE_FULL: Final = ms(650)
SHADE_GONE: Final = ms(1_250)
"""The shade behind words outlasts them, and leaves slowly: dark and bright again with every blow it would flash. What
comes at once and stays for a second flashes once a second at most.
"""

GAP_PX: Final = 8
COMBO_FROM: Final = 2
WORD_HIGH: Final = 104
COMBO_Y: Final = 130
CHAIN_BELOW: Final = 53
CHAIN_GROWS: Final = 24
"""How much lower still the small word stands at twice the text size: it grows more than the number above it."""

COMBO_HIGH: Final = 132
COMBO_SHADE: Final = 0.85
"""Of the other words' shade: its letters are large."""
ACTION_HIGH: Final = 52
ACTION_AT: Final = (CENTRE_X, FLOOR_Y + 36)
PALE: Final = (176, 232, 255)

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
        self._detail = Style(Face.NUMBER, 16)
        self._error = Style(Face.NUMBER, 16, PALE)
        self._action = Style(Face.NUMBER, 17, palette.pale)
        self._combo = Style(Face.NUMBER, 68)
        self._combo_pop = Style(Face.NUMBER, 74)
        self._chain = Style(Face.NUMBER, 20, palette.rose, spacing=1)
        self._palette = palette

    def prepare(self, widest: int) -> None:
        """Render the words and milliseconds of a fight once; `widest` is the judge's widest window."""
        for grade, (small, large) in self._sizes.items():
            self._letters.word(grade.name, small)
            self._letters.word(grade.name, large)
        for step in range(-round(in_ms(widest)), round(in_ms(widest)) + 1):
            self._letters.word(signed_ms(ms(step)), self._error)
        for name in (*MOVE_NAMES.values(), "CLUMSY"):
            self._letters.word(name, self._detail)
        for before in STEP_NAMES.values():
            for then in STEP_NAMES.values():
                self._letters.word(f"{before} → {then}".upper(), self._detail)
        for name in _ACTIONS.values():
            self._letters.word(name, self._action)
        for width in range(0, 440, STEP):
            self._scrim(width, WORD_HIGH)
            self._scrim(width, COMBO_HIGH, COMBO_SHADE)
        for digit in "0123456789":
            self._letters.word(digit, self._combo)
            self._letters.word(digit, self._combo_pop)

    def _scrim(self, width: int, height: int, share: float = 1.0) -> pygame.Surface:
        size = width, round(height * self._letters.scale)
        return lozenge_for(*size, self._palette.scrim, self._palette.shade * share)

    @staticmethod
    def _styles(grade: Grade) -> tuple[Style, Style]:
        colour = GRADE_COLOURS[grade]
        size = {Grade.FLAWLESS: 36, Grade.PERFECT: 33, Grade.GREAT: 30}.get(grade, 26)
        glow = (20, 120, 190) if grade is Grade.FLAWLESS else None
        face = WHITE if grade is Grade.FLAWLESS else colour
        return Style(Face.SHOUT, size, face, glow=glow), Style(Face.SHOUT, size + 6, face, glow=glow)

    def draw(self, surface: pygame.Surface, view: FightView, *, says_actions: bool = True) -> None:
        """All shade first, so that none lies on a word. What is said of presses without a target stands before her
        feet.
        """
        self._shade(surface, view)
        self._draw_combo(surface, view)
        for judgement, age in self._said(view):
            self._word(surface, judgement, age)
        if says_actions:
            self._draw_action(surface, view)

    def _draw_combo(self, surface: pygame.Surface, view: FightView) -> None:
        if view.combo < COMBO_FROM:
            return
        fresh = bool(view.judgements) and 0 <= view.now - view.judgements[-1].judged_at < POP
        style = self._combo_pop if fresh else self._combo
        number = str(view.combo)
        width = len(number) * self._letters.width("0", self._combo)
        centred(surface, self._scrim(width, COMBO_HIGH, COMBO_SHADE), CENTRE_X, COMBO_Y + CHAIN_BELOW // 3)
        self._letters.draw_number(surface, number, style, (CENTRE_X, COMBO_Y), "center")
        below = CHAIN_BELOW + CHAIN_GROWS * max(0.0, self._letters.scale - 1)
        self._letters.draw(surface, "CHAIN", self._chain, (CENTRE_X, COMBO_Y + below))

    @staticmethod
    def _said(view: FightView) -> list[tuple[Judgement, int]]:
        """The latest judgement at each place that is still shown, and its age."""
        said: dict[tuple[int, int], tuple[Judgement, int]] = {}
        newest = SHOWN
        for judgement in reversed(view.judgements):
            age = view.now - judgement.judged_at
            if age > SHOWN:
                break
            if age >= 0:
                newest = min(newest, age)
                aged = age + HURRIED * newest if age > newest else age
                if aged <= SHOWN:
                    said.setdefault(JudgementText._place(judgement), (judgement, aged))
        return list(said.values())

    def _widest(self, judgement: Judgement) -> int:
        word = self._letters.width(self._name(judgement), self._sizes[judgement.grade][0])
        return max(word, self._wide(self._details(judgement)))

    @staticmethod
    def _place(judgement: Judgement, below: int = 0) -> tuple[int, int]:
        # what has no side (a drop, a sweep) is said on the right: she leaps highest just then, clear of words
        return CENTRE_X + (SIDE_PX if judgement.side is not Side.LEFT else -SIDE_PX), WORD_Y + below

    @staticmethod
    def _fade(age: int) -> float:
        share = age / SHOWN
        return 1.0 if share < FULL_FOR else (1 - share) / (1 - FULL_FOR)

    def _details(self, judgement: Judgement) -> list[tuple[str, Style]]:
        """What stands below the grade: milliseconds, then the link."""
        if judgement.error is None:
            return []
        link = "CLUMSY" if judgement.is_clumsy else link_name(judgement)
        parts = [(signed_ms(judgement.error), self._error)]
        return [*parts, (link, self._detail)] if link else parts

    def _wide(self, parts: list[tuple[str, Style]]) -> int:
        return sum(self._letters.width(*part) for part in parts) + GAP_PX * (len(parts) - 1)

    def _name(self, judgement: Judgement) -> str:
        is_fizzled = judgement.grade is Grade.MISS and judgement.event.kind is Kind.DROP
        return "FIZZLE" if is_fizzled else judgement.grade.name

    def _shade(self, surface: pygame.Surface, view: FightView) -> None:
        """Behind the words of each place one shade, as wide as the widest of those lately said there."""
        shades: dict[tuple[int, int], tuple[float, int]] = {}
        for judgement in reversed(view.judgements):
            age = view.now - judgement.judged_at
            if age >= SHADE_GONE:
                break
            if age >= 0:
                share = min(1.0, (SHADE_GONE - age) / (SHADE_GONE - SHADE_FULL))
                strength, width = shades.get(self._place(judgement), (0.0, 0))
                width = max(width, round(self._widest(judgement) * share))
                shades[self._place(judgement)] = max(strength, share), width
        for (x, y), (strength, width) in shades.items():
            centred(surface, self._scrim(width, WORD_HIGH), x, y + DETAIL_BELOW // 2, strength)

    def _word(self, surface: pygame.Surface, judgement: Judgement, age: int) -> None:
        x, y = self._place(judgement)
        share, alpha = age / SHOWN, self._fade(age)
        style = self._sizes[judgement.grade][age < POP]
        self._letters.draw(surface, self._name(judgement), style, (x, y - 4 * share), alpha=alpha)
        details = self._details(judgement)
        left = x - self._wide(details) / 2
        for text, face in details:
            place = (left, y + DETAIL_BELOW * self._letters.scale - 4 * share)
            left = self._letters.draw(surface, text, face, place, "midleft", alpha=alpha).right + GAP_PX

    def _draw_action(self, surface: pygame.Surface, view: FightView) -> None:
        if not view.actions:
            return
        action = view.actions[-1]
        age = view.now - action.at
        text = _ACTIONS.get(action.kind, "")
        if text and 0 <= age < SHOWN:
            alpha = self._fade(age)
            centred(surface, self._scrim(self._letters.width(text, self._action), ACTION_HIGH), *ACTION_AT, alpha)
            self._letters.draw(surface, text, self._action, ACTION_AT, alpha=alpha)
