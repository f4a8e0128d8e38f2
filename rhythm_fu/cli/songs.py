"""`rhythm-fu songs`: what there is to play."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.cli.console import console, note, plain, say, say_json, shown, warn
from rhythm_fu.cli.options import AsJson

if TYPE_CHECKING:
    from rhythm_fu.library import SettingsStore, Song

EXAMPLE: Final = "Example: rhythm-fu songs --add neon.mp3"

HEADS: Final = {"slug": "name"}
LEAST_WIDE: Final = 12
"""Letters by which a title or an artist is still known; on a narrower screen the later columns of words go."""


def songs(
    *,
    add: Annotated[
        Path | None, typer.Option(metavar="SONG", help="Copy a charted song into your library first.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="From now on also list the charted songs in this folder.")
    ] = None,
    forget_folder: Annotated[Path | None, typer.Option(metavar="DIR", help="Stop listing that folder.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the songs there are to play, and how hard each level is. Any command takes them by title or name."""
    from rhythm_fu.errors import LibraryError
    from rhythm_fu.library import Folders, SettingsStore, add_song, shelf

    folders = Folders.of_player()
    store = SettingsStore(folders.settings_file)
    if folder is not None or forget_folder is not None:
        _change_folders(store, folder, forget_folder)
    if add is not None:
        from rhythm_fu.cli.finding_songs import check_sound_file, check_sound_of, named

        check_sound_file(add)
        found = named(str(add))
        if found.chart is None:
            raise LibraryError(add.name, "has no chart yet", f'make one with `rhythm-fu chart "{add}"`')
        check_sound_of(found.chart, found.chart_path, found.audio)
        note(f"added {add_song(found.audio, found.chart, folders).audio}")
    more = [Path(one).expanduser() for one in store.current.song_folders]
    warn(store.notes)
    listed = shelf(folders, more)
    warn(listed.problems)
    answer = [_facts(song) for song in listed.songs]
    if as_json:
        say_json({"songs": answer, "problems": list(listed.problems)})
        return
    _print(answer, folders.songs)


def _change_folders(store: "SettingsStore", more: Path | None, fewer: Path | None) -> None:
    from rhythm_fu.errors import LibraryError
    from rhythm_fu.library import is_folder, is_there

    if more is not None and not is_folder(more):
        problem = "not a folder" if is_there(more) else "no such folder"
        raise LibraryError(str(more), problem, "name a folder that holds songs and their charts")
    kept = [one for one in store.current.song_folders if fewer is None or one != str(fewer.absolute())]
    if fewer is not None and len(kept) == len(store.current.song_folders):
        raise LibraryError(str(fewer), "is not among the listed folders", "they are in the settings file")
    if more is not None and str(more.absolute()) not in kept:
        kept.append(str(more.absolute()))
    store.change(song_folders=tuple(kept))


def first_song() -> "Song":
    """The song that commands take when none is named: the first bundled one."""
    from rhythm_fu.errors import LibraryError
    from rhythm_fu.library import songs as listed

    found = next(iter(listed()), None)
    if found is None:
        raise LibraryError("library", "there is no song yet", "make one with `rhythm-fu chart SONG`")
    return found


def _facts(song: "Song") -> dict[str, Any]:  # Any: JSON
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

    from rhythm_fu.chart.model import Level
    from rhythm_fu.library import slug_of

    if not answer:
        say(f"no songs yet: `rhythm-fu chart SONG`, then `rhythm-fu songs --add SONG` ({place})")
        return
    numbers = [_numbers(one) for one in answer]
    number_heads = ("length", "BPM", *(level.value for level in Level))
    out = console()
    if out.width - _wide(number_heads, numbers) < LEAST_WIDE:  # no room for the levels
        number_heads, numbers = number_heads[:2], [row[:2] for row in numbers]
    room = out.width - _wide(number_heads, numbers)
    has_names = any(slug_of(one["title"]) != one["slug"] for one in answer)
    heads: tuple[str, ...] = ("title", "slug", "artist") if has_names else ("title", "artist")
    while len(heads) > 1 and len(heads) * (LEAST_WIDE + 1) > room:
        heads = heads[:-1]
    table = Table(box=None, padding=(0, 1, 0, 0))
    for head in heads:
        widest = max(LEAST_WIDE, room // len(heads) - 1) if _natural(answer, heads) > room else None
        table.add_column(HEADS.get(head, head), no_wrap=True, overflow="ellipsis", max_width=widest)
    for name in number_heads:
        table.add_column(name, justify="right", no_wrap=True)
    for one, row in zip(answer, numbers, strict=True):
        table.add_row(*(shown(one[head]) for head in heads), *row)
    out.print(table)


def _numbers(one: dict[str, Any]) -> tuple[str, ...]:
    """Length, tempo and how hard each level is."""
    from rhythm_fu.chart.model import Level
    from rhythm_fu.units import clock_text, seconds

    length, levels = clock_text(seconds(one["length_s"])).partition(".")[0], one["levels"]
    ratings = (f"{levels[level.value]:.1f}" if level.value in levels else "-" for level in Level)
    return length, f"{one['bpm']:.0f}", *ratings


def _wide(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> int:
    """Letters that columns of numbers take, with a space after each."""
    return sum(1 + max(map(len, column)) for column in zip(heads, *rows, strict=True))


def _natural(answer: list[dict[str, Any]], heads: tuple[str, ...]) -> int:
    """How wide these columns would be if nothing was cut."""
    from rich.cells import cell_len

    return sum(1 + max(cell_len(plain(one[head])) for one in answer) for head in heads)
