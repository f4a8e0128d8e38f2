"""Ogg files page by page: how many songs they hold, and whether they end as they should."""

import mmap
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOUND: Final = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")
"""How the first packet of a track of sound begins."""

MIRRORED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
"""Each byte with its bits the other way round."""


@dataclass(frozen=True, slots=True)
class OggPages:
    """`chains` counts songs one after another in the file; `has_end` is whether the last page is marked as the last;
    `is_opus` is whether a stream in it begins as Opus does (RFC 7845). `tracks` are those of sound in the first song;
    `kinds` are the codec, rate and channels that each song's first track begins with, as bytes that differ if they do.
    `lost` counts pages that are missing by their numbers, or whose checksum is wrong: decoders leave them out, so all
    that follows comes too early, and say nothing.
    """

    chains: int
    has_end: bool
    is_opus: bool
    tracks: int
    kinds: frozenset[bytes]
    lost: int


def ogg_pages(path: Path) -> OggPages:
    """Walk the pages of an Ogg file (RFC 3533)."""
    chains, was_start, flags, is_opus, tracks = 0, False, 0, False, 0
    kinds: dict[int, bytes] = {}
    latest: dict[bytes, tuple[int, bool]] = {}
    lost = 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = data.find(b"OggS")
        while 0 <= at <= len(data) - 27:
            flags = data[at + 5]
            is_start = bool(flags & 2)
            chains += is_start and not was_start
            was_start = is_start
            lacing = data[at + 27 : at + 27 + data[at + 26]]
            body = at + 27 + len(lacing)
            head = data[body : body + 16] if is_start else b""
            if head.startswith(SOUND):
                is_opus = is_opus or head.startswith(b"OpusHead")
                tracks += chains == 1
                kinds.setdefault(chains, _kind(head))
            end = body + sum(lacing)
            if end > len(data):
                flags = 0  # cut within its last page, whatever that says
                break
            serial, number = data[at + 14 : at + 18], int.from_bytes(data[at + 18 : at + 22], "little")
            before, is_begun = latest.get(serial, (number - 1, False))
            if not _is_sound(data[at:end]):
                lost += 1
                is_known = serial in latest and number == before + 1
            else:
                is_known = True
                if is_begun and not is_start:  # a recording of a radio begins anywhere, its headers in front
                    lost += max(0, number - before - 1)
            if is_known:
                latest[serial] = (number, not is_start and any(data[at + 6 : at + 14]))
            at = end
            if data[at : at + 4] != b"OggS":
                at = data.find(b"OggS", at)
    return OggPages(chains, bool(flags & 4), is_opus, tracks, frozenset(kinds.values()), lost)


def _is_sound(page: bytes) -> bool:
    """Whether a page's checksum is right: zlib's, but with all bits the other way round and none inverted."""
    turned = (page[:22] + bytes(4) + page[26:]).translate(MIRRORED)
    check = zlib.crc32(turned, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return check.to_bytes(4, "big").translate(MIRRORED) == page[22:26]


def _kind(head: bytes) -> bytes:
    """What must not change from song to song: Opus is always decoded at 48 kHz, and keeps its channels at byte 9."""
    if head.startswith(b"OpusHead"):
        return head[:8] + head[9:10]
    return head[:7] + head[11:16] if head.startswith(b"\x01vorbis") else head[:5]
