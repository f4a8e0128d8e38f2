"""Replay files: text to Replay and back. JSON; `docs/replay-format.md` tells all."""

import itertools
import json
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from rhythm_fu.chart.model import Level
from rhythm_fu.chart.strict_json import parse, typed
from rhythm_fu.errors import ReplayError
from rhythm_fu.judge.model import Button, Grade, Move, Press
from rhythm_fu.replay.model import Judged, Replay
from rhythm_fu.replay.setup import Scheme, Setup
from rhythm_fu.units import SongTime, clock_text

FORMAT: Final = "rhythm-fu.replay"
VERSION: Final = (1, 0)
"""1.0: the first published format. A newer major is refused; a newer minor is read."""

MOST_PRESSES: Final = 500_000

Micros = Annotated[int, Meta(ge=-(2**40), le=2**40)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
GradeField = Annotated[int, Meta(ge=0, le=4)]
BUTTONS: Final = {button.value: button for button in Button}
MOVES: Final = {move.value: move for move in Move}
ButtonName = Literal[
    "strike-left", "strike-right", "shoot-left", "shoot-right", "pirouette", "finish", "reload"
]  # fmt: skip
MoveName = Literal[
    "strike", "shot", "plate", "wheel-kick", "headshot", "ricochet", "arena-prop", "drop-finisher", "evade", "none"
]  # fmt: skip


class _Strict(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Unknown fields inside are refused: they are typing errors more often than news."""


class SetupFile(_Strict, frozen=True):
    """The setup's fields."""

    scheme: Literal["full", "two-button", "one-button"] = "full"
    no_fail: bool = False
    mirror: bool = False
    autoplay: bool = False
    speed_percent: Annotated[int, Meta(ge=50, le=150)] = 100
    lead_percent: Annotated[int, Meta(ge=50, le=200)] = 100


class ChartFile(_Strict, frozen=True):
    """Which chart; the title is for people."""

    sha256: Hash
    title: Text = ""


class ReplayFile(msgspec.Struct, frozen=True):
    """The whole file, in the order its fields are written."""

    format: Literal["rhythm-fu.replay"]
    version: tuple[int, int]
    game: Text
    rules: Count
    chart: ChartFile
    level: Literal["story", "easy", "normal", "hard", "master"]
    setup: SetupFile
    until_us: Micros
    style_points: Count
    precision: Count
    digest: Hash
    presses: list[tuple[Micros, ButtonName, Literal["down", "up"]]]
    judgements: list[tuple[Count, Micros, Micros | None, GradeField, MoveName, Count]]


def loads(text: str, place: str = "replay") -> Replay:
    """The replay in a text; `place` names the file in messages. Raises ReplayError with path and likely fix."""
    file = _typed(parse(text, place, "replay", ReplayError), place)
    if len(file.presses) > MOST_PRESSES:
        raise ReplayError(f"{place}: presses", f"{len(file.presses)} presses", f"at most {MOST_PRESSES} fit a replay")
    for i, (before, after) in enumerate(itertools.pairwise(file.presses), start=1):
        if after[0] < before[0]:
            problem = f"at {clock_text(after[0])}, before the one ahead of it ({clock_text(before[0])})"
            raise ReplayError(f"{place}: presses[{i}]", problem, "presses stand in order of time")
    setup = file.setup
    return Replay(
        file.chart.sha256,
        file.chart.title,
        Level(file.level),
        Setup(
            Scheme(setup.scheme), setup.no_fail, setup.mirror, setup.autoplay, setup.speed_percent, setup.lead_percent
        ),
        file.rules,
        file.game,
        tuple(Press(SongTime(at), BUTTONS[name], way == "up") for at, name, way in file.presses),
        SongTime(file.until_us),
        tuple(
            Judged(number, SongTime(at), error, Grade(grade), MOVES[move], points)
            for number, at, error, grade, move, points in file.judgements
        ),
        file.style_points,
        file.precision,
        file.digest,
    )


def _typed(raw: dict[str, Any], place: str) -> ReplayFile:  # Any: JSON values before they are checked
    version = raw.get("version")
    if isinstance(version, list) and version and isinstance(version[0], int) and version[0] > VERSION[0]:
        raise ReplayError(f"{place}: version", f"made for a newer game ({version[0]})", "update Rhythm Fu")
    return typed(raw, ReplayFile, place, "replay", ReplayError)


def dumps(replay: Replay) -> str:
    """The replay as text: the same replay gives the same bytes; presses and judgements stand one a line."""
    setup = replay.setup
    file = ReplayFile(
        FORMAT,
        VERSION,
        replay.game_version,
        replay.rules_version,
        ChartFile(replay.chart_sha256, replay.title),
        replay.level.value,
        SetupFile(
            setup.scheme.value, setup.no_fail, setup.mirror, setup.autoplay, setup.speed_percent, setup.lead_percent
        ),
        replay.until,
        replay.style_points,
        replay.precision,
        replay.digest,
        [(press.at, press.button.value, "up" if press.is_release else "down") for press in replay.presses],
        [(j.target, j.at, j.error, int(j.grade), j.move.value, j.points) for j in replay.judgements],
    )
    fields: dict[str, Any] = msgspec.to_builtins(file)  # Any: JSON
    return "{\n" + ",\n".join(f'"{name}": {_rows(value)}' for name, value in fields.items()) + "\n}\n"


def _rows(value: Any) -> str:  # Any: JSON
    """JSON with one row of a table a line."""
    if isinstance(value, (list, tuple)) and value and isinstance(value[0], (list, tuple)):
        return "[\n " + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)
