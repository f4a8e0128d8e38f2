"""What a command that failed says to people, and with `--json` to programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from rhythm_fu.cli.faults import wants_json
from rhythm_fu.library import Folders, locked
from tests.unit.cli_stage import run
from tests.unit.sounds import wav

pytestmark = pytest.mark.usefixtures("home")

NO_SONG = "no-such-song.flac"
COMMANDS = {
    "chart": ("chart", NO_SONG), "preview": ("preview", NO_SONG), "report": ("report", NO_SONG),
    "lint": ("lint", NO_SONG), "batch": ("batch", NO_SONG), "songs": ("songs", "--add", NO_SONG),
    "demo": ("demo", NO_SONG), "bench": ("bench", NO_SONG), "replay": ("replay", "verify", NO_SONG),
}  # fmt: skip


def failure(*words: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the one object on stdout, and what stderr has."""
    said = run(*words)
    answer = json.loads(said.stdout)
    assert list(answer) == ["error"]
    assert sorted(answer["error"]) == ["code", "exit_code", "fix", "place", "problem"]
    return said.exit_code, answer["error"], said.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_answers_programs_fails_to_them_too(command: str):
    plain = run(*COMMANDS[command])
    code, told, line = failure(*COMMANDS[command], "--json")
    assert (code, told["exit_code"]) == (2, 2)
    assert NO_SONG in told["place"]
    assert (plain.exit_code, plain.stdout, plain.stderr) == (2, "", line), "people read the same line as ever"
    assert line == f"rhythm-fu: {told['place']}: {told['problem']}; {told['fix']}\n"


def test_a_refused_file_has_the_code_that_a_batch_gives_it(tmp_path: Path):
    (tmp_path / "empty.wav").write_bytes(b"")
    assert failure("chart", str(tmp_path / "empty.wav"), "--json")[1]["code"] == "empty"


@pytest.mark.parametrize(
    "words",
    [
        ("chart", "a.wav", "--bpm", "5"),
        ("songs", "--loud"),
        ("dance",),
        ("chart",),
        ("--nope",),
        ("replay", "--nope"),
        (),
    ],
)
def test_wrong_words_are_a_failure_of_usage(words: tuple[str, ...]):
    code, told, line = failure(*words, "--json")
    assert (code, told["code"]) == (2, "usage")
    assert line == f"rhythm-fu: {told['problem']}; {told['fix']}\n"


@pytest.mark.parametrize("command", ["report", "lint", "demo"])
def test_a_name_that_is_empty_is_called_so_to_people_and_programs(command: str):
    code, told, line = failure(command, "", "--json")
    assert (code, told["place"]) == (2, "an empty name")
    assert line == f"rhythm-fu: an empty name: {told['problem']}; {told['fix']}\n"


def test_a_busy_folder_is_a_failure_of_its_own(tmp_path: Path):
    wav(tmp_path / "song.wav")
    with locked(tmp_path / ".rhythm-fu-batch.lock"):
        code, told, _ = failure("batch", str(tmp_path), "--json")
    assert (code, told["code"], told["exit_code"]) == (3, "busy", 3)


@pytest.mark.parametrize(
    ("raised", "code", "end"), [(KeyboardInterrupt(), "interrupted", 130), (ZeroDivisionError("x"), "bug", 70)]
)
def test_what_breaks_off_is_told_as_an_object(
    monkeypatch: pytest.MonkeyPatch, home: Folders, raised: BaseException, code: str, end: int
):
    def broken(*_: object) -> None:
        raise raised

    monkeypatch.delenv("RHYTHM_FU_DEBUG", raising=False)
    monkeypatch.setattr("rhythm_fu.library.shelf", broken)
    exit_code, told, line = failure("songs", "--json")
    assert (exit_code, told["code"], told["exit_code"]) == (end, code, end)
    assert told["place"].endswith("songs")
    assert told["problem"] in line


def test_a_song_named_like_the_option_asks_for_nothing():
    assert wants_json(["chart", "--json", "--", "a.wav"])
    assert not wants_json(["chart", "--", "--json"])
    assert run("chart", "--", "--json").stdout == ""
