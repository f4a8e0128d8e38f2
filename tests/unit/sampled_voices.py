"""A mixer that can be looked into: it knows its buffers' edges to the sample, and so where each sound begins."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BUFFER = 512


@dataclass(eq=False)
class Heard:
    """A sound in the mix: `start` is its first sample's place; `lifted_at` where it was taken back."""

    start: int
    pcm: NDArray[np.int16]
    level: float
    at: Callable[[], float]
    lifted_at: float | None = None

    def lift(self) -> None:
        if self.lifted_at is None:
            self.lifted_at = self.at()

    @property
    def first(self) -> int:
        """Its first sample that is not silent."""
        return self.start + int(np.flatnonzero(self.pcm.any(axis=1))[0])

    @property
    def is_silent(self) -> bool:
        """Taken back before it began."""
        return self.lifted_at is not None and self.lifted_at <= self.first


class SampledVoices:
    """Implements `Voices`. `at` tells how many samples have passed, whole buffers of them mixed."""

    rate = RATE
    buffer = BUFFER

    def __init__(self, at: Callable[[], float]) -> None:
        self.at = at
        self.heard: list[Heard] = []

    def sound(self, pcm: NDArray[np.int16], level: float, pad: int) -> Heard:
        edge = int(self.at() // BUFFER) * BUFFER
        made = Heard(edge + pad, pcm, level, self.at)
        self.heard.append(made)
        return made

    def mixed(self, song: NDArray[np.float64], song_at: int = 0) -> NDArray[np.float64]:
        """The song with everything heard, as SDL sums it: volumes in steps of 1/128, nothing limited."""
        out = song.copy()
        for one in self.heard:
            start = one.start + song_at
            part = one.pcm[max(0, -start) : max(0, len(out) - start)].astype(float) / 32_768
            if one.lifted_at is not None:
                alive = int(one.lifted_at) + song_at - max(0, start)
                part = part[: max(0, alive)]
            out[max(0, start) : max(0, start) + len(part)] += part * int(one.level * 128) / 128
        return out
