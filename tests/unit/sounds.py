"""Sounds to test with, made here; nothing is read that a test did not write."""

import struct
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
    path: Path, codec: str, samples: Samples | None = None, *, rate: int = RATE, tags: dict[str, str] | None = None,
    bit_rate: int = 0,
) -> Path:  # fmt: skip
    """A file by FFmpeg's libraries; bits a second as the codec likes them unless given."""
    samples = clicks() if samples is None else samples
    layout = {1: "mono", 2: "stereo"}[samples.shape[1]]
    with av.open(str(path), "w") as out:
        out.metadata.update(tags or {})
        stream = out.add_stream(codec, rate=rate)
        stream.layout = layout
        if bit_rate:
            stream.bit_rate = bit_rate
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
    return content[:at] + checked(page) + content[end:]


def checked(page: bytearray) -> bytes:
    """An Ogg page with its checksum made right."""
    page[22:26] = bytes(4)
    check = 0
    for byte in page:
        check ^= byte << 24
        for _ in range(8):
            check = (check << 1 ^ (0x104C11DB7 if check & 1 << 31 else 0)) & 0xFFFFFFFF
    page[22:26] = check.to_bytes(4, "little")
    return bytes(page)


def ogg_page(flags: int, serial: int, number: int, body: bytes) -> bytes:
    """A page with one short packet in it."""
    assert len(body) < 255
    head = b"OggS\0" + bytes([flags]) + bytes(8) + struct.pack("<III", serial, number, 0) + bytes([1, len(body)])
    return checked(bytearray(head + body))


def chunk(name: bytes, body: bytes, size: int | None = None) -> bytes:
    """A chunk of a RIFF file, padded to even length; `size` is what it claims."""
    return name + struct.pack("<I", len(body) if size is None else size) + body + bytes(len(body) % 2)


def riff(*chunks: bytes, kind: bytes = b"RIFF") -> bytes:
    """A WAV of such chunks."""
    body = b"WAVE" + b"".join(chunks)
    return kind + struct.pack("<I", 0xFFFFFFFF if kind != b"RIFF" else len(body)) + body


PCM = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16))
"""Sixteen bits, one channel."""


def two_tracks(path: Path) -> Path:
    """The same sound twice, side by side in one file."""
    samples = clicks(channels=1)
    with av.open(str(path), "w") as out:
        streams = [out.add_stream("aac", rate=RATE, layout="mono") for _ in range(2)]
        size = streams[0].codec_context.frame_size or 1024
        for start in range(0, len(samples), size):
            for stream in streams:
                piece = np.ascontiguousarray(samples[start : start + size].T)
                frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
                out.mux(stream.encode(frame))
        for stream in streams:
            out.mux(stream.encode(None))
    return path
