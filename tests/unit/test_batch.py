"""Many songs: all cores, taken up again, and no bad song stops the rest."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import distributed
import numpy as np
import psutil
import pytest
from typer.testing import CliRunner

from rhythm_fu.analysis.batch import Order, Outcome, Plan, Status, orders_in, pool
from rhythm_fu.analysis.batch.cluster import _lost
from rhythm_fu.analysis.batch.plan import JOURNAL
from rhythm_fu.analysis.batch.pool import Charter, run_here
from rhythm_fu.chart.lint import findings
from rhythm_fu.chart.model import Kind, Level, LevelChart
from rhythm_fu.cli.app import app
from rhythm_fu.errors import LibraryError
from rhythm_fu.library import MARK, load_chart, save_chart
from rhythm_fu.sound import write_wav
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick
from tests.unit.songs_made import RATE, house, house_file
from tests.unit.sounds import write

ROOT = Path(__file__).resolve().parents[2]

ACTOR = """
import json, os, sys, time
from pathlib import Path
for line in sys.stdin:
    words = json.loads(line)
    name = Path(words["song"]).stem
    if name.startswith("crash"):
        os._exit(9)
    if name.startswith("hang"):
        time.sleep(60)
    if name.startswith("babble"):
        words = {"babble1": "{}", "babble2": "[]", "babble3": '{"status": "charted", "mood": 1}'}
        print(words.get(name, "no JSON at all"), flush=True)
        continue
    if name.startswith("shut"):
        end = {"status": "refused", "reason": name[4:], "problem": name + ": not now"}
    elif name.startswith("bad"):
        end = {"status": "refused", "reason": "too-short", "problem": name + ": 1.0 s long"}
    else:
        Path(words["out"]).parent.mkdir(parents=True, exist_ok=True)
        Path(words["out"]).write_text("a chart")
        end = {"status": "charted", "bpm": 120.0, "confidence": 0.9}
    if name.startswith("odd"):
        end |= {"findings": 3, "serious": ["it falls short of its music in lateness (hard)"]}
    if name.startswith("cut"):
        end["warnings"] = ["it may be cut off"]
    print(json.dumps(words | end), flush=True)
"""
"""Plays the worker: charts at once, and crashes, hangs or babbles on songs of that name; `shut...` ones are refused for
the reason in their name.
"""


@pytest.fixture
def acted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "worker_command", lambda: [sys.executable, "-c", ACTOR])
    monkeypatch.setattr(pool, "PATIENCE_S", 5.0)


def a_folder(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound of " + name.encode())
    return folder


def batch(*words: str) -> tuple[int, dict[str, object]]:
    said = CliRunner().invoke(app, ["batch", *words, "--json"])
    return said.exit_code, json.loads(said.stdout)


def test_only_previews_and_films_of_ours_are_no_songs_whatever_they_are_called(tmp_path: Path):
    sound = np.zeros((800, 1), dtype=np.float32)
    for name, comment in (
        ("mine.wav", ""),
        ("with-clicks.wav", MARK),
        ("neon.clicks.wav", MARK),
        ("song.clicks.wav", ""),
    ):
        write_wav(tmp_path / name, sound, 8_000, comment)
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(20_000) + MARK.encode())
    (tmp_path / "video.mp4").write_bytes(b"\0\0\0\x20ftypisom" + bytes(20_000))
    assert [Path(order.song).name for order in orders_in(tmp_path)] == ["mine.wav", "song.clicks.wav", "video.mp4"]


def test_every_song_is_found_once_and_nothing_else(tmp_path: Path):
    a_folder(tmp_path, "b.mp3", "a.OGG", "sub/c.flac", "notes.txt", ".hidden.mp3", ".git/x.mp3")
    found = [Path(order.song).relative_to(tmp_path).as_posix() for order in orders_in(tmp_path)]
    assert found == ["a.OGG", "b.mp3", "sub/c.flac"]


def test_songs_of_one_name_do_not_share_a_chart(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "a.wav", "b.mp3")
    charts = [Path(order.out).name for order in orders_in(tmp_path)]
    assert charts == ["a.mp3.rfu.json", "a.wav.rfu.json", "b.rfu.json"]


def edited(path: Path, title: str) -> bytes:
    """A chart with a title that a person gave it."""
    chart = load_chart(path)
    save_chart(path, replace(chart, song=replace(chart.song, title=title)))
    return path.read_bytes()


@pytest.mark.parametrize("out", [None, "charts"])
def test_a_chart_that_a_person_changed_stays_in_effect_when_a_song_of_the_same_stem_comes(
    tmp_path: Path, out: str | None
):
    songs, charts = tmp_path / "songs", tmp_path / (out or "songs")
    songs.mkdir()
    words = (str(songs), *(("--out", str(charts)) if out else ()))
    first = house_file(songs / "neon.flac", bars=8)
    batch(*words)
    edited(charts / "neon.rfu.json", "Mine")
    write_wav(songs / "neon.wav", house(bars=8, bpm=140), RATE)
    for tried in (1, 0):
        assert batch(*words)[1]["tried_now"] == tried
    assert {path.name for path in charts.glob("*.json")} == {"neon.rfu.json", "neon.wav.rfu.json"}
    assert load_chart(charts / "neon.rfu.json").song.title == "Mine"
    first.unlink()
    assert Path(orders_in(songs, charts)[0].out).name == "neon.wav.rfu.json"


def test_a_chart_that_cannot_be_read_is_not_left_behind_when_a_song_of_the_same_stem_comes(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "a.wav")
    (tmp_path / "a.rfu.json").write_text("garbage")
    assert [Path(order.out).name for order in orders_in(tmp_path)] == ["a.rfu.json", "a.wav.rfu.json"]


def test_no_two_songs_share_a_chart_however_they_are_called(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "a.wav", "a.mp3.ogg", "a.mp3.ogg.wav", "b/a.mp3", "b/a.mp3.ogg")
    for _ in range(2):
        charts = [order.out for order in orders_in(tmp_path)]
        assert len(set(charts)) == len(charts)
        for chart in charts:
            Path(chart).touch()


def test_charts_can_go_into_a_tree_of_their_own(tmp_path: Path):
    a_folder(tmp_path / "in", "x/a.mp3")
    assert orders_in(tmp_path / "in", tmp_path / "out")[0].out == str(tmp_path / "out" / "x" / "a.rfu.json")


@pytest.mark.usefixtures("acted")
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_no_bad_song_stops_the_rest(tmp_path: Path, jobs: str):
    good = [f"good{number}.mp3" for number in range(6)]
    babble = [f"babble{number}.mp3" for number in range(4)]
    a_folder(tmp_path, *good, "bad.mp3", "crash1.mp3", "crash2.mp3", "hang.mp3", *babble)
    code, told = batch(str(tmp_path), "--jobs", jobs)
    assert (code, told["charted"], told["refused"], told["broken"]) == (1, 6, 1, 7)
    assert told["reasons"] == {"too-short": 1, "crashed": 6, "hung": 1}


@pytest.mark.usefixtures("acted")
def test_it_goes_on_where_it_stopped(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "b.mp3", "bad.mp3", "crash.mp3")
    batch(str(tmp_path))
    a_folder(tmp_path, "new.mp3")
    (tmp_path / "b.rfu.json").unlink()
    code, told = batch(str(tmp_path))
    assert told["tried_now"] == 3, "the new one, the one whose chart is gone, the one that broke"
    assert (code, told["charted"], told["refused"], told["broken"]) == (1, 3, 1, 1)
    assert batch(str(tmp_path), "--anew")[1]["tried_now"] == 5


@pytest.mark.usefixtures("acted")
def test_only_what_a_file_holds_keeps_it_refused(tmp_path: Path):
    passing = ("no-permission", "library", "chart", "decoder-hung", "out-of-memory", "unreadable", "not-a-file")
    a_folder(tmp_path, *(f"shut{reason}.mp3" for reason in (*passing, "truncated", "analysis", "rate")))
    batch(str(tmp_path))
    code, told = batch(str(tmp_path))
    assert (code, told["tried_now"], told["refused"]) == (1, len(passing), 10)


@pytest.mark.usefixtures("acted")
def test_a_song_that_was_refused_is_tried_again_when_a_chart_appears_or_goes(tmp_path: Path):
    a_folder(tmp_path, "bad.mp3")
    chart = tmp_path / "bad.rfu.json"
    for change in (lambda: None, lambda: chart.write_text("made with --bpm"), chart.unlink):
        change()
        assert [batch(str(tmp_path))[1]["tried_now"] for _ in range(2)] == [1, 0]


def test_a_song_whose_chart_was_made_by_hand_is_no_longer_refused(tmp_path: Path):
    song, chart = house_file(tmp_path / "neon.flac", bars=8), tmp_path / "neon.rfu.json"
    chart.mkdir()
    assert batch(str(tmp_path))[1]["refused"] == 1
    chart.rmdir()
    assert CliRunner().invoke(app, ["chart", str(song)]).exit_code == 0
    code, told = batch(str(tmp_path))
    assert (code, told["charted"], told["refused"]) == (0, 1, 0)


@pytest.mark.usefixtures("acted")
def test_what_is_doubted_of_a_file_is_told_again_until_the_file_is_another(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "cut.mp3")
    song = str(tmp_path / "cut.mp3")
    for tried in (2, 0):
        _, told = batch(str(tmp_path))
        assert (told["tried_now"], told["doubts"]) == (tried, {song: ["it may be cut off"]})
    assert "doubtful  cut.mp3: it may be cut off" in CliRunner().invoke(app, ["batch", str(tmp_path)]).stdout
    (tmp_path / "cut.mp3").rename(tmp_path / "whole.mp3")
    assert batch(str(tmp_path))[1]["doubts"] == {}


@pytest.mark.usefixtures("acted")
def test_findings_are_counted_and_what_spoils_a_chart_is_told_again_each_time(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "odd1.mp3", "odd2.mp3")
    odd = [str(tmp_path / f"odd{number}.mp3") for number in (1, 2)]
    for tried in (3, 0):
        _, told = batch(str(tmp_path))
        assert (told["tried_now"], told["findings"]) == (tried, dict.fromkeys(odd, 3))
        assert told["serious"] == {song: ["it falls short of its music in lateness (hard)"] for song in odd}
    said = CliRunner().invoke(app, ["batch", str(tmp_path)]).stdout
    assert "serious  odd1.mp3: it falls short of its music in lateness (hard)" in said
    assert "findings: 6 in 2 charts" in said
    assert "a.mp3" not in said


def test_a_batch_finds_what_lint_finds(tmp_path: Path):
    """One chart beside its music by an option that is kept, one unfair by a person's hand, one good."""
    late, unfair, _ = (house_file(tmp_path / f"{name}.flac", bars=8) for name in ("late", "unfair", "good"))
    for words in ((str(late), "--first-beat", "0.2"), (str(unfair),)):
        CliRunner().invoke(app, ["chart", *words])
    chart = load_chart(tmp_path / "unfair.rfu.json")
    levels = tuple(crowded(level) if level.level is Level.HARD else level for level in chart.levels)
    save_chart(tmp_path / "unfair.rfu.json", replace(chart, levels=levels))
    code, told = batch(str(tmp_path))
    lines = cast("dict[str, list[str]]", told["serious"])
    assert (code, set(lines)) == (0, {str(late), str(unfair)})
    assert lines[str(unfair)][0].startswith("error: hard at ")
    assert lines[str(late)][0].startswith("it falls short of its music in onset support")
    for song in (late, unfair):
        listened = CliRunner().invoke(app, ["lint", str(song), "--listen", "--json"])
        found = json.loads(listened.stdout)[0]["findings"]
        assert cast("dict[str, int]", told["findings"])[str(song)] == len(found)


def test_a_chart_that_a_person_made_unfair_is_told_and_one_mended_no_longer(tmp_path: Path):
    song, chart = house_file(tmp_path / "neon.flac", bars=8), tmp_path / "neon.rfu.json"
    assert batch(str(tmp_path))[1]["serious"] == {}
    fair = load_chart(chart)
    levels = tuple(crowded(level) if level.level is Level.HARD else level for level in fair.levels)
    save_chart(chart, replace(fair, levels=levels))
    _, told = batch(str(tmp_path))
    lines = cast("dict[str, list[str]]", told["serious"])
    assert (told["tried_now"], list(lines)) == (0, [str(song)])
    assert lines[str(song)][0].startswith("error: hard at ")
    assert cast("dict[str, int]", told["findings"])[str(song)] == len(findings(load_chart(chart)))
    save_chart(chart, fair)
    assert batch(str(tmp_path))[1]["serious"] == {}


def crowded(level: LevelChart) -> LevelChart:
    """A level with a takedown that nobody has time for, put in by a person."""
    after = next(event for event in level.events if event.kind is Kind.TAKEDOWN)
    extra = replace(after, tick=Tick(after.tick + TICKS_PER_BEAT // 16), at=SongTime(after.at + 30_000))
    return replace(level, events=tuple(sorted((*level.events, extra), key=lambda event: event.tick)))


@pytest.mark.usefixtures("acted")
def test_a_journal_that_says_nothing_of_doubts_is_read(tmp_path: Path):
    a_folder(tmp_path, "a.mp3")
    batch(str(tmp_path))
    journal = tmp_path / JOURNAL
    journal.write_text(
        journal.read_text().replace(', "warnings": [], "serious": []', "").replace(', "findings": 0', "")
    )
    assert batch(str(tmp_path))[1]["tried_now"] == 0


def test_a_damaged_chart_is_no_chart_and_is_put_aside(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac", bars=8)
    assert batch(str(tmp_path))[0] == 0
    chart = tmp_path / "neon.rfu.json"
    whole = chart.read_bytes()
    chart.write_text("garbage")
    code, told = batch(str(tmp_path))
    assert (code, told["tried_now"], chart.read_bytes()) == (0, 1, whole)
    assert (tmp_path / "neon.rfu.json.edited-1").read_text() == "garbage"
    assert "it is kept as neon.rfu.json.edited-1" in told["doubts"][str(song)][-1]


def test_a_folder_that_the_disk_will_not_list_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    house_file(tmp_path / "neon.flac", bars=8)
    real = os.walk

    def walk(place: Path, onerror: Callable[[OSError], None]) -> Generator[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(13, "Permission denied", str(tmp_path / "locked")))
        yield from real(place)

    monkeypatch.setattr("rhythm_fu.analysis.batch.plan.os.walk", walk)
    code, told = batch(str(tmp_path))
    assert (code, told["charted"]) == (1, 1)
    assert told["unread_folders"] == [f"{tmp_path / 'locked'}: permission denied"]


def test_workers_that_lack_the_game_are_told_so_by_song():
    missing = ModuleNotFoundError("No module named 'rhythm_fu'", name="rhythm_fu")
    wrapped = RuntimeError("Error during deserialization of the task graph.")
    wrapped.__cause__ = missing
    for fault in (missing, wrapped):
        end = _lost(Order("/music/neon.flac", "/music/neon.rfu.json"), fault)
        assert (end.status, end.reason) == (Status.BROKEN, "worker")
        assert end.problem.startswith("neon.flac: the worker lacks rhythm_fu; install")
    assert _lost(Order("/music/neon.flac", ""), None).problem == "neon.flac: the worker that charted it was lost"


@pytest.mark.usefixtures("acted")
def test_a_song_that_changed_is_charted_again(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "bad.mp3")
    batch(str(tmp_path))
    assert batch(str(tmp_path))[1]["tried_now"] == 0
    (tmp_path / "bad.mp3").write_bytes(b"a better download")
    assert batch(str(tmp_path))[1]["tried_now"] == 1


@pytest.mark.usefixtures("acted")
def test_a_journal_that_was_cut_costs_only_its_last_line(tmp_path: Path):
    a_folder(tmp_path, "a.mp3", "b.mp3", "c.mp3")
    batch(str(tmp_path), "--jobs", "1")
    journal = tmp_path / JOURNAL
    journal.write_bytes(journal.read_bytes()[:-30] + b"\xff\n[1]\n{}\nnull\n" + b"[" * 200_000 + b"\n")
    assert batch(str(tmp_path))[1]["tried_now"] == 1


@pytest.mark.usefixtures("acted")
@pytest.mark.parametrize("torn", ["", '{"song": "/a.mp3', "\0\0\0"])
def test_a_torn_line_of_the_journal_does_not_swallow_the_next(tmp_path: Path, torn: str):
    a_folder(tmp_path, "a.mp3")
    (tmp_path / JOURNAL).write_text(torn)
    assert [batch(str(tmp_path))[1]["tried_now"] for _ in range(2)] == [1, 0]


@pytest.mark.usefixtures("acted")
@pytest.mark.skipif(os.name == "nt", reason="links only for the few")
def test_a_link_to_a_folder_elsewhere_is_told_and_not_followed(tmp_path: Path):
    a_folder(tmp_path / "disk", "b.mp3")
    music = a_folder(tmp_path / "music", "a.mp3", "sub/c.mp3")
    (music / "again").symlink_to(music / "sub")
    (music / "round").symlink_to(music)
    assert batch(str(music))[0] == 0, "these lead nowhere that is not searched"
    (music / "more").symlink_to(tmp_path / "disk")
    code, told = batch(str(music))
    assert (code, told["songs"]) == (1, 2)
    assert told["unread_folders"] == [
        f"{music / 'more'}: a link to a folder elsewhere; give it to `rhythm-fu batch` itself"
    ]
    assert batch(str(music / "more"))[1]["charted"] == 1


@pytest.mark.usefixtures("acted")
def test_all_well_is_exit_0_and_an_empty_folder_too(tmp_path: Path):
    assert batch(str(tmp_path))[0] == 0
    a_folder(tmp_path, "a.mp3")
    code, told = batch(str(tmp_path))
    assert (code, told["songs"], told["charted"]) == (0, 1, 1)


@pytest.mark.usefixtures("acted")
def test_leaving_early_ends_the_processes(tmp_path: Path):
    orders = [Order(str(tmp_path / f"{name}.mp3"), str(tmp_path / f"{name}.json")) for name in ("a", "hang1", "hang2")]
    with closing(cast("Generator[Outcome, None, None]", run_here(orders, jobs=3))) as outcomes:
        assert next(outcomes).status is Status.CHARTED


@pytest.fixture
def ctrl_c_counts() -> Generator[None]:
    """Who runs the tests in the background of a shell has Ctrl-C ignored, and so would what is started here."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_counts")
@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_ctrl_c_stops_everything_and_leaves_whole_charts_only(tmp_path: Path):
    for number in range(4):
        house_file(tmp_path / f"{number}.flac")
    process = subprocess.Popen(
        [sys.executable, "-m", "rhythm_fu", "batch", str(tmp_path), "--jobs", "2"], cwd=ROOT, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    while not list(tmp_path.glob("*.rfu.json")):
        assert process.poll() is None
        time.sleep(0.02)
    below = psutil.Process(process.pid).children(recursive=True)
    assert below
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told.strip().splitlines()[-1]) == (130, "rhythm-fu: interrupted")
    assert psutil.wait_procs(below, timeout=10)[1] == []
    for path in tmp_path.glob("*.rfu.json"):
        load_chart(path)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".rfu-")]


def test_whatever_happens_to_a_song_the_others_get_their_turn(monkeypatch: pytest.MonkeyPatch):
    def chart(charter: Charter, order: Order) -> Outcome:
        if order.song == "/huge.mp3":
            raise MemoryError("no room")
        return Outcome(order.song, order.out, Status.CHARTED)

    monkeypatch.setattr(Charter, "chart", chart)
    ends = {end.song: end for end in run_here([Order("/huge.mp3", "/x"), Order("/a.mp3", "/y")], jobs=1)}
    assert (ends["/huge.mp3"].status, ends["/huge.mp3"].problem) == (Status.BROKEN, "MemoryError: no room")
    assert ends["/a.mp3"].status is Status.CHARTED


@pytest.mark.usefixtures("acted")
def test_a_process_that_died_is_started_again():
    charter = Charter()
    try:
        assert charter.chart(Order("/crash.mp3", "/x")).reason == "crashed"
        assert charter.chart(Order("/bad.mp3", "/x")).reason == "too-short"
    finally:
        charter.close()


def test_what_is_no_folder_is_refused(tmp_path: Path):
    with pytest.raises(LibraryError, match="no such folder"):
        Plan.of(tmp_path / "none")
    a_folder(tmp_path, "a.mp3")
    said = CliRunner().invoke(app, ["batch", str(tmp_path / "a.mp3")])
    assert (said.exit_code, said.stdout) == (2, "")


def test_outcomes_travel_as_json():
    doubts, spoilt = ("it may be cut off", "clipped"), ("error: hard at 0:01.000: unfair",)
    end = Outcome(
        "/a", "/b", Status.CHARTED, bpm=174.0, confidence=0.25, drops=2, seconds=1.5, warnings=doubts, findings=4,
        serious=spoilt,
    )  # fmt: skip
    assert Outcome.from_json(json.loads(json.dumps(end.to_json()))) == end


def real_songs(folder: Path) -> Path:
    house_file(folder / "one.flac")
    without_end_mark(folder / "two.ogg")
    (folder / "bad.mp3").write_text("no music")
    return folder


def without_end_mark(path: Path) -> None:
    """A song as a download that broke off near its end leaves it."""
    write(path, house(bpm=128), RATE, format="OGG", subtype="VORBIS")
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"OggS")])


def check_real(told: dict[str, object], folder: Path) -> None:
    assert (told["charted"], told["refused"], told["broken"]) == (2, 1, 0), told
    assert told["reasons"] == {"unknown-format": 1}
    assert {path.name for path in folder.glob("*.rfu.json")} == {"one.rfu.json", "two.rfu.json"}
    (song, doubts), *others = cast("dict[str, list[str]]", told["doubts"]).items()
    assert (Path(song).name, others) == ("two.ogg", [])
    assert "cut off" in doubts[0]


def test_real_songs_on_two_cores(tmp_path: Path):
    code, told = batch(str(real_songs(tmp_path)), "--jobs", "2")
    assert code == 1
    check_real(told, tmp_path)


def test_real_songs_on_a_cluster_of_two(tmp_path: Path):
    """Two worker processes of a local Dask cluster, by the scheduler's address as on a real one."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, env={"PYTHONPATH": str(ROOT)}
    ) as cluster:
        code, told = batch(str(real_songs(tmp_path)), "--scheduler", cluster.scheduler_address)
    assert code == 1
    check_real(told, tmp_path)


def test_no_scheduler_at_the_address_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real: Callable[..., object] = distributed.Client

    def impatient(address: str, timeout: str, **more: object) -> object:
        return real(address, timeout="1s", **more)

    monkeypatch.setattr(distributed, "Client", impatient)
    a_folder(tmp_path, "a.mp3")
    said = CliRunner().invoke(app, ["batch", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"])
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert "dask scheduler" in said.stderr
