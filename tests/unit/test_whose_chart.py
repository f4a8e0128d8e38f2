"""Whose a chart is, the sound decides: no two songs fight over one, and no edits move between them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.analysis.batch import Outcome, Plan
from rhythm_fu.analysis.batch.one import carry_out
from rhythm_fu.analysis.chart_file import chart_file
from rhythm_fu.library import load_chart, save_chart
from rhythm_fu.sound import write_wav
from tests.unit.cli_stage import run
from tests.unit.songs_made import RATE, house, house_file

pytestmark = pytest.mark.usefixtures("home")


def batch(folder: Path, out: Path | None = None, *, anew: bool = False) -> tuple[Outcome, ...]:
    """A batch in this process; returns what was tried."""
    plan = Plan.of(folder, out, anew=anew)
    ends = tuple(carry_out(order) for order in plan.waiting)
    for end in ends:
        plan.add(end)
    return ends


def titled(chart: Path, title: str) -> bytes:
    """A chart with a title that a person gave it."""
    old = load_chart(chart)
    save_chart(chart, replace(old, song=replace(old.song, title=title)))
    return chart.read_bytes()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two folders with another song of the same name each, and a folder for charts."""
    for name, bpm in (("first", 125.0), ("second", 140.0)):
        (tmp_path / name).mkdir()
        house_file(tmp_path / name / "a.flac", bars=8, bpm=bpm)
    return tmp_path / "first", tmp_path / "second", tmp_path / "charts"


def test_two_runs_that_share_a_folder_for_charts_do_not_fight(two: tuple[Path, Path, Path]):
    first, second, charts = two
    batch(first, charts)
    mine = titled(charts / "a.rfu.json", "Mine")
    for anew in (False, True):
        (end,) = batch(second, charts, anew=anew)
        assert (end.reason, "is the chart of another a.flac" in end.problem) == ("chart", True)
        assert (charts / "a.rfu.json").read_bytes() == mine
    assert batch(first, charts) == ()


def test_a_song_whose_chart_another_took_is_not_called_charted(two: tuple[Path, Path, Path]):
    first, second, charts = two
    batch(first, charts)
    words = ("chart", str(second / "a.flac"), "--out")
    for place in (charts, charts / "a.rfu.json"):
        said = run(*words, str(place))
        assert (said.exit_code, said.stderr.count("\n")) == (2, 1)
        assert "is the chart of another a.flac" in said.stderr
    assert run(*words, str(charts / "a.rfu.json"), "--replace").exit_code == 0
    assert [end.reason for end in batch(first, charts)] == ["chart"]


def test_a_song_recorded_anew_gets_a_new_chart_and_none_of_the_old_edits(tmp_path: Path):
    song, chart = house_file(tmp_path / "a.flac", bars=8), tmp_path / "a.rfu.json"
    batch(tmp_path)
    house_file(song, bars=9)
    assert batch(tmp_path)[0].warnings == ()
    assert [path.name for path in tmp_path.glob("*.edited-*")] == [], "nobody had changed the old one"
    mine = titled(chart, "Mine")
    house_file(song, bars=8, bpm=140)
    (end,) = batch(tmp_path)
    assert (round(end.bpm), load_chart(chart).song.title) == (140, "a")
    assert (tmp_path / "a.rfu.json.edited-1").read_bytes() == mine
    assert "it is kept as a.rfu.json.edited-1" in end.warnings[-1]
    assert batch(tmp_path) == ()


def test_edits_of_another_recording_are_taken_over_when_asked_for_and_that_is_told(tmp_path: Path):
    song, chart = house_file(tmp_path / "a.flac", bars=8), tmp_path / "a.rfu.json"
    batch(tmp_path)
    titled(chart, "Mine")
    house_file(song, bars=9)
    batch(tmp_path)
    assert "it is kept as a.rfu.json.edited-1" in Plan.of(tmp_path).done[str(song)].warnings[-1]
    (tmp_path / "a.rfu.json.edited-1").replace(chart)
    said = run("chart", str(song), "--keep-edits")
    assert "the chart that was there is of another recording" in said.stderr
    plan = Plan.of(tmp_path)
    assert (plan.waiting, plan.done[str(song)].warnings) == ((), ()), "what was put aside is in use again"
    batch(tmp_path, anew=True)
    assert load_chart(chart).song.title == "Mine"
    assert "another recording" not in run("chart", str(song), "--keep-edits").stderr


def test_a_song_recorded_anew_may_have_its_chart_under_another_name_beside_it(tmp_path: Path):
    song, chart = house_file(tmp_path / "a.flac", bars=8), tmp_path / "b.rfu.json"
    for bars in (8, 9):
        house_file(song, bars=bars)
        assert run("chart", str(song), "--out", str(chart)).exit_code == 0


@pytest.mark.parametrize("out", [None, "charts"])
def test_a_chart_that_was_renamed_with_its_song_stays_its_own_when_a_song_of_the_same_stem_comes(
    tmp_path: Path, out: str | None
):
    songs, charts = tmp_path / "songs", tmp_path / (out or "songs")
    songs.mkdir()
    write_wav(songs / "old.wav", house(bars=8), RATE)
    batch(songs, charts)
    titled(charts / "old.rfu.json", "Mine")
    (songs / "old.wav").rename(songs / "new.wav")
    (charts / "old.rfu.json").rename(charts / "new.rfu.json")
    house_file(songs / "new.flac", bars=8, bpm=140)
    for tried in (2, 0):
        assert len(batch(songs, charts)) == tried
    assert {path.name for path in charts.glob("*.json")} == {"new.rfu.json", "new.flac.rfu.json"}
    mine = load_chart(charts / "new.rfu.json")
    assert (mine.song.title, mine.audio.file) == ("Mine", "new.wav")


def test_a_chart_that_no_song_of_its_stem_has_is_told_while_it_is_there(tmp_path: Path):
    """Renamed with its song, which was then recorded anew, and another song has the same name."""
    house_file(tmp_path / "old.flac", bars=8)
    batch(tmp_path)
    (tmp_path / "old.rfu.json").rename(tmp_path / "new.rfu.json")
    (tmp_path / "old.flac").unlink()
    house_file(tmp_path / "new.flac", bars=9)
    write_wav(tmp_path / "new.wav", house(bars=8, bpm=140), RATE)
    for tried in (2, 0):
        assert len(batch(tmp_path)) == tried
        told = [line for end in Plan.of(tmp_path).done.values() for line in end.warnings]
        assert told == ["new.rfu.json is the chart of old.flac: no song here has it"]
    (tmp_path / "new.rfu.json").unlink()
    assert [end.warnings for end in Plan.of(tmp_path).done.values()] == [(), ()]


def test_what_has_no_place_in_the_new_chart_is_told_by_a_batch_too(tmp_path: Path):
    """Events taken out of a dance that is now another."""
    house_file(tmp_path / "a.flac", bars=8)
    batch(tmp_path)
    old = load_chart(tmp_path / "a.rfu.json")
    fewer = tuple(replace(level, events=level.events[::2]) for level in old.levels)
    other = replace(old.generator, params={**old.generator.params, "seed": "3"})
    save_chart(tmp_path / "a.rfu.json", replace(old, levels=fewer, generator=other))
    (end,) = batch(tmp_path, anew=True)
    assert "it is kept as a.rfu.json.edited-1, for what has no place" in end.warnings[-1]


def test_a_chart_that_a_person_changes_while_its_song_is_heard_is_kept(tmp_path: Path):
    song = house_file(tmp_path / "a.flac", bars=8)
    place = tmp_path / "a.rfu.json"
    batch(tmp_path)
    titled(place, "First")
    late = []

    def save_once(stage: str, share: float) -> None:
        if not late:
            late.append(titled(place, "Second"))

    done = chart_file(song, place, progress=save_once, keep_edits=True)
    assert load_chart(place).song.title == "First"
    assert done.kept is not None
    assert done.kept.read_bytes() == late[0]


@pytest.mark.skipif(os.name == "nt", reason="who may make links differs there")
def test_a_chart_behind_a_link_is_none_beside_its_song(two: tuple[Path, Path, Path]):
    first, second, _ = two
    batch(first)
    theirs = (first / "a.rfu.json").read_bytes()
    (second / "a.rfu.json").symlink_to(first / "a.rfu.json")
    (end,) = batch(second)
    assert (end.reason, "is the chart of another a.flac" in end.problem) == ("chart", True)
    said = run("chart", str(second / "a.flac"))
    assert (said.exit_code, said.stderr.count("\n")) == (2, 1)
    assert (first / "a.rfu.json").read_bytes() == theirs
