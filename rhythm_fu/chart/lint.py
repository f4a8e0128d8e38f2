"""Checks that a chart is fair to play. Each check is a function in `CHECKS`; a finding names place, problem and fix."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rhythm_fu.chart.levels import CROSS_SIDE_GAP, LEVEL_RULES, RATE_WINDOW, SAME_SIDE_GAP, busiest
from rhythm_fu.chart.model import Chart, Event, Kind, Level, LevelChart, MarkKind, Reach, Side
from rhythm_fu.units import MICROS, TICKS_PER_BEAT, clock_text, in_ms

SNAP_DIVISIONS: Final = (4, 6, 8)
"""Grid lines a beat that an event may lie on: 16ths, sextuplets, 32nds. A swung grid adds its off-16th."""


class Severity(Enum):
    """An error makes the chart unfair; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the check's name, where, what, and the likely fix."""

    check: str
    severity: Severity
    place: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.severity.value}: {self.place}: {self.problem}; {self.fix} [{self.check}]"


Check = Callable[[Chart, LevelChart], Iterator[Finding]]


def _error(check: str, level: LevelChart, at: int, problem: str, fix: str) -> Finding:
    return Finding(check, Severity.ERROR, f"{level.level.value} at {clock_text(at)}", problem, fix)


def _warning(check: str, level: LevelChart, at: int, problem: str, fix: str) -> Finding:
    return Finding(check, Severity.WARNING, f"{level.level.value} at {clock_text(at)}", problem, fix)


def _of_all(check: str, level: LevelChart, problem: str, fix: str) -> Finding:
    """A warning about a level as a whole: it has no moment."""
    return Finding(check, Severity.WARNING, level.level.value, problem, fix)


def _sides(event: Event) -> tuple[Side, ...]:
    """The hands that answer an event; a sweep or drop needs neither."""
    if event.kind is Kind.DOUBLE:
        return (Side.LEFT, Side.RIGHT)
    return (event.side,) if event.side else ()


def check_hands(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """Same side at least 140 ms apart, across at least 90 ms."""
    last: dict[Side, Event] = {}
    for event in level.events:
        for side in _sides(event):
            before, across = last.get(side), last.get(side.other)
            if before and event.at - before.at < SAME_SIDE_GAP:
                gap = in_ms(event.at - before.at)
                yield _error("hands", level, event.at, f"{side.value} again after {gap:.0f} ms", "leave 140 ms a side")
            if across and across is not event and event.at - across.at < CROSS_SIDE_GAP:
                gap = in_ms(event.at - across.at)
                yield _error(
                    "hands", level, event.at, f"other side after {gap:.0f} ms", "leave 90 ms, or make it a double"
                )
        for side in _sides(event):
            last[side] = event


def check_sweeps(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """No sweep within half a beat of a double: feet and both hands at once is a trap."""
    doubles = [event for event in level.events if event.kind is Kind.DOUBLE]
    for event in level.events:
        if event.kind is Kind.SWEEP and any(2 * abs(event.tick - d.tick) < TICKS_PER_BEAT for d in doubles):
            yield _error("sweeps", level, event.at, "a sweep within half a beat of a double", "move or drop the sweep")


def check_rate(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """No more events a second than the level allows."""
    most = LEVEL_RULES[level.level].most_per_second
    at, count = busiest([event.at for event in level.events])
    allowed = most * RATE_WINDOW / MICROS
    if count > allowed + 1e-9:
        problem = f"{count} events in {RATE_WINDOW // MICROS} s, {allowed:g} allowed"
        yield _error("rate", level, at, problem, "thin the bars from there on")


def check_kinds(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """Only what the level teaches."""
    allowed = LEVEL_RULES[level.level].kinds
    for event in level.events:
        if event.kind not in allowed:
            yield _error(
                "kinds", level, event.at, f"{event.kind.value} does not belong to this level", "use a takedown"
            )


def check_snap(chart: Chart, level: LevelChart) -> Iterator[Finding]:
    """Events lie on the grid, the swung one included, whichever way its ticks were rounded."""
    swung = [(half + chart.song.swing / 2) * TICKS_PER_BEAT for half in (0.0, 0.5)]
    for event in level.events:
        place = event.tick % TICKS_PER_BEAT
        if any(place % (TICKS_PER_BEAT // n) == 0 for n in SNAP_DIVISIONS) or any(
            abs(place - at) <= 1.0 for at in swung
        ):
            continue
        yield _warning("snap", level, event.at, "off the 16th and triplet grid", "snap it, or mend the tempo map")


def check_first_bar(chart: Chart, level: LevelChart) -> Iterator[Finding]:
    """Somebody new needs a bar of the song to look at the room."""
    bar = chart.tempo.beat_length(0) * chart.tempo.anchors[0].meter.beats
    if level.level is Level.STORY and level.events and level.events[0].at < bar:
        yield _warning("first-bar", level, level.events[0].at, "an attacker in the first bar", "start a bar later")


def check_holds(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """Holds don't overlap, and below Master nothing else is asked while one lasts."""
    held_until = None
    for event in sorted((e for e in level.events if e.kind is Kind.DROP), key=lambda e: e.tick):
        if event.hold_from is None:
            continue
        if held_until is not None and event.hold_from < held_until:
            yield _error("holds", level, event.at, "this hold starts before the last one ends", "shorten the build")
        held_until = event.tick
        for other in level.events:
            busy = event.hold_from < other.tick < event.tick and other.kind is not Kind.DROP
            if busy and level.level is not Level.MASTER:
                yield _error("holds", level, other.at, "an event during a hold", "keep it for Master")


def check_rests(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """A player must breathe: no more than 64 beats without a beat and a half of rest."""
    run_start, last = None, None
    for event in level.events:
        if last is None or event.tick - last >= 1.5 * TICKS_PER_BEAT:
            run_start = event.tick
        last = event.tick
        if run_start is not None and event.tick - run_start > 64 * TICKS_PER_BEAT:
            yield _warning("rests", level, event.at, "64 beats without a rest", "leave a beat and a half free")
            run_start = event.tick


def check_divisions(chart: Chart, level: LevelChart) -> Iterator[Finding]:
    """Easy levels keep to beats and half-beats; thirds of a shuffled song count as half-beats."""
    finest = LEVEL_RULES[level.level].divisions
    allowed = {1: (1,), 2: (2, 3)}.get(finest)
    for event in level.events if allowed else ():
        place = event.tick % TICKS_PER_BEAT
        if not any(place % (TICKS_PER_BEAT // n) == 0 for n in allowed or ()):
            problem = "off the beat" if finest == 1 else "between half-beats"
            yield _warning("divisions", level, event.at, problem, "keep it for a harder level")
    del chart


ROUNDS: Final = 6
"""What the pistol holds."""

RELOAD: Final = 3 * TICKS_PER_BEAT // 2
"""Two taps on the half-beat grid and a breath."""


def check_ammunition(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """From Hard on, no more shots in a row than the pistol holds before there is time to reload."""
    if Kind.REFLECT not in LEVEL_RULES[level.level].kinds:
        return
    shots, last = 0, None
    for event in level.events:
        if last is not None and event.tick - last >= RELOAD:
            shots = 0
        last = event.tick
        shots += event.kind in {Kind.REFLECT, Kind.SHIELD} or event.reach is Reach.FAR
        if shots > ROUNDS:
            problem = f"more than {ROUNDS} shots without time to reload"
            yield _warning("ammunition", level, event.at, problem, "bring attackers near, or leave a beat and a half")
            shots = 0


def check_balance(_: Chart, level: LevelChart) -> Iterator[Finding]:
    """Both hands get their share."""
    sides = [event.side for event in level.events if event.side]
    left = sides.count(Side.LEFT)
    if len(sides) >= 20 and not 0.25 <= left / len(sides) <= 0.75:
        problem = f"{100 * left / len(sides):.0f} % of the blows go left"
        yield _of_all("balance", level, problem, "mirror some bars")


CHECKS: Final[tuple[Check, ...]] = (
    check_hands, check_sweeps, check_rate, check_kinds, check_snap, check_first_bar, check_holds, check_rests,
    check_divisions, check_ammunition, check_balance,
)  # fmt: skip


def check_nesting(chart: Chart) -> Iterator[Finding]:
    """Each level's ticks are a subset of the next one's, on the same side where both name one."""
    order = [level for name in Level if (level := chart.level(name))]
    for easier, harder in itertools.pairwise(order):
        by_tick: dict[int, list[Event]] = {}
        for event in harder.events:
            by_tick.setdefault(event.tick, []).append(event)
        for event in easier.events:
            there = by_tick.get(event.tick)
            if there is None:
                problem = f"not in {harder.level.value}"
                yield _error("nesting", easier, event.at, problem, f"add it to {harder.level.value} or take it out")
            elif event.side and all(other.side is event.side.other for other in there):
                problem = f"on the other side in {harder.level.value}"
                yield _error("nesting", easier, event.at, problem, "use one side in both")
        if easier.rating.value > harder.rating.value:
            problem = f"rated {easier.rating.value}, above {harder.level.value} ({harder.rating.value})"
            # Each level can be played as it is, so this is no reason to refuse the chart.
            yield _of_all("nesting", easier, problem, "thin the easier level")


def check_marks(chart: Chart) -> Iterator[Finding]:
    """Marks run forward and drops are told apart from builds that never come."""
    for mark in chart.marks:
        if mark.until <= mark.tick:
            place = f"{mark.kind.value} at {clock_text(mark.at)}"
            yield Finding("marks", Severity.ERROR, place, "ends before it starts", "swap its ends")
    for build in chart.spans(MarkKind.BUILD):
        if not any(drop.tick == build.until for drop in chart.drops):
            place = f"build at {clock_text(build.at)}"
            yield Finding("marks", Severity.WARNING, place, "a build that leads to no drop", "end it on the drop")


def findings(chart: Chart) -> tuple[Finding, ...]:
    """Everything found in all levels, errors first."""
    found = [finding for level in chart.levels for check in CHECKS for finding in check(chart, level)]
    found += [*check_nesting(chart), *check_marks(chart)]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.ERROR))
