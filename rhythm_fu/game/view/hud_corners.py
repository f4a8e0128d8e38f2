"""The corners: Grace, health, rounds and plates on the left; style points, tier and multiplier on the right."""

import math
from typing import Final

import pygame

from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.view.hud_palette import HudPalette
from rhythm_fu.game.view.telegraphs_shapes import pill
from rhythm_fu.game.view.text import INK, WHITE, Face, Lettering, Style
from rhythm_fu.judge.model import Judgement
from rhythm_fu.style.tier import Tier
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import ms

LEFT_X: Final = 44
RIGHT_X: Final = 1236
RIBBON: Final = (366, 54)
RIBBON_Y: Final = 22
PHASES: Final = 24
SHOWN: Final = ms(700)
FADES_FROM: Final = 0.85
ROUNDS: Final = 6
PLATES: Final = 3
FULL: Final = 100.0
LOW_HEALTH: Final = 30.0

_SCORE: Final = Style(Face.NUMBER, 42)
_TIER: Final = Style(Face.TITLE, 62)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _ribbon(phase: float, start: Colour, end: Colour) -> pygame.Surface:
    """A silk band, painted at twice its size and brought down for smooth edges."""
    width, height = RIBBON
    big = pygame.Surface((width * 2, height * 2), pygame.SRCALPHA)

    def band(radius: int, edge: Colour | None) -> None:
        for x in range(24, width * 2 - 24, 3):
            share = x / (width * 2)
            y = height + math.sin(share * 6.6 + phase) * 15 + math.sin(share * 3.1 - phase) * 7
            pygame.draw.circle(big, edge or _mixed(start, end, share), (x, round(y)), radius)

    band(15, INK)
    band(12, None)
    return pygame.transform.smoothscale(big, RIBBON)


def grouped(points: int) -> str:
    """Thousands set apart, `1 284 560`."""
    return f"{points:,}".replace(",", " ")


class Corners:
    """Paints both upper corners of a view."""

    def __init__(self, tempo: TempoMap, palette: HudPalette, letters: Lettering) -> None:
        self._tempo = tempo
        self._palette = palette
        self._letters = letters
        self._label = Style(Face.LABEL, 16, palette.rose, spacing=1)
        self._small = Style(Face.LABEL, 13, palette.rose, spacing=1)
        self._grace = Style(Face.NUMBER, 18)
        self._times = Style(Face.NUMBER, 27, palette.warm)
        self._gain = Style(Face.NUMBER, 18, palette.warm)
        self._scrim_left = pill((520, 210), 0.42, 70.0)
        self._scrim_right = pill((500, 290), 0.42, 90.0)
        phases = [2 * math.pi * n / PHASES for n in range(PHASES)]
        self._full = [_ribbon(phase, palette.grace, _mixed(palette.grace, WHITE, 0.62)) for phase in phases]
        self._empty = [_ribbon(phase, (70, 62, 82), (96, 88, 110)) for phase in phases]

    def prepare(self) -> None:
        """Render digits and tiers once."""
        for tier in Tier:
            self._letters.word(tier.title, self._tier_style(tier))
        for digit in "0123456789":
            self._letters.word(digit, _SCORE)
            self._letters.word(digit, self._grace)
            self._letters.word(digit, self._gain)

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Both corners."""
        self._left(surface, view)
        self._right(surface, view)

    def _left(self, surface: pygame.Surface, view: FightView) -> None:
        surface.blit(self._scrim_left, (-60, -30))
        beat = self._tempo.tick(view.now) / 10_080
        phase = int(beat / 8 * PHASES) % PHASES
        share = max(0.0, min(1.0, view.grace / FULL))
        cut = round(10 + share * (RIBBON[0] - 20))
        surface.blit(self._empty[phase], (LEFT_X + cut - 10, RIBBON_Y), (cut, 0, RIBBON[0] - cut, RIBBON[1]))
        surface.blit(self._full[phase], (LEFT_X - 10, RIBBON_Y), (0, 0, cut, RIBBON[1]))
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
        for n in range(ROUNDS):
            rect = pygame.Rect(LEFT_X + 2 + n * 13, 134, 7, 17)
            pygame.draw.rect(surface, INK, rect.inflate(4, 4), border_radius=5)
            colour = self._palette.warm if n < view.rounds else (70, 62, 82)
            pygame.draw.rect(surface, colour, rect, border_top_left_radius=4, border_top_right_radius=4)
        if not view.rounds:
            self._letters.draw(surface, "RELOAD", self._small, (LEFT_X + 92, 143), "midleft")
        for n in range(view.plates):
            rect = pygame.Rect(LEFT_X + 180 + n * 26, 137, 22, 11)
            pygame.draw.ellipse(surface, INK, rect.inflate(4, 4))
            pygame.draw.ellipse(surface, (244, 240, 250), rect)
            pygame.draw.ellipse(surface, (190, 170, 214), rect.inflate(-8, -5))

    def _right(self, surface: pygame.Surface, view: FightView) -> None:
        surface.blit(self._scrim_right, (1280 - 430, -50))
        self._letters.draw_number(surface, grouped(view.style_points), _SCORE, (RIGHT_X, 50), "midright")
        self._letters.draw(surface, "STYLE", self._label, (RIGHT_X + 4, 86), "midright")
        self._letters.draw(surface, view.tier.title, self._tier_style(view.tier), (RIGHT_X + 8, 130), "midright")
        times = f"×{view.multiplier:g}"
        self._letters.draw(surface, times, self._times, (RIGHT_X + 4, 182), "midright")
        gain = self._last_gain(view)
        if gain is not None:
            judgement, age = gain
            if age < FADES_FROM:  # digit by digit: no number is rendered anew in a fight
                text = f"+{grouped(judgement.points)}"
                self._letters.draw_number(surface, text, self._gain, (RIGHT_X - 70, 184 - 8 * age), "midright")

    def _tier_style(self, tier: Tier) -> Style:
        if tier >= Tier.GRAND_JETE:
            return Style(Face.TITLE, 64, glow=self._palette.grace)
        return _TIER if tier >= Tier.ARABESQUE else Style(Face.TITLE, 56, (232, 224, 240))

    def _last_gain(self, view: FightView) -> tuple[Judgement, float] | None:
        for judgement in reversed(view.judgements):
            age = (view.now - judgement.judged_at) / SHOWN
            if 0 <= age < 1 and judgement.points:
                return judgement, age
        return None
