"""The opera house, seen from its stage: dim tiers of boxes, old gold, a crimson curtain, the grand chandelier."""

from pathlib import Path

import numpy as np
from arena_art.chandeliers import grand, pieces
from arena_art.paint import Canvas, both, box, down, oval, polygon, rgb, union
from arena_art.people import crowd_sheet

PERIOD, HIGH = 1920, 608
GOLD, BRIGHT, DEEP = rgb("#7d5c2a"), rgb("#d8b26a"), rgb("#3a2812")
BOXES = 10
TIERS = (176, 318, 460)


def hall(folder: Path) -> None:
    """Three tiers of boxes in the dark: large arches, a lit edge here and there, a person or two in most of them."""
    canvas = Canvas(PERIOD, HIGH)
    canvas.pixels[..., :3] = down(rgb("#0b0509"), rgb("#1d0d12"), canvas, 1.0) / 255
    canvas.pixels[..., 3] = 1
    wide = PERIOD / BOXES
    for tier, base in enumerate(TIERS):
        for n in range(BOXES):
            x = wide * (n + 0.5)
            opening = union(box(x, base + 52, 74, 34), oval(x, base + 84, 74, 30))
            canvas.fill(opening, down(rgb("#12060a"), rgb("#3a1a16"), canvas, 1.0))
            canvas.glow(oval(x, base + 40, 30, 8), 60, rgb("#5a2c16"), 0.5)
            for side in (-1, 1):
                drape = both(oval(x + side * 74, base + 84, 34, 66), opening)
                canvas.fill(drape, rgb("#34141a"))
                canvas.stroke(drape, 1.4, rgb("#6a3030"), 0.5)
            if (n * 7 + tier * 5) % 4:
                for off in (-24, 20) if (n + tier) % 3 else (4,):
                    head = base + 62 + (n * 13 + tier * 7) % 9
                    body = union(oval(x + off, head, 9, 11), oval(x + off, head - 34, 20, 25))
                    canvas.fill(both(body, opening), rgb("#080306"))
            canvas.stroke(opening, 2.4, GOLD, 0.75)
            canvas.stroke(oval(x, base + 114, 9, 6), 1.6, GOLD, 0.7)
        rail = box(960, base + 6, 1000, 17)
        canvas.fill(rail, down(rgb("#32141a"), rgb("#241016"), canvas, 1.0))
        for y, line in ((base + 24, 2.6), (base - 10, 2.0)):
            canvas.fill(box(960, y, 1000, line), GOLD)
            canvas.fill(box(960, y + 0.9, 1000, 0.7), BRIGHT, 0.8)
        for n in range(BOXES * 2):
            x = wide / 4 + wide / 2 * n
            canvas.stroke(oval(x, base + 6, 34, 9), 1.5, GOLD, 0.65)
        for n in range(BOXES):
            x = wide * n
            canvas.fill(box(x, base + 70, 8, 62), DEEP)
            canvas.fill(box(x - 2, base + 70, 1.6, 62), GOLD, 0.8)
    canvas.fill(box(960, 592, 1000, 12), rgb("#1a0a0e"))
    # The lower the darker: the stalls lie in the dark, and nothing behind the fighters is brighter than they are.
    canvas.cover(np.clip(1 - canvas.y / 300, 0, 1) ** 1.2, rgb("#0a0407"), 0.72)
    canvas.save(folder / "hall.webp")


def lamp(folder: Path) -> None:
    """A gilt lamp between two boxes."""
    canvas = Canvas(44, 52, wraps=False)
    canvas.glow(oval(22, 28, 3, 5), 19, rgb("#c87a34"), 0.75)
    canvas.fill(oval(22, 28, 3.6, 5.4), rgb("#fff0cc"))
    canvas.fill(box(22, 18, 5, 1.6, 1), GOLD)
    canvas.save(folder / "lamp.webp")


def cloth(away: np.ndarray, fold: float, dark: str, light: str) -> np.ndarray:
    """Colours of hanging velvet: narrow bright crests between broad dark folds."""
    crest = (0.5 + 0.5 * np.cos(away * fold + 0.5 * np.sin(away * fold * 0.37))) ** 2.2
    ends = np.asarray(rgb(dark), np.float32), np.asarray(rgb(light), np.float32)
    return ends[0] + crest[..., None] * (ends[1] - ends[0])


def curtain(folder: Path) -> None:
    """Side curtains of the stage, gathered by a gold cord, with air between them, under one valance."""
    canvas = Canvas(PERIOD, HIGH)
    middle = 0
    away = np.minimum(np.abs(canvas.x - middle), np.abs(canvas.x - middle - PERIOD))
    waist = 1 - 0.42 * np.exp(-(((canvas.y - 190) / 110) ** 2))
    half = 128 * waist + 40 * np.clip((canvas.y - 380) / 220, 0, 1) ** 2
    tone = cloth(away / half * 120, 0.2, "#18050a", "#76262c")
    canvas.cover(np.clip(half - away, 0, 1), tone * np.clip(1.15 - away / half * 0.5, 0, 1)[..., None])
    canvas.cover(np.clip(half - away, 0, 1) * np.clip(3 - np.abs(away - half + 3), 0, 1), GOLD, 0.9)
    canvas.cover(np.clip(half + 4 - away, 0, 1) * np.clip(6 - np.abs(canvas.y - 190), 0, 1), GOLD)
    canvas.cover(np.clip(half - away, 0, 1) * np.clip(9 - np.abs(canvas.y - 9), 0, 1), GOLD, 0.8)
    for n in range(12):
        x = n * 160 + 80
        swag = both(oval(x, 612, 86, 62), box(x, 570, 80, 50))
        fold = (0.5 + 0.5 * np.cos((canvas.y + ((canvas.x - x) / 26) ** 2 * -1.6) * 0.42)) ** 1.6
        tone = np.asarray(rgb("#14060a")) + fold[..., None] * (np.asarray(rgb("#6a242c")) - np.asarray(rgb("#14060a")))
        canvas.fill(swag, tone)
        canvas.stroke(both(oval(x, 612, 86, 62), box(x, 570, 80, 54)), 2.4, GOLD, 0.8)
    canvas.save(folder / "curtain.webp")


def falling(folder: Path) -> None:
    """The house curtain that comes down: velvet from edge to edge, a gold border and a fringe at its foot."""
    canvas = Canvas(640, 540, scale=2)
    tone = cloth(canvas.x, np.pi / 20, "#1a050a", "#86303a")
    shade = 0.62 + 0.38 * np.clip(canvas.y / 300, 0, 1)
    canvas.cover(np.clip((canvas.y - 20) / 2, 0, 1), tone * shade[..., None])
    crest = (0.5 + 0.5 * np.cos(canvas.x * np.pi / 20)) ** 1.4
    gold = np.asarray(rgb("#5a3e1a")) + crest[..., None] * (np.asarray(rgb("#e8c67c")) - np.asarray(rgb("#5a3e1a")))
    for low, high in ((22, 40), (52, 58), (66, 69)):
        canvas.cover(np.clip((np.minimum(canvas.y - low, high - canvas.y)) / 2, 0, 1), gold)
    fringe = np.clip((20 - np.abs((canvas.x % 8) - 4) * 2.2 - np.abs(canvas.y - 12)) / 4, 0, 1) * (canvas.y < 24)
    canvas.cover(fringe, gold, 0.9)
    canvas.save(folder / "falling.webp")


def rail(folder: Path) -> None:
    """A stretch of balcony that breaks off and falls."""
    canvas = Canvas(300, 64, wraps=False)
    canvas.fill(box(150, 30, 148, 22, 3), rgb("#4a1a20"))
    for y, line in ((54, 4), (8, 3)):
        canvas.fill(box(150, y, 148, line, 1), rgb("#a87a34"))
        canvas.fill(box(150, y + 1.4, 148, 0.9), rgb("#f2d28a"))
    for n in range(6):
        canvas.stroke(oval(28 + n * 49, 31, 17, 13), 2.4, rgb("#a87a34"))
    canvas.save(folder / "rail.webp")

    def scroll(canvas: Canvas, x: float, y: float) -> None:
        canvas.stroke(oval(x, y, 32, 22), 5, rgb("#c8944a"))
        canvas.fill(oval(x, y, 9, 7), rgb("#f2d28a"))

    def bar(canvas: Canvas, x: float, y: float) -> None:
        canvas.fill(box(x, y, 42, 6, 2), rgb("#a87a34"))
        canvas.fill(box(x, y + 2, 42, 1.4), rgb("#f2d28a"))

    def panel(canvas: Canvas, x: float, y: float) -> None:
        shape = polygon((x - 34, y - 20), (x + 24, y - 16), (x + 36, y + 4), (x + 12, y + 20), (x - 30, y + 14))
        canvas.fill(shape, rgb("#4a1a20"))
        canvas.stroke(shape, 2, rgb("#a87a34"))

    pieces(folder, "rail_pieces.webp", (panel, scroll, bar, scroll, panel, bar, scroll, panel))


def bake(folder: Path) -> None:
    hall(folder)
    lamp(folder)
    curtain(folder)
    falling(folder)
    rail(folder)
    grand(folder)
    crowd_sheet(folder / "stalls.webp", 12, 33, rgb("#080306"), rgb("#6a4426"))
