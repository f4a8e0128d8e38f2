"""`rhythm-fu preview`: clicks on every beat, and never onto the song."""

import json
from pathlib import Path

import pytest
from typer.testing import Result

from rhythm_fu.library import save_chart
from tests.unit.chart_samples import a_song
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file
from tests.unit.sounds import wav

pytestmark = pytest.mark.usefixtures("home")


def test_the_preview_puts_a_click_on_every_beat(charted: tuple[Path, Result], tmp_path: Path):
    said = run("preview", str(charted[0]), "--out", str(tmp_path / "a.wav"), "--json")
    assert said.exit_code == 0, said.output
    assert sum(json.loads(said.stdout)["clicks"].values()) >= 60
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RIFF"


def test_a_preview_without_a_chart_charts_for_itself_only(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    said = run("preview", str(song))
    assert said.exit_code == 0, said.output
    assert "for the preview only" in said.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"neon.flac", "neon.clicks.wav"}


def test_a_preview_never_writes_over_the_song(tmp_path: Path):
    song = wav(tmp_path / "song.wav")
    before = song.read_bytes()
    assert run("preview", str(song), "--out", str(song)).exit_code == 2
    assert song.read_bytes() == before


def test_a_chart_of_another_recording_is_refused(tmp_path: Path):
    song = wav(tmp_path / "neon.wav")
    save_chart(tmp_path / "neon.rfu.json", a_song())
    said = run("preview", str(song))
    assert said.exit_code == 2
    assert "another recording" in said.stderr
