"""The nightclub: black room, LED columns, crystal and noise."""

from pathlib import Path

import numpy as np
from arena_art.chandeliers import crystal, pieces
from arena_art.paint import Canvas, both, box, capsule, circle, down, oval, polygon, rgb, union
from arena_art.people import crowd_sheet

PERIOD, HIGH = 1920, 608
COLUMNS = tuple(80 + 160 * n for n in range(12))
PILL = (52, 196, 228)  # half width, half height, middle above the floor


def sky(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH, scale=2)
    canvas.pixels[..., :3] = down(rgb("#07030d"), rgb("#3b0838"), canvas, 1.5) / 255
    canvas.pixels[..., 3] = 1
    # Far back, out of focus: a second row of arches, and the haze that stands over the crowd.
    for n in range(12):
        arch = box(160 * n, 236, 40, 190, 40)
        canvas.fill(arch, rgb("#2a0a3a"), 0.5, soft=26)
    canvas.cover(np.exp(-(((canvas.y - 120) / 90) ** 2)), rgb("#5a1150"), 0.35)
    canvas.save(folder / "sky.webp")


def columns(folder: Path) -> None:
    """Tall arches of dark glass with a thin bright rim: lit from its own side, pink from the left, violet right."""
    canvas = Canvas(PERIOD, 480)
    half_w, half_h, middle = PILL
    for x in COLUMNS:
        pill = box(x, middle, half_w, half_h, half_w)
        inner = box(x, middle, half_w - 3, half_h - 3, half_w - 3)
        canvas.fill(pill, down(rgb("#1c0730"), rgb("#3a0c3e"), canvas, 1.2), 0.82)
        for start, level in ((-104, 0.10), (-36, 0.16), (54, 0.08)):
            streak = polygon((x + start - 34, middle - 220), (x + start + 6, middle - 220),
                             (x + start + 74, middle + 220), (x + start + 34, middle + 220))  # fmt: skip
            canvas.fill(both(streak, inner), rgb("#8a4ab8"), level)
        away = canvas.distance(pill)
        aside = np.clip((canvas.x - x) / half_w * 0.5 + 0.5, 0, 1)[..., None]
        tone = np.asarray(rgb("#e070c8"), np.float32) * (1 - aside) + np.asarray(rgb("#7a4be8"), np.float32) * aside
        canvas.cover(np.clip(1.5 - np.abs(away + 1), 0, 1), tone, 0.62)
    canvas.save(folder / "columns.webp")
    lit = Canvas(176, 464, wraps=False)
    pill = box(88, 232, half_w, half_h, half_w)
    lit.fill(pill, rgb("#d0208a"), 0.16 * np.clip(1.1 - lit.y / 480, 0, 1))
    lit.glow(pill, 34, rgb("#c026b0"), 0.42, inside=False)
    lit.stroke(pill, 2.4, rgb("#ffc4f0"), 1.0)
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
    tones = (rgb("#0a0510"), rgb("#150b1e"), rgb("#2a183c"))
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

    def cone(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(circle(x, y, 33), rgb("#1d1029"))
        canvas.stroke(circle(x, y, 31), 3, rgb("#ff9ad8"))
        canvas.fill(circle(x, y, 14), rgb("#0b0612"))
        canvas.stroke(circle(x, y, 14), 2, rgb("#7a4a90"))

    def board(canvas: Canvas, x: float, y: float) -> None:
        shape = polygon((x - 38, y - 14), (x + 30, y - 18), (x + 40, y + 8), (x + 4, y + 17), (x - 34, y + 10))
        canvas.fill(shape, rgb("#120a1a"))
        canvas.stroke(shape, 2, rgb("#5a3a78"))

    def horn(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(circle(x, y, 15), rgb("#1d1029"))
        canvas.stroke(circle(x, y, 14), 2.4, rgb("#38e8ff"))

    pieces(folder, "stack_pieces.webp", (horn, cone, board, horn, cone, board, cone, horn))


def bake(folder: Path) -> None:
    sky(folder)
    columns(folder)
    truss(folder)
    stacks(folder)
    crystal(folder)
    crowd_sheet(folder / "crowd.webp", 14, 5, rgb("#14041c"), rgb("#4e1850"))
    crowd_sheet(folder / "crowd_near.webp", 14, 9, rgb("#08020e"), rgb("#3a1c5c"), tall=116)
