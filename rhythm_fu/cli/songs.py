"""`rhythm-fu songs`: what there is to play."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from rhythm_fu.cli.console import console, note, say_json, warn
from rhythm_fu.cli.options import AsJson

EXAMPLE: Final = "Example: rhythm-fu songs --add neon.mp3"


def songs(
    add: Annotated[Path | None, typer.Option(help="Copy a charted song into your library first.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the songs there are to play, with the levels and ratings of each."""
    from rhythm_fu.errors import LibraryError
    from rhythm_fu.library import Folders, SettingsStore, add_song, shelf
    from rhythm_fu.sound.decoding import check_file

    folders = Folders.of_player()
    if add is not None:
        from rhythm_fu.cli.finding_songs import named

        check_file(add)
        found = named(str(add))
        if found.chart is None:
            raise LibraryError(add.name, "has no chart yet", f'make one with `rhythm-fu chart "{add}"`')
        note(f"added {add_song(found.audio, found.chart, folders).audio}")
    more = [Path(folder).expanduser() for folder in SettingsStore(folders.settings_file).current.song_folders]
    listed = shelf(folders, more)
    warn(listed.problems)
    answer = [_facts(song) for song in listed.songs]
    if as_json:
        say_json({"songs": answer, "problems": list(listed.problems)})
        return
    _print(answer, folders.songs)


def _facts(song: Any) -> dict[str, Any]:  # Any: a Song, imported late; JSON
    from rhythm_fu.library import load_chart

    chart = load_chart(song.chart)
    return {
        "slug": song.slug, "title": song.title, "artist": song.artist, "licence": song.licence,
        "audio": str(song.audio), "chart": str(song.chart), "is_bundled": song.is_bundled,
        "length_s": chart.audio.length / 1e6, "bpm": round(chart.tempo.bpm_at(chart.audio.length // 2), 2),
        "levels": {one.level.value: one.rating.value for one in chart.levels},
    }  # fmt: skip


def _print(answer: list[dict[str, Any]], place: Path) -> None:
    from rich.table import Table

    from rhythm_fu.units import clock_text, seconds

    if not answer:
        console().print(f"no songs yet: `rhythm-fu chart SONG`, then `rhythm-fu songs --add SONG` ({place})")
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("song", "title", "artist", "length", "BPM", "levels"):
        table.add_column(name, justify="right" if name in {"length", "BPM"} else "left", overflow="fold")
    for one in answer:
        levels = "  ".join(f"{name} {rating:.1f}" for name, rating in one["levels"].items())
        length = clock_text(seconds(one["length_s"])).partition(".")[0]
        table.add_row(one["slug"], one["title"], one["artist"], length, f"{one['bpm']:g}", levels)
    console().print(table)
