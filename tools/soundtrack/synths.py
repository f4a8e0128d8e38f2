# ruff: noqa: D102 - a class says what calling it does
"""Subtractive, FM and wavetable synthesisers: leads, chords, pads, plucks and basses."""

from dataclasses import dataclass

import numpy as np

from tools.soundtrack.kernels import SR, Mono, Stereo, ladder, morph, phaser, stack
from tools.soundtrack.patch import Key
from tools.soundtrack.theory import hertz
from tools.soundtrack.tone import (
    adsr,
    centred,
    drawn,
    fitted,
    harmonics_below,
    highpass,
    lowpass,
    noise,
    saturated,
    seconds,
    swept,
)  # fmt: skip

SPREAD = np.array([-0.110, -0.063, -0.020, 0.0, 0.020, 0.062, 0.108])
"""Where a seven-voice stack's voices sit, uneven so that their beats never line up."""


@dataclass(frozen=True, slots=True)
class Saws:
    """Seven (or fewer) detuned voices, a filter with its own envelope, an amplifier. Lead, chord, pad and pluck alike.

    `detune` is the half-width in semitones, `width` 0..1 the stereo spread, `sweep` the filter envelope in octaves.
    """

    wave: str = "saw"
    voices: int = 7
    detune: float = 0.16
    width: float = 0.9
    attack: float = 0.004
    decay: float = 0.5
    sustain: float = 0.75
    release: float = 0.25
    cutoff: float = 5000.0
    sweep: float = 1.0
    sweep_s: float = 0.25
    q: float = 0.75
    octave: float = 0.0
    sub: float = 0.0
    air: float = 0.0
    vibrato: float = 0.0
    glide_s: float = 0.07
    drive: float = 0.0

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, self.decay, self.sustain, self.release)
        n = len(shape)
        freq = key.freq(n, self.glide_s, self.vibrato)
        first = (7 - self.voices) // 2
        places = SPREAD[first : first + self.voices] / 0.11
        ratios = 2.0 ** (places * self.detune / 12.0)
        side = np.where(np.arange(self.voices) % 2 == 0, 1.0, -1.0) * np.abs(places) ** 0.5 * self.width
        angle = (side + 1.0) * np.pi / 4.0
        weight = 1.0 / np.sqrt(self.voices)
        table = fitted(self.wave, float(freq.max()) * 1.01)
        out = stack(table, freq, ratios, rng.random(self.voices), np.cos(angle) * weight, np.sin(angle) * weight) * 1.2
        if self.octave:
            high = fitted(self.wave, float(freq.max()) * 2.02)
            out += self.octave * stack(
                high, freq * 2.0, ratios, rng.random(self.voices), np.sin(angle) * weight, np.cos(angle) * weight
            )
        if self.air:
            out += self.air * np.stack([highpass(noise(rng, n), 4000.0) for _ in range(2)])
        t = seconds(n)
        bright = 0.6 + 0.4 * key.velocity
        cutoff = self.cutoff * bright * 2.0 ** (self.sweep * np.exp(-t * 3.0 / self.sweep_s))
        out = swept(out, np.minimum(cutoff, 18_000.0), self.q)
        if self.sub:
            out += centred(self.sub * np.sin(np.pi * np.cumsum(freq) / SR))
        if self.drive:
            out = saturated(out, self.drive)
        return out * shape * key.velocity


@dataclass(frozen=True, slots=True)
class Sub:
    """The floor: a sine with a touch of its third, mono, gently driven."""

    attack: float = 0.006
    release: float = 0.06
    warmth: float = 1.2
    glide_s: float = 0.05

    def __call__(self, key: Key, _rng: np.random.Generator) -> Mono:
        shape = adsr(key.hold, self.attack, 1.0, 0.9, self.release)
        phase = 2 * np.pi * np.cumsum(key.freq(len(shape), self.glide_s)) / SR
        return saturated(np.sin(phase) + 0.06 * np.sin(2 * phase), self.warmth) * shape * key.velocity


@dataclass(frozen=True, slots=True)
class Ladder:
    """A mono bass through a four-pole ladder: round when closed, acid when it whistles. Velocity opens it (accent)."""

    wave: str = "saw"
    second: str = "square"
    blend: float = 0.5
    cutoff: float = 220.0
    sweep: float = 3.0
    sweep_s: float = 0.18
    resonance: float = 0.35
    drive: float = 1.4
    attack: float = 0.003
    decay: float = 0.4
    sustain: float = 0.7
    release: float = 0.05
    grit: float = 1.5
    glide_s: float = 0.05

    def __call__(self, key: Key, _rng: np.random.Generator) -> Mono:
        shape = adsr(key.hold, self.attack, self.decay, self.sustain, self.release)
        n = len(shape)
        freq = key.freq(n, self.glide_s)
        one, top = np.ones(1), float(freq.max())
        raw = stack(fitted(self.wave, top), freq, one, np.zeros(1), one, one)[0]
        raw += self.blend * stack(fitted(self.second, top), freq * 1.003, one, np.zeros(1), one, one)[0]
        accent = max(0.0, key.velocity - 0.8) * 5.0
        opening = (self.sweep + accent) * np.exp(-seconds(n) * 3.0 / self.sweep_s)
        cutoff = np.minimum(self.cutoff * 2.0 ** (opening + 1.5 * (key.shade - 0.5)), 12_000.0)
        out = ladder(raw, cutoff, self.resonance, self.drive)
        return saturated(out * (1.0 + 2.0 * self.resonance), self.grit) * shape * key.velocity


@dataclass(frozen=True, slots=True)
class Fm:
    """Two operators into one, the index falling and, if `wobble` cycles a beat is given, moving. Mono.

    Electric basses, bells that bite, metallic stabs: `ratio` whole is harmonic, broken is metal.
    """

    ratio: float = 1.0
    index: float = 4.0
    index_s: float = 0.25
    floor: float = 0.6
    second_ratio: float = 2.0
    second_index: float = 0.8
    wobble: float = 0.0
    attack: float = 0.003
    decay: float = 0.5
    sustain: float = 0.7
    release: float = 0.06
    drive: float = 1.5
    glide_s: float = 0.06

    def __call__(self, key: Key, _rng: np.random.Generator) -> Mono:
        shape = adsr(key.hold, self.attack, self.decay, self.sustain, self.release)
        n = len(shape)
        t = seconds(n)
        freq = key.freq(n, self.glide_s)
        phase = 2 * np.pi * np.cumsum(freq) / SR
        index = (
            self.index * (0.5 + 0.5 * key.velocity) * (self.floor + (1 - self.floor) * np.exp(-t * 3.0 / self.index_s))
        )
        if self.wobble:
            index *= 0.55 - 0.45 * np.cos(2 * np.pi * t * self.wobble * (0.5 + key.shade) / key.beat_s)
        # Carson's rule keeps the sidebands below the alias limit.
        index = np.minimum(index, np.maximum((15_000.0 / freq - 1.0) / max(self.ratio, 0.5) - 1.0, 0.2))
        inner = np.sin(self.second_ratio * phase) * self.second_index
        out = np.sin(phase + index * np.sin(self.ratio * phase + inner))
        return saturated(out, self.drive) * shape * key.velocity


@dataclass(frozen=True, slots=True)
class Reese:
    """Wide detuned saws beating through a slow filter and a phaser; below 110 Hz a clean mono sub."""

    detune: float = 0.32
    cutoff: float = 700.0
    sway: float = 1.2
    rate: float = 0.25
    q: float = 1.4
    drive: float = 2.2
    attack: float = 0.008
    release: float = 0.09
    sub: float = 0.9
    glide_s: float = 0.09

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, 2.0, 0.85, self.release)
        n = len(shape)
        freq = key.freq(n, self.glide_s)
        t = seconds(n)
        ratios = 2.0 ** (np.array([-1.0, -0.33, 0.4, 1.0]) * self.detune / 12.0)
        raw = stack(
            fitted("saw", float(freq.max())), freq, ratios, rng.random(4),
            np.array([0.7, 0.3, 0.5, 0.15]), np.array([0.15, 0.5, 0.3, 0.7]),
        )  # fmt: skip
        sway = np.sin(2 * np.pi * (t / key.beat_s + key.beat) * self.rate)
        cutoff = self.cutoff * 2.0 ** (self.sway * sway + 2.0 * (key.shade - 0.5))
        out = swept(saturated(raw, self.drive), np.minimum(cutoff * 1.6, 14_000.0), self.q)
        wet = np.stack([phaser(np.ascontiguousarray(row), 500.0 * 2.0 ** (1.3 * sway), 6, 0.3) for row in out])
        out = highpass(0.6 * out + 0.5 * wet, 110.0)
        low = np.sin(2 * np.pi * np.cumsum(freq) / SR)
        return (out + centred(low * self.sub)) * shape * key.velocity


VOWELS = {
    "a": (730, 1090, 2440),
    "e": (530, 1840, 2480),
    "i": (290, 2250, 3000),
    "o": (570, 840, 2410),
    "u": (320, 870, 2240),
}
"""First three formants in Hz, after Peterson and Barney 1952 (men)."""


@dataclass(frozen=True, slots=True)
class Growl:
    """A wavetable of vowels swept by an LFO in step with the beat, driven hard, over a clean sub.

    `shade` picks the speed: 0 one sweep a beat, up to 1 six sweeps; velocity the size of the mouth.
    """

    vowels: str = "uoaei"
    drive: float = 3.0
    rates: tuple[float, ...] = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
    sub: float = 0.8
    attack: float = 0.004
    release: float = 0.06
    bite: float = 0.6
    glide_s: float = 0.07

    def __call__(self, key: Key, _rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, 2.0, 0.9, self.release)
        n = len(shape)
        freq = key.freq(n, self.glide_s)
        t = seconds(n)
        rate = self.rates[min(len(self.rates) - 1, int(key.shade * len(self.rates)))]
        turn = t / key.beat_s * rate
        lfo = 0.5 - 0.5 * np.cos(2 * np.pi * turn)
        tables = np.stack([self._mouth(v, float(freq.max())) for v in self.vowels])
        place = lfo * (len(self.vowels) - 1) * (0.4 + 0.6 * key.velocity)
        left, right = (morph(tables, freq * f, place, 0.0) for f in (0.997, 1.003))
        raw = np.stack((left, right)) * (0.55 + 0.45 * lfo)
        cutoff = 350.0 * 2.0 ** (4.2 * lfo)
        out = saturated(swept(raw, cutoff, 1.3), self.drive)
        out = highpass(
            out + self.bite * saturated(swept(out, np.minimum(cutoff * 2.2, 9000.0), 2.5, "band"), 2.0), 120.0
        )
        low = np.sin(2 * np.pi * np.cumsum(freq) / SR) * (0.75 + 0.25 * lfo)
        return (out + centred(low * self.sub)) * shape * key.velocity

    def _mouth(self, vowel: str, hz: float) -> Mono:
        k = np.arange(1, harmonics_below(hz, 12_000.0) + 1)
        amps = np.zeros(len(k))
        for i, formant in enumerate(VOWELS[vowel]):
            amps += (1.0, 0.8, 0.5)[i] * np.exp(-(((k * hz - formant) / (110.0 + 50.0 * i)) ** 2) / 2)
        table = drawn(0.25 / k + amps * 0.6)
        return table / np.abs(table).max()


@dataclass(frozen=True, slots=True)
class Hoover:
    """The rave stab: pulse-width saws an octave apart that fall into pitch, chorused by their own spread."""

    fall: float = 5.0
    fall_s: float = 0.09
    cutoff: float = 4200.0
    detune: float = 0.28
    attack: float = 0.004
    release: float = 0.18
    drive: float = 1.6

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, 1.5, 0.8, self.release)
        n = len(shape)
        t = seconds(n)
        midi = key.pitch + 0.15 * np.sin(2 * np.pi * 5.0 * t) - self.fall * np.exp(-t * 4.0 / self.fall_s)
        freq = 440.0 * 2.0 ** ((midi - 69.0) / 12.0)
        ratios = np.concatenate((2.0 ** (np.linspace(-1, 1, 5) * self.detune / 12.0), [0.5, 0.502]))
        pan = np.array([0.1, 0.8, 0.5, 0.2, 0.9, 0.5, 0.5])
        out = stack(fitted("pulse28", hertz(key.pitch) * 1.05), freq, ratios, rng.random(7), 1.0 - pan, pan)
        return saturated(lowpass(out, self.cutoff) * 0.5, self.drive) * shape * key.velocity
