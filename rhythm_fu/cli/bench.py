"""`rhythm-fu bench`: how fast this computer draws the game."""

from typing import Annotated, Final

import typer

from rhythm_fu.cli.console import say, say_json
from rhythm_fu.cli.options import AsJson, size

EXAMPLE: Final = "Example: rhythm-fu bench --seconds 10 --size 1920x1080"


def bench(
    seconds: Annotated[float, typer.Option(min=1, max=300, help="How long to draw.")] = 10.0,
    size_: Annotated[
        tuple[int, int] | None, typer.Option("--size", parser=size, metavar="WxH", help="Such as 1280x720.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a fight as fast as it goes, without a window, and tell the frame times."""
    from rhythm_fu.game.bench import bench_frames

    found = bench_frames(seconds=seconds, size=size_ or (1280, 720))
    if as_json:
        say_json(dict(found))
        return
    for name, value in found.items():
        say(f"{name:24} {value:.2f}" if isinstance(value, float) else f"{name:24} {value}")
