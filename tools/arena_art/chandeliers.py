"""What hangs from the ceilings: one design an arena, each unlit, lit, and in the pieces that it breaks into."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from arena_art.paint import Canvas, Colour, Sdf, both, box, capsule, circle, cut, oval, polygon, rgb, union

CELL = 96
"""Pixels across and high of one piece on a sheet of pieces."""
Paint = Callable[[Canvas, float, float], None]


def gem(x: float, top: float, tall: float, wide: float = 3.7) -> Sdf:
    return polygon((x, top), (x + wide, top - tall * 0.55), (x, top - tall), (x - wide, top - tall * 0.55))


def curve(x0: float, y0: float, x1: float, y1: float, sag: float, thick: float) -> Sdf:  # noqa: PLR0917 # two points, a sag, a radius
    """A hanging line from one place to another, `sag` below the straight one at its middle."""
    parts = []
    before = (x0, y0)
    for step in range(1, 9):
        t = step / 8
        after = (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t - sag * 4 * t * (1 - t))
        parts.append(capsule(*before, *after, thick))
        before = after
    return union(*parts)


def flame(canvas: Canvas, x: float, y: float, size: float = 1.0) -> None:
    shape = polygon((x - 3.4 * size, y + 5 * size), (x, y + 19 * size), (x + 3.4 * size, y + 5 * size), (x, y))
    canvas.glow(shape, 13 * size, rgb("#ffb050"), 0.45)
    canvas.fill(shape, rgb("#fff0c8"))


def pieces(folder: Path, name: str, paints: tuple[Paint, ...]) -> None:
    """A row of cells, each with one thing the wreck throws off, painted around the cell's middle."""
    canvas = Canvas(CELL * len(paints), CELL, wraps=False)
    for cell, paint in enumerate(paints):
        paint(canvas, (cell + 0.5) * CELL, CELL / 2)
    canvas.save(folder / name)


def crystal(folder: Path) -> None:
    """The nightclub's: three flat tiers of gold wire hung with cut drops."""
    gold, bright, clear = rgb("#e8b45c"), rgb("#ffe0a0"), rgb("#fff2dc")
    rings = ((88, 124, 22), (62, 92, 16), (36, 62, 9))
    for lit in (False, True):
        canvas = Canvas(220, 170, wraps=False)
        wire = bright if lit else gold
        for half, y, _ in rings:
            canvas.stroke(oval(110, y, half, half * 0.13 + 2), 1.8, wire, 0.95)
        for upper, lower in zip(((3, 164, 0), *rings[:-1]), rings, strict=True):
            for side in (-1, -0.36, 0.36, 1):
                line = capsule(110 + side * upper[0] * 0.9, upper[1], 110 + side * lower[0] * 0.96, lower[1], 0.8)
                canvas.fill(line, wire, 0.65)
        for half, y, count in rings:
            for n in range(count):
                share = (n + 0.5) / count * 2 - 1
                top = y - 3 - (1 - share * share) * (half * 0.13 + 1)
                shape = gem(110 + share * half, top, 13 + n % 2 * 8, 4)
                canvas.fill(shape, clear if lit or n % 3 else rgb("#b89ad0"), 1.0 if lit else 0.85)
        canvas.fill(gem(110, 56, 44, 6.5), clear, 1.0 if lit else 0.85)
        canvas.save(folder / f"chandelier{'_lit' if lit else ''}.webp")

    def arc(canvas: Canvas, x: float, y: float) -> None:
        ring = both(oval(x, y - 20, 44, 30), box(x, y + 22, 48, 22))
        canvas.stroke(ring, 2.4, gold)
        for off in (-30, -10, 10, 30):
            canvas.fill(gem(x + off, y + 2 - abs(off) * 0.2, 22, 4.4), clear)

    def string(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(curve(x - 36, y + 12, x + 36, y + 12, 12, 0.8), gold)
        for n in range(5):
            canvas.fill(gem(x + (n - 2) * 17, y + 8 - (2 - abs(n - 2)) * 5, 24, 5), clear)

    def drop(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(gem(x, y + 24, 48, 9), clear)
        canvas.fill(gem(x, y + 20, 40, 3), rgb("#ffffff"))

    pieces(folder, "chandelier_pieces.webp", (arc, drop, string, drop, arc, drop, string, arc))


def brass(folder: Path) -> None:
    """The banquet's: wide, of brass, a turned stem and eight S-shaped arms with candles under glass."""
    metal, light, deep, wax = rgb("#a87430"), rgb("#f0cf86"), rgb("#5a3a14"), rgb("#f4e8cc")
    arms = ((-146, 74), (-104, 62), (-60, 54), (-20, 50), (20, 50), (60, 54), (104, 62), (146, 74))
    for lit in (False, True):
        canvas = Canvas(340, 176, wraps=False)
        if not lit:
            stem = union(
                capsule(170, 170, 170, 26, 3), oval(170, 140, 9, 12), oval(170, 112, 13, 9), oval(170, 78, 10, 17),
                oval(170, 46, 19, 15), oval(170, 24, 7, 8), circle(170, 10, 4),
            )  # fmt: skip
            canvas.fill(stem, metal)
            canvas.stroke(oval(167, 46, 12, 9), 1.4, light, 0.8)
            canvas.fill(both(stem, box(166.5, 88, 1.2, 90)), light, 0.8)
        for off, cup in arms:
            x, side = 170 + off, (1 if off > 0 else -1)
            if not lit:
                arm = union(
                    curve(170 + side * 8, 50, x, cup, 26 - abs(off) * 0.04, 3.1),
                    curve(170 + side * 6, 112, 170 + off * 0.52, 46, 8, 1.4),
                )
                canvas.fill(arm, metal)
                canvas.stroke(arm, 1.0, deep, 0.5)
                canvas.fill(union(box(x, cup + 2, 11, 2.6, 2), oval(x, cup - 2, 5, 5)), light)
                canvas.fill(box(x, cup + 14, 3.4, 11, 1), wax)
                glass = cut(oval(x, cup + 26, 9, 25), box(x, cup + 56, 12, 12))
                canvas.stroke(glass, 1.0, rgb("#fff6e0"), 0.45)
            else:
                flame(canvas, x, cup + 25)
        canvas.save(folder / f"chandelier{'_lit' if lit else ''}.webp")

    def arm(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(curve(x - 40, y + 6, x + 34, y + 8, 26, 4), metal)
        canvas.fill(union(box(x + 34, y + 12, 11, 3, 2), box(x + 34, y + 24, 4, 11, 1)), light)

    def candle(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(box(x, y, 5, 24, 1.5), wax)
        canvas.fill(box(x, y - 22, 11, 4, 2), metal)

    def stem_part(canvas: Canvas, x: float, y: float) -> None:
        part = union(capsule(x, y + 40, x, y - 40, 4), oval(x, y + 14, 16, 12), oval(x, y - 20, 11, 16))
        canvas.fill(part, metal)
        canvas.stroke(part, 1.6, light, 0.7)

    pieces(folder, "chandelier_pieces.webp", (arm, candle, arm, candle, stem_part, candle, arm, candle, arm))


def grand(folder: Path) -> None:
    """The opera's one: a tent of crystal strings from a crown to a gilt hoop of lamps, and a bowl of crystal below."""
    gold, bright, clear, shade = rgb("#a87a34"), rgb("#f2d28a"), rgb("#fff0d8"), rgb("#b08a68")
    mid = 190.0
    for lit in (False, True):
        canvas = Canvas(380, 270, wraps=False)
        wire = bright if lit else gold
        bead = clear if lit else shade
        for n in range(19):
            share = n / 9 - 1
            foot = (mid + share * 138, 128 - (1 - share * share) * 16)
            canvas.fill(curve(mid + share * 30, 244, *foot, 22 * abs(share) + 5, 0.8), bead, 0.55)
            for step in range(1, 9):
                t = step / 9
                sag = (22 * abs(share) + 5) * 4 * t * (1 - t)
                spot = (mid + share * (30 + 108 * t), 244 + (foot[1] - 244) * t - sag)
                canvas.fill(circle(*spot, 1.1 + 1.5 * t), bead, 0.95 if (n + step) % 3 else 0.7)
        for n in range(17):
            share = n / 8 - 1
            canvas.fill(curve(mid + share * 128, 118, mid + share * 26, 34, 15 * (1 - abs(share)) + 4, 0.8), bead, 0.5)
            for step in range(1, 8):
                t = step / 8
                sag = (15 * (1 - abs(share)) + 4) * 4 * t * (1 - t)
                canvas.fill(circle(mid + share * (128 - 102 * t), 118 - 84 * t - sag, 2.5 - t), bead, 0.9)
        for half, y, line in ((32, 246, 4), (140, 124, 6), (28, 34, 3)):
            canvas.stroke(oval(mid, y, half, half * 0.14 + 2), line, wire)
        crown = union(*(capsule(mid + off, 246, mid + off * 1.3, 262, 2.6) for off in (-26, -13, 0, 13, 26)))
        canvas.fill(crown, wire)
        canvas.fill(gem(mid, 30, 28, 7), clear if lit else bead)
        for n in range(11):
            share = n / 5 - 1
            x, y = mid + share * 140, 126 + share * share * 3 - (1 - share * share) * 18
            if not lit:
                canvas.fill(union(box(x, y + 9, 7, 2.4, 2), capsule(x, y, x, y + 8, 1.6)), gold)
                canvas.fill(box(x, y + 18, 3, 8, 1), rgb("#f4e8cc"))
            else:
                flame(canvas, x, y + 24, 0.9)
        canvas.save(folder / f"grand{'_lit' if lit else ''}.webp")

    def hoop(canvas: Canvas, x: float, y: float) -> None:
        canvas.stroke(both(oval(x, y - 30, 46, 48), box(x, y + 30, 48, 30)), 5, gold)
        canvas.fill(box(x, y + 24, 4, 12, 1), rgb("#f4e8cc"))

    def beads(canvas: Canvas, x: float, y: float) -> None:
        for n in range(9):
            canvas.fill(circle(x + (n - 4) * 10, y + 8 - (16 - (n - 4) ** 2) * 1.2, 4), clear)

    def crown_part(canvas: Canvas, x: float, y: float) -> None:
        canvas.stroke(oval(x, y - 10, 34, 9), 5, gold)
        canvas.fill(union(*(capsule(x + off, y - 8, x + off * 1.3, y + 20, 3) for off in (-26, -9, 9, 26))), bright)

    def drop(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(gem(x, y + 26, 52, 10), clear)
        canvas.fill(gem(x, y + 20, 40, 3.4), rgb("#ffffff"))

    pieces(folder, "grand_pieces.webp", (hoop, beads, drop, hoop, crown_part, beads, drop, hoop, beads, hoop))


def wheel(folder: Path) -> None:
    """The initiation's: an iron cart wheel on chains, candles standing on its rim. It is what splits in two."""
    iron, edge, wax = rgb("#10141f"), rgb("#3c4a66"), rgb("#d8c9a8")
    for lit in (False, True):
        canvas = Canvas(320, 190, wraps=False)
        spots = [(160 + 138 * np.cos(a), 62 + 27 * np.sin(a), np.sin(a)) for a in np.arange(12) * np.pi / 6 + 0.26]
        if not lit:
            for side in (-1, -0.42, 0.42, 1):
                for link in range(11):
                    t = (link + 0.5) / 11
                    x = 160 + side * (10 + 122 * t)
                    y = 178 - (116 - 22 * (1 - abs(side))) * t
                    canvas.stroke(oval(x, y, 2.4, 4.4), 1.4, edge, 0.9)
            canvas.fill(circle(160, 180, 7), iron)
            rim = cut(oval(160, 62, 146, 32), oval(160, 63, 128, 21))
            canvas.fill(oval(160, 57, 146, 32), rgb("#080a12"))
            canvas.pixels *= 1 - np.clip(0.5 - canvas.distance(oval(160, 60, 127, 21)), 0, 1)[..., None]
            for n in range(6):
                angle = n * np.pi / 3 + 0.4
                spoke_n = capsule(160, 62, 160 + 134 * np.cos(angle), 62 + 25 * np.sin(angle), 4.4, 3.2)
                canvas.fill(spoke_n, iron)
                canvas.stroke(spoke_n, 1.0, edge, 0.7)
            canvas.fill(rim, iron)
            canvas.stroke(oval(160, 62, 146, 32), 1.6, edge)
            canvas.stroke(oval(160, 62, 128, 21), 1.2, edge, 0.7)
            canvas.fill(oval(160, 62, 26, 8), iron)
            canvas.stroke(oval(160, 62, 26, 8), 1.4, edge)
        for x, y, near in sorted(spots, key=lambda spot: -spot[2]):
            size = 1.0 - 0.12 * near
            if not lit:
                canvas.fill(box(x, y + 4, 7 * size, 2.4, 1), edge)
                canvas.fill(box(x, y + 15, 4 * size, 11, 1), wax)
                canvas.fill(box(x + 2.2, y + 15, 1.4, 11, 1), rgb("#8f7c58"), 0.8)
            else:
                flame(canvas, x, y + 26, size)
        canvas.save(folder / f"wheel{'_lit' if lit else ''}.webp")

    def candle(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(box(x, y, 5.5, 20, 1.5), wax)
        canvas.fill(polygon((x - 4, y + 26), (x, y + 42), (x + 4, y + 26), (x, y + 21)), rgb("#ffe2a0"))

    def spoke(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(capsule(x - 40, y - 6, x + 38, y + 8, 6, 4), iron)
        canvas.stroke(capsule(x - 40, y - 6, x + 38, y + 8, 6, 4), 1.6, edge)

    def chain(canvas: Canvas, x: float, y: float) -> None:
        for n in range(7):
            canvas.stroke(oval(x + (n - 3) * 12, y + (n % 2) * 4, 7, 4.4), 2.4, edge)

    pieces(folder, "wheel_pieces.webp", (candle, spoke, candle, chain, candle, spoke, candle, candle))


def splinters(folder: Path) -> None:
    """The mirrors' hall: a crown of long splinters of looking-glass, each turned another way."""
    tones: tuple[Colour, ...] = (rgb("#2a4a8a"), rgb("#3a2a8a"), rgb("#1a6a9a"))
    bright: tuple[Colour, ...] = (rgb("#bfe8ff"), rgb("#c8b0ff"), rgb("#e8fbff"))
    for lit in (False, True):
        canvas = Canvas(260, 210, wraps=False)
        if not lit:
            canvas.stroke(oval(130, 164, 104, 16), 3, rgb("#4a6ab0"))
            for side in (-1, 0, 1):
                canvas.fill(capsule(130, 206, 130 + side * 100, 164, 1), rgb("#4a6ab0"))
        for n in range(13):
            share = n / 6 - 1
            x, top = 130 + share * 104, 164 + (1 - share * share) * (14 if n % 2 else -14)
            tall, lean = 74 + 62 * (1 - abs(share)) + n * 37 % 23, share * 7 + (n * 29 % 9) - 4
            tip = (x + lean, top - tall)
            shape = polygon((x - 6, top), (x + 7, top - 6), (x + 8 + lean * 0.5, top - tall * 0.5), tip)
            facet = polygon((x + 1, top - 3), (x + 7, top - 6), (x + 8 + lean * 0.5, top - tall * 0.5), tip)
            if not lit:
                canvas.fill(shape, tones[n % 3], 0.9)
                canvas.fill(facet, bright[n % 3], 0.5)
                canvas.stroke(shape, 1.0, bright[n % 3], 0.6)
            else:
                canvas.fill(facet, bright[n % 3], 0.95)
                canvas.stroke(shape, 1.3, rgb("#ffffff"), 0.9)
        canvas.save(folder / f"splinters{'_lit' if lit else ''}.webp")

    def splinter(lean: float, tone: int) -> Paint:
        def paint(canvas: Canvas, x: float, y: float) -> None:
            shape = polygon((x - 9, y + 42), (x + 10, y + 34), (x + 9 + lean, y - 4), (x + lean, y - 44))
            canvas.fill(shape, tones[tone], 0.95)
            canvas.fill(polygon((x + 1, y + 38), (x + 10, y + 34), (x + 9 + lean, y - 4), (x + lean, y - 44)),
                        bright[tone], 0.8)  # fmt: skip
            canvas.stroke(shape, 1.4, rgb("#ffffff"), 0.9)

        return paint

    sheet = tuple(splinter(lean, n % 3) for n, lean in enumerate((-8, 5, 9, -4, 2, 8, -9, 4, -2)))
    pieces(folder, "splinters_pieces.webp", sheet)
