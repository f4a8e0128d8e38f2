"""`rhythm-fu demo`: a bot fights, with no window."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.chart.model import Level
from rhythm_fu.cli.console import console, note, say_json, shown
from rhythm_fu.cli.finding_songs import check_sound_of
from rhythm_fu.cli.options import SPREAD, ArenaName, AsJson, LevelName, Size, Span, size, spread, stretch
from rhythm_fu.cli.outputs import FILM, check_folder, check_output
from rhythm_fu.cli.songs import first_song

if TYPE_CHECKING:
    from rhythm_fu.fight.result import FightResult
    from rhythm_fu.library import Song

EXAMPLE: Final = "Example: rhythm-fu demo neon.mp3 --level hard --video neon.mp4 --seconds 60:75"

SIZE: Final = (1280, 720)


def demo(
    song: Annotated[
        str | None, typer.Argument(metavar="[SONG]", help="A song; the first bundled one if left out.")
    ] = None,
    *,
    level: LevelName = None,
    frames: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write each frame as a PNG into this folder.")
    ] = None,
    video: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a film with sound: mp4, mov, mkv.")] = None,
    seconds: Annotated[
        Span | None,
        typer.Option(parser=stretch, metavar="A:B", help="Draw only this part of the song, in seconds."),
    ] = None,
    every: Annotated[int, typer.Option(min=1, metavar="N", help="Draw only each n-th frame.")] = 1,
    spread_ms: Annotated[
        float,
        typer.Option(
            parser=spread, metavar="MS", help=f"How far off the bot's hits stray (standard deviation): {SPREAD}."
        ),
    ] = 0.0,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Other luck for the bot.")] = 0,
    varied: Annotated[bool, typer.Option("--varied", help="The bot shows off: headshots, plates, ricochets.")] = False,
    arena: ArenaName = None,
    size_: Annotated[
        Size | None, typer.Option("--size", parser=size, metavar="WxH", help="Of the picture, such as 1280x720.")
    ] = None,
    fps: Annotated[int, typer.Option(min=1, max=240, metavar="N", help="Frames a second.")] = 60,
    crf: Annotated[
        int, typer.Option(min=10, max=40, metavar="N", help="The film's quality: 10 is best, 40 smallest.")
    ] = 20,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let --video replace a film not made by this command.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let a bot fight a song, the same way every time, and draw it on request. Prints the result."""
    from rhythm_fu.fight.bot import BotStyle
    from rhythm_fu.library import find_song, load_chart

    chosen = find_song(song) if song is not None else first_song()
    if frames is not None:
        check_folder("--frames", frames)
    if video is not None:
        check_output("--video", video, FILM, (chosen.audio, chosen.chart), may_replace=replace)
        check_sound_of(load_chart(chosen.chart), chosen.chart, chosen.audio)
    show_fight(
        chosen, level, as_json=as_json, frames=frames, video=video, spread_ms=spread_ms, seed=seed, arena=arena,
        seconds=seconds, every=every, size=size_ or SIZE, fps=fps,
        style=BotStyle.VARIED if varied else BotStyle.DEFAULT, crf=crf,
    )  # fmt: skip
    for place in (frames, video):
        if place is not None:
            note(f"written to {place}")


def show_fight(
    song: "Song | None", level: Level | None, *, as_json: bool = False, **how: Any
) -> None:  # Any: run_demo's
    """Run a demo and print its result."""
    from rhythm_fu.game.demo import run_demo

    chosen = song or first_song()
    result = run_demo(chosen, level or Level.NORMAL, **how)
    if as_json:
        say_json(facts_of(result, chosen.title))
    else:
        _print(result, chosen.title)


def facts_of(result: "FightResult", title: str) -> dict[str, Any]:  # Any: JSON
    """A result for programs; errors in milliseconds."""
    names = ("style_points", "style_share", "style_grade", "precision", "accuracy", "grade", "best_combo", "clumsy",
             "stumbles", "unstable_rate", "early", "late", "knockdowns", "has_failed")  # fmt: skip
    return {
        "title": title, "level": result.level.value, **{name: getattr(result, name) for name in names},
        "mean_error_ms": result.mean_error / 1_000, "sd_error_ms": result.sd_error / 1_000,
        "counts": {grade.name.lower(): count for grade, count in sorted(result.counts.items(), reverse=True)},
        "best_tier": result.best_tier.name.lower(),
    }  # fmt: skip


def _print(result: "FightResult", title: str) -> None:
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("Precision", f"{result.precision:,}", f"grade {result.grade}", f"{result.accuracy:.2%}")
    share = f"{result.style_share:.0%} of par"
    table.add_row("Style", f"{result.style_points:,}", f"grade {result.style_grade}", share)
    table.add_row("Grace", f"up to {result.best_tier.title}", f"combo {result.best_combo}",
                  f"{result.stumbles} stumbles, {result.knockdowns} knockdowns")  # fmt: skip
    table.add_row("Timing", f"{result.mean_error / 1000:+.1f} ms mean", f"{result.sd_error / 1000:.1f} ms sd",
                  f"{result.early} early, {result.late} late, unstable rate {result.unstable_rate:.0f}")  # fmt: skip
    counts = sorted(result.counts.items(), reverse=True)
    out = console()
    out.print(
        f"[bold]{shown(title)}[/bold] · {result.level.value}" + (" · [red]failed[/red]" if result.has_failed else "")
    )
    out.print(table)
    out.print("  ".join(f"{grade.name} {count}" for grade, count in counts))
