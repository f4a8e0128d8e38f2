"""Every touch of the disk: songs, charts, settings, scores, replays."""

from rhythm_fu.library.charts import has_edits, load_chart, save_chart
from rhythm_fu.library.crashes import keep_crash
from rhythm_fu.library.disk import (
    filling,
    is_file,
    is_folder,
    is_there,
    replacing,
    sweep_after,
    write_bytes,
    write_text,
)
from rhythm_fu.library.lock import locked
from rhythm_fu.library.made_here import MARK, is_made_here
from rhythm_fu.library.model import Song
from rhythm_fu.library.paths import Folders, bundled, chart_beside
from rhythm_fu.library.records import Records, Score
from rhythm_fu.library.replays import load_replay, replays, save_replay
from rhythm_fu.library.settings import FoleyMode, Quality, Settings, SettingsStore
from rhythm_fu.library.songs import Shelf, add_song, find_song, laid_apart, shelf, slug_of, song_at, songs

__all__ = [
    "MARK", "Folders", "FoleyMode", "Quality", "Records", "Score", "Settings", "SettingsStore", "Shelf", "Song",
    "add_song", "bundled", "chart_beside", "filling", "find_song", "has_edits", "is_file", "is_folder",
    "is_made_here", "is_there", "keep_crash", "laid_apart", "load_chart", "load_replay", "locked", "replacing",
    "replays", "save_chart", "save_replay", "shelf", "slug_of", "song_at", "songs", "sweep_after", "write_bytes",
    "write_text",
]  # fmt: skip
