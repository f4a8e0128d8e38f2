"""`rhythm-fu chart` and what goes with it, from a song on disk to files on disk."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner, Result

from rhythm_fu.chart import Level
from rhythm_fu.chart.lint import Finding, Severity
from rhythm_fu.cli.app import app
from rhythm_fu.library import load_chart, locked, save_chart
from rhythm_fu.sound import write_flac
from tests.unit.chart_samples import a_song, takedown
from tests.unit.songs_made import RATE as HOUSE_RATE
from tests.unit.songs_made import house, house_file
from tests.unit.sounds import RATE, clicks, wav, write

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("RHYTHM_FU_HOME", str(place))
    return place


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A song charted by the command, and what it said."""
    song = house_file(tmp_path_factory.mktemp("charted") / "neon.flac")
    return song, run("chart", str(song), "--json")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def contents(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_where_no_beat_is_heard_the_chart_says_that_nothing_was_checked(tmp_path: Path):
    """Half a minute of a held chord after the music."""
    t = np.arange(30 * HOUSE_RATE) / HOUSE_RATE
    chord = 0.05 * (np.sin(2 * np.pi * 220 * t) + np.sin(2 * np.pi * 277 * t)) * np.minimum(1.0, t / 4.0)
    song = tmp_path / "held.flac"
    write_flac(song, np.concatenate((house(), np.repeat(chord[:, None], 2, axis=1).astype(np.float32))), HOUSE_RATE)
    said = run("chart", str(song), "--json")
    assert said.exit_code == 0, said.output
    assert "no beat is heard from 0:3" in " ".join(said.stderr.split())
    facts = json.loads(said.stdout)
    assert facts["confidence"]["constant"] < 0.9
    assert [doubt["to_s"] for doubt in facts["doubts"]] == [pytest.approx(60.7, abs=1.0)]


def test_a_song_becomes_a_chart_beside_it(charted: tuple[Path, Result]):
    song, said = charted
    assert said.exit_code == 0, said.output
    facts = json.loads(said.stdout)
    assert facts["bpm"] == pytest.approx(125, abs=0.1)
    assert abs((facts["first_beat_s"] + 0.24) % 0.48 - 0.24) < 0.02, "on the beat, not between two"
    assert [one["level"] for one in facts["levels"]] == [level.value for level in Level]
    chart = load_chart(song.with_name("neon.rfu.json"))
    assert chart.audio.file == "neon.flac"
    assert {path.name for path in song.parent.iterdir()} >= {"neon.flac", "neon.rfu.json"}


def test_the_summary_says_tempo_sureness_levels_and_what_next(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path))
    for word in ("BPM, 4/4", "first beat", "how sure", "Levels", "master"):
        assert word in said.stdout
    assert (tmp_path / "neon.rfu.json").is_file()
    assert "rhythm-fu preview" not in said.stdout, "nothing would be found there"
    assert "copy neon.flac beside it" in said.stderr


def test_what_next_names_the_chart_that_was_written(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    for words, named in (((), song), (("--out", str(tmp_path / "b.rfu.json")), tmp_path / "b.rfu.json")):
        assert f"rhythm-fu preview {named}\n" in run("chart", str(song), *words).stdout


def test_the_same_song_gives_the_same_bytes(charted: tuple[Path, Result], tmp_path: Path):
    run("chart", str(charted[0]), "--out", str(tmp_path / "again.json"))
    assert (tmp_path / "again.json").read_bytes() == charted[0].with_name("neon.rfu.json").read_bytes()


def test_only_the_levels_asked_for(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--level", "hard", "--level", "easy", "--json")
    assert [one["level"] for one in json.loads(said.stdout)["levels"]] == ["easy", "hard"]


def test_a_given_tempo_is_not_multiplied(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    for words in (("--bpm", "125"), ("--keep-edits",)):
        said = run("chart", str(song), *words, "--level-shift", "2")
        assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
        assert "but --bpm gave one" in said.stderr
        assert run("chart", str(song), "--bpm", "125").exit_code == 0


def test_a_level_can_be_given_as_an_exact_ratio(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    assert json.loads(run("chart", str(song), "--level-shift", "2/3", "--json").stdout)["bpm"] == pytest.approx(
        2 / 3 * 125, abs=0.05
    )
    chart = load_chart(tmp_path / "neon.rfu.json")
    assert float(chart.generator.params["level_shift"]) == 2 / 3


def test_what_was_given_and_turns_the_tempo_is_told(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    assert "what was given changes the tempo" in run("chart", str(song), "--range", "150:200").stdout


def test_a_report_answers_programs_too_and_a_copy_has_its_own(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song), "--out", str(tmp_path / "copy.rfu.json"))
    facts = json.loads(run("report", str(tmp_path / "copy.rfu.json"), "--json").stdout)
    assert facts["report"] == str(tmp_path / "copy.report.html")
    assert {one["name"] for one in facts["metrics"]} >= {"onset support", "lateness"}
    assert not (tmp_path / "neon.report.html").exists()


def test_a_folder_is_not_called_missing(tmp_path: Path):
    assert "a folder, not a song" in run("report", str(tmp_path)).stderr
    (tmp_path / "passwd").write_text("root")
    assert "passwd: has no chart yet" in run("lint", str(tmp_path / "passwd")).stderr


def test_many_findings_are_a_few_lines_and_a_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    many = tuple(Finding("doubled", Severity.WARNING, f"hard at {n}", "odd", "look") for n in range(58))
    kinds = tuple(Finding(f"kind{n}", Severity.WARNING, "hard", "odd", "look") for n in range(6))
    worst = Finding("double", Severity.ERROR, "easy at 4", "unfair", "move it")
    monkeypatch.setattr("rhythm_fu.analysis.chart_file.findings", lambda _: (*many, *kinds, worst))
    said = run("chart", str(house_file(tmp_path / "neon.flac")))
    lines = [line for line in said.stderr.splitlines() if "falls short" not in line]
    assert "unfair" in lines[0]
    assert lines[2] == "warning: and 57 more like it, in hard [doubled]"
    assert lines[5].startswith("and 4 more: rhythm-fu lint ")
    assert len(lines) == 6


def test_where_a_chart_falls_short_of_its_music_is_told_when_it_is_made(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    said = run("chart", str(song), "--first-beat", "0.2", "--json")
    assert "it falls short of its music in " in said.stderr
    listened = json.loads(run("lint", str(song), "--listen", "--json").stdout)[0]["findings"]
    told = json.loads(said.stdout)["findings"]
    assert [one.rpartition("[")[2][:-1] for one in told] == [one["check"] for one in listened]


def test_a_reading_that_nothing_speaks_for_is_not_shown(tmp_path: Path):
    said = run("chart", str(house_file(tmp_path / "neon.flac")))
    assert said.exit_code == 0
    assert " 0%" not in said.stdout
    assert "--shift-beats 0.5" in said.stdout, "the usual slips are named whatever the ear holds"


BAD: dict[str, Callable[[Path], object]] = {
    "nowhere": lambda path: path.name,
    "a folder": lambda path: path.mkdir(),
    "empty": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("la la"),
    "a second": lambda path: wav(path, clicks(1.0)),
    "silence": lambda path: wav(path, np.zeros((8 * RATE, 1), np.float32)),
}


@pytest.mark.parametrize("command", ["chart", "preview"])
@pytest.mark.parametrize("case", BAD)
def test_a_bad_song_is_one_line_exit_2_and_nothing_written(tmp_path: Path, command: str, case: str):
    BAD[case](tmp_path / "song.wav")
    before = contents(tmp_path)
    said = run(command, str(tmp_path / "song.wav"))
    assert (said.exit_code, said.stdout) == (2, ""), said.output
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stderr.startswith("rhythm-fu: ")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("words", [
    ("--meter", "3"), ("--meter", "0/4"), ("--meter", "4/5"), ("--range", "140:100"), ("--range", "fast"),
    ("--range", "nan:5"), ("--bpm", "5"), ("--bpm", "x"), ("--level", "deadly"), ("--seed", "-1"), ("--no-such",),
    ("--level-shift", "0"), ("--level-shift", "nan"), ("--level-shift", "2/0"), ("--level-shift", "2/x"),
    ("--level-shift", "9/2"), ("--shift-beats", "nan"), ("--shift-beats", "17"),
    ("--bpm", "nan"), ("--bpm", "0"), ("--bpm", "1e9"), ("--bpm", "19.9"), ("--bpm", "401"), ("--bpm", "-128"),
    ("--offset", "nan"),
    ("--offset", "-1e9"), ("--offset", "inf"), ("--first-beat", "inf"), ("--first-beat", "soon"),
    ("--range", "500:600"), ("--range", "1:5"), ("--range", "100:inf"),
    ("--range", "0:100"), ("--meter", "17/4"),
])  # fmt: skip
def test_a_bad_option_is_told_and_nothing_written(tmp_path: Path, words: tuple[str, ...]):
    wav(tmp_path / "song.wav")
    said = run("chart", str(tmp_path / "song.wav"), *words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert words[0] in said.stderr
    assert said.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["song.wav"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    (tmp_path / "wall").write_text("")
    said = run("chart", str(song), "--out", str(tmp_path / "wall" / "x.rfu.json"))
    assert said.exit_code == 2
    assert said.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="signals differ there")
def test_ctrl_c_at_any_moment_leaves_nothing_half_done(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    for wait in (0.15, 0.5, 0.9, 1.5, 2.2):
        process = subprocess.Popen(
            [sys.executable, "-m", "rhythm_fu", "chart", str(song)], cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
        assert process.returncode in {130, 0, -signal.SIGINT}, told
        assert "Traceback" not in told or "cli/app.py" not in told, "from our first line on it is one line"
        names = {path.name for path in tmp_path.iterdir()}
        if names == {"neon.flac"}:
            assert process.returncode
            continue
        assert names == {"neon.flac", "neon.rfu.json"}, "after the chart was written, the signal only ends the program"
        load_chart(tmp_path / "neon.rfu.json").level(Level.HARD)
        (tmp_path / "neon.rfu.json").unlink()


def test_the_preview_puts_a_click_on_every_beat(charted: tuple[Path, Result], tmp_path: Path):
    said = run("preview", str(charted[0]), "--out", str(tmp_path / "a.wav"), "--json")
    assert said.exit_code == 0, said.output
    assert sum(json.loads(said.stdout)["clicks"].values()) >= 60
    assert (tmp_path / "a.wav").read_bytes()[:4] == b"RIFF"


def test_a_preview_without_a_chart_charts_for_itself_only(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    said = run("preview", str(song))
    assert said.exit_code == 0, said.output
    assert "for the preview only" in said.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"neon.flac", "neon.clicks.wav"}


def test_a_preview_never_writes_over_the_song(tmp_path: Path):
    song = wav(tmp_path / "song.wav")
    before = song.read_bytes()
    assert run("preview", str(song), "--out", str(song)).exit_code == 2
    assert song.read_bytes() == before


def test_a_chart_of_another_recording_is_refused(tmp_path: Path):
    song = wav(tmp_path / "neon.wav")
    save_chart(tmp_path / "neon.rfu.json", a_song())
    said = run("preview", str(song))
    assert said.exit_code == 2
    assert "another recording" in said.stderr


def test_the_picture_and_the_page_are_made(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--plot", str(tmp_path / "a.png"))
    assert said.exit_code == 0, said.output
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    said = run("report", str(charted[0]), "--out", str(tmp_path / "a.html"))
    assert said.exit_code == 0, said.output
    assert "<html" in (tmp_path / "a.html").read_text()[:400]


def test_lint_finds_a_fair_chart_fair_and_an_unfair_one_unfair(tmp_path: Path):
    save_chart(tmp_path / "fair.rfu.json", a_song())
    said = run("lint", str(tmp_path / "fair.rfu.json"))
    assert (said.exit_code, said.stdout) == (0, "fair.rfu.json: fair\n")
    hard = a_song().level(Level.HARD)
    assert hard
    crowded = replace(hard, events=(*hard.events, takedown(6.0625)))
    save_chart(tmp_path / "unfair.rfu.json", replace(a_song(), levels=(crowded,)))
    said = run("lint", str(tmp_path / "unfair.rfu.json"), str(tmp_path / "fair.rfu.json"), "--json")
    assert said.exit_code == 1
    unfair, fair = json.loads(said.stdout)
    assert (unfair["errors"] > 0, fair["errors"]) == (True, 0)


def test_lint_can_listen_to_the_music_too(charted: tuple[Path, Result]):
    said = run("lint", str(charted[0]), "--listen", "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)[0]["errors"] == 0


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "rhythm-fu.chart", "version": [99, 0]}'])
def test_lint_of_what_is_no_chart(tmp_path: Path, content: str):
    path = tmp_path / "a.rfu.json"
    path.write_text(content)
    said = run("lint", str(path))
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith("rhythm-fu: a.rfu.json")


def test_a_batch_says_which_songs_may_be_cut_off(tmp_path: Path):
    whole = write(tmp_path / "whole.ogg", np.tile(house(), (3, 1)), RATE // 2)
    (tmp_path / "half.ogg").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    said = run("batch", str(tmp_path), "--jobs", "1")
    assert said.exit_code == 0, said.output
    assert "half.ogg: its last page is not marked as the last: it may be cut off" in said.stdout
    assert "whole.ogg:" not in said.stdout


@pytest.mark.parametrize("address", ["foo", "tcp://", "tcp://host", "tcp://host:port", "host:8786", "", "http://a:1"])
def test_an_address_that_is_none_is_refused_at_once(tmp_path: Path, address: str):
    wav(tmp_path / "song.wav")
    said = run("batch", str(tmp_path), "--scheduler", address)
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "tcp://host:8786" in said.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["song.wav"]


def test_a_batch_writes_into_a_folder(tmp_path: Path):
    song = wav(tmp_path / "song.wav")
    before = song.read_bytes()
    said = run("batch", str(tmp_path), "--out", str(song))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert (song.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, ["song.wav"])


def test_a_busy_folder_is_exit_3(tmp_path: Path):
    wav(tmp_path / "song.wav")
    with locked(tmp_path / ".rhythm-fu-batch.lock"):
        said = run("batch", str(tmp_path))
    assert said.exit_code == 3
    assert "another Rhythm Fu" in said.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be any bytes")
def test_a_name_that_is_no_text_makes_no_difference(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac").rename(os.fsdecode(os.fsencode(tmp_path) + b"/s\xff\xe9.flac"))
    for words in (("chart", str(song)), ("lint", str(song)), ("demo", str(song), "--level", "easy")):
        said = subprocess.run([sys.executable, "-m", "rhythm_fu", *words], cwd=ROOT, capture_output=True, check=False)
        assert (said.returncode, said.stderr) == (0, b"")


def test_a_sound_file_can_be_played_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is charted first, by a process of its own; with no display a bot fights."""
    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: False)
    monkeypatch.chdir(tmp_path)
    house_file(tmp_path / "-neon.flac")
    said = run("play", "--level", "easy", "--", "-neon.flac")
    assert said.exit_code == 0, said.output
    assert "listening to it first" in said.stderr
    assert "FLAWLESS" in said.stdout
    assert (tmp_path / "-neon.rfu.json").is_file()


def test_a_sound_file_that_cannot_be_charted_is_not_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("rhythm_fu.game.screen.has_display", lambda: False)
    wav(tmp_path / "short.wav", clicks(1.0))
    said = run("play", str(tmp_path / "short.wav"))
    assert (said.exit_code, said.stdout) == (2, "")


def test_a_song_without_a_beat_is_refused_by_its_own_name(tmp_path: Path):
    hiss = tmp_path / "hiss.wav"
    wav(hiss, np.random.default_rng(1).normal(0, 0.1, (RATE * 20, 2)).astype(np.float32))
    said = run("chart", str(hiss))
    assert said.exit_code == 2
    assert "hiss.wav: no steady beat found" in said.output
    assert [path.name for path in tmp_path.iterdir()] == ["hiss.wav"]


def test_a_range_that_nothing_keeps_is_refused(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path / "x.rfu.json"), "--range", "70:71")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "neon.flac: nothing keeps a tempo between 70 and 71 BPM" in said.stderr
    assert said.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_range_is_not_blamed_for_silence(tmp_path: Path):
    wav(tmp_path / "mute.wav", np.zeros((RATE * 20, 2), np.float32))
    said = run("chart", str(tmp_path / "mute.wav"), "--range", "100:140")
    assert said.exit_code == 2
    assert "mute.wav: silent throughout" in said.stderr


def test_a_range_is_obeyed_where_it_can_be(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--range", "60:65", "--json")
    assert json.loads(said.stdout)["bpm"] == pytest.approx(62.5, abs=0.05)


def test_a_shift_to_a_tempo_that_no_chart_holds_is_refused_by_the_songs_name(
    charted: tuple[Path, Result], tmp_path: Path
):
    out = tmp_path / "x.rfu.json"
    said = run("chart", str(charted[0]), "--out", str(out), "--range", "20:70", "--level-shift", "0.25")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "neon.flac: the beat would go at 15.6 BPM, a chart holds 20 to 999" in said.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("--offset", "900"), ("--first-beat", "31")])
def test_a_moment_after_the_song_is_refused_by_name(
    charted: tuple[Path, Result], tmp_path: Path, words: tuple[str, str]
):
    said = run("chart", str(charted[0]), "--out", str(tmp_path / "x.rfu.json"), *words)
    assert said.exit_code == 2
    assert f"neon.flac: {' '.join(words)} s lies outside the song" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_was_given_is_not_called_sure(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--bpm", "125", "--offset", "0.5")
    assert "tempo given by you, beat given by you, bar given by you" in said.stdout
    assert load_chart(tmp_path / "neon.rfu.json").confidence.keys() == {"key_margin", "given"}


def test_two_formats_of_one_name_never_share_a_chart(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    wav(tmp_path / "neon.wav", soundfile.read(song, dtype="float32", always_2d=True)[0])
    assert run("chart", str(song)).exit_code == 0
    first = (tmp_path / "neon.rfu.json").read_bytes()
    said = run("chart", str(tmp_path / "neon.wav"))
    assert "neon.rfu.json is the chart of neon.flac" in said.stderr
    assert (tmp_path / "neon.rfu.json").read_bytes() == first
    assert load_chart(tmp_path / "neon.wav.rfu.json").audio.file == "neon.wav"
    again = run("chart", str(tmp_path / "neon.wav"), "--out", str(tmp_path / "neon.rfu.json"))
    assert again.exit_code == 2
    assert (tmp_path / "neon.rfu.json").read_bytes() == first


def test_switches_take_no_word_in_the_help():
    for command in ("chart", "batch", "lint", "report", "songs"):
        assert "bool" not in run(command, "--help").stdout


def test_songs_of_one_name_are_found_again_by_the_charts_that_batch_gave_them(tmp_path: Path):
    house_file(tmp_path / "neon.flac")
    wav(tmp_path / "neon.wav")
    assert run("batch", str(tmp_path), "--jobs", "1").exit_code == 0
    said = run("lint", str(tmp_path / "neon.flac"))
    assert "neon.flac.rfu.json" in said.stdout, said.output
