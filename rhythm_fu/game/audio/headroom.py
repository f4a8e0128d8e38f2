"""How loud a blow may be so that song and foley together stay below the ceiling: no limiter, ducking or clipping."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.game.audio.output import RATE
from rhythm_fu.sound.model import Samples

SONG_LEVEL: Final = 0.7
"""The song is played 3 dB down, always: what that leaves is for the blows. It never changes while a song plays."""


def level_blocks(song: Samples, block: int = RATE // 100) -> NDArray[np.float32]:
    """The song's peak in each block of 10 ms, shape (m,)."""
    whole = len(song) // block * block
    blocks = song[:whole].reshape(-1, block * song.shape[1])
    return np.asarray(np.maximum(blocks.max(axis=1), -blocks.min(axis=1)), dtype=np.float32)  # no copy of the song


@dataclass(slots=True)
class Headroom:
    """How loud a cue may be so that song and foley together never pass the ceiling. Changes with each cue granted.

    `song_peaks` are `level_blocks` of the song as it will be heard, its volume applied; the ceiling leaves 0.5 dB for
    what lies between the samples, so that the true peak stays below -1 dBFS.
    """

    song_peaks: NDArray[np.float32]
    ceiling: float = 0.84
    block: int = RATE // 100

    def __post_init__(self) -> None:
        self.song_peaks = self.song_peaks.copy()

    def grant(self, start: int, samples: NDArray[np.float32], gain: float) -> float:
        """The gain that a sound starting at this sample, or up to a block later, may have; what it takes is taken from
        later cues.
        """
        first, own = self._placed(start, samples)
        taken = self.song_peaks[first : first + len(own)]
        loud = own > 1e-4
        if not loud.any():
            return gain
        allowed = float(np.min(np.maximum(self.ceiling - taken[loud], 0.0) / own[loud]))
        granted = min(gain, allowed)
        self.song_peaks[first : first + len(own)] += granted * own
        return granted

    def give_back(self, start: int, samples: NDArray[np.float32], granted: float) -> None:
        """What a sound was granted that is not played after all."""
        first, own = self._placed(start, samples)
        self.song_peaks[first : first + len(own)] -= granted * own

    def _placed(self, start: int, samples: NDArray[np.float32]) -> tuple[int, NDArray[np.float32]]:
        """Its first block and its peaks in the song's blocks, each with its forerunner's: it may start a block late."""
        first = max(0, start) // self.block
        own = _peaks(samples[max(0, -start) :], max(0, start) % self.block, self.block)
        late = np.maximum(np.append(own, 0), np.insert(own, 0, 0)).astype(np.float32)
        return first, late[: max(0, len(self.song_peaks) - first)]


def _peaks(samples: NDArray[np.float32], offset: int, block: int) -> NDArray[np.float32]:
    """The sound's peak in each of the song's blocks that it touches."""
    padded = np.zeros(-(-(offset + len(samples)) // block) * block, dtype=np.float32)
    padded[offset : offset + len(samples)] = np.abs(samples)
    return np.asarray(padded.reshape(-1, block).max(axis=1), dtype=np.float32)
