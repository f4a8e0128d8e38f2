"""`rhythm-fu bench`: how fast this computer draws the game."""

from dataclasses import asdict
from typing import Annotated, Final

import typer

from rhythm_fu.chart.model import Level
from rhythm_fu.cli.console import say, say_json
from rhythm_fu.cli.options import ArenaName, AsJson, LevelName, Size, size
from rhythm_fu.cli.songs import first_song

EXAMPLE: Final = "Example: rhythm-fu bench --seconds 10 --size 1920x1080"


def bench(
    song: Annotated[
        str | None, typer.Argument(metavar="[SONG]", help="A song; the first bundled one if left out.")
    ] = None,
    *,
    level: LevelName = None,
    start: Annotated[
        float | None, typer.Option("--from", min=0, help="Where in the song, in seconds; before its drop if left out.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How much of it.")] = 10.0,
    size_: Annotated[Size | None, typer.Option("--size", parser=size, metavar="WxH", help="Such as 1280x720.")] = None,
    arena: ArenaName = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast this computer draws a fight, without a window."""
    from rhythm_fu.game.bench import bench_frames
    from rhythm_fu.library import find_song

    chosen = find_song(song) if song is not None else first_song()
    shown = size_ or (1280, 720)
    found = bench_frames(chosen, level or Level.MASTER, start_s=start, length_s=seconds, size=shown, arena=arena)
    if as_json:
        say_json({"song": chosen.slug, "size": list(shown), **asdict(found), "fits": found.fits})
        return
    say(f"{chosen.title}, {found.arena}, {found.frames} frames at {shown[0]}x{shown[1]}, milliseconds a frame")
    for name, (median, p99, worst) in (
        ("own CPU", (found.cpu_median, found.cpu_p99, found.cpu_worst)),
        ("wall", (found.wall_median, found.wall_p99, found.wall_worst)),
    ):
        say(f"{name:8}  median {median:6.2f}   99th percentile {p99:6.2f}   worst {worst:6.2f}")
    for name, (median, p99) in found.parts.items():
        say(f"  {name:6}  median {median:6.2f}   99th percentile {p99:6.2f}")
    memory = "" if found.memory_mb is None else f", peak memory {found.memory_mb:.0f} MB"
    say(f"ready after {found.ready_s:.2f} s{memory}; presses looked for at least every {found.gap_p99:.2f} ms (99 %)")
    say("fits 60 frames a second" if found.fits else "does NOT fit 60 frames a second: lower the quality")
