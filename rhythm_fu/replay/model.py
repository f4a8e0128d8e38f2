"""A fight written down: the presses, what they were played on, and what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from rhythm_fu.chart.model import Level
from rhythm_fu.judge.model import Grade, Judgement, Move, Press
from rhythm_fu.replay.setup import Setup
from rhythm_fu.units import SongTime, in_ms


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement as a replay keeps it; `error` is press - event in microseconds, None for a miss."""

    target: int
    at: SongTime
    error: int | None
    grade: Grade
    move: Move
    points: int

    def __str__(self) -> str:
        """As `rhythm-fu replay verify` says it."""
        if self.error is None:
            return "MISS"
        return f"{self.grade.name} {in_ms(self.error):+.1f} ms, {self.move.value}, {self.points} points"


def judged(judgement: Judgement) -> Judged:
    """What is kept of a judgement."""
    return Judged(
        judgement.target, judgement.judged_at, judgement.error, judgement.grade, judgement.move, judgement.points
    )


@dataclass(frozen=True, slots=True)
class Replay:
    """Enough to fight the same fight again. `until` is how far it was played; presses are in order of time.

    `rules_version` are the rules it was played under, `chart_sha256` the chart before any modifier. `judgements` are
    kept so that the first difference can be named; `digest` is theirs and the totals', as claimed.
    """

    chart_sha256: str
    title: str
    level: Level
    setup: Setup
    rules_version: int
    game_version: str
    presses: tuple[Press, ...]
    until: SongTime
    judgements: tuple[Judged, ...]
    style_points: int
    precision: int
    digest: str


def digest_of(judgements: Iterable[Judged], style_points: int, precision: int) -> str:
    """SHA-256 over judgements and totals: two replays with one digest came to the same."""
    rows = [(j.target, j.at, j.error, int(j.grade), j.move.value, j.points) for j in judgements]
    return sha256(repr((rows, style_points, precision)).encode()).hexdigest()
