"""What panes are made of: facets that they crack and fall apart into, bevelled frames, and light on the glass.

A pane cracks as a star from where it was struck: rays, and rings between them. A second blow drives the same star to
the edges, so each step holds the one before; the facets between the lines are what falls when the pane goes.
"""

from functools import lru_cache
from math import cos, exp, pi, sin
from typing import Final

import pygame

from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.art.palette import WHITE, dimmed, mix
from rhythm_fu.game.view.particles import GRAVITY

Point = tuple[float, float]
RAYS: Final = 13
RINGS: Final = ((0.0, 0.05, 0.15, 0.29), (0.0, 0.05, 0.15, 0.29, 0.46, 0.68, 1.2))
"""Radii of the rings by the pane's height, of a pane struck once, and twice or more."""
STRUCK: Final = (0.5, 0.42)
"""Where a pane is struck, by its width and height."""
FALLS_S: Final = 1.3
"""How long the pieces of a pane are seen falling."""
SHEET_SEED: Final = 5
"""Which star a free sheet cracks by."""
FRAME: Final = 11
"""Pixels of frame around the glass."""


def _luck(seed: int, one: int, other: int = 0) -> float:
    """A number 0..1 that is always the same for the same three."""
    return (sin(seed * 12.9898 + one * 78.233 + other * 37.719) * 43758.5453) % 1.0


@lru_cache(maxsize=16)
def _corners(width: int, height: int, steps: int, seed: int) -> tuple[tuple[Point, ...], ...]:
    """Where rays and rings cross: by ray, then by ring from the middle outward, all inside the pane."""
    middle = (width * STRUCK[0], height * STRUCK[1])
    rays = []
    for ray in range(RAYS):
        angle = 2 * pi * (ray + 0.7 * _luck(seed, ray)) / RAYS
        line = []
        for ring, radius in enumerate(RINGS[min(steps, len(RINGS)) - 1]):
            far = radius * height * (0.72 + 0.56 * _luck(seed, ray, ring + 1)) if radius < 1 else radius * height
            bend = angle + 0.22 * (_luck(seed, ring, ray + 50) - 0.5)
            x, y = middle[0] + cos(bend) * far, middle[1] + sin(bend) * far
            line.append((min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))))
        rays.append(tuple(line))
    return tuple(rays)


@lru_cache(maxsize=16)
def facets(width: int, height: int, steps: int, seed: int) -> tuple[tuple[Point, ...], ...]:
    """The pieces of glass between the cracks; with two steps and more they cover the pane but for its corners."""
    rays = _corners(width, height, steps, seed)
    found = []
    for ray, line in enumerate(rays):
        after = rays[(ray + 1) % RAYS]
        found += [(line[ring], after[ring], after[ring + 1], line[ring + 1]) for ring in range(len(line) - 1)]
    return tuple(found)


@lru_cache(maxsize=16)
def _cracks(width: int, height: int, steps: int, seed: int) -> pygame.Surface:
    """Facets that catch the light each their own way, between bright lines with a dark twin; premultiplied."""
    surface = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    for number, facet in enumerate(facets(width, height, steps, seed)):
        chance = _luck(seed, number, 7)
        if chance < 0.42:
            pygame.draw.polygon(surface, (0, 0, 0, round(90 * (0.42 - chance) / 0.42)), facet)
        elif chance > 0.55:
            level = 0.06 + 0.26 * (chance - 0.55)
            pygame.draw.polygon(surface, (*dimmed((196, 226, 255), level), round(150 * level)), facet)
    rays = _corners(width, height, steps, seed)
    for ray, line in enumerate(rays):
        after = rays[(ray + 1) % RAYS]
        for ring in range(len(line) - 1):
            parts = [(line[ring], line[ring + 1])]
            if ring and (steps > 1 or ring < len(line) - 1) and _luck(seed, ray, ring + 90) > 0.18:
                parts.append((line[ring], after[ring]))
            for start, end in parts:
                shifted = (start[0] + 1.5, start[1] + 1.5), (end[0] + 1.5, end[1] + 1.5)
                pygame.draw.aaline(surface, (4, 6, 16, 220), *shifted)
                pygame.draw.aaline(surface, (238, 249, 255, 255), start, end)
                if ring < 3:
                    pygame.draw.aaline(
                        surface, (190, 215, 235, 215), (start[0] - 0.8, start[1]), (end[0] - 0.8, end[1])
                    )
    return surface


def draw_cracks(surface: pygame.Surface, box: pygame.Rect, steps: int, seed: int, *, glare: int = 0) -> None:
    """The cracks of a pane, up to its edges. `glare` lays them on that many times more: they were just made."""
    if steps > 0:
        picture = _cracks(box.width, box.height, steps, seed)
        for _ in range(1 + glare):
            surface.blit(picture, box, special_flags=pygame.BLEND_PREMULTIPLIED)


def draw_falling(
    surface: pygame.Surface, box: pygame.Rect, seed: int, since: float, colours: tuple[Colour, Colour], *, share: float
) -> None:
    """A pane in pieces: each facet is thrown off from the blow, turns over in the air, glints, and falls away.

    `colours` are the glass and the light that glances off it.
    """
    if not 0 <= since < FALLS_S:
        return
    glass, shine = colours
    hit = (box.width * STRUCK[0], box.height * STRUCK[1])
    pieces = facets(box.width, box.height, len(RINGS), seed)
    run = (1 - exp(-1.5 * since)) / 1.5
    for number, facet in enumerate(pieces[: round(len(pieces) * share)]):
        if (number + seed) % len(RINGS[-1]) == 0 and since > 0.1:
            continue  # the smallest are dust already
        middle_x, middle_y = sum(x for x, _ in facet) / 4, sum(y for _, y in facet) / 4
        one, other = _luck(seed, number, 3), _luck(seed, number, 5)
        # It lets go where it was struck, and an instant later farther out.
        late = since - 0.0004 * (abs(middle_x - hit[0]) + abs(middle_y - hit[1]))
        way = max(0.0, late)
        x = box.x + middle_x + (middle_x - hit[0]) * (0.5 + 1.3 * one) * run * (way > 0)
        y = box.y + middle_y + ((middle_y - hit[1]) * 0.5 - 60 * other) * run + GRAVITY * 0.62 * way * way / 2
        turn, over = way * (other - 0.5) * 7, cos(way * (3 + 7 * one))
        shrink = min(1.0, (FALLS_S - since) * 2.5)
        c, s = cos(turn) * shrink, sin(turn) * shrink
        points = []
        for px, py in facet:
            dx, dy = (px - middle_x) * over, py - middle_y
            points.append((x + dx * c - dy * s, y + dx * s + dy * c))
        glint = abs(over) ** 6 if way > 0.02 else 0.3
        pygame.draw.polygon(surface, mix(glass, shine, 0.12 + 0.75 * glint * one), points)
        pygame.draw.aaline(surface, mix(shine, WHITE, 0.5), points[0], points[1])
        pygame.draw.aaline(surface, shine, points[1], points[2])


@lru_cache(maxsize=8)
def sheet_of_glass(size: tuple[int, int], cracks: int) -> pygame.Surface:
    """A free sheet of pale glass with this many steps of cracks: bevelled, with light slanting over it."""
    pane = pygame.Surface(size, pygame.SRCALPHA, 32)
    pane.fill((176, 206, 226, 44))
    bands = pygame.Surface(size, pygame.SRCALPHA, 32)
    for start, wide, level in ((-0.2, 0.16, 34), (0.12, 0.05, 52), (0.5, 0.24, 26)):
        left, slope = size[0] * start, size[1] * 0.42
        wide_px = size[0] * wide
        points = [(left + slope, 0), (left + slope + wide_px, 0), (left + wide_px, size[1]), (left, size[1])]
        pygame.draw.polygon(bands, (236, 247, 255, level), points)
    pane.blit(bands, (0, 0))
    for inset, level in ((0, 190), (2, 90), (9, 70)):
        pygame.draw.rect(pane, (232, 246, 255, level), pane.get_rect().inflate(-2 * inset, -2 * inset), 2 - (inset > 2))
    draw_cracks(pane, pane.get_rect(), cracks, SHEET_SEED)
    return pane


@lru_cache(maxsize=8)
def frame_of(size: tuple[int, int], colour: Colour) -> pygame.Surface:
    """A moulded frame around glass of this size, light from the upper left, and the glass's ground edge inside it.

    It is FRAME larger than the glass on every side.
    """
    width, height = size[0] + 2 * FRAME, size[1] + 2 * FRAME
    frame = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    # From the outer edge inward: dark lip, rounded moulding, groove, bright inner lip.
    profile = (0.12, 0.6, 0.95, 1.15, 0.95, 0.7, 0.45, 0.16, 0.8, 1.1, 0.25)
    for step, level in enumerate(profile):
        ends = step, step, width - 1 - step, height - 1 - step
        left, top, right, foot = ends
        for start, end, lit in (
            ((left, top), (right, top), 1.0), ((left, top), (left, foot), 0.82),
            ((right, top), (right, foot), 0.6), ((left, foot), (right, foot), 0.5),
        ):  # fmt: skip
            pygame.draw.line(frame, (*dimmed(colour, level * lit), 255), start, end)
    for inset in range(7):
        box = pygame.Rect(FRAME + inset, FRAME + inset, size[0] - 2 * inset, size[1] - 2 * inset)
        level = 0.30 if inset == 6 else 0.10 + 0.012 * inset
        pale = mix(colour, WHITE, 0.6)
        for start, end, lit in (
            (box.topleft, (box.right - 1, box.top), 1.0), (box.topleft, (box.left, box.bottom - 1), 0.8),
            ((box.right - 1, box.top), (box.right - 1, box.bottom - 1), 0.45),
            ((box.left, box.bottom - 1), (box.right - 1, box.bottom - 1), 0.6),
        ):  # fmt: skip
            pygame.draw.line(frame, (*dimmed(pale, level * lit), round(120 * level)), start, end)
    for x, y in ((FRAME // 2, FRAME // 2), (width - 1 - FRAME // 2, FRAME // 2),
                 (FRAME // 2, height - 1 - FRAME // 2), (width - 1 - FRAME // 2, height - 1 - FRAME // 2)):  # fmt: skip
        pygame.draw.circle(frame, (*dimmed(colour, 0.5), 255), (x, y), 5)
        pygame.draw.circle(frame, (*mix(colour, WHITE, 0.4), 255), (x - 1, y - 1), 2)
    return frame


@lru_cache(maxsize=8)
def sheen_of(size: tuple[int, int], colour: Colour) -> pygame.Surface:
    """Light slanting over a pane; premultiplied, three times as wide: a part is shown, as the camera stands."""
    width, height = size
    sheen = pygame.Surface((3 * width, height), pygame.SRCALPHA, 32)
    for start, wide, level in (
        (0.1, 0.26, 0.07), (0.44, 0.07, 0.12), (0.95, 0.34, 0.06), (1.42, 0.06, 0.11), (1.6, 0.14, 0.06),
        (2.2, 0.3, 0.07),
    ):  # fmt: skip
        left, slope = width * start, height * 0.36
        points = [
            (left + slope, 0), (left + slope + width * wide, 0), (left + width * wide, height), (left, height),
        ]  # fmt: skip
        pygame.draw.polygon(sheen, (*dimmed(colour, level), round(160 * level)), points)
    return sheen
