"""Options of `rhythm-fu chart` about the grid: obeyed, told as given, or refused by name."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import Result

from rhythm_fu.library import load_chart
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file
from tests.unit.sounds import RATE, wav

pytestmark = pytest.mark.usefixtures("home")


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


@pytest.mark.parametrize("typed", ["0.6666", "x2/3", "0.67"])
def test_a_level_near_a_ratio_is_that_ratio(charted: tuple[Path, Result], tmp_path: Path, typed: str):
    tempi = [
        json.loads(run("chart", str(charted[0]), "--out", str(tmp_path), "--level-shift", words, "--json").stdout)[
            "tempo"
        ]
        for words in (typed, "2/3")
    ]
    assert tempi[0] == tempi[1]


def test_a_level_that_the_song_has_not_is_refused_with_those_it_has(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path / "x.rfu.json"), "--level-shift", "0.7")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert "neon.flac: --level-shift 0.7 leads to no level of this song; give one of 2, 3, 4, 3/2" in said.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--meter", "3/4"), "3/4 is given, in bars of 3 beats at 125 BPM; by ear alone it is 4/4"),
        (
            ("--range", "100:140", "--level-shift", "2"),
            "--level-shift 2 takes the tempo out of --range 100:140, to 250",
        ),
        (("--bpm", "124"), "nothing in the sound keeps 124 BPM; by ear it is 125"),
        (("--level-shift", "2", "--first-beat", "0.4"), "ms) before the nearest beat by ear at 250 BPM"),
    ],
)
def test_what_is_given_against_the_ear_is_told(
    charted: tuple[Path, Result], tmp_path: Path, words: tuple[str, ...], told: str
):
    facts = json.loads(run("chart", str(charted[0]), "--out", str(tmp_path), *words, "--json").stdout)
    assert told in " ".join(facts["notes"])


def test_what_was_given_and_turns_the_tempo_is_told(tmp_path: Path):
    song = house_file(tmp_path / "neon.flac")
    assert "what was given changes the tempo" in run("chart", str(song), "--range", "150:200").stdout


def test_what_was_given_is_not_called_sure(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--bpm", "125", "--offset", "0.5")
    assert "tempo given by you, beat given by you, bar given by you" in said.stdout
    assert load_chart(tmp_path / "neon.rfu.json").confidence.keys() == {"key_margin", "given"}


def test_a_range_is_obeyed_where_it_can_be(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path), "--range", "60:65", "--json")
    assert json.loads(said.stdout)["bpm"] == pytest.approx(62.5, abs=0.05)


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


def test_two_places_for_the_beat_are_refused(charted: tuple[Path, Result], tmp_path: Path):
    said = run("chart", str(charted[0]), "--out", str(tmp_path / "x.rfu.json"), "--offset", "0.5", "--first-beat", "3")
    assert said.exit_code == 2
    assert "--offset, --first-beat: both say where the beat is; give one of them" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_report_names_the_song_that_is_silent(tmp_path: Path):
    wav(tmp_path / "mute.wav", np.zeros((RATE * 20, 2), np.float32))
    said = run("report", str(tmp_path / "mute.wav"))
    assert said.exit_code == 2
    assert "mute.wav: silent throughout" in said.stderr


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


def test_switches_take_no_word_in_the_help():
    for command in ("chart", "batch", "lint", "report", "songs"):
        assert "bool" not in run(command, "--help").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("demo", "--seconds", "nan:3"), "`nan` is not a number one can count with"),
        (("demo", "--seconds", "3:2"), "the first number must be the smaller one"),
        (("demo", "--spread-ms", "nan"), "`nan` is not a number one can count with"),
        (("demo", "--spread-ms", "201"), "201 ms: give 0 to 200 ms"),
        (("chart", "a.wav", "--range", "nan:200"), "`nan` is not a number one can count with"),
        (("chart", "a.wav", "--range", "100:inf"), "`inf` is not a number one can count with"),
        (("chart", "a.wav", "--range", "100"), "`100` is not like 100:140"),
        (("chart", "a.wav", "--level-shift", "x"), "`x` is not a number"),
        (("chart", "a.wav", "--level-shift", "2/"), "`2/` is not a number"),
    ],
)
def test_what_is_no_number_is_named_as_it_was_typed(words: tuple[str, ...], told: str):
    said = run(*words)
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1)
    assert told in said.stderr
