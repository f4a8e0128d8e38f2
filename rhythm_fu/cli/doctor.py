"""`rhythm-fu doctor`: what a bug report needs."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import rhythm_fu
from rhythm_fu.cli.console import console, say_json, shown
from rhythm_fu.cli.options import AsJson

EXAMPLE: Final = "Example: rhythm-fu doctor --json > doctor.json"

Facts = Mapping[str, str]


def doctor(as_json: AsJson = False) -> None:
    """Check this computer: versions, drivers, folders, how steady the clock is; each problem with its cure."""
    parts: dict[str, Callable[[], Facts]] = {
        "system": _system, "game": _game, "sound files": _sound, "folders": _folders,
    }  # fmt: skip
    answer: dict[str, dict[str, str]] = {}
    for name, ask in parts.items():
        try:
            answer[name] = dict(ask())
        except Exception as fault:  # the doctor tells what fails, it doesn't fail
            answer[name] = {"problem": f"{type(fault).__name__}: {fault}"}
    if as_json:
        say_json(answer)
        return
    _print(answer)


def _system() -> Facts:
    return {
        "rhythm-fu": rhythm_fu.__version__,
        "implementation": f"{platform.python_implementation()} on {platform.machine()}",
        "encoding": f"{sys.getfilesystemencoding()}, stdout {sys.stdout.encoding}",
    }


def _sound() -> Facts:
    import tempfile

    import numpy as np

    from rhythm_fu.sound import decode, write_flac

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.flac"
        write_flac(path, np.zeros((6 * 8_000, 1), np.float32), 8_000)
        return {"decoder": decode(path).decoder, "worker": "answers"}


def _folders() -> Facts:
    from rhythm_fu.library import Folders, SettingsStore, bundled, is_there

    folders = Folders.of_player()
    found = {}
    for name in ("data", "settings", "cache", "logs"):
        place = getattr(folders, name)
        nearest = next(folder for folder in (place, *place.parents) if is_there(folder))
        state = "" if is_there(place) else ", not made yet"
        found[name] = f"{_homeless(str(place))}{state}" + ("" if os.access(nearest, os.W_OK) else ", NOT WRITABLE")
    found["bundled songs"] = str(len(list((bundled() / "tracks").glob("*/track.toml"))))
    notes = SettingsStore(folders.settings_file).notes
    return {**found, **({"problem": "; ".join(notes)} if notes else {})}


def _homeless(path: str) -> str:
    """A path without the user's name, for reports are posted in public."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return path
    return "~" + path.removeprefix(home) if home != "/" and path.startswith(home) else path


@contextmanager
def _libraries_hushed() -> Iterator[None]:
    """Sound and video libraries talk to stderr about every device they don't find; the answer says it once."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _game() -> Facts:
    from rhythm_fu.game.doctor import facts

    with _libraries_hushed():
        return facts()


def _print(answer: dict[str, dict[str, str]]) -> None:
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for part, found in answer.items():
        table.add_row(f"[bold]{part}[/bold]", "")
        for name, value in found.items():
            is_trouble = name in {"problem", "advice"} or "NOT " in value
            table.add_row(f"  {shown(name)}", f"[red]{shown(value)}[/red]" if is_trouble else shown(value))
    console().print(table)
