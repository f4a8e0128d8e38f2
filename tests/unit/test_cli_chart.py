"""`rhythm-fu chart`, from a song on disk to files on disk."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import Result

from rhythm_fu.analysis.drops import ALIKE, ALIKE_ODDS, weights
from rhythm_fu.chart import Level
from rhythm_fu.chart.lint import Finding, Severity
from rhythm_fu.library import load_chart
from rhythm_fu.sound import write_flac
from tests.unit.cli_stage import run
from tests.unit.songs_made import RATE as HOUSE_RATE
from tests.unit.songs_made import house, house_file
from tests.unit.sounds import wav

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("home")


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


def test_a_drop_is_told_because_of_what_adds_most_to_it(charted: tuple[Path, Result], tmp_path: Path):
    """Whatever is at its highest without weighing much is no reason."""
    (drop,) = json.loads(charted[1].stdout)["drops"]
    added = {name: weight * drop["terms"][name] for name, weight in weights().terms.items()}
    added[ALIKE] = ALIKE_ODDS * (drop["terms"][ALIKE] - 0.5)
    assert drop["adds"] == {name: pytest.approx(odds, abs=1e-3) for name, odds in added.items()}
    wanted = sorted(added, key=lambda name: -added[name])[:4]
    assert wanted != sorted(drop["terms"], key=lambda name: -drop["terms"][name])[:4], "else this asks nothing"
    said = run("chart", str(charted[0]), "--out", str(tmp_path)).stdout
    assert ", ".join(f"{name} {drop['terms'][name]:.2f}" for name in wanted) in " ".join(said.split())


def test_what_next_names_the_chart_that_was_written(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    for words, named in (((), song), (("--out", str(tmp_path / "b.rfu.json")), tmp_path / "b.rfu.json")):
        assert f"rhythm-fu preview {named}\n" in run("chart", str(song), *words).stdout


def test_the_same_song_gives_the_same_bytes(charted: tuple[Path, Result], tmp_path: Path):
    run("chart", str(charted[0]), "--out", str(tmp_path / "again.json"))
    assert (tmp_path / "again.json").read_bytes() == charted[0].with_name("neon.rfu.json").read_bytes()


def test_only_the_levels_asked_for_in_any_case(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--level", "Hard", "--level", "EASY", "--json")
    assert [one["level"] for one in json.loads(said.stdout)["levels"]] == ["easy", "hard"]


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


def test_the_picture_and_the_page_are_made(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--plot", str(tmp_path / "a.png"))
    assert said.exit_code == 0, said.output
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    said = run("report", str(charted[0]), "--out", str(tmp_path / "a.html"))
    assert said.exit_code == 0, said.output
    assert "<html" in (tmp_path / "a.html").read_text()[:400]


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


def test_where_the_tempo_changes_it_is_told_from_where_on(tmp_path: Path):
    song = np.concatenate([house(24, bpm) for bpm in (120.0, 140.0)])
    soundfile.write(tmp_path / "steps.flac", song, HOUSE_RATE)
    told = " ".join(run("chart", str(tmp_path / "steps.flac")).stdout.split())
    assert re.search(r"anchors 0:00\.\d+ 120\.00, 0:48\.\d+ 140\.00 first beat", told)
