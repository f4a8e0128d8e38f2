"""Whether a file holds as much as its own header says, where the decoder would not tell."""

import mmap
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class OggPages:
    """`chains` counts songs one after another in the file; `has_end` is whether the last page is marked as the last;
    `is_opus` is whether a stream in it begins as Opus does (RFC 7845).
    """

    chains: int
    has_end: bool
    is_opus: bool


def ogg_pages(path: Path) -> OggPages:
    """Walk the pages of an Ogg file (RFC 3533)."""
    chains, was_start, flags, is_opus = 0, False, 0, False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(b"OggS")
        while 0 <= at <= len(data) - 27:
            flags = data[at + 5]
            is_start = bool(flags & 2)
            chains += is_start and not was_start
            was_start = is_start
            lacing = data[at + 27 : at + 27 + data[at + 26]]
            body = at + 27 + len(lacing)
            is_opus = is_opus or (is_start and data[body : body + 8] == b"OpusHead")
            at = body + sum(lacing)
            if data[at : at + 4] != b"OggS":
                at = data.find(b"OggS", at)
    return OggPages(chains, bool(flags & 4), is_opus)
