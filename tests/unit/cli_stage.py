"""The command line called as a player calls it, and a library for it."""

from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner, Result

from rhythm_fu.chart import Chart
from rhythm_fu.cli.app import app
from rhythm_fu.library import Folders, add_song
from tests.unit.chart_samples import a_song


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def titled(title: str) -> Chart:
    return replace(a_song(), song=replace(a_song().song, title=title))


def a_library(home: Folders, tmp_path: Path, *titles: str) -> None:
    audio = tmp_path / "neon.ogg"
    audio.write_bytes(b"OggS")
    for title in titles:
        add_song(audio, titled(title), home)
