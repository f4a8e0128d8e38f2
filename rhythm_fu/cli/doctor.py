"""`rhythm-fu doctor`: what a bug report needs."""

import platform
import sys
from collections.abc import Callable, Mapping
from typing import Final

from rhythm_fu.cli.console import console, say_json
from rhythm_fu.cli.options import AsJson

EXAMPLE: Final = "Example: rhythm-fu doctor --json > doctor.json"

PACKAGES: Final = (
    "rhythm-fu", "pygame-ce", "pygame", "numpy", "scipy", "librosa", "numba", "soundfile", "soxr", "av", "msgspec",
    "matplotlib", "typer", "rich", "dask",
)  # fmt: skip

Facts = Mapping[str, str]


def doctor(as_json: AsJson = False) -> None:
    """Tell versions, drivers, folders and the clock's steadiness; each problem with its cure."""
    parts: dict[str, Callable[[], Facts]] = {
        "system": _system, "packages": _packages, "sound files": _sound, "folders": _folders, "analysis": _analysis,
        "game": _game,
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
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "system": platform.platform(),
        "machine": platform.machine(),
        "encoding": f"{sys.getfilesystemencoding()}, stdout {sys.stdout.encoding}",
    }


def _packages() -> Facts:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    if "pygame" in found:
        found["problem"] = "pygame and pygame-ce are both installed: `pip uninstall pygame pygame-ce`, then " \
                           "`pip install pygame-ce`"  # fmt: skip
    return found


def _sound() -> Facts:
    import tempfile
    from pathlib import Path

    import numpy as np

    from rhythm_fu.sound import decode, write_flac

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.flac"
        write_flac(path, np.zeros((6 * 8_000, 1), np.float32), 8_000)
        return {"decoder": decode(path).decoder, "worker": "answers"}


def _folders() -> Facts:
    import os

    from rhythm_fu.library import Folders, SettingsStore, bundled

    folders = Folders.of_player()
    found = {}
    for name in ("data", "settings", "cache", "logs"):
        place = getattr(folders, name)
        nearest = next(folder for folder in (place, *place.parents) if folder.exists())
        state = "" if place.exists() else ", not made yet"
        found[name] = f"{_homeless(str(place))}{state}" + ("" if os.access(nearest, os.W_OK) else ", NOT WRITABLE")
    found["bundled songs"] = str(len(list((bundled() / "tracks").glob("*/track.toml"))))
    notes = SettingsStore(folders.settings_file).notes
    return {**found, **({"problem": "; ".join(notes)} if notes else {})}


def _homeless(path: str) -> str:
    """A path without the user's name, for reports are posted in public."""
    from pathlib import Path

    try:
        home = str(Path.home())
    except RuntimeError:
        return path
    return "~" + path.removeprefix(home) if home != "/" and path.startswith(home) else path


def _analysis() -> Facts:
    """Where numba keeps what it compiled; without a place each run compiles anew, which costs seconds."""
    import os
    from importlib.util import find_spec

    spec = find_spec("librosa")
    folder = os.environ.get("NUMBA_CACHE_DIR")
    if folder is None and spec is not None and spec.origin is not None:
        folder = os.path.dirname(spec.origin)  # noqa: PTH120  # a string is all that is needed
    is_ready = folder is not None and os.access(folder, os.W_OK)
    return {"numba cache": "writable" if is_ready else "NOT WRITABLE: set NUMBA_CACHE_DIR"}


def _game() -> Facts:
    from rhythm_fu.game.doctor import facts

    return facts()


def _print(answer: dict[str, dict[str, str]]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for part, found in answer.items():
        table.add_row(f"[bold]{part}[/bold]", "")
        for name, value in found.items():
            shown = f"[red]{escape(value)}[/red]" if name == "problem" or "NOT " in value else escape(value)
            table.add_row(f"  {escape(name)}", shown)
    console().print(table)
