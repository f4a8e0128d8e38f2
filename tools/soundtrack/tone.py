"""Shared sound building: envelopes, band-limited wavetables, noise, filters and saturation on whole arrays."""

import math
from functools import lru_cache

import numpy as np
from scipy import signal

from tools.soundtrack.kernels import SR, Mono, Stereo, svf

TABLE = 2048
TOP_HZ = 17_500.0
"""No harmonic is drawn above it: Vorbis would drop it anyway, and it keeps aliases away."""


def seconds(n: int) -> Mono:
    """Time of each of n samples, from 0."""
    return np.arange(n, dtype=np.float64) / SR


def noise(rng: np.random.Generator, n: int) -> Mono:
    """White noise -1..1. Uniform, because numpy promises the stream of `random` longest."""
    return 2.0 * rng.random(n) - 1.0


def decay(n: int, to_60db_s: float) -> Mono:
    """1 falling by 60 dB in so many seconds."""
    return np.exp(-6.908 / (to_60db_s * SR) * np.arange(n, dtype=np.float64))


def adsr(hold: int, attack: float, fall: float, sustain: float, release: float) -> Mono:
    """An envelope for `hold` samples of key and `release` seconds of tail (to -60 dB), without a corner that clicks."""
    tail = max(int(release * SR), 32)
    n = hold + tail
    t = seconds(n)
    rise = np.minimum(t / max(attack, 0.0005), 1.0)
    shape = 0.5 - 0.5 * np.cos(np.pi * rise)
    shape *= sustain + (1.0 - sustain) * np.exp(-np.maximum(t - attack, 0.0) * 4.6 / max(fall, 1e-3))
    shape[hold:] *= decay(tail, release)
    fade = min(tail, 220)
    shape[-fade:] *= np.linspace(1.0, 0.0, fade)
    return shape


def softened(x: np.ndarray, fade_in: int = 22, fade_out: int = 220) -> np.ndarray:
    """The same sound with short ramps at both ends (last axis)."""
    out = x.copy()
    n = out.shape[-1]
    a, b = min(fade_in, n), min(fade_out, n)
    out[..., :a] *= np.linspace(0.0, 1.0, a)
    out[..., n - b :] *= np.linspace(1.0, 0.0, b)
    return out


def harmonics_below(hz: float, top: float = TOP_HZ) -> int:
    """How many harmonics fit, rounded down to a third of an octave so that tables can be shared."""
    count = max(1.0, top / max(hz, 1.0))
    return max(1, int(2.0 ** (math.floor(math.log2(count) * 3.0) / 3.0)))


def drawn(amplitudes: Mono) -> Mono:
    """A table of one period with these sine amplitudes for harmonics 1, 2, ...; its last point repeats the first."""
    spectrum = np.zeros(TABLE // 2 + 1, dtype=np.complex128)
    k = min(len(amplitudes), TABLE // 2 - 1)
    spectrum[1 : k + 1] = -0.5j * TABLE * amplitudes[:k]
    wave = np.fft.irfft(spectrum, TABLE)
    return np.append(wave, wave[0])


@lru_cache(maxsize=512)
def wavetable(kind: str, harmonics: int) -> Mono:
    """`saw`, `square`, `triangle`, `sine`, `pulse20` (any percentage), `reed`, band-limited."""
    k = np.arange(1, min(harmonics, TABLE // 2 - 1) + 1, dtype=np.float64)
    if kind == "saw":
        amps = 0.637 / k
    elif kind == "square":
        amps = np.where(k % 2 == 1, 1.0 / k, 0.0)
    elif kind == "triangle":
        amps = np.where(k % 2 == 1, 0.81 / k**2 * np.where(k % 4 == 1, 1.0, -1.0), 0.0)
    elif kind == "sine":
        amps = np.where(k == 1, 1.0, 0.0)
    elif kind.startswith("pulse"):
        amps = 0.637 / k * np.abs(np.sin(np.pi * k * float(kind[5:]) / 100.0)) * 1.4
    elif kind == "reed":
        amps = 0.6 / k**0.7 * np.exp(-k / 14.0)
    else:
        raise ValueError(f"no wave called {kind!r}")
    return drawn(amps)


def fitted(kind: str, highest_hz: float) -> Mono:
    """The table of a wave that stays below the alias limit at this pitch."""
    return wavetable(kind, harmonics_below(highest_hz))


def constant(value: float, n: int) -> Mono:
    """A control signal that stays."""
    return np.full(n, float(value))


def lowpass(x: np.ndarray, hz: float, order: int = 2) -> np.ndarray:
    """Butterworth along the last axis."""
    return np.asarray(signal.sosfilt(signal.butter(order, hz, "low", fs=SR, output="sos"), x, axis=-1))


def highpass(x: np.ndarray, hz: float, order: int = 2) -> np.ndarray:
    """Butterworth along the last axis."""
    return np.asarray(signal.sosfilt(signal.butter(order, hz, "high", fs=SR, output="sos"), x, axis=-1))


def bandpass(x: np.ndarray, low: float, high: float, order: int = 2) -> np.ndarray:
    """Butterworth along the last axis."""
    return np.asarray(signal.sosfilt(signal.butter(order, (low, high), "band", fs=SR, output="sos"), x, axis=-1))


def bell(x: np.ndarray, hz: float, gain_db: float, q: float = 1.0) -> np.ndarray:
    """A peaking equaliser (R. Bristow-Johnson's cookbook)."""
    a, w = 10 ** (gain_db / 40), 2 * math.pi * hz / SR
    alpha = math.sin(w) / (2 * q)
    b = np.array([1 + alpha * a, -2 * math.cos(w), 1 - alpha * a])
    c = np.array([1 + alpha / a, -2 * math.cos(w), 1 - alpha / a])
    return np.asarray(signal.lfilter(b / c[0], c / c[0], x, axis=-1))


def shelf(x: np.ndarray, hz: float, gain_db: float, is_high: bool) -> np.ndarray:
    """A shelving equaliser of slope 0.7 (cookbook)."""
    a, w = 10 ** (gain_db / 40), 2 * math.pi * hz / SR
    alpha = math.sin(w) / 2 * math.sqrt((a + 1 / a) * (1 / 0.7 - 1) + 2)
    cos, root, sign = math.cos(w), 2 * math.sqrt(a) * alpha, 1.0 if is_high else -1.0
    b = np.array(
        [
            a * ((a + 1) + sign * (a - 1) * cos + root),
            -2 * sign * a * ((a - 1) + sign * (a + 1) * cos),
            a * ((a + 1) + sign * (a - 1) * cos - root),
        ]
    )
    c = np.array(
        [
            (a + 1) - sign * (a - 1) * cos + root,
            2 * sign * ((a - 1) - sign * (a + 1) * cos),
            (a + 1) - sign * (a - 1) * cos - root,
        ]
    )
    return np.asarray(signal.lfilter(b / c[0], c / c[0], x, axis=-1))


def saturated(x: np.ndarray, amount: float) -> np.ndarray:
    """tanh(amount * x) / tanh(amount), aliases tamed by the first-order antiderivative method (Parker et al. 2016)."""
    y = np.asarray(x) * amount
    before = np.concatenate((np.zeros_like(y[..., :1]), y[..., :-1]), axis=-1)
    step = y - before
    area = np.logaddexp(y, -y) - np.logaddexp(before, -before)
    is_small = np.abs(step) < 1e-5
    bent = np.where(is_small, np.tanh(0.5 * (y + before)), area / np.where(is_small, 1.0, step))
    return bent / math.tanh(amount)


def swept(x: np.ndarray, cutoff: Mono, q: float = 0.707, kind: str = "low") -> np.ndarray:
    """A moving `low`, `band` or `high` pass on one or two channels."""
    low, band, high = {"low": (1.0, 0.0, 0.0), "band": (0.0, 1.0, 0.0), "high": (0.0, 0.0, 1.0)}[kind]
    rows = [svf(np.ascontiguousarray(row), cutoff, q, low, band, high) for row in np.atleast_2d(x)]
    return np.stack(rows) if x.ndim == 2 else rows[0]


def centred(x: Mono) -> Stereo:
    """Mono on both sides."""
    return np.stack((x, x))


def panned(x: Mono, pan: float) -> Stereo:
    """Equal-power placement, -1 left to 1 right, centre at unity."""
    angle = (pan + 1.0) * math.pi / 4.0
    return np.stack((x * math.cos(angle), x * math.sin(angle))) * math.sqrt(2.0)
