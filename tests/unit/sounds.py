"""Sounds to test with, made here; nothing is read that a test did not write."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile as sf

from rhythm_fu.sound import Samples

RATE = 44_100


def clicks(seconds: float = 6.0, rate: int = RATE, channels: int = 2, bpm: float = 120.0) -> Samples:
    """Decaying tones on every beat over a quiet hum, so that every coder has something to chew."""
    t = np.arange(round(seconds * rate)) / rate
    since = t % (60 / bpm)
    mono = 0.5 * np.sin(2 * np.pi * 330 * since) * np.exp(-since * 18) + 0.05 * np.sin(2 * np.pi * 110 * t)
    return np.repeat(mono[:, None], channels, axis=1).astype(np.float32)


def write(path: Path, samples: Samples, rate: int = RATE, **how: str) -> Path:
    """A file by soundfile, in blocks: one huge Vorbis write crashes it."""
    with sf.SoundFile(path, "w", rate, samples.shape[1], **how) as file:
        for start in range(0, len(samples), rate):
            file.write(samples[start : start + rate])
    return path


def wav(path: Path, samples: Samples | None = None, rate: int = RATE, subtype: str = "PCM_16") -> Path:
    return write(path, clicks(rate=rate) if samples is None else samples, rate, format="WAV", subtype=subtype)


def mp3(path: Path, samples: Samples | None = None, rate: int = RATE, mode: str = "CONSTANT") -> Path:
    samples = clicks() if samples is None else samples
    return write(path, samples, rate, format="MP3", subtype="MPEG_LAYER_III", bitrate_mode=mode)


def without_tag_frame(content: bytes) -> bytes:
    """An MP3 whose first frame, the one that tells its length, is gone."""
    second = content.index(content[:2], 4)
    assert b"Xing" in content[:second] or b"Info" in content[:second]
    return content[second:]


def by_av(
    path: Path, codec: str, samples: Samples | None = None, *, rate: int = RATE, tags: dict[str, str] | None = None
) -> Path:
    """A file by FFmpeg's libraries."""
    samples = clicks() if samples is None else samples
    layout = {1: "mono", 2: "stereo"}[samples.shape[1]]
    with av.open(str(path), "w") as out:
        out.metadata.update(tags or {})
        stream = out.add_stream(codec, rate=rate)
        stream.layout = layout
        fifo = av.AudioFifo()
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
        frame.sample_rate = rate
        fifo.write(frame)
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
        done = 0
        while (chunk := fifo.read(size, partial=True)) is not None:
            chunk.pts, chunk.time_base = done, Fraction(1, rate)
            done += chunk.samples
            for ready in resampler.resample(chunk):
                out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    return path


def with_a_late_page(content: bytes, number: int, by: int) -> bytes:
    """An Ogg file one of whose pages claims to end so many samples late, as FFmpeg writes them after resampling."""
    at = 0
    for _ in range(number):
        at = content.index(b"OggS", at + 1)
    end = content.index(b"OggS", at + 1)
    page = bytearray(content[at:end])
    page[6:14] = (int.from_bytes(page[6:14], "little") + by).to_bytes(8, "little")
    page[22:26] = bytes(4)
    check = 0
    for byte in page:
        check ^= byte << 24
        for _ in range(8):
            check = (check << 1 ^ (0x104C11DB7 if check & 1 << 31 else 0)) & 0xFFFFFFFF
    page[22:26] = check.to_bytes(4, "little")
    return content[:at] + bytes(page) + content[end:]
