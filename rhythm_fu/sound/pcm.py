"""Sixteen-bit samples, and the identity of music made from them."""

from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.sound.model import Samples

FULL_SCALE: Final = 32_768.0


def to_pcm16(samples: Samples) -> NDArray[np.int16]:
    """Samples rounded to 16 bits, same shape, clipped at full scale. Sixteen-bit files come back exactly."""
    scaled: Samples = np.rint(samples * np.float32(FULL_SCALE))
    return np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1, out=scaled).astype(np.int16)


class PcmHash:
    """Grows with each block of samples; `hexdigest` is `Audio.pcm_sha256`.

    Hashed are the words `rhythm-fu.pcm16`, rate and channel count as little-endian 32-bit numbers, and all samples as
    interleaved little-endian 16-bit numbers. Sixteen bits, so that the last bit of a float decoder doesn't matter much.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._hash = sha256(b"rhythm-fu.pcm16" + np.array([rate, channels], "<u4").tobytes())

    def add(self, block: Samples) -> None:
        """The next samples, shape (frames, channels)."""
        self._hash.update(np.ascontiguousarray(to_pcm16(block), dtype="<i2").data)

    def hexdigest(self) -> str:
        """The identity of all samples so far, 64 hex digits."""
        return self._hash.hexdigest()


def pcm_sha256(samples: Samples, rate: int) -> str:
    """The identity of samples, shape (frames, channels), held in memory."""
    identity = PcmHash(rate, samples.shape[1])
    for start in range(0, len(samples), 1 << 18):
        identity.add(samples[start : start + (1 << 18)])
    return identity.hexdigest()
