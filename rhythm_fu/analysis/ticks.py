"""From the analysis' beats in float seconds to the chart's whole ticks: the one place where time is rounded."""

from dataclasses import dataclass

import numpy as np

from rhythm_fu.analysis.model import Floats, Grid
from rhythm_fu.timing import TempoAnchor, TempoMap
from rhythm_fu.timing.tempo_map import NANOS, beat_ns_of
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick, seconds


@dataclass(frozen=True, slots=True)
class TickMap:
    """Beat `origin` is tick 0. `places` are the ticks of a beat's slots, the swung ones included."""

    tempo: TempoMap
    origin: int
    places: tuple[int, ...]
    length: SongTime

    def beat(self, beat: int) -> Tick:
        """The tick of a beat number."""
        return Tick((beat - self.origin) * TICKS_PER_BEAT)

    def slot(self, beat: int, slot: int) -> Tick:
        """The tick of a slot of a beat."""
        return Tick((beat - self.origin) * TICKS_PER_BEAT + self.places[slot])

    def inside(self, at: int) -> bool:
        """Whether a moment lies in the song, with enough after it to be answered."""
        return 0 <= at < self.length


def tempo_map(grid: Grid) -> tuple[TempoMap, int]:
    """The chart's tempo map and the beat that is its tick 0: the last downbeat at or before the first beat heard."""
    head = grid.anchors[0]
    origin = head.beat + (min(grid.first_beat, head.beat) - head.beat) // head.meter.beats * head.meter.beats
    beats = [origin, *(anchor.beat for anchor in grid.anchors if anchor.beat > origin)]
    metered = [max((a for a in grid.anchors if a.beat <= max(b, head.beat)), key=lambda a: a.beat) for b in beats]
    times = [seconds(float(t)) for t in grid.times_of(np.array(beats, dtype=np.float64))]
    anchors = []
    for i, beat in enumerate(beats):
        if i + 1 < len(beats):
            spread = (times[i + 1] - times[i]) * NANOS
            beat_ns = round(spread / (beats[i + 1] - beat))
        else:
            beat_ns = beat_ns_of(grid.anchors[-1].bpm)
        tick = Tick((beat - origin) * TICKS_PER_BEAT)
        anchors.append(TempoAnchor(tick, SongTime(times[i]), beat_ns, metered[i].meter))
    return TempoMap(tuple(anchors)), origin


def tick_map(grid: Grid, places: Floats, length: SongTime) -> TickMap:
    """`places`: where in the beat the slots lie, 0..1, shape (slots,)."""
    tempo, origin = tempo_map(grid)
    return TickMap(tempo, origin, tuple(round(float(place) * TICKS_PER_BEAT) for place in places), length)
