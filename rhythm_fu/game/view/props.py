"""What a drop brings down: a chandelier, a speaker stack, a balcony rail, a fan of plates, a wall of glass.

Closed forms of the time to or since the event. What falls lands on the event, so it starts before it, if she holds;
what fans or bursts starts with it. Released without a hold it starts with the event; a fizzle shakes and stays up.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, pi, sin
from typing import Final

import pygame

from rhythm_fu.chart.model import Kind
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.game.art import glow
from rhythm_fu.game.art.kit import Kit
from rhythm_fu.game.art.palette import WHITE, from_hex, mix
from rhythm_fu.game.view.arena import Arena, DropProp, Motion
from rhythm_fu.game.view.effects import Canvas, Point, draw_plate
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.particles import GRAVITY, burst, draw_shards, draw_sparks
from rhythm_fu.game.view.post import SOFT
from rhythm_fu.judge.model import Grade
from rhythm_fu.units import in_seconds


@dataclass(frozen=True, slots=True)
class PropRules:
    """Times in seconds. `lower_s` is how long it takes to come into the picture before it can fall."""

    lower_s: float = 1.2
    topple_s: float = 0.62
    fan_s: float = 0.30
    wreck_s: float = 0.85
    shake_px: float = 3.0
    not_held: float = 0.62


RULES: Final = PropRules()


FANNED: Final = 0.26
"""How far open a fan of plates is in its first picture: slow motion holds that one, a shut fan would be a heap."""


@dataclass(frozen=True, slots=True)
class DropNow:
    """A drop at a moment: `since` the event in seconds (negative before), and what she made of it."""

    target: TargetView
    prop: DropProp
    since: float
    is_held: bool
    is_landing: bool


class Props:
    """Draws the drop that is on stage, if one is."""

    def __init__(self, arena: Arena, kit: Kit) -> None:
        self._props = {prop.prop: prop for prop in arena.drops}
        self._first = arena.drops[0] if arena.drops else None
        self._images = {prop.prop: kit.image(prop.image) for prop in arena.drops if prop.image}
        self._accent = arena.palette.colour("accent")
        self._warm = arena.palette.colour("warm")

    def _now(self, view: FightView, picture: int) -> DropNow | None:
        found = [target for target in view.targets if target.event.kind is Kind.DROP]
        if not found or self._first is None:
            return None
        target = min(found, key=lambda each: abs(each.event.at - picture))
        prop = self._props.get(target.event.prop or "", self._first)
        judged = target.judgement
        if judged is None:
            held = view.hold_from is not None
            return DropNow(target, prop, in_seconds(picture - target.event.at), held, held)
        held = judged.value > RULES.not_held or target.event.hold_at is None
        landing = judged.grade is not Grade.MISS
        return DropNow(target, prop, in_seconds(picture - target.event.at), held, landing)

    def paint(self, canvas: Canvas, view: FightView, picture: int) -> None:
        """Everything of the drop: the thing itself, its wreck, its pieces, its light."""
        now = self._now(view, picture)
        if now is None:
            return
        {
            Motion.FALLS: self._falls,
            Motion.TOPPLES: self._topples,
            Motion.FANS: self._fans,
            Motion.BURSTS: self._bursts,
        }[now.prop.motion](canvas, now)

    def _image(self, prop: DropProp) -> pygame.Surface:
        return self._images.get(prop.prop) or _plain()

    def _falls(self, canvas: Canvas, now: DropNow) -> None:
        """It comes down on its chain, trembles while she holds, breaks loose in time to land on the event."""
        prop, image = now.prop, self._image(now.prop)
        height = prop.above - image.get_height() * 0.5
        fall = (2 * height / GRAVITY) ** 0.5
        # Not held: it lets go on the event and lands late.
        since = now.since if now.is_held else now.since - fall
        lowered = _smooth((in_seconds(now.target.event.at - now.target.enters_at) + now.since) / RULES.lower_s)
        middle_y = FLOOR_Y - prop.above - (1 - lowered) * 330
        if not now.is_landing and now.target.judgement is not None:
            middle_y -= _smooth(now.since / 0.9) * 330
        falling = since + fall
        if falling > 0 and now.is_landing:
            if since >= 0:
                self._landed(canvas, now, since, (prop.x, FLOOR_Y - 6.0))
                return
            middle_y += GRAVITY * falling * falling / 2
            turn = falling * 10
        else:
            turn = sin(now.since * 31) * (1.5 if now.is_held else 0.4)
            middle_y += sin(now.since * 43) * (RULES.shake_px if now.is_held else 0.5)
            chain = mix(self._warm, (20, 14, 10), 0.5)
            pygame.draw.line(canvas.surface, chain, (prop.x, 0), (prop.x, middle_y - image.get_height() * 0.4), 2)
        turned = pygame.transform.rotozoom(image, turn, 1.0)
        canvas.surface.blit(turned, (prop.x - turned.get_width() / 2, middle_y - turned.get_height() / 2))
        if prop.prop == "chandelier":
            canvas.shine.add(glow.radial(30, 2.2), self._warm, 0.35, prop.x, middle_y)

    def _landed(self, canvas: Canvas, now: DropNow, since: float, at: tuple[float, float]) -> None:
        """Crushed where it hit, with everything it was made of flying off."""
        image = self._image(now.prop)
        wreck = 1 - _smooth((since - RULES.wreck_s * 0.35) / RULES.wreck_s)
        if wreck > 0.02:
            squash = 0.42 + 0.16 * exp(-since * 14) * cos(since * 40)
            width = image.get_width() * (1.12 - 0.1 * exp(-since * 9))
            crushed = pygame.transform.smoothscale(image, (round(width), max(4, round(image.get_height() * squash))))
            crushed.set_alpha(round(255 * wreck))
            canvas.surface.blit(crushed, (at[0] - crushed.get_width() / 2, FLOOR_Y - crushed.get_height() + 4))
        self._break(canvas, now, since, at, (900, (image.get_width() * 0.8, 20)))

    def _topples(self, canvas: Canvas, now: DropNow) -> None:
        """It slides in, rocks while she holds, and goes over like a tree: slowly, then all at once."""
        prop, image = now.prop, self._image(now.prop)
        lowered = _smooth((in_seconds(now.target.event.at - now.target.enters_at) + now.since) / RULES.lower_s)
        side = 1 if prop.x >= CENTRE_X else -1
        since = now.since if now.is_held else now.since - RULES.topple_s
        away = (1 - lowered) * 420
        if not now.is_landing and now.target.judgement is not None:
            away = _smooth(now.since / 0.9) * 420
        way = (since + RULES.topple_s) / RULES.topple_s if now.is_landing else 0.0
        rock = sin(now.since * 24) * 1.2 if now.is_held and way <= 0 else 0.0
        angle = 90 * min(1.0, max(0.0, way)) ** 2.4
        if since >= 0 and now.is_landing:
            angle = 90 - 7 * exp(-since * 9) * abs(sin(since * 16))
        fade = 1 - _smooth((since - RULES.wreck_s * 0.4) / RULES.wreck_s) if now.is_landing else 1.0
        if fade > 0.02:
            corner = (prop.x - side * image.get_width() / 2 + side * away, float(FLOOR_Y))
            _hinged(canvas.surface, image, corner, (side * (angle + rock), side), fade)
        if since >= 0 and now.is_landing:
            middle = prop.x - side * (image.get_width() / 2 + image.get_height() * 0.5)
            self._break(canvas, now, since, (middle, FLOOR_Y - 30), (760, (image.get_height() * 0.9, 40)))

    def _fans(self, canvas: Canvas, now: DropNow) -> None:
        """Nine plates leave her at once, each on its own arc, and burst where they arrive."""
        if not now.is_landing or now.since < 0:
            return
        for number in range(9):
            angle = pi * (0.08 + 0.84 * number / 8)
            reach = 330 + 60 * (number % 3)
            way = now.since / (RULES.fan_s * (0.85 + 0.1 * (number % 3)))
            goal = (CENTRE_X + cos(angle) * reach * 1.35, FLOOR_Y - 120 - sin(angle) * reach * 0.62)
            if way < 1:
                share = FANNED + (1 - FANNED) * (1 - (1 - way) ** 2.6)
                x, y = CENTRE_X + (goal[0] - CENTRE_X) * share, FLOOR_Y - 180 + (goal[1] - FLOOR_Y + 180) * share
                draw_plate(canvas.surface, x, y, now.since * 30 + number)
                continue
            late = now.since - RULES.fan_s * (0.85 + 0.1 * (number % 3))
            pieces = burst(number + 3, now.prop.count // 9, 460, direction=angle, spread=3.0, life=1.2)
            colours = tuple(from_hex(shard) for shard in now.prop.shards)
            draw_shards(canvas.surface, pieces, late, goal, colours, share=canvas.particles)
            canvas.shine.add(glow.radial(14, 2.2), WHITE, 0.7 * exp(-late / 0.08), *goal)
        self._shock(canvas, now.since, (CENTRE_X, FLOOR_Y - 160.0), core=0.2)

    def _bursts(self, canvas: Canvas, now: DropNow) -> None:
        """A wall of glass: a pale sheet that cracks as she holds and flies apart on the event."""
        prop = now.prop
        box = pygame.Rect(0, 0, round(prop.width), round(prop.height))
        box.center = (round(prop.x), round(FLOOR_Y - prop.above))
        lowered = _smooth((in_seconds(now.target.event.at - now.target.enters_at) + now.since) / RULES.lower_s)
        if now.since < 0 or not now.is_landing:
            gone = 1.0 if now.target.judgement is None else 1 - _smooth(now.since / 0.9)
            pane = _glass(box.size, 3 if now.is_held else 0)
            pane.set_alpha(round(255 * lowered * gone))
            canvas.surface.blit(pane, box)
            return
        pieces = burst(now.target.target, prop.count, 620, spread=2 * pi, life=1.5)
        colours = tuple(from_hex(shard) for shard in prop.shards)
        draw_shards(
            canvas.surface, pieces, now.since, (prop.x, box.centery), colours,
            share=canvas.particles, spread=(prop.width, prop.height),
        )  # fmt: skip
        self._shock(canvas, now.since, (prop.x, float(box.centery)), core=0)

    def _break(self, canvas: Canvas, now: DropNow, since: float, at: Point, how: tuple[float, Point]) -> None:
        """Pieces and sparks fly up from a place; `how` is their speed and the box they start from."""
        speed, spread = how
        colours = tuple(from_hex(shard) for shard in now.prop.shards)
        pieces = burst(now.target.target, now.prop.count, speed, direction=pi / 2, spread=2.5, life=1.5)
        draw_shards(canvas.surface, pieces, since, at, colours, share=canvas.particles, spread=spread)
        sparks = burst(now.target.target + 1, 70, speed * 1.15, direction=pi / 2, spread=2.9, life=0.9)
        draw_sparks(canvas.surface, sparks, since, at, self._warm, share=canvas.particles)
        self._shock(canvas, since, at)

    def _shock(self, canvas: Canvas, since: float, at: Point, *, core: float = 1.0) -> None:
        """A ring along the floor and a glow that dies away, with a white `core` where something was hit."""
        way = since / 0.55
        if way < 1:
            radius = 40 + 520 * (1 - (1 - way) ** 3)
            ring = pygame.Rect(0, 0, round(2 * radius), round(radius * 0.34))
            ring.center = (round(at[0]), FLOOR_Y)
            line = max(1, round(5 * (1 - way)))
            pygame.draw.ellipse(canvas.surface, mix(self._accent, WHITE, 0.4 * (1 - way)), ring, line)
            canvas.shine.add(glow.ring(round(radius / SOFT), 1.5, 9), self._accent, 0.4 * (1 - way) ** 2, *at)
        colour = mix(self._accent, self._warm, core)
        canvas.shine.add(glow.radial(58, 2.4), colour, (0.45 + 0.45 * core) * exp(-since / 0.16), *at)
        canvas.shine.add(glow.radial(20, 2.0), WHITE, 0.8 * core * exp(-since / 0.08), *at)


def _smooth(share: float) -> float:
    share = max(0.0, min(1.0, share))
    return share * share * (3 - 2 * share)


def _hinged(
    surface: pygame.Surface, image: pygame.Surface, corner: Point, turn: tuple[float, int], alpha: float
) -> None:
    """The image turned, by degrees, about the lower corner on the inner side, which stays where it is."""
    degrees, side = turn
    turned = pygame.transform.rotozoom(image, degrees, 1.0)
    turned.set_alpha(round(255 * alpha))
    angle = degrees * pi / 180
    half_w, half_h = image.get_width() / 2 * side, image.get_height() / 2
    middle = (
        corner[0] + half_w * cos(angle) - half_h * sin(angle),
        corner[1] - half_w * sin(angle) - half_h * cos(angle),
    )
    surface.blit(turned, (middle[0] - turned.get_width() / 2, middle[1] - turned.get_height() / 2))


@lru_cache(maxsize=4)
def _plain() -> pygame.Surface:
    """A dark block, where an arena names a prop without an image."""
    block = pygame.Surface((160, 120), pygame.SRCALPHA, 32)
    block.fill((20, 16, 24, 255))
    return block


@lru_cache(maxsize=8)
def _glass(size: tuple[int, int], cracks: int) -> pygame.Surface:
    """A sheet of pale glass with this many steps of cracks."""
    pane = pygame.Surface(size, pygame.SRCALPHA, 32)
    pane.fill((200, 225, 240, 46))
    pygame.draw.rect(pane, (230, 245, 255, 150), pane.get_rect(), 3)
    draw_cracks(pane, pane.get_rect(), cracks, seed=5)
    return pane


@lru_cache(maxsize=32)
def crack_lines(
    width: int, height: int, steps: int, seed: int
) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    """Cracks as lines in a box: each step adds a star of jagged rays and the arcs between them."""
    lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for step in range(steps):
        turn = seed * 1.7 + step * 2.4
        cx = width * (0.5 + 0.26 * sin(turn * 1.3))
        cy = height * (0.42 + 0.24 * cos(turn))
        ends: list[list[tuple[float, float]]] = []
        for ray in range(9):
            angle = 2 * pi * ray / 9 + 0.35 * sin(turn + ray * 2.1)
            spot, path = (cx, cy), [(cx, cy)]
            for part in range(4):
                long = width * (0.10 + 0.09 * part) * (0.8 + 0.4 * abs(sin(turn + ray * 1.9 + part)))
                bend = angle + 0.35 * sin(turn * 3 + ray * 5.1 + part * 2.7)
                after = (spot[0] + cos(bend) * long, spot[1] + sin(bend) * long)
                lines.append((spot, after))
                path.append(after)
                spot = after
            ends.append(path)
        for one, other in zip(ends, ends[1:] + ends[:1], strict=True):
            joined = [part for part in (1, 2) if sin(turn + part * 3.3 + one[part][0]) > -0.3]
            lines += [(one[part], other[part]) for part in joined]
    return tuple(lines)


@lru_cache(maxsize=12)
def _cracks(width: int, height: int, steps: int, seed: int) -> pygame.Surface:
    """Bright lines with a dark twin, premultiplied."""
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    for start, end in crack_lines(width, height, steps, seed):
        pygame.draw.aaline(surface, (10, 14, 30, 255), (start[0] + 1, start[1] + 1), (end[0] + 1, end[1] + 1))
        pygame.draw.aaline(surface, (235, 248, 255, 255), start, end)
    return surface


def draw_cracks(surface: pygame.Surface, box: pygame.Rect, steps: int, seed: int) -> None:
    """The cracks of a pane, up to its edges."""
    if steps > 0:
        surface.blit(_cracks(box.width, box.height, steps, seed), box, special_flags=pygame.BLEND_PREMULTIPLIED)
