"""The light a fast limb leaves: a ribbon along the arc it came, wide and bright at the limb, gone at its tail.

Where a press leapt over frames the ribbon runs through what was leapt over, so it is an arc there too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from math import ceil, dist, floor, hypot
from typing import Final

import pygame

from rhythm_fu.game.art import glow
from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.game.art.figure_at import Colour, FigureAt
from rhythm_fu.game.art.palette import WHITE, dimmed, mix
from rhythm_fu.game.view.effects import Canvas
from rhythm_fu.game.view.post import SOFT
from rhythm_fu.game.view.troupe import Figures, Point
from rhythm_fu.units import ms

STEP: Final = ms(27)
STEPS: Final = 5
"""So many moments back, a little less than a frame of the film apart, a limb is followed."""

LEAST_PX: Final = 60
FULL_PX: Final = 260
"""A limb that came less than the first leaves nothing; from the second on its light is full."""

HALF_PX: Final = 9.0
"""Half of the ribbon's width at the limb."""

TIP_PX: Final = 34
"""So long it takes to grow to that from a point: a blunt end would be seen beside a toe."""

BRIGHT: Final = 0.62
GLOW: Final = 0.2
LIMBS: Final = (("toeL", 1.0), ("toeR", 1.0), ("handL", 0.6), ("handR", 0.6))
"""What is followed, and how much its way counts: a leg's arc is what people come to see."""

Knot = tuple[float, float, float]
"""A place where the limb was, and how much of its light is left there, 1..0."""


def trail(
    here: FigureAt, before: Callable[[int], FigureAt], moves: Mapping[str, MoveInfo], figures: Figures
) -> list[Knot]:
    """Where the fastest limb was, newest first; empty if none came far. `before` says how she was so long ago."""
    was = [here, *(before(STEP * back) for back in range(1, STEPS))]
    poses = list(_filled(was, moves))
    best: tuple[float, list[Knot]] = (0.0, [])
    for limb, counts in LIMBS:
        knots: list[Knot] = []
        for pose, left in poses:
            point = figures.point(pose, limb)
            if point is not None and (not knots or dist(point, knots[-1][:2]) > 1.5):
                knots.append((*point, left))
        length = sum(dist(one[:2], other[:2]) * one[2] for one, other in pairwise(knots))
        best = max(best, (length * counts, knots))
    return best[1] if best[0] > LEAST_PX else []


def _filled(was: list[FigureAt], moves: Mapping[str, MoveInfo]) -> Iterator[tuple[FigureAt, float]]:
    """The moments and, between two of them, the frames of the film that were leapt over; with the light left."""
    for back, newer in enumerate(was):
        yield newer, 1 - back / STEPS
        if back + 1 == len(was):
            return
        older = was[back + 1]
        if (older.move, older.facing) != (newer.move, newer.facing):
            return  # which hand was which can't be told from film to film
        last = max(1, len(moves[newer.move].frames) - 1)
        first, end = round(older.phase * last), round(newer.phase * last)
        for frame in range(end - 1, first, -1):
            share = (end - frame) / (end - first)
            x = newer.x_px + (older.x_px - newer.x_px) * share
            yield replace(newer, phase=frame / last, x_px=x), 1 - (back + share) / STEPS


def draw_trail(canvas: Canvas, knots: list[Knot], colour: Colour) -> None:
    """Paints a ribbon through the knots, newest first."""
    path = curved(knots)
    length = sum(dist(one[:2], other[:2]) for one, other in pairwise(path))
    if len(path) < 3 or length < LEAST_PX:
        return
    level = min(1.0, length / FULL_PX)
    xs, ys = [x for x, _, _ in path], [y for _, y, _ in path]
    edge = ceil(HALF_PX) + 1
    left, top = floor(min(xs)) - edge, floor(min(ys)) - edge
    box = pygame.Rect(left, top, ceil(max(xs)) + edge - left, ceil(max(ys)) + edge - top)
    ribbon = pygame.Surface(box.size, 0, 32)
    shade = mix(colour, WHITE, 0.45)
    path = _tapered(path, length)
    sides, gone = [], 0.0
    for index, (x, y, _) in enumerate(path):
        gone += dist((x, y), path[max(0, index - 1)][:2])
        sides.append(_sides(path, index, min(1.0, 0.2 + gone / TIP_PX)))
    for (one, other), (near, far) in zip(pairwise(path), pairwise(sides), strict=True):
        light = (one[2] + other[2]) / 2
        points = [(x - left, y - top) for x, y in (near[0], far[0], far[1], near[1])]
        pygame.draw.polygon(ribbon, dimmed(shade, BRIGHT * level * light), points)
    for x, y, light in path[::4]:
        canvas.shine.add(glow.radial(round(34 / SOFT), 1.7), colour, GLOW * level * light, x, y)
    canvas.surface.blit(ribbon, box, special_flags=pygame.BLEND_RGB_ADD)


def _tapered(path: list[Knot], length: float) -> list[Knot]:
    """The same way, its light going out toward the tail however young it is."""
    made, gone = [path[0]], 0.0
    for one, other in pairwise(path):
        gone += dist(one[:2], other[:2])
        made.append((*other[:2], other[2] * max(0.0, 1 - gone / length)))
    return made


def _sides(path: list[Knot], index: int, wide: float) -> tuple[Point, Point]:
    """Both edges of the ribbon at a place of its path, where it is `wide` of its width."""
    x, y, light = path[index]
    before, after = path[max(0, index - 1)], path[min(len(path) - 1, index + 1)]
    dx, dy = after[0] - before[0], after[1] - before[1]
    half = HALF_PX * wide * light**0.7 / max(1e-3, hypot(dx, dy))
    return (x - dy * half, y + dx * half), (x + dy * half, y - dx * half)


def curved(knots: list[Knot], parts: int = 3) -> list[Knot]:
    """A smooth line through the knots (Catmull-Rom), `parts` pieces between two."""
    path: list[Knot] = []
    for index in range(len(knots) - 1):
        a, b, c, d = (knots[max(0, min(len(knots) - 1, index + off))] for off in (-1, 0, 1, 2))
        for step in range(parts):
            t = step / parts
            x, y, light = (
                0.5 * (2 * b[k] + (c[k] - a[k]) * t + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t**2
                       + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3)
                for k in (0, 1, 2)
            )  # fmt: skip
            path.append((x, y, min(1.0, max(0.0, light))))
    return path + knots[-1:]
