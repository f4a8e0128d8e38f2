"""One order carried out, in whatever process this is. Never raises: a bad song is an outcome."""

import time
from collections.abc import Iterable, Iterator
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rhythm_fu.analysis.batch.model import Order, Outcome, Status
from rhythm_fu.chart import Chart
from rhythm_fu.chart.lint import Finding, Severity
from rhythm_fu.chart.telling import grouped, short_of
from rhythm_fu.errors import ChartError, RhythmFuError

if TYPE_CHECKING:
    from rhythm_fu.analysis.chart_file import Charted

BEAT_TERMS: Final = ("constant", "level", "phase", "downbeat")
"""Of a chart's confidence, what a wrong chart comes from; the key is only for the foley."""


OFF_THE_SOUND: Final = ("onset-support", "lateness")
"""What a wrong grid misses: events stand beside the music."""


def carry_out(order: Order) -> Outcome:
    """Chart one song."""
    from rhythm_fu.analysis.chart_file import chart_file, lies_beside, refuse_no_place
    from rhythm_fu.analysis.doubts import words_of

    start, song, out = time.perf_counter(), Path(order.song), Path(order.out)
    try:
        refuse_no_place(out, song)
        damage = _damage(out)
        done = chart_file(song, out, keep_edits=not damage, of_any_sound=False, may_replace=lies_beside(out, song))
    except RhythmFuError as fault:
        return _failed(order, Status.REFUSED, fault.code, str(fault), start)
    except MemoryError:
        return _failed(order, Status.BROKEN, "out-of-memory", "ran out of memory", start)
    except Exception as fault:  # a bug of ours must not stop the other songs; the line names it
        return _failed(order, Status.BROKEN, "bug", f"{type(fault).__name__}: {' '.join(str(fault).split())}", start)
    told = (*done.audio.warnings, *words_of(done.analysis.grid.doubts), *_put_aside(done, damage))
    return Outcome(
        order.song, order.out, Status.CHARTED, bpm=round(done.analysis.grid.bpm, 3),
        confidence=how_sure(done.chart), drops=len(done.chart.drops),
        seconds=round(time.perf_counter() - start, 3), warnings=told,
        findings=len(done.findings) + len(done.misses), serious=tuple(serious(done.findings, done.misses)),
        pcm_sha256=done.audio.pcm_sha256,
    )  # fmt: skip


def how_sure(chart: Chart) -> float:
    """How likely a chart's tempo, beat and bar are all right, 0..1, as it is told."""
    return round(prod(value for name, value in chart.confidence.items() if name in BEAT_TERMS), 3)


def _put_aside(done: "Charted", damage: str) -> Iterator[str]:
    """What became of an older chart that is kept beside the new one, and why; `damage` as from `_damage`."""
    if done.kept is None:
        return
    if damage:
        yield f"what was there could not be read as a chart ({damage}): it is kept as {done.kept.name}"
    elif done.was_anothers:
        yield (
            f"a person had changed the chart of another recording that was there: it is kept as {done.kept.name}; to "
            f"take the changes up, name it {done.out.name} again and use `rhythm-fu chart --keep-edits`"
        )
    else:
        yield f"the chart as a person had changed it is kept as {done.kept.name}, for what has no place in the new one"


def serious(found: Iterable[Finding], misses: Iterable[Finding]) -> Iterator[str]:
    """Lines on what spoils a chart for every player: what is unfair, and events that are not where the sound is. The
    rest is a matter of taste, or of a song that leaves no choice.
    """
    yield from grouped((one for one in found if one.severity is Severity.ERROR), 1)
    if missed := short_of(one for one in misses if one.check in OFF_THE_SOUND):
        yield f"it falls short of its music in {missed}"


def _damage(out: Path) -> str:
    """What is wrong with a chart file that is there and can't be read: it is put aside, not merged. Else empty."""
    from rhythm_fu.library import is_there, load_chart

    try:
        if is_there(out):
            load_chart(out)
    except ChartError as fault:
        return fault.problem
    return ""


def _failed(order: Order, status: Status, reason: str, problem: str, start: float) -> Outcome:
    spent = round(time.perf_counter() - start, 3)
    return Outcome(order.song, order.out, status, reason, problem, seconds=spent)
