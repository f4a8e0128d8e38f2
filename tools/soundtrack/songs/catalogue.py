"""The songs by slug, in the order of the story, then the two beside it."""

from tools.soundtrack.form import Song
from tools.soundtrack.songs import (
    black_feather,
    candle_and_heel,
    first_position,
    last_course,
    red_curtain,
    sugar_glass,
    thirty_two,
    twelve_at_the_mirror,
)

STORY = (first_position, candle_and_heel, black_feather, last_course, twelve_at_the_mirror, red_curtain)
BESIDE = (sugar_glass, thirty_two)
SONGS: dict[str, Song] = {module.SONG.slug: module.SONG for module in (*STORY, *BESIDE)}
