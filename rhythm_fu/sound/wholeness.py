"""Whether a file holds as much as its own header says, and one song, where the decoder would not tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from rhythm_fu.sound.sniff import Container

UNKNOWN_SIZE: Final = (0, 0xFFFF_FFFF, 0x7FFF_FFFF)
"""Written by programs that could not seek back: the data runs to the end of the file."""

STREAM_INFO: Final = (b"fLaC\x00\x00\x00\x22", b"fLaC\x80\x00\x00\x22")
"""How every FLAC file begins: eight bytes that turn up by chance in one file of many millions of years of music."""

PIECE: Final = 1 << 20
"""Bytes searched at once; files may be larger than the worker's memory."""

MP4_BOXES: Final = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide", b"uuid", b"udta", b"meta", b"sidx",
     b"mfra", b"pdin", b"emsg", b"prft"}
)  # fmt: skip
"""What stands at the top of an MP4 file (ISO/IEC 14496-12); anything else was put behind its end."""

EBML: Final = 0x1A45DFA3
SEGMENT: Final = 0x18538067
"""Elements of Matroska (RFC 9559)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What the frame of a file says about its size.

    `missing` is the share of what the header promises that is not there, 0 to 1. `files` counts files of the same kind
    one behind the other. `tells_end` is whether a cut would have shown. `has_index` is false for an MP4 file without
    the box that says where its sound is. `beyond` counts bytes behind the sound of a WAV that belong to no chunk: a
    header whose 32 bits were too few for the size.
    """

    missing: float = 0.0
    files: int = 1
    tells_end: bool = True
    has_index: bool = True
    beyond: int = 0


def extent_of(path: Path, container: Container) -> Extent:
    """The extent of a file. Ogg and MP3 have their own walks (`ogg`, `mp3`); a bare AAC stream tells nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if container in (Container.WAV, Container.AIFF):
            return _chunks(file, size)
        if container is Container.FLAC:
            return Extent(files=_flac_files(file))
        if container is Container.MP4:
            return _boxes(file, size)
        if container is Container.MATROSKA:
            return _elements(file, size)
        return Extent(tells_end=container is not Container.ADTS)


def _chunks(file: BinaryIO, size: int) -> Extent:
    """Walk the chunks of a RIFF, RF64 or FORM file: the one with the sound, and what stands behind it."""
    kind = file.read(4)
    is_wide, sound = kind in (b"RF64", b"BW64"), b"SSND" if kind == b"FORM" else b"data"
    at, missing, files, wide_size, beyond = 12, 0.0, 1, 0, 0
    has_sound = False
    while at + 8 <= size:
        file.seek(at)
        name, length = file.read(4), int.from_bytes(file.read(4), "big" if kind == b"FORM" else "little")
        if has_sound and not (name.isascii() and name.decode("ascii").isprintable()):
            beyond = size - at
            break
        if name == b"ds64" and is_wide:
            wide_size = int.from_bytes(file.read(16)[8:], "little")
        if name == sound:
            if is_wide and length == 0xFFFF_FFFF:
                length = wide_size
            if length in UNKNOWN_SIZE:
                return Extent(tells_end=False)
            missing = max(missing, max(0, at + 8 + length - size) / length)
            has_sound = True
        if has_sound and name == kind:  # another file, whose form type stands where a chunk would
            files += 1
            at += 12
        else:
            at += 8 + length + length % 2
    return Extent(missing, files, beyond=beyond)


def _flac_files(file: BinaryIO) -> int:
    found, rest, overlap = 0, b"", len(STREAM_INFO[0]) - 1
    while piece := file.read(PIECE):
        searched = rest + piece
        found += sum(searched.count(mark) for mark in STREAM_INFO)
        rest = searched[-overlap:]
    return max(1, found)


def _boxes(file: BinaryIO, size: int) -> Extent:
    at = indexes = 0
    missing = 0.0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, name = int.from_bytes(head[:4], "big"), head[4:8]
        if name not in MP4_BOXES:
            break
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        indexes += name == b"moov"
        if length < 8:  # 0: to the end of the file
            break
        missing = max(0, at + length - size) / length
        at += length
    return Extent(missing, max(1, indexes), has_index=indexes > 0)


def _elements(file: BinaryIO, size: int) -> Extent:
    """Walk a Matroska file: over elements, but through those of unknown size, as live streams have them."""
    at = files = 0
    missing, tells_end = 0.0, True
    while at < size:
        file.seek(at)
        head = file.read(12)
        name, after = _number(head, 0, keeps_mark=True)
        length, after = _number(head, after, keeps_mark=False)
        if name is None or after > len(head):  # rubbish, or cut within the element's own head
            break
        files += name == EBML
        if length is None:
            tells_end = False
            at += max(after, 1)
            continue
        if name == SEGMENT or at + after + length > size:
            missing = max(missing, max(0, at + after + length - size) / max(1, length))
        at += after + length
    return Extent(missing, max(1, files), tells_end)


def _number(head: bytes, at: int, *, keeps_mark: bool) -> tuple[int | None, int]:
    """A number of variable length (RFC 8794) and where it ends; None for an unknown, a cut or an impossible one."""
    if at >= len(head):
        return None, at + 1
    if not head[at]:
        return None, at
    width = 9 - head[at].bit_length()
    if at + width > len(head):
        return None, at + width
    value = int.from_bytes(head[at : at + width], "big")
    mark = 1 << 7 * width
    if keeps_mark:
        return value, at + width
    return (None if value == 2 * mark - 1 else value - mark), at + width
