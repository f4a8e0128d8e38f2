"""Replay files on disk. What is in them is `rhythm_fu.replay`'s business."""

import time
from pathlib import Path
from typing import Final

from rhythm_fu.errors import LibraryError, ReplayError
from rhythm_fu.library.disk import explain, write_bytes

SUFFIX: Final = ".rfu-replay"
BIGGEST: Final = 16 << 20
"""Bytes; three hours at ten presses a second are under 4 MB."""

SLUG_LENGTH: Final = 60


def save_replay(folder: Path, song: str, level: str, played_at: int, content: bytes) -> Path:
    """Keep a replay under a name that sorts by time and tells song and level. `played_at` is Unix seconds (UTC)."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(played_at))
    path, number = folder / f"{stamp}-{song[:SLUG_LENGTH]}-{level}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stamp}-{song[:SLUG_LENGTH]}-{level}-{number}{SUFFIX}"
    write_bytes(path, content)
    return path


def load_replay(path: Path) -> bytes:
    """A replay file's content, unchecked. Raises LibraryError or ReplayError."""
    try:
        if not path.is_file():
            raise LibraryError(path.name, "no such replay", "check the path")
        if path.stat().st_size > BIGGEST:
            raise ReplayError(path.name, f"{path.stat().st_size >> 20} MB", "is this a replay?")
        return path.read_bytes()
    except OSError as fault:
        raise explain(path, fault, "read") from None


def replays(folder: Path) -> tuple[Path, ...]:
    """All replays, newest first."""
    return tuple(sorted(folder.glob(f"*{SUFFIX}"), reverse=True))
