"""The song list: what came with the game and what the player added."""

import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rhythm_fu.chart import Chart
from rhythm_fu.chart.codec import chart_sha256
from rhythm_fu.errors import LibraryError, RhythmFuError
from rhythm_fu.library.charts import load_chart, save_chart
from rhythm_fu.library.disk import is_file, is_folder, is_there, replacing
from rhythm_fu.library.model import Song
from rhythm_fu.library.paths import AUDIO_SUFFIXES, CHART_SUFFIX, Folders, bundled, chart_beside
from rhythm_fu.library.settings import ReadError, parse_settings

SLUG_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Shelf:
    """All songs found, bundled ones first, each group by title; and what could not be used, as lines to show."""

    songs: tuple[Song, ...]
    problems: tuple[str, ...] = ()


def slug_of(title: str) -> str:
    """A title as a file name: lower-case ASCII letters, digits and hyphens; `song` if nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-") or "song"


def bundled_songs(root: Path | None = None) -> Iterator[Song]:
    """The songs of the game: `tracks/SLUG/track.toml` and `SLUG.ogg`, with `charts/SLUG/SLUG.rfu.json`."""
    root = root or bundled()
    for facts in sorted((root / "tracks").glob("*/track.toml")):
        slug = facts.parent.name
        audio, chart = facts.with_name(f"{slug}.ogg"), root / "charts" / slug / f"{slug}{CHART_SUFFIX}"
        if not (audio.is_file() and chart.is_file()):
            continue
        try:
            told = tomllib.loads(facts.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise LibraryError(f"{slug}/track.toml", f"can't be read ({fault})", "install the game again") from None
        yield Song(
            slug, str(told.get("title", slug)), str(told.get("artist", "")), str(told.get("licence", "")), audio, chart,
            is_bundled=True, arena=str(told.get("arena", "")),
        )  # fmt: skip


def audio_of(chart_path: Path, chart: Chart) -> Path | None:
    """The sound file beside a chart: the one it names, else one of the same name."""
    named = chart_path.with_name(Path(chart.audio.file).name) if chart.audio.file else None
    if named and is_file(named):
        return named
    stem = chart_path.name.removesuffix(CHART_SUFFIX)
    beside = (chart_path.with_name(stem + suffix) for suffix in AUDIO_SUFFIXES)
    return next((path for path in beside if is_file(path)), None)


def laid_apart(path: Path) -> Song | None:
    """The song whose chart or sound file this is where the two lie in `charts/SLUG/` and `tracks/SLUG/`, as ours do."""
    whole = path.absolute()
    if len(whole.parents) < 3 or whole.parents[1].name not in ("charts", "tracks"):
        return None
    try:
        ours = next((song for song in bundled_songs(whole.parents[2]) if song.slug == whole.parent.name), None)
    except LibraryError:
        return None
    return ours if ours is not None and whole in (ours.audio, ours.chart) else None


def song_at(chart_path: Path) -> Song:
    """The song of a chart file with its audio beside it, or laid apart as our own are."""
    chart = load_chart(chart_path)
    audio = audio_of(chart_path, chart)
    if audio is None and (ours := laid_apart(chart_path)) is not None:
        return ours
    if audio is None:
        problem = f"its sound file {Path(chart.audio.file).name} is not beside it"
        raise LibraryError(chart_path.name, problem, "put the two into one folder")
    stem = chart_path.name.removesuffix(CHART_SUFFIX)
    info = chart.song
    return Song(stem, info.title or stem, info.artist, info.licence, audio, chart_path, is_bundled=False)


def user_songs(folders: Iterable[Path]) -> Shelf:
    """The songs under these folders; a broken chart is told and passed over."""
    songs, problems = [], []
    for folder in folders:
        for chart in sorted(folder.rglob(f"*{CHART_SUFFIX}")) if is_folder(folder) else ():
            try:
                songs.append(song_at(chart))
            except RhythmFuError as fault:
                problems.append(str(fault))
    return Shelf(tuple(songs), tuple(problems))


def shelf(folders: Folders | None = None, more: Iterable[Path] = (), root: Path | None = None) -> Shelf:
    """Everything there is to play. `more` are further folders of the player's."""
    own = user_songs([(folders or Folders.of_player()).songs, *more])
    problems = list(own.problems)
    try:
        ours = list(bundled_songs(root))
    except LibraryError as fault:
        ours, problems = [], [str(fault), *problems]

    def by_title(song: Song) -> tuple[str, str]:
        return song.title.casefold(), song.slug

    found = (*sorted(ours, key=by_title), *sorted(own.songs, key=by_title))
    return Shelf(tuple(_named_apart(_each_once(found))), tuple(problems))


def _fight_of(song: Song) -> str:
    """What makes two songs one: the same music with the same events. Where it can't be read, the file itself."""
    try:
        return chart_sha256(load_chart(song.chart))
    except RhythmFuError:
        return str(song.chart)


def _each_once(found: Iterable[Song]) -> Iterator[Song]:
    """The first of those that are one and the same: a folder listed twice, a copy of a song that came with the game."""
    files: set[Path] = set()
    titles: dict[str, list[Song]] = {}
    for song in found:
        file, alike = song.chart.resolve(), titles.setdefault(song.title.casefold(), [])
        if file in files or (alike and _fight_of(song) in map(_fight_of, alike)):
            continue
        files.add(file)
        alike.append(song)
        yield song


def _named_apart(found: Iterable[Song]) -> Iterator[Song]:
    """The same with each slug used once: commands take songs by it."""
    taken: set[str] = set()
    for song in found:
        slug, number = song.slug, 1
        while slug in taken:
            number += 1
            slug = f"{song.slug}-{number}"
        taken.add(slug)
        yield replace(song, slug=slug)


def chosen_folders(folders: Folders) -> tuple[Path, ...]:
    """The further folders of the settings. Only looks: a damaged settings file is none, and is left as it is."""
    try:
        settings, _ = parse_settings(folders.settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ReadError):
        return ()
    return tuple(Path(one).expanduser() for one in settings.song_folders)


def songs(folders: Folders | None = None) -> tuple[Song, ...]:
    """Everything there is to play, bundled songs first, with the folders of the settings."""
    folders = folders or Folders.of_player()
    return shelf(folders, chosen_folders(folders)).songs


def find_song(wanted: str, folders: Folders | None = None) -> Song:
    """A song by its slug, its title, or the path of its audio or chart. Raises LibraryError with near names, or with
    what it is that is called so.
    """
    import difflib

    path = Path(wanted)
    if path.name.endswith(CHART_SUFFIX) and is_file(path):
        return _song_of(path, folders)
    if is_file(path):
        chart = chart_beside(path)
        if not is_file(chart) and (ours := laid_apart(path)) is not None:
            return ours
        if not is_file(chart):
            raise LibraryError(path.name, "has no chart yet", f'make one with `rhythm-fu chart "{wanted}"`')
        return song_at(chart)
    found = songs(folders)
    for song in found:
        if wanted.casefold() in (song.slug.casefold(), song.title.casefold()):
            return song
    if is_there(path):
        problem = "a folder, not a song" if is_folder(path) else "not a plain file"
        raise LibraryError(wanted, problem, "name a sound file, its chart or a song of the library")
    near = difflib.get_close_matches(wanted.casefold(), [s.slug for s in found] + [s.title for s in found], 1, 0.5)
    fix = f"did you mean `{near[0]}`?" if near else "`rhythm-fu songs` lists them all"
    raise LibraryError(wanted, "no such song or file", fix)


def _song_of(chart_path: Path, folders: Folders | None) -> Song:
    """The song of a chart file; without a sound file of its own it is played to the library's, if that is its music."""
    try:
        return song_at(chart_path)
    except LibraryError:
        chart = load_chart(chart_path)
        for song in songs(folders):
            if load_chart(song.chart).audio.pcm_sha256 == chart.audio.pcm_sha256:
                return replace(song, chart=chart_path, slug=chart_path.name.removesuffix(CHART_SUFFIX))
        raise


def add_song(audio: Path, chart: Chart, folders: Folders) -> Song:
    """Copy a song and its chart into the player's library, into a folder of its own."""
    slug, number = slug_of(chart.song.title or audio.stem), 1
    while (folders.songs / slug).exists() and not _is_same(folders.songs / slug, chart):
        number += 1
        slug = f"{slug_of(chart.song.title or audio.stem)}-{number}"
    place = folders.songs / slug
    kept = place / f"{slug}{audio.suffix.lower()}"
    with replacing(kept) as temporary:
        shutil.copyfile(audio, temporary)
    save_chart(place / f"{slug}{CHART_SUFFIX}", replace(chart, audio=replace(chart.audio, file=kept.name)))
    return song_at(place / f"{slug}{CHART_SUFFIX}")


def _is_same(place: Path, chart: Chart) -> bool:
    """Whether a folder of the library holds the same music."""
    try:
        return load_chart(place / f"{place.name}{CHART_SUFFIX}").audio.pcm_sha256 == chart.audio.pcm_sha256
    except RhythmFuError:
        return False
