"""Reads one sound file block by block. Runs in the worker; nothing else opens a sound file for reading.

soundfile reads what it reads rightly; PyAV reads AAC, ALAC, Opus and Matroska, and those MP3s whose length libsndfile
mistakes. One file always takes the same way, so a chart and the game never disagree about sample 0.
"""

import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final, Protocol

import numpy as np

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.limits import BLOCK_FRAMES, MISSING_S
from rhythm_fu.sound.model import Samples
from rhythm_fu.sound.mp3 import Mp3Frames, walk
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.sniff import HEAD_BYTES, Container, container_of, id3_length
from rhythm_fu.sound.wholeness import missing_share, ogg_pages

_PCM: Final = frozenset({"PCM_S8", "PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"})
CODECS: Final[Mapping[Container, frozenset[str]]] = MappingProxyType(
    {
        Container.WAV: _PCM,
        Container.AIFF: _PCM,
        Container.FLAC: _PCM,
        Container.OGG: frozenset({"VORBIS"}),
        Container.MP3: frozenset({"MPEG_LAYER_III"}),
    }
)
"""libsndfile's by container; ADPCM and the like are kept out (CVE-2026-37555)."""

AV_CODECS: Final = frozenset({"aac", "alac", "mp3", "mp3float", "opus", "vorbis", "flac"})

BY_AV: Final = frozenset({Container.MP4, Container.ADTS, Container.MATROSKA})

UNKNOWN_LENGTH: Final = 1 << 62
"""libsndfile says about this for a FLAC that was streamed and does not tell."""

LENGTH_SLACK: Final = 4_000
"""Samples by which libsndfile's length of an MP3 may differ from the frames': three frames and the delays."""

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
    """An open sound file."""

    header: Header

    def blocks(self) -> Iterator[Samples]:
        """All samples from the first, up to BLOCK_FRAMES at a time."""


def sniffed(path: Path) -> Container:
    """The format of a file; refuses what is none of ours."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if not head:
            raise AudioError(path.name, "the file is empty", "copy or download it again", reason=Reason.EMPTY)
        if tag := id3_length(head):
            file.seek(tag)
            head = file.read(HEAD_BYTES)
        found = container_of(head)
    if found is None:
        fix = "give a wav, flac, aiff, ogg, opus, mp3 or m4a file, or convert it to one"
        raise AudioError(path.name, "not a sound file that can be read here", fix, reason=Reason.UNKNOWN_FORMAT)
    return found


def open_reader(path: Path) -> Reader:
    """The reader that is right for a file. Raises AudioError."""
    container = sniffed(path)
    if container in BY_AV:
        return AvReader(path, container)
    if container is Container.OGG:
        return _ogg_reader(path)
    if container is Container.MP3:
        return _mp3_reader(path)
    if missing := missing_share(path, container):
        _refuse_cut(path, f"{missing:.0%} of the sound that its header promises is missing")
    reader = SoundfileReader(path, container)
    if reader.header.frames is None:  # libsndfile can't find the end of it
        reader.close()
        return AvReader(path, container, ("no length in its header: read as far as it goes",))
    return reader


def _refuse_cut(path: Path, problem: str) -> None:
    fix = "copy or download it again; if it was cut on purpose, save it anew as FLAC"
    raise AudioError(path.name, problem, fix, reason=Reason.TRUNCATED)


def _ogg_reader(path: Path) -> Reader:
    pages = ogg_pages(path)
    warnings = () if pages.has_end else ("its last page is not marked as the last: it may be cut off",)
    if pages.chains > 1:  # libsndfile reads the first of them and stops without a word
        return AvReader(path, Container.OGG, (*warnings, f"{pages.chains} songs in one file: all of them are read"))
    if pages.is_opus:  # libsndfile 1.2.2 gives up where a page ends a little off, as FFmpeg writes them
        return AvReader(path, Container.OGG, warnings, counts_opus=True)
    return SoundfileReader(path, Container.OGG, warnings)


def _mp3_reader(path: Path) -> Reader:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        frames = walk(content)
    if frames is None:
        raise AudioError(path.name, "no MP3 frames in it", "is it whole?", reason=Reason.UNREADABLE)
    if frames.is_mixed:
        fix = "join the parts anew at one sample rate"
        raise AudioError(path.name, "its sample rate changes on the way", fix, reason=Reason.CHANGES_FORMAT)
    if frames.told is not None and frames.told - frames.heard > MISSING_S * frames.rate:
        told, heard = frames.told / frames.rate, frames.heard / frames.rate
        _refuse_cut(path, f"its header says {told:.1f} s, {heard:.1f} s are there")
    warnings = _mp3_doubts(frames)
    try:
        reader = SoundfileReader(path, Container.MP3, warnings)
    except AudioError:  # it gives up at anything before the first frame
        return AvReader(path, Container.MP3, warnings, frames.heard)
    found = reader.header.frames or 0
    if frames.tags > 1 or abs(found - frames.heard) > LENGTH_SLACK:
        reader.close()
        return AvReader(path, Container.MP3, warnings, frames.heard)
    return reader


def _mp3_doubts(frames: Mp3Frames) -> tuple[str, ...]:
    doubts = []
    if frames.tags > 1:
        doubts.append(f"{frames.tags} MP3 files in one: all of them are read")
    if frames.told is None:
        doubts.append("no length in its header: the frames were counted")
    if frames.lost_bytes > 2_000:
        doubts.append(f"{frames.lost_bytes} bytes between its frames are no sound")
    return tuple(doubts)


def clean_tags(raw: Mapping[str, str]) -> Mapping[str, str]:
    """The tags we know, under our names, short and printable."""
    found: dict[str, str] = {}
    for name, value in raw.items():
        ours = TAG_NAMES.get(name.lower())
        text = "".join(c if c.isprintable() else " " for c in str(value)).strip()[:TAG_LENGTH]
        if ours and text:
            found.setdefault(ours, text)
    return MappingProxyType(found)


def _tags(path: Path, container: Container) -> Mapping[str, str]:
    """The file's tags; none if they can't be read, for they are not needed."""
    import av

    try:
        with path.open("rb") as file, av.open(file, format=container.value) as opened:
            streams = [stream.metadata for stream in opened.streams.audio]
            return clean_tags({**opened.metadata, **(streams[0] if streams else {})})
    except (av.FFmpegError, OSError, ValueError, UnicodeError):
        return MappingProxyType({})


class SoundfileReader:
    """libsndfile by way of soundfile."""

    def __init__(self, path: Path, container: Container, warnings: tuple[str, ...] = ()) -> None:
        import soundfile

        self._name = path.name
        self._raw: BinaryIO = path.open("rb")
        try:
            self._file = soundfile.SoundFile(self._raw)
        except (soundfile.SoundFileError, RuntimeError) as fault:
            self._raw.close()
            raise _unreadable(path, fault) from None
        if self._file.subtype not in CODECS[container]:
            fix = "save it as FLAC or 16-bit WAV"
            raise AudioError(path.name, f"the codec {self._file.subtype} is not read", fix, reason=Reason.UNKNOWN_CODEC)
        self.header = Header(
            container, self._file.subtype, self._file.samplerate, self._file.channels,
            self._file.frames if self._file.frames < UNKNOWN_LENGTH else None,
            f"libsndfile {soundfile.__libsndfile_version__}", _tags(path, container), warnings,
        )  # fmt: skip

    def close(self) -> None:
        """Close the file before the end."""
        self._file.close()
        self._raw.close()

    def blocks(self) -> Iterator[Samples]:
        """All samples from the first."""
        import soundfile

        try:
            while len(block := self._file.read(BLOCK_FRAMES, dtype="float32", always_2d=True)):
                yield block
        except (soundfile.SoundFileError, RuntimeError) as fault:
            fix = "it may be cut off or damaged: copy or download it again"
            raise AudioError(self._name, f"breaks off while decoding ({_short(fault)})", fix,
                             reason=Reason.TRUNCATED) from None  # fmt: skip
        finally:
            self.close()


class AvReader:
    """FFmpeg's libraries by way of PyAV. The file is opened by us: no name can become a protocol.

    `frames` is a length known from elsewhere; `counts_opus` takes it from the pages of a single Ogg Opus stream.
    """

    def __init__(
        self, path: Path, container: Container, warnings: tuple[str, ...] = (), frames: int | None = None,
        *, counts_opus: bool = False,
    ) -> None:  # fmt: skip
        import av

        self._name = path.name
        self._raw: BinaryIO = path.open("rb")
        try:
            self._opened: Any = av.open(self._raw, format=container.value)  # Any: av's own types vary by version
            streams = self._opened.streams.audio
            if not streams:
                raise AudioError(path.name, "there is no sound in it", "pick another file", reason=Reason.NO_SOUND)
            self._stream: Any = streams[0]  # Any: as above
            codec = self._stream.codec_context
            if codec.name not in AV_CODECS:
                fix = "save it as FLAC or m4a"
                raise AudioError(path.name, f"the codec {codec.name} is not read", fix, reason=Reason.UNKNOWN_CODEC)
            self._frames: Iterator[Any] = self._opened.decode(self._stream)  # Any: as above
            self._first = next(self._frames, None)
        except (av.FFmpegError, OSError, ValueError) as fault:
            self._raw.close()
            raise _unreadable(path, fault) from None
        if self._first is None:
            raise AudioError(path.name, "no samples in it", "is it whole?", reason=Reason.NO_SOUND)
        # The first frame knows better than the header: HE-AAC tells half its rate there.
        rate, channels = int(self._first.sample_rate), len(self._first.layout.channels)
        if frames is None and self._stream.duration and container not in {Container.ADTS, Container.OGG}:
            frames = round(float(self._stream.duration * self._stream.time_base) * rate)
        if counts_opus and self._stream.duration:
            frames = int(self._stream.duration) - _pre_skip(codec.extradata)
        tags = clean_tags({**self._opened.metadata, **self._stream.metadata})
        version = ".".join(str(part) for part in av.library_versions["libavcodec"])
        decoder = f"PyAV {av.__version__} (libavcodec {version})"
        self.header = Header(container, codec.name, rate, channels, frames, decoder, tags, warnings)

    def blocks(self) -> Iterator[Samples]:
        """All samples from the first."""
        import av

        waiting: list[Samples] = []
        try:
            for frame in chain((self._first,), self._frames):
                if (frame.sample_rate, len(frame.layout.channels)) != (self.header.rate, self.header.channels):
                    raise AudioError(self._name, "its rate or channels change on the way", "save it anew as FLAC",
                                     reason=Reason.CHANGES_FORMAT)  # fmt: skip
                waiting.append(_samples(frame))
                if sum(map(len, waiting)) >= BLOCK_FRAMES:
                    yield np.concatenate(waiting)
                    waiting = []
            if waiting:
                yield np.concatenate(waiting)
        except (av.FFmpegError, OSError, ValueError) as fault:
            fix = "it may be cut off or damaged: copy or download it again"
            raise AudioError(self._name, f"breaks off while decoding ({_short(fault)})", fix,
                             reason=Reason.TRUNCATED) from None  # fmt: skip
        finally:
            self._opened.close()
            self._raw.close()


def _pre_skip(opus_head: bytes | None) -> int:
    """Samples at 48 kHz that an Opus decoder throws away at the start; the pages' positions count them (RFC 7845)."""
    return int.from_bytes((opus_head or b"")[10:12], "little")


def _samples(frame: Any) -> Samples:  # Any: av.AudioFrame, whose type varies by version
    """A frame's samples, shape (frames, channels), -1 to 1."""
    raw: np.ndarray[Any, Any] = frame.to_ndarray()  # Any: dtype by format
    shaped = raw.T if frame.format.is_planar else raw.reshape(frame.samples, -1)
    if raw.dtype.kind == "f":
        return np.ascontiguousarray(shaped, dtype=np.float32)
    if raw.dtype == np.uint8:
        return np.ascontiguousarray((shaped.astype(np.float32) - 128) / 128)
    return np.ascontiguousarray(shaped.astype(np.float32) / np.float32(2 ** (8 * raw.dtype.itemsize - 1)))


def _short(fault: BaseException) -> str:
    """A library's message on one line, without the file's path."""
    text = " ".join(str(fault).split())
    return text.rpartition(": ")[2][:120].rstrip(".") or type(fault).__name__


def _unreadable(path: Path, fault: BaseException) -> AudioError:
    fix = "is it whole, and really a sound file?"
    return AudioError(path.name, f"can't be decoded ({_short(fault)})", fix, reason=Reason.UNREADABLE)
