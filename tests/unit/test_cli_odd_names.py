"""Names that no file can have, or hardly: each is refused in one line, and never stops what goes with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from rhythm_fu.analysis.batch.plan import JOURNAL
from rhythm_fu.library import load_chart, save_chart
from rhythm_fu.library.paths import chart_beside
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file
from tests.unit.sounds import wav

pytestmark = pytest.mark.usefixtures("home")

TOO_LONG = "y" * 300
LONGEST = 255
"""Bytes of a name on the usual disks."""

NAMING = [
    ("chart", "?"), ("preview", "?"), ("report", "?"), ("lint", "?"), ("batch", "?"), ("play", "?"), ("demo", "?"),
    ("replay", "verify", "?"), ("songs", "--add", "?"), ("songs", "--folder", "?"), ("songs", "--forget-folder", "?"),
    ("chart", "a.wav", "--out", "?"), ("chart", "a.wav", "--plot", "?"), ("preview", "a.wav", "--out", "?"),
    ("report", "a.wav", "--out", "?"), ("lint", "a.wav", "--song", "?"), ("batch", ".", "--out", "?"),
    ("demo", "--frames", "?"), ("demo", "--video", "?"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one song in it, which is the current one."""
    wav(tmp_path / "a.wav")
    monkeypatch.chdir(tmp_path)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", [TOO_LONG, f"{TOO_LONG}.wav", f"{TOO_LONG}.rfu.json", f"{'夜' * 90}.wav"])
@pytest.mark.parametrize("words", NAMING, ids=" ".join)
def test_a_name_too_long_for_the_disk_is_no_bug(tmp_path: Path, words: tuple[str, ...], name: str):
    said = run(*(name if word == "?" else word for word in words))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said.output
    assert names_in(tmp_path) == ["a.wav"]


@pytest.mark.parametrize("words", NAMING, ids=" ".join)
def test_an_empty_name_is_not_the_current_folder(tmp_path: Path, words: tuple[str, ...]):
    said = run(*("" if word == "?" else word for word in words))
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (2, "", 1), said.output
    assert f"an empty name: stands after `{words[-2]}`" in said.stderr
    assert names_in(tmp_path) == ["a.wav"]


def test_an_option_with_nothing_after_its_sign_is_an_empty_name(tmp_path: Path):
    said = run("batch", str(tmp_path), "--out=")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "an empty name: is given as `--out=`" in said.stderr
    assert names_in(tmp_path) == ["a.wav"]


def a_song(folder: Path, letter: str, size: int) -> Path:
    """A song whose chart's name would have so many bytes."""
    stem = letter * ((size - len(".rfu.json")) // len(letter.encode()))
    return house_file(folder / f"{stem}.wav")


@pytest.mark.parametrize(("letter", "size"), [("y", LONGEST), ("y", LONGEST - 3), ("夜", LONGEST - 3)])
def test_a_song_whose_chart_just_fits_is_charted(tmp_path: Path, letter: str, size: int):
    song = a_song(tmp_path, letter, size)
    said = run("chart", str(song))
    assert said.exit_code == 0, said.output
    assert chart_beside(song).is_file()


@pytest.mark.parametrize("letter", ["y", "夜", "夜. "])
def test_a_chart_of_the_longest_name_that_a_person_changed_is_charted_again(tmp_path: Path, letter: str):
    song = a_song(tmp_path, letter, LONGEST)
    assert run("chart", str(song)).exit_code == 0
    changes = []
    for title in ("Mine", "Mine too"):
        old = load_chart(chart_beside(song))
        save_chart(chart_beside(song), replace(old, song=replace(old.song, title=title)))
        changes.append(chart_beside(song).read_bytes())
        said = run("chart", str(song), "--keep-edits")
        assert said.exit_code == 0, said.output
        assert len(list(tmp_path.glob("*.edited-*"))) == len(changes) - 1, "nothing was lost: nothing is put aside"
        changes[-1] = chart_beside(song).read_bytes()
        said = run("chart", str(song))
        assert said.exit_code == 0, said.output
        assert f".rfu.json.edited-{len(changes)}" in said.stderr
    asides = sorted(tmp_path.glob("*.edited-*"), key=lambda path: path.name[-1])
    assert [path.read_bytes() for path in asides] == changes
    assert all(path.name.startswith(letter * 3) for path in asides)


def test_a_song_with_too_long_a_name_is_refused_and_the_others_are_charted(tmp_path: Path):
    folder = tmp_path / "music"
    folder.mkdir()
    good, long = house_file(folder / "ok.wav"), a_song(folder, "y", LONGEST + 1)
    said = run("batch", str(folder), "--jobs", "1")
    assert said.exit_code == 1
    assert "1 of 2 songs charted, 1 refused, 0 broken" in said.stdout
    assert "the chart's name, 256 bytes, would be too long for the disk; give it a shorter name" in said.stdout
    assert names_in(folder) == sorted([JOURNAL, ".rhythm-fu-batch.lock", good.name, "ok.rfu.json", long.name])
    alone = run("chart", str(long))
    assert (alone.exit_code, alone.stdout, alone.stderr.count("\n")) == (2, "", 1)
    assert run("chart", str(long), "--out", str(folder / "short.rfu.json")).exit_code == 0


@pytest.mark.parametrize(("command", "ending"), [("preview", ".clicks.wav"), ("report", ".report.html")])
def test_a_song_whose_page_or_preview_has_no_room_says_what_to_do(tmp_path: Path, command: str, ending: str):
    song = wav(tmp_path / f"{'y' * (LONGEST - len(ending) + 1)}.wav")
    said = run(command, str(song))
    assert (said.exit_code, said.stderr.count("\n")) == (2, 1), said.output
    assert "--out" in said.stderr
    assert "give a shorter name" in said.stderr
