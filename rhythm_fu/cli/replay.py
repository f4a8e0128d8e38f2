"""`rhythm-fu replay`: fights written down."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rhythm_fu.cli.console import say, say_json
from rhythm_fu.cli.options import AsJson
from rhythm_fu.errors import ReplayError

if TYPE_CHECKING:
    from rhythm_fu.chart.model import Chart

EXAMPLE: Final = "Example: rhythm-fu replay verify 20261126-neon-hard.rfu-replay --chart neon.rfu.json"

app = typer.Typer(no_args_is_help=True, help="Check replays, the fights that were written down.")


@app.callback()
def replay() -> None:
    """Check replays, the fights that were written down."""


@app.command("verify", epilog=EXAMPLE)
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A replay.")],
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its chart; looked for in the library if not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fight a replay again with no screen and compare. Exits with 1 and names the first difference if there is one."""
    from rhythm_fu.fight.resimulate import resimulate
    from rhythm_fu.library import is_folder, load_chart, load_replay
    from rhythm_fu.replay.codec import loads

    if is_folder(file):
        raise ReplayError(str(file), "a folder", "name the replay in it")
    content = load_replay(file)
    try:
        told = loads(content.decode("utf-8"), file.name)
    except UnicodeDecodeError:
        raise ReplayError(file.name, "not UTF-8 text", "is this a replay?") from None
    found = load_chart(chart) if chart is not None else _chart_of(told.chart_sha256, told.title)
    again = resimulate(told, found, file.name)
    difference = again.difference
    if as_json:
        say_json({
            "replay": str(file), "title": told.title, "level": told.level.value, "is_verified": difference is None,
            "difference": None if difference is None else str(difference), "precision": told.precision,
            "style_points": told.style_points,
        })  # fmt: skip
    elif difference is None:
        say(f"{file.name}: verified: {told.precision:,} precision, {told.style_points:,} style")
    else:
        say(f"{file.name}: NOT verified: {difference}")
    if difference is not None:
        raise typer.Exit(1)


def _chart_of(wanted: str, title: str) -> "Chart":
    """The chart with this hash among all songs."""
    from rhythm_fu.chart.codec import chart_sha256
    from rhythm_fu.library import load_chart, songs

    changed: list[str] = []
    for song in songs():
        found = load_chart(song.chart)
        here = chart_sha256(found)
        if here == wanted:
            return found
        if title and title in (found.song.title, song.title):
            changed.append(f"{song.slug} (now {here[:12]})")
    if changed:
        problem = f"its chart has changed since it was played (then {wanted[:12]}): {', '.join(changed)}"
        raise ReplayError(title, problem, "name the chart as it was with --chart, if there is still a copy")
    fix = "name its chart with --chart; a chart that was changed since is another chart"
    raise ReplayError(title or "replay", "its chart is not in the library", fix)
