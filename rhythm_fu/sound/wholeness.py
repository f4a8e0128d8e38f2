"""Whether a file holds as much as its own header says, where the decoder would not tell."""

import os
from pathlib import Path
from typing import BinaryIO, Final

from rhythm_fu.sound.sniff import Container

UNKNOWN_SIZE: Final = (0, 0xFFFF_FFFF, 0x7FFF_FFFF)
"""Written by programs that could not seek back: the data runs to the end of the file."""


def missing_share(path: Path, container: Container) -> float:
    """The share of the sound data that its header promises and the file lacks, 0 to 1. Only WAV and AIFF tell."""
    if container not in (Container.WAV, Container.AIFF):
        return 0.0
    order, data = ("little", b"data") if container is Container.WAV else ("big", b"SSND")
    with path.open("rb") as file:
        if file.read(4) in (b"RF64", b"BW64"):
            return 0.0
        return _missing(file, order == "little", data, path.stat().st_size)


def _missing(file: BinaryIO, is_little: bool, data: bytes, file_size: int) -> float:
    """Walk the chunks of a RIFF or FORM file to the one that holds the sound."""
    at = 12
    while at + 8 <= file_size:
        file.seek(at)
        name, size = file.read(4), int.from_bytes(file.read(4), "little" if is_little else "big")
        if name == data:
            return 0.0 if size in UNKNOWN_SIZE else max(0, at + 8 + size - file_size) / size
        at += 8 + size + size % 2
    return 0.0


def has_ogg_end(path: Path) -> bool:
    """Whether the last page of an Ogg file is marked as the last."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 70_000))
        tail = file.read()
    last = tail.rfind(b"OggS")
    return last >= 0 and len(tail) > last + 5 and bool(tail[last + 5] & 4)
