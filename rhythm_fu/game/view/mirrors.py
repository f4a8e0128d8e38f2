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
from rhythm_fu.game.art.figure_at import Colour, FigureAt, Light
from rhythm_fu.game.art.palette import WHITE, dimmed, from_hex, mix
from rhythm_fu.game.view.arena import Mirrors
from rhythm_fu.game.view.camera import eased
from rhythm_fu.game.view.effects import Canvas
from rhythm_fu.game.view.glass import FRAME, draw_cracks, draw_falling, frame_of, sheen_of
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WIDTH, mark_x
from rhythm_fu.game.view.particles import burst, draw_shards
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
Company = tuple[Light, Figures, tuple[FigureAt, ...]]
"""Who is reflected, by whom they are drawn, and in what light."""
Spans = tuple[tuple[int, int], ...]
SLIDE: Final = ms(420)
"""How long panes take to come down or go up."""
DIMMER: Final = 0.5
"""How much weaker the reflection of what is also seen in the room is: who is seen only here must stand out."""
KEEP_CLEAR: Final = 84
"""Pixels around whoever is seen only in the glass where nobody else is reflected."""
ROOM_BLUR: Final = 3
"""The reflected room is kept at a third of its size: it lies deeper than the glass, out of focus."""
ROOM_LIGHT: Final = (104, 104, 116)
"""Of 255, how much of the room's light comes back."""
GLARE_S: Final = 0.16
"""How long new cracks glare."""
PAN: Final = 0.3
"""How far the light on the glass slides for each pixel the camera goes."""
MOST: Final = 3
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
    pan: float = 0


class MirrorsPainter:
    """Paints the panes behind the fighters, and their cracks and splinters."""

    def __init__(self, layer: Mirrors, spans: Spans | None = None) -> None:
        """With `spans`, (from, to) in song time, the panes come down for these and are away in between."""
        self._spans = spans
        self._homes = {
            side: pygame.Rect(round(x), round(FLOOR_Y - above - high), round(wide), round(high))
            for side, (x, above, wide, high) in ((Side.LEFT, layer.left), (Side.RIGHT, layer.right))
        }
        self._sills = {Side.LEFT: round(layer.left[1]), Side.RIGHT: round(layer.right[1])}
        self._tint, self._frame = from_hex(layer.tint), from_hex(layer.frame)
        self._clear = layer.clear
        self._glint = dimmed(self._frame, 0.55)
        self._echoes = layer.echoes
        # The dancer is drawn once for all her echoes on a side; smaller and dimmer ones are copies, for she costs most.
        self._largest = max((size for size, *_ in layer.echoes), default=0.0)
        aside, above, below = (round(reach * self._largest) for reach in ECHO_REACH)
        self._feet = (aside, above)
        self._sheets = {
            turned: pygame.Surface((2 * aside, above + below), pygame.SRCALPHA, 32) for turned in (False, True)
        }
        sizes = {pane.size for pane in self._homes.values()}
        self._floors = {size: _floor(size[0], self._tint) for size in sizes}
        self._bright = glow.tinted(glow.oval(108, 168, 1.15), dimmed(mix(self._frame, WHITE, 0.25), 0.8))
        for size in sizes:  # made now, so that no frame has to wait for one
            frame_of(size, self._frame)
            sheen_of(size, self._frame)

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
        """The glass with the room and everybody in it."""
        canvas, panes = scene.canvas, self.panes(scene.now)
        rooms = {side: _reflected(canvas.surface, pane) for side, pane in panes.items()}
        for side, pane in panes.items():
            inside = pane.clip(canvas.surface.get_rect())
            if not inside.height:
                continue
            glass = canvas.surface.subsurface(inside)
            shift = pane.y - inside.y
            self._room(glass, rooms[side], shift, pane.height, self._sills[side])
            self._people(glass, inside, (side, pane), (light, figures, cast))
            sheen = sheen_of(pane.size, self._frame)
            slide = round(-scene.pan * PAN) % pane.width
            glass.blit(sheen, (0, shift), (slide, 0, pane.width, pane.height), special_flags=pygame.BLEND_PREMULTIPLIED)
            self._cracked(scene, side, pane)
            self._framed(canvas.surface, pane)

    def _room(self, glass: pygame.Surface, room: pygame.Surface, shift: int, height: int, sill: int) -> None:
        """The room turned about, deeper, tinted, and the floor that runs on into the glass."""
        width = glass.get_width()
        # Dimmed and tinted while it is small.
        room.fill(ROOM_LIGHT, special_flags=pygame.BLEND_RGB_MULT)
        room.fill(dimmed(self._tint, 0.22 + 0.5 * (1 - self._clear)), special_flags=pygame.BLEND_RGB_ADD)
        glass.blit(pygame.transform.smoothscale(room, (width, height)), (0, shift))
        floor = self._floors[width, height]
        glass.blit(floor, (0, shift + height + sill - FEET - FLOOR_HORIZON), special_flags=pygame.BLEND_PREMULTIPLIED)

    def _people(
        self, glass: pygame.Surface, inside: pygame.Rect, where: tuple[Side, pygame.Rect], company: Company
    ) -> None:
        """Everybody near, dim; whoever is seen only here last, in full light before a bright haze."""
        light, figures, cast = company
        side, pane = where
        feet = pane.bottom + self._sills[side] - FEET - inside.y
        dark = Light(light.ink, light.left, light.right, light.beat * 0.7, light.saturation)
        seen = sorted(_seen_in(side, pane, cast), key=lambda each: bool(each[0].in_mirror))
        lone = [x for figure, x in seen if figure.in_mirror]
        for figure, x in seen:
            alone = bool(figure.in_mirror)
            if not alone and any(abs(x - other) < KEEP_CLEAR for other in lone):
                continue
            if alone:
                place = (
                    round(x - inside.x - self._bright.get_width() / 2),
                    feet - 118 - self._bright.get_height() // 2,
                )
                shade = round(255 * figure.alpha)
                haze = self._bright.copy()
                haze.fill((shade, shade, shade, shade), special_flags=pygame.BLEND_RGBA_MULT)
                glass.blit(haze, place, special_flags=pygame.BLEND_PREMULTIPLIED)
            twin = replace(
                figure, x_px=x - inside.x, y_px=feet, facing=figure.facing if alone else -figure.facing,
                alpha=figure.alpha if alone else figure.alpha * DIMMER, is_outline=False,
            )  # fmt: skip
            figures.draw(glass, twin, light if alone else dark, SMALLER)

    def _cracked(self, scene: Scene, side: Side, pane: pygame.Rect) -> None:
        """The cracks it has by now, glaring where they are new."""
        count = scene.view.panes[0 if side is Side.LEFT else 1]
        latest = next(iter(_ricochets(scene.view.judgements, side, count)), None)
        since = in_seconds(scene.picture - impact_at(latest[0])) if latest is not None else GLARE_S
        glare = 2 if 0 <= since < GLARE_S else 0
        draw_cracks(scene.canvas.surface, pane, count % CRACKS, seed=_seed(side, count), glare=glare)

    def _framed(self, surface: pygame.Surface, pane: pygame.Rect) -> None:
        """The moulding, and what it hangs from where it hangs."""
        if self._spans is not None:
            for x in (pane.left + 34, pane.right - 34):
                for step in range(pane.top - FRAME - 4, 0, -9):
                    pygame.draw.line(surface, self._glint, (x, step), (x, step - 5), 2)
        frame = frame_of(pane.size, self._frame)
        surface.blit(frame, (pane.x - FRAME, pane.y - FRAME), special_flags=pygame.BLEND_PREMULTIPLIED)

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
                    dark = mix(self._tint, (0, 0, 0), 0.25)
                    seed = _seed(side, number - 1)
                    draw_falling(
                        canvas.surface, pane, seed, since, (dark, mix(self._frame, WHITE, 0.3)), share=canvas.particles
                    )
                    if since < 0.5:
                        level = 0.5 * (1 - since / 0.5) ** 2
                        canvas.shine.add(glow.oval(pane.width // 7, pane.height // 7, 1.6), self._frame, level, *at)
                    dust = burst(judgement.target + 5, 70, 420, life=1.2)
                    draw_shards(
                        canvas.surface, dust, since, pane.center, colours, share=canvas.particles,
                        spread=(pane.width * 0.8, pane.height * 0.8),
                    )  # fmt: skip


FLOOR_HORIZON: Final = 20
"""Pixels of floor seen behind the feet in the glass."""


def _floor(width: int, tint: Colour) -> pygame.Surface:
    """The floor in the glass: a haze at its far edge that clears toward the sill; premultiplied."""
    tall = 70
    floor = pygame.Surface((width, tall), pygame.SRCALPHA, 32)
    for row in range(tall):
        share = row / tall
        level = 0.62 * (1 - share) ** 1.5 + 0.1
        floor.fill((*dimmed(tint, 0.9 * level), round(215 * (0.35 + 0.65 * min(1.0, share * 5)))), (0, row, width, 1))
    floor.fill((*dimmed(mix(tint, WHITE, 0.5), 0.7), 150), (0, 0, width, 1))
    return floor


def _reflected(surface: pygame.Surface, pane: pygame.Rect) -> pygame.Surface:
    """What of the room a pane shows: the other side of it, turned about, from farther off, at a third of its size."""
    source = pygame.Rect(0, 0, round(pane.width / SMALLER), round(pane.height / SMALLER))
    source.center = (WIDTH - pane.centerx, round(FLOOR_Y - source.height / 2))
    source = source.clip(surface.get_rect())
    size = (max(1, pane.width // ROOM_BLUR), max(1, pane.height // ROOM_BLUR))
    # Every second pixel is enough for what is blurred anyway, and read in a third of the time.
    half = pygame.transform.scale(surface.subsurface(source), (max(1, source.width // 2), max(1, source.height // 2)))
    return pygame.transform.flip(pygame.transform.smoothscale(half, size), True, False)


def _seed(side: Side, count: int) -> int:
    """Which star a pane cracks by: each new pane has its own."""
    return count // CRACKS + (7 if side is Side.LEFT else 0)


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
