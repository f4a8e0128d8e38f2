"""The song as it plays: through the mixer, or in silence when there is none.

To seek, the samples from there on are handed over anew: SDL's own seek in a WAV lands 30 ms off. Silence before the
first sample is handed over too, so the song clock is led by the mixer during a count-in.
"""

from typing import Final, Protocol

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.audio.output import RATE, Output
from rhythm_fu.game.audio.pcm import to_pcm, wav_bytes
from rhythm_fu.sound.model import Samples
from rhythm_fu.units import MICROS, HostTime

TICK_HZ: Final = 1_320.0
TICK_LEVEL: Final = 0.35

TRUNCATED: Final = 1_000
"""Microseconds that SDL's position lacks on average: it is the sum of two times, each cut down to whole ms."""


class Music(Protocol):
    """One song at a time. Times here are microseconds of the audio as handed over, not of the song."""

    def load(self, samples: Samples, /) -> None:
        """Take a song, shape (n, 2) at the mixer's rate."""
        ...

    def play(self, host: HostTime, start: int, silence: int = 0, ticks: tuple[int, ...] = (), /) -> None:
        """Sound from `start` (before 0 is silence) after so much silence, with metronome ticks so far into it."""
        ...

    def stop(self) -> None:
        """Be silent."""
        ...

    def position(self, host: HostTime, /) -> int | None:
        """Microseconds mixed since `play`; None when nothing is known or the song is over."""
        ...

    def set_volume(self, level: float, /) -> None:
        """0..1."""
        ...


def tick_sound(rate: int = RATE) -> Samples:
    """A short wooden tick, shape (n, 2)."""
    at = np.arange(int(rate * 0.06)) / rate
    wave = np.sin(2 * np.pi * TICK_HZ * at) * np.exp(-at * 90) * TICK_LEVEL
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


def with_count_in(
    pcm: NDArray[np.int16], rate: int, start: int, silence: int, ticks: tuple[int, ...]
) -> NDArray[np.int16]:
    """The samples from `start` on, with silence and ticks before them; shape (m, 2)."""
    first = round(start * rate / MICROS)
    lead = round(silence * rate / MICROS) + max(0, -first)
    head = np.zeros((lead, 2), np.int16)
    tick = to_pcm(tick_sound(rate))
    for at in ticks:
        here = round(at * rate / MICROS)
        part = tick[: max(0, lead - here)]
        head[here : here + len(part)] += part
    return np.concatenate((head, pcm[max(0, first) :]))


class MixerMusic:
    """The song through the mixer. Changes with every call but `position`."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._pcm = np.zeros((0, 2), np.int16)

    def load(self, samples: Samples) -> None:
        """Take a song, shape (n, 2) at the mixer's rate."""
        self.stop()
        self._pcm = to_pcm(samples)

    def play(self, _host: HostTime, start: int, silence: int = 0, ticks: tuple[int, ...] = ()) -> None:
        """Sound from `start` on."""
        handed = with_count_in(self._pcm, self._output.rate, start, silence, ticks)
        pygame.mixer.music.load(wav_bytes(handed, self._output.rate), "wav")
        pygame.mixer.music.play()

    def stop(self) -> None:
        """Be silent."""
        pygame.mixer.music.stop()
        pygame.mixer.music.unload()

    def position(self, _host: HostTime) -> int | None:
        """What the mixer has mixed: whole milliseconds, not smooth; the song clock makes time of it."""
        at = pygame.mixer.music.get_pos()
        return None if at < 0 else at * 1_000 + TRUNCATED

    def set_volume(self, level: float) -> None:
        """0..1."""
        pygame.mixer.music.set_volume(level)


class SilentMusic:
    """No sound device: time still passes, by the host clock alone."""

    def __init__(self) -> None:
        self._since: int | None = None

    def load(self, _samples: Samples) -> None:
        """Nothing to keep."""

    def play(self, host: HostTime, _start: int, _silence: int = 0, _ticks: tuple[int, ...] = ()) -> None:
        """Time starts."""
        self._since = host

    def stop(self) -> None:
        """Time stands."""
        self._since = None

    def position(self, host: HostTime) -> int | None:
        """As a perfect mixer would report."""
        return None if self._since is None else host - self._since

    def set_volume(self, _level: float) -> None:
        """Nothing to set."""
