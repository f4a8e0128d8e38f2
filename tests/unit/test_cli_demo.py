"""`rhythm-fu demo`, `bench`, and `play` where no display is: a bot fights."""

import json
from pathlib import Path

import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.library import Folders, Song, add_song
from tests.unit.cli_stage import a_library, charted_as, run, titled
from tests.unit.sounds import clicks, write

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("words", [("demo", "--seconds", "300:310"), ("bench", "--from", "300")])
def test_a_part_after_the_songs_end_is_refused(home: Folders, tmp_path: Path, words: tuple[str, ...]):
    a_library(home, tmp_path, "Neon Night")
    said = run(words[0], "neon-night", "--level", "hard", *words[1:])
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "300 s is after the song's end" in said.stderr


def test_a_part_too_short_for_a_frame_is_refused(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    said = run("demo", "neon-night", "--level", "hard", "--seconds", "1.001:1.002", "--frames", str(tmp_path / "f"))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "no frame lies between" in said.stderr
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize("command", ["play", "demo", "bench"])
def test_an_arena_that_is_not_there_is_refused_with_those_that_are(home: Folders, tmp_path: Path, command: str):
    a_library(home, tmp_path, "Neon Night")
    said = run(command, "neon-night", "--level", "hard", "--arena", "nope")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "arena nope" in said.stderr
    for name in ("conservatory", "nightclub", "opera"):
        assert name in said.stderr


@pytest.mark.parametrize("words", [
    ("--seconds", "9:3"), ("--size", "1280"), ("--size", "3x3"), ("--size", "1281x721"), ("--spread-ms", "-1"),
    ("--every", "0"), ("--level", "deadly"), ("--seconds", "-1:2"), ("--seconds", "nan:2"), ("--seconds", "0:inf"),
    ("--seconds", "5"), ("--seconds", "2:2"), ("--spread-ms", "nan"), ("--video", "x.txt"), ("--video", "."),
])  # fmt: skip
def test_a_demo_with_bad_options_is_exit_2(words: tuple[str, ...]):
    said = run("demo", *words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert words[0] in said.stderr


def test_with_no_display_a_bot_fights_and_the_result_is_printed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: False)
    said = run("play", "--level", "easy")
    assert said.exit_code == 0, said.output
    assert "no display here" in said.stderr
    for word in ("Precision", "Style", "Grace", "Timing", "FLAWLESS"):
        assert word in said.stdout


def test_the_game_opens_in_the_arena_that_is_named(home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    a_library(home, tmp_path, "Neon Night")
    opened = []

    def no_game(song: Song | None, level: Level | None, *, arena: str) -> int:
        opened.append((song.slug if song else None, arena))
        return 0

    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: True)
    monkeypatch.setattr("rhythm_fu.game.app.play", no_game)
    for words in (("neon-night", "--arena", "opera"), ("--arena", "opera"), ("neon-night",)):
        assert run("play", *words).exit_code == 0
    assert opened == [("neon-night", "opera"), (None, "opera"), ("neon-night", "")]


def test_an_arena_that_cannot_be_read_is_refused_before_anything_is_charted(home: Folders, tmp_path: Path):
    room = home.data / "arenas" / "myroom"
    room.mkdir(parents=True)
    (room / "arena.toml").write_text("title = 5")
    (tmp_path / "new.wav").write_bytes(b"RIFF")
    said = run("play", str(tmp_path / "new.wav"), "--arena", "myroom")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "myroom" in said.stderr
    assert "title" in said.stderr


def test_a_demo_is_the_same_twice(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    words = ("demo", "neon-night", "--level", "hard", "--spread-ms", "30", "--seed", "4", "--json")
    first, second = run(*words), run(*words)
    assert first.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["sd_error_ms"] > 5


def test_a_chart_is_not_filmed_to_another_recording(tmp_path: Path):
    song = write(tmp_path / "neon.ogg", clicks(12))
    place, film = charted_as(song, "Neon Night"), tmp_path / "neon.mp4"
    words = ("demo", str(place), "--level", "hard", "--seconds", "0:0.1", "--size", "320x180", "--video", str(film))
    write(song, clicks(13))
    said = run(*words)
    assert (said.exit_code, said.stdout, said.stderr.count("\n"), film.exists()) == (2, "", 1, False)
    assert "neon.rfu.json: was made for another recording" in said.stderr
    write(song, clicks(12))
    assert run(*words).exit_code == 0


def test_a_level_the_chart_lacks_is_exit_2(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    said = run("demo", "neon-night", "--level", "master")
    assert (said.exit_code, said.stdout) == (2, "")


def test_the_frame_benchmark_tells_milliseconds(home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    add_song(write(tmp_path / "neon.ogg", clicks(12)), titled("Neon Night"), home)
    said = run("bench", "neon-night", "--level", "hard", "--from", "8", "--seconds", "1", "--json")
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert told["frames"] in range(59, 63)
    assert 0 < told["cpu_median"] <= told["cpu_p99"]
