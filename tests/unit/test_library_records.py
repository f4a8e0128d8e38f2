"""Scores: on the disk before they are reported, and back again after damage."""

import random
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.errors import LibraryError
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.library import Records, Score
from rhythm_fu.library.records import FIELDS, MIGRATIONS, VERSION, ranked

ROOT = Path(__file__).resolve().parents[2]
CHART = "ab" * 32


def a_score(precision: int = 900_000, played_at: int = 1_700_000_000) -> Score:
    facts = MappingProxyType({"mean_ms": -3.25, "tier": "Prima"})
    return Score(CHART, "neon", Level.HARD, played_at, precision, 123_456, 0.971, "S", "A", facts=facts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "records.db"


def test_a_score_comes_back_as_it_was(path: Path):
    score = replace(a_score(), scheme=Scheme.TWO_BUTTON, speed_percent=75, replay="a.rfu-replay", best_combo=88)
    with Records(path) as records:
        number = records.add(score)
    with Records(path) as records:
        assert records.latest() == (replace(score, id=number),)


def test_a_board_is_best_first_and_the_earlier_of_equals(path: Path):
    with Records(path) as records:
        for precision, at in ((5, 1), (9, 3), (9, 2), (7, 4)):
            records.add(a_score(precision, at))
        board = records.board(CHART, Level.HARD)
    assert [(score.precision, score.played_at) for score in board] == [(9, 2), (9, 3), (7, 4), (5, 1)]


@pytest.mark.parametrize("other", [
    {"chart": "cd" * 32}, {"level": Level.EASY}, {"scheme": Scheme.ONE_BUTTON}, {"speed_percent": 150},
    {"is_ranked": False},
])  # fmt: skip
def test_each_chart_level_scheme_and_speed_has_its_own_board(path: Path, other: dict[str, object]):
    with Records(path) as records:
        records.add(replace(a_score(), **other))  # type: ignore[arg-type]
        assert records.best(CHART, Level.HARD) is None
        records.add(a_score(5))
        best = records.best(CHART, Level.HARD)
    assert best
    assert best.precision == 5


@pytest.mark.parametrize("help_", [{"has_failed": True}, {"no_fail": True}, {"autoplay": True}])
def test_help_and_failure_are_off_the_boards(help_: dict[str, bool]):
    honest = {"has_failed": False, "no_fail": False, "autoplay": False}
    assert ranked(a_score(), **honest).is_ranked
    assert not ranked(a_score(), **{**honest, **help_}).is_ranked


def test_scores_of_the_first_version_are_taken_over(path: Path):
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript(MIGRATIONS[0])
        base.execute(
            "INSERT INTO score VALUES (7, ?, 'neon', 'hard', 'full', 100, 5, 900000, 123456, 0.971, 'S', 'A', 88, 1, 0,"
            " 'a.rfu-replay', '{}')",
            (CHART,),
        )
        base.execute("PRAGMA user_version=1")
    with Records(path) as records:
        (score,) = records.latest()
        assert score == Score(
            CHART, "neon", Level.HARD, 5, 900_000, 123_456, 0.971, "S", "A", best_combo=88, replay="a.rfu-replay",
            facts=score.facts, id=7,
        )  # fmt: skip
        records.add(a_score())
        assert len(records.board(CHART, Level.HARD)) == 2
        columns = {row["name"] for row in records._base.execute("PRAGMA table_info(score)")}
        assert columns == {"id", *FIELDS}, "nothing is kept that no score says"


def test_writes_reach_the_disk_before_they_are_reported(path: Path):
    with Records(path) as records:
        base = records._base
        assert base.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert base.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert base.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_a_process_killed_after_a_score_keeps_it(path: Path):
    script = textwrap.dedent(f"""
        import os, sys; sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from rhythm_fu.library import Records
        from tests.unit.test_library_records import a_score
        records = Records(Path(sys.argv[1]))
        records.add(a_score(7))
        os._exit(9)
    """)
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    with Records(path) as records:
        assert [score.precision for score in records.latest()] == [7]


def damaged(path: Path, seed: int = 0) -> bytes:
    """Overwrite much of the file's first page, so that SQLite notices."""
    dice, content = random.Random(seed), bytearray(path.read_bytes())
    for place in range(0, min(len(content), 6_000), 3):
        content[place] = dice.randrange(256)
    path.write_bytes(content)
    return bytes(content)


def test_a_damaged_file_gives_way_to_the_backup_and_is_kept(path: Path):
    with Records(path) as records:
        records.add(a_score(1))
        records.add(a_score(2))
    bad = damaged(path)
    with Records(path) as records:
        assert {score.precision for score in records.latest()} == {1, 2}
        assert any("last good backup" in note for note in records.notes)
        records.add(a_score(3))
    assert path.with_name("records.db.damaged-1").read_bytes() == bad
    with Records(path) as records:
        assert (len(records.latest()), records.notes) == (3, [])


def test_a_damaged_backup_gives_way_to_the_one_before(path: Path):
    for number in (1, 2):
        with Records(path) as records:
            records.add(a_score(number))
    damaged(path)
    damaged(path.with_name("records.db.backup"))
    with Records(path) as records:
        assert [score.precision for score in records.latest()] == [1]


def test_without_a_good_backup_it_starts_anew_and_keeps_the_damaged_file(path: Path):
    with Records(path) as records:
        records.add(a_score(1))
    damaged(path)
    damaged(path.with_name("records.db.backup"))
    with Records(path) as records:
        assert records.latest() == ()
        assert len(records.notes) == 1
    assert path.with_name("records.db.damaged-1").exists()


def test_damage_anywhere_is_a_restore_a_start_or_no_loss(path: Path):
    """Bytes flipped at random in 40 files: whatever opens afterwards holds good scores only."""
    with Records(path) as records:
        for number in range(30):
            records.add(a_score(number))
        records.back_up()
    good, dice = path.read_bytes(), random.Random(11)
    for _ in range(40):
        content = bytearray(good)
        start = dice.randrange(len(content))
        for place in range(start, min(len(content), start + dice.choice((1, 16, 700)))):
            content[place] = dice.randrange(256)
        path.write_bytes(content)
        with Records(path) as records:
            found = records.latest(50)
            assert len(found) == 30 or records.notes, "whatever is gone is told"
    assert path.with_name("records.db.backup").exists()


def test_a_score_that_damage_made_unreadable_hides_no_other(path: Path):
    with Records(path) as records:
        for number in (1, 2, 3):
            records.add(a_score(number))
        records._base.execute("UPDATE score SET facts = '{' WHERE precision = 1")
        records._base.execute("UPDATE score SET level = 'harb' WHERE precision = 2")
        assert [score.precision for score in records.latest()] == [3]
        assert records.notes == ["score 2 can't be read", "score 1 can't be read"]


def test_a_text_in_its_place_is_put_aside(path: Path):
    path.parent.mkdir()
    path.write_text("these are not scores" * 100)
    with Records(path) as records:
        assert records.latest() == ()
        assert records.notes


def test_a_newer_games_scores_are_not_touched(path: Path):
    with Records(path) as records:
        records.add(a_score())
        records._base.execute("PRAGMA user_version=99")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="newer game"):
        Records(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "data").write_text("")
    with pytest.raises(LibraryError, match="can't be opened"):
        Records(tmp_path / "data" / "records.db")


def test_a_failing_backup_leaves_the_last_one(path: Path, monkeypatch: pytest.MonkeyPatch):
    with Records(path) as records:
        records.add(a_score())
        records.back_up()
        before = records.backup_path.read_bytes()
        monkeypatch.setattr("rhythm_fu.library.records._is_good", lambda _: False)
        with pytest.raises(LibraryError, match="read back"):
            records.back_up()
        assert records.backup_path.read_bytes() == before


def test_two_programs_write_at_once(path: Path):
    Records(path).close()
    script = textwrap.dedent(f"""
        import sys; sys.path.insert(0, {str(ROOT)!r})
        from pathlib import Path
        from rhythm_fu.library import Records
        from tests.unit.test_library_records import a_score
        with Records(Path(sys.argv[1])) as records:
            for n in range(15):
                records.add(a_score(n))
    """)
    running = [subprocess.Popen([sys.executable, "-c", script, str(path)]) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    with Records(path) as records:
        assert len(records.latest(100)) == 45


def test_a_full_disk_is_said_and_loses_nothing(path: Path):
    with Records(path) as records:
        records.add(a_score(1))
        pages = records._base.execute("PRAGMA page_count").fetchone()[0]
        records._base.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(LibraryError, match="room on the disk"):  # noqa: PT012  # one of many fills the last page
            for number in range(200):
                records.add(replace(a_score(number), song="n" * 200))
    with Records(path) as records:
        assert records.board(CHART, Level.HARD, most=1000)[-1].precision == 0 or records.latest()


def test_the_file_is_plain_sqlite(path: Path):
    with Records(path) as records:
        records.add(a_score(1))
    base = sqlite3.connect(path)
    assert base.execute("SELECT song, precision FROM score").fetchall() == [("neon", 1)]
    base.close()
