"""A small painter for arena images: signed distance fields on a numpy canvas, so every edge is clean at one pixel.

Coordinates are the world's: x to the right, wrapping at the canvas's width, and pixels above the floor line.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]
Sdf = Callable[[Field, Field], Field]
Colour = tuple[int, int, int]


def rgb(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def box(cx: float, cy: float, half_w: float, half_h: float, corner: float = 0) -> Sdf:
    def sdf(x: Field, y: Field) -> Field:
        dx = np.abs(x - cx) - half_w + corner
        dy = np.abs(y - cy) - half_h + corner
        return np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0) - corner

    return sdf


def circle(cx: float, cy: float, radius: float) -> Sdf:
    return lambda x, y: np.hypot(x - cx, y - cy) - radius


def oval(cx: float, cy: float, half_w: float, half_h: float) -> Sdf:
    def sdf(x: Field, y: Field) -> Field:
        reach = np.hypot((x - cx) / half_w, (y - cy) / half_h)
        return (reach - 1) * min(half_w, half_h)

    return sdf


def capsule(ax: float, ay: float, bx: float, by: float, ra: float, rb: float | None = None) -> Sdf:  # noqa: PLR0917 # two points and two radii
    """A limb from a to b, `ra` thick at a and `rb` at b (radii)."""
    end = ra if rb is None else rb

    def sdf(x: Field, y: Field) -> Field:
        dx, dy = bx - ax, by - ay
        along = np.clip(((x - ax) * dx + (y - ay) * dy) / max(1e-6, dx * dx + dy * dy), 0, 1)
        return np.hypot(x - ax - along * dx, y - ay - along * dy) - (ra + (end - ra) * along)

    return sdf


def polygon(*points: tuple[float, float]) -> Sdf:
    def sdf(x: Field, y: Field) -> Field:
        away = np.full(np.broadcast(x, y).shape, 1e9, np.float32)
        inside = np.zeros(away.shape, bool)
        for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True):
            away = np.minimum(away, capsule(ax, ay, bx, by, 0)(x, y))
            if ay != by:
                crossing = ((y < ay) != (y < by)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
                inside ^= crossing
        return np.where(inside, -away, away)

    return sdf


def union(*parts: Sdf) -> Sdf:
    return lambda x, y: np.minimum.reduce([part(x, y) for part in parts])


def cut(whole: Sdf, hole: Sdf) -> Sdf:
    return lambda x, y: np.maximum(whole(x, y), -hole(x, y))


def both(one: Sdf, other: Sdf) -> Sdf:
    return lambda x, y: np.maximum(one(x, y), other(x, y))


class Canvas:
    """Premultiplied colours 0..1, shape (height, width, 4). `scale` 2 paints at half size; `wraps` repeats sideways."""

    def __init__(self, width: float, height: float, *, scale: float = 1, wraps: bool = True) -> None:
        self.width, self.height, self.scale, self.wraps = width, height, scale, wraps
        self.pixels = np.zeros((round(height / scale), round(width / scale), 4), np.float32)
        across = (np.arange(self.pixels.shape[1], dtype=np.float32) + 0.5) * scale
        down = (np.arange(self.pixels.shape[0], dtype=np.float32) + 0.5) * scale
        self.x, self.y = np.meshgrid(across, height - down)

    def distance(self, shape: Sdf) -> Field:
        """How far every pixel is from the shape, negative inside."""
        if not self.wraps:
            return shape(self.x, self.y)
        return np.minimum.reduce([shape(self.x + shift, self.y) for shift in (-self.width, 0, self.width)])

    def cover(self, mask: Field, colour: Colour | Field, alpha: float | Field = 1.0) -> None:
        """Lay a colour over, or a field of colours (height, width, 3) in 0..255."""
        share = (mask * alpha)[..., None]
        paint = np.broadcast_to(np.asarray(colour, np.float32) / 255, (*mask.shape, 3))
        self.pixels[..., :3] = self.pixels[..., :3] * (1 - share) + paint * share
        self.pixels[..., 3:] = self.pixels[..., 3:] * (1 - share) + share

    def fill(self, shape: Sdf, colour: Colour | Field, alpha: float | Field = 1.0, soft: float = 0) -> None:
        """Fill a shape, its edge one pixel or `soft` wide."""
        away = self.distance(shape)
        width = max(self.scale, soft)
        self.cover(np.clip(0.5 - away / width, 0, 1), colour, alpha)

    def stroke(self, shape: Sdf, line: float, colour: Colour, alpha: float | Field = 1.0) -> None:
        """Draw a shape's outline."""
        away = np.abs(self.distance(shape)) - line / 2
        self.cover(np.clip(0.5 - away / self.scale, 0, 1), colour, alpha)

    def glow(self, shape: Sdf, reach: float, colour: Colour, level: float, *, inside: bool = True) -> None:
        """Light that falls off over `reach` outside the shape; added, not laid over."""
        away = self.distance(shape)
        light = np.clip(1 - np.maximum(away, 0) / reach, 0, 1) ** 2 * level
        if not inside:
            light = np.where(away < 0, np.clip(1 + away / reach, 0, 1) ** 2 * level, light)
        paint = np.asarray(colour, np.float32) / 255
        self.pixels[..., :3] = np.minimum(1, self.pixels[..., :3] + light[..., None] * paint)
        self.pixels[..., 3] = np.maximum(self.pixels[..., 3], np.minimum(1, light))

    def save(self, path: Path) -> None:
        """Lossless WebP with straight alpha; opaque where nothing is clear."""
        alpha = self.pixels[..., 3:]
        colours = np.where(alpha > 1e-4, self.pixels[..., :3] / np.maximum(alpha, 1e-4), 0)
        whole = np.concatenate([colours, alpha], axis=2)
        picture = Image.fromarray(np.clip(np.rint(whole * 255), 0, 255).astype(np.uint8), "RGBA")
        if (alpha > 0.999).all():
            picture = picture.convert("RGB")
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, lossless=True, quality=100, method=6)


def down(top: Colour, foot: Colour, canvas: Canvas, power: float = 1) -> Field:
    """A field of colours from the top of the canvas to its foot."""
    share = np.clip(1 - canvas.y / canvas.height, 0, 1)[..., None] ** power
    return np.asarray(top, np.float32) * (1 - share) + np.asarray(foot, np.float32) * share
