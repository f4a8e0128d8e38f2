"""`rhythm-fu report`: all that was heard in a song, as one page."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.cli.console import note, say, say_json, stages, warn
from rhythm_fu.cli.finding_songs import Named, check_same_music, named
from rhythm_fu.cli.options import AsJson, SongName
from rhythm_fu.cli.outputs import PAGE, check_output

if TYPE_CHECKING:
    from rhythm_fu.analysis.model import Analysis
    from rhythm_fu.chart.model import Chart

EXAMPLE: Final = "Example: rhythm-fu report neon.mp3 --out neon.html"


def report(
    song: SongName,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The page to write; SONG.report.html beside the song if not given."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let --out replace a page not made by this command.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a page to judge a chart by: is the tempo right, where are drops and why, how dense is each level."""
    from rhythm_fu.library import write_text
    from rhythm_fu.sound import decode

    found = named(song)
    from rhythm_fu.analysis.asked import asked_again
    from rhythm_fu.analysis.chart_file import printable
    from rhythm_fu.analysis.charting import make_chart
    from rhythm_fu.analysis.model import Request
    from rhythm_fu.analysis.report import report_html

    place = out or _beside(song, found)
    check_output("--out", place, PAGE, (found.audio, found.chart_path), may_replace=replace)
    with stages(found.audio.name) as tell:
        tell("decode", 0.0)
        audio = decode(found.audio)
        if found.chart is not None:
            check_same_music(found.chart, audio.pcm_sha256, found.chart_path)
        asked = asked_again(found.chart_path.name, found.chart) if found.chart is not None else Request()
        made, analysis = make_chart(audio, asked, tell, file_name=printable(found.audio.name))
        chart = found.chart or made
        page = report_html(audio, analysis, chart)
    warn(audio.warnings)
    if found.chart is None:
        note("no chart yet: the page shows what `rhythm-fu chart` would write")
    write_text(place, page)
    if as_json:
        say_json(_facts(place, found, chart, analysis, audio.warnings))
    else:
        say(str(place))


def _beside(song: str, found: Named) -> Path:
    """Where the page goes: beside the chart that was named, so that a copy has a page of its own, else by the song."""
    from rhythm_fu.library.paths import CHART_SUFFIX

    if song.endswith(CHART_SUFFIX):
        return found.chart_path.with_name(found.chart_path.name.removesuffix(CHART_SUFFIX) + ".report.html")
    return found.audio.with_name(found.audio.stem + ".report.html")


def _facts(
    place: Path, found: Named, chart: "Chart", analysis: "Analysis", warnings: tuple[str, ...]
) -> dict[str, Any]:  # Any: JSON
    """What the page shows in numbers, for programs."""
    from rhythm_fu.analysis.metrics import measure, metric_findings
    from rhythm_fu.chart.lint import findings

    metrics = measure(analysis, chart)
    return {
        "report": str(place), "song": str(found.audio), "chart": str(found.chart_path) if found.chart else None,
        "title": chart.song.title, "bpm": analysis.grid.bpm, "confidence": dict(chart.confidence),
        "notes": list(analysis.grid.notes), "drops": len(chart.drops),
        "metrics": [
            {"name": m.name, "level": m.level.value, "value": m.value, "at_least": m.at_least, "at_most": m.at_most,
             "is_met": m.is_met}
            for m in metrics
        ],
        "findings": [str(one) for one in (*findings(chart), *metric_findings(metrics))], "warnings": list(warnings),
    }  # fmt: skip
