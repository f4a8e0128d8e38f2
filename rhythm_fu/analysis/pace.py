"""Does one tempo hold all the way? If not, a clock that follows it.

Local tempi come from eight-second windows, joined by the cheapest path; then the clock is locked to the onsets' phase
in ever shorter windows. Everything after this works in the clock's time, in which the pulse is constant.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.gaps import continuity, sums_by_beat
from rhythm_fu.analysis.islands import island_of, line_strengths
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.tempo import HARMONICS, tamed, tempo_curve, turning

SPAN_S: Final = 8.0
STEP_S: Final = 1.0
"""Windows for local tempi: long enough for sixteen beats, close enough to place a change within two."""
REACH: Final = 0.42
"""Local tempi are looked for this far, in octaves, around the song's strongest; further is another reading of it."""
PLACES: Final = 337
"""Tempo places over 2 * REACH: a quarter of a per cent each."""
CHANGE_COST: Final = 0.9
"""What any change of tempo costs a path, in units of a clear window's score; drift costs by its size, up to this."""
DRIFT_COST: Final = 12.0
"""Cost an octave of drift a window."""
OFF_SHARE: Final = 0.012
"""Windows whose tempi differ by more than this share go at two tempi."""
LONG_OFF: Final = 6
"""So many windows off in a row (as many STEP_S) make a change of tempo."""
ELSEWHERE: Final = ((0.65, 1.35), (0.55, 1.45))
"""A window is at another tempo if it is so clear, as a share of the song's usual window, and so many times clearer than
at the song's own tempo: the fainter it is, the more so."""
CROSS_RHYTHMS: Final = (3 / 4, 4 / 5, 5 / 6, 6 / 5, 5 / 4, 4 / 3)
FOLLOWED: Final = 0.03
"""A path within this share of an island's tempo knows of it: it may glide where the island is one tempo."""
SLIP_S: Final = 0.013
"""A phase further off than this is not the constant grid's, if the beat's half and quarter agree about it."""
SLIP_LASTS_S: Final = 4.5
"""So long off its place makes a song unsteady: played by hand one reached 3.9 s, drifts begin at 4.1 s."""
QUARTER_SLIP: Final = 0.8
"""The quarter's line, which a turn of the half's by a sixteenth pulls back, need slip only by so much of that."""
AGREE: Final = 0.6
"""Both lines agree if they differ by less of SLIP_S: a tempo moves them alike, a pattern does not."""
CLEAR: Final = 0.3
"""Lines weaker than this, 1 = as clear as anywhere in the song, tell no phase."""
ON_S: Final = 0.008
MOSTLY: Final = 0.6
"""Beats so near to the grid are on it, and so many of them make its tempo the song's: of played songs that are off for
SLIP_LASTS_S none has more than 0.37, of sequenced ones with long syncopations three have 0.7.
"""
WHOLE: Final = 0.0012
"""A whole tempo so near to the heard one is tried too: long syncopations bend what the whole song tells."""
BETWEEN_GAPS: Final = 0.6
"""Where gaps are believed in, so much of either is enough: a drift looks like gaps too."""
STEP_WINDOW: Final = 12
STEP_SHIFTS: Final = np.arange(-16, 17, dtype=np.float64) / 48.0
STEP_DOUBT: Final = 0.6
"""Beats compared on either side of a step, shifts tried, and what a beat of shift costs in fit."""
STAY: Final = 4
"""Windows on either side of a jump in which the tempo hardly moves."""
FASTEST: Final = 1.6
"""A clock runs at most so many times as fast as the song's tempo, and as slow: what would be further is no beat."""
COARSE: Final = (24, 16)
FINE: Final = (16, 12, 12, 8)
"""Beats in the windows of the locking passes; 8 beats hold to a few milliseconds what the ear hears as one tempo."""


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


@dataclass(frozen=True, slots=True, eq=False)
class LocalTempi:
    """One row a window: its middle, seconds; the path's tempo; how clear it is (0..1); and how clear `bpm` would be."""

    middle_s: Floats
    bpm: Floats
    clarity: Floats
    clarity_at_main: Floats


def usual_octave(bpm: float) -> float:
    """The tempo's octave between 90 and 180, in which windows of so many beats last alike."""
    return float(bpm * 2.0 ** -np.floor(np.log2(bpm / 90.0)))


def local_tempi(features: Features, bpm: float) -> LocalTempi:
    """The cheapest path through windowed tempo evidence near `bpm`."""
    hop, places = features.hop_s, _places(bpm)
    evidence = _evidence(tempo_curve(features.flux), hop, places).sum(axis=0)
    return _along(features, bpm, evidence, _path(evidence))


def tempi_elsewhere(features: Features, bpm: float, tempi: LocalTempi) -> LocalTempi | None:
    """Local tempi that follow a stretch at clearly another tempo than `bpm` (see `islands`); None if there is none.

    `tempi` is the path that `local_tempi` found; where it missed the stretch it is led there.
    """
    hop, places = features.hop_s, _places(bpm)
    rows = np.arange(len(tempi.bpm))
    starts, span = rows * int(STEP_S / hop), int(SPAN_S / hop)

    def strengths(windows: slice) -> Floats:
        return line_strengths(features.flux, hop, places, starts[windows], span)

    island = island_of(strengths, len(rows), places / bpm)
    if island is None:
        return None if keeps_tempo(tempi, bpm) else tempi
    inside = (rows >= island.first) & (rows <= island.last)
    followed = np.abs(tempi.bpm[inside] / places[island.place] - 1.0) < FOLLOWED
    if followed.mean() > 0.5:
        return tempi
    return replace(tempi, bpm=np.where(inside, places[island.place], tempi.bpm))


def change_of(pitch: Floats, around: int) -> Floats:
    """By how much the usual logarithm of tempo differs before and after the start of each window, shape (n + 1,).

    `pitch` (n,) holds a window's each; medians of `around` of them on either side are compared. All 0 where there are
    too few.
    """
    count = len(pitch)
    change = np.zeros(count + 1)
    if count >= 3 * around:
        runs = np.median(np.lib.stride_tricks.sliding_window_view(pitch, around), axis=1)
        at = np.arange(around, count - around + 1)
        change[at] = np.abs(runs[at] - runs[at - around])
    return change


def _places(bpm: float) -> Floats:
    return np.asarray(bpm * 2.0 ** np.linspace(-REACH, REACH, PLACES))


def _along(features: Features, bpm: float, evidence: Floats, ridge: NDArray[np.int64]) -> LocalTempi:
    """What the windows say along a ridge of places."""
    hop, rows = features.hop_s, np.arange(len(evidence))
    at = _sharpened(evidence, ridge)
    return LocalTempi(
        middle_s=np.asarray(features.start_s + (rows * int(STEP_S / hop) + int(SPAN_S / hop) / 2) * hop),
        bpm=bpm * 2.0 ** (-REACH + at * 2 * REACH / (PLACES - 1)),
        clarity=evidence[rows, ridge],
        clarity_at_main=evidence[:, PLACES // 2 - 2 : PLACES // 2 + 3].max(axis=1),
    )


def _evidence(curve: NDArray[np.float32], hop_s: float, places: Floats) -> Floats:
    """How clear the lines of each tempo are in each window, shape (lines, windows, places): beat, half and quarter."""
    span, step = int(SPAN_S / hop_s), int(STEP_S / hop_s)
    count = max(1, (len(curve) - span) // step + 1)
    size = scipy.fft.next_fast_len(8 * span, real=True)  # lines finer than the places asked about
    shape = np.hanning(span).astype(np.float32)
    out = np.zeros((3, count, len(places)))
    for i in range(count):
        piece = curve[i * step : i * step + span]
        piece = np.pad(piece, (0, span - len(piece)))
        lines = np.abs(scipy.fft.rfft((piece - piece.mean()) * shape, size))
        total = np.sqrt(np.square(piece).sum() * np.square(shape).sum()) + 1e-6
        for row, (h, weight) in zip(out, HARMONICS[:3], strict=True):
            place = places * (h / 60.0) * size * hop_s
            row[i] = weight * np.interp(place, np.arange(len(lines)), lines) / total
    return out


def _path(evidence: Floats) -> NDArray[np.int64]:
    """The best row-by-row walk (dynamic programming), shape (windows,)."""
    count, places = evidence.shape
    octave = 2 * REACH / (places - 1)
    distance = np.abs(np.subtract.outer(np.arange(places), np.arange(places))) * octave
    price = np.minimum(DRIFT_COST * distance, CHANGE_COST) * float(np.median(evidence.max(axis=1)))
    total = evidence[0].copy()
    came = np.zeros((count, places), np.int64)
    for i in range(1, count):
        ways = total[None, :] - price
        came[i] = ways.argmax(axis=1)
        total = ways[np.arange(places), came[i]] + evidence[i]
    path = np.zeros(count, np.int64)
    path[-1] = int(total.argmax())
    for i in range(count - 1, 0, -1):
        path[i - 1] = came[i, path[i]]
    return path


def _sharpened(evidence: Floats, ridge: NDArray[np.int64]) -> Floats:
    """The ridge to a fraction of a place, by the parabola through three."""
    at = np.clip(ridge, 1, evidence.shape[1] - 2)
    rows = np.arange(len(ridge))
    left, mid, right = evidence[rows, at - 1], evidence[rows, at], evidence[rows, at + 1]
    bend = left - 2 * mid + right
    nudge = np.where(bend < -1e-9, 0.5 * (left - right) / np.minimum(bend, -1e-9), 0.0)
    return np.asarray(at + np.clip(nudge, -0.5, 0.5), dtype=np.float64)


def keeps_tempo(tempi: LocalTempi, bpm: float) -> bool:
    """Whether the path stays at `bpm` wherever it is clear.

    Three against four and its like are heard within one tempo, so a path at such ratios says nothing.
    """
    ratio = tempi.bpm / bpm
    cross = np.abs(ratio[:, None] / np.array(CROSS_RHYTHMS) - 1.0).min(axis=1) < OFF_SHARE
    share = tempi.clarity / np.median(tempi.clarity)
    gain = tempi.clarity / np.maximum(tempi.clarity_at_main, 1e-6)
    elsewhere = np.any([(share > clear) & (gain > better) for clear, better in ELSEWHERE], axis=0)
    return _longest_run((np.abs(ratio - 1.0) > OFF_SHARE) & ~cross & elsewhere) < LONG_OFF


def _longest_run(flags: NDArray[np.bool_]) -> int:
    run = longest = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def slips_s(
    features: Features, bpm: float, clock: Clock | None = None, window: int = 16, line: int = 2
) -> tuple[Floats, Floats]:
    """Phase of the onsets against the constant pulse `bpm`, and its weight, one a beat: seconds in +-beat/line/2.

    In the clock's time, if there is one. Weight 1 = as clear as anywhere.
    """
    curve = tempo_curve(features.flux)
    times = features.times_s if clock is None else clock.pulse_of(features.times_s)
    beat = 60.0 / bpm
    place = times / beat
    turn = turning(place * line)
    turn *= curve
    number = np.floor(place).astype(np.int64)
    number -= number[0]
    sums = np.bincount(number, weights=turn.real) + 1j * np.bincount(number, weights=turn.imag)
    shape = np.hanning(window + 2)[1:-1]
    smooth = np.convolve(sums, shape, "same")[: len(sums)] if len(sums) >= window else sums
    mean = sums.sum()
    angle = -np.angle(smooth * np.conj(mean)) / (2 * np.pi * line) * beat
    weight = np.abs(smooth)
    return np.asarray(angle), np.asarray(weight / (np.quantile(weight, 0.9) + 1e-9))


def keeps_phase(features: Features, bpm: float, patience: float = 1.0) -> bool:
    """Whether the onsets never leave the constant grid for long, nor by much; `patience` scales both.

    A pattern that changes moves the phase of one line; a tempo that changes moves all of them alike.
    """
    off, _ = _off_grid(features, bpm, patience)
    return _longest_run(off) * 60.0 / bpm < patience * SLIP_LASTS_S


def lies_on_grid(features: Features, bpm: float) -> bool:
    """Whether most beats lie so near to a constant grid at `bpm`, or the whole tempo next to it, that it is theirs.

    What leaves such a grid and comes back to it is syncopation: a tempo that moves does not find back.
    """
    whole = float(round(bpm))
    return any(_off_grid(features, trial, 1.0)[1] > MOSTLY for trial in (bpm, whole) if abs(trial / bpm - 1.0) < WHOLE)


def _off_grid(features: Features, bpm: float, patience: float) -> tuple[NDArray[np.bool_], float]:
    """Which beats are off the constant grid in both lines alike, and the share of the clear ones that are on it."""
    half, weight = slips_s(features, bpm, line=2)
    quarter, clear = slips_s(features, bpm, line=4)
    turn = 60.0 / bpm / 4.0
    # A drift leaves each line's mean phase where that line is loudest, so they agree but for a constant.
    apart = 2.0 * np.pi / turn * (half - quarter)
    usual = float(np.angle((np.minimum(weight, clear) * np.exp(1j * apart)).sum()))
    apart = (np.mod(apart - usual + np.pi, 2.0 * np.pi) - np.pi) * turn / (2.0 * np.pi)
    slip = patience * SLIP_S
    both = (np.abs(half) > slip) & (np.abs(quarter) > QUARTER_SLIP * slip) & (half * quarter > 0.0)
    is_clear = (weight > CLEAR) & (clear > CLEAR)
    off = both & (np.abs(apart) < AGREE * SLIP_S) & is_clear
    on = is_clear & (np.abs(half) < ON_S) & (np.abs(quarter) < ON_S)
    return np.asarray(off), float(on.sum() / max(1, is_clear.sum()))


def clock_of(features: Features, bpm: float, tempi: LocalTempi) -> Clock:
    """A clock in whose time the pulse near `bpm` is constant."""
    song = np.arange(0.0, features.length_s + 0.1, 0.1)
    rate = np.interp(song, tempi.middle_s, tempi.bpm) / bpm
    pulse = np.concatenate(([0.0], np.cumsum(0.5 * (rate[1:] + rate[:-1]) * 0.1)))
    clock = _aligned(features, bpm, Clock(song, pulse), tempi)
    beat = 60.0 / bpm
    for window in (*COARSE, *FINE):
        slip, weight = slips_s(features, bpm, clock, window, 4)
        if window in COARSE:
            slip, weight = _agreed(*slips_s(features, bpm, clock, window, 2), slip, weight, beat)
        first = np.floor(clock.pulse_of(np.array([features.start_s]))[0] / beat)
        centre = (first + np.arange(len(slip)) + 0.5) * beat
        pulse = clock.pulse_s - np.interp(clock.pulse_s, centre, _followed(slip, weight, beat / 4.0))
        rate = np.diff(np.maximum.accumulate(pulse)) / np.diff(clock.song_s)
        sane = np.append(True, (rate > 1.0 / FASTEST) & (rate < FASTEST))
        clock = Clock(clock.song_s[sane], np.asarray(pulse[sane]))
    return Clock(clock.song_s, clock.pulse_s, steps_of(tempi))


def steps_of(tempi: LocalTempi) -> tuple[float, ...]:
    """Moments at which the local tempo jumps and then stays."""
    change = np.abs(np.diff(np.log(tempi.bpm)))
    around = np.concatenate((np.zeros(STAY), change, np.zeros(STAY)))
    near = np.lib.stride_tricks.sliding_window_view(around, 2 * STAY + 1).sum(axis=1) - change
    sharp = np.flatnonzero((change > OFF_SHARE) & (near < 0.5 * change))
    return tuple(float(0.5 * (tempi.middle_s[i] + tempi.middle_s[i + 1])) for i in sharp)


def _agreed(half: Floats, sure: Floats, quarter: Floats, clear: Floats, beat: float) -> tuple[Floats, Floats]:
    """Slips that the half-beat's line and the quarter's both tell; others weigh nothing.

    Patterns that change may turn the half-beat's line by its half, a quarter beat: so large a slip is not believed.
    """
    turn = beat / 4.0
    apart = np.mod(half - quarter + turn / 2.0, turn) - turn / 2.0
    believed = (np.abs(apart) < 0.04 * beat) & (np.abs(half) < 0.2 * beat)
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
        reach = (STEP_WINDOW + 6) * beat * 2.0**REACH
        first, stop = np.searchsorted(features.times_s, (moment - reach, moment + reach))
        place = clock.pulse_of(features.times_s[first:stop]) / beat
        sums = sums_by_beat(curve[:, first:stop], place)
        at = np.array([int(clock.pulse_of(np.array([moment]))[0] / beat - np.floor(place[0]))])
        fit, total = continuity(sums, at, STEP_WINDOW, STEP_SHIFTS, skip=2)
        if total[0] < 6.0:
            continue
        shift = float(STEP_SHIFTS[int(np.argmax(fit[:, 0] - STEP_DOUBT * np.abs(STEP_SHIFTS)))]) * beat
        moved = clock.pulse_s - shift * np.clip((clock.song_s - moment) / beat + 0.5, 0.0, 1.0)
        clock = Clock(clock.song_s, np.asarray(moved))
    return clock


def _followed(slip: Floats, weight: Floats, turn: float) -> Floats:
    """Slips without jumps of a whole turn, and bridged where the music is unclear."""
    sure = np.flatnonzero(weight > 0.15)
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
