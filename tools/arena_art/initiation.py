"""The initiation hall: blue-black stone, pointed arches, a rose window, candles, hooded witnesses."""

import random
from pathlib import Path

import numpy as np
from arena_art.chandeliers import wheel
from arena_art.paint import Canvas, both, box, capsule, circle, cut, down, oval, polygon, rgb, union

PERIOD, HIGH = 1920, 608


def pointed(x: float, half: float, foot: float, spring: float):  # a shape
    """A gothic arch: two arcs that meet in a point."""
    radius = half * 2.1
    arcs = both(circle(x - half + radius, spring, radius), circle(x + half - radius, spring, radius))
    upper = both(arcs, box(x, spring + 370, half * 2, 430))
    return union(upper, box(x, (foot + spring) / 2, half, (spring - foot) / 2))


def back(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH)
    canvas.pixels[..., :3] = down(rgb("#0a0f1a"), rgb("#1c2536"), canvas, 1.0) / 255
    canvas.pixels[..., 3] = 1
    rng = random.Random(3)
    for row in range(20):
        y = row * 31
        canvas.fill(box(960, y, 1000, 0.8), rgb("#060a12"), 0.6)
        for n in range(24):
            x = n * 80 + (row % 2) * 40
            canvas.fill(box(x, y + 15.5, 0.8, 15), rgb("#060a12"), 0.5)
            if rng.random() < 0.4:
                canvas.fill(box(x + 40, y + 15.5, 38.5, 14.4, 2), rgb("#2a3650"), rng.uniform(0.1, 0.4))
    for n in range(8):
        x = 120 + 240 * n
        niche = pointed(x, 66, 0, 270)
        canvas.fill(niche, down(rgb("#04060c"), rgb("#131a28"), canvas, 1.4))
        canvas.stroke(niche, 7, rgb("#34435c"))
        canvas.stroke(pointed(x, 60, 0, 270), 1.5, rgb("#5a6c88"), 0.8)
    canvas.save(folder / "back.webp")


def rose(folder: Path) -> None:
    """A rose window: tracery of stone, and its glass, deep in colour and brighter toward the middle."""
    stone, petals = rgb("#2c3850"), []
    canvas = Canvas(300, 300, wraps=False)
    middle = np.hypot(canvas.x - 150, canvas.y - 150)
    canvas.fill(circle(150, 150, 142), rgb("#070a12"))
    for n in range(16):
        angle = n * np.pi / 8
        out = polygon(*(
            (150 + np.cos(angle + turn) * reach, 150 + np.sin(angle + turn) * reach)
            for turn, reach in ((-0.09, 50), (-0.15, 86), (0, 112), (0.15, 86), (0.09, 50))
        ))  # fmt: skip
        between = angle + np.pi / 16
        petals += [(out, n), (circle(150 + np.cos(between) * 120, 150 + np.sin(between) * 120, 15), n + 1)]
        petals.append((circle(150 + np.cos(between) * 38, 150 + np.sin(between) * 38, 5.5), n + 2))
    petals.append((circle(150, 150, 27), 0))
    for radius, line in ((141, 9), (136, 2), (48, 4), (29, 4)):
        canvas.stroke(circle(150, 150, radius), line, stone)
    for shape, _ in petals:
        canvas.stroke(shape, 3, stone)
    canvas.stroke(circle(150, 150, 144), 1.4, rgb("#5a6c88"), 0.8)
    canvas.save(folder / "rose.webp")
    lit = Canvas(300, 300, wraps=False)
    tones = ("#c8762a", "#7a2a2a", "#2f5a96", "#d89a3c")
    for shape, n in petals:
        warmth = np.clip(1.25 - middle / 130, 0.34, 1)[..., None]
        lit.fill(shape, np.asarray(rgb(tones[n % 4])) * warmth + np.asarray(rgb("#ffe0a0")) * (warmth**4) * 0.35, 0.9)
    lit.save(folder / "rose_lit.webp")


def pillars(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH)
    for n in range(4):
        x = 240 + 480 * n
        for off, wide in ((-20, 15), (20, 15), (0, 20)):
            shaft = box(x + off, 304, wide, 306)
            shade = 1 - np.abs((canvas.x - x - off) / wide - 0.25).clip(0, 1)
            colour = np.asarray(rgb("#0d131f")) + shade[..., None] * (
                np.asarray(rgb("#33415c")) - np.asarray(rgb("#0d131f"))
            )
            canvas.fill(shaft, colour)
        canvas.fill(
            union(box(x, 12, 48, 14, 2), box(x, 34, 42, 8, 3), box(x, 520, 44, 8, 3), box(x, 540, 54, 12, 2)),
            rgb("#222d42"),
        )
        canvas.fill(box(x, 25, 46, 1.5), rgb("#4d5f7e"), 0.8)
        for side in (-1, 1):
            rib = cut(circle(x + side * 268, 548, 238), circle(x + side * 268, 548, 220))
            canvas.fill(both(rib, box(x + side * 150, 600, 125, 60)), rgb("#1b2536"))
    canvas.save(folder / "pillars.webp")


def stands(folder: Path) -> None:
    """A candle stand: five candles on a branch. The flames are lit by the game."""
    canvas = Canvas(150, 200, wraps=False)
    iron, wax = rgb("#0b0e16"), rgb("#d8c9a8")
    canvas.fill(
        union(capsule(75, 6, 75, 128, 3.4, 2.6), polygon((45, 0), (105, 0), (78, 20), (72, 20)), box(75, 60, 7, 3, 2)),
        iron,
    )
    for off, lift in ((-56, 138), (-29, 150), (0, 160), (29, 150), (56, 138)):
        canvas.fill(
            union(capsule(75, 100, 75 + off, lift - 20, 2.2), capsule(75 + off, lift - 20, 75 + off, lift - 4, 2)), iron
        )
        canvas.fill(box(75 + off, lift - 3, 9, 2.5, 2), iron)
        canvas.fill(box(75 + off, lift + 10, 4.4, 12, 1), wax)
        canvas.fill(box(75 + off + 2.4, lift + 10, 1.6, 12, 1), rgb("#8f7c58"), 0.8)
    canvas.save(folder / "stand.webp")


def hooded(folder: Path) -> None:
    """Twelve hooded people, the same in both rows: witnesses do not cheer."""
    cells = 8
    sheet = Canvas(64 * cells, 320, wraps=False)
    for cell in range(cells):
        rng = random.Random(cell + 40)
        for foot in (0, 160):
            x, tall = cell * 64 + 32, 128 + rng.uniform(-10, 8)
            tall = 126 + (cell * 37 % 17) - 8
            top = foot + tall
            robe = polygon(
                (x - 29, foot - 4),
                (x - 22, top - 44),
                (x - 11, top - 22),
                (x + 11, top - 22),
                (x + 22, top - 44),
                (x + 29, foot - 4),
            )
            hood = polygon(
                (x - 14, top - 26), (x - 11, top - 9), (x + 1, top + 3), (x + 12, top - 9), (x + 14, top - 26)
            )
            body = both(union(robe, hood), box(x, foot + 80, 31.5, 80))
            sheet.fill(body, rgb("#060810"))
            sheet.fill(oval(x, top - 17, 6.5, 9.5), rgb("#000000"))
            sheet.stroke(both(hood, box(x, foot + 80, 31.5, 80)), 1.4, rgb("#a8742e"), 0.55)
            sheet.fill(
                both(capsule(x - 20, top - 46, x - 27, foot + 20, 0.8), box(x, foot + 80, 31, 80)), rgb("#7a5526"), 0.6
            )
    sheet.save(folder / "hooded.webp")


def bake(folder: Path) -> None:
    back(folder)
    rose(folder)
    pillars(folder)
    stands(folder)
    hooded(folder)
    wheel(folder)
