"""Plays blows when they are due, on the mixer's buffer edges."""

import heapq
from dataclasses import dataclass, field
from itertools import count

import pygame

from rhythm_fu.game.audio.cues import Clip, Cue, Foley
from rhythm_fu.game.audio.output import Output
from rhythm_fu.game.audio.pcm import to_pcm
from rhythm_fu.units import MICROS, SongTime


@dataclass(order=True, slots=True)
class _Due:
    at: int
    number: int
    clip: Clip = field(compare=False)


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

    def add(self, cue: Cue) -> None:
        """Sound this blow at its moment, or as soon as possible if that is past."""
        if self._output is None:
            return
        clip = self.foley.clip(cue)
        if clip is not None and len(clip.samples):
            start = cue.at - clip.onset * MICROS // self._output.rate
            heapq.heappush(self._waiting, _Due(start, next(self._numbers), clip))

    def attend(self, mixed: SongTime) -> None:
        """Start what is due, given the song time that is being mixed now."""
        if self._output is None:
            return
        while self._waiting and self._waiting[0].at <= mixed - self._output.half_buffer:
            self._sound(heapq.heappop(self._waiting).clip)

    def hush(self) -> None:
        """Forget what was waiting."""
        self._waiting.clear()

    def _sound(self, clip: Clip) -> None:
        sound = pygame.mixer.Sound(buffer=to_pcm(clip.samples).tobytes())
        sound.set_volume(self.volume)
        sound.play()
