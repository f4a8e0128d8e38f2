"""`rhythm-fu bench`: how fast this computer draws the game."""

from dataclasses import asdict
from typing import Annotated, Final

import typer

from rhythm_fu.chart.model import Level
from rhythm_fu.cli.console import say, say_json
from rhythm_fu.cli.options import AsJson, LevelName, Size, size
from rhythm_fu.cli.songs import first_song

EXAMPLE: Final = "Example: rhythm-fu bench --seconds 10 --size 1920x1080"


def bench(
    song: Annotated[
        str | None, typer.Argument(metavar="[SONG]", help="A song; the first bundled one if left out.")
    ] = None,
    *,
    level: LevelName = None,
    start: Annotated[float, typer.Option("--from", min=0, help="Where in the song, in seconds.")] = 40.0,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How much of it.")] = 10.0,
    size_: Annotated[Size | None, typer.Option("--size", parser=size, metavar="WxH", help="Such as 1280x720.")] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a bot's fight as fast as it goes, without a window, and tell the frame times."""
    from rhythm_fu.game.bench import bench_frames
    from rhythm_fu.library import find_song

    chosen = find_song(song) if song is not None else first_song()
    shown = size_ or (1280, 720)
    found = bench_frames(chosen, level or Level.MASTER, start_s=start, length_s=seconds, size=shown)
    if as_json:
        say_json({"song": chosen.slug, "size": list(shown), **asdict(found), "fits": found.fits})
        return
    say(f"{chosen.title}, {found.frames} frames at {shown[0]}x{shown[1]}, milliseconds a frame")
    say(f"own CPU   median {found.cpu_median:6.2f}   99th percentile {found.cpu_p99:6.2f}")
    say(f"wall      median {found.wall_median:6.2f}   99th percentile {found.wall_p99:6.2f}")
    say("fits 60 frames a second" if found.fits else "does NOT fit 60 frames a second: lower the quality")
