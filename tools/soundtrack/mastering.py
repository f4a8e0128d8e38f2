"""From mix to record: tonal balance, glue, loudness, a true-peak ceiling."""

import numpy as np
import pyloudnorm
from scipy import ndimage, signal

from tools.soundtrack import tone
from tools.soundtrack.effects import Squash, Stage
from tools.soundtrack.kernels import SR, Stereo, recover

SLOPE_DB = -4.5
"""Power density a typical electronic master loses an octave."""
CEILING_DB = -1.7
"""Where the limiter stops true peaks: below -1 by what Vorbis may add."""
BANDS = 1000.0 * 2.0 ** (np.arange(-13, 14) / 3.0)
"""Third-octave centres, 50 Hz to 20 kHz."""


def third_octaves(x: Stereo) -> np.ndarray:
    """Mean power density per third octave in dB, both sides together, at BANDS."""
    hz, power = signal.welch(x, SR, nperseg=16384, axis=-1)
    power = power.sum(axis=0)
    out = [power[(hz >= b * 2 ** (-1 / 6)) & (hz < b * 2 ** (1 / 6))].mean() for b in BANDS]
    return 10 * np.log10(np.maximum(out, 1e-20))


def target() -> np.ndarray:
    """The reference curve at BANDS, up to a constant: straight from 60 Hz to 10 kHz, falling faster outside."""
    octaves = np.log2(BANDS / 1000.0)
    curve = SLOPE_DB * octaves
    curve -= 9.0 * np.maximum(0.0, np.log2(60.0 / BANDS))
    return curve - 5.0 * np.maximum(0.0, np.log2(BANDS / 10_000.0))


def deviation(x: Stereo) -> np.ndarray:
    """How far each third octave from 50 Hz to 12.7 kHz lies above the reference in dB, the mean taken out."""
    off = (third_octaves(x) - target())[BANDS < 13_000.0]
    return off - off.mean()


def balanced(x: Stereo, strength: float = 0.7, most_db: float = 5.0) -> Stereo:
    """Lean the spectrum towards the reference by a smooth linear-phase equaliser, at most `most_db` anywhere."""
    off = deviation(x)
    smooth = ndimage.gaussian_filter1d(off, 1.2, mode="nearest")
    gain = np.clip(-strength * smooth, -most_db, most_db)
    centres = BANDS[BANDS < 13_000.0]
    grid = np.linspace(0, SR / 2, 4097)
    curve = np.interp(np.log2(np.maximum(grid, 20.0)), np.log2(centres), gain)
    taps = signal.firwin2(8191, grid, 10 ** (curve / 20), fs=SR)
    half = len(taps) // 2
    return np.stack([signal.oaconvolve(row, taps)[half : half + x.shape[1]] for row in x])


def true_peak_db(x: Stereo) -> float:
    """The highest point of the fourfold oversampled wave, dBTP."""
    return float(20 * np.log10(max(np.abs(signal.resample_poly(row, 4, 1)).max() for row in x) + 1e-12))


def limited(x: Stereo, ceiling_db: float = CEILING_DB, look_s: float = 0.003, release_s: float = 0.08) -> Stereo:
    """A lookahead limiter that hears fourfold oversampled peaks. Gains fall smoothly before a peak and rise slowly."""
    peak = np.zeros(x.shape[1])
    for row in x:
        over = np.abs(signal.resample_poly(row, 4, 1))
        peak = np.maximum(peak, over.reshape(-1, 4).max(axis=1))
    ceiling = 10 ** (ceiling_db / 20)
    need = np.minimum(1.0, ceiling / np.maximum(peak, 1e-9))
    look = int(look_s * SR) | 1
    held = ndimage.minimum_filter1d(need, 2 * look + 1, mode="nearest")
    slow = recover(held, release_s * SR)
    window = np.hanning(look + 2)[1:-1]
    gain = signal.oaconvolve(np.pad(slow, look // 2, mode="edge"), window / window.sum(), mode="valid")
    return x * np.minimum(gain[: x.shape[1]], 1.0)


def integrated(x: Stereo) -> float:
    """LUFS, BS.1770-4 gated."""
    return float(pyloudnorm.Meter(SR).integrated_loudness(x.T))


def mastered(x: Stereo, stage: Stage, lufs: float = -14.0, ceiling_db: float = CEILING_DB) -> Stereo:
    """The finished record, at `lufs` within a tenth."""
    x = tone.highpass(x, 24.0)
    x = x * 10 ** ((-17.0 - integrated(x)) / 20)
    x = balanced(x)
    x = Squash(-15.0, 1.6, 0.03, 0.16, knee=8.0)(x, stage)
    gain = lufs - integrated(x)
    out = x
    for _ in range(4):
        out = limited(x * 10 ** (gain / 20), ceiling_db)
        miss = lufs - integrated(out)
        if abs(miss) < 0.05:
            break
        gain += miss
    fade = np.ones(x.shape[1])
    k = min(int(1.2 * SR), x.shape[1])
    fade[-k:] = 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, k))
    return out * fade
