"""The wheel holds what it should, and what it installs starts."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tools.write_wheel_list import LIST, ROOT, build_wheel, files_in

pytestmark = pytest.mark.packaging

MOST_MB = 45


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script folder of a clean environment with the wheel in it."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pins = "py311.txt" if sys.version_info < (3, 12) else "py312.txt"
    subprocess.run(
        [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--constraint", ROOT / "constraints" / pins, wheel],
        check=True,
    )  # fmt: skip
    return scripts


def run(installed: Path, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The installed command, away from the checkout, with no screen and no sound card."""
    places = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
    env = os.environ | places | {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    env.pop("DISPLAY", None)
    return subprocess.run(
        [installed / "rhythm-fu", *words],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_wheel_holds_the_listed_files(wheel: Path):
    assert files_in(wheel) == LIST.read_text(encoding="utf-8").splitlines(), (
        "run tools/write_wheel_list.py, read its diff"
    )


def test_the_wheel_stays_small(wheel: Path):
    assert wheel.stat().st_size < MOST_MB * 1_000_000


def test_an_installed_game_knows_its_songs(installed: Path, tmp_path: Path):
    done = run(installed, tmp_path, "songs")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_an_installed_game_plays_its_demo(installed: Path, tmp_path: Path):
    done = run(installed, tmp_path, "play")
    assert done.returncode == 0, done.stderr
    assert "no display" in (done.stdout + done.stderr).lower()
    assert "Precision" in done.stdout
