"""The nightclub: black room, LED columns, crystal and noise."""

from pathlib import Path

import numpy as np
from arena_art.paint import Canvas, both, box, capsule, circle, down, oval, polygon, rgb, union
from arena_art.people import crowd_sheet

PERIOD, HIGH = 1920, 608
COLUMNS = tuple(80 + 160 * n for n in range(12))
PILL = (52, 196, 228)  # half width, half height, middle above the floor


def sky(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH, scale=2)
    canvas.pixels[..., :3] = down(rgb("#08030f"), rgb("#3a0838"), canvas, 1.6) / 255
    canvas.pixels[..., 3] = 1
    for x in range(0, PERIOD, 96):
        canvas.fill(box(x, 330, 1.5, 340), rgb("#05020a"), 0.5)
    canvas.save(folder / "sky.webp")


def columns(folder: Path) -> None:
    canvas = Canvas(PERIOD, 480)
    half_w, half_h, middle = PILL
    for x in COLUMNS:
        pill = box(x, middle, half_w, half_h, half_w)
        shade = down(rgb("#2a0b4c"), rgb("#4a0f52"), canvas, 1.2)
        canvas.fill(pill, shade, 0.85)
        for start in (-150, -70, 40, 120):
            streak = polygon((x + start * 0.3 - 60, middle - 210), (x + start * 0.3 - 38, middle - 210),
                             (x + start * 0.3 + 62, middle + 210), (x + start * 0.3 + 40, middle + 210))  # fmt: skip
            canvas.fill(both(streak, box(x, middle, half_w - 3, half_h - 3, half_w - 3)), rgb("#7a3a9a"), 0.16)
        canvas.stroke(pill, 2.0, rgb("#8a4bd0"), 0.75)
    canvas.save(folder / "columns.webp")
    lit = Canvas(176, 464, wraps=False)
    pill = box(88, 232, half_w, half_h, half_w)
    rise = np.clip(1.1 - lit.y / 480, 0, 1)
    lit.fill(pill, rgb("#ff2a8d"), 0.34 * rise)
    lit.glow(pill, 30, rgb("#d02ac8"), 0.55, inside=False)
    lit.stroke(pill, 2.6, rgb("#ffb8ee"), 1.0)
    for bar in range(12):
        lit.fill(box(88, 76 + bar * 27, half_w - 14, 2.2, 2), rgb("#ff5ab0"), 0.55 * (1 - bar / 14))
    lit.save(folder / "column_lit.webp")


def truss(folder: Path) -> None:
    canvas = Canvas(PERIOD, 100)
    for y in (58, 92):
        canvas.fill(box(960, y, 1000, 2.2), rgb("#120818"))
    for n in range(48):
        x = n * 40
        canvas.fill(capsule(x, 58, x + 20, 92, 1.3), rgb("#120818"))
        canvas.fill(capsule(x + 20, 92, x + 40, 58, 1.3), rgb("#120818"))
    for n in range(12):
        x = 80 + n * 160
        canvas.fill(union(box(x, 42, 13, 15, 4), box(x, 58, 3, 8)), rgb("#0b0512"))
        canvas.fill(oval(x, 27, 9, 4), rgb("#fff0ff"))
    canvas.save(folder / "truss.webp")


def stack_shapes(canvas: Canvas, x: float, base: float, lit: bool) -> None:
    tones = (rgb("#0b0612"), rgb("#1d1029"), rgb("#3a2150"))
    for level, (wide, tall) in enumerate(((74, 92), (74, 92), (66, 58))):
        floor = base + (0, 94, 188)[level]
        body = box(x, floor + tall / 2, wide, tall / 2, 4)
        if not lit:
            canvas.fill(body, tones[0])
            canvas.stroke(body, 1.6, tones[2], 0.9)
        cones = ((-36, 34), (36, 34)) if level < 2 else ((-40, 15), (0, 15), (40, 15))
        for off, size in cones:
            centre = (x + off * wide / 74, floor + tall / 2)
            if lit:
                canvas.glow(circle(*centre, size * 0.8), 16, rgb("#ff2a8d"), 0.5, inside=False)
                canvas.stroke(circle(*centre, size * 0.92), 2, rgb("#ff9ad8"), 0.9)
                continue
            canvas.fill(circle(*centre, size), tones[1])
            canvas.stroke(circle(*centre, size), 1.6, tones[2])
            canvas.fill(circle(*centre, size * 0.45), tones[0])


def stacks(folder: Path) -> None:
    stack = Canvas(200, 260, wraps=False)
    stack_shapes(stack, 100, 4, False)
    stack.save(folder / "stack.webp")
    lit = Canvas(200, 260, wraps=False)
    stack_shapes(lit, 100, 4, True)
    lit.save(folder / "stack_lit.webp")


def chandelier(folder: Path, gold: str = "#e8b45c", crystal: str = "#fff2dc", name: str = "chandelier") -> None:
    for lit in (False, True):
        canvas = Canvas(190, 150, wraps=False)
        rings = ((66, 112, 78), (46, 82, 54), (27, 55, 30))
        for half_w, y, _ in rings:
            ring = oval(95, y, half_w, half_w * 0.1 + 2)
            canvas.stroke(ring, 1.5, rgb("#ffd890") if lit else rgb(gold), 0.95)
        for half_w, y, _ in ((1.7, 140, 0), *rings[:-1]):
            lower = {140: rings[0], 112: rings[1], 82: rings[2]}[y]
            for side in (-1, -0.33, 0.33, 1):
                canvas.fill(capsule(95 + side * half_w * 0.9, y, 95 + side * lower[0] * 0.96, lower[1], 0.7),
                            rgb("#fff0cc") if lit else rgb(gold), 0.6)  # fmt: skip
        for half_w, y, count in rings:
            for n in range(count // 5):
                share = (n + 0.5) / (count // 5) * 2 - 1
                x = 95 + share * half_w
                top = y - 3 - (1 - share * share) * (half_w * 0.1 + 1)
                tall = 12 + (n % 2) * 6
                drop = polygon((x, top), (x + 3.7, top - tall * 0.55), (x, top - tall), (x - 3.7, top - tall * 0.55))
                canvas.fill(drop, rgb(crystal) if lit or n % 3 else rgb("#b89ad0"), 1.0 if lit else 0.85)
        drop = polygon((95, 42), (99.5, 28), (95, 12), (90.5, 28))
        canvas.fill(drop, rgb(crystal), 1.0 if lit else 0.85)
        if lit:
            keep = canvas.pixels.copy()
            canvas.glow(oval(95, 86, 46, 24), 40, rgb("#ffb060"), 0.3)
            over = keep[..., 3:]
            canvas.pixels = keep + canvas.pixels * (1 - over)
        canvas.save(folder / f"{name}{'_lit' if lit else ''}.webp")


def bake(folder: Path) -> None:
    sky(folder)
    columns(folder)
    truss(folder)
    stacks(folder)
    chandelier(folder)
    crowd_sheet(folder / "crowd.webp", 14, 5, rgb("#12041c"), rgb("#8a2a78"))
    crowd_sheet(folder / "crowd_near.webp", 14, 9, rgb("#08020e"), rgb("#5a2a8a"), tall=116)
