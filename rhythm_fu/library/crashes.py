"""Reports of our own bugs, kept on this computer only: no upload, no personal paths, the last ten."""

import time
from pathlib import Path
from typing import Final

from rhythm_fu.library.disk import write_text

KEPT: Final = 10


def without_home(text: str, home: Path) -> str:
    """A text with the user's folder, and so most often the user's name, taken out."""
    return text if home == home.parent else text.replace(str(home), "~")


def keep_crash(folder: Path, text: str, at: float, home: Path) -> Path:
    """Write a report named by its moment (Unix seconds) and forget all but the newest ten. Raises LibraryError."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(at))
    path, number = folder / f"crash-{stamp}.txt", 1
    while path.exists():
        number += 1
        path = folder / f"crash-{stamp}-{number}.txt"
    write_text(path, without_home(text, home))
    for old in sorted(folder.glob("crash-*.txt"), key=lambda one: (one.stat().st_mtime_ns, one.name))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path
