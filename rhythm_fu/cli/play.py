"""`rhythm-fu play`: the game."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from rhythm_fu.cli.console import note
from rhythm_fu.cli.options import ArenaName, LevelName

EXAMPLE: Final = "Example: rhythm-fu play neon.mp3 --level hard"

BOOT: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from rhythm_fu.cli import main; main()"
"""The same rhythm_fu as this one, and nothing from the current folder."""


def play(
    song: Annotated[
        str | None, typer.Argument(metavar="[SONG]", help="A song of the library, a sound file or a chart.")
    ] = None,
    level: LevelName = None,
    arena: ArenaName = None,
) -> None:
    """Play. Without SONG the game opens at its title; a sound file that has no chart yet is charted first.

    An arena that is named holds for every fight until the game is left.

    With no display a bot fights instead and the result is printed.
    """
    from rhythm_fu.game.screen import has_display
    from rhythm_fu.game.view.arena import ArenaFolders
    from rhythm_fu.library import find_song

    if arena is not None:
        ArenaFolders().load(arena)
    if song is not None:
        _chart_first(song)
    chosen = find_song(song) if song is not None else None
    if not has_display():
        from rhythm_fu.cli.demo import show_fight

        note("no display here: a bot fights instead; `rhythm-fu demo --video FILE` films it")
        show_fight(chosen, level, arena=arena)
        return
    from rhythm_fu.game.app import play as play_game

    raise typer.Exit(play_game(chosen, level, arena=arena or ""))


def _chart_first(song: str) -> None:
    """Chart a sound file that has no chart, in a process of its own: the game's must stay free of librosa."""
    from rhythm_fu.library import chart_beside, is_file, laid_apart
    from rhythm_fu.library.paths import CHART_SUFFIX

    path = Path(song)
    if not is_file(path) or path.name.endswith(CHART_SUFFIX) or is_file(chart_beside(path)) or laid_apart(path):
        return
    note(f"{path.name} has no chart yet: listening to it first")
    package_root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-P", "-c", BOOT, str(package_root), "chart", "--", song]
    code = subprocess.run(command, check=False).returncode
    if code:
        raise typer.Exit(code)
