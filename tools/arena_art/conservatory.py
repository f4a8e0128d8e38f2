"""The conservatory: tall windows on cool daylight, a barre, boards."""

from pathlib import Path

import numpy as np
from arena_art.paint import Canvas, box, capsule, cut, down, polygon, rgb, union

PERIOD, HIGH = 1920, 608
WINDOWS = tuple(96 + 192 * n for n in range(8))
PANE = (63, 188, 296)  # half width, half height, middle above the floor


def outside(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH, scale=2)
    canvas.pixels[..., :3] = down(rgb("#f4f9fb"), rgb("#dcecf3"), canvas, 1.4) / 255
    canvas.pixels[..., 3] = 1
    ridges = (
        ("#c3dbe9", 262, 118, ((60, 30), (300, -18), (520, 34), (780, 4))),
        ("#a2c1d3", 212, 128, ((170, 18), (430, -24), (640, 22), (900, -6))),
    )
    for shade, high, wide, peaks in ridges:
        for turn in (0, 960):
            for x, lift in peaks:
                tip = (x + turn, high + lift)
                canvas.fill(polygon((tip[0] - wide * 1.5, 30), tip, (tip[0] + wide * 1.4, 30)), rgb(shade))
                snow = (tip[0] - wide * 0.2, tip[1] - 26), tip, (tip[0] + wide * 0.2, tip[1] - 28)
                canvas.fill(polygon(*snow, (tip[0] + 4, tip[1] - 20)), rgb("#f2f9fc"), 0.8)
    canvas.fill(box(960, 60, 1000, 62), rgb("#c9dbe3"), soft=26)
    for n in range(26):
        x = (n * 173) % PERIOD
        tall = 34 + (n * 37) % 30
        canvas.fill(polygon((x - 11, 118), (x, 118 + tall), (x + 11, 118)), rgb("#a4bac5"), 0.8)
    canvas.save(folder / "outside.webp")


def wall(folder: Path) -> None:
    canvas = Canvas(PERIOD, HIGH)
    canvas.pixels[..., :3] = down(rgb("#4a6173"), rgb("#93aab6"), canvas, 1.1) / 255
    canvas.pixels[..., 3] = 1
    half_w, half_h, middle = PANE
    for x in WINDOWS:
        pane = box(x, middle, half_w, half_h, half_w)
        canvas.glow(pane, 84, rgb("#a8cfe4"), 0.34)
        canvas.glow(pane, 26, rgb("#e8f6ff"), 0.5)
    canvas.fill(box(960, 52, 1000, 52), down(rgb("#6d8796"), rgb("#4d6474"), canvas, 6), 0.9)
    canvas.fill(box(960, 104, 1000, 3), rgb("#8aa2af"))
    canvas.fill(box(960, 6, 1000, 7), rgb("#3e5463"))
    for n in range(16):
        canvas.stroke(box(60 + n * 120, 54, 46, 33, 2), 1.8, rgb("#425866"), 0.9)
        canvas.stroke(box(61.5 + n * 120, 52.5, 46, 33, 2), 1.2, rgb("#8ba2af"), 0.5)
    for x in WINDOWS:
        pane = box(x, middle, half_w, half_h, half_w)
        away = canvas.distance(pane)
        hole = np.clip(0.5 - away, 0, 1)[..., None]
        canvas.pixels *= 1 - hole
        canvas.stroke(pane, 8, rgb("#3d4f5c"))
        canvas.stroke(box(x, middle, half_w - 4, half_h - 4, half_w - 4), 1.2, rgb("#93a9b5"), 0.8)
        inside = box(x, middle, half_w - 1, half_h - 1, half_w - 1)
        for bar in (-21, 21):
            canvas.fill(_within(box(x + bar, middle, 1.3, half_h), inside), rgb("#70868f"))
        for bar in (-112, -34, 44, 122):
            canvas.fill(_within(box(x, middle + bar, half_w, 1.3), inside), rgb("#70868f"))
        canvas.fill(box(x, middle - half_h - 3, half_w * 0.5, 3, 2), rgb("#3d4f5c"))
    # a tall mirror where the wall has no windows
    mirror = box(1730, 284, 150, 268, 3)
    canvas.fill(mirror, rgb("#aebfc8"))
    for x, wide, level in ((1640, 40, 0.35), (1712, 16, 0.5), (1790, 54, 0.28)):
        slope = polygon((x - wide, 16), (x + wide, 16), (x + wide + 90, 552), (x - wide + 90, 552))
        canvas.fill(_within(slope, box(1730, 284, 147, 265, 2)), rgb("#e3edf2"), level)
    canvas.stroke(mirror, 5, rgb("#40525f"))
    canvas.save(folder / "wall.webp")


def _within(shape, frame):  # two shapes
    return lambda x, y: np.maximum(shape(x, y), frame(x, y))


def barre(folder: Path) -> None:
    canvas = Canvas(PERIOD, 108)
    for n in range(8):
        x = 120 + n * 240
        canvas.fill(union(capsule(x, 4, x, 84, 3.2, 2.6), box(x, 3, 15, 3, 2)), rgb("#33444f"))
        canvas.fill(capsule(x, 66, x - 12, 72, 2.2), rgb("#33444f"))
    for y, radius in ((84, 4.2), (62, 3.4)):
        rail = capsule(-60, y, 1980, y, radius)
        canvas.fill(rail, rgb("#c9b48c"))
        canvas.fill(capsule(-60, y + radius * 0.45, 1980, y + radius * 0.45, radius * 0.4), rgb("#f0e2c0"))
        canvas.fill(capsule(-60, y - radius * 0.7, 1980, y - radius * 0.7, radius * 0.3), rgb("#8d7750"))
    canvas.save(folder / "barre.webp")


def piano(folder: Path) -> None:
    canvas = Canvas(330, 240, wraps=False)
    ink = rgb("#26343e")
    body = polygon((30, 84), (300, 84), (300, 128), (30, 128))
    lid = polygon((60, 128), (292, 128), (250, 232), (244, 232))
    canvas.fill(
        union(body, capsule(60, 84, 52, 4, 8, 4), capsule(280, 84, 288, 4, 8, 4), capsule(170, 84, 170, 4, 8, 4)), ink
    )
    canvas.fill(cut(lid, polygon((92, 132), (278, 132), (246, 214), (243, 214))), ink)
    canvas.fill(capsule(230, 128, 236, 206, 2), ink)
    canvas.fill(box(40, 112, 26, 5, 1), rgb("#e7ecef"))
    canvas.stroke(body, 1.5, rgb("#7f98a6"), 0.8)
    canvas.save(folder / "piano.webp")


def bake(folder: Path) -> None:
    outside(folder)
    wall(folder)
    barre(folder)
    piano(folder)
