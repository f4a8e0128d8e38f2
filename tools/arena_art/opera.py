"""The opera house, seen from its stage: tiers of boxes, a crimson curtain, old gold, the grand chandelier."""

from pathlib import Path

import numpy as np
from arena_art.nightclub import chandelier
from arena_art.paint import Canvas, both, box, down, oval, rgb, union
from arena_art.people import crowd_sheet

PERIOD, HIGH = 1920, 608
GOLD, BRIGHT, DEEP = rgb("#a87a34"), rgb("#f2d28a"), rgb("#5c3a16")


def hall(folder: Path) -> None:
    """Three tiers of boxes that bow toward us; a person or two in most of them."""
    canvas = Canvas(PERIOD, HIGH)
    canvas.pixels[..., :3] = down(rgb("#12030a"), rgb("#360814"), canvas, 1.0) / 255
    canvas.pixels[..., 3] = 1
    for tier, base in enumerate((150, 282, 414)):
        for n in range(16):
            x = 60 + 120 * n
            opening = union(box(x, base + 58, 47, 32), oval(x, base + 88, 47, 24))
            canvas.fill(opening, down(rgb("#1a040a"), rgb("#4a0c1a"), canvas, 1.0))
            canvas.stroke(opening, 3, GOLD)
            for side in (-1, 1):
                drape = both(oval(x + side * 47, base + 88, 26, 62), opening)
                canvas.fill(drape, rgb("#8a1428"))
                canvas.stroke(drape, 1.2, rgb("#b82a3a"), 0.5)
            if (n * 7 + tier * 5) % 4:
                for off in (-16, 15) if (n + tier) % 3 else (2,):
                    head = base + 64 + (n * 13 + tier * 7) % 9
                    canvas.fill(
                        both(union(oval(x + off, head, 8, 9.5), oval(x + off, head - 30, 16, 22)), opening),
                        rgb("#0a0206"),
                    )
        rail = box(960, base + 14, 1000, 15)
        canvas.fill(rail, down(rgb("#7a1022"), rgb("#4a0a16"), canvas, 1.0))
        for y, line in ((base + 30, 3.2), (base, 2.4)):
            canvas.fill(box(960, y, 1000, line), GOLD)
            canvas.fill(box(960, y + 1, 1000, 0.8), BRIGHT)
        for n in range(32):
            x = 30 + 60 * n
            canvas.stroke(oval(x, base + 14, 19, 8), 1.8, GOLD)
            canvas.fill(oval(x, base + 14, 4, 4), GOLD)
        for n in range(16):
            x = 120 * n
            canvas.fill(box(x, base + 74, 6, 54), DEEP)
            canvas.fill(box(x - 1.5, base + 74, 1.6, 54), BRIGHT, 0.8)
    canvas.fill(box(960, 574, 1000, 10), GOLD)
    canvas.fill(box(960, 560, 1000, 2), BRIGHT)
    canvas.save(folder / "hall.webp")


def lamp(folder: Path) -> None:
    """A row of small gilt lamps on a tier."""
    canvas = Canvas(28, 40, wraps=False)
    canvas.glow(oval(14, 20, 3, 4), 11, rgb("#ffb060"), 0.8)
    canvas.fill(oval(14, 20, 3.4, 4.6), rgb("#fff0cc"))
    canvas.save(folder / "lamp.webp")


def curtain(folder: Path) -> None:
    """Side curtains of the stage, gathered by a gold cord, with air between them."""
    canvas = Canvas(PERIOD, HIGH)
    for middle in (0, 960):
        away = np.minimum(np.abs(canvas.x - middle), np.abs(canvas.x - middle - PERIOD))
        away = np.minimum(away, np.abs(canvas.x - middle + PERIOD))
        waist = 1 - 0.42 * np.exp(-(((canvas.y - 190) / 110) ** 2))
        half = 120 * waist + 40 * np.clip((canvas.y - 380) / 220, 0, 1) ** 2
        fold = 0.5 + 0.5 * np.cos(away / half * 21)
        light = (fold**1.4) * np.clip(1.15 - away / half * 0.5, 0, 1)
        tone = np.asarray(rgb("#2a040c")) + light[..., None] * (np.asarray(rgb("#a3182c")) - np.asarray(rgb("#2a040c")))
        canvas.cover(np.clip(half - away, 0, 1), tone)
        canvas.cover(np.clip(half - away, 0, 1) * np.clip(3 - np.abs(away - half + 3), 0, 1), GOLD, 0.9)
        canvas.cover(np.clip(half + 4 - away, 0, 1) * np.clip(6 - np.abs(canvas.y - 190), 0, 1), GOLD)
        canvas.cover(np.clip(half - away, 0, 1) * np.clip(9 - np.abs(canvas.y - 9), 0, 1), GOLD, 0.9)
    for n in range(24):
        x = n * 80 + 40
        swag = both(oval(x, 608, 44, 66), box(x, 560, 40, 50))
        fold = 0.5 + 0.5 * np.cos((canvas.y - np.abs(canvas.x - x) ** 1.5 * 0.05) * 0.5)
        tone = np.asarray(rgb("#3a0610")) + fold[..., None] * (np.asarray(rgb("#a01a2e")) - np.asarray(rgb("#3a0610")))
        canvas.fill(swag, tone)
        canvas.stroke(both(oval(x, 608, 44, 66), box(x, 560, 44, 50)), 3, GOLD, 0.9)
    canvas.save(folder / "curtain.webp")


def rail(folder: Path) -> None:
    """A stretch of balcony that breaks off and falls."""
    canvas = Canvas(300, 64, wraps=False)
    canvas.fill(box(150, 30, 148, 22, 3), rgb("#7a1022"))
    for y, line in ((54, 4), (8, 3)):
        canvas.fill(box(150, y, 148, line, 1), GOLD)
        canvas.fill(box(150, y + 1.4, 148, 0.9), BRIGHT)
    for n in range(6):
        canvas.stroke(oval(28 + n * 49, 31, 17, 13), 2.4, GOLD)
    canvas.save(folder / "rail.webp")


def bake(folder: Path) -> None:
    hall(folder)
    lamp(folder)
    curtain(folder)
    rail(folder)
    chandelier(folder, "#d8a04c", "#fff0d8", "grand")
    crowd_sheet(folder / "stalls.webp", 12, 33, rgb("#0c0206"), rgb("#a8502e"))
