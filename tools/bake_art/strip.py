"""Strips of frames to look at: `python -m tools.bake_art.strip dancer battement shot -o strip.png`."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tools.bake_art.moves import Book, Shot
from tools.bake_art.raster import Planes

DARK = ((34, 8, 44), (7, 3, 13), (255, 42, 141), (56, 232, 255))
BRIGHT = ((176, 196, 206), (29, 40, 48), (255, 255, 255), (169, 212, 234))


SIZE, GROUND = (520, 440), (260, 390)


def placed(shot: Shot) -> Planes:
    """The frame on a sheet of one size."""

    def put(a: np.ndarray) -> np.ndarray:
        out = np.zeros((SIZE[1], SIZE[0]), np.float32)
        x, y = round(GROUND[0] - shot.planes.anchor[0]), round(GROUND[1] - shot.planes.anchor[1])
        x0, y0 = max(x, 0), max(y, 0)
        x1, y1 = min(x + a.shape[1], SIZE[0]), min(y + a.shape[0], SIZE[1])
        out[y0:y1, x0:x1] = a[y0 - y : y1 - y, x0 - x : x1 - x]
        return out

    p = shot.planes
    return Planes(put(p.cover), put(p.left), put(p.right), put(p.detail), GROUND)


def composed(shot: Shot, scheme: tuple[tuple[int, int, int], ...]) -> np.ndarray:
    """A frame over a plain ground in one arena's colours, shape (h, w, 3)."""
    ground, ink, left, right = (np.array(c, np.float32) for c in scheme)
    p = placed(shot)
    core = np.clip((np.maximum(p.left, p.right) - 0.74) / 0.26, 0, 1)[..., None]
    rim = p.left[..., None] * left + p.right[..., None] * right
    rgb = ground * (1 - p.cover[..., None]) + ink * p.cover[..., None] + rim + core * 160
    rgb = rgb + p.detail[..., None] * ((left + right) * 0.35 + 70)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def strip(
    book: Book,
    name: str,
    *,
    every: int = 1,
    crop: tuple[int, int, int, int] = (90, 60, 430, 420),
    scheme=DARK,
    cols: int = 12,
) -> Image.Image:
    """A move's frames in rows; the impact's frame has a bright bar under it."""
    length = book.moves[name].length
    n = max(2, round(length * book.fps) + 1)
    want = list(range(0, n, every))
    if want[-1] != n - 1:
        want.append(n - 1)
    shots = book.film(name, only=want)
    w, h = crop[2] - crop[0], crop[3] - crop[1]
    rows = -(-len(want) // cols)
    sheet = Image.new("RGB", (w * min(cols, len(want)), (h + 6) * rows + 16), scheme[0])
    draw = ImageDraw.Draw(sheet)
    impact = book.moves[name].mark("impact")
    hit = None if impact is None else round(impact / length * (n - 1))
    near = None if hit is None else min(want, key=lambda i: abs(i - hit))
    for j, i in enumerate(want):
        tile = Image.fromarray(composed(shots[i], scheme)).crop(crop)
        at = (j % cols * w, 16 + j // cols * (h + 6))
        sheet.paste(tile, at)
        draw.text((at[0] + 4, at[1] + 2), f"{i} {i / book.fps:.2f}s", fill=(200, 200, 200))
        if i == near:
            draw.rectangle((at[0] + 8, at[1] + h, at[0] + w - 8, at[1] + h + 3), fill=(255, 255, 255))
    m = book.moves[name]
    draw.text((4, 2), f"{book.kind} {name}: {m.entry} -> {m.exit} {m.length:.2f}s", fill=(255, 255, 120))
    return sheet


def stacked(sheets: list[Image.Image]) -> Image.Image:
    out = Image.new("RGB", (max(s.width for s in sheets), sum(s.height for s in sheets)), (12, 12, 12))
    y = 0
    for s in sheets:
        out.paste(s, (0, y))
        y += s.height
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind")
    parser.add_argument("moves", nargs="*")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=2)
    parser.add_argument("--scale", type=float, default=0.6)
    parser.add_argument("--cols", type=int, default=12)
    parser.add_argument("--bright", action="store_true")
    parser.add_argument("--poses", action="store_true", help="poses instead of moves")
    a = parser.parse_args()
    book = Book(a.kind)
    if a.poses:
        from tools.bake_art.moves import MoveData

        names = a.moves or list(book.poses)
        tiles = []
        for name in names:
            book.moves["_"] = MoveData(
                "_", [{"t": 0.0, "pose": name, "exact": True}, {"t": 0.05, "pose": name, "exact": True}], name, name, {}
            )
            Book.motion.cache_clear()
            tile = Image.fromarray(composed(book.film("_", only=[0])[0], BRIGHT if a.bright else DARK)).crop(
                (70, 40, 450, 425)
            )
            ImageDraw.Draw(tile).text((4, 4), name, fill=(255, 255, 120))
            tiles.append(tile)
        rows = [tiles[i : i + a.cols] for i in range(0, len(tiles), a.cols)]
        made = []
        for row in rows:
            line = Image.new("RGB", (sum(t.width for t in row), row[0].height))
            for i, t in enumerate(row):
                line.paste(t, (i * t.width, 0))
            made.append(line)
        sheet = stacked(made)
    else:
        sheet = stacked(
            [
                strip(book, m, every=a.every, cols=a.cols, scheme=BRIGHT if a.bright else DARK)
                for m in a.moves or list(book.moves)
            ]
        )
    if a.scale != 1:
        sheet = sheet.resize((round(sheet.width * a.scale), round(sheet.height * a.scale)), Image.Resampling.LANCZOS)
    sheet.save(a.out)


if __name__ == "__main__":
    main()
