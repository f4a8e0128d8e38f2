"""`rhythm-fu doctor`: tells what fails, and does not fail."""

import json
from pathlib import Path

import pytest

from rhythm_fu.errors import DeviceError
from tests.unit.cli_stage import run

pytestmark = pytest.mark.usefixtures("home")


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


def no_mixer() -> None:
    raise DeviceError("sound", "none", "plug it in")


def test_the_doctor_names_each_part_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.audio.output.open_mixer", no_mixer)
    assert json.loads(run("doctor", "--json").stdout)["game"]["sound"] == "none; plug it in"


def test_the_doctor_tells_what_fails_and_does_not_fail(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise OSError("the disk is on fire")

    monkeypatch.setattr("rhythm_fu.library.paths.Folders.of_player", broken)
    told = json.loads(run("doctor", "--json").stdout)
    assert "on fire" in told["folders"]["problem"]
