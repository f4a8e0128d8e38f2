"""What a modder asked for when a chart was made, read back from the chart: it holds until asked otherwise."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from rhythm_fu.analysis.askable import refuse_absurd
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart.edits import human_edits
from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.chart.parts import changed_parts
from rhythm_fu.errors import AnalysisError, ChartError
from rhythm_fu.timing import Meter
from rhythm_fu.units import TICKS_PER_BEAT, in_seconds

PLAIN: Final = Request()

MOST_SHOWN: Final = 40
"""Letters of words that can't be read."""


def _number(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _span(text: str) -> tuple[float, float]:
    low, high = text.split(":")
    return _number(low), _number(high)


def _meter(text: str) -> Meter:
    beats, unit = text.split("/")
    return Meter(int(beats), int(unit))


BY_HAND: Final = MappingProxyType({"grid": "by hand"})
"""What a chart's parameters say of a grid that a person set in the chart itself."""

OF_THE_GRID: Final = (
    "bpm", "offset_s", "first_beat_s", "level_shift", "shift_beats", "range_bpm", "meter",
)  # fmt: skip
"""Fields of a request that say where the beat is."""

SAME_SUBJECT: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "bpm": frozenset({"range_bpm", "level_shift"}), "range_bpm": frozenset({"bpm"}), "level_shift": frozenset({"bpm"}),
    "offset_s": frozenset({"first_beat_s"}), "first_beat_s": frozenset({"offset_s"}),
})  # fmt: skip
"""Fields that answer one question in different ways: who says one now no longer means the others of before."""

READERS: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType({
    "bpm": _number, "offset_s": _number, "first_beat_s": _number, "level_shift": _number, "shift_beats": _number,
    "range_bpm": _span, "meter": _meter, "seed": int,
})  # fmt: skip


def _unread_in(params: Mapping[str, str]) -> Iterator[str]:
    """Names of options whose words can't be read; names that no version here knows are let be."""
    for name, read in READERS.items():
        try:
            read(params[name])
        except KeyError:
            continue
        except ValueError:
            yield name


def asked_before(chart: Chart) -> Request:
    """The request that made a chart, its levels left free. Words that can't be read count as not said.

    A grid that a person set or moved in the chart is part of it; one whose anchors lie between beats can't be.
    """
    found: dict[str, Any] = {}  # Any: one type a field
    for name, read in READERS.items():
        try:
            found[name] = read(chart.generator.params[name])
        except (KeyError, ValueError):
            continue
    is_whole = all(anchor.tick % TICKS_PER_BEAT == 0 for anchor in chart.tempo.anchors)
    by_hand = chart.tempo if is_whole and has_grid_by_hand(chart) else None
    return replace(PLAIN, **found, by_hand=by_hand, is_old_level=True)


def asked_again(place: str, chart: Chart) -> Request:
    """As `asked_before`. Raises ChartError, which names the chart's place, for words that can't be read and for what
    can't be asked of any such song.
    """
    before, params = asked_before(chart), chart.generator.params
    if name := next(_unread_in(params), None):
        problem = f"its generator.params say {name} {params[name][:MOST_SHOWN]!r}, which can't be read"
        raise ChartError(place, problem, "mend it there, or chart it with --keep-edits --forget-options")
    try:
        refuse_absurd(before, in_seconds(chart.audio.length))
    except AnalysisError as fault:
        fix = f"{fault.fix} there, or chart it with --keep-edits --forget-options"
        raise ChartError(place, f"its generator.params say {fault.problem}", fix) from None
    return before


def has_grid_by_hand(chart: Chart) -> bool:
    """Whether a person set the tempo map of a chart, now or when it was last made."""
    return "tempo" in changed_parts(chart) or BY_HAND.items() <= chart.generator.params.items()


def about_the_grid(request: Request) -> bool:
    """Whether a request says anything about where the beat is, other than to take it from the chart."""
    return any(getattr(request, name) != getattr(PLAIN, name) for name in OF_THE_GRID)


def given_in(params: Mapping[str, str]) -> frozenset[str]:
    """What of `level` (the tempo), `phase` (the beat) and `downbeat` (the bar) a chart's parameters say was given."""
    given: set[str] = set()
    if BY_HAND.items() <= params.items():
        return frozenset({"level", "phase", "downbeat"})
    if params.keys() & {"bpm", "level_shift"}:
        given.add("level")
    if params.keys() & {"offset_s", "first_beat_s"}:
        given.add("phase")
    if params.keys() & {"offset_s", "shift_beats"}:
        given.add("downbeat")
    try:
        if float(params.get("shift_beats", "0")) % 1.0:
            given.add("phase")
    except ValueError:
        pass
    return frozenset(given)


def refuse_to_lose_edits(place: str, old: Chart, wanted: Iterable[Level]) -> None:
    """Raises ChartError if a person has changed levels of `old` that are not wanted now: their changes would go."""
    left = set(Level) - set(wanted)
    lost = [one.level.value for one in old.levels if one.level in left and human_edits(one).any]
    if lost:
        problem = f"a person has changed {', '.join(lost)}, which --level leaves out"
        raise ChartError(place, problem, "name these levels too, or none at all")


def asked_now_or_before(now: Request, before: Request) -> Request:
    """What is asked now, and for the rest what was asked before, unless that is `undone`. A grid by hand gives way to
    words about the grid.
    """
    said = {one.name for one in fields(Request) if getattr(now, one.name) != getattr(PLAIN, one.name)}
    gone = said.union(now.undone, *(SAME_SUBJECT.get(name, ()) for name in said))
    kept = {name: getattr(before, name) for name in READERS if name not in gone}
    by_hand = None if about_the_grid(now) else before.by_hand
    return replace(now, **kept, by_hand=by_hand, is_old_level=before.is_old_level and "level_shift" in kept)
