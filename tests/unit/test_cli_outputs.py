"""Whatever a command writes never destroys what it reads, nor a file of another kind."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rhythm_fu.chart.model import Level
from rhythm_fu.cli.app import app
from rhythm_fu.cli.outputs import FILM
from rhythm_fu.game import demo
from rhythm_fu.library import MARK, load_chart, save_chart, song_at
from rhythm_fu.sound import decode
from tests.unit.chart_samples import a_song
from tests.unit.songs_made import house_file
from tests.unit.sounds import clicks, write

WRITERS = {"chart": "--out", "chart ": "--plot", "report": "--out", "preview": "--out", "demo": "--video"}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A song and its chart, alone in a folder."""
    made = write(tmp_path / "neon.ogg", clicks(12))
    audio = replace(a_song().audio, file=made.name, pcm_sha256=decode(made).pcm_sha256)
    save_chart(tmp_path / "neon.rfu.json", replace(a_song(), audio=audio))
    return made


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def contents(folder: Path) -> dict[str, bytes | None]:
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def refused(folder: Path, *words: object) -> str:
    """What a command says that must fail in one line and leave every byte as it was."""
    before = contents(folder)
    said = run(*words)
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said.output
    assert contents(folder) == before
    return said.stderr


@pytest.mark.parametrize("command", WRITERS)
def test_the_song_itself_is_never_written_onto_by_any_name(command: str, song: Path):
    other = song.with_name("other.ogg")
    other.symlink_to(song)
    twin = song.with_name("twin.ogg")
    os.link(song, twin)
    for name in (song, other, twin, song.parent / ".." / song.parent.name / song.name):
        said = refused(song.parent, command.strip(), song, WRITERS[command], name)
        assert WRITERS[command] in said
        assert "what is read" in said


def test_the_chart_is_called_so_where_another_output_would_replace_it(song: Path):
    place = song.with_name("neon.rfu.json")
    said = refused(song.parent, "chart", song, "--out", place, "--plot", place)
    assert "neon.rfu.json: that is the chart, the picture would replace it; give another name" in said
    new = song.with_name("new.rfu.json")
    assert "that is the chart, the picture" in refused(song.parent, "chart", song, "--out", new, "--plot", new)


@pytest.mark.parametrize("ending", [".png", ".html", ".wav", ".mp4"])
def test_a_link_with_a_fitting_name_is_still_the_song(song: Path, ending: str):
    link = song.with_name("link" + ending)
    link.symlink_to(song)
    command = {".png": "chart ", ".html": "report", ".wav": "preview", ".mp4": "demo"}[ending]
    assert "what is read" in refused(song.parent, command.strip(), song, WRITERS[command], link)


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_of_another_kind_stays(command: str, song: Path):
    for name in ("notes.txt", "notes", "notes.json", "notes.png", "notes.html", "notes.wav", "notes.mp4"):
        (song.parent / name).write_text("mine")
        refused(song.parent, command.strip(), song, WRITERS[command], song.parent / name)


@pytest.mark.parametrize("command", WRITERS)
def test_the_ending_must_fit_even_where_nothing_is(command: str, song: Path):
    said = refused(song.parent, command.strip(), song, WRITERS[command], song.parent / "x.txt")
    assert "ends in ." in said


@pytest.mark.parametrize("command", WRITERS)
def test_a_folder_or_a_place_in_a_file_is_no_place(command: str, song: Path):
    ending = {"chart": ".json", "chart ": ".png", "report": ".html", "preview": ".wav", "demo": ".mp4"}[command]
    places = [song.parent / ("sub" + ending), song / ("x" + ending), song.parent / ("n" * 300 + ending)]
    places[0].mkdir()
    for place in places if command != "chart" else places[1:]:  # a chart goes into the folder
        refused(song.parent, command.strip(), song, WRITERS[command], place)


def test_the_chart_of_another_song_stays_unless_it_is_to_be_replaced(tmp_path: Path):
    first, second = house_file(tmp_path / "neon.flac", bars=8), house_file(tmp_path / "night.flac", bars=10)
    run("chart", first, "--out", tmp_path / "w.rfu.json")
    first.unlink()
    before = (tmp_path / "w.rfu.json").read_bytes()
    said = run("chart", second, "--out", tmp_path / "w.rfu.json")
    assert (said.exit_code, said.stderr.count("\n")) == (2, 1)
    assert "w.rfu.json: is the chart of neon.flac" in said.stderr
    assert (tmp_path / "w.rfu.json").read_bytes() == before
    assert run("chart", second, "--out", tmp_path / "w.rfu.json", "--replace").exit_code == 0
    assert load_chart(tmp_path / "w.rfu.json").audio.file == "night.flac"


def test_another_song_is_not_taken_for_an_old_preview(song: Path):
    other = write(song.with_name("night.wav"), clicks(6))
    save_chart(song.with_name("night.rfu.json"), a_song())
    assert "a song that has a chart" in refused(song.parent, "preview", song, "--out", other)


def test_a_file_that_was_not_made_here_stays_unless_it_is_to_be_replaced(song: Path):
    """Another song, a cover, a page, a film: of the right kind, and somebody's work."""
    write(song.with_name("night.wav"), clicks(6))
    song.with_name("cover.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(32))
    song.with_name("site.html").write_text("<!doctype html><title>mine</title>")
    song.with_name("holiday.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(32))
    for command, name in (("preview", "night.wav"), ("chart ", "cover.png"), ("report", "site.html"),
                          ("demo", "holiday.mp4")):  # fmt: skip
        said = refused(song.parent, command.strip(), song, WRITERS[command], song.with_name(name))
        assert "rhythm-fu did not make" in said
        assert "--replace" in said
    assert run("preview", song, "--out", song.with_name("night.wav"), "--replace").exit_code == 0
    assert run("preview", song, "--out", song.with_name("night.wav")).exit_code == 0, "now it is one of ours"


@pytest.mark.parametrize(("command", "name"), [("preview", "neon.clicks.wav"), ("report", "neon.report.html")])
def test_the_name_that_a_command_would_give_makes_nobodys_work_ours(song: Path, command: str, name: str):
    place = song.with_name(name)
    write(place, clicks(6)) if name.endswith(".wav") else place.write_text("<!doctype html><title>mine</title>")
    assert "rhythm-fu did not make; give another name, or add --replace" in refused(song.parent, command, song)
    assert run(command, song, "--replace").exit_code == 0
    assert run(command, song).exit_code == 0, "now it is one of ours"


def test_frames_go_into_a_folder_and_nowhere_else(song: Path):
    assert "not a folder" in refused(song.parent, "demo", song, "--level", "hard", "--frames", song)
    assert "not a folder" in refused(song.parent, "demo", song, "--level", "hard", "--frames", song / "below")


def test_what_a_command_wrote_it_may_write_again(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    for _ in range(2):
        for words in (
            ("chart", song, "--plot", song.with_name("a.png")), ("chart", song, "--out", song.with_name("b.json")),
            ("preview", song, "--out", song.with_name("a.wav")), ("report", song, "--out", song.with_name("a.html")),
            ("demo", song, "--level", "hard", "--seconds", "0:0.1", "--size", "320x180", "--video",
             song.with_name("a.mp4")),
        ):  # fmt: skip
            said = run(*words)
            assert said.exit_code == 0, said.output
    names = {path.name for path in song.parent.iterdir()}
    assert names == {"neon.flac", "neon.rfu.json", "b.json", "a.png", "a.wav", "a.html", "a.mp4"}


@pytest.mark.parametrize("ending", FILM.endings)
def test_each_ending_of_a_film_can_be_written_and_is_known_again(song: Path, ending: str):
    assert tuple(demo.FORMS) == FILM.endings
    place = song.with_name("film" + ending)
    demo.run_demo(
        song_at(song.with_name("neon.rfu.json")), Level.HARD, video=place, seconds=(1.0, 1.1), size=(320, 180)
    )
    assert FILM.is_one(place)
    assert FILM.is_ours(place)


def test_a_film_that_fails_leaves_the_old_one_and_nothing_else(song: Path, monkeypatch: pytest.MonkeyPatch):
    place = song.with_name("film.mp4")
    place.write_bytes(b"\0\0\0\x20ftypisom" + MARK.encode())
    before = contents(song.parent)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo._Film, "_hear", full)
    said = run("demo", song, "--level", "hard", "--seconds", "0:0.1", "--video", place)
    assert (said.exit_code, said.stderr.count("\n")) == (2, 1), said.output
    assert "make room" in said.stderr
    assert contents(song.parent) == before


def test_a_chart_that_cannot_be_read_is_kept_and_not_called_a_persons(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    (tmp_path / "neon.rfu.json").write_text("{ half")
    said = run("chart", song)
    assert said.exit_code == 0, said.output
    assert "could not be read as a chart" in said.stderr
    assert "a person" not in said.stderr
    assert (tmp_path / "neon.rfu.json.edited-1").read_text() == "{ half"
    assert load_chart(tmp_path / "neon.rfu.json").audio.file == "neon.flac"


@pytest.mark.parametrize("name", [".", "..", "/", ""])
@pytest.mark.parametrize(
    "command", ["chart", "preview", "report", "demo", "play", "lint", "songs --add", "replay verify"]
)
def test_a_folder_is_no_song(command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    said = refused(tmp_path, *command.split(), name)
    assert said.startswith((f"rhythm-fu: {name or '.'}: ", "rhythm-fu: an empty name: "))
