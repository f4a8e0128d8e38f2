"""Files that Rhythm Fu made carry a mark, so that none is taken for a song, and no other is written over."""

from pathlib import Path
from types import MappingProxyType
from typing import Final

MARK: Final = "made with rhythm-fu"
"""In the file as a comment of its format, near the start."""

NEAR: Final = 4 << 10
FAR: Final = MappingProxyType({".mp4": 4 << 20, ".mov": 4 << 20, ".mkv": 4 << 20})
"""Bytes from the start in which the mark lies: a film has the table of its frames before it, an hour's is 4 MB."""


def is_made_here(path: Path) -> bool:
    """Whether a file carries our mark; one that can't be read does not."""
    try:
        with path.open("rb") as file:
            return MARK.encode() in file.read(FAR.get(path.suffix.lower(), NEAR))
    except OSError:
        return False
