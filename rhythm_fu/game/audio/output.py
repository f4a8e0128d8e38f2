"""The mixer, opened once: 48 kHz, 512 samples, nothing changed behind our back."""

from dataclasses import dataclass
from typing import Final

import pygame

from rhythm_fu.errors import DeviceError
from rhythm_fu.units import MICROS

RATE: Final = 48_000
BUFFER: Final = 512
"""Samples a buffer: 10.7 ms, the shortest that stays quiet while frames are drawn in software."""

CHANNELS_FOR_SOUNDS: Final = 48
"""A Master burst of five blows a second, each in three parts that ring for up to a second and a half."""


@dataclass(frozen=True, slots=True)
class Output:
    """An open mixer. `buffer` is what was asked for; SDL doesn't tell what it got."""

    rate: int
    buffer: int

    @property
    def latency(self) -> int:
        """Microseconds from mixing to the driver: one buffer. What lies behind the driver only calibration knows."""
        return self.buffer * MICROS // self.rate


def open_mixer(buffer: int = BUFFER, rate: int = RATE) -> Output:
    """Open the mixer anew, or raise DeviceError in one line."""
    pygame.mixer.quit()  # `pygame.init` opens one of its own, and an open mixer ignores what is asked of it
    try:
        pygame.mixer.init(rate, -16, 2, buffer, allowedchanges=0)
    except pygame.error as fault:
        raise DeviceError("sound", f"no usable sound device ({fault})", "the game plays on in silence") from None
    got = pygame.mixer.get_init()
    if got != (rate, -16, 2):
        pygame.mixer.quit()
        raise DeviceError("sound", f"the device wants {got}, not {rate} Hz stereo", "the game plays on in silence")
    pygame.mixer.set_num_channels(CHANNELS_FOR_SOUNDS)
    return Output(rate, buffer)
