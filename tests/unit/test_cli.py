"""The command line as a whole: help, exit codes, what is never imported, and the small commands."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rhythm_fu.chart import Chart
from rhythm_fu.chart.model import Level
from rhythm_fu.cli.app import app
from rhythm_fu.cli.console import quoted
from rhythm_fu.errors import DeviceError
from rhythm_fu.fight import Fight
from rhythm_fu.fight.bot import bot_presses
from rhythm_fu.fight.resimulate import record
from rhythm_fu.fight.setup import Setup
from rhythm_fu.library import Folders, SettingsStore, add_song, save_chart
from rhythm_fu.replay.codec import dumps
from rhythm_fu.units import SongTime
from tests.unit.chart_samples import a_song
from tests.unit.sounds import clicks, write

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("play", "chart", "preview", "report", "lint", "batch", "songs", "demo", "doctor", "bench")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path_factory.mktemp("home")))
    return Folders.of_player()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("words", [(name,) for name in COMMANDS] + [("replay", "verify")])
def test_each_help_has_an_example(words: tuple[str, ...]):
    said = run(*words, "--help")
    assert said.exit_code == 0
    assert f"Example: rhythm-fu {' '.join(words)}" in " ".join(said.stdout.split())


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("demo", ("--seconds", "0:5", "--size", "640x360")),
        ("demo", ("--seconds", "1000:2000")),
        ("chart", ("--range", "100:140", "--meter", "3/4")),
    ],
)
def test_an_option_of_two_numbers_is_one_word(command: str, words: tuple[str, ...]):
    said = run(command, "no-such-song", *words)
    assert said.exit_code == 2
    assert "no-such-song" in said.stderr, "the song is what is wrong, not the options"


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


@pytest.mark.parametrize("command", ["demo", "bench"])
def test_an_arena_that_is_not_there_is_refused_with_those_that_are(home: Folders, tmp_path: Path, command: str):
    a_library(home, tmp_path, "Neon Night")
    said = run(command, "neon-night", "--level", "hard", "--arena", "nope")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "arena nope" in said.stderr
    for name in ("conservatory", "nightclub", "opera"):
        assert name in said.stderr


def test_the_version_is_told():
    assert run("--version").stdout.startswith("rhythm-fu 0.")


@pytest.mark.parametrize("words", [("dance",), ("songs", "--loud"), ("chart",), ("replay", "watch")])
def test_what_is_no_command_is_exit_2(words: tuple[str, ...]):
    said = run(*words)
    assert (said.exit_code, said.stdout) == (2, "")


def loaded_by(*words: str) -> set[str]:
    """The heavy packages that a command imports, in a process of its own."""
    script = (
        "import sys; from rhythm_fu.cli import main; sys.argv = ['rhythm-fu', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = ('librosa', 'scipy', 'numba', 'matplotlib', 'pygame', 'soundfile', 'av', 'numpy', 'dask')\n"
        "print('LOADED', *(name for name in heavy if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(told.stdout.split("LOADED")[1].split())


def test_help_is_quick_because_it_loads_nothing_heavy():
    assert loaded_by("--help") == set()


def test_the_song_list_and_the_game_stay_free_of_the_analysis():
    assert loaded_by("songs") <= {"numpy"}
    assert not loaded_by("play", "no-such-song") & {"librosa", "scipy", "numba", "matplotlib"}


def titled(title: str) -> Chart:
    return replace(a_song(), song=replace(a_song().song, title=title))


def a_library(home: Folders, tmp_path: Path, *titles: str) -> None:
    audio = tmp_path / "neon.ogg"
    audio.write_bytes(b"OggS")
    for title in titles:
        add_song(audio, titled(title), home)


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


def test_a_fault_stays_on_one_line_whatever_the_name():
    said = run("lint", "no\nsuch\x1b[2Jsong")
    assert (said.exit_code, said.stderr.count("\n"), "\x1b" in said.stderr) == (2, 1, False)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("play", "--level", "expert"), "'expert' is not one of 'story'"),
        (("chart", "song.ogg", "--seed", "-1"), "it should be greater than or equal to 0"),
        (("batch", ".", "--jobs", "0"), "it should be greater than or equal to 1"),
    ],
)
def test_a_fault_in_an_option_speaks_of_the_option(asked: tuple[str, ...], said: str):
    answer = run(*asked)
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert said in answer.stderr or "is not in the range" in answer.stderr
    assert "Value error" not in answer.stderr
    assert "Input should" not in answer.stderr


def test_a_group_without_a_command_is_its_help_and_no_fault():
    answer = run("replay")
    assert "verify" in answer.stdout
    assert "rhythm-fu: ;" not in answer.stderr


@pytest.mark.skipif(os.name == "nt", reason="quoted in another way there")
def test_a_proposed_command_never_takes_a_name_for_an_option():
    assert (quoted("-neon.ogg"), quoted("neon.ogg")) == ("./-neon.ogg", "neon.ogg")


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


def test_a_song_is_added_with_its_chart(home: Folders, tmp_path: Path):
    (tmp_path / "neon.ogg").write_bytes(b"OggS")
    said = run("songs", "--add", str(tmp_path / "neon.ogg"))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "rhythm-fu chart" in said.stderr
    save_chart(tmp_path / "neon.rfu.json", titled("Neon Night"))
    said = run("songs", "--add", str(tmp_path / "neon.ogg"))
    assert said.exit_code == 0, said.output
    assert (home.songs / "neon-night" / "neon-night.ogg").is_file()


@pytest.mark.parametrize("words", [
    ("play", "no-such-song"), ("demo", "no-such-song"), ("preview", "no-such-song"), ("report", "no-such-song"),
    ("lint", "no-such-song"), ("songs", "--add", "no-such-song.mp3"), ("batch", "no-such-folder"),
    ("replay", "verify", "no-such-replay"),
])  # fmt: skip
def test_an_unknown_name_is_one_line_and_exit_2(words: tuple[str, ...]):
    said = run(*words)
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert said.stderr.startswith("rhythm-fu: no-such")
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [
    ("--seconds", "9:3"), ("--size", "1280"), ("--size", "3x3"), ("--size", "1281x721"), ("--spread-ms", "-1"),
    ("--every", "0"), ("--level", "deadly"), ("--seconds", "-1:2"), ("--seconds", "nan:2"), ("--seconds", "0:inf"),
    ("--seconds", "5"), ("--seconds", "2:2"), ("--spread-ms", "nan"), ("--video", "x.txt"), ("--video", "."),
])  # fmt: skip
def test_a_demo_with_bad_options_is_exit_2(words: tuple[str, ...]):
    said = run("demo", *words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert words[0] in said.stderr


def a_replay(chart: Chart, **claims: int) -> str:
    fight = Fight(chart, Level.HARD, Setup())
    for press in bot_presses(chart, Level.HARD, Setup()):
        fight.press(press)
    fight.advance(SongTime(fight.ends_at))
    return dumps(replace(record(fight), **claims))  # type: ignore[arg-type]  # ints that a replay has


def test_an_honest_replay_is_verified(tmp_path: Path):
    save_chart(tmp_path / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), "--chart", str(tmp_path / "neon.rfu.json"))
    assert said.exit_code == 0, said.output
    assert "verified" in said.stdout
    assert "NOT" not in said.stdout


def test_its_chart_is_found_in_the_library(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Other", "Neon")
    (tmp_path / "a.rfu-replay").write_text(a_replay(titled("Neon")))
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 0


@pytest.mark.usefixtures("home")
def test_its_chart_is_found_in_a_folder_of_the_settings(tmp_path: Path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "neon.ogg").write_bytes(b"OggS")
    save_chart(mine / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 2
    assert run("songs", "--folder", str(mine)).exit_code == 0
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 0


def test_an_edited_replay_is_exit_1_and_names_the_difference(tmp_path: Path):
    save_chart(tmp_path / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song(), precision=1_000_001))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), "--chart", str(tmp_path / "neon.rfu.json"), "--json")
    assert said.exit_code == 1, said.output
    answer = json.loads(said.stdout)
    assert not answer["is_verified"]
    assert "recision" in answer["difference"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 5000, b"null"])
def test_what_is_no_replay_is_exit_2(tmp_path: Path, content: bytes):
    (tmp_path / "a.rfu-replay").write_bytes(content)
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"))
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert said.stderr.startswith("rhythm-fu: a.rfu-replay")


def test_a_replay_whose_chart_is_nowhere_is_exit_2(tmp_path: Path):
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"))
    assert said.exit_code == 2
    assert "--chart" in said.stderr


def test_the_doctor_tells_versions_and_no_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path / "game"))
    said = run("doctor", "--json")
    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert told["sound files"]["decoder"].startswith("libsndfile")
    assert told["folders"]["data"].startswith("~")
    assert told["game"]["pygame-ce"]
    assert run("doctor").exit_code == 0


def test_the_song_list_fits_narrow_screens(home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    a_library(home, tmp_path, "A Title That Is Very Long Indeed")
    for width, has_levels in ((30, False), (40, False), (60, True), (80, True)):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("songs").stdout.splitlines()
        assert max(map(len, lines)) <= width
        assert "BPM" in lines[0]
        assert ("master" in lines[0]) == has_levels
        assert [line for line in lines if "A Title" in line and " 120 " in line + " "], lines


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), ("replay",), ("replay", "verify")])
def test_no_switch_is_shown_with_a_type(words: tuple[str, ...]):
    assert "bool" not in run(*words, "--help").stdout


def test_the_paragraphs_of_a_help_are_as_wide_as_the_screen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = run("batch", "--help").stdout
    assert "One bad song never stops the rest; human" in said


def test_the_doctor_names_each_part_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.audio.output.open_mixer", no_mixer)
    assert json.loads(run("doctor", "--json").stdout)["game"]["sound"] == "none; plug it in"


def no_mixer() -> None:
    raise DeviceError("sound", "none", "plug it in")


def test_the_doctor_tells_what_fails_and_does_not_fail(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise OSError("the disk is on fire")

    monkeypatch.setattr("rhythm_fu.library.paths.Folders.of_player", broken)
    told = json.loads(run("doctor", "--json").stdout)
    assert "on fire" in told["folders"]["problem"]


def test_ctrl_c_in_a_command_is_130(monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rhythm_fu.library.shelf", interrupted)
    assert run("songs").exit_code == 130


def test_with_no_display_a_bot_fights_and_the_result_is_printed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: False)
    said = run("play", "--level", "easy")
    assert said.exit_code == 0, said.output
    assert "no display here" in said.stderr
    for word in ("Precision", "Style", "Grace", "Timing", "FLAWLESS"):
        assert word in said.stdout


def test_a_demo_is_the_same_twice(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Neon Night")
    words = ("demo", "neon-night", "--level", "hard", "--spread-ms", "30", "--seed", "4", "--json")
    first, second = run(*words), run(*words)
    assert first.exit_code == 0, first.output
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["sd_error_ms"] > 5


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


@pytest.mark.parametrize("times", [1, 12])
def test_a_bug_of_ours_is_one_line_and_a_report_without_names(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
):
    def buggy(*_: object) -> None:
        raise ZeroDivisionError(f"in {tmp_path}/songs")

    monkeypatch.setattr("rhythm_fu.library.shelf", buggy)
    monkeypatch.setenv("HOME", str(tmp_path))
    for _ in range(times):
        said = run("songs")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (70, "", 1)
    assert "a bug of ours (ZeroDivisionError)" in said.stderr
    kept = sorted(home.logs.glob("crash-*.txt"))
    assert len(kept) == min(times, 10)
    assert "in ~/songs" in kept[0].read_text()
    assert str(tmp_path) not in kept[0].read_text()


def test_whoever_wants_the_traceback_gets_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RHYTHM_FU_DEBUG", "1")
    monkeypatch.setattr("rhythm_fu.library.shelf", lambda *_: 1 / 0)
    assert isinstance(run("songs").exception, ZeroDivisionError)


@pytest.mark.parametrize("is_named", [True, False])
def test_a_replay_whose_chart_has_changed_since_says_just_that(home: Folders, tmp_path: Path, is_named: bool):
    chart = a_song()
    old = replace(chart, song=replace(chart.song, title="Neon Night"))
    (tmp_path / "a.rfu-replay").write_text(a_replay(old))
    new = replace(old, levels=(replace(old.levels[0], events=old.levels[0].events[:-1]),))
    home.songs.mkdir(parents=True)
    (home.songs / "neon.ogg").write_bytes(b"OggS")
    save_chart(home.songs / "neon.rfu.json", replace(new, audio=replace(new.audio, file="neon.ogg")))
    told = ("--chart", str(home.songs / "neon.rfu.json")) if is_named else ()
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), *told)
    assert said.exit_code == 2
    assert "has changed since" in said.stderr
    assert "not in the library" not in said.stderr


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
