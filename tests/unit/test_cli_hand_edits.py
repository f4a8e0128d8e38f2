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
from rhythm_fu.units import Tick
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


def test_a_persons_chart_is_merged_or_kept_never_lost(neon: Path, tmp_path: Path):
    path = edited(neon)
    assert run("chart", str(neon), "--keep-edits").exit_code == 0
    assert extra_event_is_there(path)
    said = run("chart", str(neon))
    assert not extra_event_is_there(path)
    assert extra_event_is_there(tmp_path / "neon.rfu.json.edited-1")
    assert "neon.rfu.json.edited-1" in said.stderr


def test_it_is_said_what_was_kept_of_a_persons_changes(neon: Path):
    assert "nobody had changed the chart: nothing to keep" in run("chart", str(neon), "--keep-edits").stderr
    edited(neon)
    said = run("chart", str(neon), "--keep-edits")
    assert "kept what a person had changed: 1 event put in, 0 taken out\n" in said.stderr


def test_programs_are_told_what_was_kept_too(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    assert json.loads(run("chart", str(song), "--json").stdout)["edits"] is None
    path = edited(song)
    changed(path, song={**json.loads(path.read_text(encoding="utf-8"))["song"], "title": "Mine"})
    said = run("chart", str(song), "--keep-edits", "--json")
    told = json.loads(said.stdout)["edits"]
    assert told.pop("told") in said.stderr
    assert told == {
        "put_in": {"before": 1, "now": 1}, "taken_out": {"before": 0, "now": 0}, "kept": ["the title"], "lost": [],
    }  # fmt: skip


def test_what_was_taken_out_of_another_dance_stays_in_the_old_chart(neon: Path, tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    chart = load_chart(path)
    save_chart(path, replace(chart, levels=tuple(replace(one, events=one.events[::2]) for one in chart.levels)))
    mine = path.read_bytes()
    assert run("chart", str(neon), "--keep-edits").exit_code == 0
    assert not (tmp_path / "neon.rfu.json.edited-1").exists()
    path.write_bytes(mine)
    said = run("chart", str(neon), "--keep-edits", "--seed", "3").stderr
    assert "with no place in the new dance" in said
    assert "taken out" in said
    assert (tmp_path / "neon.rfu.json.edited-1").read_bytes() == mine


def changed(path: Path, **parts: object) -> None:
    """A chart changed as a person does it: in the file, with nothing said of it."""
    words = json.loads(path.read_text(encoding="utf-8"))
    for name, value in parts.items():
        words[name] = value
    path.write_text(json.dumps(words), encoding="utf-8")


def test_names_preview_and_drops_that_a_person_wrote_stay(neon: Path, tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    told = {"title": "Neon Rain", "artist": "The Moths", "licence": "CC0", "preview_us": 5_000_000}
    drop = {"tick": 161_280, "t_us": load_chart(path).tempo.at(Tick(161_280)), "kind": "drop", "strength": 1.0}
    words = json.loads(path.read_text(encoding="utf-8"))
    changed(path, song={**words["song"], **told}, drops=[{**drop, "terms": {}}], marks=[])
    said = run("chart", str(neon), "--keep-edits")
    assert "kept what a person had changed: the artist, the drops, the licence, the marks, " in said.stderr
    again = run("chart", str(neon), "--keep-edits")
    assert "the title" in again.stderr, "it is theirs still"
    chart = load_chart(path)
    assert (chart.song.title, chart.song.artist, chart.song.licence) == ("Neon Rain", "The Moths", "CC0")
    assert (chart.song.preview_at, [d.tick for d in chart.drops], chart.marks) == (5_000_000, [161_280], ())
    assert not list(tmp_path.glob("*.edited-*"))


def moved(path: Path, micros: int) -> None:
    """The whole chart moved, moments and all; ticks stay."""

    def later(value: object) -> object:
        if isinstance(value, dict):
            names = ("t_us", "until_us", "hold_us")
            return {k: v + micros if k in names else later(v) for k, v in value.items()}
        return [later(one) for one in value] if isinstance(value, list) else value

    changed(path, **{name: later(json.loads(path.read_text())[name]) for name in ("tempo", "levels", "drops", "marks")})


def test_a_grid_that_a_person_moved_stays_until_another_is_asked_for(neon: Path, tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    before = load_chart(path)
    moved(path, 12_000)
    by_hand = load_chart(path).tempo
    for _ in range(2):
        said = run("chart", str(neon), "--keep-edits")
        assert "kept what a person had changed: the grid\n" in said.stderr
        assert "tempo given by you, beat given by you" in said.stdout
        assert load_chart(path).tempo == by_hand
    assert load_chart(path).levels[-1].events[0].at == before.levels[-1].events[0].at + 12_000
    assert not list(tmp_path.glob("*.edited-*"))
    said = run("chart", str(neon), "--keep-edits", "--offset", "0.48")
    assert "not kept: the grid" in said.stderr
    assert load_chart(tmp_path / "neon.rfu.json.edited-1").tempo == by_hand


def test_a_grid_that_a_person_set_is_held_to_no_range(neon: Path, tmp_path: Path):
    path = tmp_path / "neon.rfu.json"
    moved(path, 12_000)
    made_by = json.loads(path.read_text())["generator"]
    changed(path, generator={**made_by, "params": {**made_by["params"], "range_bpm": "150.0:200.0"}})
    by_hand = load_chart(path).tempo
    said = run("chart", str(neon), "--keep-edits")
    assert said.exit_code == 0, said.stderr
    assert load_chart(path).tempo == by_hand


def test_a_grid_that_a_person_moved_off_the_music_is_not_called_fair(neon: Path, tmp_path: Path):
    fair = json.loads(run("lint", str(neon), "--listen", "--json").stdout)[0]["findings"]
    moved(tmp_path / "neon.rfu.json", 20_000)
    late = json.loads(run("lint", str(neon), "--listen", "--json").stdout)[0]["findings"]
    assert ("lateness" in {one["check"] for one in fair}, "lateness" in {one["check"] for one in late}) == (False, True)


@pytest.mark.parametrize("part", ["song", "energy", "drops"])
def test_any_change_is_seen_and_kept_beside(neon: Path, tmp_path: Path, part: str):
    path = tmp_path / "neon.rfu.json"
    words = json.loads(path.read_text(encoding="utf-8"))
    changed(path, **{part: {**words["song"], "title": "Other"} if part == "song" else []})
    mine = path.read_bytes()
    assert "neon.rfu.json.edited-1" in run("chart", str(neon)).stderr
    assert (tmp_path / "neon.rfu.json.edited-1").read_bytes() == mine


def test_a_chart_that_nobody_touched_leaves_nothing_beside_it(neon: Path, tmp_path: Path):
    for words in (("--seed", "3"), ("--bpm", "125"), ("--keep-edits",), ()):
        assert "edited" not in run("chart", str(neon), *words).stderr
    assert not list(tmp_path.glob("*.edited-*"))


def test_a_seed_once_chosen_is_kept_and_options_can_be_forgotten(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    path = tmp_path / "neon.rfu.json"
    run("chart", str(song), "--seed", "7", "--bpm", "125")
    dance = load_chart(path).levels
    edited(song)
    run("chart", str(song), "--keep-edits")
    assert (load_chart(path).generator.seed, extra_event_is_there(path)) == (7, True)
    assert load_chart(path).levels[0] == dance[0]
    assert run("chart", str(song), "--keep-edits", "--level-shift", "2").exit_code == 2
    said = run("chart", str(song), "--keep-edits", "--forget-options", "--level-shift", "2")
    assert said.exit_code == 0, said.stderr
    assert (extra_at(path), load_chart(path).generator.seed != 7) == (True, True)


def extra_at(path: Path) -> bool:
    """Whether the event that was put in stands where it stood, on whatever grid."""
    hard = load_chart(path).level(Level.HARD)
    assert hard
    return any(abs(event.at - 3_420_000) < 30_000 for event in hard.events)


def test_changes_on_a_level_that_is_left_out_are_not_lost(neon: Path):
    path = edited(neon)
    said = run("chart", str(neon), "--keep-edits", "--level", "easy")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "a person has changed hard" in said.stderr
    assert extra_event_is_there(path)


def test_whoever_charts_a_file_loses_no_changes_either_and_does_not_wait_for_that(neon: Path):
    path = edited(neon)
    before, stages = path.read_bytes(), []
    with pytest.raises(ChartError, match="a person has changed hard"):
        chart_file(neon, path, Request(levels=(Level.EASY,)), lambda stage, _: stages.append(stage), keep_edits=True)
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


def test_a_tempo_said_now_is_not_multiplied_by_the_factor_of_before(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    assert json.loads(run("chart", str(song), "--level-shift", "2", "--json").stdout)["bpm"] == pytest.approx(
        250, abs=0.1
    )
    said = run("chart", str(song), "--keep-edits", "--bpm", "125", "--json")
    assert json.loads(said.stdout)["bpm"] == 125.0
    said = run("chart", str(song), "--keep-edits", "--range", "100:150", "--level-shift", "2", "--json")
    assert json.loads(said.stdout)["bpm"] == pytest.approx(250, abs=0.1), "the range replaces the tempo of before"


def test_a_shift_of_before_is_undone_by_typing_none(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song), "--level-shift", "1/2", "--shift-beats", "1")
    for words, left in ((("--level-shift", "1"), {"shift_beats": "1.0"}), (("--shift-beats", "0"), {})):
        said = run("chart", str(song), "--keep-edits", *words)
        assert said.exit_code == 0, said.stderr
        params = load_chart(tmp_path / "neon.rfu.json").generator.params
        assert {name: params[name] for name in ("level_shift", "shift_beats") if name in params} == left


@pytest.mark.parametrize(("name", "value"), [("range_bpm", "180:90"), ("level_shift", "0")])
def test_a_chart_that_asks_for_what_no_song_has_is_refused_in_one_line(neon: Path, name: str, value: str):
    path = edited(neon)
    made_by = json.loads(path.read_text())["generator"]
    changed(path, generator={**made_by, "params": {**made_by["params"], name: value}})
    for words in (("chart", str(neon), "--keep-edits"), ("lint", str(neon), "--listen"), ("report", str(neon))):
        said = run(*words)
        assert (said.exit_code, said.stderr.count("\n")) == (2, 1), said.stderr
        assert "neon.rfu.json: its generator.params say --" in said.stderr
    assert run("chart", str(neon), "--keep-edits", "--forget-options").exit_code == 0
    assert extra_event_is_there(path)


def test_a_batch_tells_of_such_a_chart_and_goes_on(tmp_path: Path):
    songs = [house_file(tmp_path / name) for name in ("a.flac", "b.flac")]
    run("chart", str(songs[0]))
    path = tmp_path / "a.rfu.json"
    made_by = json.loads(path.read_text())["generator"]
    changed(path, generator={**made_by, "params": {**made_by["params"], "range_bpm": "180:90"}})
    said = run("batch", str(tmp_path), "--jobs", "1", "--json")
    told = json.loads(said.stdout)
    assert (said.exit_code, told["charted"], told["refused"], told["broken"]) == (1, 1, 1, 0)
