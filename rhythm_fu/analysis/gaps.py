"""Places where the beat stumbles: the tempo stays, but what follows is shifted by part of a beat.

A change of pattern turns the phase of some lines in some bands; a gap turns all of them by the same time. So each
moment is asked by which shift the 16 beats after it best continue the 16 before, and only agreement of all counts.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Features, Floats
from rhythm_fu.analysis.tempo import tamed, turning

WINDOW: Final = 16
"""Beats on either side."""
LINES: Final = (1, 2, 3, 4)
SHIFTS: Final = np.arange(-24, 24, dtype=np.float64) / 48.0
SMALLEST: Final = 0.06
"""Shifts below this share of a beat are playing, not gaps."""
AGREEMENT: Final = 0.85
GAIN: Final = 0.82
"""How well the shift must explain what follows (1 = all lines in all bands), and how much better than no shift does."""
LATTICE: Final = 0.2
"""Shifts so near to a sixteenth, in sixteenths, may be a pattern's."""
PLAYED: Final = 0.07
"""Smaller shifts than this share of a beat need AGREEMENT and GAIN: whole sections may be played so far off."""
NOISE: Final = 1.5
ENOUGH: Final = 4.0
"""Clearness of a line that noise reaches, and from which on it counts in full."""
HEARD: Final = 24.0
"""Summed clearness of the lines that must be there at all."""
LONG_ENOUGH: Final = 32
"""Beats on either side of a gap that needs a witness, and how far it is also looked."""
FAINTEST: Final = 5.0
"""Gain times clearness below which no witness is asked."""
NEAREST: Final = 8
"""Beats that stay on either side of a gap, wherever in them it is found to be."""
MOST: Final = 4
"""Gaps in a song: what seems to have more drifts."""
SOUGHT: Final = 24
"""Beats around a moment in which a gap is sought of which only the readings know."""
LEAST_GAIN: Final = 0.3
CONTINUED: Final = 0.9
"""How much better its shift must explain the lines than none, times their clearness, and how well."""


@dataclass(frozen=True, slots=True)
class Gap:
    """At `at_s` the beat shifts by `beats` (-0.5..0.5). `is_sure` unless more must speak for it (see `witness`).

    `evidence` is how clearly the beats after it continue those before it with the shift rather than without. Where a
    clock has evened out a step of tempo, `faster` is how many times the song's tempo before it the one after it is.
    """

    at_s: float
    beats: float
    is_sure: bool
    evidence: float = 0.0
    faster: float = 1.0

    @property
    def is_on_lattice(self) -> bool:
        """Whether it shifts by sixteenths, as patterns do."""
        return bool(_on_lattice(np.float64(self.beats)))


def gaps_of(features: Features, bpm: float) -> tuple[Gap, ...]:
    """Candidate gaps of a song that otherwise keeps `bpm`, in rising order, at least WINDOW beats apart."""
    beat = 60.0 / bpm
    sums, first = _sums(features, bpm)
    count = sums.power.shape[1] - 1
    if count < 3 * WINDOW:
        return ()
    at = np.arange(WINDOW, count - WINDOW + 1)
    columns, none = np.arange(len(at)), len(SHIFTS) // 2
    fit, total = continuity(sums, at, WINDOW, SHIFTS)
    best = fit.argmax(axis=0)
    shift, gain = SHIFTS[best], fit[best, columns] - fit[none]
    further, more = continuity(sums, at, LONG_ENOUGH, SHIFTS)
    evidence = np.minimum(gain * total, (further[best, columns] - further[none]) * more)
    # Patterns too may move by sixteenths, and an intro of off-beats does.
    on_lattice = _on_lattice(shift)
    good = (np.abs(shift) > SMALLEST) & (fit[best, columns] > AGREEMENT)
    sure = good & ~on_lattice & (gain > GAIN) & (total > HEARD)
    inside = (at >= LONG_ENOUGH) & (at <= count - LONG_ENOUGH)
    unsure = good & np.where(on_lattice, inside, np.abs(shift) > PLAYED) & (evidence > FAINTEST)
    found: list[Gap] = []
    for flags, weight in ((sure, gain), (unsure, evidence)):
        candidates = np.flatnonzero(flags)
        for i in candidates[np.argsort(-weight[candidates])]:
            moment = float((_placed(sums, int(at[i]), float(shift[i])) + first) * beat)
            if all(abs(moment - g.at_s) > WINDOW * beat for g in found) and len(found) < MOST:
                found.append(Gap(moment, float(shift[i]), bool(sure[i]), float(evidence[i])))
    return tuple(sorted(found, key=lambda g: g.at_s))


def _on_lattice(shift: Floats | np.float64) -> NDArray[np.bool_]:
    return np.asarray(np.abs(4.0 * shift - np.round(4.0 * shift)) < LATTICE)


def gap_near(features: Features, bpm: float, at_s: float, beats: float) -> Gap | None:
    """The likeliest place of a gap by `beats` near a moment, for which other things speak than lines; None if those,
    which may hardly change where half a beat is missing, speak against it.
    """
    sums, first = _sums(features, bpm)
    middle = int(at_s * bpm / 60.0) - first
    at = np.arange(max(WINDOW, middle - SOUGHT), min(sums.power.shape[1] - 1 - WINDOW, middle + SOUGHT + 1))
    if not len(at):
        return None
    both = [continuity(sums, at, window, np.array([0.0, beats])) for window in (WINDOW, LONG_ENOUGH)]
    gain, further = ((fit[1] - fit[0]) * total for fit, total in both)
    best = int(gain.argmax())
    if gain[best] < LEAST_GAIN or both[0][0][1, best] < CONTINUED:
        return None
    place = _placed(sums, int(at[int(further.argmax())]), beats)
    return Gap((place + first) * 60.0 / bpm, beats, False, float(gain[best]))


def gap_between(features: Features, bpm: float, beats: float, after: float, until: float) -> Gap | None:
    """The place of a sure gap by `beats` that lies somewhere between two beats (counted from time 0): where the lines
    go on best with the shift rather than without; None in a song too short to compare what is on either side.
    """
    sums, first = _sums(features, bpm)
    low, high = WINDOW, sums.power.shape[1] - 1 - WINDOW
    if high < low:
        return None
    begin, end = (int(np.clip(beat - first, low, high)) for beat in (min(after, until), max(after, until)))
    at = np.arange(begin, end + 1)
    fit, total = continuity(sums, at, WINDOW, np.array([0.0, beats]))
    gain = (fit[1] - fit[0]) * total
    place = int(np.clip(_placed(sums, int(at[int(gain.argmax())]), beats), begin, end))
    return Gap((place + first) * 60.0 / bpm, beats, True, float(gain.max()))


def _sums(features: Features, bpm: float) -> tuple["BeatSums", int]:
    """Sums of all beats of a grid that begins at 0, and the number of the first."""
    place = features.times_s * bpm / 60.0
    return sums_by_beat(tamed(features.flux), place), int(np.floor(place[0]))


@dataclass(frozen=True, slots=True, eq=False)
class BeatSums:
    """Running sums over beats: `lines` (lines, bands, beats + 1), Fourier sums at LINES or others; `power` the same of
    squares, (bands, beats + 1).
    """

    lines: NDArray[np.complex128]
    power: Floats


def sums_by_beat(curve: Envelopes, place: Floats, wanted: tuple[int, ...] = LINES) -> BeatSums:
    """Sums of onset strength (bands, m) whose columns lie at `place` (m,), in beats, rising, at the `wanted` lines."""
    number = np.floor(place).astype(np.int64)
    number -= number[0]
    count = int(number[-1]) + 1
    lines = np.zeros((len(wanted), len(curve), count + 1), np.complex128)
    power = np.zeros((len(curve), count + 1))
    for i, line in enumerate(wanted):
        turn = turning(line * place)
        for b, row in enumerate(curve):
            real, imaginary = (np.bincount(number, row * part, count) for part in (turn.real, turn.imag))
            lines[i, b, 1:] = np.cumsum(real) + 1j * np.cumsum(imaginary)
    for b, row in enumerate(curve):
        power[b, 1:] = np.cumsum(np.bincount(number, row * row, count))
    return BeatSums(lines, power)


def _placed(sums: BeatSums, at: int, shift: float) -> int:
    """The beat near `at` from which on the shifted lines fit better than those before it: the largest running sum."""
    beats = np.diff(sums.lines, axis=2)
    turned = beats * np.exp(2j * np.pi * np.array(LINES) * shift)[:, None, None]
    count = beats.shape[2]
    for _ in range(2):
        low, high = max(0, at - LONG_ENOUGH), min(count, at + LONG_ENOUGH)
        usual = beats[:, :, low:at].sum(axis=2) + turned[:, :, at:high].sum(axis=2)
        gain = ((beats - turned)[:, :, low:high] * np.conj(usual)[:, :, None]).real.sum(axis=(0, 1))
        at = int(np.clip(low + np.cumsum(gain).argmax() + 1, NEAREST, count - NEAREST))
    return at


def continuity(
    sums: BeatSums, at: NDArray[np.int64], window: int, shifts: Floats, skip: int = 0
) -> tuple[Floats, Floats]:
    """How well the beats after each beat `at` (k,) continue those before, if shifted: shape (shifts, k), -1..1.

    `skip` beats on either side are left out. Also the summed clearness of the lines that were compared, shape (k,).
    """
    begin, end = np.maximum(at - skip - window, 0), np.minimum(at + skip + window, sums.power.shape[1] - 1)
    until, since = np.maximum(at - skip, 0), np.minimum(at + skip, sums.power.shape[1] - 1)
    before, after = sums.lines[:, :, until] - sums.lines[:, :, begin], sums.lines[:, :, end] - sums.lines[:, :, since]
    clear = [
        np.abs(part) / np.sqrt(sums.power[:, b] - sums.power[:, a] + 1e-6)
        for part, a, b in ((before, begin, until), (after, since, end))
    ]
    weight = np.clip(np.minimum(*clear) - NOISE, 0.0, ENOUGH)
    turned = after * np.conj(before)
    turned /= np.abs(turned) + 1e-9
    total = weight.sum(axis=(0, 1))
    fit = np.zeros((len(shifts), len(at)))
    for j, shift in enumerate(shifts):
        wave = np.exp(2j * np.pi * np.array(LINES) * shift)[:, None, None]
        fit[j] = (weight * (turned * wave).real).sum(axis=(0, 1)) / np.maximum(total, 1e-6)
    return fit, total


def part_of(features: Features, begin_s: float, end_s: float) -> Features:
    """The song between two moments, in the song's own time."""
    first = max(0, int((begin_s - features.start_s) / features.hop_s))
    stop = max(first + 1, int((end_s - features.start_s) / features.hop_s))
    return Features(
        hop_s=features.hop_s,
        start_s=features.start_s + first * features.hop_s,
        length_s=min(end_s, features.length_s),
        levels=features.levels[:, first:stop],
        flux=features.flux[:, first:stop],
        chroma=features.chroma,  # whole: its columns count from time 0
        chroma_hop_s=features.chroma_hop_s,
        bass_chroma=features.bass_chroma,
    )


def edges_of(gaps: tuple[Gap, ...], start_s: float, end_s: float) -> Floats:
    """Where pieces between gaps begin and end, shape (gaps + 2,)."""
    return np.array([min(0.0, start_s), *(g.at_s for g in gaps), end_s])


def parts_between(features: Features, gaps: tuple[Gap, ...]) -> tuple[Features, ...]:
    """The pieces between gaps, in the song's own time."""
    edges = edges_of(gaps, features.start_s, features.length_s)
    return tuple(part_of(features, begin, end) for begin, end in pairwise(edges))
