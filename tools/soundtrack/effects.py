# ruff: noqa: D102 - a class says what calling it does
"""What a strip goes through: filters that move, choruses, echoes, rooms, pumping. Each is a value to call."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy import signal

from tools.soundtrack import tone
from tools.soundtrack.clock import Clock
from tools.soundtrack.form import Curve
from tools.soundtrack.kernels import SR, Mono, Stereo, phaser, squeeze, wander


@dataclass(frozen=True, slots=True)
class Stage:
    """What an effect may know: the clock, the length, dice of its own, and where the kick falls (beats)."""

    clock: Clock
    n: int
    rng: np.random.Generator
    kicks: np.ndarray


class Effect(Protocol):
    """Stereo in, stereo out, same length."""

    def __call__(self, x: Stereo, stage: Stage, /) -> Stereo: ...


@dataclass(frozen=True, slots=True)
class Sweep:
    """A filter whose cutoff (Hz) follows a curve."""

    curve: Curve
    kind: str = "low"
    q: float = 0.8

    def __call__(self, x: Stereo, stage: Stage) -> Stereo:
        return tone.swept(x, self.curve.over(stage.clock, stage.n), self.q, self.kind)


@dataclass(frozen=True, slots=True)
class Drive:
    """Saturation; `mix` keeps some of the clean sound."""

    amount: float = 2.0
    mix: float = 1.0

    def __call__(self, x: Stereo, _stage: Stage) -> Stereo:
        return x * (1 - self.mix) + tone.saturated(x, self.amount) * self.mix


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Three slow, unequal delays a side: the chorus that makes strings of saws."""

    depth_ms: float = 3.0
    rate: float = 0.45
    mix: float = 0.5

    def __call__(self, x: Stereo, stage: Stage) -> Stereo:
        t = tone.seconds(stage.n)
        wet = np.zeros_like(x)
        for side in range(2):
            for tap in range(3):
                turn = 2 * np.pi * (self.rate * (1 + 0.21 * tap) * t + tap / 3 + side / 4)
                delay = (9.0 + 3.1 * tap + self.depth_ms * np.sin(turn)) * SR / 1000.0
                wet[side] += wander(np.ascontiguousarray(x[side]), delay, 0.0) * 0.45
        return x * (1 - 0.5 * self.mix) + wet * self.mix


@dataclass(frozen=True, slots=True)
class Phase:
    """A phaser that breathes over so many beats."""

    beats: float = 16.0
    mix: float = 0.5
    centre: float = 900.0

    def __call__(self, x: Stereo, stage: Stage) -> Stereo:
        t = tone.seconds(stage.n)
        beat = stage.clock.beats_of(t)
        out = []
        for side in range(2):
            hz = self.centre * 2.0 ** (1.4 * np.sin(2 * np.pi * (beat / self.beats + 0.15 * side)))
            out.append(phaser(np.ascontiguousarray(x[side]), hz, 6, 0.45))
        return x * (1 - 0.5 * self.mix) + np.stack(out) * self.mix


@dataclass(frozen=True, slots=True)
class Chop:
    """A gate in step with the beat: the pattern's characters share a bar (x open, . shut), `floor` stays audible."""

    pattern: str
    beats: float = 4.0
    floor: float = 0.0
    curve: Curve | None = None

    def __call__(self, x: Stereo, stage: Stage) -> Stereo:
        beat = stage.clock.beats_of(tone.seconds(stage.n))
        cells = np.array([1.0 if c in "xX" else self.floor for c in self.pattern])
        gate = cells[(np.floor(beat / self.beats * len(cells)) % len(cells)).astype(np.int64)]
        gate = signal.lfilter([0.012], [1.0, -0.988], gate)
        if self.curve is not None:
            depth = self.curve.over(stage.clock, stage.n)
            gate = 1.0 - depth * (1.0 - gate)
        return x * gate


@dataclass(frozen=True, slots=True)
class Crush:
    """Fewer bits and a slower clock: rust for a lead or a drum loop."""

    bits: float = 7.0
    hold: int = 4
    mix: float = 0.3

    def __call__(self, x: Stereo, _stage: Stage) -> Stereo:
        steps = 2.0 ** (self.bits - 1)
        held = np.repeat(x[:, :: self.hold], self.hold, axis=1)[:, : x.shape[1]]
        return x * (1 - self.mix) + tone.lowpass(np.round(held * steps) / steps, 9000.0) * self.mix


@dataclass(frozen=True, slots=True)
class Squash:
    """A stereo-linked compressor with make-up, in dB and seconds."""

    threshold: float = -18.0
    ratio: float = 3.0
    attack_s: float = 0.01
    release_s: float = 0.12
    knee: float = 6.0
    make_up: float = 0.0
    mix: float = 1.0

    def __call__(self, x: Stereo, _stage: Stage) -> Stereo:
        level = np.abs(x).max(axis=0)
        level = 20 * np.log10(np.maximum(level, 1e-6))
        gain = squeeze(level, self.threshold, self.ratio, self.knee, self.attack_s * SR, self.release_s * SR)
        wet = x * 10 ** ((gain + self.make_up) / 20)
        return x * (1 - self.mix) + wet * self.mix


@dataclass(frozen=True, slots=True)
class Width:
    """0 mono, 1 as it is, above wider."""

    amount: float = 1.3

    def __call__(self, x: Stereo, _stage: Stage) -> Stereo:
        middle, side = 0.5 * (x[0] + x[1]), 0.5 * (x[0] - x[1]) * self.amount
        return np.stack((middle + side, middle - side))


def pump(stage: Stage, hold_s: float = 0.02, back_s: float = 0.22) -> Mono:
    """The gain that ducks to silence at every kick and comes back along a cosine; strips take a share of it."""
    n = tail = int((hold_s + back_s) * SR)
    rise = np.concatenate((np.zeros(int(hold_s * SR)), 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, n - int(hold_s * SR)))))
    gain = np.ones(stage.n)
    lead = int(0.004 * SR)
    for at in stage.clock.samples(stage.kicks):
        start = int(at) - lead
        a, b = max(0, start), min(stage.n, start + tail)
        if b > a:
            gain[a:b] = np.minimum(gain[a:b], rise[a - start : b - start])
    smooth = np.hanning(2 * lead + 1)
    gain = signal.oaconvolve(np.pad(gain, lead, mode="edge"), smooth / smooth.sum(), mode="valid")
    return gain[: stage.n]


def space(
    rng: np.random.Generator, length_s: float, before_s: float, damping: float = 0.45, size: float = 1.0
) -> Stereo:
    """An impulse response: early reflections, then noise that dies faster the higher it is, decorrelated per side.

    `length_s` is the time to -60 dB in the middle; the treble's is `damping` of it.
    """
    n = int((length_s * 1.15 + before_s) * SR)
    pre = int(before_s * SR)
    out = np.zeros((2, n))
    bands = ((90, 350, 0.95), (350, 1200, 1.0), (1200, 3500, 0.5 + 0.5 * damping), (3500, 9000, damping))
    for side in range(2):
        for low, high, share in bands:
            body = tone.bandpass(tone.noise(rng, n - pre), low, high, 2) * tone.decay(n - pre, length_s * share)
            out[side, pre:] += body
        t = tone.seconds(n - pre)
        out[side, pre:] *= 1.0 - np.exp(-t / (0.006 * size))
        for _ in range(14):
            at = pre + int((0.004 + 0.055 * size * rng.random()) * SR)
            out[side, at] += (rng.random() - 0.5) * 3.0 * np.exp(-(at - pre) / (0.05 * SR))
    return out / np.sqrt((out**2).sum() / 2)


def reverberated(x: Stereo, response: Stereo) -> Stereo:
    """The wet sound only, some of each side crossing over."""
    sides = np.stack((0.8 * x[0] + 0.2 * x[1], 0.2 * x[0] + 0.8 * x[1]))
    return np.stack([signal.oaconvolve(sides[i], response[i])[: x.shape[1]] for i in range(2)])


def echoed(x: Stereo, gap: int, feedback: float = 0.5, taps: int = 7) -> Stereo:
    """Ping-pong echoes, each duller and thinner than the last. Wet only."""
    out = np.zeros_like(x)
    hit = np.stack((0.5 * (x[0] + x[1]), np.zeros(x.shape[1])))
    for tap in range(taps):
        hit = tone.lowpass(tone.highpass(hit, 260.0, 1), 4200.0, 1) * (feedback if tap else 1.0)
        hit = np.roll(hit[::-1] if tap else hit, gap, axis=1)
        hit[:, :gap] = 0.0
        out += hit
    return out
