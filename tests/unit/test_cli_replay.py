"""`rhythm-fu replay verify`: what is honest is verified, what is not is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.chart import Chart
from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Fight
from rhythm_fu.fight.bot import bot_presses
from rhythm_fu.fight.resimulate import record
from rhythm_fu.fight.setup import Setup
from rhythm_fu.library import Folders, save_chart
from rhythm_fu.replay.codec import dumps
from rhythm_fu.units import SongTime
from tests.unit.chart_samples import a_song
from tests.unit.cli_stage import a_library, run, titled

pytestmark = pytest.mark.usefixtures("home")


def a_replay(chart: Chart, **claims: int) -> str:
    fight = Fight(chart, Level.HARD, Setup())
    for press in bot_presses(chart, Level.HARD, Setup()):
        fight.press(press)
    fight.advance(SongTime(fight.ends_at))
    return dumps(replace(record(fight), **claims))  # type: ignore[arg-type]  # ints that a replay has


def test_an_honest_replay_is_verified(tmp_path: Path):
    save_chart(tmp_path / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), "--chart", str(tmp_path / "neon.rfu.json"))
    assert said.exit_code == 0, said.output
    assert "verified" in said.stdout
    assert "NOT" not in said.stdout


def test_its_chart_is_found_in_the_library(home: Folders, tmp_path: Path):
    a_library(home, tmp_path, "Other", "Neon")
    (tmp_path / "a.rfu-replay").write_text(a_replay(titled("Neon")))
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 0


def test_its_chart_is_found_in_a_folder_of_the_settings(tmp_path: Path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "neon.ogg").write_bytes(b"OggS")
    save_chart(mine / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 2
    assert run("songs", "--folder", str(mine)).exit_code == 0
    assert run("replay", "verify", str(tmp_path / "a.rfu-replay")).exit_code == 0


def test_an_edited_replay_is_exit_1_and_names_the_difference(tmp_path: Path):
    save_chart(tmp_path / "neon.rfu.json", a_song())
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song(), precision=1_000_001))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), "--chart", str(tmp_path / "neon.rfu.json"), "--json")
    assert said.exit_code == 1, said.output
    answer = json.loads(said.stdout)
    assert not answer["is_verified"]
    assert "recision" in answer["difference"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 5000, b"null"])
def test_what_is_no_replay_is_exit_2(tmp_path: Path, content: bytes):
    (tmp_path / "a.rfu-replay").write_bytes(content)
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"))
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert said.stderr.startswith("rhythm-fu: a.rfu-replay")


def test_a_replay_whose_chart_is_nowhere_is_exit_2(tmp_path: Path):
    (tmp_path / "a.rfu-replay").write_text(a_replay(a_song()))
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"))
    assert said.exit_code == 2
    assert "--chart" in said.stderr


@pytest.mark.parametrize("is_named", [True, False])
def test_a_replay_whose_chart_has_changed_since_says_just_that(home: Folders, tmp_path: Path, is_named: bool):
    chart = a_song()
    old = replace(chart, song=replace(chart.song, title="Neon Night"))
    (tmp_path / "a.rfu-replay").write_text(a_replay(old))
    new = replace(old, levels=(replace(old.levels[0], events=old.levels[0].events[:-1]),))
    home.songs.mkdir(parents=True)
    (home.songs / "neon.ogg").write_bytes(b"OggS")
    save_chart(home.songs / "neon.rfu.json", replace(new, audio=replace(new.audio, file="neon.ogg")))
    told = ("--chart", str(home.songs / "neon.rfu.json")) if is_named else ()
    said = run("replay", "verify", str(tmp_path / "a.rfu-replay"), *told)
    assert said.exit_code == 2
    assert "has changed since" in said.stderr
    assert "not in the library" not in said.stderr
