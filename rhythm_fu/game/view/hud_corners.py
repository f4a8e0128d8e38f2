"""The corners: Grace, health, rounds and plates on the left; style points, tier and multiplier on the right."""

import math
from dataclasses import replace
from functools import cache
from typing import Final

import pygame

from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.view.hud_palette import HudPalette
from rhythm_fu.game.view.layout import WIDTH
from rhythm_fu.game.view.scrim import corner
from rhythm_fu.game.view.text import INK, WHITE, Face, Lettering, Style
from rhythm_fu.judge.model import Judgement
from rhythm_fu.style.tier import Tier
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import ms

LEFT_X: Final = 44
RIGHT_X: Final = 1236
SHADE_LEFT: Final = (640, 360)
SHADE_RIGHT: Final = (760, 440)
RIBBON: Final = (366, 54)
RIBBON_Y: Final = 22
GLOW: Final = 190
RIM: Final = 0.25
"""How much of its own colour is in the ribbon's edge."""

PHASES: Final = 24
SHOWN: Final = ms(700)
FADES_FROM: Final = 0.85
ROUNDS: Final = 6
FULL: Final = 100.0
LOW_HEALTH: Final = 30.0

_SCORE: Final = Style(Face.NUMBER, 46)
_TIER: Final = Style(Face.TITLE, 58, outline=3, weight=1)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _wave(x: float, phase: float) -> float:
    """How far down the ribbon's middle lies at `x`, pixels from its top."""
    share = x / RIBBON[0]
    return RIBBON[1] / 2 + math.sin(share * 6.6 + phase) * 7.5 + math.sin(share * 3.1 - phase) * 3.5


def _ribbon(phase: float, start: Colour, end: Colour, *, glows: bool) -> pygame.Surface:
    """A silk band, painted at twice its size and brought down for smooth edges."""
    width, height = RIBBON
    big = pygame.Surface((width * 2, height * 2), pygame.SRCALPHA)

    def band(radius: int, edge: Colour | None) -> None:
        for x in range(24, width * 2 - 24, 3):
            place = (x, round(2 * _wave(x / 2, phase)))
            pygame.draw.circle(big, edge or _mixed(start, end, x / (width * 2)), place, radius)

    if glows:
        band(24, None)
        big = pygame.transform.gaussian_blur(big, 13)
        big.fill((255, 255, 255, GLOW), special_flags=pygame.BLEND_RGBA_MULT)
    band(17, _mixed(INK, start, RIM))
    band(15, None)
    return pygame.transform.smoothscale(big, RIBBON)


@cache
def _waving(start: Colour, end: Colour, *, glows: bool) -> tuple[pygame.Surface, ...]:
    """A silk band in each of its PHASES; never painted on. They take long and an arena's are the same in every fight:
    a couple of megabytes each are kept.
    """
    return tuple(_ribbon(2 * math.pi * n / PHASES, start, end, glows=glows) for n in range(PHASES))


def grouped(points: int) -> str:
    """Thousands set apart, `1 284 560`."""
    return f"{points:,}".replace(",", " ")


class Corners:
    """Paints both upper corners of a view."""

    def __init__(
        self, tempo: TempoMap, palette: HudPalette, letters: Lettering, *, has_ammunition: bool = True
    ) -> None:
        self._tempo = tempo
        self._has_ammunition = has_ammunition
        self._palette = palette
        self._letters = letters
        self._label = Style(Face.NUMBER, 17, palette.rose, spacing=1)
        self._small = Style(Face.NUMBER, 13, palette.rose, spacing=1)
        self._grace = Style(Face.NUMBER, 19)
        self._times = Style(Face.NUMBER, 32, palette.warm)
        self._gain = Style(Face.NUMBER, 20, palette.warm)
        left, right = self._shaded(SHADE_LEFT), self._shaded(SHADE_RIGHT)
        self._scrim_left = corner(left, palette.scrim, palette.corner, is_right=False)
        self._scrim_right = corner(right, palette.scrim, palette.corner, is_right=True)
        self._full = _waving(palette.grace, _mixed(palette.grace, WHITE, 0.62), glows=True)
        self._empty = _waving((70, 62, 82), (96, 88, 110), glows=False)

    def _shaded(self, size: tuple[int, int]) -> tuple[int, int]:
        """A corner's shade for this text size: large letters reach further out of it."""
        grown = max(1.0, self._letters.scale)
        return round(size[0] * grown), round(size[1] * grown)

    def prepare(self) -> None:
        """Render digits and tiers once."""
        for tier in Tier:
            self._letters.word(tier.title.upper(), self._tier_style(tier))
        for digit in "0123456789":
            self._letters.word(digit, _SCORE)
            self._letters.word(digit, self._grace)
            self._letters.word(digit, self._gain)

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Both corners."""
        self._left(surface, view)
        self._right(surface, view)

    def _left(self, surface: pygame.Surface, view: FightView) -> None:
        surface.blit(self._scrim_left, (0, 0))
        beat = self._tempo.tick(view.now) / 10_080
        phase = int(beat / 8 * PHASES) % PHASES
        share = max(0.0, min(1.0, view.grace / FULL))
        cut = round(10 + share * (RIBBON[0] - 20))
        surface.blit(self._empty[phase], (LEFT_X + cut - 10, RIBBON_Y), (cut, 0, RIBBON[0] - cut, RIBBON[1]))
        surface.blit(self._full[phase], (LEFT_X - 10, RIBBON_Y), (0, 0, cut, RIBBON[1]))
        if 0.02 < share < 0.98:
            tip = (LEFT_X - 10 + cut, RIBBON_Y + round(_wave(cut, 2 * math.pi * phase / PHASES)))
            pygame.draw.aacircle(surface, _mixed(self._palette.grace, WHITE, 0.3), tip, 9)
            pygame.draw.aacircle(surface, _mixed(self._palette.grace, WHITE, 0.85), tip, 7)
        label = self._letters.draw(surface, "GRACE", self._label, (LEFT_X - 4, 90), "midleft")
        self._letters.draw_number(surface, str(round(view.grace)), self._grace, (label.right + 2, 90), "midleft")
        self._health(surface, view)
        self._weapons(surface, view)

    def _health(self, surface: pygame.Surface, view: FightView) -> None:
        label = self._letters.draw(surface, "HEALTH", self._small, (LEFT_X - 4, 116), "midleft")
        rect = pygame.Rect(label.right + 4, 112, 150, 8)
        pygame.draw.rect(surface, INK, rect.inflate(4, 4), border_radius=6)
        pygame.draw.rect(surface, (70, 62, 82), rect, border_radius=4)
        rect.width = round(rect.width * max(0.0, min(1.0, view.health / FULL)))
        colour = (255, 92, 104) if view.health < LOW_HEALTH else (244, 240, 250)
        if rect.width > 3:
            pygame.draw.rect(surface, colour, rect, border_radius=4)
        if view.knockdowns_left is not None:
            for n in range(view.knockdowns_left):
                pygame.draw.circle(surface, INK, (rect.left + 166 + n * 14, 116), 6)
                pygame.draw.circle(surface, self._palette.rose, (rect.left + 166 + n * 14, 116), 4)

    def _weapons(self, surface: pygame.Surface, view: FightView) -> None:
        for n in range(ROUNDS if self._has_ammunition else 0):
            rect = pygame.Rect(LEFT_X + 2 + n * 13, 134, 7, 17)
            pygame.draw.rect(surface, INK, rect.inflate(4, 4), border_radius=5)
            colour = self._palette.warm if n < view.rounds else (70, 62, 82)
            pygame.draw.rect(surface, colour, rect, border_top_left_radius=4, border_top_right_radius=4)
        left = LEFT_X + 180
        if self._has_ammunition and not view.rounds:
            label = self._letters.draw(surface, "RELOAD", self._small, (LEFT_X + 92, 143), "midleft")
            left = max(left, label.right + 10)
        for n in range(view.plates):
            rect = pygame.Rect(left + n * 26, 137, 22, 11)
            pygame.draw.ellipse(surface, INK, rect.inflate(4, 4))
            pygame.draw.ellipse(surface, (244, 240, 250), rect)
            pygame.draw.ellipse(surface, (190, 170, 214), rect.inflate(-8, -5))

    def _right(self, surface: pygame.Surface, view: FightView) -> None:
        surface.blit(self._scrim_right, (WIDTH - self._scrim_right.get_width(), 0))
        self._letters.draw_number(surface, grouped(view.style_points), _SCORE, (RIGHT_X, 50), "midright")
        self._letters.draw(surface, "STYLE", self._label, (RIGHT_X + 4, 86), "midright")
        self._letters.draw(
            surface, view.tier.title.upper(), self._tier_style(view.tier), (RIGHT_X + 8, 130), "midright"
        )
        times = f"×{view.multiplier:g}"
        self._letters.draw(surface, times, self._times, (RIGHT_X + 4, 182), "midright")
        gain = self._last_gain(view)
        if gain is not None:
            judgement, age = gain
            if age < FADES_FROM:  # digit by digit: no number is rendered anew in a fight
                text = f"+{grouped(judgement.points)}"
                self._letters.draw_number(surface, text, self._gain, (RIGHT_X + 2, 224 - 8 * age), "midright")

    def _tier_style(self, tier: Tier) -> Style:
        if tier >= Tier.GRAND_JETE:
            return replace(_TIER, glow=self._palette.grace)
        return _TIER if tier >= Tier.ARABESQUE else replace(_TIER, size=52, colour=(232, 224, 240))

    def _last_gain(self, view: FightView) -> tuple[Judgement, float] | None:
        for judgement in reversed(view.judgements):
            age = (view.now - judgement.judged_at) / SHOWN
            if 0 <= age < 1 and judgement.points:
                return judgement, age
        return None
