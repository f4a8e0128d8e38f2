"""A tempo map with few anchors from a clock that follows every bar."""

from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Floats, GridAnchor
from rhythm_fu.analysis.pace import Clock
from rhythm_fu.timing import Meter

SPREAD_S: Final = 0.004
"""How far beats scatter around their stretch's line."""
STRETCH_COST: Final = 14.0
"""What one more stretch must save, in squared spreads."""
LONGEST_BARS: Final = 64
"""Stretches are sought up to this length at once; longer ones are joined afterwards."""


def anchors_along(
    clock: Clock, bpm: float, downbeat: float, meter: Meter, span_s: tuple[float, float]
) -> tuple[GridAnchor, ...]:
    """Anchors on downbeats. `downbeat` is one, in the clock's time; `bpm` is the clock's constant pulse."""
    beat = 60.0 / bpm
    bar = meter.beats * beat
    begin, end = clock.pulse_of(np.array(span_s))
    first = downbeat + bar * np.ceil((begin - downbeat) / bar - 0.01)
    bars = max(2, int(np.ceil((end - first) / bar)) + 1)
    downbeats = clock.song_of(first + bar * np.arange(bars))
    starts = stretches(downbeats)
    anchors: list[GridAnchor] = []
    for i, begin_bar in enumerate(starts):
        end_bar = starts[i + 1] if i + 1 < len(starts) else bars - 1
        numbers = np.arange(begin_bar, end_bar + 1, dtype=np.float64)
        slope, at = _line(numbers, downbeats[begin_bar : end_bar + 1])
        anchors.append(GridAnchor(begin_bar * meter.beats, at + slope * begin_bar, 60.0 * meter.beats / slope, meter))
    return tuple(anchors)


def stretches(downbeats: Floats) -> list[int]:
    """First bars of stretches with one tempo, 0 among them: least squares, a price a stretch (dynamic programming)."""
    bars = len(downbeats) - 1
    cost = np.full(bars + 1, np.inf)
    cost[0] = 0.0
    came = np.zeros(bars + 1, np.int64)
    for end in range(1, bars + 1):
        for begin in range(max(0, end - LONGEST_BARS), end):
            numbers = np.arange(begin, end + 1, dtype=np.float64)
            slope, at = _line(numbers, downbeats[begin : end + 1])
            off = (downbeats[begin : end + 1] - (at + slope * numbers)) / SPREAD_S
            price = cost[begin] + STRETCH_COST + float((off * off).sum())
            if price < cost[end]:
                cost[end], came[end] = price, begin
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
