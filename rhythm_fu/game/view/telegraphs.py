"""Who is coming, on the marks: a ring closes on each weak point at its event's instant.

Shape carries meaning: near = circle, far = crosshair, shield = doubled circle, mirror = frame, sweep = low bars that
meet under her, drop = diamond. Rings keep the song's time whatever the picture's slow motion does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pygame

from rhythm_fu.chart.model import Kind, Reach, Side
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, HudPalette
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WEAK_POINT_ABOVE, mark_x
from rhythm_fu.game.view.telegraphs_shapes import bar, centred, crosshair, diamond, frame, ring
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.judge.model import Button, Grade, Judgement
from rhythm_fu.units import SongTime, ms


@dataclass(frozen=True, slots=True)
class TelegraphRules:
    """Pixels and times of the rings. A ring closes over two beats: one is too short to read at 170 BPM."""

    closing_beats: float = 2.0
    inner: int = 23
    outer: int = 66
    drop_inner: int = 58
    drop_outer: int = 140
    lit_each_side: int = 2
    burst: int = ms(200)
    burst_px: int = 40
    clears: int = ms(220)
    """For so long a blow on a mark keeps the next one's ring there from shining at full strength."""
    fades_in: float = 0.3
    turns: tuple[float, ...] = (1.0, 0.42)
    """How strong the rings of a side's first and second are: both may close on one mark at once."""


RULES: Final = TelegraphRules()
RESTS_FROM: Final = 0.7
"""A weaker ring has no mark of the weak point in it."""

PROMPT_FROM: Final = 0.6
"""Of the ring's way: a key is named when its ring is the next thing to answer, not for a whole crowd."""

NO_PROMPTS: Final[Mapping[Button, str]] = MappingProxyType({})
STRIKE: Final = MappingProxyType({Side.LEFT: Button.STRIKE_LEFT, Side.RIGHT: Button.STRIKE_RIGHT})
_KEY: Final = Style(Face.NUMBER, 26)
_WHITE: Final[Colour] = (244, 240, 250)
_SWEEP_Y: Final = FLOOR_Y - 20
_DROP_Y: Final = FLOOR_Y - 140


def share_to_go(target: TargetView, now: SongTime, rules: TelegraphRules = RULES) -> float:
    """1 when the ring appears, 0 at the event's instant, negative after it."""
    beat = max(1, target.event.at - target.winds_up_at)
    span = min(rules.closing_beats * beat, max(beat, target.event.at - target.enters_at))
    return (target.event.at - now) / span


def waiting(view: FightView) -> list[TargetView]:
    """Unanswered targets that have a ring, in order of time: the next few of each side."""
    lit: list[TargetView] = []
    counts: dict[Side | None, int] = {}
    for target in sorted((t for t in view.targets if t.judgement is None), key=lambda t: t.event.at):
        count = counts.get(target.side, 0)
        counts[target.side] = count + 1
        if count < RULES.lit_each_side:
            lit.append(target)
    return lit


def weak_point(side: Side, reach: Reach | None) -> tuple[int, int]:
    """Where on screen the ring closes."""
    at = reach or Reach.NEAR
    return mark_x(side, at), FLOOR_Y - WEAK_POINT_ABOVE[at]


def _recent(view: FightView, span: int) -> Iterator[tuple[Judgement, float]]:
    for judgement in reversed(view.judgements):
        age = view.now - judgement.judged_at
        if age > span:
            return
        if age >= 0:
            yield judgement, age / span


class Telegraphs:
    """Paints the rings of a view. Keeps nothing but pictures."""

    def __init__(
        self,
        palette: HudPalette,
        letters: Lettering,
        prompts: Mapping[Button, str] = NO_PROMPTS,
        rules: TelegraphRules = RULES,
    ) -> None:
        self._palette = palette
        self._letters = letters
        self._prompts = prompts
        self._rules = rules

    def prepare(self) -> None:
        """Paint every size of every sign once, so that none is painted in the middle of a fight."""
        for colour in {self._palette.left, self._palette.right}:
            for radius in range(self._rules.inner, self._rules.outer + 3, 2):
                ring(radius, colour)
                crosshair(radius, colour)
            ring(self._rules.inner + 9, _WHITE, 2.0, 0.0)
            bar(30, self._palette.warm)
        bar(22, _WHITE, 2.0, 0.0)
        diamond(self._rules.drop_inner, _WHITE, 2.0, 0.0)
        for sign in (ring, crosshair, frame):
            sign(self._rules.inner, _WHITE, 2.0, 0.0)
        for radius in range(self._rules.inner, self._rules.outer + 3, 2):
            frame(radius, self._palette.mirror)
        for radius in range(self._rules.drop_inner, self._rules.drop_outer + 3, 4):
            diamond(radius, self._palette.drop, 4.0, 12.0)
        for radius in range(self._rules.inner, 90, 4):
            for grade in (Grade.FLAWLESS, Grade.PERFECT, Grade.GREAT, Grade.OK):
                ring(radius, GRADE_COLOURS[grade])

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Paint rings, the farthest in time first, and bursts of what was just answered."""
        lit = waiting(view)
        turns: dict[Side | None, int] = {}
        ordered: list[tuple[TargetView, float]] = []
        for target in lit:
            turn = turns.get(target.side, 0)
            turns[target.side] = turn + 1
            level = self._rules.turns[min(turn, len(self._rules.turns) - 1)]
            ordered.append((target, level if turn else self._stepping_up(view, target)))
        for target, level in reversed(ordered):
            self._target(surface, target, view.now, level)
        for judgement, age in _recent(view, self._rules.burst):
            self._burst(surface, judgement, age)

    def _stepping_up(self, view: FightView, target: TargetView) -> float:
        """How strong the next one's ring is: it grows when the blow on his mark has been seen, and not over it."""
        first, second = self._rules.turns
        struck = (
            view.now - judgement.judged_at
            for judgement, _ in _recent(view, self._rules.clears)
            if judgement.side is target.side and judgement.event.reach is target.event.reach
        )
        share = min(struck, default=self._rules.clears) / self._rules.clears
        return second + (first - second) * share * share

    def _size(self, share: float, inner: int, outer: int, step: int = 2) -> int:
        wanted = inner + (outer - inner) * max(0.0, min(1.0, share))
        return inner + round((wanted - inner) / step) * step

    def _alpha(self, share: float) -> float:
        if share < 0:
            return max(0.0, 1 + share * 4)
        return max(0.0, min(1.0, (1 - share) / self._rules.fades_in))

    def _target(self, surface: pygame.Surface, target: TargetView, now: SongTime, level: float) -> None:
        share = share_to_go(target, now, self._rules)
        kind = target.event.kind
        if kind is Kind.SWEEP:
            self._sweep(surface, share)
        elif kind is Kind.DROP:
            self._drop(surface, share)
        elif target.side is not None:
            self._ring(surface, target, target.side, share, level)

    def _ring(self, surface: pygame.Surface, target: TargetView, side: Side, share: float, level: float) -> None:
        rules, event = self._rules, target.event
        is_far = event.reach is Reach.FAR
        colour = self._palette.side(side)
        alpha = self._alpha(share) * level
        # the weak point itself is marked for the next one alone: two on one mark would only thicken it
        resting = alpha if level > RESTS_FROM else 0.0
        radius = self._size(share, rules.inner, rules.outer)
        if event.kind is Kind.REFLECT:
            x, y = weak_point(side.other, Reach.FAR)
            centred(surface, frame(rules.inner, _WHITE, 2.0, 0.0), x, y, resting)
            centred(surface, frame(radius, self._palette.mirror), x, y, alpha)
            self._chevrons(surface, x, y, 1 if side is Side.RIGHT else -1, colour)
            return
        x, y = weak_point(side, event.reach)
        centred(surface, (crosshair if is_far else ring)(rules.inner, _WHITE, 2.0, 0.0), x, y, resting)
        if event.kind is Kind.SHIELD:
            centred(surface, ring(rules.inner + 9, _WHITE, 2.0, 0.0), x, y, resting)
        centred(surface, (crosshair if is_far else ring)(radius, colour), x, y, alpha)
        self._prompt(surface, STRIKE[side], x, y + rules.inner + 24, share)

    def _sweep(self, surface: pygame.Surface, share: float) -> None:
        colour, alpha = self._palette.warm, self._alpha(share)
        away = 30 + 190 * max(0.0, min(1.0, share))
        centred(surface, bar(22, _WHITE, 2.0, 0.0), CENTRE_X, _SWEEP_Y, alpha * 0.8)
        for direction in (-1, 1):
            centred(surface, bar(30, colour), CENTRE_X + direction * away, _SWEEP_Y, alpha)
        self._prompt(surface, Button.PIROUETTE, CENTRE_X, _SWEEP_Y + 26, share)

    def _drop(self, surface: pygame.Surface, share: float) -> None:
        rules, alpha = self._rules, self._alpha(share)
        radius = self._size(share, rules.drop_inner, rules.drop_outer, 4)
        centred(surface, diamond(rules.drop_inner, _WHITE, 2.0, 0.0), CENTRE_X, _DROP_Y, alpha * 0.8)
        centred(surface, diamond(radius, self._palette.drop, 4.0, 12.0), CENTRE_X, _DROP_Y, alpha)

    def _prompt(self, surface: pygame.Surface, button: Button, x: int, y: int, share: float) -> None:
        key = self._prompts.get(button)
        if key and 0 < share < PROMPT_FROM:
            self._letters.draw(surface, key, _KEY, (x, y))

    def _chevrons(self, surface: pygame.Surface, x: int, y: int, direction: int, colour: Colour) -> None:
        for step in range(3):
            tip = x + direction * (52 + step * 12)
            points = [(tip - direction * 6, y - 8), (tip, y), (tip - direction * 6, y + 8)]
            pygame.draw.lines(surface, (7, 3, 13), False, points, 6)
            pygame.draw.lines(surface, colour, False, points, 3)

    def _burst(self, surface: pygame.Surface, judgement: Judgement, age: float) -> None:
        grade, fade = judgement.grade, (1 - age) ** 1.6
        if judgement.side is None:
            return
        x, y = weak_point(judgement.side, judgement.event.reach)
        if grade is Grade.MISS:
            reach = 12 + 4 * age
            for dx, dy in ((1, 1), (1, -1)):
                ends = ((x - dx * reach, y - dy * reach), (x + dx * reach, y + dy * reach))
                pygame.draw.line(surface, (7, 3, 13), *ends, 9)
                pygame.draw.line(surface, GRADE_COLOURS[grade], *ends, 4)
            return
        radius = self._rules.inner + round((1 - (1 - age) ** 2) * self._rules.burst_px / 4) * 4
        centred(surface, ring(radius, GRADE_COLOURS[grade]), x, y, fade)
