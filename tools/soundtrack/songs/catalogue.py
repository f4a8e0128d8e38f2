"""The songs by slug, in the order of the story."""

from tools.soundtrack.form import Song
from tools.soundtrack.songs import black_feather

SONGS: dict[str, Song] = {song.slug: song for song in (black_feather.SONG,)}
