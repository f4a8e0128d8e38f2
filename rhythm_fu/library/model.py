"""Songs as the library knows them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Song:
    """A charted song on disk. `is_bundled` songs are read-only. `arena` is a wish, empty = any."""

    slug: str
    title: str
    artist: str
    licence: str
    audio: Path
    chart: Path
    is_bundled: bool
    arena: str = ""
