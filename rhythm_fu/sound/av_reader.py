"""Reads what FFmpeg's libraries read, by way of PyAV. Runs in the worker."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.header import Header, clean_tags, short, unreadable
from rhythm_fu.sound.limits import BLOCK_FRAMES, MISSING_S
from rhythm_fu.sound.model import Samples
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.sniff import Container

AV_CODECS: Final = frozenset({"aac", "alac", "mp3", "mp3float", "opus", "vorbis", "flac"})

LOST_FRAMES: Final = 2
LOST_SHARE: Final = 0.01
"""So many frames of an MP3, and so much of it, may be undecodable, as where two were joined, before it is damaged."""


class AvReader:
    """FFmpeg's libraries by way of PyAV. The file is opened by us: no name can become a protocol.

    `frames` is a length known from elsewhere; `counts_opus` takes it from the pages of a single Ogg Opus stream. The
    header's length is not asked where `counts` is false: it is that of the first of several files.
    """

    def __init__(
        self, path: Path, container: Container, warnings: tuple[str, ...] = (), frames: int | None = None,
        *, counts_opus: bool = False, counts: bool = True,
    ) -> None:  # fmt: skip
        import av

        self.doubts: tuple[str, ...] = ()
        self._name, self._container, self._lost = path.name, container, 0
        self._raw: BinaryIO = path.open("rb")
        try:
            self._opened: Any = av.open(self._raw, format=container.value)  # Any: av's own types vary by version
            streams = self._opened.streams.audio
            if not streams:
                raise AudioError(path.name, "there is no sound in it", "pick another file", reason=Reason.NO_SOUND)
            self._stream: Any = streams[0]  # Any: as above
            codec = self._stream.codec_context
            if codec is None or codec.name not in AV_CODECS:
                problem = f"the codec {codec.name} is not read" if codec is not None else "its codec is not known"
                raise AudioError(path.name, problem, "save it as FLAC or m4a", reason=Reason.UNKNOWN_CODEC)
            if len(streams) > 1 and container is not Container.OGG:  # its pages told
                warnings = (*warnings, f"{len(streams)} tracks of sound in it: only the first is read")
            self._frames: Iterator[Any] = self._decoded()  # Any: as above
            self._first = next(self._frames, None)
        except (av.FFmpegError, OSError, ValueError) as fault:
            self._raw.close()
            raise unreadable(path, fault) from None
        if self._first is None:
            raise AudioError(path.name, "no samples in it", "is it whole?", reason=Reason.NO_SOUND)
        # The first frame knows better than the header: HE-AAC tells half its rate there.
        rate, channels = int(self._first.sample_rate), len(self._first.layout.channels)
        if frames is None and counts and self._stream.duration and container not in {Container.ADTS, Container.OGG}:
            frames = round(float(self._stream.duration * self._stream.time_base) * rate)
        if counts_opus and self._stream.duration:
            frames = int(self._stream.duration) - _pre_skip(codec.extradata)
        self._told_s = self._length_told() if container is Container.MATROSKA else None
        tags = clean_tags({**self._opened.metadata, **self._stream.metadata})
        version = ".".join(str(part) for part in av.library_versions["libavcodec"])
        decoder = f"PyAV {av.__version__} (libavcodec {version})"
        self.header = Header(container, codec.name, rate, channels, frames, decoder, tags, warnings)

    def _length_told(self) -> float | None:
        """Seconds of sound by the header of a file without pictures, which might be longer."""
        if self._opened.duration is None or len(self._opened.streams) > len(self._opened.streams.audio):
            return None
        start = self._stream.start_time
        late_s = float(start * self._stream.time_base) if start is not None else 0.0
        return float(self._opened.duration) / 1e6 - max(0.0, late_s)

    def _decoded(self) -> Iterator[Any]:  # Any: as above
        """Every frame. Of an MP3 what can't be decoded is left out, as a tag where two were joined, and counted."""
        import av

        count = 0
        for count, packet in enumerate(self._opened.demux(self._stream), start=1):
            try:
                yield from packet.decode()
            except av.InvalidDataError:
                self._lost += 1
                if self._container is not Container.MP3 or self._lost > LOST_FRAMES + LOST_SHARE * count:
                    raise
        if self._lost:
            self.doubts = (f"{self._lost} of its {count} frames can't be decoded and are left out",)

    def blocks(self) -> Iterator[Samples]:
        """All samples from the first."""
        import av

        waiting: list[Samples] = []
        count = 0
        try:
            for frame in chain((self._first,), self._frames):
                if (frame.sample_rate, len(frame.layout.channels)) != (self.header.rate, self.header.channels):
                    raise AudioError(self._name, "its rate or channels change on the way", "save it anew as FLAC",
                                     reason=Reason.CHANGES_FORMAT)  # fmt: skip
                count += int(frame.samples)
                waiting.append(_samples(frame))
                if sum(map(len, waiting)) >= BLOCK_FRAMES:
                    yield np.concatenate(waiting)
                    waiting = []
            if waiting:
                yield np.concatenate(waiting)
            there_s = count / self.header.rate
            if self._told_s is not None and self._told_s - there_s > MISSING_S:
                # No refusal: a recorder that was paused leaves such gaps too.
                told = f"its header says {self._told_s:.1f} s, {there_s:.1f} s are there: the rest may be lost"
                self.doubts = (*self.doubts, told)
        except (av.FFmpegError, OSError, ValueError) as fault:
            fix = "it may be cut off or damaged: copy or download it again"
            raise AudioError(self._name, f"breaks off while decoding ({short(fault)})", fix,
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
