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
WEAKEST: Final = 0.25
"""Candidates below this share of the strongest are not weighed."""
MOST: Final = 9
LONG_COLUMNS: Final = 1_000_000
"""Songs longer than this (48 minutes) have lines fine enough without padding."""
LOUDEST: Final = 8.0
"""Spreads of a band's onset strength beyond which an onset counts no more where phases are compared."""
SNAP_S: Final = 0.008
"""Drift from start to end that snapping to a whole tempo may cause."""
FAMILY: Final = (0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 1.0, 1.25, 4 / 3, 1.5, 5 / 3, 2.0, 3.0, 4.0)
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


def tamed(flux: Envelopes) -> Envelopes:
    """Onset strength as `normalized`, but no onset counts more than LOUDEST: one hit is no line. Shape as given."""
    return np.minimum(normalized(flux), LOUDEST)


def pulse_spectrum(flux: Envelopes, hop_s: float) -> PulseSpectrum:
    """The spectrum of onset strength, shape (4, m) one column each `hop_s`, padded for fine lines."""
    curve = normalized(flux)
    fine = 4 if curve.shape[1] < LONG_COLUMNS else 1
    size = scipy.fft.next_fast_len(fine * max(1, curve.shape[1]), real=True)
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


def pulses(flux: Envelopes, hop_s: float, spectrum: PulseSpectrum, slowest: float, fastest: float) -> tuple[Pulse, ...]:
    """The candidates worth weighing, refined; simple ratios of the strongest take their exactness from it."""
    found = candidates(spectrum, slowest, fastest)
    curve = tempo_curve(flux)
    first = refined(curve, hop_s, found[0].bpm)
    out = [Pulse(first, found[0].strength)]
    for pulse in found[1:]:
        if pulse.strength < WEAKEST * found[0].strength:
            continue
        ratio = min(FAMILY, key=lambda r: abs(np.log(pulse.bpm / first / r)))
        near = abs(np.log(pulse.bpm / first / ratio)) < 0.004
        out.append(Pulse(first * ratio if near else refined(curve, hop_s, pulse.bpm), pulse.strength))
    return tuple(out[:MOST])


def snapped(bpm: float, length_s: float) -> float:
    """The whole or half tempo next to `bpm`, if over the song's length the data can't tell them apart; else `bpm`.

    Nine in ten electronic songs have a whole tempo; a song that hasn't is moved by less than its onsets scatter.
    """
    for unit, slack_s in ((1.0, SNAP_S), (0.5, 0.5 * SNAP_S)):
        near = unit * round(bpm / unit)
        if abs(near - bpm) / bpm * length_s <= slack_s:
            return float(near)
    return bpm


def tempo_curve(flux: Envelopes) -> NDArray[np.float32]:
    """All bands' onset strength in one curve (m,) of about zero mean, single loud hits tamed."""
    return np.asarray(np.clip(normalized(flux).sum(axis=0), -2.0, 12.0), dtype=np.float32)


def refined(curve: NDArray[np.float32], hop_s: float, bpm: float, harmonic: int = 4) -> float:
    """The tempo near `bpm` that lines up most onsets, by the exact Fourier sum over the song.

    Searched within what the song's length can't tell apart from `bpm`; the half-beat and quarter lines decide, as they
    are several times sharper than the beat's. The sum is first taken beat by beat, so that trials cost little.
    """
    times = np.arange(len(curve), dtype=np.float64) * hop_s
    span = max(1.0, float(times[-1]))
    sums = beat_phasors(curve, hop_s, bpm, harmonic)
    centres = (np.arange(sums.shape[1]) + 0.5) * (60.0 / bpm)
    best, width = bpm, 0.5 * 60.0 / span
    for _ in range(4):
        trial: Floats = best + np.linspace(-width, width, 17, dtype=np.float64)
        total = np.zeros(len(trial))
        for row, h in zip(sums, _powers(harmonic), strict=True):
            turn = np.exp(-2j * np.pi * h / 60.0 * np.outer(trial - bpm, centres))
            total += np.abs(turn @ row)
        best = float(trial[int(np.argmax(total))])
        width /= 5.0
    return best


def beat_phasors(curve: NDArray[np.float32], hop_s: float, bpm: float, harmonic: int = 4) -> NDArray[np.complex128]:
    """Fourier sums of each beat-long piece at 1, 2, 4... times the beat rate, shape (lines, beats)."""
    beat = 60.0 / bpm
    place = np.arange(len(curve), dtype=np.float64) * (hop_s / beat)
    turn = turning(place)
    starts = np.searchsorted(place, np.arange(0, int(place[-1]) + 1))
    out = []
    power = turn
    for _ in _powers(harmonic):
        out.append(np.add.reduceat(power * curve, starts))
        power = power * power
    return np.asarray(out, dtype=np.complex128)


def turning(turns: Floats) -> NDArray[np.complex64]:
    """exp(-2 pi i turns), shape as given: single precision is plenty and spares a long mix's memory."""
    angle = np.asarray(np.mod(turns, 1.0), dtype=np.float32)
    angle *= np.float32(-2.0 * np.pi)
    out = np.empty(angle.shape, np.complex64)
    np.cos(angle, out=out.real)
    np.sin(angle, out=out.imag)
    return out


def _powers(top: int) -> tuple[int, ...]:
    return tuple(1 << i for i in range(top.bit_length()))
