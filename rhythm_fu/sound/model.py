"""Decoded sound as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Shape (frames, channels), -1 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """A decoded sound file. `samples` (frames, channels) float32; sample 0 is time 0 of every chart made from it.

    `pcm_sha256` is the identity of the music: SHA-256 over rate, channel count and the samples rounded to 16 bits.
    `tags` are the file's own (lower-case keys: title, artist, bpm...); `warnings` are what the decoder doubted.
    """

    samples: Samples
    rate: int
    decoder: str
    pcm_sha256: str
    tags: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    warnings: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Samples a channel."""
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        """Channels."""
        return int(self.samples.shape[1])

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.frames / self.rate
