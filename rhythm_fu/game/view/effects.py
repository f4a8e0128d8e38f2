"""What a blow looks like: star, ring, muzzle flash, tracer, ricochet, sparks, plate. Closed forms of picture time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, exp, pi, sin
from typing import Final

import numpy as np
import pygame

from rhythm_fu.chart.model import Kind, Reach, Side
from rhythm_fu.fight.view import ActionKind, Blow, FightView
from rhythm_fu.game.art import glow
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import CYAN, WARM, WHITE, mix
from rhythm_fu.game.view.arena import Palette
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WEAK_POINT_ABOVE, mark_x
from rhythm_fu.game.view.particles import burst, draw_shards, draw_sparks
from rhythm_fu.game.view.post import SOFT, Shine
from rhythm_fu.game.view.warp import impact_at
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import in_seconds, ms

Point = tuple[float, float]
Colours = tuple[Colour, Colour, Colour]
MuzzleOf = Callable[[Side], Point]
"""Where the dancer's hand or muzzle is, for a shot to this side."""


@dataclass(frozen=True, slots=True)
class EffectRules:
    """Lives in seconds, sizes in pixels. Everything is over before two beats of the fastest song have gone."""

    star_s: float = 0.20
    star_lead_s: float = 0.05
    ring_s: float = 0.28
    tracer_s: float = 0.16
    muzzle_s: float = 0.09
    sparks_s: float = 0.62
    star_px: float = 172
    ring_px: float = 74
    keep_s: float = 1.3


RULES: Final = EffectRules()
CHINA: Final = (206, 210, 232)
PLATE_SEEN_S: Final = 0.035
"""Of a plate that was thrown too late to be seen on its way: two pictures."""
RAYS: Final = 22
"""Rays of an impact star."""
STARS: Final = 64
"""Different stars."""
FALL: Final = ms(330)
MARKSMAN: Final = (102, 163)
"""Where his shot leaves: pixels before his mark and above the floor."""
SHOTS: Final = (Move.SHOT, Move.HEADSHOT, Move.RICOCHET)


def weak_point(judgement: Judgement) -> Point:
    """Where this target is hit."""
    reach = judgement.event.reach or Reach.NEAR
    side = judgement.side or judgement.event.side
    if side is None:
        return CENTRE_X, FLOOR_Y - 200
    return mark_x(side, reach), FLOOR_Y - WEAK_POINT_ABOVE[reach]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where effects go: sharp things on the picture, light on the shine. `particles` is the share that is drawn."""

    surface: pygame.Surface
    shine: Shine
    particles: float = 1.0


class Effects:
    """Draws what the judgements of a view call for. Holds colours only."""

    def __init__(self, palette: Palette, mirrors: dict[Side, Point] | None = None) -> None:
        self._left, self._right = palette.colour("left"), palette.colour("right")
        self._flawless, self._core = palette.colour("flawless"), palette.colour("core")
        self._accent, self._warm = palette.colour("accent"), palette.colour("warm")
        self._mirrors = mirrors or {}

    def paint(self, canvas: Canvas, judgements: tuple[Judgement, ...], picture: int, muzzle: MuzzleOf) -> None:
        """Every blow whose effects still show."""
        for judgement in judgements:
            since = in_seconds(picture - impact_at(judgement))
            if not -0.2 <= since <= RULES.keep_s or judgement.error is None:
                continue
            if judgement.event.kind is Kind.SWEEP or judgement.move is Move.EVADE:
                self._evaded(canvas, since)
                continue
            if judgement.grade is Grade.MISS or judgement.event.kind is Kind.DROP:
                continue
            self._blow(canvas, judgement, since, muzzle)

    def suffer(self, canvas: Canvas, view: FightView, picture: int) -> None:
        """A blow she takes: the accent colour from that side, seen at the edge of the eye; and flourishes."""
        for blow in view.blows:
            since = in_seconds(picture - blow.at)
            if 0 <= since < RULES.tracer_s * 2:
                self._bullet(canvas, view, blow, since)
            if 0 <= since < 0.5:
                x = CENTRE_X if blow.side is None else mark_x(blow.side, Reach.NEAR) * 0.35 + CENTRE_X * 0.65
                canvas.shine.add(glow.radial(34, 1.8), self._accent, 0.8 * exp(-since / 0.12), x, FLOOR_Y - 165)
                sparks = burst(blow.target, 16, 380, direction=pi / 2, spread=3.0, life=0.5)
                draw_sparks(canvas.surface, sparks, since, (x, FLOOR_Y - 165), self._accent, share=canvas.particles)
        for action in view.actions:
            since = in_seconds(picture - action.at)
            if action.kind is ActionKind.FLOURISH and 0 <= since < 0.4:
                self._evaded(canvas, since)

    def _bullet(self, canvas: Canvas, view: FightView, blow: Blow, since: float) -> None:
        """One who stands far off shoots: a flash at his muzzle and a line of light to her."""
        missed = next((each for each in reversed(view.judgements) if each.target == blow.target), None)
        if missed is None or blow.side is None:
            return
        if missed.event.reach is Reach.FAR or missed.event.kind is Kind.REFLECT:
            ahead = 1 if blow.side is Side.RIGHT else -1
            muzzle = (mark_x(blow.side, Reach.FAR) - ahead * MARKSMAN[0], FLOOR_Y - MARKSMAN[1])
            self._shot(canvas, [muzzle, (CENTRE_X + ahead * 12, FLOOR_Y - 165)], since, self._accent)

    def _colour(self, judgement: Judgement) -> Colour:
        if judgement.grade is Grade.FLAWLESS:
            return self._flawless
        return self._left if (judgement.side or judgement.event.side) is Side.LEFT else self._right

    def _blow(self, canvas: Canvas, judgement: Judgement, since: float, muzzle: MuzzleOf) -> None:
        surface, particles = canvas.surface, canvas.particles
        x, y = weak_point(judgement)
        side = judgement.side or judgement.event.side or Side.RIGHT
        colour = self._colour(judgement)
        force = (0.45, 0.6, 0.75, 0.9, 1.0)[judgement.grade] * (0.85 + 0.3 * judgement.event.weight / 200)
        outward = 0.0 if side is Side.RIGHT else pi
        if judgement.move is Move.PLATE:
            _fly_plate(surface, judgement, since, (muzzle(side), (x, y)))
        if since < 0:
            return
        if judgement.move in SHOTS:
            path = [muzzle(side), (x, y)]
            if judgement.move is Move.RICOCHET and side.other in self._mirrors:
                path.insert(1, self._mirrors[side.other])
            self._shot(canvas, path, since, WARM if judgement.move is Move.HEADSHOT else self._core)
            force *= 1.15 if judgement.move is Move.HEADSHOT else 0.75
        if judgement.move is Move.PLATE:
            china = burst(judgement.target, 22, 420, direction=outward + 0.3, spread=2.6, life=1.1)
            draw_shards(surface, china, since, (x, y), ((244, 246, 255), (196, 204, 226)), share=particles)
        rim = self._left if side is Side.LEFT else self._right
        _star(canvas, judgement.target, (x, y), since, (force, (colour, rim, self._core)))
        sparks = burst(judgement.target, 34, 760 * force, direction=outward + 0.25, spread=2.4, life=RULES.sparks_s)
        draw_sparks(surface, sparks, since, (x, y), colour, share=particles)

    def _shot(self, canvas: Canvas, path: list[Point], since: float, colour: Colour) -> None:
        """A flash at the muzzle and a line of light that thins from its tail."""
        surface, shine = canvas.surface, canvas.shine
        if since < RULES.muzzle_s * 3:
            level = exp(-since / RULES.muzzle_s * 1.6)
            shine.add(glow.radial(20, 2.4), self._warm, level, *path[0])
            if since < RULES.muzzle_s:
                flame = mix(self._warm, WHITE, 0.6)
                ahead = 0.0 if path[1][0] > path[0][0] else pi
                for turn, long in ((0.0, 46), (0.5, 24), (-0.5, 24), (1.1, 13), (-1.1, 13)):
                    shrink = 1 - since / RULES.muzzle_s
                    _ray(surface, flame, path[0], ahead + turn, (2, long * shrink + 3, 3.4 * shrink + 0.3))
        if since < RULES.tracer_s:
            way = since / RULES.tracer_s
            shade = mix(colour, self._warm, 0.3)
            for start, end in pairwise(path):
                tail = (start[0] + (end[0] - start[0]) * way**2, start[1] + (end[1] - start[1]) * way**2)
                _line(surface, shade, tail, end, 2.4 * (1 - way) + 0.5)
                for step in range(7):
                    at = (tail[0] + (end[0] - tail[0]) * step / 6, tail[1] + (end[1] - tail[1]) * step / 6)
                    shine.add(glow.radial(9, 1.8), colour, 0.3 * (1 - way), *at)
            for bounce in path[1:-1]:
                shine.add(glow.radial(14, 2.2), CYAN, 1 - way, *bounce)

    def _evaded(self, canvas: Canvas, since: float) -> None:
        """Two arcs of warm light run round her."""
        if not 0 <= since < 0.4:
            return
        way = since / 0.4
        for turn in (0.0, pi):
            for step in range(9):
                angle = turn + way * 7 - step * 0.16
                x, y = CENTRE_X + cos(angle) * 92, FLOOR_Y - 120 + sin(angle) * 20
                canvas.shine.add(glow.radial(6, 1.8), WARM, (1 - way) * (1 - step / 9) * 0.7, x, y)


@lru_cache(maxsize=STARS)
def _rays(seed: int) -> tuple[tuple[float, float], ...]:
    """Direction and relative length of each ray."""
    luck = np.random.default_rng(seed).random((RAYS, 2)).tolist()
    return tuple((2 * pi * (ray + turn * 0.8) / RAYS, 0.3 + 1.1 * far**2) for ray, (turn, far) in enumerate(luck))


def _star(canvas: Canvas, seed: int, at: Point, since: float, how: tuple[float, Colours]) -> None:
    """Rays that shoot out and thin away, a ring that opens, a glow. The core is white, never a whole white patch.

    `how` is its force and its colours: the grade's, the rim light's on its side, the core's.
    """
    x, y = at
    surface, shine = canvas.surface, canvas.shine
    force, (colour, rim, core) = how
    # The hit-stop holds the first picture, so the star is there half open.
    if since < RULES.star_s:
        way = (since + RULES.star_lead_s) / (RULES.star_s + RULES.star_lead_s)
        open_ = 1 - (1 - way) ** 3
        for ray, (angle, reach) in enumerate(_rays(seed % STARS)):
            long = RULES.star_px * force * reach
            inner, outer = long * open_ * way * 0.9 + 4, 10 + long * open_
            if inner >= outer:
                continue
            half = 2.3 * (1 - way) * force + 0.3
            shade = (core, rim, core, mix(colour, core, 0.3))[ray % 4]
            _ray(surface, shade, (x, y), angle, (inner, outer, half))
    if since < RULES.ring_s:
        way = since / RULES.ring_s
        radius = 16 + RULES.ring_px * force * (1 - (1 - way) ** 2.6)
        line = max(1, round(4 * (1 - way)))
        if way < 0.8:
            pygame.draw.aacircle(surface, mix(colour, core, 0.5 * (1 - way)), (round(x), round(y)), round(radius), line)
        shine.add(glow.ring(round(radius / SOFT), 1.0, 5), colour, 0.55 * (1 - way), x, y)
    level = exp(-since / 0.11) * force
    shine.add(glow.radial(36, 2.6), mix(rim, colour, 0.4), level * 0.72, x, y)
    shine.add(glow.radial(8, 1.5), WHITE, level * 0.95, x, y)


def _fly_plate(surface: pygame.Surface, judgement: Judgement, since: float, path: tuple[Point, Point]) -> None:
    """A spinning disc that arrives on the impact; a late press has no time for the flight and leaves its streak."""
    start, end = path
    if 0 <= since < RULES.tracer_s:
        way = since / RULES.tracer_s
        tail = (start[0] + (end[0] - start[0]) * way, start[1] + (end[1] - start[1]) * way)
        _line(surface, CHINA, tail, end, 5 * (1 - way) + 0.5)
        if since < PLATE_SEEN_S:
            draw_plate(surface, start[0] * 0.3 + end[0] * 0.7, start[1] * 0.3 + end[1] * 0.7 - 8, since * 26)
        return
    flight = max(0.05, in_seconds(impact_at(judgement) - judgement.judged_at))
    if not -flight <= since < 0:
        return
    way = 1 + since / flight
    x, y = start[0] + (end[0] - start[0]) * way, start[1] + (end[1] - start[1]) * way - 26 * sin(pi * way)
    draw_plate(surface, x, y, since * 26)


def fallen_share(view: FightView, now: int) -> float:
    """1 while she lies on the floor, 0 when she stands; eased over a third of a second at both ends."""
    if view.down_until is None:
        return 0.0
    began = view.blows[-1].at if view.blows else now - FALL
    return max(0.0, min(1.0, (now - began) / FALL, (view.down_until - now) / FALL))


def draw_plate(surface: pygame.Surface, x: float, y: float, turn: float) -> None:
    """China seen at a changing angle: an ellipse with an inner rim."""
    thin = 5 + 12 * abs(sin(turn))
    outer = pygame.Rect(0, 0, 52, round(thin))
    outer.center = (round(x), round(y))
    pygame.draw.ellipse(surface, (236, 238, 250), outer)
    inner = outer.inflate(-18, -round(thin * 0.4))
    pygame.draw.ellipse(surface, (176, 180, 214), inner)
    pygame.draw.ellipse(surface, (255, 255, 255), outer, 2)


def _ray(surface: pygame.Surface, colour: Colour, at: Point, angle: float, shape: tuple[float, float, float]) -> None:
    """A splinter of light from `inner` to `outer` pixels away, `half` as wide as that near the middle."""
    x, y = at
    inner, outer, half = shape
    ax, ay = cos(angle), -sin(angle)
    base = (x + ax * inner, y + ay * inner)
    waist = (x + ax * (inner + (outer - inner) * 0.3), y + ay * (inner + (outer - inner) * 0.3))
    tip = (x + ax * outer, y + ay * outer)
    side = (-ay * half, ax * half)
    points = (base, (waist[0] + side[0], waist[1] + side[1]), tip, (waist[0] - side[0], waist[1] - side[1]))
    pygame.draw.polygon(surface, colour, points)
    pygame.draw.aaline(surface, colour, base, tip)


def _line(surface: pygame.Surface, colour: Colour, start: Point, end: Point, half: float) -> None:
    """A line with tapered ends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = max(1.0, (dx * dx + dy * dy) ** 0.5)
    side = (-dy / long * half, dx / long * half)
    points = ((start[0], start[1]), (end[0] + side[0], end[1] + side[1]), (end[0] - side[0], end[1] - side[1]))
    pygame.draw.polygon(surface, colour, points)
    pygame.draw.aaline(surface, colour, start, end)
