# ruff: noqa: D102 - a class says what calling it does
"""How an instrument meets its part: notes become samples, one voice at a time, laid onto a stereo strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tools.soundtrack.clock import Clock
from tools.soundtrack.kernels import SR, Mono, Stereo
from tools.soundtrack.notation import Note
from tools.soundtrack.theory import hertz
from tools.soundtrack.tone import constant, seconds


@dataclass(frozen=True, slots=True)
class Key:
    """One note ready to sound. `hold` is in samples; `beat_s` the length of a beat there, for synced movement."""

    pitch: float
    hold: int
    velocity: float
    glide_from: float | None
    shade: float
    beat_s: float
    beat: float

    def freq(
        self, n: int, glide_s: float = 0.06, vibrato: float = 0.0, rate: float = 5.3, onset_s: float = 0.25
    ) -> Mono:
        """The pitch over n samples, in Hz: a glide at the start, a vibrato (in semitones) that grows in."""
        if self.glide_from is None and not vibrato:
            return constant(hertz(self.pitch), n)
        t = seconds(n)
        midi = constant(self.pitch, n)
        if self.glide_from is not None:
            midi += (self.glide_from - self.pitch) * np.exp(-t * 4.6 / glide_s)
        if vibrato:
            midi += vibrato * np.clip((t - onset_s) / 0.3, 0.0, 1.0) * np.sin(2 * np.pi * rate * t)
        return np.asarray(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


class Patch(Protocol):
    """An instrument. A call gives one note with its tail, shape (n,) or (2, n), at velocity 1 loudness or its own."""

    def __call__(self, key: Key, rng: np.random.Generator, /) -> np.ndarray: ...


def play(patch: Patch, line: Sequence[Note], clock: Clock, n: int, rng: np.random.Generator) -> Stereo:
    """All notes of a line, mixed into n samples. Notes start on their sample; what leaves the strip is dropped."""
    out = np.zeros((2, n))
    ordered = sorted(line, key=lambda x: (x.beat, x.pitch))
    if not ordered:
        return out
    beats = np.array([x.beat for x in ordered])
    starts = clock.samples(beats)
    ends = clock.samples(beats + np.array([x.length for x in ordered]))
    beat_s = clock.straight(beats + 1.0) - clock.straight(beats)
    for note, start, end, length in zip(ordered, starts, ends, beat_s, strict=True):
        key = Key(
            note.pitch, max(int(end - start), 64), note.velocity, note.glide_from, note.shade, float(length), note.beat
        )
        sound = patch(key, rng)
        skip = max(0, -int(start))
        room = min(sound.shape[-1], n - int(start))
        if room > skip:
            out[:, start + skip : start + room] += sound[..., skip:room]
    return out


def rng_for(seed: int, name: str) -> np.random.Generator:
    """The dice of one strip: the same for the same song seed and name, whatever else is in the mix."""
    return np.random.Generator(np.random.PCG64([seed, *name.encode()]))


def tail(s: float) -> int:
    """Seconds as samples."""
    return int(s * SR)
