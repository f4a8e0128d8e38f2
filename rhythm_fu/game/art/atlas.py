"""Baked figures: frames of one byte a pixel, a codebook that says what each byte means, and an index of moves."""

import json
import lzma
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.errors import LibraryError

Codes = NDArray[np.uint8]
Frame = NDArray[np.uint8]

FRAMES_A_BLOCK: Final = 4
"""Frames packed together: successive ones are alike, and are wanted together."""

LZMA: Final = ({"id": lzma.FILTER_LZMA2, "preset": 9},)

DECODED_BYTES: Final = 70_000_000
"""Unpacked frames kept: all of the largest figure's, so that nothing unpacks in the middle of a fight."""


@dataclass(frozen=True, slots=True)
class MoveInfo:
    """One baked move. Phases are 0..1 of its length.

    `verb` says what it answers (strike, shot, evade, death...), `side` +1 hits where the figure faces, -1 behind it.
    `impact` is the phase of the blow (1.0 if it has none); `prepared` the phase where anticipation ends. A move starts
    in stance `entry` and ends in `exit`, pixel for pixel; a stance that begins with ~ is the mirror image, so she has
    turned round. `fits` are the killing moves a death suits.
    """

    name: str
    length_s: float
    frames: tuple[int, ...]
    blur: tuple[float, ...]
    entry: str
    exit: str
    verb: str
    impact: float
    prepared: float
    side: int
    height: str
    is_loop: bool
    fits: tuple[str, ...]

    @property
    def lead_s(self) -> float:
        """Seconds from its start to the impact."""
        return self.length_s * self.impact

    @property
    def tail_s(self) -> float:
        """Seconds from the impact to its end."""
        return self.length_s * (1 - self.impact)

    def frame(self, phase: float) -> int:
        """The frame shown at a phase."""
        last = len(self.frames) - 1
        return self.frames[min(last, max(0, round(phase * last)))]

    def blur_at(self, phase: float) -> float:
        """How fast the limbs move at a phase, 0..1."""
        last = len(self.blur) - 1
        return self.blur[min(last, max(0, round(phase * last)))]


class Atlas:
    """One figure's file, read once; frames unpack when first asked for, and the longest unused are dropped.

    `codes` has shape (256, 4): coverage, rim from the left, rim from the right and detail of each byte, 0..255.
    """

    def __init__(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as found:
                self.codes: Codes = found["codes"]
                self._data: bytes = found["data"].tobytes()
                self._starts: list[int] = found["starts"].tolist()
                self._boxes: list[list[int]] = found["boxes"].tolist()
                self._points: list[list[list[int]]] = found["points"].tolist()
                index = json.loads(found["index"].tobytes())
        except (OSError, KeyError, ValueError) as fault:
            fix = "reinstall the game, or bake it again: python -m tools.bake_art"
            raise LibraryError(str(path), f"not a baked figure ({fault})", fix) from None
        self.names: dict[str, int] = {name: i for i, name in enumerate(index["names"])}
        self.stances: tuple[str, ...] = tuple(index["stances"])
        self.moves: Mapping[str, MoveInfo] = MappingProxyType({n: _move_info(n, m) for n, m in index["moves"].items()})
        self._decoded: OrderedDict[int, tuple[Frame, ...]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._boxes)

    @property
    def unpacked(self) -> int:
        """Bytes of all frames together, were they all unpacked at once."""
        return sum(w * h for _, _, w, h in self._boxes)

    def box(self, frame: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a frame, in pixels from the point where the figure stands."""
        x, y, w, h = self._boxes[frame]
        return x, y, w, h

    def point(self, frame: int, name: str) -> tuple[int, int]:
        """A named point of a frame, in pixels from where the figure stands. Unknown names are the chest."""
        x, y = self._points[frame][self.names.get(name, self.names["chest"])]
        return x, y

    def frame(self, number: int) -> Frame:
        """A frame's bytes, shape (h, w)."""
        block, place = divmod(number, FRAMES_A_BLOCK)
        with self._lock:
            found = self._decoded.get(block)
            if found is None:
                found = self._decoded[block] = self._unpack(block)
                self._held += sum(frame.nbytes for frame in found)
                while self._held > DECODED_BYTES:
                    _, dropped = self._decoded.popitem(last=False)
                    self._held -= sum(frame.nbytes for frame in dropped)
            else:
                self._decoded.move_to_end(block)
            return found[place]

    def unpack_all(self) -> None:
        """Unpack every frame now, a block at a time: another thread may draw in between."""
        for number in range(0, len(self), FRAMES_A_BLOCK):
            self.frame(number)

    @property
    def is_unpacked(self) -> bool:
        """Whether no frame is left to unpack."""
        return len(self._decoded) * FRAMES_A_BLOCK >= len(self)

    def _unpack(self, block: int) -> tuple[Frame, ...]:
        raw = lzma.decompress(self._data[self._starts[block] : self._starts[block + 1]], lzma.FORMAT_RAW, filters=LZMA)
        frames, at = [], 0
        for _, _, w, h in self._boxes[block * FRAMES_A_BLOCK : (block + 1) * FRAMES_A_BLOCK]:
            frames.append(np.frombuffer(raw, np.uint8, w * h, at).reshape(h, w))
            at += w * h
        return tuple(frames)


def _move_info(name: str, raw: dict[str, object]) -> MoveInfo:
    marks = raw["marks"]
    frames, blur, fits = raw["frames"], raw["blur"], raw.get("fits", [])
    assert isinstance(marks, dict)
    assert isinstance(frames, list)
    assert isinstance(blur, list)
    assert isinstance(fits, list)
    impact = float(marks.get("impact", 1.0))
    return MoveInfo(
        name=name,
        length_s=float(str(raw["length_s"])),
        frames=tuple(frames),
        blur=tuple(blur),
        entry=str(raw["entry"]),
        exit=str(raw["exit"]),
        verb=str(raw.get("verb", "")),
        impact=impact,
        prepared=float(marks.get("prepared", impact * 0.5)),
        side=int(str(raw.get("side", 1))),
        height=str(raw.get("height", "")),
        is_loop=bool(raw.get("loop", False)),
        fits=tuple(str(f) for f in fits),
    )
