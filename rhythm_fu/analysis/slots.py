"""The song seen on a grid: what happens in each sixteenth of a beat-to-be.

Every question about level, half-beat and bar is asked of these arrays, so that asking it of many grids costs nothing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.features import ATTACK_S
from rhythm_fu.analysis.model import Envelopes, Features, Floats
from rhythm_fu.analysis.parabola import beside

PER_BEAT: Final = 4
"""Slots a beat: sixteenths."""
REACH_S: Final = 0.022
"""An onset belongs to a slot when it is this near, or an eighth of a beat if that is nearer."""
QUIET_DB: Final = -60.0
"""Levels below this count as silence."""


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Arrays of one column a slot. `times_s` (n,) is where each starts.

    `onsets` (4, n): strongest flux near the slot's start. `levels` (4, n): mean dB in the slot, QUIET_DB..0. `tone`
    (24, n): chroma and bass chroma, each column of each half summing to 1, zero in silence.
    """

    times_s: Floats
    onsets: Envelopes
    levels: Envelopes
    tone: Envelopes

    @property
    def count(self) -> int:
        """Slots."""
        return len(self.times_s)


def lattice_of(features: Features, bpm: float) -> float:
    """Where the strongest place in a beat lies, seconds in [0, beat): a sixteenth of some kind, beat or not."""
    beat = 60.0 / bpm
    bins = max(32, round(beat / features.hop_s))
    profile = folded(features.flux.sum(axis=0), features, beat, bins)
    smooth = profile + 0.5 * (np.roll(profile, 1) + np.roll(profile, -1))
    top = int(np.argmax(smooth))
    nudge = float(beside(*(smooth[(top + side) % bins] for side in (-1, 0, 1))))
    return ((top + 0.5 + nudge) / bins * beat) % beat


def folded(envelope: Envelopes, features: Features, period_s: float, bins: int) -> Floats:
    """Mean of an envelope (m,) by place in the period, shape (bins,); bin b covers [b, b + 1) / bins of it."""
    phase = np.mod(features.times_s / period_s, 1.0) * bins
    index = np.minimum(phase.astype(np.int64), bins - 1)
    total = np.bincount(index, weights=envelope, minlength=bins)
    count = np.bincount(index, minlength=bins)
    return np.asarray(total / np.maximum(count, 1))


def slot_times(features: Features, bpm: float, offset_s: float) -> Floats:
    """Starts of all sixteenths inside the song or the part of it that `features` are of, one of them at `offset_s`."""
    step = 60.0 / bpm / PER_BEAT
    first = int(np.ceil((features.start_s - ATTACK_S - offset_s) / step - 1e-6))
    last = int(np.floor((features.length_s - offset_s) / step))
    return np.asarray(offset_s + step * np.arange(first, last + 1, dtype=np.float64))


def slots_of(features: Features, times_s: Floats) -> Slots:
    """Samples a song on slots starting at `times_s` (n,), rising."""
    step = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 0.1
    reach = max(1, int(min(REACH_S, step / 2.0) / features.hop_s))
    columns = features.flux.shape[1]
    centre = np.clip(np.round((times_s - features.start_s) / features.hop_s).astype(np.int64), 0, columns - 1)
    near = np.clip(centre[:, None] + np.arange(-reach, reach + 1), 0, columns - 1)
    onsets = features.flux[:, near].max(axis=2)

    clipped = np.maximum(features.levels, QUIET_DB)
    sums = np.concatenate((np.zeros((len(clipped), 1)), np.cumsum(clipped, axis=1, dtype=np.float64)), axis=1)
    ends = np.minimum(np.append(centre[1:], centre[-1] + max(1, int(step / features.hop_s))), columns)
    width = np.maximum(1, ends - centre)
    levels = (sums[:, np.minimum(centre + width, columns)] - sums[:, centre]) / width

    tone = np.concatenate((features.chroma, features.bass_chroma))
    middle = np.clip(
        np.round((times_s + step / 2.0) / features.chroma_hop_s).astype(np.int64), 0, max(0, tone.shape[1] - 1)
    )
    picked = tone[:, middle].reshape(2, 12, -1)
    whole = picked.sum(axis=1, keepdims=True)
    picked = np.where(whole > 1e-4, picked / np.maximum(whole, 1e-4), 0.0)
    return Slots(
        times_s=times_s,
        onsets=np.asarray(onsets, dtype=np.float32),
        levels=np.asarray(levels, dtype=np.float32),
        tone=np.asarray(picked.reshape(24, -1), dtype=np.float32),
    )


def novelty(columns: Envelopes, width: int) -> Floats:
    """How different the `width` slots from each slot on are from the `width` before it, shape (n,).

    Rows of `columns` (r, n) weigh alike. Zero where either side does not fit.
    """
    n = columns.shape[1]
    out = np.zeros(n)
    if n < 2 * width + 1:
        return out
    sums = np.concatenate((np.zeros((len(columns), 1)), np.cumsum(columns, axis=1, dtype=np.float64)), axis=1)
    change = (sums[:, 2 * width :] - 2.0 * sums[:, width : n - width + 1] + sums[:, : n - 2 * width + 1]) / width
    out[width : n - width + 1] = np.sqrt(np.square(change).sum(axis=0))
    return out
