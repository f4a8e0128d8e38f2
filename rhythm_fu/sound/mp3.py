"""MP3 files frame by frame: the only way to know how long one really is.

libsndfile trusts the header's frame count, or an estimate where there is none, and reads 13 of 30 seconds of some
variable-rate files without a word (python-soundfile issues 379 and 433, libsndfile 1001).
"""

from dataclasses import dataclass
from functools import lru_cache
from mmap import mmap
from typing import Final

from rhythm_fu.sound.sniff import id3_length

RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""By version bits: MPEG 1, 2, 2.5."""

KBITS_1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Layer III bit rates of MPEG 1, and of 2 and 2.5."""

LARGEST: Final = 1_441
"""Bytes of the largest frame: 320 kbit/s at 32 kHz."""

ROW: Final = 3
"""Frames of one rate, each where the one before ends: chance makes such a row in one file of a thousand million."""

BYTES_WITHIN: Final = ROW * LARGEST + 4
"""Bytes from the start of a file that `begins_within` wants."""

LOOK_AHEAD: Final = 1 << 16
"""Bytes searched at once for the next start."""

Content = bytes | mmap
"""A file's bytes, or a map of them."""


@dataclass(frozen=True, slots=True)
class Mp3Frames:
    """What the frames say. Lengths in samples a channel.

    `told` is the length by the first frame's Xing, Info or VBRI tag, None without one; `heard` is what the frames
    present hold, delay and padding by their tags taken off. `tags` counts tag frames: a second one means two files in
    one. `lost_bytes` lie between frames and belong to no tag, `bytes_before` in front of the first. `is_mixed` means
    that the rate changes on the way.
    """

    rate: int
    told: int | None
    heard: int
    tags: int
    lost_bytes: int
    bytes_before: int
    is_mixed: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    rate: int
    samples: int
    size: int
    side: int


@lru_cache(maxsize=4096)
def _header(second: int, third: int, fourth: int) -> _Frame | None:
    """The layer III frame whose first byte is 0xFF and whose next three are these, if there is one."""
    version, code, pick = second >> 3 & 3, third >> 4, third >> 2 & 3
    if second & 0xE6 != 0xE2 or version == 1 or code in (0, 15) or pick == 3:
        return None
    first = version == 3
    rate = RATES[version][pick]
    kbits = (KBITS_1 if first else KBITS_2)[code]
    size = (144_000 if first else 72_000) * kbits // rate + (third >> 1 & 1)
    is_mono = fourth >> 6 == 3
    side = (17 if is_mono else 32) if first else (9 if is_mono else 17)
    return _Frame(rate, 1_152 if first else 576, size, side)


def _frame(data: Content, at: int) -> _Frame | None:
    if at + 4 > len(data) or data[at] != 0xFF:
        return None
    return _header(data[at + 1], data[at + 2], data[at + 3])


def _is_led_on(data: Content, at: int, frame: _Frame) -> bool:
    """Whether two more frames follow, or the end: four bytes alone are found in any picture."""
    for _ in range(2):
        at += frame.size
        if at >= len(data) - 4:
            return True
        following = _frame(data, at)
        if following is None:
            return _foreign(data, at) > 1
        frame = following
    return True


def begins_within(head: bytes) -> bool:
    """Whether an MP3 starts in the middle of a frame, as one cut out of a longer file does."""
    return any(_is_row(head, at) for at in range(LARGEST) if head[at : at + 1] == b"\xff")


def _is_row(data: Content, at: int) -> bool:
    rates = set()
    for _ in range(ROW):
        frame = _frame(data, at)
        if frame is None:
            return False
        rates.add(frame.rate)
        at += frame.size
    return len(rates) == 1


def _foreign(data: Content, at: int) -> int:
    """Bytes of a known tag that stands here; 1 if it is none."""
    head = data[at : at + 32]
    if head[:3] == b"ID3":
        return id3_length(head) or len(head)  # cut within its own head
    if head[:3] == b"TAG" and at == len(data) - 128:
        return 128
    if head[:8] == b"APETAGEX":
        has_head = head[23:24] >= b"\x80"
        return max(len(head), int.from_bytes(head[12:16], "little") + (32 if has_head else 0))
    if head[:11] == b"LYRICSBEGIN":
        return len(data) - at
    return 1


def _tags_at_end(data: Content) -> int:
    """Bytes of APE tags without a header of their own (version 1), and of the older tag behind one."""
    end = len(data)
    end -= 128 if data[end - 128 : end - 125] == b"TAG" else 0
    foot = data[end - 32 : end]
    if len(foot) == 32 and foot[:8] == b"APETAGEX" and not foot[23] & 0xA0:
        return len(data) - end + min(end, int.from_bytes(foot[12:16], "little"))
    return 0


def _next_start(data: Content, at: int) -> int:
    """The next byte where a frame or a tag may begin, or the end."""
    found = [place for mark in (b"\xff", b"ID3", b"APETAGEX", b"TAG", b"LYRICSBEGIN")
             if (place := data.find(mark, at, at + LOOK_AHEAD)) >= 0]  # fmt: skip
    return min(found, default=min(len(data), at + LOOK_AHEAD - 16))


def _tag(data: Content, at: int, frame: _Frame) -> tuple[int | None, int] | None:
    """A tag frame's count of frames (None if not told) and its delay and padding in samples; None if it is sound."""
    body = data[at + 4 : at + min(frame.size, 240)]
    if body[32:36] == b"VBRI":
        return int.from_bytes(body[46:50], "big"), 0
    tag = body[frame.side :]
    if tag[:4] not in (b"Xing", b"Info") or len(tag) < 8:
        return None
    flags = tag[7]
    count = int.from_bytes(tag[8:12], "big") if flags & 1 else None
    lame = tag[8 + sum(length for flag, length in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & flag) :]
    if len(lame) < 24 or lame[0] == 0:
        return count, 0
    return count, (lame[21] << 4 | lame[22] >> 4) + ((lame[22] & 15) << 8 | lame[23])


def walk(data: Content) -> Mp3Frames | None:
    """All frames of an MP3 file; None if there are none in a row. About a second for two hours of music."""
    at, end = 0, len(data) - _tags_at_end(data)
    first: _Frame | None = None
    sound = trimmed = tags = lost = before = 0
    told: int | None = None
    is_mixed, is_in_step = False, False
    while at < end:
        frame = _frame(data, at)
        if frame is None or not (is_in_step or _is_led_on(data, at, frame)):
            skip = _foreign(data, at)
            if skip == 1:  # on to the next byte that could start a frame or a tag
                skip = _next_start(data, at + 1) - at
                rubbish = skip if any(data[at : at + 64]) else 0
                lost, before = (lost + rubbish, before) if first else (lost, before + rubbish)
            at += skip
            is_in_step = False
            continue
        if at + frame.size > end:
            break
        is_in_step = True
        is_mixed = is_mixed or (first is not None and first.rate != frame.rate)
        tag = _tag(data, at, frame)
        if tag is None:
            sound += frame.samples
        else:
            tags += 1
            trimmed += tag[1]
            if first is None and tag[0]:
                told = max(0, tag[0] * frame.samples - tag[1])
        first = first or frame
        at += frame.size
    if first is None:
        return None
    return Mp3Frames(first.rate, told, max(0, sound - trimmed), tags, lost, before, is_mixed)
