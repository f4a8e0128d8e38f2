"""What becomes of a person's changes when a chart is made anew: told, and never lost without a word."""

from pathlib import Path

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


def _count(chart: Chart) -> tuple[int, int]:
    edits = [human_edits(level) for level in chart.levels]
    return sum(len(one.added) for one in edits), sum(len(one.removed) for one in edits)


def what_was_kept(old: Chart, new: Chart) -> str:
    """One line; an event that was moved is one put in and one taken out."""
    from rhythm_fu.analysis.asked import has_grid_by_hand
    from rhythm_fu.analysis.chart_file import unkept

    before, after = _count(old), _count(new)
    parts = sorted(changed_parts(old) | ({"tempo"} if has_grid_by_hand(old) else set()))
    if not any(before) and not parts:
        return "nobody had changed the chart: nothing to keep"
    lost = unkept(old, new)
    kept = [SPOKEN[name] for name in parts if name not in lost]
    events = f"{_events(before[0])} put in, {before[1]} taken out"
    said = f"kept what a person had changed: {', '.join([events] * any(before) + kept) or 'nothing'}"
    short = [f"{_events(was - now)} {deed}" for was, now, deed in
             ((before[0], after[0], "put in"), (before[1], after[1], "taken out")) if now < was]  # fmt: skip
    said += f"; with no place in the new dance: {', '.join(short)}" if short else ""
    gone = [SPOKEN[name] for name in lost if name in SPOKEN]
    return said + (f"; not kept: {', '.join(gone)}" if gone else "")


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number} events"
