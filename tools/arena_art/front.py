"""What stands between us and the fight, arena by arena: silhouettes with a thin rim, painted at half size.

They are put out of focus when they are loaded. Every piece that stands at the lower edge reaches 40 below it.
"""

from pathlib import Path

import numpy as np
from arena_art.paint import Canvas, Sdf, both, box, capsule, circle, cut, oval, polygon, rgb, union

SHORT = 190
"""High enough for what may pass anywhere: it ends below everybody's feet."""


def piece(folder: Path, name: str, size: tuple[int, int], shape: Sdf, tones: tuple[str, str, float]) -> Canvas:
    """A silhouette that is lighter along its upper edges, where the room's light catches it."""
    ink, rim, level = tones
    canvas = Canvas(*size, scale=2, wraps=False)
    away = canvas.distance(shape)
    canvas.cover(np.clip(0.5 - away / 2, 0, 1), rgb(ink))
    lit = np.clip(1 - np.abs(away + 5) / 7, 0, 1)
    lit *= np.clip(shape(canvas.x, canvas.y + 9) - away, 0, 9) / 12 + 0.25
    canvas.cover(lit * (away < 0), rgb(rim), level)
    canvas.save(folder / name)
    return canvas


def folds(folder: Path, name: str, ink: str, light: str, trim: str, *, seed: float = 0) -> None:
    """The edge of a curtain: full height, heavy folds, wider at its head and foot."""
    canvas = Canvas(190, 780, scale=2, wraps=False)
    away = np.abs(canvas.x - 95)
    waist = 80 - 22 * np.exp(-(((canvas.y - 330) / 190) ** 2)) + 5 * np.sin(canvas.y / 90 + seed)
    fold = 0.5 + 0.5 * np.cos((canvas.x - 95) / waist * 11 + seed + np.sin(canvas.y / 210) * 0.7)
    tone = np.asarray(rgb(ink)) + (fold**2)[..., None] * (np.asarray(rgb(light)) - np.asarray(rgb(ink)))
    canvas.cover(np.clip((waist - away) / 2, 0, 1), tone)
    canvas.cover(np.clip(2.5 - np.abs(away - waist + 4) / 2, 0, 1), rgb(trim), 0.55)
    canvas.save(folder / name)


def conservatory(folder: Path) -> None:
    end = union(
        capsule(20, 118, 380, 118, 8), capsule(20, 84, 380, 84, 6), circle(384, 118, 13), circle(384, 84, 10),
        capsule(344, 118, 344, -10, 7), capsule(60, 118, 60, -10, 7), box(344, 34, 24, 8, 4), box(60, 34, 24, 8, 4),
    )  # fmt: skip
    piece(folder, "front_barre.webp", (410, 150), end, ("#131b22", "#9db8c6", 0.8))
    folds(folder, "front_curtain.webp", "#1a252d", "#3f5360", "#8fa9b8")


def initiation(folder: Path) -> None:
    parts: list[Sdf] = [capsule(90, 0, 90, 430, 8, 6), box(90, 250, 15, 6, 5), box(90, 120, 18, 7, 6)]
    for off, lift in ((-62, 440), (-32, 462), (0, 480), (32, 462), (62, 440)):
        parts += [capsule(90, 390, 90 + off, lift - 22, 4.5), box(90 + off, lift - 14, 15, 5, 3)]
        parts.append(box(90 + off, lift + 12, 8, 24, 2))
    canvas = piece(folder, "front_candles.webp", (190, 560), union(*parts), ("#05070c", "#c88a3a", 0.8))
    for off, lift in ((-62, 440), (-32, 462), (0, 480), (32, 462), (62, 440)):
        x, y = 90 + off, lift + 38
        flame = polygon((x - 5, y + 6), (x, y + 30), (x + 5, y + 6), (x, y))
        canvas.fill(flame, rgb("#ffd68a"))
        canvas.glow(flame, 30, rgb("#d8862a"), 0.35)
    canvas.save(folder / "front_candles.webp")
    heads: list[Sdf] = []
    for x, tall in ((70, 148), (190, 166), (300, 140)):
        heads += [
            polygon((x - 66, -4), (x - 46, tall - 78), (x - 24, tall - 40), (x + 24, tall - 40), (x + 46, tall - 78),
                    (x + 66, -4)),
            polygon((x - 30, tall - 52), (x - 24, tall - 18), (x + 2, tall), (x + 25, tall - 18), (x + 30, tall - 52)),
        ]  # fmt: skip
    piece(folder, "front_hoods.webp", (370, SHORT), union(*heads), ("#04060a", "#a8803e", 1.0))


def nightclub(folder: Path) -> None:
    def head(x: float, tall: float, size: float) -> Sdf:
        return union(
            oval(x, tall - size, size * 0.84, size), capsule(x, tall - size * 1.6, x, tall - size * 2.4, 12, 18),
            capsule(x - 30, tall - size * 2.9, x + 30, tall - size * 2.9, 22), box(x, 10, 52, tall - size * 2.9),
        )  # fmt: skip

    def hand(x: float, tall: float, lean: float) -> Sdf:
        fingers = [
            capsule(x + lean, tall - 26, x + lean + off, tall + up, 3.6) for off, up in ((-9, -4), (0, 0), (8, -6))
        ]
        return union(capsule(x, -10, x + lean, tall - 30, 14, 9), circle(x + lean, tall - 30, 10.5), *fingers)

    one = union(head(86, 128, 27), head(214, 112, 25), hand(150, 168, 12), hand(300, 160, -10), head(330, 96, 24))
    piece(folder, "front_row.webp", (400, SHORT), one, ("#06020a", "#f048b8", 1.0))
    two = union(head(90, 120, 26), hand(28, 166, 8), hand(166, 172, -6), circle(116, 132, 15))
    piece(folder, "front_two.webp", (240, SHORT), two, ("#06020a", "#a060e0", 0.9))
    side = union(
        capsule(70, -10, 84, 330, 26, 17), capsule(84, 330, 66, 470, 16, 12), circle(62, 488, 16),
        capsule(62, 490, 52, 530, 6), capsule(64, 492, 66, 536, 6), capsule(70, 490, 80, 528, 6),
        capsule(150, -10, 158, 210, 40, 34), oval(156, 268, 34, 42),
    )  # fmt: skip
    piece(folder, "front_arm.webp", (220, 560), side, ("#06020a", "#e040b0", 0.9))


def banquet(folder: Path) -> None:
    def chair(x: float, tall: float) -> Sdf:
        back = cut(box(x, tall - 60, 56, 60, 34), union(oval(x, tall - 62, 34, 40), box(x, tall - 118, 34, 10)))
        weave = union(
            *(capsule(x + off, tall - 108, x + off * 0.6, tall - 24, 2.4) for off in (-22, 0, 22)),
            oval(x, tall - 62, 9, 13),
        )
        return union(back, weave, circle(x, tall - 2, 8), capsule(x - 50, tall - 100, x - 54, -10, 7),
                     capsule(x + 50, tall - 100, x + 54, -10, 7))  # fmt: skip

    piece(
        folder, "front_chairs.webp", (330, SHORT), union(chair(84, 168), chair(246, 160)), ("#0b0305", "#e8b060", 1.0)
    )
    stems = [capsule(95, 230, 95 + off, tall, 2.6) for off, tall in ((-54, 390), (-24, 430), (10, 450), (44, 410))]
    blooms = [circle(95 + off, tall, 24) for off, tall in ((-56, 392), (-24, 434), (12, 456), (48, 414), (-2, 384))]
    blooms += [oval(95 + off, tall, 26, 11) for off, tall in ((-66, 340), (62, 350), (-30, 320), (34, 318))]
    vase = union(oval(95, 170, 36, 66), box(95, 236, 20, 12, 4), oval(95, 244, 28, 7), box(95, 40, 70, 70, 4))
    piece(folder, "front_flowers.webp", (190, 500), union(vase, *stems, *blooms), ("#0b0305", "#c8784a", 0.9))


def mirrors(folder: Path) -> None:
    edge = polygon((40, -10), (150, -10), (96, 740), (-14, 740))
    hole = polygon((-40, -10), (112, -10), (58, 720), (-90, 720))
    canvas = piece(folder, "front_frame.webp", (180, 780), cut(edge, hole), ("#04050c", "#7ac8ff", 0.9))
    for off, level in ((-14, 0.30), (-40, 0.16)):
        streak = polygon((112 + off, 0), (106 + off, 0), (52 + off, 720), (58 + off, 720))
        canvas.fill(both(streak, hole), rgb("#8a7bff"), level)
    canvas.save(folder / "front_frame.webp")
    shards = union(
        polygon((14, -10), (46, 74), (72, -10)), polygon((58, -10), (148, 166), (176, 60), (150, -10)),
        polygon((168, -10), (196, 48), (240, -10)), polygon((250, -10), (262, 104), (312, -10)),
    )  # fmt: skip
    piece(folder, "front_shards.webp", (320, SHORT), shards, ("#060818", "#7ad8ff", 0.9))


def opera(folder: Path) -> None:
    folds(folder, "front_curtain.webp", "#12040a", "#4a141c", "#a87a34", seed=1.3)
    rail: list[Sdf] = [capsule(0, 128, 480, 128, 11), capsule(0, 34, 480, 34, 9), box(240, 8, 240, 24)]
    for n in range(10):
        x = 24 + 48 * n
        rail += [oval(x, 80, 11, 26), capsule(x, 128, x, 34, 4), oval(x, 112, 8, 7)]
    roses = [circle(330 + off, y, r) for off, y, r in ((0, 148, 17), (28, 154, 15), (-24, 142, 15), (10, 166, 14))]
    leaves = [capsule(330, 136, 330 + off, 118, 5, 2) for off in (-58, -34, 52, 70)]
    piece(folder, "front_rail.webp", (480, SHORT), union(*rail, *roses, *leaves), ("#0c0306", "#d8a85c", 1.0))


PAINTED = {
    "conservatory": conservatory, "initiation": initiation, "nightclub": nightclub, "banquet": banquet,
    "mirrors": mirrors, "opera": opera,
}  # fmt: skip
