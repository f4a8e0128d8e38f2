"""Tempi along a song whose beat bends: windows are heard as they would sound if their own glide were taken out.

A window in which the tempo glides has no line at any one tempo, so a path through such windows waits and then jumps.
Here each window is asked for a tempo and a slope at once. A path goes on along its slope for nothing and pays for
turning, so it is carried through what is quiet as well.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.clock import Clock, warped
from rhythm_fu.analysis.evened import at_level_of, pulse_evened, pulse_left
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import LocalTempi, sounding
from rhythm_fu.analysis.parabola import sharpened
from rhythm_fu.analysis.tempo import HARMONICS, tempo_curve

SPAN_S: Final = 8.0
STEP_S: Final = 1.0
PLACE: Final = 0.004
"""Octaves between two tempi."""
STEEP: Final = (1, 2, 3, 4, 6, 8, 11, 14)
SLOPES: Final = np.array([*(-s for s in reversed(STEEP)), 0, *STEEP])
"""Glides that are tried, in PLACE a window: up to four in a hundred a second, 133 to 100 in four bars."""
REACH: Final = 0.75
"""Octaves on either side of the song's tempo in which it is followed."""
THIN_S: Final = 0.0117
"""Columns are taken together to about this: the quarter's lines need no finer time."""
TURNS: Final = 3
"""Slopes that the tempo may turn by from one window to the next."""
TURN_COST: Final = 0.06
"""What a turn by a PLACE a window costs, in units of a clear window's score."""
STRAY_COST: Final = 0.1
"""What it costs to lie a place beside where the slope leads."""
USUALLY: Final = 0.75
"""The share of windows that are less clear than a clear one."""
FAINT: Final = 0.3
"""Of a clear window's score: so much any sound has at some tempo."""
CLEAR: Final = 0.5
"""Windows from this share of a clear one's score on tell the tempo; it goes evenly from one to the next."""
ONWARD_S: Final = 20.0
LONG: Final = 3.0
GOES_ON: Final = 0.5
"""Before the first of them and after the last the tempo goes on for as long as this, as it does on this length; if on
a length so many times as long it glides at least so much as steeply. Else, and beyond, it stays as it is: a song that
slows down at its end goes on at that tempo."""
MORE: Final = 1.004
"""So many times the pulse a path that bends must leave: where a tempo drifts both have as much, and the other stays."""
MORE_THAN_STEPS: Final = 1.12
"""The same where stretches of one tempo each have been found, whose place is not exact: a real step has 1.07."""


@dataclass(frozen=True, slots=True, eq=False)
class BentTempi(LocalTempi):
    """Tempi along a path that bends, and `straight`, the path that would stay or jump."""

    straight: LocalTempi


def rather_bent(heard: Features, tempi: LocalTempi) -> LocalTempi:
    """The tempi, or those of a path that bends if a clock that follows it leaves MORE times the pulse."""
    path = bent_tempi(heard, tempi.main_bpm)
    bent = BentTempi(path.middle_s, path.bpm, path.clarity, path.clarity_at_main, path.main_bpm, tempi)
    return bent if pulse_evened(heard, bent) >= MORE * pulse_evened(heard, tempi) else tempi


def bends_rather(heard: Features, tempi: BentTempi, clock: Clock, bpm: float) -> bool:
    """Whether the path that bends leaves more of a pulse than another clock, in whose time there is one at `bpm`, or at
    an octave of it.
    """
    other = pulse_left(warped(heard, clock), at_level_of(tempi, clock, bpm))
    return pulse_evened(heard, tempi) > MORE_THAN_STEPS * other


@once
def bent_tempi(heard: Features, main: float) -> LocalTempi:
    """The cheapest path through tempi and slopes near `main`; windows have their middles at whole seconds."""
    reach = round(REACH / PLACE)
    places: Floats = main * 2.0 ** (PLACE * np.arange(-reach, reach + 1, dtype=np.float64))
    evidence = _evidence(heard, places)
    clear = float(np.quantile(sounding(evidence.max(axis=(1, 2))), USUALLY))
    path, slope = walk_through(np.maximum(evidence - FAINT * clear, 0.0), clear)
    rows = np.arange(len(evidence))
    along = evidence[rows, slope]
    at = sharpened(along, path)
    middle = int(np.abs(places - main).argmin())
    flat = evidence[:, len(SLOPES) // 2]
    middle_s = np.asarray(heard.start_s + rows * STEP_S)
    return LocalTempi(
        middle_s=middle_s,
        bpm=places[0] * 2.0 ** (PLACE * _carried(middle_s, at, along[rows, path] > CLEAR * clear)),
        clarity=np.asarray(along[rows, path], dtype=np.float64),
        clarity_at_main=np.asarray(flat[:, max(0, middle - 1) : middle + 2].max(axis=1), dtype=np.float64),
        main_bpm=main,
    )


def _carried(middle_s: Floats, at: Floats, clear: NDArray[np.bool_]) -> Floats:
    """Places along the clear windows, and carried on through the others."""
    if clear.sum() < 2:
        return at
    known_s, known = middle_s[clear], at[clear]
    out = np.interp(middle_s, known_s, known)
    for edge_s, outside in ((known_s[0], middle_s < known_s[0]), (known_s[-1], middle_s > known_s[-1])):
        near, wide = (np.abs(known_s - edge_s) <= reach for reach in (ONWARD_S, LONG * ONWARD_S))
        if outside.any() and near.sum() >= 0.5 * ONWARD_S / STEP_S:
            slope, place = np.polyfit(known_s[near] - edge_s, known[near], 1)
            steady = float(np.polyfit(known_s[wide] - edge_s, known[wide], 1)[0])
            if steady * slope > GOES_ON * slope * slope:
                out[outside] = place + slope * np.clip(middle_s[outside] - edge_s, -ONWARD_S, ONWARD_S)
    return np.asarray(out, dtype=np.float64)


def _evidence(heard: Features, places: Floats) -> NDArray[np.float32]:
    """How clear the lines of each tempo are if each slope is taken out, shape (windows, slopes, places)."""
    curve = tempo_curve(heard.flux)
    thin = max(1, round(THIN_S / heard.hop_s))
    curve = curve[: len(curve) // thin * thin].reshape(-1, thin).mean(axis=1)
    hop = heard.hop_s * thin
    half = int(0.5 * SPAN_S / hop)
    span = 2 * half
    count = int(len(curve) * hop / STEP_S) + 1
    padded = np.pad(curve, half + 1)
    at = (np.arange(span) - half) * hop
    rates = SLOPES[:, None] * (PLACE * np.log(2.0) / STEP_S) + 1e-12
    inside = np.maximum(1.0 + rates * at, 0.1)
    place = np.clip(np.log(inside) / rates / hop + half + 1, 0, span + 1)
    left = np.minimum(place.astype(np.int64), span)
    part = (place - left).astype(np.float32)
    shape = np.hanning(span).astype(np.float32)
    size = scipy.fft.next_fast_len(6 * span, real=True)
    lines_at = np.array([places * (h / 60.0) * size * hop for h, _ in HARMONICS[:3]])
    line = lines_at.astype(np.int64)
    rest = (lines_at - line).astype(np.float32)
    weights = np.array([weight for _, weight in HARMONICS[:3]], np.float32)[:, None]
    out = np.zeros((count, len(SLOPES), len(places)), np.float32)
    for i in range(count):
        begin = round(i * STEP_S / hop)
        piece = padded[begin : begin + span + 2]
        piece = np.pad(piece, (0, span + 2 - len(piece)))
        bent = piece[left] * (1 - part) + piece[left + 1] * part
        bent = (bent - bent.mean(axis=1, keepdims=True)) * shape
        power = np.abs(scipy.fft.rfft(bent, size))
        total = np.sqrt(np.square(piece).sum() * np.square(shape).sum()) + 1e-6
        found = power[:, line] * (1 - rest) + power[:, line + 1] * rest
        out[i] = (found * weights).sum(axis=1) / total
    return out


def walk_through(evidence: NDArray[np.float32], scale: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The best walk (dynamic programming): each window's place and slope, shape (windows,) each.

    `evidence` (windows, SLOPES, places) is worth so much where it is taken, a clear window's `scale`. A walk upside
    down is worth what it is worth upright.
    """
    count, slopes, places = evidence.shape
    pad = int(SLOPES[-1]) + 2
    mine, here = np.meshgrid(np.arange(slopes), np.arange(places), indexing="ij")
    turns = np.arange(-TURNS, TURNS + 1)
    strays = np.arange(-1, 2)
    ways = [(int(turn), int(stray)) for turn in turns for stray in strays]
    width = places + 2 * pad
    sources = np.zeros((len(ways), slopes, places), np.int64)
    prices = np.zeros((len(ways), slopes, places), np.float32)
    for k, (turn, stray) in enumerate(ways):
        before = mine - turn
        inside = (before >= 0) & (before < slopes)
        before = np.clip(before, 0, slopes - 1)
        both = SLOPES[mine] + SLOPES[before]
        led = np.sign(both) * ((np.abs(both) + 1) // 2)  # an odd sum goes the same way up and down: away from level
        shift = led + stray
        sources[k] = before * width + here - shift + pad
        price = TURN_COST * np.abs(SLOPES[mine] - SLOPES[before]) + STRAY_COST * abs(stray)
        prices[k] = np.where(inside, price * scale, np.inf)
    total = evidence[0] - TURN_COST * scale * np.abs(SLOPES)[:, None].astype(np.float32)
    came = np.zeros((count, slopes, places), np.int32)
    for i in range(1, count):
        padded = np.pad(total, ((0, 0), (pad, pad)), constant_values=-np.inf).ravel()
        worth = padded[sources] - prices
        best = worth.argmax(axis=0)
        value = np.take_along_axis(worth, best[None], axis=0)[0]
        source = np.take_along_axis(sources, best[None], axis=0)[0]
        came[i] = source
        total = value + evidence[i]
    place, slope = np.zeros((2, count), np.int64)
    slope[-1], place[-1] = np.divmod(int(total.argmax()), places)
    for i in range(count - 1, 0, -1):
        slope[i - 1], place[i - 1] = np.divmod(int(came[i, slope[i], place[i]]), width)
        place[i - 1] -= pad
    return place, slope
