"""Reads one sound file block by block. Runs in the worker; nothing else opens a sound file for reading.

soundfile reads what it reads rightly; PyAV reads AAC, ALAC, Opus and Matroska, and those MP3s whose length libsndfile
mistakes. One file always takes the same way, so a chart and the game never disagree about sample 0.
"""

import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.av_reader import AvReader
from rhythm_fu.sound.header import Header, Reader, clean_tags, short, unreadable
from rhythm_fu.sound.limits import BLOCK_FRAMES, MISSING_S
from rhythm_fu.sound.model import Samples
from rhythm_fu.sound.mp3 import BYTES_WITHIN, Mp3Frames, begins_within, walk
from rhythm_fu.sound.ogg import ogg_pages
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.sniff import HEAD_BYTES, Container, container_of, id3_length
from rhythm_fu.sound.wholeness import Extent, extent_of

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

BY_AV: Final = frozenset({Container.MP4, Container.ADTS, Container.MATROSKA})

SNIFFED: Final = max(HEAD_BYTES, BYTES_WITHIN)
"""Bytes that tell what a file is."""

UNKNOWN_LENGTH: Final = 1 << 62
"""libsndfile says about this for a FLAC that was streamed and does not tell."""

LENGTH_SLACK: Final = 4_000
"""Samples by which libsndfile's length of an MP3 may differ from the frames': three frames and the delays."""

NAMES: Final[Mapping[Container, str]] = MappingProxyType(
    {
        Container.WAV: "WAV", Container.AIFF: "AIFF", Container.FLAC: "FLAC", Container.MP4: "MP4",
        Container.MATROSKA: "Matroska or WebM",
    }
)  # fmt: skip
"""As people call those that may be joined."""

RUBBISH: Final = 2_000
"""Bytes between the frames of an MP3 from which on they are told: cut frames and unknown tags are smaller."""

NO_LENGTH: Final = "no length in its header: read as far as it goes"

BEYOND: Final = 100_000
"""Bytes behind the sound of a WAV that may be padding; less is half a second of CD sound."""


def sniffed(path: Path) -> Container:
    """The format of a file; refuses what is none of ours."""
    with path.open("rb") as file:
        head = file.read(SNIFFED)
        if not head:
            raise AudioError(path.name, "the file is empty", "copy or download it again", reason=Reason.EMPTY)
        if tag := id3_length(head):
            file.seek(tag)
            head = file.read(SNIFFED)
        found = container_of(head) or (Container.MP3 if begins_within(head) else None)
    if found is None:
        fix = "give a wav, flac, aiff, ogg, opus, mp3 or m4a file, or convert it to one"
        raise AudioError(path.name, "not a sound file that can be read here", fix, reason=Reason.UNKNOWN_FORMAT)
    return found


def open_reader(path: Path) -> Reader:
    """The reader that is right for a file. Raises AudioError."""
    container = sniffed(path)
    if container is Container.OGG:
        return _ogg_reader(path)
    if container is Container.MP3:
        return _mp3_reader(path)
    extent = extent_of(path, container)
    _check_extent(path, container, extent)
    warnings = _extent_doubts(container, extent)
    if container in BY_AV:
        return AvReader(path, container, warnings)
    if extent.files > 1:  # libsndfile reads the first of them and stops without a word
        return AvReader(path, container, warnings, counts=False)
    reader = SoundfileReader(path, container, warnings)
    if reader.header.frames is None:  # libsndfile can't find the end of it
        reader.close()
        return AvReader(path, container, (*warnings, NO_LENGTH))
    return reader


def _check_extent(path: Path, container: Container, extent: Extent) -> None:
    """Refuse what lacks a part that its own frame promises, and what no decoder reads to its end."""
    if not extent.has_index:
        _refuse_cut(path, "the index that an MP4 file ends or begins with is missing")
    if extent.missing:
        share = f"{extent.missing:.0%}" if extent.missing >= 0.01 else "a little"
        is_last = container is Container.MP4 or not extent.tells_end
        _refuse_cut(path, f"{share} of {'its last part' if is_last else 'what its header promises'} is missing")
    if extent.files > 1 and container in (Container.WAV, Container.AIFF):
        problem = f"{extent.files} {NAMES[container]} files one behind the other"
        fix = "join them in a sound editor, or chart them one by one"
        raise AudioError(path.name, problem, fix, reason=Reason.CHANGES_FORMAT)


def _extent_doubts(container: Container, extent: Extent) -> tuple[str, ...]:
    doubts = []
    if extent.files > 1:
        read = "only the first of them is read" if container is Container.MP4 else "all of them are read"
        doubts.append(f"{extent.files} {NAMES[container]} files in one: {read}")
    if not extent.tells_end:
        doubts.append(NO_LENGTH)
    if extent.beyond > BEYOND:
        doubts.append(_not_read(extent.beyond))
    return tuple(doubts)


def _refuse_cut(path: Path, problem: str) -> None:
    fix = "copy or download it again; if it was cut on purpose, save it anew as FLAC"
    raise AudioError(path.name, problem, fix, reason=Reason.TRUNCATED)


def _not_read(behind: int) -> str:
    return f"{behind / 1e6:.1f} MB behind its sound are not read: is the length in its header too small?"


def _ogg_reader(path: Path) -> Reader:
    pages = ogg_pages(path)
    warnings = () if pages.has_end else ("its last page is not marked as the last: it may be cut off",)
    if pages.lost:
        warnings = (*warnings, f"pages are missing or damaged ({pages.lost}): what follows comes too early")
    if len(pages.kinds) > 1:
        fix = "join the songs anew, or chart them one by one"
        raise AudioError(path.name, "its songs differ in rate, channels or codec", fix, reason=Reason.CHANGES_FORMAT)
    if pages.tracks > 1:
        warnings = (*warnings, f"{pages.tracks} tracks of sound in it: only the first is read")
    if pages.chains > 1:  # libsndfile reads the first of them and stops without a word
        return AvReader(path, Container.OGG, (*warnings, f"{pages.chains} songs in one file: all of them are read"))
    if pages.is_opus:  # libsndfile 1.2.2 gives up where a page ends a little off, as FFmpeg writes them
        return AvReader(path, Container.OGG, warnings, counts_opus=True)
    try:
        return SoundfileReader(path, Container.OGG, warnings)
    except AudioError:  # it gives up at a skeleton or a picture before the sound, and at FLAC in Ogg
        return AvReader(path, Container.OGG, warnings)


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
    elif frames.told is not None and frames.heard - frames.told > MISSING_S * frames.rate:
        told, heard = frames.told / frames.rate, frames.heard / frames.rate
        doubts.append(f"its header says {told:.1f} s, {heard:.1f} s are there: all of it is read")
    if frames.told is None:
        doubts.append("no length in its header: the frames were counted")
    if frames.bytes_before:
        doubts.append(f"{frames.bytes_before} bytes before its first frame are no sound: its start may be cut off")
    if frames.lost_bytes > RUBBISH:
        doubts.append(f"{frames.lost_bytes} bytes between its frames are no sound")
    return tuple(doubts)


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

        self.doubts: tuple[str, ...] = ()
        self._name = path.name
        self._raw: BinaryIO = path.open("rb")
        try:
            self._file = soundfile.SoundFile(self._raw)
            if container is Container.MP3:
                # soundfile seeks after each read, where a decoder that needs earlier frames is left without them: up to
                # 0.1 s of silence in sound of few bits (python-soundfile pull 329).
                self._file.seekable = lambda: False
        except (soundfile.SoundFileError, RuntimeError) as fault:
            self._raw.close()
            raise unreadable(path, fault) from None
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
            behind = os.fstat(self._raw.fileno()).st_size - self._raw.tell()
            if self.header.container is Container.FLAC and behind > BEYOND:
                self.doubts = (_not_read(behind),)
        except (soundfile.SoundFileError, RuntimeError) as fault:
            fix = "it may be cut off or damaged: copy or download it again"
            raise AudioError(self._name, f"breaks off while decoding ({short(fault)})", fix,
                             reason=Reason.TRUNCATED) from None  # fmt: skip
        finally:
            self.close()
