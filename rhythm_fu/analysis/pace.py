"""Does one tempo hold all the way? Local tempi, and whether the onsets keep the phase of a constant grid.

Local tempi come from eight-second windows, joined by the cheapest path. If the tempo moves, `clock.py` follows it.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.islands import island_of, line_strengths
from rhythm_fu.analysis.model import Envelopes, Features, Floats
from rhythm_fu.analysis.parabola import sharpened
from rhythm_fu.analysis.tempo import HARMONICS, tempo_curve, turning

SPAN_S: Final = 8.0
STEP_S: Final = 1.0
"""Windows for local tempi: long enough for sixteen beats, close enough to place a change within two."""
USUAL_BPM: Final = 90.0
"""The slowest tempo of the octave in which a song is followed."""
REACH: Final = 0.42
"""Local tempi are looked for this far, in octaves, around the song's strongest; further is another reading of it."""
PLACES: Final = 337
"""Tempo places over 2 * REACH: a quarter of a per cent each."""
CHANGE_COST: Final = 0.9
"""What any change of tempo costs a path, in units of a clear window's score; drift costs by its size, up to this."""
DRIFT_COST: Final = 12.0
"""Cost an octave of drift a window."""
AUDIBLE: Final = 0.02
"""Windows less clear than this are silent, or nearly: they do not count where it is asked how clear one usually is."""
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
SLIP_WINDOW: Final = 16
"""Beats whose phase is taken together."""
AS_CLEAR: Final = 0.9
"""The share of beats that are less clear than one as clear as anywhere."""
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


@dataclass(frozen=True, slots=True, eq=False)
class LocalTempi:
    """One row a window: its middle, seconds; the path's tempo; how clear it is (0..1); and how clear the song's own,
    `main_bpm`, would be.
    """

    middle_s: Floats
    bpm: Floats
    clarity: Floats
    clarity_at_main: Floats
    main_bpm: float


def sounding(strengths: Floats, least: float = AUDIBLE) -> Floats:
    """Those of the strengths (n,) that are more than `least`, or a single 0: silence tells nothing of what is usual."""
    heard = strengths[strengths > least]
    return heard if len(heard) else np.zeros(1)


def usual_octave(bpm: float) -> float:
    """The tempo's octave between 90 and 180, in which windows of so many beats last alike."""
    return float(bpm * 2.0 ** -np.floor(np.log2(bpm / USUAL_BPM)))


def local_tempi(features: Features, bpm: float) -> LocalTempi:
    """The cheapest path through windowed tempo evidence near `bpm`."""
    hop, places = features.hop_s, _places(bpm)
    evidence = evidence_at(tempo_curve(features.flux), hop, places).sum(axis=0)
    return along(features, places, evidence, _path(evidence), bpm)


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


def along(features: Features, places: Floats, evidence: Floats, ridge: NDArray[np.int64], bpm: float) -> LocalTempi:
    """What the windows say along a ridge of `places`, tempi in even steps of an octave's part, one of them about `bpm`;
    `evidence` has shape (windows, places).
    """
    hop, rows = features.hop_s, np.arange(len(evidence))
    at = sharpened(evidence, ridge)
    middle = int(np.abs(places - bpm).argmin())
    return LocalTempi(
        middle_s=np.asarray(features.start_s + (rows * int(STEP_S / hop) + int(SPAN_S / hop) / 2) * hop),
        bpm=places[0] * (places[1] / places[0]) ** at,
        clarity=evidence[rows, ridge],
        clarity_at_main=evidence[:, max(0, middle - 2) : middle + 3].max(axis=1),
        main_bpm=bpm,
    )


def evidence_at(curve: NDArray[np.float32], hop_s: float, places: Floats) -> Floats:
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
    price = np.minimum(DRIFT_COST * distance, CHANGE_COST) * float(np.median(sounding(evidence.max(axis=1))))
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


def keeps_tempo(tempi: LocalTempi, bpm: float) -> bool:
    """Whether the path stays at `bpm` wherever it is clear.

    Three against four and its like are heard within one tempo, so a path at such ratios says nothing.
    """
    ratio = tempi.bpm / bpm
    cross = np.abs(ratio[:, None] / np.array(CROSS_RHYTHMS) - 1.0).min(axis=1) < OFF_SHARE
    usual = float(np.median(sounding(tempi.clarity)))
    gain = tempi.clarity / np.maximum(tempi.clarity_at_main, 1e-6)
    elsewhere = np.any([(tempi.clarity > clear * usual) & (gain > better) for clear, better in ELSEWHERE], axis=0)
    return _longest_run((np.abs(ratio - 1.0) > OFF_SHARE) & ~cross & elsewhere) < LONG_OFF


def _longest_run(flags: NDArray[np.bool_]) -> int:
    run = longest = 0
    for flag in flags:
        run = run + 1 if flag else 0
        longest = max(longest, run)
    return longest


def slips_s(
    flux: Envelopes, times_s: Floats, bpm: float, window: int = SLIP_WINDOW, line: int = 2
) -> tuple[Floats, Floats]:
    """Phase of the onsets against the constant pulse `bpm`, and its weight, one a beat: seconds in +-beat/line/2.

    flux: onset strength (bands, m), whose columns lie at `times_s` (m,), of the song or of a clock's pulse. `window`
    beats are taken together. Weight 1 = as clear as anywhere.
    """
    curve = tempo_curve(flux)
    beat = 60.0 / bpm
    place = times_s / beat
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
    return np.asarray(angle), np.asarray(weight / (np.quantile(weight, AS_CLEAR) + 1e-9))


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
    half, weight = slips_s(features.flux, features.times_s, bpm, line=2)
    quarter, clear = slips_s(features.flux, features.times_s, bpm, line=4)
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
