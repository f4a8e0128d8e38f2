"""Packs painted frames: four planes become one byte a pixel through a codebook of 256 colours-to-be.

A figure's file holds the codebook, each distinct frame once, its box and named points, and an index of moves.
"""

import hashlib
import json
import lzma
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree
from sklearn.cluster import MiniBatchKMeans

from rhythm_fu.game.art.atlas import FRAMES_A_BLOCK, LZMA
from tools.bake_art.moves import TIP_NAMES, Book, Shot

LEVELS = 32
CODES = 256
EVEN_CODES = 24
"""Codes lit alike from both sides."""
HANDED_CODES = (CODES - 2 - EVEN_CODES) // 2
"""Codes lit more from the left; as many again are their mirror images."""
PLANE_WEIGHT = np.array([1.0, 1.0, 1.0, 0.9])


def _levels(shot: Shot) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """The cropped frame as 0..31 levels, shape (h, w, 4), and its box relative to the ground point."""
    p = shot.planes
    stack = np.stack([p.cover, p.left, p.right, p.detail], axis=-1)
    q = np.clip(np.rint(stack * (LEVELS - 1)), 0, LEVELS - 1).astype(np.uint8)
    seen = q.max(axis=-1) > 0
    if not seen.any():
        return np.zeros((1, 1, 4), np.uint8), (0, 0, 1, 1)
    ys, xs = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    y0, y1, x0, x1 = ys[0], ys[-1] + 1, xs[0], xs[-1] + 1
    box = (int(x0 - p.anchor[0]), int(y0 - p.anchor[1]), int(x1 - x0), int(y1 - y0))
    return q[y0:y1, x0:x1], box


def _joined(levels: np.ndarray) -> np.ndarray:
    """Each pixel's four levels as one number."""
    a = levels.reshape(-1, 4).astype(np.int64)
    return ((a[:, 0] * LEVELS + a[:, 1]) * LEVELS + a[:, 2]) * LEVELS + a[:, 3]


def _codebook(frames: list[np.ndarray]) -> np.ndarray:
    """256 level quadruples that stand for all of them; code 0 is nothing and code 1 plain silhouette."""
    counts = np.zeros(LEVELS**4, np.int64)
    for levels in frames:
        counts += np.bincount(_joined(levels), minlength=LEVELS**4)
    seen = np.flatnonzero(counts)
    found, counts = np.stack(np.unravel_index(seen, (LEVELS,) * 4), axis=1), counts[seen]
    plain = (found.max(axis=1) == 0) | ((found[:, 0] == LEVELS - 1) & (found[:, 1:].max(axis=1) == 0))
    found, counts = found[~plain], counts[~plain]
    turned = found[:, 2] > found[:, 1]  # learn on one hand only: the book must be the same in a mirror
    found[turned] = found[turned][:, [0, 2, 1, 3]]
    even = found[:, 1] == found[:, 2]
    alike = MiniBatchKMeans(EVEN_CODES, n_init=3, random_state=7)
    alike.fit(found[even] * PLANE_WEIGHT, sample_weight=np.sqrt(counts[even]))
    same = np.clip(alike.cluster_centers_ / PLANE_WEIGHT, 0, LEVELS - 1)
    same[:, 1:3] = same[:, 1:3].mean(axis=1, keepdims=True)
    means = MiniBatchKMeans(HANDED_CODES, n_init=3, random_state=7, batch_size=8192)
    means.fit(found * PLANE_WEIGHT, sample_weight=np.sqrt(counts))
    centres = np.clip(means.cluster_centers_ / PLANE_WEIGHT, 0, LEVELS - 1)
    order = np.lexsort((centres[:, 2], centres[:, 1], centres[:, 0]))
    fixed = np.array([[0, 0, 0, 0], [LEVELS - 1, 0, 0, 0]], float)
    return np.concatenate([fixed, same, centres[order], centres[order][:, [0, 2, 1, 3]]])


def _nearest(codes: np.ndarray) -> np.ndarray:
    """The code of every possible quadruple, shape (LEVELS**4,), so made that a mirrored pixel has the mirrored code."""
    every = np.stack(np.unravel_index(np.arange(LEVELS**4), (LEVELS,) * 4), axis=1)
    left, right = every[:, 1], every[:, 2]
    evens, lefts = 2 + EVEN_CODES, 2 + EVEN_CODES + HANDED_CODES
    weighed = codes * PLANE_WEIGHT
    found = np.zeros(LEVELS**4, np.int64)
    on_axis, on_left = left == right, left > right
    found[on_axis] = cKDTree(weighed[:evens]).query(every[on_axis] * PLANE_WEIGHT)[1]
    found[on_left] = cKDTree(weighed[:lefts]).query(every[on_left] * PLANE_WEIGHT)[1]
    twin = np.arange(CODES)
    twin[evens:lefts] += HANDED_CODES
    swapped = _joined(every[left < right][:, [0, 2, 1, 3]])
    found[left < right] = twin[found[swapped]]
    return found.astype(np.uint8)


@dataclass(frozen=True)
class Filmed:
    """A frame ready to pack. `tips` are hands and feet, to tell how fast they move."""

    levels: np.ndarray
    box: tuple[int, int, int, int]
    points: list[tuple[int, int]]
    tips: list[tuple[float, float]]


def _filmed(kind: str, name: str) -> list[Filmed]:
    made = []
    for shot in _book(kind).film(name):
        levels, box = _levels(shot)
        points = [(round(x), round(y)) for x, y in (shot.points.get(k, shot.points["chest"]) for k in TIP_NAMES)]
        made.append(Filmed(levels, box, points, [shot.points[k] for k in ("handL", "handR", "toeL", "toeR")]))
    if _book(kind).moves[name].exit.startswith("~"):  # a turn ends in the mirror image, to the pixel
        first = made[0]
        (x, y, w, h), last = first.box, made[-1]
        made[-1] = Filmed(first.levels[:, ::-1, [0, 2, 1, 3]], (-x - w, y, w, h), last.points, last.tips)
    return made


@cache
def _book(kind: str) -> Book:
    return Book(kind)


def pack(book: Book, path: Path, say=print) -> None:
    """Films every move of a kind and writes its file."""
    frames: list[np.ndarray] = []
    boxes: list[tuple[int, int, int, int]] = []
    points: list[list[tuple[int, int]]] = []
    known: dict[bytes, int] = {}
    moves: dict[str, dict[str, object]] = {}
    names = list(book.moves)
    with ProcessPoolExecutor(2) as workers:
        films = dict(zip(names, workers.map(_filmed, [book.kind] * len(names), names), strict=True))
    for name, move in book.moves.items():
        ids: list[int] = []
        speeds: list[float] = []
        last: list[tuple[float, float]] | None = None
        for shot in films[name]:
            key = hashlib.sha1(shot.levels.tobytes() + repr(shot.box).encode(), usedforsecurity=False).digest()
            if key not in known:
                known[key] = len(frames)
                frames.append(shot.levels)
                boxes.append(shot.box)
                points.append(shot.points)
            ids.append(known[key])
            steps = zip(shot.tips, last or shot.tips, strict=True)
            speeds.append(max(np.hypot(a[0] - b[0], a[1] - b[1]) for a, b in steps))
            last = shot.tips
        marks = {str(k["mark"]): round(float(k["t"]) / move.length, 5) for k in move.keys if "mark" in k}
        blur = [round(min(1.0, max(0.0, (s - 9) / 40)), 2) for s in speeds]
        moves[name] = {
            "frames": ids,
            "length_s": move.length,
            "entry": move.entry,
            "exit": move.exit,
            "marks": marks,
            "blur": blur,
            **move.meta,
        }
        say(f"{book.kind} {name}: {len(ids)} frames")
    codes = _codebook(frames)
    nearest = _nearest(codes)
    data, starts, raw = bytearray(), [0], 0
    for first in range(0, len(frames), FRAMES_A_BLOCK):
        block = b"".join(nearest[_joined(levels)].tobytes() for levels in frames[first : first + FRAMES_A_BLOCK])
        raw += len(block)
        data += lzma.compress(block, lzma.FORMAT_RAW, filters=LZMA)
        starts.append(len(data))
    index_json = json.dumps(
        {"kind": book.kind, "names": TIP_NAMES, "stances": book.stances, "moves": moves}, separators=(",", ":")
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        np.savez(
            out,
            codes=np.rint(codes * (255 / (LEVELS - 1))).astype(np.uint8),
            data=np.frombuffer(bytes(data), np.uint8),
            starts=np.array(starts, np.int32),
            boxes=np.array(boxes, np.int16),
            points=np.array(points, np.int16),
            index=np.frombuffer(index_json.encode(), np.uint8),
        )
    say(
        f"{book.kind}: {len(frames)} distinct frames, {raw / 1e6:.1f} MB unpacked, "
        f"{path.stat().st_size / 1e6:.2f} MB on disk"
    )
