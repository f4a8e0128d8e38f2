"""The command line as a whole: help, exit codes, faults, and what is never imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rhythm_fu
from rhythm_fu.cli.console import quoted
from rhythm_fu.library import Folders
from tests.unit.cli_stage import run

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("play", "chart", "preview", "report", "lint", "batch", "songs", "demo", "doctor", "bench")


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


def test_the_version_is_told():
    assert run("--version").stdout.startswith("rhythm-fu 0.")
    for words in (("--version", "--json"), ("--json", "--version")):
        said = run(*words)
        assert (said.exit_code, json.loads(said.stdout)) == (0, {"version": rhythm_fu.__version__})


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


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), ("replay",), ("replay", "verify")])
def test_no_switch_is_shown_with_a_type(words: tuple[str, ...]):
    assert "bool" not in run(*words, "--help").stdout


def test_the_paragraphs_of_a_help_are_as_wide_as_the_screen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = run("batch", "--help").stdout
    assert "One bad song never stops the rest; human" in said


def test_ctrl_c_in_a_command_is_130(monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rhythm_fu.library.shelf", interrupted)
    assert run("songs").exit_code == 130


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
