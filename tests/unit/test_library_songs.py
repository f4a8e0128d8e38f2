"""The song list and chart files on disk."""

from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.chart import Chart, Level
from rhythm_fu.chart.codec import dumps
from rhythm_fu.errors import ChartError, LibraryError
from rhythm_fu.library import (
    Folders,
    SettingsStore,
    add_song,
    find_song,
    has_edits,
    load_chart,
    save_chart,
    shelf,
    slug_of,
    song_at,
    songs,
)
from tests.unit.chart_samples import a_song, takedown


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path / "home"))
    return Folders.of_player()


def titled(title: str, file: str = "neon.ogg") -> Chart:
    chart = a_song()
    return replace(chart, song=replace(chart.song, title=title), audio=replace(chart.audio, file=file))


def a_bundle(root: Path, slug: str, title: str) -> None:
    (root / "tracks" / slug).mkdir(parents=True)
    (root / "charts" / slug).mkdir(parents=True)
    facts = f'title = "{title}"\nartist = "Rhythm Fu"\nlicence = "CC BY 4.0"\narena = "nightclub"\nseed = 7\n'
    (root / "tracks" / slug / "track.toml").write_text(facts)
    (root / "tracks" / slug / f"{slug}.ogg").write_bytes(b"OggS")
    (root / "charts" / slug / f"{slug}.rfu.json").write_text(dumps(titled(title)))


def an_own_song(folder: Path, title: str, file: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(b"OggS")
    save_chart(folder / (Path(file).stem + ".rfu.json"), titled(title, file))
    return folder / file


def test_bundled_songs_come_first_then_the_players_by_title(tmp_path: Path, home: Folders):
    a_bundle(tmp_path, "wine-cellar", "Wine Cellar")
    an_own_song(home.songs / "b", "Beta", "beta.ogg")
    an_own_song(home.songs / "a", "alpha", "alpha.ogg")
    found = shelf(home, root=tmp_path)
    assert [(song.title, song.is_bundled) for song in found.songs] == [
        ("Wine Cellar", True), ("alpha", False), ("Beta", False),
    ]  # fmt: skip
    assert (found.songs[0].licence, found.songs[0].arena) == ("CC BY 4.0", "nightclub")
    assert found.problems == ()


def test_a_broken_chart_is_told_and_hides_no_other_song(home: Folders):
    an_own_song(home.songs, "Good", "good.ogg")
    (home.songs / "bad.rfu.json").write_text("{")
    (home.songs / "lost.rfu.json").write_text(dumps(titled("Lost", "lost.ogg")))
    found = shelf(home, root=home.data)
    assert [song.title for song in found.songs] == ["Good"]
    assert len(found.problems) == 2
    assert any("bad.rfu.json" in line for line in found.problems)
    assert any("lost.ogg is not beside it" in line for line in found.problems)


@pytest.mark.parametrize("by", ["path", "chart", "slug", "title"])
def test_a_song_is_found_by(home: Folders, by: str):
    audio = an_own_song(home.songs, "Neon Night", "neon.ogg")
    wanted = {
        "path": str(audio), "chart": str(audio.with_name("neon.rfu.json")), "slug": "neon", "title": "neon NIGHT",
    }[by]  # fmt: skip
    assert find_song(wanted, home).audio == audio


def test_an_unknown_song_names_the_nearest(home: Folders):
    an_own_song(home.songs, "Neon Night", "neon.ogg")
    with pytest.raises(LibraryError, match="did you mean `neon`"):
        find_song("neom", home)


def test_a_song_without_a_chart_says_how_to_make_one(tmp_path: Path, home: Folders):
    (tmp_path / "new.mp3").write_bytes(b"ID3")
    with pytest.raises(LibraryError, match="rhythm-fu chart"):
        find_song(str(tmp_path / "new.mp3"), home)


def test_a_song_added_twice_is_there_once_and_another_of_its_name_beside_it(tmp_path: Path, home: Folders):
    audio = tmp_path / "My Söng.OGG"
    audio.write_bytes(b"OggS")
    first = add_song(audio, titled("My Söng"), home)
    assert add_song(audio, titled("My Söng"), home).audio == first.audio
    other = titled("My Söng")
    second = add_song(audio, replace(other, audio=replace(other.audio, pcm_sha256="cd" * 32)), home)
    assert [first.slug, second.slug] == ["my-song", "my-song-2"]
    assert first.audio.read_bytes() == b"OggS"


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Neon Night", "neon-night"), ("Été 99!", "ete-99"), ("夜", "song"), ("../../etc", "etc"), ("a" * 300, "a" * 60)],
)
def test_a_slug_is_a_safe_file_name(title: str, slug: str):
    assert slug_of(title) == slug


def test_a_chart_comes_back_from_the_disk_as_it_was(tmp_path: Path):
    path = tmp_path / "音.rfu.json"
    assert save_chart(path, a_song()) is None
    assert load_chart(path) == a_song()


def edited(chart: Chart) -> Chart:
    level = chart.level(Level.HARD)
    assert level
    more = replace(level, events=(*level.events, takedown(40)))
    return replace(chart, levels=tuple(more if one is level else one for one in chart.levels))


def test_a_chart_that_a_person_changed_is_kept_when_a_new_one_is_saved(tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    save_chart(path, edited(a_song()))
    kept = save_chart(path, a_song())
    assert kept is not None
    assert has_edits(load_chart(kept))
    assert not has_edits(load_chart(path))
    assert save_chart(path, a_song()) is None, "nothing a person did is lost by this one"


def test_a_chart_that_cannot_be_read_is_kept_too(tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    path.write_text("{ half a chart")
    kept = save_chart(path, a_song())
    assert kept is not None
    assert kept.read_text() == "{ half a chart"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"[]", b"null", b"\x00" * 10])
def test_what_is_no_chart_is_refused_by_name(tmp_path: Path, content: bytes):
    path = tmp_path / "x.rfu.json"
    path.write_bytes(content)
    with pytest.raises(ChartError, match=r"x\.rfu\.json"):
        load_chart(path)


def test_a_missing_chart_or_a_folder_is_refused(tmp_path: Path):
    with pytest.raises(LibraryError, match="no such chart"):
        load_chart(tmp_path / "none.rfu.json")
    with pytest.raises(LibraryError, match="not a chart file"):
        load_chart(tmp_path)


@pytest.mark.parametrize("wanted", ["charts/wine-cellar/wine-cellar.rfu.json", "tracks/wine-cellar/wine-cellar.ogg"])
def test_a_chart_and_its_sound_find_each_other_where_they_lie_apart(tmp_path: Path, home: Folders, wanted: str):
    a_bundle(tmp_path, "wine-cellar", "Wine Cellar")
    found = find_song(str(tmp_path / wanted), home)
    assert found.audio == tmp_path / "tracks" / "wine-cellar" / "wine-cellar.ogg"
    assert found.chart == tmp_path / "charts" / "wine-cellar" / "wine-cellar.rfu.json"
    assert (found.artist, found.arena) == ("Rhythm Fu", "nightclub")


def test_a_chart_alone_is_played_to_the_librarys_own_recording(tmp_path: Path, home: Folders):
    audio = an_own_song(home.songs, "Neon Night", "neon.ogg")
    alone = tmp_path / "elsewhere.rfu.json"
    alone.write_text(dumps(titled("My Neon Night", "gone.ogg")))
    found = find_song(str(alone), home)
    assert (found.audio, found.chart) == (audio, alone)


def test_a_chart_whose_sound_is_nowhere_says_so(tmp_path: Path, home: Folders):
    alone = tmp_path / "elsewhere.rfu.json"
    alone.write_text(dumps(titled("Lost", "gone.ogg")))
    with pytest.raises(LibraryError, match=r"gone\.ogg is not beside it"):
        find_song(str(alone), home)
    with pytest.raises(LibraryError):
        song_at(alone)


def test_a_folder_listed_twice_lists_its_songs_once(home: Folders):
    an_own_song(home.songs / "a", "Neon", "neon.ogg")
    found = shelf(home, [home.songs, home.songs / "a"], root=home.data)
    assert [song.title for song in found.songs] == ["Neon"]


def test_a_copy_of_the_same_fight_is_listed_once_and_another_chart_of_it_twice(tmp_path: Path, home: Folders):
    a_bundle(tmp_path, "neon", "Neon")
    an_own_song(home.songs / "copy", "Neon", "neon.ogg")
    assert len(shelf(home, root=tmp_path).songs) == 1
    other = home.songs / "other" / "neon.rfu.json"
    an_own_song(other.parent, "Neon", "neon.ogg")
    chart = load_chart(other)
    fewer = replace(chart.levels[0], events=chart.levels[0].events[:-1])
    other.write_text(dumps(replace(chart, levels=(fewer,))))
    found = shelf(home, root=tmp_path).songs
    assert [song.slug for song in found] == ["neon", "neon-2"], "each can be named"


def test_a_song_of_a_folder_in_the_settings_is_found_by_name(tmp_path: Path, home: Folders):
    audio = an_own_song(tmp_path / "mine", "Far Away", "far.ogg")
    with pytest.raises(LibraryError, match="no such song"):
        find_song("far away", home)
    SettingsStore(home.settings_file).change(song_folders=(str(tmp_path / "mine"),))
    assert find_song("far away", home).audio == find_song("far", home).audio == audio
    assert audio in [song.audio for song in songs(home)]


def test_a_damaged_settings_file_hides_no_song_and_is_left_as_it_is(home: Folders):
    audio = an_own_song(home.songs, "Near", "near.ogg")
    home.settings_file.parent.mkdir(parents=True)
    home.settings_file.write_text("{")
    assert find_song("near", home).audio == audio
    assert home.settings_file.read_text() == "{"
