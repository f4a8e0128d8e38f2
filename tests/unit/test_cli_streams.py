"""Standard streams that are closed, full or read by nobody: work is done, one line tells, nothing is a bug of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rhythm_fu.library import Folders, load_chart
from tests.unit.songs_made import house_file

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).resolve().parents[2]
FULL = Path("/dev/full")
UNWRITABLE = "rhythm-fu: stdout: can't be written (no space left on device); make room there or send it elsewhere\n"

needs_full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="no POSIX shell")


def shell(line: str, *words: object) -> subprocess.CompletedProcess[str]:
    """A line of `sh` in which `"$@"` is the command with these words."""
    command = [sys.executable, "-m", "rhythm_fu", *map(str, words)]
    return subprocess.run(["sh", "-c", line, "sh", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def crashes(home: Folders) -> list[Path]:
    return list(home.logs.glob("*"))


@needs_full
@pytest.mark.parametrize(
    ("words", "before"),
    [
        (("songs",), ""),
        (("songs", "--json"), ""),
        (("--help",), ""),
        (("--version", "--json"), ""),
        (("chart", "nope", "--json"), "rhythm-fu: nope: no such file; check the path\n"),
        (("lint", "--json"), "rhythm-fu: Missing argument 'CHART...'; see `rhythm-fu lint --help`\n"),
    ],
)
def test_an_answer_that_a_full_disk_cannot_hold_is_one_line(words: tuple[str, ...], before: str, home: Folders):
    said = shell('"$@" >/dev/full', *words)
    assert (said.returncode, said.stderr) == (2, before + UNWRITABLE)
    assert crashes(home) == []


@needs_full
def test_notes_that_nothing_can_hold_change_neither_answer_nor_exit_code():
    said = shell('"$@" 2>/dev/full', "chart", "nope", "--json")
    assert (said.returncode, json.loads(said.stdout)["error"]["code"]) == (2, "not-found")


@needs_full
def test_where_nothing_at_all_can_be_told_the_exit_code_still_is():
    assert shell('"$@" >/dev/full 2>/dev/full', "songs").returncode == 2


@needs_shell
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_as_the_null_device(closed: str, tmp_path: Path, home: Folders):
    song = house_file(tmp_path / "neon.flac")
    said = shell(f'"$@" {closed}', "chart", song)
    assert (said.returncode, said.stderr) == (0, "")
    assert load_chart(tmp_path / "neon.rfu.json").audio.file == song.name
    assert crashes(home) == []


@needs_shell
def test_a_closed_stream_takes_no_files_number(tmp_path: Path):
    place = tmp_path / "opened"
    script = (
        "import sys\nfrom rhythm_fu.cli.streams import open_closed\nopen_closed()\n"
        "file = open(sys.argv[1], 'w')\nprint('an answer', flush=True)\nprint(file.fileno(), file=file)"
    )
    line = '"$1" -c "$2" "$3" >&-'
    subprocess.run(["sh", "-c", line, "sh", sys.executable, script, str(place)], cwd=ROOT, check=True)
    assert int(place.read_text()) > 2


@needs_shell
@pytest.mark.parametrize(
    "words",
    [("songs",), ("songs", "--json"), ("--help",), ("chart", "--help"), ("--version",), ("chart", "nope", "--json")],
)
def test_a_reader_that_left_ends_a_command_quietly_as_it_does_others(words: tuple[str, ...], home: Folders):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "rhythm_fu", *words]
    said = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert said.returncode == 141
    assert said.stderr == ("rhythm-fu: nope: no such file; check the path\n" if "nope" in words else "")
    assert crashes(home) == []
