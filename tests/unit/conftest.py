"""What tests of commands share."""

import shutil
from pathlib import Path

import pytest
from typer.testing import Result

from rhythm_fu.library import Folders
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A player's folders of its own."""
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path_factory.mktemp("home")))
    return Folders.of_player()


@pytest.fixture(scope="session")
def charted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A song charted by the command, and what it said. Nobody writes beside it."""
    song = house_file(tmp_path_factory.mktemp("charted") / "neon.flac")
    with pytest.MonkeyPatch.context() as here:
        here.setenv("RHYTHM_FU_HOME", str(tmp_path_factory.mktemp("home")))
        return song, run("chart", str(song), "--json")


@pytest.fixture
def neon(charted: tuple[Path, Result], tmp_path: Path) -> Path:
    """The same song and its chart in the test's own folder, as if the test had charted it."""
    song = charted[0]
    for path in (song, song.with_name("neon.rfu.json")):
        shutil.copy(path, tmp_path)
    return tmp_path / song.name
