"""Ogg files page by page: how many songs they hold, and whether they end as they should."""

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOUND: Final = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
"""How the first packet of a track of sound begins."""


@dataclass(frozen=True, slots=True)
class OggPages:
    """`chains` counts songs one after another in the file; `has_end` is whether the last page is marked as the last;
    `is_opus` is whether a stream in it begins as Opus does (RFC 7845). `tracks` are those of sound in the first song.
    """

    chains: int
    has_end: bool
    is_opus: bool
    tracks: int


def ogg_pages(path: Path) -> OggPages:
    """Walk the pages of an Ogg file (RFC 3533)."""
    chains, was_start, flags, is_opus, tracks = 0, False, 0, False, 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(b"OggS")
        while 0 <= at <= len(data) - 27:
            flags = data[at + 5]
            is_start = bool(flags & 2)
            chains += is_start and not was_start
            was_start = is_start
            lacing = data[at + 27 : at + 27 + data[at + 26]]
            body = at + 27 + len(lacing)
            if is_start:
                head = data[body : body + 8]
                is_opus = is_opus or head == b"OpusHead"
                tracks += chains == 1 and head.startswith(SOUND)
            at = body + sum(lacing)
            if data[at : at + 4] != b"OggS":
                at = data.find(b"OggS", at)
    return OggPages(chains, bool(flags & 4), is_opus, tracks)
