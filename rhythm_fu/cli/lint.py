"""`rhythm-fu lint`: whether charts are fair to play."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.chart.telling import grouped
from rhythm_fu.cli.console import note, say, say_json, stages
from rhythm_fu.cli.faults import Failure, failure_of
from rhythm_fu.cli.options import AsJson
from rhythm_fu.errors import RhythmFuError

if TYPE_CHECKING:
    from rhythm_fu.chart.lint import Finding
    from rhythm_fu.chart.model import Chart

EXAMPLE: Final = "Example: rhythm-fu lint neon.rfu.json --listen"

MOST_ALIKE: Final = 5
"""Findings of one check that are told one by one; `--json` has them all."""


def lint(
    charts: Annotated[list[str], typer.Argument(metavar="CHART...", help="Charts, or songs that have one.")],
    listen: Annotated[
        bool, typer.Option("--listen", help="Also measure it against its music, level by level.")
    ] = False,
    song: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The music to measure it against, for a chart that lies apart from its song."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check charts: what is unfair or odd, where, and the likely fix.

    Exits with 1 if something is unfair, with 2 if a chart or its music can't be read; all else is checked all the same.
    """
    if song is not None and len(charts) > 1:
        raise typer.BadParameter("is the music of one chart; check the others without it", param_hint="--song")
    answer: list[dict[str, Any]] = []  # Any: JSON
    unread: list[Failure] = []
    for name in charts:
        try:
            path, chart = _opened(name)
        except RhythmFuError as fault:
            if len(charts) == 1:
                raise
            unread.append(failure_of(fault))
            note(f"rhythm-fu: {unread[-1]}")
            answer.append({"chart": name, "error": asdict(unread[-1])})
            continue
        found, unheard = _checked(path, chart, song, listen=listen or song is not None)
        answer.append(_facts(path, chart, found))
        if not as_json:
            _print(path.name, found, answer[-1])
        if unheard is not None:
            unread.append(unheard)
            note(f"rhythm-fu: {unheard}")
            answer[-1]["error"] = asdict(unheard)
    if as_json:
        say_json(answer)
    if unread:
        raise typer.Exit(max(one.exit_code for one in unread))
    if any(row["errors"] for row in answer):
        raise typer.Exit(1)


def _opened(name: str) -> "tuple[Path, Chart]":
    from rhythm_fu.library import load_chart

    path = _chart_path(name)
    return path, load_chart(path)


def _checked(path: Path, chart: "Chart", song: Path | None, *, listen: bool) -> "tuple[list[Finding], Failure | None]":
    """All that is found in a chart, and why it could not be held against its music, if that failed."""
    from rhythm_fu.chart.lint import findings

    found = list(findings(chart))
    try:
        return [*found, *(_against_music(path, chart, song) if listen else ())], None
    except RhythmFuError as fault:
        return found, failure_of(fault)


def _facts(path: Path, chart: "Chart", found: "list[Finding]") -> dict[str, Any]:  # Any: JSON
    from rhythm_fu.chart.lint import Severity

    errors = sum(one.severity is Severity.ERROR for one in found)
    return {
        "chart": str(path), "levels": [one.level.value for one in chart.levels], "errors": errors,
        "warnings": len(found) - errors,
        "findings": [
            {"check": one.check, "severity": one.severity.value, "place": one.place, "problem": one.problem,
             "fix": one.fix}
            for one in found
        ],
    }  # fmt: skip


def _print(name: str, found: "list[Finding]", facts: dict[str, Any]) -> None:  # Any: JSON
    for line in grouped(found, MOST_ALIKE):
        say(f"{name}: {line}")
    told = [f"{facts['errors']} errors, {facts['warnings']} warnings"] if found else []
    told += [] if facts["levels"] else ["no levels to judge"]
    say(f"{name}: {', '.join(told) or 'fair'}")


def _chart_path(name: str) -> Path:
    from rhythm_fu.library import chart_beside, find_song, is_file

    path = Path(name)
    if path.suffix == ".json":
        return path
    return beside if is_file(path) and is_file(beside := chart_beside(path)) else find_song(name).chart


def _against_music(path: Path, chart: "Chart", song: Path | None) -> "list[Finding]":
    """The metrics out of their bands, for a chart whose sound file lies beside it or is named."""
    from rhythm_fu.cli.finding_songs import check_same_music
    from rhythm_fu.library import song_at
    from rhythm_fu.sound import decode

    with stages(path.name) as tell:
        tell("decode", 0.0)
        audio = decode(song if song is not None else song_at(path).audio)
        check_same_music(chart, audio.pcm_sha256, path, song.name if song is not None else "the file beside it")
        from rhythm_fu.analysis.asked import asked_again
        from rhythm_fu.analysis.charting import make_chart
        from rhythm_fu.analysis.metrics import measure, metric_findings

        analysis = make_chart(audio, asked_again(path.name, chart), tell, file_name=chart.audio.file)[1]
    return list(metric_findings(measure(analysis, chart)))
