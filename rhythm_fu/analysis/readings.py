"""Every way to read a pulse: which tempo of its family, which sixteenth is the beat, which beat starts the bar.

Each reading is described by the same numbers, seen from where it puts the downbeat; `judge` (in weigh.py) says how
likely each is. Periodic cues are folded over one bar of 16 slots and turned so that the reading's downbeat is first.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d

from rhythm_fu.analysis.model import Envelopes, Features, Floats
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.slots import PER_BEAT, Slots, lattice_of, novelty, slot_times, slots_of
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum

BAR: Final = 4 * PER_BEAT
SLOWEST_BPM: Final = 56.0
FASTEST_BPM: Final = 224.0
LAGS: Final = (2, 4, 6, 8, 12, 16, 24, 32, 64)
"""Slots after which a pattern may come again: sixteenths, beats, half-bars, bars, phrases."""
LINES: Final = (0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0, 4 / 3, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
"""Multiples of the beat rate whose spectral lines tell levels apart."""
TEMPO_BUMPS: Final = tuple(np.arange(5.8, 7.81, 0.2))
"""Octaves (log2 bpm) at which tempo itself is asked about."""
TURN_SLOTS: Final = 3
"""Slots before and after a turn of loudness: less than a beat, so that it is told from one a sixteenth beside it."""
TURNED: Final = (np.arange(BAR)[:, None] + np.arange(BAR)) % BAR
"""Row i: the slots of a bar whose downbeat is slot i, in its order, as slots of the lattice's own bar."""
MOST_TURNS: Final = 16
"""The sharpest turns of loudness that are counted, each the sharpest within a bar on either side."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """All readings of one song. Row i of `cues` (n, d) describes tempo `bpm[i]` with a downbeat at `downbeat_s[i]`.

    Rows come in sixteens, one a slot of the bar, for each tempo: rows i and i + 4 share beats but not bars. `turns`
    (n,) is which share of the song's sharpest turns of loudness falls on the reading's beats, 0..1.
    """

    bpm: Floats
    downbeat_s: Floats
    cues: Envelopes
    turns: Floats


@once
def readings_of(features: Features, pulses: tuple[Pulse, ...], spectrum: PulseSpectrum) -> Readings:
    """Describes every reading of the given pulses."""
    tempos, places, rows, turns = [], [], [], []
    for pulse in pulses:
        offset = lattice_of(features, pulse.bpm)
        slots = slots_of(features, slot_times(features, pulse.bpm, offset))
        cues = cues_of(slots, pulse.bpm, spectrum)
        rows.append(cues)
        turns.append(np.tile(turns_by_beat(slots), BAR // PER_BEAT))
        tempos += [pulse.bpm] * BAR
        places += [float(slots.times_s[min(i, slots.count - 1)]) for i in range(BAR)]
    return Readings(np.array(tempos), np.array(places), np.concatenate(rows), np.concatenate(turns))


def turns_by_beat(slots: Slots) -> Floats:
    """Where in a beat the music above the bass gets louder or softer most sharply, shape (PER_BEAT,), summing to 1.

    Turns weigh the square of their height. All places are alike where nothing turns.
    """
    if not slots.count:
        return np.full(PER_BEAT, 1.0 / PER_BEAT)
    change = novelty(slots.levels[1:], TURN_SLOTS)
    peaks = np.flatnonzero(_is_peak(change, BAR))
    peaks = peaks[np.argsort(-change[peaks], kind="stable")][:MOST_TURNS]
    heights = np.bincount(peaks % PER_BEAT, weights=np.square(change[peaks]), minlength=PER_BEAT)
    whole = float(heights.sum())
    return np.asarray(heights / whole if whole else np.full(PER_BEAT, 1.0 / PER_BEAT))


def cues_of(slots: Slots, bpm: float, spectrum: PulseSpectrum) -> Envelopes:
    """Cues of the 16 readings of one slot grid, shape (16, d); row i puts the downbeat on slot i."""
    share = slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6)
    capped = np.minimum(share, 6.0)
    turned = [*_fold(capped), *(_fold(slots.levels) - slots.levels.mean(axis=1, keepdims=True)) / 6.0]
    chroma, bass = slots.tone[:12], slots.tone[12:]
    turned += [_relative(novelty(part, width)) for part in (chroma, bass) for width in (PER_BEAT, BAR)]
    parts = (slots.levels / 6.0, capped, 4.0 * slots.tone)
    turned += [_votes(novelty(part, width)) for part in parts for width in (BAR, 4 * BAR)]
    circle = np.stack(turned)
    fixed = np.concatenate((_recurrence(capped), lines_at(spectrum, bpm), _bumps(bpm)))
    rows = circle[:, TURNED].transpose(1, 0, 2).reshape(BAR, -1)
    return np.asarray(np.hstack((rows, np.tile(fixed, (BAR, 1)))), dtype=np.float32)


def _fold(rows: Envelopes) -> Envelopes:
    """Mean by place in the bar, shape (r, 16)."""
    bars = rows.shape[1] // BAR
    if bars == 0:
        return np.zeros((len(rows), BAR), np.float32)
    return np.asarray(rows[:, : bars * BAR].reshape(len(rows), bars, BAR).mean(axis=1), dtype=np.float32)


def _relative(change: Floats) -> Envelopes:
    """A curve's mean by place in the bar, against its mean anywhere."""
    row = _fold(np.asarray(change[None], dtype=np.float32))[0]
    return np.asarray(row / (row.mean() + 1e-6) - 1.0, dtype=np.float32)


def _is_peak(change: Floats, reach: int) -> NDArray[np.bool_]:
    """Where something turns more sharply than anywhere within `reach` slots. Shape as given."""
    return np.asarray((change >= maximum_filter1d(change, 2 * reach + 1, mode="constant")) & (change > 0.0))


def _votes(change: Floats) -> Floats:
    """Where in the bar the music turns: each local peak votes with the square of its height; mean 0, times 16."""
    peaks = np.where(_is_peak(change, BAR // 2), change, 0.0) ** 2
    total = np.bincount(np.arange(len(change)) % BAR, weights=peaks, minlength=BAR)
    return np.asarray(total / (total.sum() + 1e-9) * BAR - 1.0)


def _recurrence(share: Envelopes) -> Floats:
    """How alike onsets are some slots later, band by band: correlations, shape (4 * lags,)."""
    centred = share - share.mean(axis=1, keepdims=True)
    power = np.square(centred).sum(axis=1) + 1e-6
    out = [
        (centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / power if share.shape[1] > lag else np.zeros(len(share))
        for lag in LAGS
    ]
    return np.concatenate(out)


def lines_at(spectrum: PulseSpectrum, bpm: float) -> Floats:
    """Strength of LINES at a tempo in three registers, one after another, each set of them summing to 4."""
    place = np.array(LINES) * (bpm / 60.0) / spectrum.step_hz
    index = np.clip(place.astype(np.int64), 0, spectrum.lines.shape[1] - 2)
    values = np.maximum(spectrum.lines[:, index], spectrum.lines[:, index + 1])
    groups = np.stack((values[0] + values[1], values[2], values[3]))
    return np.asarray(groups / (groups.sum(axis=1, keepdims=True) + 1e-9) * 4.0).ravel()


def _bumps(bpm: float) -> Floats:
    return np.asarray(np.exp(-0.5 * ((np.log2(bpm) - np.array(TEMPO_BUMPS)) / 0.12) ** 2))
