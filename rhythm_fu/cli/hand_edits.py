"""What becomes of a person's changes when a chart is made anew: told, and never lost without a word."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rhythm_fu.chart.edits import human_edits
from rhythm_fu.chart.model import Chart
from rhythm_fu.chart.parts import SPOKEN, changed_parts
from rhythm_fu.errors import ChartError


def old_chart(place: Path) -> Chart | None:
    """The chart that is there; None if there is none or it can't be read."""
    from rhythm_fu.library import is_file, load_chart

    try:
        return load_chart(place) if is_file(place) else None
    except ChartError:
        return None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a person's changes: events put in and taken out, before and now, and all else by its name for
    people. An event that was moved is one put in and one taken out.
    """

    put_in: tuple[int, int]
    taken_out: tuple[int, int]
    parts: tuple[str, ...]
    lost_parts: tuple[str, ...]

    def __str__(self) -> str:
        """In one line."""
        counts = ((self.put_in, "put in"), (self.taken_out, "taken out"))
        has_events = bool(self.put_in[0] or self.taken_out[0])
        if not (has_events or self.parts or self.lost_parts):
            return "nobody had changed the chart: nothing to keep"
        events = f"{_events(self.put_in[0])} put in, {self.taken_out[0]} taken out"
        said = f"kept what a person had changed: {', '.join([events] * has_events + list(self.parts)) or 'nothing'}"
        short = [f"{_events(was - now)} {deed}" for (was, now), deed in counts if now < was]
        said += f"; with no place in the new dance: {', '.join(short)}" if short else ""
        return said + (f"; not kept: {', '.join(self.lost_parts)}" if self.lost_parts else "")

    def to_json(self) -> dict[str, Any]:  # Any: JSON
        """For programs: how many changes to events there were and how many are in the new chart, and the rest."""
        return {
            "put_in": {"before": self.put_in[0], "now": self.put_in[1]},
            "taken_out": {"before": self.taken_out[0], "now": self.taken_out[1]},
            "kept": list(self.parts), "lost": list(self.lost_parts), "told": str(self),
        }  # fmt: skip


def _count(chart: Chart) -> tuple[int, int]:
    edits = [human_edits(level) for level in chart.levels]
    return sum(len(one.added) for one in edits), sum(len(one.removed) for one in edits)


def what_was_kept(old: Chart, new: Chart) -> Kept:
    """What of an old chart's changes is in the new one."""
    from rhythm_fu.analysis.asked import has_grid_by_hand
    from rhythm_fu.analysis.chart_file import unkept

    before, after = _count(old), _count(new)
    parts = sorted(changed_parts(old) | ({"tempo"} if has_grid_by_hand(old) else set()))
    lost = unkept(old, new)
    return Kept(
        (before[0], after[0]), (before[1], after[1]), tuple(SPOKEN[name] for name in parts if name not in lost),
        tuple(SPOKEN[name] for name in lost if name in SPOKEN),
    )  # fmt: skip


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number} events"
