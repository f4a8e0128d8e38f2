"""Songs that can't be charted: one line, exit 2, nothing written."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.unit.cli_stage import run
from tests.unit.sounds import RATE, clicks, wav

pytestmark = pytest.mark.usefixtures("home")


BAD: dict[str, Callable[[Path], object]] = {
    "nowhere": lambda path: path.name,
    "a folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("la la"),
    "a second": lambda path: wav(path, clicks(1.0)),
    "silence": lambda path: wav(path, np.zeros((8 * RATE, 1), np.float32)),
}


def contents(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.mark.parametrize("command", ["chart", "preview"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_song_is_one_line_exit_2_and_nothing_written(tmp_path: Path, command: str, case: str):
    BAD[case](tmp_path / "song.wav")
    before = contents(tmp_path)
    said = run(command, str(tmp_path / "song.wav"))
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stderr.startswith("rhythm-fu: ")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("command", ["chart", "preview", "report"])
def test_a_song_without_a_beat_is_refused_by_its_own_name(tmp_path: Path, command: str):
    hiss = tmp_path / "hiss.wav"
    wav(hiss, np.random.default_rng(1).normal(0, 0.1, (RATE * 20, 2)).astype(np.float32))
    said = run(command, str(hiss))
    assert said.exit_code == 2
    assert "hiss.wav: no steady beat found" in said.output
    assert [path.name for path in tmp_path.iterdir()] == ["hiss.wav"]


def test_a_sound_file_that_cannot_be_charted_is_not_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: False)
    wav(tmp_path / "short.wav", clicks(1.0))
    said = run("play", str(tmp_path / "short.wav"))
    assert (said.exit_code, said.stdout) == (2, "")
