import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import pygame

from rhythm_fu.library import Song
from tests.scenes.house import House
from tests.scenes.stage_set import a_song


@pytest.fixture(scope="session", autouse=True)
def _screen() -> Iterator[None]:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1280, 720))
    yield
    pygame.quit()


@pytest.fixture(scope="session")
def song(tmp_path_factory: pytest.TempPathFactory) -> Song:
    return a_song(tmp_path_factory.mktemp("song"))


@pytest.fixture
def house(tmp_path: Path, song: Song) -> House:
    """A player's home whose library holds the one song."""
    home = tmp_path / "home"
    shelf = home / "data" / "songs"
    shelf.mkdir(parents=True)
    for path in (song.audio, song.chart):
        (shelf / path.name).write_bytes(path.read_bytes())
    return House(home)
