"""Sound written to files, in blocks: libsndfile crashes when one call writes a whole track as Vorbis."""

from pathlib import Path
from typing import Final

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.model import Samples
from rhythm_fu.sound.pcm import to_pcm16
from rhythm_fu.sound.reasons import Reason

BLOCK_S: Final = 5
"""Seconds a call; safe for Vorbis."""

QUALITY: Final = 0.4
"""Vorbis compression level, 0 best to 1 smallest: about 165 kbit/s."""


def write_wav(path: Path, samples: Samples, rate: int, comment: str = "") -> None:
    """A 16-bit WAV, whatever the name ends in. Clips beyond full scale. `comment` goes into its header."""
    _write(path, samples, rate, form=("WAV", "PCM_16"), comment=comment)


def write_flac(path: Path, samples: Samples, rate: int) -> None:
    """A 16-bit FLAC."""
    _write(path, samples, rate, form=("FLAC", "PCM_16"))


def write_ogg(path: Path, samples: Samples, rate: int, compression: float = QUALITY) -> None:
    """An Ogg Vorbis file; `compression` 0 (best) to 1 (smallest)."""
    _write(path, samples, rate, form=("OGG", "VORBIS"), compression=compression)


def _write(
    path: Path,
    samples: Samples,
    rate: int,
    *,
    form: tuple[str, str],
    compression: float | None = None,
    comment: str = "",
) -> None:
    import soundfile

    container, codec = form
    step = BLOCK_S * rate
    try:
        with soundfile.SoundFile(
            path, "w", rate, samples.shape[1], codec, format=container, compression_level=compression
        ) as file:
            if comment:
                file.comment = comment
            for start in range(0, len(samples), step):
                block = samples[start : start + step]
                file.write(to_pcm16(block) if codec == "PCM_16" else block)
    except (soundfile.SoundFileError, OSError) as fault:
        fix = "is there room, and may you write there?"
        raise AudioError(path.name, f"can't be written ({fault})", fix, reason=Reason.UNWRITABLE) from None
