"""What plays single sounds: the mixer's channels. A sound starts on the edge of a buffer; silence before it does the
rest, so that its first sample falls where it belongs.
"""

from typing import Protocol

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.game.audio.output import Output

FADE_MS = 25
"""A sound that is taken back dies so quickly; cut at once it would click."""


class Voice(Protocol):
    """One sound on its way."""

    def lift(self) -> None:
        """Take it back: silent if it has not begun, soon if it has."""
        ...


class Voices(Protocol):
    """Where sounds go. `buffer` in samples at `rate`."""

    @property
    def rate(self) -> int:
        """Samples a second."""
        ...

    @property
    def buffer(self) -> int:
        """Samples between two edges on which a sound can start."""
        ...

    def sound(self, pcm: NDArray[np.int16], level: float, pad: int, /) -> Voice:
        """Play samples, shape (n, 2), from so many samples after the next edge on."""
        ...


class _MixerVoice:
    def __init__(self, sound: pygame.mixer.Sound, channel: pygame.mixer.Channel) -> None:
        self._sound = sound
        self._channel = channel

    def lift(self) -> None:
        if self._channel.get_sound() is self._sound:
            self._channel.fadeout(FADE_MS)


class MixerVoices:
    """SDL's channels. When all are taken, the one that has sounded longest gives way."""

    def __init__(self, output: Output) -> None:
        self.rate = output.rate
        self.buffer = output.buffer

    @staticmethod
    def sound(pcm: NDArray[np.int16], level: float, pad: int) -> Voice:
        """Start on the next edge."""
        sound = pygame.mixer.Sound(buffer=bytes(pad * 4) + pcm.tobytes())
        sound.set_volume(level)
        channel = pygame.mixer.find_channel(force=True)
        channel.play(sound)
        return _MixerVoice(sound, channel)
