"""Plays blows on their exact samples, as far as they are known in time, and takes them back."""

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.game.audio.cues import Clip, Cue, Foley, without_front
from rhythm_fu.game.audio.headroom import Headroom, level_blocks
from rhythm_fu.game.audio.output import Output
from rhythm_fu.game.audio.pcm import to_pcm
from rhythm_fu.game.audio.voices import MixerVoices, Voice, Voices
from rhythm_fu.sound.model import Samples
from rhythm_fu.units import MICROS, START, SongTime

AHEAD: Final = 6
"""Buffers before its own first sample in which a sound is handed to the mixer: time enough to find a good moment."""

URGENT: Final = 2
"""Buffers before it when any moment will do."""

MIDDLE: Final = (0.3, 0.7)
"""The share of a buffer in which nobody can doubt which edge comes next, for a clock that is 3 ms off at most."""


@dataclass(order=True, slots=True)
class Laid:
    """A sound that was asked for. `start` is its first sample's place in the audio handed over; changes as it plays."""

    start: int
    number: int
    clip: Clip = field(compare=False)
    level: float = field(compare=False)
    song_sample: int = field(compare=False)
    keeps_end: bool = field(compare=False)
    voice: Voice | None = field(default=None, compare=False)
    is_lifted: bool = field(default=False, compare=False)


class FoleyPlayer:
    """Blows waiting for their moment. Changes with every call.

    SDL starts a sound on the edge of a buffer. Which edge comes next is known from the song clock, best in the middle
    between two; the rest of the way to the sound's own first sample is silence before it. What is known too late for
    that starts on the next edge.
    """

    def __init__(self, foley: Foley, output: Output | None, volume: float = 1.0, voices: Voices | None = None) -> None:
        self.foley = foley
        self.volume = volume
        self._voices = voices or (MixerVoices(output) if output else None)
        self._waiting: list[Laid] = []
        self._handed: list[Laid] = []
        self._numbers = count()
        self._headroom: Headroom | None = None
        self._song_peaks: NDArray[np.float32] | None = None
        self._speed_percent = 100
        self._from = START
        self._edge = 0

    def play_beside(self, song: Samples, level: float, speed_percent: int = 100) -> None:
        """From now on leave room for this song, shape (n, 2) as it is played, heard at so much of its level."""
        self._song_peaks = level_blocks(song)
        self._speed_percent = speed_percent
        self.set_beside(level)

    def set_beside(self, level: float) -> None:
        """The same song is heard at another level from now on; only between `hush` and `start_at`, with the song
        stopped: what was granted before is forgotten.
        """
        self.hush()
        if self._song_peaks is not None:
            self._headroom = Headroom(self._song_peaks * np.float32(level))

    def start_at(self, at: SongTime) -> None:
        """The audio that the mixer is handed now begins at this song time."""
        self._from = at
        self._edge = 0

    def add(self, cue: Cue) -> Laid | None:
        """Sound this blow at its moment, or as soon as possible if that is past; None if nothing is to be heard."""
        if self._voices is None:
            return None
        clip = self.foley.clip(cue)
        if clip is None or not len(clip.samples):
            return None
        moment = self._sample(cue.at)
        start = moment - clip.onset
        if cue.may_be_cut and cue.since is not None:
            cut = without_front(clip, self._sample(cue.since) - start)
            if cut is None:
                return None
            start, clip = moment - cut.onset, cut
        song_sample = start + self._from * 100 // self._speed_percent * self._voices.rate // MICROS
        late = 0 if cue.may_be_cut else max(0, self._edge - start)
        level = self._granted(clip, song_sample + late)
        laid = Laid(start, next(self._numbers), clip, level, song_sample + late, cue.may_be_cut)
        heapq.heappush(self._waiting, laid)
        return laid

    def lift(self, laid: Laid) -> None:
        """Take a sound back; one that is over stays as it was."""
        if laid.is_lifted:
            return
        laid.is_lifted = True
        if laid.voice is not None:
            laid.voice.lift()
        elif self._headroom is not None:
            self._headroom.give_back(laid.song_sample, _envelope(laid.clip), laid.level)

    def attend(self, handed: int) -> None:
        """Hand over what is due. `handed` microseconds of the audio since `start_at` are mixed by now."""
        if self._voices is None:
            return
        buffer = self._voices.buffer
        at = handed * self._voices.rate / MICROS
        self._edge = edge = int(at // buffer) * buffer
        is_middle = MIDDLE[0] <= (at - edge) / buffer <= MIDDLE[1]
        while self._waiting and self._waiting[0].start <= edge + AHEAD * buffer:
            if not is_middle and self._waiting[0].start > edge + URGENT * buffer:
                return
            laid = heapq.heappop(self._waiting)
            if not laid.is_lifted:
                self._sound(laid, edge)
                self._handed = [one for one in self._handed if one.start > edge] + [laid]

    def hush(self) -> None:
        """Take back what has not begun, whether it waits here or in the mixer; what sounds rings out."""
        for laid in (*self._waiting, *(laid for laid in self._handed if laid.start > self._edge)):
            self.lift(laid)
        self._waiting.clear()
        self._handed.clear()

    def _sample(self, at: SongTime) -> int:
        """Where a song time lies in the audio handed over."""
        assert self._voices is not None
        return round((at - self._from) * 100 / self._speed_percent * self._voices.rate / MICROS)

    def _granted(self, clip: Clip, song_sample: int) -> float:
        if self._headroom is None:
            return self.volume
        return self._headroom.grant(song_sample, _envelope(clip), self.volume)

    def _sound(self, laid: Laid, edge: int) -> None:
        assert self._voices is not None
        pad, clip = laid.start - edge, laid.clip
        if pad < 0 and laid.keeps_end:
            cut = without_front(clip, -pad)
            if cut is None:
                return
            clip = cut
        laid.voice = self._voices.sound(to_pcm(clip.samples), laid.level, max(0, pad))


def _envelope(clip: Clip) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    loudest: np.ndarray[tuple[int], np.dtype[np.float32]] = np.abs(clip.samples).max(axis=1)
    return loudest
