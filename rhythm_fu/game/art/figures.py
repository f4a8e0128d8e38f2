"""Draws figures: a baked frame takes on an arena's light while it is drawn, and lands with one blit."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from math import dist
from pathlib import Path
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.art.atlas import Atlas, Codes, MoveInfo
from rhythm_fu.game.art.figure_at import Colour, FigureAt, LeftBehind, Light
from rhythm_fu.game.art.halo import backlight

FOLDER: Final = Path(__file__).parent.parent / "assets" / "figures"

STEPS: Final = 32
"""Beat and alpha are told apart in so many steps: finer is invisible and would only fill the cache."""

LIT_STEPS: Final = 12
OUTLINE_LIT: Final = 0.3
BODY: Final = (0.42, 1.1, 6.0)
"""How solid a body is: least, more by how brightly he is lit, and how soon who has hardly any light is gone at all.

Whoever has his turn soon is plain ink; one who waits in the dark is thinned a little, on light ground he would be as
bold as the next.
"""

KEPT_TINTS: Final = 6000
"""A kilobyte each."""

KEPT_HALOS: Final = 2000
"""Some ten kilobytes each; a fight sees about so many frames."""

KINDS: Final = ("dancer", "brawler", "runner", "marksman", "shield", "slider")
LEAD: Final = "dancer"
CHORUS: Final = 0.92
"""Everybody else's rims are this bright: the eye should find her first."""

HOT_FROM: Final = 0.8
"""A rim at least this bright burns: on top of its lamp's colour it has a core of white."""
HOT: Final = 210

TRAIL_FROM: Final = 0.28
"""Limbs slower than this leave no trail."""

TRAIL: Final = ((2.6, 0.3), (1.3, 0.55))
"""Frames back and strength of the images a fast limb leaves behind."""

GHOST_STEPS: Final = 12
GHOST_RIM: Final = 0.5
"""How bright the rims of such an image are; they never burn."""

GHOST_BODY: Final = 0.22
"""How much of a body an image has that a fast limb leaves behind."""

MOST_GAIN: Final = 1.5
"""A lamp's rim may be so much brighter than the lamp's colour as the arena names it."""

MOST_BETWEEN: Final = 3
"""Images between where she was and where she is; each costs as much as she does."""

PISTOL: Final = ((-3, -6), (25, -6), (25, -1), (9, -1), (8, 3), (4, 3), (2, 11), (-5, 11))
"""Outline of the gun in an attacker's hand, pixels from the hand where he faces right."""

FULL_HANDS: Final = frozenset({"runner", "shield", "slider"})
HOLSTERED: Final = (-0.34, 0.94)
"""Which way the barrel of a gun in the belt points, where he faces right."""

GUN_METAL: Final = (255, 226, 178)

Tint = NDArray[np.uint32]


@cache
def _atlas(path: Path) -> Atlas:
    """Files never change while the game runs, and cast and stage share their frames."""
    return Atlas(path)


class Figures:
    """Every figure the arenas need. Files are read when a kind is first seen; a frame unpacks once.

    A byte of a frame looks up its colour in a table of 256 made for the light, so a changed light costs nothing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or FOLDER
        self._atlases: dict[str, Atlas] = {}
        self._tints: OrderedDict[tuple[object, ...], Tint] = OrderedDict()
        self._halos: dict[tuple[object, ...], pygame.Surface] = {}

    def atlas(self, kind: str) -> Atlas:
        """The baked frames of a kind."""
        found = self._atlases.get(kind)
        if found is None:
            found = self._atlases[kind] = _atlas(self._folder / f"{kind}.npz")
        return found

    def prepare(self, kinds: Iterable[str] = KINDS) -> None:
        """Unpack every frame of these kinds while nobody waits for a picture: about 0.4 s for all, 90 MB.

        Safe beside a thread that draws. Without it a frame unpacks when first drawn, which costs up to 3 ms.
        """
        for kind in kinds:
            self.atlas(kind).unpack_all()

    def moves(self, kind: str) -> Mapping[str, MoveInfo]:
        """All moves of a kind, by name."""
        return self.atlas(kind).moves

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Paints one figure where it stands. `scale` 1 is 250 px for the standing dancer."""
        if figure.alpha <= 0:
            return
        atlas = self.atlas(figure.kind)
        move = atlas.moves[figure.move]
        number = move.frame(figure.phase)
        if figure.blur > TRAIL_FROM and figure.kind == LEAD and figure.left_behind is None:
            for back, strength in TRAIL:
                earlier = move.frame(figure.phase - back / max(1, len(move.frames) - 1))
                if earlier != number:
                    ghost = strength * min(1.0, figure.blur * 1.5)
                    self._blit(surface, atlas, earlier, figure, light, scale=scale, ghost=ghost)
        if figure.left_behind is not None:
            self._left_behind(surface, atlas, figure, figure.left_behind, light, scale=scale)
        self._blit(surface, atlas, number, figure, light, scale=scale)
        if figure.holds == "pistol" and figure.lit * figure.alpha > OUTLINE_LIT:
            self._pistol(surface, figure, light, scale)

    def _left_behind(
        self, surface: pygame.Surface, atlas: Atlas, figure: FigureAt, was: LeftBehind, light: Light, *, scale: float
    ) -> None:
        """The images on the way from where she was, fainter the older."""
        between = was.between[-MOST_BETWEEN:] if scale == 1 else ()  # an echo or a reflection does without
        phases = (was.phase, *between)
        for place, phase in enumerate(phases):
            share = place / len(phases)
            there = replace(figure, facing=was.facing, x_px=figure.x_px + was.dx_px * (1 - share) * scale)
            number = atlas.moves[was.move].frame(phase)
            ghost = was.strength * (0.45 + 0.55 * share if between else 1.0)
            if round(ghost * GHOST_STEPS):  # none at all would be a whole body
                self._blit(surface, atlas, number, there, light, scale=scale, ghost=ghost, solid=was.solid)

    def _pistol(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float) -> None:
        """A gun in his front hand or, where that is full, in his belt, edged in light: worth a round."""
        if figure.kind in FULL_HANDS:
            (x, y), along = self.point(figure, "root", scale), HOLSTERED
            along = (along[0] * figure.facing, along[1])
        else:
            (x, y), wrist = self.point(figure, "handL", scale), self.point(figure, "wristL", scale)
            reach = dist((x, y), wrist)
            along = ((x - wrist[0]) / reach, (y - wrist[1]) / reach) if reach > 2 * scale else (figure.facing, 0.0)
        up = (along[1] * figure.facing, -along[0] * figure.facing)
        outline = [
            (x + (along[0] * dx - up[0] * dy) * scale, y + (along[1] * dx - up[1] * dy) * scale) for dx, dy in PISTOL
        ]
        level = figure.lit * figure.alpha * (0.66 + 0.34 * light.beat)
        edge = tuple(round(channel * level) for channel in GUN_METAL)
        pygame.draw.polygon(surface, light.ink, outline)
        pygame.draw.aalines(surface, edge, True, outline)

    def _blit(
        self,
        surface: pygame.Surface,
        atlas: Atlas,
        number: int,
        figure: FigureAt,
        light: Light,
        *,
        scale: float,
        ghost: float = 0.0,
        solid: float = GHOST_BODY,
    ) -> None:
        left, top, width, height = atlas.box(number)
        flip = figure.facing < 0
        reach = (left + width if flip else -left) * scale, (-left if flip else left + width) * scale
        if not -reach[1] < figure.x_px < surface.get_width() + reach[0]:
            return
        pixels = atlas.frame(number)
        tint = self._tint(figure.kind, atlas.codes, figure, light, (ghost, solid))
        # every byte is a valid index, so wrapping never happens: numpy is only twice as fast that way
        painted = tint.take(pixels[:, ::-1] if flip else pixels, mode="wrap")
        picture = pygame.image.frombuffer(painted.data, (width, height), "BGRA")
        if flip:
            left = -left - width
        if scale != 1.0:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            picture = pygame.transform.smoothscale(picture, size)
        at = (round(figure.x_px + left * scale), round(figure.y_px + top * scale))
        surface.blit(picture, at, special_flags=pygame.BLEND_PREMULTIPLIED)

    def halo(self, figure: FigureAt, light: Light) -> tuple[pygame.Surface, float, float]:
        """The light behind a figure at an eighth of the size (`halo.py`), and where on the screen its middle is."""
        atlas = self.atlas(figure.kind)
        number = atlas.moves[figure.move].frame(figure.phase)
        key = (figure.kind, number, figure.facing < 0, light.left, light.right)
        found = self._halos.get(key)
        left, top, width, height = atlas.box(number)
        if found is None:
            found = self._halos[key] = backlight(atlas, number, is_flipped=figure.facing < 0, light=light)
            if len(self._halos) > KEPT_HALOS:
                del self._halos[next(iter(self._halos))]
        if figure.facing < 0:
            left = -left - width
        return found, figure.x_px + left + width / 2, figure.y_px + top + height / 2

    def reach(self, kind: str, name: str) -> float:
        """How far hand or foot stretches toward whom a move hits, at its impact, in pixels from where it is danced."""
        atlas = self.atlas(kind)
        move = atlas.moves[name]
        frame = move.frame(move.impact)
        return max(move.side * atlas.point(frame, tip)[0] for tip in ("handL", "handR", "toeL", "toeR"))

    def point(self, figure: FigureAt, name: str, scale: float = 1.0) -> tuple[float, float]:
        """Where a named point is on screen: head, chest, handL, handR, toeL, toeR, muzzle; hand, foot: the farther."""
        atlas = self.atlas(figure.kind)
        number = atlas.moves[figure.move].frame(figure.phase)
        pair = {"hand": ("handL", "handR"), "foot": ("toeL", "toeR")}.get(name, (name,))
        found = [atlas.point(number, each) for each in pair]
        # a kick's foot is the one flung farthest from the hips; of two hands the one stretched farthest out
        x, y = max(found, key=lambda p: abs(p[0]) - p[1] * 0.5)
        return figure.x_px + (x if figure.facing >= 0 else -x) * scale, figure.y_px + y * scale

    def _tint(self, kind: str, codes: Codes, figure: FigureAt, light: Light, image: tuple[float, float]) -> Tint:
        ghost, solid = image
        beat, alpha = round(light.beat * STEPS), round(figure.alpha * STEPS)
        shade = (light.ink, light.left, light.right, beat, round(light.saturation * STEPS))
        lit = round(min(figure.lit, OUTLINE_LIT if figure.is_outline else 1.0) * LIT_STEPS) / LIT_STEPS
        key = (kind, shade, alpha, figure.facing < 0, lit, round(ghost * GHOST_STEPS), solid)
        found = self._tints.get(key)
        if found is None:
            figure = replace(figure, lit=lit)
            found = self._tints[key] = tint(codes, figure, light, round(ghost * GHOST_STEPS) / GHOST_STEPS, solid)
            if len(self._tints) > KEPT_TINTS:
                self._tints.popitem(last=False)
        else:
            self._tints.move_to_end(key)
        return found


def _faded(colour: Colour, saturation: float) -> NDArray[np.float32]:
    rgb = np.array(colour, np.float32)
    grey = np.float32(rgb @ np.array([0.299, 0.587, 0.114], np.float32))
    return grey + (rgb - grey) * np.float32(saturation)


def _gain(lamp: Colour) -> np.float32:
    """What lifts a dark lamp's light: a rim has to be seen in its own colour whatever the room makes of it."""
    return np.float32(min(MOST_GAIN, 255 / max(1, *lamp)))


def tint(codes: Codes, figure: FigureAt, light: Light, ghost: float = 0.0, solid: float = GHOST_BODY) -> Tint:
    """The 256 colours a figure has in a light: premultiplied BGRA as little-endian words, shape (256,).

    A `ghost`, 0..1, is an image it leaves: rims, and `solid` of a body.
    """
    cover, west, east, detail = (codes.astype(np.float32) / 255).T
    if figure.facing < 0:  # the picture is mirrored, the lamps are not
        west, east = east, west
    left, right = (_faded(lamp, light.saturation) * _gain(lamp) for lamp in (light.left, light.right))
    strength = np.float32(0.78 + 0.22 * light.beat)
    least, gain, soon = BODY
    inside = np.float32(min(1.0, least + gain * figure.lit) * min(1.0, soon * figure.lit))
    if figure.kind != LEAD:
        strength = strength * np.float32(CHORUS * figure.lit)
    if ghost > 0:
        inside, strength = np.float32(solid * ghost), strength * np.float32(GHOST_RIM * ghost)
    hot = HOT * strength if not ghost else np.float32(0)
    core = np.clip((np.maximum(west, east) - HOT_FROM) / (1 - HOT_FROM), 0, 1) * hot
    rgb = cover[:, None] * inside * _faded(light.ink, light.saturation)
    rgb = rgb + strength * (west[:, None] * left + east[:, None] * right) + core[:, None]
    lace = (left + right) * np.float32(0.35) + 70
    rgb = np.clip(rgb + strength * detail[:, None] * lace, 0, 255)
    # what shines is opaque, so that nothing runs over white and lace is seen on bright windows
    opaque = np.maximum(cover * inside * 255, rgb.max(axis=1)) * np.float32(figure.alpha)
    rgb = rgb * np.float32(figure.alpha)
    b, g, r = (np.rint(rgb[:, i]).astype(np.uint32) for i in (2, 1, 0))
    a = np.rint(opaque).astype(np.uint32)
    return np.asarray(b | g << 8 | r << 16 | a << 24, np.uint32)
