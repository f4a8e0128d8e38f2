"""A freshly made chart with what a person changed in an older one on top."""

from dataclasses import replace
from typing import Final

from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import Edits, apply_edits, human_edits
from rhythm_fu.chart.model import Chart, Drop, Event, LevelChart, Mark
from rhythm_fu.chart.parts import NAMES, changed_parts
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick

EDIT_DIVISIONS: Final = 48
"""Lines a beat on which a person's event lands when the grid under it was changed: 32nds, triplets and sextuplets."""


def with_edits(chart: Chart, old: Chart) -> Chart:
    """A freshly made chart with what a person changed in an older one on top. Events outside the audio are left out;
    drops and marks follow a grid that moved; drum hits and energies can't, and are left out then.
    """
    moved = _tempo_changed(old, chart.tempo)
    parts = changed_parts(old)
    levels, edited = [], False
    for level in chart.levels:
        before = old.level(level.level)
        edits = _kept_edits(before, moved, chart.tempo) if before else Edits((), frozenset())
        inside = tuple(e for e in edits.added if 0 <= e.at < chart.audio.length)
        edits = Edits(inside, edits.removed)
        events = apply_edits(level.events, edits)
        edited = edited or edits.any
        levels.append(replace(level, events=events, rating=rate(events, chart.audio.length)))
    names = {name: getattr(old.song, name) for name in NAMES if name in parts}
    chart = replace(chart, song=replace(chart.song, **names))
    if "pulses" in parts and not moved:
        chart = replace(chart, pulses=old.pulses)
    if "energy" in parts and not moved:
        chart = replace(chart, energy=old.energy)
    if "drops" in parts:
        chart = replace(chart, drops=_followed(old.drops, chart.tempo) if moved else old.drops)
    if "marks" in parts:
        chart = replace(chart, marks=_followed_marks(old.marks, chart.tempo) if moved else old.marks)
    human = edited or old.edited_by_human or bool(parts)
    return replace(chart, levels=tuple(levels), edited_by_human=human)


def _tempo_changed(old: Chart, tempo: TempoMap) -> bool:
    return old.tempo.anchors != tempo.anchors


def _kept_edits(old: LevelChart, moved: bool, tempo: TempoMap) -> Edits:
    """What a person changed, at its place on the new grid. When the grid moved, additions follow their moment and
    removals are forgotten: the events they named don't exist any more.
    """
    edits = human_edits(old)
    if not moved:
        return Edits(tuple(replace(e, at=tempo.at(e.tick)) for e in edits.added), edits.removed)

    def follow(event: Event) -> Event:
        tick = _near(event.at, tempo)
        if event.hold_from is None or event.hold_at is None:
            return replace(event, tick=tick, at=tempo.at(tick))
        hold = _near(event.hold_at, tempo)
        return replace(event, tick=tick, at=tempo.at(tick), hold_from=hold, hold_at=tempo.at(hold))

    return Edits(tuple(follow(event) for event in edits.added), frozenset())


def _near(at: SongTime, tempo: TempoMap) -> Tick:
    """The line of a grid next to a moment, on which a person's change lands."""
    return Tick(max(0, tempo.snap(at, EDIT_DIVISIONS)))


def _followed(drops: tuple[Drop, ...], tempo: TempoMap) -> tuple[Drop, ...]:
    ticks = {_near(drop.at, tempo): drop for drop in drops}
    return tuple(replace(drop, tick=tick, at=tempo.at(tick)) for tick, drop in ticks.items())


def _followed_marks(found: tuple[Mark, ...], tempo: TempoMap) -> tuple[Mark, ...]:
    ends = [(_near(mark.at, tempo), _near(mark.until_at, tempo)) for mark in found]
    return tuple(
        replace(mark, tick=a, at=tempo.at(a), until=b, until_at=tempo.at(b))
        for mark, (a, b) in zip(found, ends, strict=True)
        if a < b
    )
