"""`rhythm-fu songs`: the list of what there is to play, on any screen, and what is put into it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.library import Folders, SettingsStore, save_chart
from tests.unit.chart_samples import a_song
from tests.unit.cli_stage import a_library, charted_as, run, titled
from tests.unit.sounds import clicks, write

pytestmark = pytest.mark.usefixtures("home")


def test_songs_are_listed_with_levels(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    said = run("songs")
    assert said.exit_code == 0, said.output
    assert "Neon Night" in said.stdout
    listed = [one for one in json.loads(run("songs", "--json").stdout)["songs"] if not one["is_bundled"]]
    assert [(one["title"], one["bpm"], list(one["levels"])) for one in listed] == [
        ("Neon Night", 120.0, ["normal", "hard"])
    ]


def test_a_strangers_title_has_no_power_over_the_terminal(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "[/bold] [red]Neon\x1b[2J\nNight")
    for words in (("songs",), ("demo", "bold-red-neon-2j-night", "--level", "hard")):
        said = run(*words)
        assert said.exit_code == 0, said.output
        assert "[/bold]" in said.stdout
        assert "[red]Neon [2J Night" in said.stdout
        assert "\x1b" not in said.stdout
        assert "\x1b" not in said.stdout


def test_a_broken_chart_is_a_warning_in_the_list(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    (home.songs / "bad.rfu.json").write_text("{")
    said = run("songs")
    assert said.exit_code == 0
    assert "warning: bad.rfu.json" in said.stderr


def test_further_folders_of_the_settings_are_listed(home: Folders, tmp_path: Path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "neon.ogg").write_bytes(b"OggS")
    save_chart(tmp_path / "more" / "neon.rfu.json", titled("Elsewhere"))
    SettingsStore(home.settings_file).change(song_folders=(str(tmp_path / "more"),))
    assert "Elsewhere" in run("songs").stdout


def test_a_folder_can_be_listed_and_forgotten_by_command(home: Folders, tmp_path: Path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "neon.ogg").write_bytes(b"OggS")
    save_chart(tmp_path / "more" / "neon.rfu.json", titled("Elsewhere"))
    assert "Elsewhere" in run("songs", "--folder", str(tmp_path / "more")).stdout
    assert "Elsewhere" in run("songs").stdout
    assert "Elsewhere" not in run("songs", "--forget-folder", str(tmp_path / "more")).stdout
    for option in ("--folder", "--forget-folder"):
        said = run("songs", option, str(tmp_path / "none"))
        assert (said.exit_code, said.stdout) == (2, "")


def test_a_file_is_called_no_folder(tmp_path: Path):
    (tmp_path / "two.ogg").write_bytes(b"OggS")
    said = run("songs", "--folder", str(tmp_path / "two.ogg"))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "two.ogg: not a folder; name a folder" in said.stderr


def test_a_song_is_added_with_its_chart(home: Folders, tmp_path: Path):
    song = write(tmp_path / "neon.ogg", clicks(6))
    said = run("songs", "--add", str(song))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "rhythm-fu chart" in said.stderr
    charted_as(song, "Neon Night")
    said = run("songs", "--add", str(tmp_path / "neon.ogg"))
    assert said.exit_code == 0, said.output
    assert (home.songs / "neon-night" / "neon-night.ogg").is_file()


def test_a_song_of_another_recording_than_its_charts_is_not_added(home: Folders, tmp_path: Path):
    song = write(tmp_path / "neon.ogg", clicks(6))
    charted_as(song, "Neon Night")
    write(song, clicks(8))
    said = run("songs", "--add", str(song))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "neon.rfu.json: was made for another recording" in said.stderr
    assert not (home.songs / "neon-night").exists()


def test_the_song_list_fits_narrow_screens(home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    a_library(home, tmp_path, "A Title That Is Very Long Indeed")
    for width, has_levels in ((30, False), (40, False), (60, True), (80, True)):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("songs").stdout.splitlines()
        assert max(map(len, lines)) <= width
        assert "BPM" in lines[0]
        assert ("master" in lines[0]) == has_levels
        assert [line for line in lines if "A Title" in line and " 120 " in line + " "], lines


def test_the_song_table_fits_eighty_columns(home: Folders, monkeypatch: pytest.MonkeyPatch):
    folder = home.songs / "long"
    folder.mkdir(parents=True)
    (folder / "a.ogg").write_bytes(b"OggS")
    chart = a_song()
    info = replace(
        chart.song, title="A Title Far Too Long For Any Narrow Terminal, And More", artist="A Very Long Name"
    )
    save_chart(folder / "a.rfu.json", replace(chart, song=info, audio=replace(chart.audio, file="a.ogg")))
    monkeypatch.setenv("COLUMNS", "80")
    said = run("songs")
    lines = said.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    listed = json.loads(run("songs", "--json").stdout)["songs"]
    assert len(lines) == len(listed) + 1, "one line a song"
