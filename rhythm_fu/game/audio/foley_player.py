"""Plays blows when they are due, on the mixer's buffer edges."""

import heapq
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import pygame

from rhythm_fu.game.audio.cues import Clip, Cue, Foley
from rhythm_fu.game.audio.headroom import Headroom, level_blocks
from rhythm_fu.game.audio.output import Output
from rhythm_fu.game.audio.pcm import to_pcm
from rhythm_fu.sound.model import Samples
from rhythm_fu.units import MICROS, SongTime


@dataclass(order=True, slots=True)
class _Due:
    at: int
    number: int
    clip: Clip = field(compare=False)
    level: float = field(compare=False)


class FoleyPlayer:
    """Blows waiting for their moment. Changes with every call.

    A sound starts on the edge of the buffer being mixed, and the mixer's position leads that edge by half a buffer on
    average; so a sound is asked for half a buffer after its moment (tools/measure_sync.py measures what comes of it).
    """

    def __init__(self, foley: Foley, output: Output | None, volume: float = 1.0) -> None:
        self.foley = foley
        self.volume = volume
        self._output = output
        self._waiting: list[_Due] = []
        self._numbers = count()
        self._headroom: Headroom | None = None
        self._speed_percent = 100

    def play_beside(self, song: Samples, level: float, speed_percent: int = 100) -> None:
        """From now on leave room for this song, shape (n, 2) as it is played, heard at so much of its level."""
        self.hush()
        self._headroom = Headroom(level_blocks(song) * np.float32(level))
        self._speed_percent = speed_percent

    def add(self, cue: Cue) -> None:
        """Sound this blow at its moment, or as soon as possible if that is past."""
        if self._output is None:
            return
        clip = self.foley.clip(cue)
        if clip is not None and len(clip.samples):
            start = cue.at - clip.onset * MICROS // self._output.rate
            heapq.heappush(self._waiting, _Due(start, next(self._numbers), clip, self._level(clip, start)))

    def _level(self, clip: Clip, start: int) -> float:
        if self._headroom is None or self._output is None:
            return self.volume
        sample = start * 100 // self._speed_percent * self._output.rate // MICROS
        return self._headroom.grant(sample, np.abs(clip.samples).max(axis=1), self.volume)

    def attend(self, mixed: SongTime) -> None:
        """Start what is due, given the song time that is being mixed now."""
        if self._output is None:
            return
        while self._waiting and self._waiting[0].at <= mixed - self._output.half_buffer:
            self._sound(heapq.heappop(self._waiting))

    def hush(self) -> None:
        """Forget what was waiting."""
        self._waiting.clear()

    @staticmethod
    def _sound(due: _Due) -> None:
        sound = pygame.mixer.Sound(buffer=to_pcm(due.clip.samples).tobytes())
        sound.set_volume(due.level)
        sound.play()
