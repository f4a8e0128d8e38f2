"""The banquet: wine-red walls, gilt frames, a long table under white linen, two great chandeliers."""

from pathlib import Path

import numpy as np
from arena_art.chandeliers import brass
from arena_art.paint import Canvas, both, box, capsule, circle, cut, down, oval, polygon, rgb, union
from arena_art.people import crowd_sheet

PERIOD, HIGH = 1920, 608


def wall(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH)
    canvas.pixels[..., :3] = down(rgb("#1e0710"), rgb("#4d1522"), canvas, 1.0) / 255
    canvas.pixels[..., 3] = 1
    damask = (np.sin(canvas.x * np.pi / 24) * np.sin(canvas.y * np.pi / 30)) > 0.62
    canvas.cover(damask.astype(np.float32), rgb("#6a2030"), 0.22)
    gold, deep = rgb("#b98a3e"), rgb("#6e4a1c")
    for n in range(4):
        x = 240 + 480 * n
        frame = box(x, 300, 120, 152, 4)
        canvas.fill(frame, down(rgb("#2c1a14"), rgb("#513020"), canvas, 1.3))
        if n % 2:
            canvas.fill(
                both(
                    union(
                        oval(x, 336, 34, 42),
                        polygon((x - 82, 150), (x - 50, 286), (x, 300), (x + 50, 286), (x + 82, 150)),
                    ),
                    frame,
                ),
                rgb("#1b0f0c"),
            )
            canvas.fill(oval(x - 3, 338, 26, 34), rgb("#8a6248"), 0.55)
        else:
            for peak, tone in (((x - 40, 300), "#3f2c24"), ((x + 44, 270), "#38261f")):
                canvas.fill(both(polygon((peak[0] - 120, 150), peak, (peak[0] + 120, 150)), frame), rgb(tone))
            canvas.fill(circle(x + 50, 380, 22), rgb("#c08a4a"), 0.5)
        for grow, line, tone in ((8, 12, gold), (15, 3, deep), (1.5, 3, deep)):
            canvas.stroke(box(x, 300, 120 + grow, 152 + grow, 5), line, tone)
        canvas.stroke(box(x, 300, 131, 163, 5), 1.2, rgb("#f0cf86"), 0.9)
    for n in range(4):
        x = 480 * n
        canvas.fill(box(x, 304, 58, 306), down(rgb("#3a1018"), rgb("#5c1c28"), canvas, 1.1))
        for off in (-50, 50):
            canvas.fill(box(x + off, 304, 3, 306), gold)
            canvas.fill(box(x + off + 1.2, 304, 0.8, 306), rgb("#f0cf86"), 0.8)
        canvas.fill(
            union(box(x, 330, 4, 26, 2), capsule(x - 26, 352, x, 326, 2.4), capsule(x + 26, 352, x, 326, 2.4)), gold
        )
        for off in (-26, 26):
            canvas.fill(box(x + off, 366, 4, 13, 1), rgb("#f4e8cc"))
    canvas.fill(box(960, 560, 1000, 7), gold)
    canvas.fill(box(960, 563, 1000, 1.2), rgb("#f0cf86"))
    canvas.fill(box(960, 92, 1000, 5), gold)
    canvas.fill(box(960, 42, 1000, 46), down(rgb("#3a1018"), rgb("#260a10"), canvas, 8))
    canvas.save(folder / "wall.webp")


def drapes(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH)
    for n in range(2):
        x = 960 * n
        for side in (-1, 1):
            sweep = 120 * np.clip(canvas.y / 600, 0, 1) ** 2.2
            edge = np.abs(canvas.x - x) if n else np.minimum(np.abs(canvas.x), np.abs(canvas.x - PERIOD))
            fold = 0.5 + 0.5 * np.cos(edge * 0.34 + canvas.y * 0.004)
            tone = np.asarray(rgb("#2a0610")) + fold[..., None] ** 1.5 * (
                np.asarray(rgb("#6c2230")) - np.asarray(rgb("#2a0610"))
            )
            inside = np.clip(52 + sweep - edge, 0, 1) if side == 1 else np.zeros_like(edge)
            canvas.cover(inside, tone)
            trim = np.clip(2.5 - np.abs(edge - 51 - sweep), 0, 1) if side == 1 else np.zeros_like(edge)
            canvas.cover(trim, rgb("#c8963e"))
    canvas.save(folder / "drapes.webp")


def table(folder: Path) -> None:
    canvas = Canvas(PERIOD, 190)
    cloth, shade = rgb("#a98f78"), rgb("#4a2c26")
    for n in range(2):
        x = 480 + 960 * n
        top, half = 84, 400
        drop = both(box(x, top / 2, half, top / 2), box(960, 42, 1000, 60))
        fold = 0.5 + 0.5 * np.cos(canvas.x * 0.13 + np.sin(canvas.x * 0.031) * 2)
        share = (fold * np.clip((top - canvas.y) / 60, 0.12, 1))[..., None]
        canvas.fill(drop, np.asarray(cloth) * (1 - share * 0.75) + np.asarray(shade) * share * 0.75)
        canvas.fill(box(x, top, half + 8, 4, 3), rgb("#e2d2b8"))
        for spot in range(-3, 4):
            px = x + spot * 112
            if spot % 2:
                for level in range(5):
                    canvas.fill(oval(px, 91 + level * 4, 26, 3.4), rgb("#fdfcff") if level % 2 else rgb("#c6c4d6"))
            else:
                canvas.fill(union(capsule(px, 88, px, 130, 2), box(px, 89, 12, 2, 1)), rgb("#c8963e"))
                for off in (-20, 0, 20):
                    canvas.fill(capsule(px, 118, px + off, 130, 1.7), rgb("#c8963e"))
                    canvas.fill(box(px + off, 140, 3.4, 11, 1), rgb("#f4e8cc"))
            for off in (-42, 44):
                glass = cut(oval(px + off, 116, 7, 11), box(px + off, 132, 10, 10))
                canvas.fill(
                    union(glass, capsule(px + off, 106, px + off, 91, 0.9), box(px + off, 90, 6, 1)),
                    rgb("#f6eee6"),
                    0.6,
                )
                canvas.fill(both(oval(px + off, 114, 5.6, 8), box(px + off, 108, 8, 8)), rgb("#9c1830"), 0.9)
    canvas.save(folder / "table.webp")


def bake(folder: Path) -> None:
    wall(folder)
    drapes(folder)
    table(folder)
    brass(folder)
    crowd_sheet(folder / "guests.webp", 12, 21, rgb("#12050a"), rgb("#c08a4a"), tall=118)
