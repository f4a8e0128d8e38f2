"""One song file to one chart file: decode, chart, write. `rhythm-fu chart` and `batch` are this."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rhythm_fu.analysis.model import Analysis, Progress, Request
from rhythm_fu.chart.lint import Finding, findings
from rhythm_fu.chart.model import Chart
from rhythm_fu.errors import ChartError
from rhythm_fu.library import has_edits, load_chart, save_chart
from rhythm_fu.sound import Audio, decode

DECODING: Final = "decode"
"""The stage that comes before those of `make_chart`."""


@dataclass(frozen=True, slots=True, eq=False)
class Charted:
    """A song that was charted. `kept` is where an older chart with a person's edits went, if it was not merged."""

    song: Path
    out: Path
    audio: Audio
    chart: Chart
    analysis: Analysis
    findings: tuple[Finding, ...]
    seconds: float
    kept: Path | None = None


def _silent(_: str, __: float) -> None:
    """Tell nobody."""


def tag_bpm(audio: Audio) -> float | None:
    """The tempo in the file's own tags, if there is a believable one."""
    try:
        bpm = float(audio.tags.get("bpm", "").replace(",", "."))
    except ValueError:
        return None
    return bpm if 40 <= bpm <= 300 else None


def read_old(out: Path) -> Chart | None:
    """The chart whose edits are to be kept; None if there is no file. One that can't be read is not passed over."""
    if not out.exists():
        return None
    try:
        return load_chart(out)
    except ChartError as fault:
        raise ChartError(fault.place, fault.problem, "mend it, or leave out --keep-edits") from None


def chart_file(
    song: Path,
    out: Path,
    request: Request = Request(),  # noqa: B008 - frozen
    progress: Progress = _silent,
    *,
    keep_edits: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> Charted:
    """Chart a song into a file, written whole or not at all. Raises RhythmFuError; then nothing was written."""
    from rhythm_fu.analysis.charting import make_chart

    start = clock()
    old = read_old(out) if keep_edits else None
    progress(DECODING, 0.0)
    audio = decode(song)
    asked = request if request.tag_bpm is not None else replace(request, tag_bpm=tag_bpm(audio))
    chart, analysis = make_chart(audio, asked, progress, file_name=song.name, old=old)
    kept = save_chart(out, chart)
    if kept is not None and old is not None and has_edits(old):
        kept.unlink(missing_ok=True)
        kept = None
    return Charted(song, out, audio, chart, analysis, findings(chart), clock() - start, kept)
