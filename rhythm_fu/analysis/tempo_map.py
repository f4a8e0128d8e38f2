"""A tempo map with few anchors from a clock that follows every bar."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.model import Floats, GridAnchor
from rhythm_fu.timing import Meter

SPREAD_S: Final = 0.004
"""How far beats scatter around their stretch's line."""
STRETCH_COST: Final = 14.0
"""What one more stretch must save, in squared spreads."""
MEET_S: Final = 0.035
"""Pieces whose bar lines come so near to each other follow without a gap."""
PLAYABLE: Final = 0.42
"""Logarithm of how far beats across a gap may be from its tempo: a beat and a half is one long one, or two short."""
LEAST_LEFT: Final = 0.5
"""Beats that must lie between anchors; less is none."""
LONGEST_BARS: Final = 64
"""Stretches are sought up to this length at once; longer ones are joined afterwards."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the song, `span_s`, with one tempo and a downbeat somewhere on its grid."""

    span_s: tuple[float, float]
    bpm: float
    downbeat_s: float


def anchors_along(
    clock: Clock, pieces: tuple[Piece, ...], meter: Meter, span_s: tuple[float, float]
) -> tuple[GridAnchor, ...]:
    """Anchors on downbeats where the clock runs unevenly. Pieces are in the clock's time, `span_s` in the song's."""
    anchors: list[GridAnchor] = []
    pieces = _in_order(pieces, meter)
    begin, end = (float(t) for t in clock.pulse_of(np.array(span_s)))
    for i, piece in enumerate(pieces):
        bar = meter.beats * 60.0 / piece.bpm
        start = begin if i == 0 else piece.span_s[0]
        stop = end if i + 1 == len(pieces) else piece.span_s[1]
        first = piece.downbeat_s + bar * np.ceil((start - piece.downbeat_s) / bar - 0.01)
        bars = max(2, int((np.ceil if i + 1 == len(pieces) else np.floor)((stop - first) / bar + 0.01)))
        if i + 1 < len(pieces):
            following = _first_down(pieces[i + 1], meter)
            while bars > 2 and not _is_playable(following - first - bars * bar, 60.0 / piece.bpm):
                bars -= 1
            while bars > 0 and following - first - bars * bar < LEAST_LEFT * 60.0 / piece.bpm:
                bars -= 1
            if bars == 0:
                continue
        downbeats = clock.song_of(first + bar * np.arange(bars + 1, dtype=np.float64))
        number = 0
        if anchors:
            beat = 60.0 / anchors[-1].bpm
            number = anchors[-1].beat + max(1, round(float(downbeats[0] - anchors[-1].at_s) / beat))
        starts = stretches(downbeats)
        for begin_bar, end_bar in pairwise([*starts, bars]):
            bars_on = np.arange(begin_bar, end_bar + 1, dtype=np.float64)
            slope, at = _line(bars_on, downbeats[begin_bar : end_bar + 1])
            place = number + begin_bar * meter.beats
            anchors.append(GridAnchor(place, at + slope * begin_bar, 60.0 * meter.beats / slope, meter))
        if i + 1 < len(pieces):
            anchors.append(GridAnchor(number + bars * meter.beats, at + slope * bars, anchors[-1].bpm, meter))
    return tuple(anchors)


def anchors_of(pieces: tuple[Piece, ...], meter: Meter) -> tuple[GridAnchor, ...]:
    """Anchors of pieces in rising order: one at each piece's first downbeat, and one at its last if a gap follows.

    A gap's beats keep a tempo near the piece's: where they would not, its last bars are given up.
    """
    pieces = _in_order(pieces, meter)
    firsts = [_first_down(piece, meter) for piece in pieces]
    anchors: list[GridAnchor] = []
    number = 0
    for i, piece in enumerate(pieces):
        beat = 60.0 / piece.bpm
        bar, first = meter.beats * beat, firsts[i]
        anchors.append(GridAnchor(number, first, piece.bpm, meter))
        if i + 1 == len(pieces):
            break
        following = firsts[i + 1]
        bars = int(np.floor((piece.span_s[1] - first) / bar + 0.01))
        if abs((following - first) / bar - round((following - first) / bar)) * bar < MEET_S:
            number += round((following - first) / bar) * meter.beats
            continue
        while bars > 0 and not _is_playable(following - first - bars * bar, beat):
            bars -= 1
        if bars > 0:
            number += bars * meter.beats
            anchors.append(GridAnchor(number, float(first + bars * bar), piece.bpm, meter))
        number += max(1, round((following - anchors[-1].at_s) / beat))
    return tuple(anchors)


def _in_order(pieces: tuple[Piece, ...], meter: Meter) -> tuple[Piece, ...]:
    """The pieces without those whose first downbeat is no earlier than the next one's, as where bars are long."""
    kept = [pieces[-1]]
    for piece in reversed(pieces[:-1]):
        if _first_down(kept[-1], meter) - _first_down(piece, meter) >= LEAST_LEFT * 60.0 / piece.bpm:
            kept.append(piece)
    return tuple(reversed(kept))


def _first_down(piece: Piece, meter: Meter) -> float:
    """The first downbeat in a piece, which may begin a hair before its bar."""
    bar = meter.beats * 60.0 / piece.bpm
    return float(piece.downbeat_s + bar * np.ceil((piece.span_s[0] - piece.downbeat_s) / bar - 0.02))


def _is_playable(left_s: float, beat_s: float) -> bool:
    """Whether so many seconds can be beats near the tempo."""
    if left_s < LEAST_LEFT * beat_s:
        return False
    return abs(float(np.log(left_s / max(1, round(left_s / beat_s)) / beat_s))) < PLAYABLE


def stretches(downbeats: Floats) -> list[int]:
    """First bars of stretches with one tempo, 0 among them: least squares, a price a stretch (dynamic programming).

    The squares that a line leaves over a run of bars come from running sums, for all runs that end together at once.
    """
    bars = len(downbeats) - 1
    numbers = np.arange(bars + 1, dtype=np.float64)
    slope, at = _line(numbers, downbeats)
    rest = (downbeats - (at + slope * numbers)) / SPREAD_S  # small numbers keep the sums exact
    sums = np.stack([np.concatenate(([0.0], np.cumsum(row))) for row in (rest, rest * rest, numbers * rest)])
    cost = np.full(bars + 1, np.inf)
    cost[0] = 0.0
    came = np.zeros(bars + 1, np.int64)
    for end in range(1, bars + 1):
        begin = np.arange(max(0, end - LONGEST_BARS), end)
        count = end - begin + 1.0
        total, squares, across = sums[:, end + 1, None] - sums[:, begin]
        spread = count * (count * count - 1.0) / 12.0
        turned = across - 0.5 * (begin + end) * total
        left = np.maximum(squares - total * total / count - turned * turned / spread, 0.0)
        price = cost[begin] + STRETCH_COST + left
        best = int(price.argmin())
        cost[end], came[end] = price[best], begin[best]
    out, at_bar = [], bars
    while at_bar > 0:
        at_bar = int(came[at_bar])
        out.append(at_bar)
    return out[::-1]


def _line(numbers: Floats, times_s: Floats) -> tuple[float, float]:
    """Slope and value at 0 of the straight line nearest to the moments."""
    if len(numbers) < 3:
        slope = float((times_s[-1] - times_s[0]) / (numbers[-1] - numbers[0]))
        return slope, float(times_s[0] - slope * numbers[0])
    centre = numbers.mean()
    spread = float(np.square(numbers - centre).sum())
    slope = float(((numbers - centre) * (times_s - times_s.mean())).sum() / spread)
    return slope, float(times_s.mean() - slope * centre)
