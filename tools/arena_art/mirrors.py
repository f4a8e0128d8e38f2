"""The hall of mirrors: black glass, cyan and violet edges, a corridor that repeats into the dark."""

from pathlib import Path

import numpy as np
from arena_art.chandeliers import splinters
from arena_art.paint import Canvas, both, box, capsule, down, polygon, rgb

PERIOD, HIGH = 1920, 608


def depth(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH, scale=2)
    canvas.pixels[..., :3] = down(rgb("#040309"), rgb("#120f2e"), canvas, 1.2) / 255
    canvas.pixels[..., 3] = 1
    canvas.save(folder / "depth.webp")


def corridor(folder: Path) -> None:
    """Frames within frames, each a reflection of the last."""
    canvas = Canvas(1200, HIGH, wraps=False)
    for n in range(9):
        share = 0.74**n
        half_w, half_h = 560 * share, 292 * share
        middle = 236 + (1 - share) * 30
        tone = np.asarray(rgb("#56d8f0")) * (1 - n / 9) + np.asarray(rgb("#7a4bff")) * (n / 9)
        frame = box(600, middle, half_w, half_h, 4 * share)
        canvas.fill(frame, rgb("#060817"), 0.30)
        canvas.stroke(frame, max(1.0, 5 * share), tuple(int(c) for c in tone), 0.30 + 0.5 * (1 - n / 9) ** 2)
        canvas.stroke(box(600, middle, half_w - 9 * share, half_h - 9 * share, 4 * share), 1, rgb("#c8f4ff"), 0.25)
    for side in (-1, 1):
        for y in (-56, 528):
            far = 0.74**8
            canvas.fill(
                capsule(600 + side * 560, y, 600 + side * 560 * far, 236 + (y - 236) * far + 26, 1.6, 0.6),
                rgb("#4a7ac8"),
                0.5,
            )
    canvas.save(folder / "corridor.webp")


def panels(folder: Path) -> None:
    """Tall slanted panes between black pillars."""
    canvas = Canvas(PERIOD, HIGH)
    for n in range(6):
        x = 160 + 320 * n
        lean = 18 if n % 2 else -18
        pane = polygon(
            (x - 96 - lean, 10), (x + 96 - lean, 26 if n % 2 else 10), (x + 96 + lean, 548), (x - 96 + lean, 560)
        )
        shade = down(rgb("#22285a"), rgb("#0a0c22"), canvas, 0.9)
        canvas.fill(pane, shade, 0.42)
        for off, wide, level in ((-60, 26, 0.09), (-10, 6, 0.13)):
            streak = polygon(
                (x + off - wide - 50, 0),
                (x + off + wide - 50, 0),
                (x + off + wide + 60, 570),
                (x + off - wide + 60, 570),
            )
            canvas.fill(both(streak, pane), rgb("#9adcff"), level)
        canvas.stroke(pane, 2, rgb("#3a8ab0") if n % 2 else rgb("#6a4bc0"), 0.6)
        canvas.fill(box(x + 160, 304, 13, 306), rgb("#04050d"))
        canvas.fill(box(x + 148, 304, 1, 306), rgb("#5a45b8"), 0.5)
        canvas.fill(box(x + 172, 304, 1, 306), rgb("#3a90b0"), 0.5)
    canvas.save(folder / "panels.webp")
    lit = Canvas(260, 600, wraps=False)
    pane = polygon((130 - 114, 10), (130 + 78, 10), (130 + 114, 548), (130 - 78, 560))
    lit.glow(pane, 26, rgb("#7a5bff"), 0.5, inside=False)
    lit.stroke(pane, 3.4, rgb("#d8f4ff"), 1.0)
    lit.save(folder / "panel_lit.webp")
    other = Canvas(260, 600, wraps=False)
    pane = polygon((130 - 78, 10), (130 + 114, 26), (130 + 78, 548), (130 - 114, 560))
    other.glow(pane, 26, rgb("#20b8e0"), 0.5, inside=False)
    other.stroke(pane, 3.4, rgb("#e0fbff"), 1.0)
    other.save(folder / "panel_lit2.webp")


def prism(folder: Path) -> None:
    """Cut glass on a wire."""
    for lit in (False, True):
        canvas = Canvas(60, 110, wraps=False)
        gem = polygon((30, 104), (48, 70), (30, 6), (12, 70))
        canvas.fill(gem, rgb("#a8e8ff") if lit else rgb("#2a4a7a"), 0.95)
        canvas.fill(polygon((30, 104), (36, 70), (30, 6), (24, 70)), rgb("#ffffff") if lit else rgb("#6aa0d8"), 0.8)
        canvas.stroke(gem, 1.2, rgb("#ffffff"), 0.8)
        canvas.save(folder / f"prism{'_lit' if lit else ''}.webp")


def bake(folder: Path) -> None:
    depth(folder)
    corridor(folder)
    panels(folder)
    prism(folder)
    splinters(folder)
