"""What every reader of sound files tells before and while it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.model import Samples
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.sniff import Container

TAG_LENGTH: Final = 200
TAG_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"tbpm": "bpm", "tmpo": "bpm", "bpm": "bpm", "title": "title", "artist": "artist", "album": "album",
     "genre": "genre", "tkey": "key", "initialkey": "key", "key": "key", "date": "date", "copyright": "licence",
     "license": "licence"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """What is known before decoding. `frames` is the expected length in samples a channel, None if nothing tells."""

    container: Container
    codec: str
    rate: int
    channels: int
    frames: int | None
    decoder: str
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """An open sound file. `doubts` is complete after the last block."""

    header: Header
    doubts: tuple[str, ...]

    def blocks(self) -> Iterator[Samples]:
        """All samples from the first, up to BLOCK_FRAMES at a time."""


def clean_tags(raw: Mapping[str, str]) -> Mapping[str, str]:
    """The tags we know, under our names, short and printable."""
    found: dict[str, str] = {}
    for name, value in raw.items():
        ours = TAG_NAMES.get(name.lower())
        text = "".join(c if c.isprintable() else " " for c in str(value)).strip()[:TAG_LENGTH]
        if ours and text:
            found.setdefault(ours, text)
    return MappingProxyType(found)


def short(fault: BaseException) -> str:
    """A library's message on one line, without the file's path or the name of a function."""
    text = " ".join(str(getattr(fault, "strerror", None) or fault).split())
    return text.rpartition(": ")[2][:120].rstrip(".") or type(fault).__name__


def unreadable(path: Path, fault: BaseException) -> AudioError:
    """The refusal of what a library will not open."""
    fix = "is it whole, and really a sound file?"
    return AudioError(path.name, f"can't be decoded ({short(fault)})", fix, reason=Reason.UNREADABLE)
