"""Which tempi the whole song's onsets agree on, each found to a few thousandths of a beat a minute.

A steady pulse is a set of lines in the spectrum of the onset strength; over minutes the lines are thin, so a constant
tempo shows precisely without following single beats.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Floats

SLOWEST_BPM: Final = 48.0
FASTEST_BPM: Final = 260.0
HARMONICS: Final = ((1, 1.0), (2, 1.0), (4, 1.0), (8, 0.5))
"""Lines counted for a pulse, with weights: the beat, its half, quarter and eighth. Odd ones belong to other pulses."""
RATIOS: Final = (0.5, 2.0 / 3.0, 0.75, 1.0, 4.0 / 3.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A tempo with the share of onset strength that keeps it, 0..about 1."""

    bpm: float
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class PulseSpectrum:
    """Magnitude of each band's onset spectrum: `lines` (4, n), line i at `i * step_hz`; 1 = all onsets alike."""

    lines: Envelopes
    step_hz: float

    def at(self, hertz: Floats) -> Floats:
        """Summed over bands, at any frequencies; the stronger of the two nearest lines."""
        place = np.asarray(hertz / self.step_hz)
        index = np.clip(place.astype(np.int64), 0, self.lines.shape[1] - 2)
        return np.asarray(np.maximum(self.lines[:, index], self.lines[:, index + 1]).sum(axis=0), dtype=np.float64)


def normalized(flux: Envelopes) -> Envelopes:
    """Onset strength with zero mean and unit spread a band; a silent band stays zero. Shape as given."""
    centred = flux - flux.mean(axis=1, keepdims=True)
    spread = centred.std(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(spread, 1e-6), dtype=np.float32)


def pulse_spectrum(flux: Envelopes, hop_s: float) -> PulseSpectrum:
    """The spectrum of onset strength, shape (4, m) one column each `hop_s`, padded for fine lines."""
    curve = normalized(flux)
    size = scipy.fft.next_fast_len(4 * max(1, curve.shape[1]), real=True)
    top = int(size * hop_s * 40.0) + 2
    lines = np.stack([np.abs(scipy.fft.rfft(row, size))[:top] for row in curve])
    return PulseSpectrum(np.asarray(lines / max(1, curve.shape[1]), dtype=np.float32), 1.0 / (size * hop_s))


def comb(spectrum: PulseSpectrum, bpm: Floats) -> Floats:
    """How strongly each tempo's lines stand out."""
    return np.asarray(sum(weight * spectrum.at(bpm * (h / 60.0)) for h, weight in HARMONICS))


def candidates(
    spectrum: PulseSpectrum, slowest: float = SLOWEST_BPM, fastest: float = FASTEST_BPM
) -> tuple[Pulse, ...]:
    """Tempi worth a closer look, strongest first: peaks of the comb, and simple ratios of the strongest."""
    step = max(0.005, spectrum.step_hz * 60.0 / 4.0)
    bpm = np.arange(slowest, fastest, step)
    score = comb(spectrum, bpm)
    found: list[Pulse] = []
    for i in np.argsort(-score)[:4000]:
        if all(abs(np.log(bpm[i] / p.bpm)) > 0.012 for p in found):
            found.append(Pulse(float(bpm[i]), float(score[i])))
        if len(found) == 8:
            break
    for ratio in RATIOS:
        other = found[0].bpm * ratio
        if slowest <= other <= fastest and all(abs(np.log(other / p.bpm)) > 0.012 for p in found):
            found.append(Pulse(other, float(comb(spectrum, np.array([other]))[0])))
    return tuple(found)


def refined(flux: Envelopes, hop_s: float, bpm: float, harmonic: int = 4) -> float:
    """The tempo near `bpm` that lines up most onsets, by the exact Fourier sum over the song.

    Searched within what the song's length can't tell apart from `bpm`; the half-beat and quarter lines decide, as they
    are several times sharper than the beat's.
    """
    curve = normalized(flux).sum(axis=0)
    curve = np.clip(curve, -2.0, 12.0)
    times = np.arange(len(curve), dtype=np.float64) * hop_s
    span = max(1.0, float(times[-1]))
    best, width = bpm, 0.5 * 60.0 / span
    for _ in range(4):
        trial: Floats = best + np.linspace(-width, width, 17, dtype=np.float64)
        best = float(trial[int(np.argmax(_alignment(curve, times, trial, harmonic)))])
        width /= 5.0
    return best


def _alignment(curve: NDArray[np.float32], times: Floats, bpm: Floats, harmonic: int) -> Floats:
    total = np.zeros(len(bpm))
    for i, one in enumerate(bpm):
        turn = np.exp(np.asarray(-2j * np.pi * (one / 60.0) * times, dtype=np.complex128)).astype(np.complex64)
        power = turn
        h = 1
        while h <= harmonic:
            total[i] += abs(complex(np.dot(power, curve)))
            power, h = power * power, h * 2
    return total
