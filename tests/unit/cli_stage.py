"""The command line called as a player calls it, and a library for it."""

from dataclasses import replace
from pathlib import Path

from typer.testing import CliRunner, Result

from rhythm_fu.chart import Chart
from rhythm_fu.cli.app import app
from rhythm_fu.library import Folders, add_song, chart_beside, save_chart
from rhythm_fu.sound import decode
from tests.unit.chart_samples import a_song


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def titled(title: str) -> Chart:
    return replace(a_song(), song=replace(a_song().song, title=title))


def charted_as(song: Path, title: str) -> Path:
    """A chart beside a song, for its very samples."""
    audio = replace(a_song().audio, file=song.name, pcm_sha256=decode(song).pcm_sha256)
    place = chart_beside(song)
    save_chart(place, replace(titled(title), audio=audio))
    return place


def a_library(home: Folders, tmp_path: Path, *titles: str) -> None:
    audio = tmp_path / "neon.ogg"
    audio.write_bytes(b"OggS")
    for title in titles:
        add_song(audio, titled(title), home)
