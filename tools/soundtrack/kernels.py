# ruff: noqa: PLR0917 - numba takes no keyword-only arguments
"""The few loops that must run sample by sample: oscillators, filters, modulated delays, dynamics.

Compiled by numba (which librosa needs anyway), without fast-math and on one thread, so equal input gives equal output.
Every signal is float64; frequencies in Hz; `SR` samples a second.
"""

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

SR = 44_100
Mono = NDArray[np.float64]
"""Shape (n,)."""
Stereo = NDArray[np.float64]
"""Shape (2, n): left, right."""


@njit(cache=True)
def stack(table: Mono, freq: Mono, ratios: Mono, phases: Mono, left: Mono, right: Mono) -> Stereo:
    """Detuned copies of one wavetable (its last point repeats its first), each with a phase 0..1 and two gains."""
    n, size = len(freq), len(table) - 1
    out = np.zeros((2, n))
    for v in range(len(ratios)):
        phase, step = phases[v], ratios[v] / SR
        for i in range(n):
            x = phase * size
            j = int(x)
            s = table[j] + (table[j + 1] - table[j]) * (x - j)
            out[0, i] += s * left[v]
            out[1, i] += s * right[v]
            phase += freq[i] * step
            phase -= math.floor(phase)
    return out


@njit(cache=True)
def morph(tables: NDArray[np.float64], freq: Mono, place: Mono, phase: float) -> Mono:
    """One voice sliding through tables (frames, size + 1); `place` 0..frames - 1 says where, sample by sample."""
    n, frames, size = len(freq), tables.shape[0], tables.shape[1] - 1
    out = np.empty(n)
    for i in range(n):
        x = phase * size
        j = int(x)
        f = x - j
        p = min(max(place[i], 0.0), frames - 1.000001)
        k = int(p)
        g = p - k
        a = tables[k, j] + (tables[k, j + 1] - tables[k, j]) * f
        b = tables[k + 1, j] + (tables[k + 1, j + 1] - tables[k + 1, j]) * f
        out[i] = a + (b - a) * g
        phase += freq[i] / SR
        phase -= math.floor(phase)
    return out


@njit(cache=True)
def svf(x: Mono, cutoff: Mono, q: float, low: float, band: float, high: float) -> Mono:
    """A trapezoidal state-variable filter (after Zavalishin and Simper), stable at any modulation speed.

    The output is `low`, `band` and `high` of its three outputs; `q` 0.5 is soft, 10 whistles.
    """
    out = np.empty(len(x))
    s1, s2, k = 0.0, 0.0, 1.0 / q
    last, g = -1.0, 0.0
    for i in range(len(x)):
        c = cutoff[i]
        if c != last:
            g = math.tan(math.pi * min(max(c, 10.0), 20_000.0) / SR)
            last = c
        a1 = 1.0 / (1.0 + g * (g + k))
        v3 = x[i] - s2
        v1 = a1 * (s1 + g * v3)
        v2 = s2 + g * v1
        s1 = 2.0 * v1 - s1
        s2 = 2.0 * v2 - s2
        out[i] = low * v2 + band * k * v1 + high * (x[i] - k * v1 - v2)
    return out


@njit(cache=True)
def ladder(x: Mono, cutoff: Mono, resonance: float, drive: float) -> Mono:
    """A four-pole low-pass with a saturating feedback path, one sample of delay in the loop; resonance 0..1."""
    out = np.empty(len(x))
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    for i in range(len(x)):
        f = 1.0 - math.exp(-2.0 * math.pi * min(max(cutoff[i], 10.0), 16_000.0) / SR)
        u = math.tanh(drive * x[i] * (1.0 + resonance) - 3.6 * resonance * d)
        a += f * (u - a)
        b += f * (a - b)
        c += f * (b - c)
        d += f * (c - d)
        out[i] = d
    return out


@njit(cache=True)
def wander(x: Mono, delay: Mono, feedback: float) -> Mono:
    """A delay line whose length (in samples, fractions welcome, >= 1) changes from sample to sample. Wet only."""
    n, size = len(x), int(delay.max()) + 4
    line = np.zeros(size)
    out = np.empty(n)
    for i in range(n):
        at = i - delay[i]
        j = math.floor(at)
        f = at - j
        a, b = line[j % size], line[(j + 1) % size]
        y = a + (b - a) * f
        out[i] = y
        line[i % size] = x[i] + feedback * y
    return out


@njit(cache=True)
def phaser(x: Mono, centre: Mono, stages: int, feedback: float) -> Mono:
    """Chained first-order all-passes that swim with `centre` (Hz). Wet only."""
    state = np.zeros(stages)
    out = np.empty(len(x))
    y = 0.0
    for i in range(len(x)):
        t = math.tan(math.pi * min(centre[i], 15_000.0) / SR)
        a = (t - 1.0) / (t + 1.0)
        v = x[i] + feedback * y
        for s in range(stages):
            w = a * v + state[s]
            state[s] = v - a * w
            v = w
        y = v
        out[i] = y
    return out


@njit(cache=True)
def string(burst: Mono, period: float, loss: float, mute: float, n: int) -> Mono:
    """A plucked string after Karplus and Strong, tuned by interpolation; `burst` is what the finger gives.

    `mute` 0..0.9 darkens it as it rings; the filter's own delay is taken off the string.
    """
    size = int(period) + 2
    line = np.zeros(size)
    out = np.empty(n)
    last = 0.0
    for i in range(n):
        at = i - period + mute / (1.0 - mute)
        j = math.floor(at)
        f = at - j
        y = line[j % size] * (1.0 - f) + line[(j + 1) % size] * f
        last = mute * last + (1.0 - mute) * y
        v = loss * last + (burst[i] if i < len(burst) else 0.0)
        line[i % size] = v
        out[i] = v
    return out


@njit(cache=True)
def squeeze(level_db: Mono, threshold: float, ratio: float, knee: float, attack: float, release: float) -> Mono:
    """Gain in dB (<= 0) of a compressor for a level in dB; attack and release in samples."""
    out = np.empty(len(level_db))
    up, down = math.exp(-1.0 / attack), math.exp(-1.0 / release)
    g = 0.0
    for i in range(len(level_db)):
        over = level_db[i] - threshold
        if over <= -knee / 2:
            want = 0.0
        elif over >= knee / 2:
            want = over * (1.0 / ratio - 1.0)
        else:
            want = (1.0 / ratio - 1.0) * (over + knee / 2) ** 2 / (2 * knee)
        g = want + (g - want) * (up if want < g else down)
        out[i] = g
    return out


@njit(cache=True)
def recover(gain: Mono, release: float) -> Mono:
    """The same gains, but each rise slowed to `release` samples; falls stay at once."""
    out = np.empty(len(gain))
    keep, g = math.exp(-1.0 / release), 1.0
    for i in range(len(gain)):
        g = gain[i] if gain[i] < g else gain[i] + (g - gain[i]) * keep
        out[i] = g
    return out
