"""`rhythm-fu chart` on a chart that a person changed: merged, kept beside or refused, never lost."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.analysis.chart_file import chart_file
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart import Level
from rhythm_fu.errors import ChartError
from rhythm_fu.library import load_chart, save_chart
from tests.unit.chart_samples import takedown
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file

pytestmark = pytest.mark.usefixtures("home")


def edited(song: Path) -> Path:
    path = song.with_name("neon.rfu.json")
    chart = load_chart(path)
    hard = chart.level(Level.HARD)
    assert hard
    more = replace(hard, events=(*hard.events, takedown(7.125, tempo=chart.tempo)))
    save_chart(path, replace(chart, levels=tuple(more if one is hard else one for one in chart.levels)))
    return path


def extra_event_is_there(path: Path) -> bool:
    hard = load_chart(path).level(Level.HARD)
    assert hard
    return any(event.tick == 71_820 for event in hard.events)


def test_a_persons_chart_is_merged_or_kept_never_lost(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song))
    path = edited(song)
    assert run("chart", str(song), "--keep-edits").exit_code == 0
    assert extra_event_is_there(path)
    said = run("chart", str(song))
    assert not extra_event_is_there(path)
    assert extra_event_is_there(tmp_path / "neon.rfu.json.edited-1")
    assert "neon.rfu.json.edited-1" in said.stderr


def test_it_is_said_what_was_kept_of_a_persons_changes(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song))
    assert "nobody had changed the chart" in run("chart", str(song), "--keep-edits").stderr
    edited(song)
    said = run("chart", str(song), "--keep-edits")
    assert "kept what a person had changed: 1 event put in, 0 taken out\n" in said.stderr


def test_changes_on_a_level_that_is_left_out_are_not_lost(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song))
    path = edited(song)
    said = run("chart", str(song), "--keep-edits", "--level", "easy")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "a person has changed hard" in said.stderr
    assert extra_event_is_there(path)


def test_whoever_charts_a_file_loses_no_changes_either_and_does_not_wait_for_that(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song))
    path = edited(song)
    before, stages = path.read_bytes(), []
    with pytest.raises(ChartError, match="a person has changed hard"):
        chart_file(song, path, Request(levels=(Level.EASY,)), lambda stage, _: stages.append(stage), keep_edits=True)
    assert (path.read_bytes(), stages) == (before, [])


def test_what_was_asked_once_holds_when_edits_are_kept(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    shifted = json.loads(run("chart", str(song), "--shift-beats", "1", "--meter", "3/4", "--json").stdout)
    kept = json.loads(run("chart", str(song), "--keep-edits", "--json").stdout)
    fresh = json.loads(run("chart", str(song), "--json").stdout)
    assert (kept["meter"], kept["first_downbeat_s"]) == ("3/4", shifted["first_downbeat_s"])
    assert fresh["meter"] == "4/4"


def test_keeping_the_edits_of_a_broken_chart_is_refused(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    (tmp_path / "neon.rfu.json").write_text("{ half")
    said = run("chart", str(song), "--keep-edits")
    assert (said.exit_code, (tmp_path / "neon.rfu.json").read_text()) == (2, "{ half")
    assert "leave out --keep-edits" in said.stderr
