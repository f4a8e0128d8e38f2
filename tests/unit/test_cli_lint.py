"""`rhythm-fu lint` and `rhythm-fu report`: what is found in a chart, in lines and as a page."""

import json
import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from rhythm_fu.chart import Level
from rhythm_fu.library import Folders, save_chart
from tests.unit.chart_samples import a_song, takedown
from tests.unit.cli_stage import a_library, run
from tests.unit.songs_made import house_file
from tests.unit.sounds import wav

pytestmark = pytest.mark.usefixtures("home")


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


def test_a_chart_without_levels_is_not_called_fair(tmp_path: Path):
    save_chart(tmp_path / "bare.rfu.json", replace(a_song(), levels=()))
    said = run("lint", str(tmp_path / "bare.rfu.json"))
    assert (said.exit_code, said.stdout) == (0, "bare.rfu.json: no levels to judge\n")
    assert json.loads(run("lint", str(tmp_path / "bare.rfu.json"), "--json").stdout)[0]["levels"] == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_chart_that_cannot_be_read_takes_no_others_findings_away(tmp_path: Path, order: int):
    save_chart(tmp_path / "fair.rfu.json", a_song())
    names = [str(tmp_path / "fair.rfu.json"), str(tmp_path / "missing.rfu.json")][::order]
    said = run("lint", *names, "--json")
    assert said.exit_code == 2
    fair, missing = json.loads(said.stdout)[::order]
    assert (fair["chart"], fair["errors"], fair["findings"]) == (names[::order][0], 0, [])
    assert missing["chart"] == names[::order][1]
    assert (missing["error"]["code"], missing["error"]["exit_code"]) == ("library", 2)
    assert said.stderr == f"rhythm-fu: missing.rfu.json: {missing['error']['problem']}; {missing['error']['fix']}\n"
    plain = run("lint", *names)
    assert (plain.exit_code, plain.stdout, plain.stderr) == (2, "fair.rfu.json: fair\n", said.stderr)


def test_lint_can_listen_to_the_music_too(charted: tuple[Path, Result]):
    said = run("lint", str(charted[0]), "--listen", "--json")
    assert said.exit_code == 0, said.output
    assert json.loads(said.stdout)[0]["errors"] == 0


@pytest.mark.skipif(os.name == "nt", reason="quotes differ there")
def test_a_chart_that_lies_apart_is_measured_by_the_command_that_charting_names(tmp_path: Path):
    song, apart = house_file(tmp_path / "neon.flac"), tmp_path / "a b"
    apart.mkdir()
    said = run("chart", str(song), "--out", str(apart), "--first-beat", "0.2")
    (line,) = (line for line in said.stderr.splitlines() if "falls short of its music" in line)
    words = shlex.split(line.partition("`rhythm-fu ")[2].partition("`")[0])
    assert words == ["lint", "--listen", "--song", str(song), str(apart / "neon.rfu.json")]
    told = run(*words, "--json")
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)[0]["warnings"] > 0


def test_other_music_than_the_charts_is_refused_by_its_name(charted: tuple[Path, Result], tmp_path: Path):
    other = wav(tmp_path / "other.wav")
    chart = str(charted[0].with_name("neon.rfu.json"))
    said = run("lint", chart, "--song", str(other))
    assert said.exit_code == 2
    assert "neon.rfu.json: was made for another recording than other.wav" in said.stderr
    assert run("lint", chart, chart, "--song", str(charted[0])).exit_code == 2, "one song is the music of one chart"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "rhythm-fu.chart", "version": [99, 0]}'])
def test_lint_of_what_is_no_chart(tmp_path: Path, content: str):
    path = tmp_path / "a.rfu.json"
    path.write_text(content)
    said = run("lint", str(path))
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith("rhythm-fu: a.rfu.json")


def test_a_report_answers_programs_too_and_a_copy_has_its_own(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    run("chart", str(song), "--out", str(tmp_path / "copy.rfu.json"))
    facts = json.loads(run("report", str(tmp_path / "copy.rfu.json"), "--json").stdout)
    assert facts["report"] == str(tmp_path / "copy.report.html")
    assert {one["name"] for one in facts["metrics"]} >= {"onset support", "lateness"}
    assert not (tmp_path / "neon.report.html").exists()


def test_a_chart_without_its_music_is_checked_as_far_as_it_goes(tmp_path: Path):
    hard = a_song().level(Level.HARD)
    assert hard
    crowded = replace(hard, events=(*hard.events, takedown(6.0625)))
    save_chart(tmp_path / "alone.rfu.json", replace(a_song(), levels=(crowded,)))
    said = run("lint", "--listen", str(tmp_path / "alone.rfu.json"))
    assert said.exit_code == 2
    assert "alone.rfu.json: error: hard at" in said.stdout
    assert "its sound file" in said.stderr
    (told,) = json.loads(run("lint", "--listen", str(tmp_path / "alone.rfu.json"), "--json").stdout)
    assert told["errors"] > 0
    assert told["findings"]
    assert told["error"]["exit_code"] == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
@pytest.mark.parametrize("command", ["lint", "preview", "report", "play", "demo"])
def test_what_is_no_plain_file_is_named_by_every_command(tmp_path: Path, command: str):
    os.mkfifo(tmp_path / "pipe.wav")
    said = run(command, str(tmp_path / "pipe.wav"))
    assert (said.exit_code, said.stdout) == (2, "")
    assert "pipe.wav: not a plain file" in said.stderr
    assert "a folder, not a song" in run(command, str(tmp_path)).stderr


def test_a_song_of_the_library_goes_before_a_folder_of_its_name(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    a_library(home, tmp_path, "Neon Nights")
    (tmp_path / "neon-nights").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("lint", "neon-nights").exit_code == 0


def test_a_folder_is_not_called_missing(tmp_path: Path):
    assert "a folder, not a song" in run("report", str(tmp_path)).stderr
    (tmp_path / "passwd").write_text("root")
    assert "passwd: has no chart yet" in run("lint", str(tmp_path / "passwd")).stderr
