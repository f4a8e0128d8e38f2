"""Marks: what a chart says about spans that are not judged."""

import itertools
from typing import Final

from rhythm_fu.analysis.choreography import Choreography, free_spans, sure_drops
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import SectionKind, Structure
from rhythm_fu.analysis.ticks import TickMap
from rhythm_fu.chart.model import Level, Mark, MarkKind
from rhythm_fu.units import TICKS_PER_BEAT, Tick

LINE_BEATS: Final = 2.0
"""A one-liner needs two beats in which nothing is asked of the player."""

BREATH: Final = "breath"
"""Label of a rest that was planned at a phrase's end; other rests are where the music or the level is thin."""

LINE_EVERY_BARS: Final = 8
"""One-liners are rare, or nobody listens."""

BUILD_BARS: Final = 8
"""How far back a build is marked when no build section was found."""

_MARK_ORDER = {kind: place for place, kind in enumerate(MarkKind)}


def _mark(kind: MarkKind, tick: Tick, until: Tick, ticks: TickMap, label: str = "") -> Mark:
    return Mark(kind, tick, ticks.tempo.at(tick), until, ticks.tempo.at(until), label)


def find_marks(folded: Folded, structure: Structure, dance: Choreography, ticks: TickMap) -> tuple[Mark, ...]:
    """Sections, phrases, builds that end in a sure drop, rests (two free beats at Hard), lines (free at Master)."""
    end = ticks.beat(folded.bars.end)
    found = [
        _mark(MarkKind.SECTION, ticks.beat(part.start), ticks.beat(part.end), ticks, part.kind.value)
        for part in structure.sections
    ]
    edges = [*(ticks.beat(beat) for beat in structure.phrases), end]
    found += [_mark(MarkKind.PHRASE, a, b, ticks) for a, b in itertools.pairwise(edges)]
    for drop in sure_drops(structure):
        build = next((s for s in structure.sections if s.end == drop.beat and s.kind is SectionKind.BUILD), None)
        meter = ticks.tempo.anchor_at(ticks.beat(drop.beat)).meter.beats
        start = build.start if build else max(int(folded.bars.starts[0]), drop.beat - BUILD_BARS * meter)
        if start < drop.beat:
            found.append(_mark(MarkKind.BUILD, ticks.beat(start), ticks.beat(drop.beat), ticks))
    start = ticks.beat(folded.first)
    for a, b in free_spans(dance.levels[Level.HARD], start, end, LINE_BEATS):
        planned = any(a < stop and b > start for start, stop in dance.rests)
        found.append(_mark(MarkKind.REST, a, b, ticks, BREATH if planned else ""))
    last = None
    for a, b in free_spans(dance.levels[Level.MASTER], start, end, LINE_BEATS):
        apart = LINE_EVERY_BARS * ticks.tempo.anchor_at(a).meter.beats * TICKS_PER_BEAT
        if last is None or a - last >= apart:
            found.append(_mark(MarkKind.LINE, a, b, ticks))
            last = a
    return tuple(sorted(found, key=lambda mark: (mark.tick, _MARK_ORDER[mark.kind])))
