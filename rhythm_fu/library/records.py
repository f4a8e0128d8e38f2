"""Scores, in SQLite: each write is on the disk before it is reported, and a damaged file gives way to its backup.

A score belongs to the chart's hash, not to its title: an edited chart is another chart.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self

from rhythm_fu.chart.model import Level
from rhythm_fu.errors import LibraryError
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.library.disk import copy_name, replacing, set_aside
from rhythm_fu.library.lock import locked

BUSY_S: Final = 5.0
"""How long to wait for another process that writes."""

BACKUPS: Final = 2
"""Backups kept besides the newest: damage that went unnoticed for an evening or two has not reached them all."""

MIGRATIONS: Final = (
    """
    CREATE TABLE score (
        id INTEGER PRIMARY KEY, chart TEXT NOT NULL, song TEXT NOT NULL, level TEXT NOT NULL, scheme TEXT NOT NULL,
        speed_percent INTEGER NOT NULL, played_at INTEGER NOT NULL, precision INTEGER NOT NULL,
        style_points INTEGER NOT NULL, accuracy REAL NOT NULL, grade TEXT NOT NULL, style_grade TEXT NOT NULL,
        best_combo INTEGER NOT NULL, is_ranked INTEGER NOT NULL, is_verified INTEGER NOT NULL, replay TEXT NOT NULL,
        facts TEXT NOT NULL
    ) STRICT;
    CREATE INDEX board ON score (chart, level, scheme, speed_percent, precision DESC);
    """,
    "ALTER TABLE score DROP COLUMN is_verified",
)
"""Each brings the file one version up; never changed once published. 1: the first published version. 2: whether a score
was verified is not kept: nothing ever said so, whoever can write here could, and `replay verify` tells it afresh."""

VERSION: Final = len(MIGRATIONS)

FIELDS: Final = (
    "chart", "song", "level", "scheme", "speed_percent", "played_at", "precision", "style_points", "accuracy", "grade",
    "style_grade", "best_combo", "is_ranked", "replay", "facts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """One finished fight. `chart` is `chart_sha256`; `played_at` Unix seconds; `replay` a file in the replays folder.

    Failed, no-fail and autoplay fights are not `is_ranked` and never lead a board. `facts` hold further numbers (mean
    error, tier...) for the results list.
    """

    chart: str
    song: str
    level: Level
    played_at: int
    precision: int
    style_points: int
    accuracy: float
    grade: str
    style_grade: str
    scheme: Scheme = Scheme.FULL
    speed_percent: int = 100
    best_combo: int = 0
    is_ranked: bool = True
    replay: str = ""
    facts: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    id: int | None = None


def _row(score: Score) -> tuple[object, ...]:
    enums = {"level": score.level.value, "scheme": score.scheme.value, "facts": json.dumps(dict(score.facts))}
    return tuple(enums.get(name, getattr(score, name)) for name in FIELDS)


def _score(row: sqlite3.Row) -> Score:
    values = {name: row[name] for name in FIELDS}
    return Score(**{
        **values, "level": Level(values["level"]), "scheme": Scheme(values["scheme"]),
        "is_ranked": bool(values["is_ranked"]), "facts": MappingProxyType(json.loads(values["facts"])), "id": row["id"],
    })  # fmt: skip


class Records:
    """The open score file; use it as a context. Opening restores the backup if need be, closing makes
    one; `notes` tell of faults.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self._has_news = False
        self._base = self._open_or_restore()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whatever is new goes into the backup first."""
        if self._has_news:
            try:
                self.back_up()
            except LibraryError as fault:
                self.notes.append(f"no backup of the scores was made: {fault}")
        self._base.close()

    @property
    def backup_path(self) -> Path:
        """Where `back_up` puts its copy."""
        return self.path.with_name(f"{self.path.name}.backup")

    def _open_or_restore(self) -> sqlite3.Connection:
        try:
            return self._open()
        except sqlite3.OperationalError as fault:  # the disk or a lock, not the content: touch nothing
            fix = "check the disk and the folder's permissions"
            raise LibraryError(self.path.name, f"the scores can't be opened ({fault})", fix) from None
        except sqlite3.DatabaseError as fault:
            with locked(self.path.with_name("records.lock"), BUSY_S):
                return self._restore(str(fault))

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise sqlite3.OperationalError(fault.strerror) from None
        base = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        try:
            base.row_factory = sqlite3.Row
            base.text_factory = lambda text: text.decode(errors="replace")
            if (found := base.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise sqlite3.DatabaseError(found)
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=FULL")
            self._migrate(base)
        except BaseException:
            base.close()
            raise
        return base

    def _migrate(self, base: sqlite3.Connection) -> None:
        with _writing(base):
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise LibraryError(self.path.name, f"made by a newer game (version {version})", "update Rhythm Fu")
            for number in range(version, VERSION):
                for statement in MIGRATIONS[number].split(";"):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version={number + 1}")

    def _restore(self, fault: str) -> sqlite3.Connection:
        """Put the damaged file aside, and the backup in its place if it is good."""
        with suppress(sqlite3.DatabaseError):
            return self._open()  # another process was quicker
        try:
            aside = set_aside(self.path, "damaged")
            for ending in ("-wal", "-shm"):
                if (left := self.path.with_name(self.path.name + ending)).exists():
                    left.replace(aside.with_name(aside.name + ending))
            self.notes.append(f"the scores were damaged ({fault}); the file is kept as {aside.name}")
            backups = (self.backup_path, *(copy_name(self.backup_path, number + 1) for number in range(BACKUPS)))
            good = next((backup for backup in backups if backup.exists() and _is_good(backup)), None)
            if good is not None:
                with replacing(self.path) as temporary:
                    temporary.write_bytes(good.read_bytes())
                self.notes.append(f"your scores come from the last good backup, {good.name}")
            return self._open()
        except (OSError, sqlite3.Error) as problem:
            raise LibraryError(self.path.name, f"damaged, and can't be mended ({problem})", "check the disk") from None

    def add(self, score: Score) -> int:
        """Keep a score; returns its number. It is on the disk when this returns."""
        marks = ", ".join("?" * len(FIELDS))
        with self._told(), _writing(self._base):
            self._has_news = True
            made = self._base.execute(f"INSERT INTO score ({', '.join(FIELDS)}) VALUES ({marks})", _row(score))
        assert made.lastrowid is not None
        return made.lastrowid

    def board(
        self, chart: str, level: Level, scheme: Scheme = Scheme.FULL, speed_percent: int = 100, most: int = 10
    ) -> tuple[Score, ...]:
        """The best ranked scores of one board, best first, earlier first among equals."""
        where = "chart = ? AND level = ? AND scheme = ? AND speed_percent = ? AND is_ranked = 1"
        with self._told():
            rows = self._base.execute(
                f"SELECT * FROM score WHERE {where} ORDER BY precision DESC, played_at, id LIMIT ?",
                (chart, level.value, scheme.value, speed_percent, most),
            ).fetchall()
        return self._scores(rows)

    def best(self, chart: str, level: Level, scheme: Scheme = Scheme.FULL, speed_percent: int = 100) -> Score | None:
        """The best of one board, if anything is on it."""
        return next(iter(self.board(chart, level, scheme, speed_percent, 1)), None)

    def latest(self, most: int = 20) -> tuple[Score, ...]:
        """The newest scores of all boards, ranked or not."""
        with self._told():
            rows = self._base.execute(
                "SELECT * FROM score ORDER BY played_at DESC, id DESC LIMIT ?", (most,)
            ).fetchall()
        return self._scores(rows)

    def _scores(self, rows: Iterable[sqlite3.Row]) -> tuple[Score, ...]:
        """The scores in these rows; one that damage made unreadable is passed over, and told."""
        found = []
        for row in rows:
            try:
                found.append(_score(row))
            except (ValueError, TypeError):
                self.notes.append(f"score {row['id']} can't be read")
        return tuple(found)

    def back_up(self) -> None:
        """Copy everything to `backup_path`, checked before it replaces the last backup."""
        with self._told(), replacing(self.backup_path, _check_good, BACKUPS) as temporary:
            self._base.execute("VACUUM INTO ?", (str(temporary),))
            self._has_news = False

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            problem = f"the scores can't be read or written ({fault})"
            raise LibraryError(self.path.name, problem, "is there room on the disk?") from None


@contextmanager
def _writing(base: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, and alone from the start: reading first and writing later could deadlock with another process."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
        base.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            base.execute("ROLLBACK")
        raise


def _is_good(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            return bool(base.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.Error:
        return False


def _check_good(path: Path) -> None:
    if not _is_good(path):
        raise LibraryError(path.name, "the backup can't be read back", "check the disk")


def ranked(score: Score, *, has_failed: bool, no_fail: bool, autoplay: bool) -> Score:
    """The score, off the boards if it was failed or made with help."""
    return replace(score, is_ranked=not (has_failed or no_fail or autoplay))
