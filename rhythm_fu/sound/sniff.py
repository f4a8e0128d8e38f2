"""What a file is, by its first bytes. The extension is never asked."""

from enum import Enum


class Container(Enum):
    """The file formats that are read; the value is PyAV's name of the format."""

    WAV = "wav"
    AIFF = "aiff"
    FLAC = "flac"
    OGG = "ogg"
    MP3 = "mp3"
    MP4 = "mp4"
    ADTS = "aac"
    MATROSKA = "matroska"


HEAD_BYTES = 4_096
"""Bytes from the start of a file (after an ID3 tag, if there is one) that `container_of` wants."""


def id3_length(head: bytes) -> int:
    """Bytes of an ID3v2 tag at the start, header included; 0 without one."""
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + (20 if head[5] & 0x10 else 10)


def container_of(head: bytes) -> Container | None:
    """The format that these first bytes (after an ID3 tag) belong to; None if it is none of ours."""
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return Container.WAV
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Container.AIFF
    if head[:4] == b"fLaC":
        return Container.FLAC
    if head[:4] == b"OggS":
        return Container.OGG
    if head[4:8] == b"ftyp":
        return Container.MP4
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Container.MATROSKA
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return Container.ADTS
    if is_mpeg_audio(head):
        return Container.MP3
    return None


def is_mpeg_audio(head: bytes) -> bool:
    """Whether an MPEG layer III frame starts here, after zero padding at most."""
    padding = len(head) - len(head.lstrip(b"\0"))
    start = head[padding : padding + 4]
    if len(start) < 4 or start[0] != 0xFF or start[1] & 0xE6 != 0xE2:
        return False
    version, rate, bits = start[1] >> 3 & 3, start[2] >> 2 & 3, start[2] >> 4
    return version != 1 and rate != 3 and bits not in (0, 15)
