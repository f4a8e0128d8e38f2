"""`rhythm-fu batch` as it is called: what it refuses, and what it says of a folder's songs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rhythm_fu.analysis.batch import Order, Outcome, Status
from rhythm_fu.library import locked
from tests.unit.cli_stage import run
from tests.unit.songs_made import house, house_file
from tests.unit.sounds import RATE, wav, write

pytestmark = pytest.mark.usefixtures("home")


def test_a_batch_says_which_songs_may_be_cut_off(tmp_path: Path):
    whole = write(tmp_path / "whole.ogg", np.tile(house(), (3, 1)), RATE // 2)
    (tmp_path / "half.ogg").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    said = run("batch", str(tmp_path), "--jobs", "1")
    assert said.exit_code == 0, said.output
    assert "half.ogg: its last page is not marked as the last: it may be cut off" in said.stdout
    assert "whole.ogg:" not in said.stdout


@pytest.mark.parametrize("address", ["foo", "tcp://", "tcp://host", "tcp://host:port", "host:8786", "http://a:1"])
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


def test_refused_songs_of_one_name_are_told_by_their_folders(tmp_path: Path):
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        wav(tmp_path / folder / "mute.wav", np.zeros((RATE * 20, 2), np.float32))
    said = run("batch", str(tmp_path), "--jobs", "1")
    assert said.exit_code == 1
    for told in (said.stdout, said.stderr):
        for song in ("old/mute.wav", "new/mute.wav"):
            assert told.count(f"{Path(song)}: silent throughout") == 1


def test_doubtful_songs_of_one_name_are_told_by_their_folders(tmp_path: Path):
    (tmp_path / "old").mkdir()
    whole = write(tmp_path / "old" / "half.ogg", np.tile(house(), (3, 1)), RATE // 2)
    whole.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert f"doubtful  {Path('old/half.ogg')}: its last page" in run("batch", str(tmp_path), "--jobs", "1").stdout


@pytest.mark.parametrize(("words", "again"), [((), "the same command goes"), (("--anew",), "command without --anew")])
def test_who_stops_a_batch_is_told_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], again: str
):
    for name in ("a.wav", "b.wav", "c.wav"):
        wav(tmp_path / name)

    def stopped(orders: Sequence[Order], _: int) -> Iterator[Outcome]:
        yield Outcome(orders[0].song, orders[0].out, Status.REFUSED, "analysis", "silent")
        raise KeyboardInterrupt

    monkeypatch.setattr("rhythm_fu.analysis.batch.pool.run_here", stopped)
    said = run("batch", str(tmp_path), *words)
    assert said.exit_code == 130
    assert "1 of 3 songs are done; " in said.stderr
    assert again in said.stderr
    assert said.stderr.endswith("rhythm-fu: interrupted\n")


def test_songs_of_one_name_are_found_again_by_the_charts_that_batch_gave_them(tmp_path: Path):
    house_file(tmp_path / "neon.flac")
    wav(tmp_path / "neon.wav")
    assert run("batch", str(tmp_path), "--jobs", "1").exit_code == 0
    said = run("lint", str(tmp_path / "neon.flac"))
    assert "neon.flac.rfu.json" in said.stdout, said.output
