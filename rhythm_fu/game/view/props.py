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
from rhythm_fu.game.art.kit import Kit, coded
from rhythm_fu.game.art.palette import WHITE, from_hex, mix
from rhythm_fu.game.view.arena import Arena, DropProp, Motion
from rhythm_fu.game.view.drape import DROPS_S, Drape
from rhythm_fu.game.view.effects import Canvas, Point, draw_plate
from rhythm_fu.game.view.glass import SHEET_SEED, draw_falling, sheet_of_glass
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.particles import GRAVITY, burst, draw_shards, draw_sparks
from rhythm_fu.game.view.post import SOFT
from rhythm_fu.game.view.wrecks import cut_up, draw_wreck, throw
from rhythm_fu.judge.model import Grade
from rhythm_fu.units import START, in_seconds


@dataclass(frozen=True, slots=True)
class PropRules:
    """Times in seconds. `lower_s` is how long it takes to come into the picture before it can fall."""

    lower_s: float = 1.2
    topple_s: float = 0.62
    fan_s: float = 0.30
    wreck_s: float = 0.85
    second_crack_s: float = 0.7
    shake_px: float = 3.0
    not_held: float = 0.62


RULES: Final = PropRules()
TURN_STEPS: Final = 2
"""Angles a degree that a falling thing is kept at: it trembles by less than can be told from them."""


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
        self._images = {prop.prop: kit.image(prop.image, prop.scale) for prop in arena.drops if prop.image}
        self._pieces = {prop.prop: cut_up(kit.image(prop.pieces), prop.cells) for prop in arena.drops if prop.pieces}
        drapes = [prop for prop in arena.drops if prop.motion is Motion.DRAPES]
        self._drapes = {prop.prop: Drape(self._image(prop)) for prop in drapes}
        self._turned: dict[tuple[str, int], pygame.Surface] = {}
        self._accent = arena.palette.colour("accent")
        self._warm = arena.palette.colour("warm")
        self._haze = arena.palette.colour("haze")

    def _now(self, view: FightView, picture: int) -> DropNow | None:
        found = [target for target in view.targets if target.event.kind is Kind.DROP] or _lately(view)
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
            Motion.DRAPES: self._drapes_down,
        }[now.prop.motion](canvas, now)

    def _image(self, prop: DropProp) -> pygame.Surface:
        return self._images.get(prop.prop) or _plain()

    def _at_angle(self, prop: DropProp, degrees: float) -> pygame.Surface:
        """What falls, turned to the nearest of the angles that are kept."""
        step = round(degrees * TURN_STEPS)
        if (prop.prop, step) not in self._turned:
            turned = pygame.transform.rotozoom(self._image(prop), step / TURN_STEPS, 1.0)
            self._turned[prop.prop, step] = coded(turned)
        return self._turned[prop.prop, step]

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
        turned = self._at_angle(prop, turn)
        canvas.surface.blit(turned, (prop.x - turned.get_width() / 2, middle_y - turned.get_height() / 2))
        if prop.prop == "chandelier":
            canvas.shine.add(glow.radial(round(image.get_width() / 7), 2.2), self._warm, 0.35, prop.x, middle_y)

    def _landed(self, canvas: Canvas, now: DropNow, since: float, at: tuple[float, float]) -> None:
        """Crushed where it hit, with everything it was made of flying off."""
        image = self._image(now.prop)
        left = 1 - _smooth((since - RULES.wreck_s * 0.5) / RULES.wreck_s)
        if left > 0.02:
            draw_wreck(canvas.surface, image, now.prop.wreck, at, (since, left))
        self._break(canvas, now, since, at, (900, (image.get_width() * 0.8, 20)))
        self._throw(canvas, now, since, (at[0], FLOOR_Y - image.get_height() * 0.35, image.get_width()))

    def _throw(self, canvas: Canvas, now: DropNow, since: float, where: tuple[float, float, float]) -> None:
        """What the prop's sheet of pieces holds, from the middle of what broke and over its width."""
        pieces = self._pieces.get(now.prop.prop)
        if pieces is not None:
            throw(canvas.surface, pieces, since, where[:2], where[2])

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
            self._throw(canvas, now, since, (middle, FLOOR_Y - 40.0, image.get_height()))

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
            steps = 0 if not now.is_held else 1 if now.since < -RULES.second_crack_s else 2
            pane = sheet_of_glass(box.size, steps).copy()
            pane.set_alpha(round(255 * lowered * gone))
            canvas.surface.blit(pane, box)
            return
        pieces = burst(now.target.target, prop.count // 2, 620, spread=2 * pi, life=1.5)
        colours = tuple(from_hex(shard) for shard in prop.shards)
        glass = mix(self._haze, (0, 0, 0), 0.3), mix(self._haze, colours[0], 0.62)
        draw_falling(canvas.surface, box, SHEET_SEED, now.since, glass, share=canvas.particles)
        draw_shards(
            canvas.surface, pieces, now.since, (prop.x, box.centery), colours,
            share=canvas.particles, spread=(prop.width, prop.height),
        )  # fmt: skip
        self._shock(canvas, now.since, (prop.x, float(box.centery)), core=0)

    def _drapes_down(self, canvas: Canvas, now: DropNow) -> None:
        """The cloth shows its hem while she holds, is down on the event, and is drawn up when it has swung out."""
        drape = self._drapes[now.prop.prop]
        lowered = _smooth((in_seconds(now.target.event.at - now.target.enters_at) + now.since) / RULES.lower_s)
        since = now.since if now.is_held else now.since - DROPS_S
        if not now.is_landing:
            judged = now.target.judgement is not None
            drape.hang(canvas.surface, lowered * (1 - _smooth(now.since / 0.9) if judged else 1), now.since)
            return
        drape.fall(canvas.surface, since, lowered)
        if since >= 0:
            puffs = burst(now.target.target, 46, 520, direction=pi / 2, spread=2.9, life=1.1)
            draw_sparks(canvas.surface, puffs, since, (CENTRE_X, FLOOR_Y - 4.0), self._warm, share=canvas.particles)
            self._shock(canvas, since, (CENTRE_X, FLOOR_Y - 4.0), core=0.15)

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


def _lately(view: FightView) -> list[TargetView]:
    """The drop that was judged last: a cloth hangs longer than its target stays in view."""
    judged = next((one for one in reversed(view.judgements) if one.event.kind is Kind.DROP), None)
    if judged is None:
        return []
    return [TargetView(judged.target, judged.event, judged.side, START, START, judged)]


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
