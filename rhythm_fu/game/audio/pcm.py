"""Samples as the plain PCM that SDL is handed: it never decodes or resamples anything itself."""

import io
import wave

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.sound.model import Samples

FULL_SCALE = 32_767
BLOCK = 1 << 18
"""Frames turned into PCM at a time: a whole song at once would take three copies of itself."""


def stereo(samples: Samples) -> Samples:
    """Shape (n, 2) from (n, 1), (n, 2) or more channels, of which the first two are kept."""
    if samples.shape[1] == 1:
        return np.repeat(samples, 2, axis=1)
    return samples[:, :2]


def to_pcm(samples: Samples) -> NDArray[np.int16]:
    """16-bit samples, clipped to full scale; same shape."""
    pcm = np.empty(samples.shape, np.int16)
    for at in range(0, len(samples), BLOCK):
        pcm[at : at + BLOCK] = np.round(np.clip(samples[at : at + BLOCK], -1.0, 1.0) * FULL_SCALE)
    return pcm


def wav_bytes(pcm: NDArray[np.int16], rate: int) -> io.BytesIO:
    """A WAV file in memory, at its start. One silent frame stands in for none: SDL aborts on an empty WAV."""
    if not len(pcm):
        pcm = np.zeros((1, 2), np.int16)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(pcm.shape[1])
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(np.ascontiguousarray(pcm).data)
    file.seek(0)
    return file
