"""Two panes that truly reflect the fight: everybody is drawn again, flipped and smaller, inside the glass.

The pane on the right shows what stands on the left, and the other way round. The attacker of a `reflect` event is drawn
nowhere else. Each ricochet cracks the pane one step further; the third shatters it and the next pane hangs behind it.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from math import pi
from typing import Final

import pygame

from rhythm_fu.chart.model import Reach, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art import glow
from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.art.palette import WHITE, from_hex
from rhythm_fu.game.view.arena import Mirrors
from rhythm_fu.game.view.camera import eased
from rhythm_fu.game.view.effects import Canvas
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WIDTH, mark_x
from rhythm_fu.game.view.particles import burst, draw_shards
from rhythm_fu.game.view.props import draw_cracks
from rhythm_fu.game.view.troupe import Figures
from rhythm_fu.game.view.warp import impact_at
from rhythm_fu.judge.model import Judgement, Move
from rhythm_fu.units import in_seconds, ms

SMALLER: Final = 0.8
"""How much smaller a reflection is: the glass stands behind the fight."""
CLOSER: Final = 0.62
"""How much closer together things are in the glass."""
FEET: Final = 26
"""Pixels above the floor line where reflected feet stand, for the same reason."""
Spans = tuple[tuple[int, int], ...]
SLIDE: Final = ms(420)
"""How long panes take to come down or go up."""
SILL: Final = 46
"""How far above the floor line a pane ends, so that feet inside it stand on the floor behind it."""
DIMMER: Final = 0.8
"""How much weaker the reflection of what is also seen in the room is."""
MOST: Final = 4
"""Figures drawn in a pane at most: more would only be a crowd, and each costs as much as one in the room."""
REACH: Final = 90
"""How far beside a pane a figure may stand and still reach into it."""
ECHO_REACH: Final = (190, 375, 64)
"""Pixels she and her glow reach aside, above and below where she stands, at full size."""
CRACKS: Final = 3
"""Ricochets that a pane takes (game.md)."""


def glass_side(side: Side) -> Side:
    """In which pane an attacker who stands on this side is seen."""
    return side.other


def glass_x(flipped: float, pane: pygame.Rect) -> float:
    """Where a place of the fight, flipped about the dancer, is seen in a pane: drawn toward the pane's middle."""
    far = mark_x(Side.RIGHT, Reach.FAR) if pane.centerx > CENTRE_X else mark_x(Side.LEFT, Reach.FAR)
    return pane.centerx + (flipped - far) * CLOSER


@dataclass(frozen=True, slots=True)
class Scene:
    """What the panes are painted into: the fight at a moment, in song time and in picture time."""

    canvas: Canvas
    view: FightView
    now: int
    picture: int


class MirrorsPainter:
    """Paints the panes behind the fighters, and their cracks and splinters."""

    def __init__(self, layer: Mirrors, spans: Spans | None = None) -> None:
        """With `spans`, (from, to) in song time, the panes come down for these and are away in between."""
        self._spans = spans
        self._homes = {
            side: pygame.Rect(round(x), round(FLOOR_Y - above - high), round(wide), round(high))
            for side, (x, above, wide, high) in ((Side.LEFT, layer.left), (Side.RIGHT, layer.right))
        }
        self._tint, self._frame = from_hex(layer.tint), from_hex(layer.frame)
        self._echoes = layer.echoes
        # The dancer is drawn once for all her echoes on a side; smaller and dimmer ones are copies, for she costs most.
        self._largest = max((size for size, *_ in layer.echoes), default=0.0)
        aside, above, below = (round(reach * self._largest) for reach in ECHO_REACH)
        self._feet = (aside, above)
        self._sheets = {
            turned: pygame.Surface((2 * aside, above + below), pygame.SRCALPHA, 32) for turned in (False, True)
        }
        self._sheen = {side: self._sheen_of(pane, layer.clear) for side, pane in self._homes.items()}

    def _sheen_of(self, pane: pygame.Rect, clear: float) -> pygame.Surface:
        """Slanted light on the glass and the tint that tells reflection from room."""
        sheen = pygame.Surface(pane.size, pygame.SRCALPHA, 32)
        sheen.fill((*self._tint, round(255 * (1 - clear))))
        for start, wide, level in ((-0.5, 0.30, 20), (0.05, 0.10, 30), (0.42, 0.22, 15)):
            left = pane.width * start
            points = [
                (left, 0), (left + pane.width * wide, 0),
                (left + pane.width * (wide + 0.55), pane.height), (left + pane.width * 0.55, pane.height),
            ]  # fmt: skip
            band = pygame.Surface(pane.size, pygame.SRCALPHA, 32)
            pygame.draw.polygon(band, (*self._frame, level), points)
            sheen.blit(band, (0, 0))
        return sheen

    def shown(self, now: int) -> float:
        """0 away above the picture, 1 in place."""
        if self._spans is None:
            return 1.0
        after = bisect_right(self._spans, (now, now))
        share = 0.0
        for start, end in self._spans[max(0, after - 1) : after + 1]:
            share = max(share, min((now - start + SLIDE) / SLIDE, (end + SLIDE - now) / SLIDE))
        return eased(share)

    def panes(self, now: int) -> dict[Side, pygame.Rect]:
        """Where the panes hang at a moment of song time; none while they are away."""
        shown = self.shown(now)
        if shown <= 0.01:
            return {}
        return {side: home.move(0, -round((1 - shown) * (home.bottom + 10))) for side, home in self._homes.items()}

    def bounce(self, side: Side) -> tuple[float, float]:
        """Where a shot at an attacker of this side strikes the glass he is seen in."""
        pane = self._homes[glass_side(side)]
        return pane.centerx, pane.y + pane.height * 0.42

    def echo(self, canvas: Canvas, light: Light, figures: Figures, cast: tuple[FigureAt, ...]) -> None:
        """The dancer again and again in the back wall, smaller and dimmer each time, turned about on one side."""
        dancer = next((figure for figure in cast if figure.kind == "dancer"), None)
        if dancer is None or canvas.particles < 1:
            return
        largest, (feet_x, feet_y) = self._largest, self._feet
        drawn: dict[bool, pygame.Surface] = {}
        for size, above, level, aside in self._echoes[::-1]:
            is_turned = aside > 0
            if is_turned not in drawn:
                drawn[is_turned] = sheet = self._sheets[is_turned]
                sheet.fill((0, 0, 0, 0))
                facing = -dancer.facing if is_turned else dancer.facing
                twin = replace(dancer, x_px=feet_x, y_px=feet_y, facing=facing, is_outline=False)
                figures.draw(sheet, twin, light, largest)
            share = size / largest
            picture = pygame.transform.smoothscale_by(drawn[is_turned], share)
            shade = round(255 * level)
            picture.fill((shade, shade, shade, shade), special_flags=pygame.BLEND_RGBA_MULT)
            place = (CENTRE_X + aside - round(feet_x * share), FLOOR_Y - above - round(feet_y * share))
            canvas.surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)

    def paint(self, scene: Scene, light: Light, figures: Figures, cast: tuple[FigureAt, ...]) -> None:
        """The glass with everybody in it."""
        dark = Light(light.ink, light.left, light.right, light.beat * 0.8, light.saturation)
        canvas = scene.canvas
        for side, pane in self.panes(scene.now).items():
            count = scene.view.panes[0 if side is Side.LEFT else 1]
            inside = pane.clip(canvas.surface.get_rect())
            if not inside.height:
                continue
            glass = canvas.surface.subsurface(inside)
            glass.fill((84, 84, 92), special_flags=pygame.BLEND_RGB_MULT)
            glass.fill(tuple(channel * 2 // 5 for channel in self._tint), special_flags=pygame.BLEND_RGB_ADD)
            for figure, x in _seen_in(side, pane, cast):
                facing = figure.facing if figure.in_mirror else -figure.facing
                alpha = figure.alpha if figure.in_mirror else figure.alpha * DIMMER
                feet = pane.bottom + SILL - FEET - inside.y
                twin = replace(
                    figure, x_px=x - inside.x, y_px=feet, facing=facing, alpha=alpha, is_outline=False
                )  # fmt: skip
                figures.draw(glass, twin, dark, SMALLER)
            canvas.surface.blit(self._sheen[side], pane)
            draw_cracks(canvas.surface, pane, count % CRACKS, seed=count // CRACKS + (7 if side is Side.LEFT else 0))
            pygame.draw.rect(canvas.surface, self._frame, pane.inflate(4, 4), 3, border_radius=3)
            canvas.shine.add(glow.oval(pane.width // 8, pane.height // 8, 1.4), self._tint, 0.22, *pane.center)

    def splinters(self, scene: Scene) -> None:
        """The flash on the glass at each ricochet, and the whole pane in pieces at each third."""
        canvas = scene.canvas
        for side, pane in self._homes.items():
            count = scene.view.panes[0 if side is Side.LEFT else 1]
            for judgement, number in _ricochets(scene.view.judgements, side, count):
                since = in_seconds(scene.picture - impact_at(judgement))
                if not 0 <= since < 1.6:
                    continue
                at = self.bounce(glass_side(side))
                if since < 0.25:
                    canvas.shine.add(glow.radial(24, 2.2), WHITE, 0.9 * (1 - since / 0.25), *at)
                colours = (self._frame, WHITE, self._tint)
                pieces = burst(judgement.target, 14, 340, direction=pi / 2, spread=3.4, life=0.9)
                draw_shards(canvas.surface, pieces, since, at, colours, share=canvas.particles)
                if number % CRACKS == 0:
                    whole = burst(judgement.target + 5, 120, 380, life=1.5)
                    spread = (pane.width * 0.95, pane.height * 0.95)
                    draw_shards(
                        canvas.surface, whole, since, pane.center, colours, share=canvas.particles, spread=spread
                    )


def _seen_in(side: Side, pane: pygame.Rect, cast: tuple[FigureAt, ...]) -> list[tuple[FigureAt, float]]:
    """Who is seen in a pane and where, back to front: those seen only there, and the few nearest its middle."""
    found = []
    for figure in cast:
        if figure.in_mirror and figure.in_mirror != side.value:
            continue
        x = glass_x(figure.x_px if figure.in_mirror else WIDTH - figure.x_px, pane)
        if abs(x - pane.centerx) < pane.width / 2 + REACH:
            found.append((figure, x))
    nearest = sorted(found, key=lambda seen: (not seen[0].in_mirror, abs(seen[1] - pane.centerx)))[:MOST]
    return [seen for seen in found if seen in nearest]


def _ricochets(judgements: tuple[Judgement, ...], pane: Side, count: int) -> list[tuple[Judgement, int]]:
    """The ricochets that this pane took, newest first, each with its number among all it ever took."""
    found = [
        judgement
        for judgement in judgements
        if judgement.move is Move.RICOCHET and glass_side(judgement.side or judgement.event.side or Side.LEFT) is pane
    ]
    return [(judgement, count - index) for index, judgement in enumerate(reversed(found))]
