# ruff: noqa: D102 - a class says what calling it does
"""Drums and percussion, built from what the real ones do: falling modes, noise through resonances, metal, rooms.

Each is a patch that ignores the note's length. The attack starts at the first sample, so that a beat in the
truth file is the acoustic onset.
"""

from dataclasses import dataclass, field

import numpy as np

from tools.soundtrack.kernels import SR, Mono, Stereo, stack
from tools.soundtrack.patch import Key, tail
from tools.soundtrack.tone import (
    bandpass,
    centred,
    decay,
    fitted,
    highpass,
    lowpass,
    noise,
    panned,
    saturated,
    seconds,
    softened,
    swept,
)


@dataclass(frozen=True, slots=True)
class Kick:
    """Three layers: a body that falls from `punch_hz`, a sub that stays at `hz`, a click of wood and noise."""

    hz: float = 49.0
    punch_hz: float = 320.0
    fall_s: float = 0.045
    length_s: float = 0.34
    click: float = 0.35
    drive: float = 1.6
    rumble: float = 0.0
    _kept: dict[int, Mono] = field(default_factory=dict, compare=False)

    def __call__(self, key: Key, rng: np.random.Generator) -> Mono:
        if 0 not in self._kept:
            n = tail(self.length_s + 0.12)
            t = seconds(n)
            bend = self.hz + (self.punch_hz - self.hz) * np.exp(-t * 3.0 / self.fall_s)
            bend += 900.0 * np.exp(-t / 0.0035)
            body = np.sin(2 * np.pi * np.cumsum(bend) / SR) * np.minimum(1.0, decay(n, self.length_s * 1.6) * 1.15)
            body *= 1.0 / (1.0 + np.exp((t - self.length_s) * 55.0))
            knock = np.sin(2 * np.pi * 1850.0 * t) * decay(n, 0.012) + bandpass(noise(rng, n), 1800, 9000) * decay(
                n, 0.018
            )
            mixed = saturated(body * 1.05 + self.click * knock * 0.7, self.drive)
            if self.rumble:
                grit = saturated(lowpass(noise(rng, n), 160.0) * decay(n, self.length_s) * 8.0, 2.0)
                mixed = mixed + self.rumble * grit
            self._kept[0] = softened(mixed, 6, 900)
        return self._kept[0] * (0.35 + 0.65 * key.velocity)


@dataclass(frozen=True, slots=True)
class Snare:
    """Two skin modes, snare wires, a crack and a little room; `tone` against `wires` makes it round or crisp."""

    hz: float = 190.0
    tone: float = 0.8
    wires: float = 0.7
    length_s: float = 0.22
    crack: float = 0.5
    room: float = 0.15
    drive: float = 1.8

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = tail(self.length_s + 0.25)
        t = seconds(n)
        skin = np.zeros(n)
        for ratio, gain, length in ((1.0, 1.0, 0.16), (1.59, 0.55, 0.11), (2.14, 0.25, 0.08)):
            bend = self.hz * ratio * (1.0 + 0.55 * np.exp(-t / 0.008))
            skin += gain * np.sin(2 * np.pi * np.cumsum(bend) / SR) * decay(n, length)
        hiss = highpass(noise(rng, n), 1500.0) * (0.7 * decay(n, self.length_s) + 0.5 * decay(n, 0.05))
        hiss += 0.5 * bandpass(noise(rng, n), 3200, 7800) * decay(n, self.length_s * 0.8)
        snap = bandpass(noise(rng, n), 1200, 4200, 1) * decay(n, 0.014)
        dry = saturated(self.tone * skin * 0.8 + self.wires * hiss * 0.65 + self.crack * snap, self.drive)
        sides = np.stack([lowpass(highpass(noise(rng, n), 700.0), 6500.0) for _ in range(2)])
        sides *= decay(n, self.length_s + 0.2) * (1.0 - np.exp(-t / 0.004)) * self.room
        return softened((centred(dry) + sides) * key.velocity, 3, 600)


@dataclass(frozen=True, slots=True)
class Clap:
    """A handful of hands, then the room."""

    low: float = 900.0
    high: float = 3600.0
    length_s: float = 0.2
    spread_s: float = 0.010

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = tail(self.length_s + 0.2)
        out = np.zeros((2, n))
        for i, gain in enumerate((0.75, 0.65, 0.6, 1.0)):
            at = int(i * self.spread_s * SR * (0.9 + 0.2 * rng.random())) if i else 0
            last = i == 3
            hand = bandpass(noise(rng, n), self.low, self.high, 2) * decay(n, self.length_s if last else 0.024)
            out[:, at:] += panned(hand * gain, (0.0, -0.5, 0.5, 0.0)[i])[:, : n - at]
        wash = (
            np.stack([bandpass(noise(rng, n), 1000, 6000, 1) for _ in range(2)]) * decay(n, self.length_s * 1.7) * 0.16
        )
        return softened(saturated(out * 1.2 + wash, 1.4) * key.velocity, 4, 800)


METAL = (205.3, 304.4, 369.6, 522.7, 540.0, 800.0)
"""The six square waves of a well-known drum machine's cymbals, in Hz."""


@dataclass(frozen=True, slots=True)
class Hat:
    """Six squares and noise above `floor_hz`. A note's shade above 0.75 opens it; every stroke differs a little."""

    length_s: float = 0.05
    open_s: float = 0.32
    floor_hz: float = 7000.0
    metal: float = 0.5
    pan: float = 0.12

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        length = self.open_s if key.shade > 0.75 else self.length_s * (0.75 + 0.5 * rng.random())
        n = tail(length * 1.3 + 0.01)
        t = seconds(n)
        shift = 1.55 * (0.97 + 0.06 * rng.random())
        ring = np.zeros(n)
        for hz in METAL:
            ring += np.sign(np.sin(2 * np.pi * hz * shift * t + 6.283 * rng.random()))
        raw = self.metal * ring / 3.0 + (1.1 - self.metal) * noise(rng, n)
        shaped = highpass(raw, self.floor_hz, 3) * (0.75 * decay(n, length) + 0.25 * decay(n, length * 0.25))
        return softened(panned(lowpass(shaped, 14_500.0) * key.velocity, self.pan), 10, 200)


@dataclass(frozen=True, slots=True)
class Shaker:
    """Seeds: a soft rise, a grainy fall."""

    length_s: float = 0.08
    pan: float = -0.3
    low: float = 4500.0

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = tail(self.length_s)
        t = seconds(n)
        shape = (1.0 - np.exp(-t / 0.012)) * decay(n, self.length_s * 1.1)
        return softened(panned(bandpass(noise(rng, n), self.low, 11_000.0) * shape * key.velocity, self.pan), 20, 200)


@dataclass(frozen=True, slots=True)
class Cymbal:
    """Dense metal with a long tail: a crash, or with `ping` a ride. Wide, because two sets of partials are drawn;
    four strokes are made and played in turn.
    """

    length_s: float = 1.8
    ping: float = 0.0
    floor_hz: float = 2600.0
    _kept: list[Stereo] = field(default_factory=list, compare=False)

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        if len(self._kept) < 4:
            self._kept.append(self._struck(rng))
        return self._kept[int(key.beat * 4.0) % len(self._kept)] * key.velocity

    def _struck(self, rng: np.random.Generator) -> Stereo:
        n = tail(self.length_s)
        t = seconds(n)
        out = np.zeros((2, n))
        for side in range(2):
            metal = np.zeros(n)
            for _ in range(26):
                hz = 700.0 * 2.0 ** (4.1 * rng.random())
                metal += np.sin(2 * np.pi * hz * t + 6.283 * rng.random()) * decay(
                    n, self.length_s * (0.4 + 0.9 * rng.random())
                )
            hiss = noise(rng, n) * (0.7 * decay(n, self.length_s * 0.9) + 0.6 * decay(n, 0.12))
            out[side] = highpass(metal * 0.11 + hiss * 0.5, self.floor_hz, 2)
        if self.ping:
            out = (
                out * 0.35
                + self.ping
                * centred(
                    highpass(np.sin(2 * np.pi * 3150 * t) + 0.6 * np.sin(2 * np.pi * 5270 * t), 900) * decay(n, 0.25)
                )
                * 0.3
            )
        return softened(lowpass(out, 13_000.0), 12, 4000)


@dataclass(frozen=True, slots=True)
class Tom:
    """A tuned drum: the note's pitch is its skin. Long and low it is a timpano or a taiko."""

    length_s: float = 0.35
    bend: float = 0.6
    skin: float = 0.25

    def __call__(self, key: Key, rng: np.random.Generator) -> Mono:
        n = tail(self.length_s * 1.5)
        t = seconds(n)
        hz = 440.0 * 2.0 ** ((key.pitch - 69.0) / 12.0)
        out = np.zeros(n)
        for ratio, gain, length in ((1.0, 1.0, 1.0), (1.5, 0.35, 0.7), (1.98, 0.3, 0.6), (2.44, 0.15, 0.4)):
            out += (
                gain
                * np.sin(2 * np.pi * np.cumsum(hz * ratio * (1 + self.bend * np.exp(-t / 0.018))) / SR)
                * decay(n, self.length_s * length)
            )
        out += self.skin * bandpass(noise(rng, n), 300, 3000) * decay(n, 0.05)
        return softened(saturated(out, 1.3) * key.velocity, 6, 900)


@dataclass(frozen=True, slots=True)
class Knock:
    """Something hard on something that rings: heel, rim, clave, plate, glass. `modes` are (Hz, gain, seconds)."""

    modes: tuple[tuple[float, float, float], ...] = ((410.0, 1.0, 0.06), (980.0, 0.6, 0.035), (2150.0, 0.4, 0.02))
    tick: float = 0.5
    stray: float = 0.02
    pan: float = 0.0

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = tail(max(length for _, _, length in self.modes) * 1.2 + 0.02)
        t = seconds(n)
        out = self.tick * bandpass(noise(rng, n), 1500, 9000, 1) * decay(n, 0.01)
        tune = 2.0 ** ((key.pitch - 60.0) / 12.0) * (1.0 + self.stray * (rng.random() - 0.5))
        for hz, gain, length in self.modes:
            out += gain * np.sin(2 * np.pi * hz * tune * t) * decay(n, length)
        place = self.pan + 0.5 * (key.shade - 0.5)
        return softened(panned(out * key.velocity, max(-1.0, min(1.0, place))), 4, 200)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a drop lands with: a falling sub, a boom of noise and a bright crash, `length_s` long."""

    length_s: float = 2.6
    hz: float = 42.0
    bright: float = 0.5

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = tail(self.length_s)
        t = seconds(n)
        low = np.sin(2 * np.pi * np.cumsum(self.hz + 70.0 * np.exp(-t / 0.09)) / SR) * decay(n, self.length_s * 0.7)
        wide = np.stack([lowpass(noise(rng, n), 900.0) for _ in range(2)]) * decay(n, self.length_s * 0.6) * 1.2
        air = (
            np.stack([highpass(noise(rng, n), 3000.0) for _ in range(2)])
            * decay(n, self.length_s * 0.5)
            * self.bright
            * 0.4
        )
        return softened(saturated(centred(low) + wide + air, 1.2) * key.velocity, 8, 8000)


@dataclass(frozen=True, slots=True)
class Riser:
    """Noise and a saw that climb through the note's whole length and stop dead at its end; shade 0 falls instead."""

    octaves: float = 2.0
    body: float = 0.35
    top_hz: float = 11_000.0

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = key.hold
        way = np.linspace(0.0, 1.0, n)
        if key.shade < 0.25:
            way = way[::-1].copy()
        cutoff = 220.0 * (self.top_hz / 220.0) ** way
        hiss = np.stack([noise(rng, n) for _ in range(2)])
        hiss = swept(hiss, cutoff, 1.6, "band")
        hz = 440.0 * 2.0 ** ((key.pitch - 69.0) / 12.0) * 2.0 ** (self.octaves * way)
        tone = stack(
            fitted("saw", float(hz.max())), hz, np.array([0.993, 1.0, 1.007]), rng.random(3),
            np.array([1.0, 0.7, 0.3]), np.array([0.3, 0.7, 1.0]),
        )  # fmt: skip
        tone = swept(tone, np.minimum(cutoff, 6000.0), 0.8)
        rate = 4.0 + 12.0 * way
        tremble = 1.0 - 0.35 * (0.5 + 0.5 * np.cos(2 * np.pi * np.cumsum(rate) / SR)) * way
        return softened((hiss * 0.8 + self.body * tone) * way**1.6 * tremble * key.velocity, 200, 300)


@dataclass(frozen=True, slots=True)
class Swell:
    """A cymbal played backwards: it grows through the note's length and is cut at the end."""

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        n = key.hold
        hiss = np.stack([highpass(noise(rng, n), 2500.0) for _ in range(2)])
        return softened(hiss * decay(n, n / SR * 1.1)[::-1] * key.velocity, 100, 180)
