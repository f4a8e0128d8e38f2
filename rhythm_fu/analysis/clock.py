"""A clock that follows a tempo that moves: everything after this works in its time, in which the pulse is constant.

It starts from local tempi and is locked to the onsets' phase in ever shorter windows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.gaps import continuity, sums_by_beat
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.pace import OFF_SHARE, REACH, LocalTempi, slips_s
from rhythm_fu.analysis.tempo import tamed

POINT_S: Final = 0.1
"""Seconds of the song between the points of a clock."""
STEP_WINDOW: Final = 12
STEP_SHIFTS: Final = np.arange(-16, 17, dtype=np.float64) / 48.0
STEP_DOUBT: Final = 0.6
"""Beats compared on either side of a step, shifts tried, and what a beat of shift costs in fit."""
STEP_SPARE: Final = 6
"""Beats beyond those that are folded too: the step lies up to a second beside where windows see it."""
STEP_HEARD: Final = 6.0
"""Summed clearness of the lines on both sides below which a step stays where windows see it."""
STAY: Final = 4
HARDLY: Final = 0.5
"""Windows on either side of a jump in which the tempo hardly moves: less than so much of the jump in all."""
FASTEST: Final = 1.6
"""A clock runs at most so many times as fast as the song's tempo, and as slow: what would be further is no beat."""
COARSE: Final = (24, 16)
FINE: Final = (16, 12, 12, 8)
"""Beats in the windows of the locking passes; 8 beats hold to a few milliseconds what the ear hears as one tempo."""
BOTH_TELL: Final = 0.04
FURTHEST: Final = 0.2
"""Beats that the half's and the quarter's line may differ by, and the largest slip that is believed."""
SURE: Final = 0.15
"""Weight of a slip from which on it is followed, 1 = as clear as anywhere."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Song time and pulse time, `song_s` and `pulse_s` (n,), both rising; straight between, and on after the ends.

    `steps_s` are moments in the song where the tempo jumps rather than glides.
    """

    song_s: Floats
    pulse_s: Floats
    steps_s: tuple[float, ...] = ()

    def pulse_of(self, song_s: Floats) -> Floats:
        """Pulse time of moments in the song."""
        return _bent(np.asarray(song_s, dtype=np.float64), self.song_s, self.pulse_s)

    def song_of(self, pulse_s: Floats) -> Floats:
        """Moments in the song of pulse times."""
        return _bent(np.asarray(pulse_s, dtype=np.float64), self.pulse_s, self.song_s)


def _bent(x: Floats, xs: Floats, ys: Floats) -> Floats:
    inside = np.interp(x, xs, ys)
    early = ys[0] + (x - xs[0]) * (ys[1] - ys[0]) / (xs[1] - xs[0])
    late = ys[-1] + (x - xs[-1]) * (ys[-1] - ys[-2]) / (xs[-1] - xs[-2])
    return np.asarray(np.where(x < xs[0], early, np.where(x > xs[-1], late, inside)))


def clock_of(features: Features, bpm: float, tempi: LocalTempi) -> Clock:
    """A clock in whose time the pulse near `bpm` is constant."""
    clock = _aligned(features, bpm, clock_along(features, bpm, tempi), tempi)
    beat = 60.0 / bpm
    for window in (*COARSE, *FINE):
        times = clock.pulse_of(features.times_s)
        slip, weight = slips_s(features.flux, times, bpm, window, 4)
        if window in COARSE:
            slip, weight = _agreed(*slips_s(features.flux, times, bpm, window, 2), slip, weight, beat)
        first = np.floor(clock.pulse_of(np.array([features.start_s]))[0] / beat)
        centre = (first + np.arange(len(slip)) + 0.5) * beat
        pulse = clock.pulse_s - np.interp(clock.pulse_s, centre, _followed(slip, weight, beat / 4.0))
        rate = np.diff(np.maximum.accumulate(pulse)) / np.diff(clock.song_s)
        sane = np.append(True, (rate > 1.0 / FASTEST) & (rate < FASTEST))
        if sane.sum() < 2:  # nothing of this pass can be followed: the clock stays as the last one left it
            break
        clock = Clock(clock.song_s[sane], np.asarray(pulse[sane]))
    return Clock(clock.song_s, clock.pulse_s, steps_of(tempi))


def clock_along(features: Features, bpm: float, tempi: LocalTempi) -> Clock:
    """A clock by the local tempi alone, in whose time they are about `bpm`; no onset has a say in it."""
    song = np.arange(0.0, features.length_s + POINT_S, POINT_S)
    rate = np.interp(song, tempi.middle_s, tempi.bpm) / bpm
    return Clock(song, np.concatenate(([0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) * POINT_S))))


def steps_of(tempi: LocalTempi) -> tuple[float, ...]:
    """Moments at which the local tempo jumps and then stays."""
    change = np.abs(np.diff(np.log(tempi.bpm)))
    if not len(change):  # a single window jumps nowhere
        return ()
    around = np.concatenate((np.zeros(STAY), change, np.zeros(STAY)))
    near = np.lib.stride_tricks.sliding_window_view(around, 2 * STAY + 1).sum(axis=1) - change
    sharp = np.flatnonzero((change > OFF_SHARE) & (near < HARDLY * change))
    return tuple(float(0.5 * (tempi.middle_s[i] + tempi.middle_s[i + 1])) for i in sharp)


def _agreed(half: Floats, sure: Floats, quarter: Floats, clear: Floats, beat: float) -> tuple[Floats, Floats]:
    """Slips that the half-beat's line and the quarter's both tell; others weigh nothing.

    Patterns that change may turn the half-beat's line by its half, a quarter beat: so large a slip is not believed.
    """
    turn = beat / 4.0
    apart = np.mod(half - quarter + turn / 2.0, turn) - turn / 2.0
    believed = (np.abs(apart) < BOTH_TELL * beat) & (np.abs(half) < FURTHEST * beat)
    return half, np.where(believed, np.minimum(sure, clear), 0.0)


def _aligned(features: Features, bpm: float, clock: Clock, tempi: LocalTempi) -> Clock:
    """The clock shifted after each abrupt change of tempo, so that beats go on where those before left off.

    Windows place a change only to half a second or so; the patterns on either side place it to the millisecond.
    """
    beat = 60.0 / bpm
    steps = np.flatnonzero(np.abs(np.diff(np.log(tempi.bpm))) > OFF_SHARE)
    curve = tamed(features.flux)
    for i in steps:
        moment = 0.5 * (tempi.middle_s[i] + tempi.middle_s[i + 1])
        reach = (STEP_WINDOW + STEP_SPARE) * beat * 2.0**REACH
        first, stop = np.searchsorted(features.times_s, (moment - reach, moment + reach))
        place = clock.pulse_of(features.times_s[first:stop]) / beat
        sums = sums_by_beat(curve[:, first:stop], place)
        at = np.array([int(clock.pulse_of(np.array([moment]))[0] / beat - np.floor(place[0]))])
        fit, total = continuity(sums, at, STEP_WINDOW, STEP_SHIFTS, skip=2)
        if total[0] < STEP_HEARD:
            continue
        shift = float(STEP_SHIFTS[int(np.argmax(fit[:, 0] - STEP_DOUBT * np.abs(STEP_SHIFTS)))]) * beat
        moved = clock.pulse_s - shift * np.clip((clock.song_s - moment) / beat + 0.5, 0.0, 1.0)
        clock = Clock(clock.song_s, np.asarray(moved))
    return clock


def _followed(slip: Floats, weight: Floats, turn: float) -> Floats:
    """Slips without jumps of a whole turn, and bridged where the music is unclear."""
    sure = np.flatnonzero(weight > SURE)
    if len(sure) < 2:
        return np.zeros_like(slip)
    steady = np.unwrap(slip[sure], period=turn)
    steady -= np.round(np.median(steady) / turn) * turn
    return np.asarray(np.interp(np.arange(len(slip)), sure, steady))


def warped(features: Features, clock: Clock) -> Features:
    """The song as it would sound if the clock's pulse were constant; same hops, other length."""
    end = float(clock.pulse_of(np.array([features.length_s]))[0])
    begin = float(clock.pulse_of(np.array([0.0]))[0])
    count = max(1, int((end - begin) / features.hop_s))
    song = clock.song_of(begin + features.start_s + features.hop_s * np.arange(count, dtype=np.float64))
    place = np.clip((song - features.start_s) / features.hop_s, 0, features.flux.shape[1] - 1)
    left = place.astype(np.int64)
    right = np.minimum(left + 1, features.flux.shape[1] - 1)
    part = (place - left).astype(np.float32)
    k = max(1, int((end - begin) / features.chroma_hop_s))
    tones = np.clip(
        np.round(
            clock.song_of(begin + features.chroma_hop_s * np.arange(k, dtype=np.float64)) / features.chroma_hop_s
        ).astype(np.int64),
        0,
        max(0, features.chroma.shape[1] - 1),
    )
    return Features(
        hop_s=features.hop_s,
        start_s=begin + features.start_s,
        length_s=end,
        levels=features.levels[:, left],
        flux=features.flux[:, left] * (1 - part) + features.flux[:, right] * part,
        chroma=features.chroma[:, tones],
        chroma_hop_s=features.chroma_hop_s,
        bass_chroma=features.bass_chroma[:, tones],
    )
