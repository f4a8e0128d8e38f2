"""Where a chart can't go is told before any work, and where a link leads, there the chart is written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rhythm_fu.analysis.batch import Order, Status
from rhythm_fu.analysis.batch.one import carry_out
from rhythm_fu.library import load_chart
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(song: Path) -> None:
        raise AssertionError(f"{song.name} was decoded before its chart's place was looked at")

    monkeypatch.setattr("rhythm_fu.analysis.chart_file.decode_blocks", decode)


def a_dangling_link(place: Path) -> None:
    place.symlink_to("nothing")


def a_loop(place: Path) -> None:
    place.symlink_to(place)


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


PLACES: list[tuple[Callable[[Path], None], str]] = [
    (Path.mkdir, "is a folder, where the chart would be; move it away"), (a_dangling_link, "not a plain file; move"),
    (a_loop, "not a plain file; move it away, or give --out"), (a_pipe, "not a plain file; move it away"),
]  # fmt: skip


@pytest.mark.usefixtures("no_work")
@pytest.mark.skipif(os.name == "nt", reason="no FIFOs, and links only for the few")
@pytest.mark.parametrize(("lay", "told"), PLACES)
def test_what_is_no_plain_file_is_refused_before_any_work(tmp_path: Path, lay: Callable[[Path], None], told: str):
    song, chart = house_file(tmp_path / "ski.flac", bars=8), tmp_path / "ski.rfu.json"
    lay(chart)
    for words in ((), ("--keep-edits",), ("--out", str(tmp_path))):
        said = run("chart", str(song), *words)
        assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said.output
        assert f"ski.rfu.json: {told}" in said.stderr
    end = carry_out(Order(str(song), str(chart)))
    assert (end.status, end.reason) == (Status.REFUSED, "library")
    assert f"ski.rfu.json: {told}" in end.problem
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ski.flac", "ski.rfu.json"]
    assert not chart.is_file()


@pytest.mark.usefixtures("no_work")
def test_a_closed_folder_is_refused_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    song = house_file(tmp_path / "ski.flac", bars=8)
    monkeypatch.setattr(os, "access", lambda place, _: Path(place) != tmp_path)
    said = run("chart", str(song))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said.output
    assert f"no permission to write in {tmp_path}; change its permissions, or give --out another place" in said.stderr
    assert carry_out(Order(str(song), str(tmp_path / "ski.rfu.json"))).reason == "library"


def test_a_link_to_a_chart_stays_a_link(tmp_path: Path):
    (tmp_path / "songs").mkdir()
    (tmp_path / "store").mkdir()
    song, link = house_file(tmp_path / "songs" / "ski.flac", bars=8), tmp_path / "songs" / "ski.rfu.json"
    run("chart", str(song))
    stored = link.replace(tmp_path / "store" / "kept.json")
    link.symlink_to(Path("..", "store", "kept.json"))
    assert run("chart", str(song), "--seed", "3").exit_code == 0
    assert (link.is_symlink(), load_chart(stored).generator.seed) == (True, 3)
    stored.write_text("a person's")
    assert "it is kept as ski.rfu.json.edited-1" in run("chart", str(song), "--out", str(tmp_path / "songs")).stderr
    aside = link.with_name("ski.rfu.json.edited-1")
    assert (aside.is_symlink(), aside.read_text()) == (False, "a person's")
    assert (link.is_symlink(), load_chart(stored).audio.file) == (True, "ski.flac")
    assert [path.name for path in stored.parent.iterdir()] == ["kept.json"]
