"""What tests of commands share."""

import pytest

from rhythm_fu.library import Folders


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A player's folders of its own."""
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path_factory.mktemp("home")))
    return Folders.of_player()
