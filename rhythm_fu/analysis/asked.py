"""What a modder asked for when a chart was made, read back from the chart: it holds until asked otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from rhythm_fu.analysis.model import Request
from rhythm_fu.chart.edits import human_edits
from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.errors import ChartError
from rhythm_fu.timing import Meter

PLAIN: Final = Request()


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


READERS: Final[Mapping[str, Callable[[str], object]]] = MappingProxyType({
    "bpm": _number, "offset_s": _number, "first_beat_s": _number, "level_shift": _number, "shift_beats": _number,
    "range_bpm": _span, "meter": _meter,
})  # fmt: skip


def asked_before(chart: Chart) -> Request:
    """The request that made a chart, its levels and dice left free. Words that can't be read count as not said."""
    found: dict[str, Any] = {}  # Any: one type a field
    for name, read in READERS.items():
        try:
            found[name] = read(chart.generator.params[name])
        except (KeyError, ValueError):
            continue
    return replace(PLAIN, **found)


def refuse_to_lose_edits(place: str, old: Chart, wanted: Iterable[Level]) -> None:
    """Raises ChartError if a person has changed levels of `old` that are not wanted now: their changes would go."""
    left = set(Level) - set(wanted)
    lost = [one.level.value for one in old.levels if one.level in left and human_edits(one).any]
    if lost:
        problem = f"a person has changed {', '.join(lost)}, which --level leaves out"
        raise ChartError(place, problem, "name these levels too, or none at all")


def asked_now_or_before(now: Request, before: Request) -> Request:
    """What is asked now, and for the rest what was asked before."""
    kept = {
        one.name: getattr(before, one.name)
        for one in fields(Request)
        if one.name in READERS and getattr(now, one.name) == getattr(PLAIN, one.name)
    }
    return replace(now, **kept)
