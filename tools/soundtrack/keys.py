# ruff: noqa: D102 - a class says what calling it does
"""Struck, plucked and blown keys by additive synthesis: piano, celesta, bells, harpsichord, organ, harp."""

from dataclasses import dataclass

import numpy as np

from tools.soundtrack.kernels import SR, Mono, Stereo, string
from tools.soundtrack.patch import Key, tail
from tools.soundtrack.theory import hertz
from tools.soundtrack.tone import (
    TOP_HZ,
    adsr,
    bandpass,
    centred,
    decay,
    lowpass,
    noise,
    panned,
    seconds,
    softened,
)  # fmt: skip


def partials(hz: float, parts: tuple[tuple[float, float, float], ...], n: int) -> Mono:
    """The sum of (ratio, gain, seconds to -60 dB), those above the alias limit left out."""
    t = seconds(n)
    out = np.zeros(n)
    for ratio, gain, length in parts:
        if hz * ratio < TOP_HZ:
            out += gain * np.sin(2 * np.pi * hz * ratio * t) * decay(n, length)
    return out


@dataclass(frozen=True, slots=True)
class Piano:
    """Stiff strings in detuned pairs, a felt hammer; `felt` 0..1 takes the edge off. Low notes left, high right."""

    felt: float = 0.5
    length_s: float = 4.0
    release: float = 0.25

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        hz = hertz(key.pitch)
        rings = self.length_s * 2.0 ** ((60.0 - key.pitch) / 24.0)
        n = min(key.hold + tail(self.release), tail(rings))
        t = seconds(n)
        stiff = 0.00035 * 2.0 ** ((key.pitch - 60.0) / 12.0)
        left, right = np.zeros(n), np.zeros(n)
        slope = 1.1 + self.felt * 1.3 - 0.5 * key.velocity
        for k in range(1, 33):
            f = hz * k * np.sqrt(1.0 + stiff * k * k)
            if f > 9000.0:
                break
            gain = k**-slope * abs(np.sin(np.pi * k * 0.13)) * 2.2
            length = rings / (1.0 + 0.22 * k)
            fade = 0.8 * decay(n, length * 0.6) + 0.2 * decay(n, length * 1.8)
            a, b = rng.random(2) * 0.5
            left += gain * fade * np.sin(2 * np.pi * f * 1.0004 * t + a)
            right += gain * fade * np.sin(2 * np.pi * f * 0.9996 * t + b)
        thump = lowpass(noise(rng, n), 700.0) * decay(n, 0.05) * 0.25 * key.velocity
        shape = np.minimum(t / 0.0025, 1.0)
        if n > key.hold:
            shape[key.hold :] *= decay(n - key.hold, self.release)
        tilt = np.clip((key.pitch - 64.0) / 60.0, -0.4, 0.4)
        out = np.stack((left * (1 - tilt), right * (1 + tilt))) * 0.35 + thump
        return softened(out * shape * key.velocity, 8, 400)


@dataclass(frozen=True, slots=True)
class Bells:
    """A celesta, or with `metal` a music box and further a glockenspiel: few partials, the high ones gone at once."""

    metal: float = 0.2
    length_s: float = 1.6
    spread: float = 0.3

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        length = self.length_s * 2.0 ** ((76.0 - key.pitch) / 30.0)
        n = tail(length)
        parts = (
            (1.0, 1.0, length), (2.0, 0.18, length * 0.6), (3.01, 0.12 + 0.2 * self.metal, length * 0.35),
            (4.08, 0.25, length * 0.25), (6.2, 0.3 * self.metal, length * 0.2), (9.4, 0.18 * self.metal + 0.05, 0.12),
        )  # fmt: skip
        out = partials(hertz(key.pitch), parts, n)
        tick = bandpass(noise(rng, n), 2500, 9000) * decay(n, 0.012) * 0.12
        pan = self.spread * np.clip((key.pitch - 76.0) / 14.0, -1.0, 1.0) + 0.1 * (rng.random() - 0.5)
        return softened(panned((out + tick) * (0.3 + 0.7 * key.velocity) * key.velocity, float(pan)), 10, 600)


@dataclass(frozen=True, slots=True)
class Harpsichord:
    """Bright plucked strings, two choirs an octave apart, a quill that falls back."""

    length_s: float = 1.4
    release: float = 0.08

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        hz = hertz(key.pitch)
        n = min(key.hold + tail(self.release), tail(self.length_s))
        t = seconds(n)
        out = np.zeros(n)
        for base, gain in ((hz, 1.0), (hz * 2.003, 0.5)):
            for k in range(1, 40):
                if base * k > 13_000.0:
                    break
                out += (
                    gain
                    * k**-0.8
                    * abs(np.sin(np.pi * k * 0.11))
                    * np.sin(2 * np.pi * base * k * t + k)
                    * decay(n, self.length_s / (1 + 0.06 * k))
                )
        out += 0.3 * bandpass(noise(rng, n), 2000, 8000) * decay(n, 0.008)
        if n > key.hold:
            out[key.hold :] *= decay(n - key.hold, self.release)
        return softened(panned(out * 0.3 * key.velocity, float(np.clip((key.pitch - 66) / 40, -0.5, 0.5))), 10, 300)


@dataclass(frozen=True, slots=True)
class Organ:
    """Pipes: eight ranks with a breath of chiff, each a little out of tune with the next, wide as a nave."""

    ranks: tuple[tuple[float, float], ...] = (
        (0.5, 0.7),
        (1.0, 1.0),
        (2.0, 0.7),
        (3.0, 0.3),
        (4.0, 0.5),
        (6.0, 0.2),
        (8.0, 0.25),
    )
    attack: float = 0.03
    release: float = 0.2

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, 1.0, 1.0, self.release)
        n = len(shape)
        t = seconds(n)
        hz = hertz(key.pitch)
        out = np.zeros((2, n))
        for ratio, gain in self.ranks:
            if hz * ratio > 11_000.0:
                continue
            off = 1.0 + 0.0012 * (rng.random() - 0.5)
            wave = np.sin(2 * np.pi * hz * ratio * off * t + 6.283 * rng.random())
            wave += 0.18 * np.sin(4 * np.pi * hz * ratio * off * t)
            out += panned(wave * gain, 1.2 * (rng.random() - 0.5))
        out += centred(bandpass(noise(rng, n), max(hz, 60.0), min(hz * 4, 12_000.0), 1) * decay(n, 0.09) * 0.5)
        return out * 0.3 * shape * key.velocity


@dataclass(frozen=True, slots=True)
class Plucked:
    """A string under a finger: harp when soft and long, pizzicato when short, koto when bright."""

    brightness: float = 0.4
    length_s: float = 2.5
    release: float = 0.4
    width: float = 0.4

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        hz = hertz(key.pitch)
        n = min(key.hold + tail(self.release), tail(self.length_s))
        period = SR / hz
        burst = lowpass(noise(rng, max(int(period), 24)), 2500.0 + 9000.0 * self.brightness * key.velocity)
        loss = float(np.exp(-6.908 * period / (self.length_s * SR)))
        out = string(burst - burst.mean(), period, loss, 0.5 - 0.4 * self.brightness, n)
        shape = np.ones(n)
        if n > key.hold:
            shape[key.hold :] = decay(n - key.hold, self.release)
        return softened(
            panned(out * shape * key.velocity, self.width * float(np.clip((key.pitch - 66) / 18, -1, 1))), 8, 400
        )
