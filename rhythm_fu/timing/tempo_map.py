"""The tempo map: Tick to SongTime and back, bars, and snapping, all in whole numbers.

Time runs straight from anchor to anchor, so steps, ramps, drift and gaps are all anchors; nothing accumulates.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from rhythm_fu.units import START, TICKS_PER_BEAT, SongTime, Tick

MICROS_PER_MINUTE: Final = 60_000_000
NANOS: Final = 1_000
SAME: Final = 1e-5
"""Tempi this near are one, as a share: in an hour they part by a 28th of a second."""


@dataclass(frozen=True, slots=True)
class Meter:
    """Beats in a bar as the grid counts them, and the note value that is one beat (4 = quarter, 8 = eighth)."""

    beats: int = 4
    unit: int = 4


@dataclass(frozen=True, slots=True)
class TempoAnchor:
    """A tick and its moment. `beat_ns` is the length of a beat from here on, in nanoseconds.

    Between two anchors their moments decide and `beat_ns` is a copy the codec checks; after the last one it decides.
    Every anchor lies on a downbeat, unless only the tempo changes there.
    """

    tick: Tick
    at: SongTime
    beat_ns: int
    meter: Meter = field(default_factory=Meter)

    @property
    def bpm(self) -> float:
        """Beats a minute from here on."""
        return MICROS_PER_MINUTE * NANOS / self.beat_ns


def beat_ns_of(bpm: float) -> int:
    """The length of a beat in nanoseconds."""
    return round(MICROS_PER_MINUTE * NANOS / bpm)


def _divide(numerator: int, denominator: int) -> int:
    """Nearest whole number, halves upward; the denominator is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Anchors in rising order. The first is tick 0, a downbeat; its moment may lie before the song starts."""

    anchors: tuple[TempoAnchor, ...]
    _ticks: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _times: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        assert self.anchors, "a tempo map has at least one anchor"
        object.__setattr__(self, "_ticks", tuple(int(a.tick) for a in self.anchors))
        object.__setattr__(self, "_times", tuple(int(a.at) for a in self.anchors))

    @classmethod
    def constant(cls, bpm: float, first_downbeat: SongTime = START, meter: Meter | None = None) -> "TempoMap":
        """One tempo from start to end."""
        return cls((TempoAnchor(Tick(0), first_downbeat, beat_ns_of(bpm), meter or Meter()),))

    @property
    def is_constant(self) -> bool:
        """Whether one anchor says it all."""
        return len(self.anchors) == 1

    @property
    def changes(self) -> tuple[TempoAnchor, ...]:
        """The first anchor, and those from which on another tempo or another meter holds, as far as anyone can tell."""
        found = [self.anchors[0]]
        for anchor in self.anchors[1:]:
            if abs(anchor.bpm / found[-1].bpm - 1.0) > SAME or anchor.meter != found[-1].meter:
                found.append(anchor)
        return tuple(found)

    def _segment(self, keys: tuple[int, ...], value: int) -> int:
        return max(0, bisect_right(keys, value) - 1)

    def at(self, tick: int) -> SongTime:
        """The moment of a tick, to the nearest microsecond."""
        i = self._segment(self._ticks, tick)
        a = self.anchors[i]
        if i + 1 < len(self.anchors):
            b = self.anchors[i + 1]
            return SongTime(a.at + _divide((tick - a.tick) * (b.at - a.at), b.tick - a.tick))
        return SongTime(a.at + _divide((tick - a.tick) * a.beat_ns, TICKS_PER_BEAT * NANOS))

    def tick(self, at: int) -> Tick:
        """The tick nearest to a moment; it may be negative before the first anchor."""
        i = self._segment(self._times, at)
        a = self.anchors[i]
        if i + 1 < len(self.anchors):
            b = self.anchors[i + 1]
            return Tick(a.tick + _divide((at - a.at) * (b.tick - a.tick), b.at - a.at))
        return Tick(a.tick + _divide((at - a.at) * TICKS_PER_BEAT * NANOS, a.beat_ns))

    def anchor_at(self, tick: int) -> TempoAnchor:
        """The anchor in force at a tick."""
        return self.anchors[self._segment(self._ticks, tick)]

    def beat_length(self, at: int) -> int:
        """Microseconds in a beat around a moment."""
        i = self._segment(self._times, at)
        a = self.anchors[i]
        if i + 1 < len(self.anchors):
            b = self.anchors[i + 1]
            return _divide((b.at - a.at) * TICKS_PER_BEAT, b.tick - a.tick)
        return _divide(a.beat_ns, NANOS)

    def bpm_at(self, at: int) -> float:
        """Beats a minute around a moment."""
        return MICROS_PER_MINUTE / self.beat_length(at)

    def snap(self, at: int, division: int = 1) -> Tick:
        """The nearest line of a grid with so many lines a beat (2 = half-beats)."""
        step = TICKS_PER_BEAT // division
        return Tick(_divide(self.tick(at), step) * step)

    def _bars_before(self, index: int) -> int:
        """Whole bars from tick 0 to an anchor that starts a new meter."""
        bars, start, meter = 0, 0, self.anchors[0].meter
        for a in self.anchors[1 : index + 1]:
            if a.meter != meter:
                bars += -(-(a.tick - start) // (meter.beats * TICKS_PER_BEAT))
                start, meter = a.tick, a.meter
        return bars

    def _meter_start(self, index: int) -> int:
        """The first anchor of the run that shares the meter in force at an anchor."""
        while index > 0 and self.anchors[index - 1].meter == self.anchors[index].meter:
            index -= 1
        return index

    def bar(self, tick: int) -> tuple[int, int]:
        """Bar number (0 = the one that starts at tick 0) and ticks since its downbeat."""
        i = self._meter_start(self._segment(self._ticks, tick))
        a = self.anchors[i]
        length = a.meter.beats * TICKS_PER_BEAT
        bars, rest = divmod(tick - a.tick, length)
        return self._bars_before(i) + bars, rest

    def bar_start(self, bar: int) -> Tick:
        """The downbeat of a bar by its number."""
        start, counted, meter = 0, 0, self.anchors[0].meter
        for a in self.anchors[1:]:
            if a.meter == meter:
                continue
            here = counted + -(-(a.tick - start) // (meter.beats * TICKS_PER_BEAT))
            if bar < here:
                break
            start, counted, meter = a.tick, here, a.meter
        return Tick(start + (bar - counted) * meter.beats * TICKS_PER_BEAT)

    def beats_between(self, start: int, end: int) -> Iterator[tuple[Tick, bool]]:
        """Every beat with start <= moment < end, and whether it is a downbeat."""
        tick = self.snap(start)
        if self.at(tick) < start:
            tick = Tick(tick + TICKS_PER_BEAT)
        while self.at(tick) < end:
            yield tick, self.bar(tick)[1] == 0
            tick = Tick(tick + TICKS_PER_BEAT)
