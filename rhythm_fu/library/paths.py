"""Where things lie: what came with the game, and what is the player's own."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rhythm_fu.library.disk import is_file

APP: Final = "rhythm-fu"
HOME_VARIABLE: Final = "RHYTHM_FU_HOME"
"""Set it to keep everything of the player's in one folder: a stick, a second profile, a test."""

CHART_SUFFIX: Final = ".rfu.json"
AUDIO_SUFFIXES: Final = (
    ".ogg", ".opus", ".mp3", ".flac", ".wav", ".wave", ".aif", ".aiff", ".aifc", ".m4a", ".mp4", ".aac", ".oga",
    ".webm", ".mka",
)  # fmt: skip
"""Only for finding songs in a folder; what a file is, its content decides."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The player's folders. None need exist; each writer makes what it needs."""

    data: Path
    settings: Path
    cache: Path
    logs: Path

    @classmethod
    def of_player(cls) -> "Folders":
        """The places of this computer, or all under RHYTHM_FU_HOME."""
        if home := os.environ.get(HOME_VARIABLE):
            return cls.under(Path(home).expanduser().absolute())
        import platformdirs

        found = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(found.user_data_path, found.user_config_path, found.user_cache_path, found.user_log_path)

    @classmethod
    def under(cls, home: Path) -> "Folders":
        """All in one folder."""
        return cls(home / "data", home / "settings", home / "cache", home / "logs")

    @property
    def songs(self) -> Path:
        """The player's songs: audio files with their charts beside them."""
        return self.data / "songs"

    @property
    def replays(self) -> Path:
        """Fights written down."""
        return self.data / "replays"

    @property
    def records(self) -> Path:
        """The scores' database."""
        return self.data / "records.db"

    @property
    def settings_file(self) -> Path:
        """The settings."""
        return self.settings / "settings.json"


def bundled() -> Path:
    """The folder that holds `tracks/` and `charts/`: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "bundled"
    return inside if inside.is_dir() else package.parent


def chart_beside(audio: Path) -> Path:
    """Where the chart of a sound file lies unless told otherwise: `song.mp3` has `song.rfu.json`.

    Where `song.mp3.rfu.json` is there, that one: two songs of one name in a folder are charted so.
    """
    own = chart_of_its_own(audio)
    return own if is_file(own) else audio.with_name(audio.stem + CHART_SUFFIX)


def chart_of_its_own(audio: Path) -> Path:
    """Where the chart of a sound file lies if another of the same stem has the shorter name."""
    return audio.with_name(audio.name + CHART_SUFFIX)
