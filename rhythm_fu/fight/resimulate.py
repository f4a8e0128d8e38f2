"""Fights written down and fought again: `record` makes a replay, `resimulate` plays one and names what differs."""

import itertools
from dataclasses import dataclass, replace

from rhythm_fu import __version__
from rhythm_fu.chart.codec import chart_sha256
from rhythm_fu.chart.model import Chart
from rhythm_fu.errors import ReplayError
from rhythm_fu.fight.fight import Fight
from rhythm_fu.fight.result import FightResult
from rhythm_fu.judge.targets import Target
from rhythm_fu.replay.model import Judged, Replay, digest_of, judged
from rhythm_fu.style.rules import RULES_BY_VERSION
from rhythm_fu.units import clock_text


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in which a replay and its re-simulation part. `str()` says it in one line."""

    place: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.place}: the replay says {self.expected}; it comes to {self.found}"


@dataclass(frozen=True, slots=True)
class Resimulation:
    """What a replay's presses come to, and the first difference from what it claims, if any."""

    result: FightResult
    difference: Difference | None


def record(fight: Fight) -> Replay:
    """The replay of a fight so far."""
    judgements = tuple(judged(judgement) for judgement in fight.judgements)
    return Replay(
        chart_sha256(fight.chart),
        fight.chart.song.title,
        fight.level,
        fight.setup,
        fight.rules.version,
        __version__,
        fight.presses,
        fight.now,
        judgements,
        fight.style_points,
        fight.precision,
        digest_of(judgements, fight.style_points, fight.precision),
    )


def refight(replay: Replay, chart: Chart, place: str = "replay") -> Fight:
    """The fight that a replay's presses make on a chart. Raises ReplayError if they don't belong together.

    An autoplayed one is fought with the presses its bot made, not with those that today's bot would make.
    """
    if replay.chart_sha256 != (here := chart_sha256(chart)):
        problem = f"played on another chart ({replay.title or 'untitled'}, {replay.chart_sha256[:12]})"
        if replay.title and replay.title == chart.song.title:
            problem = f"its chart has changed since it was played (then {replay.chart_sha256[:12]}, now {here[:12]})"
        raise ReplayError(place, problem, "use the chart as it was when the replay was made")
    rules = RULES_BY_VERSION.get(replay.rules_version)
    if rules is None:
        known = ", ".join(map(str, sorted(RULES_BY_VERSION)))
        problem = f"played under rules {replay.rules_version}, this game knows {known}"
        raise ReplayError(place, problem, "update Rhythm Fu")
    if chart.level(replay.level) is None:
        raise ReplayError(place, f"the chart has no level {replay.level.value}", "is the chart whole?")
    fight = Fight(chart, replay.level, replace(replay.setup, autoplay=False), rules)
    for press in replay.presses:
        fight.press(press)
    fight.advance(replay.until)
    return fight


def resimulate(replay: Replay, chart: Chart, place: str = "replay") -> Resimulation:
    """Fight a replay again and compare, judgement by judgement, then the totals."""
    fight = refight(replay, chart, place)
    return Resimulation(replace(fight.finish(), setup=replay.setup), first_difference(replay, fight))


def first_difference(replay: Replay, fight: Fight) -> Difference | None:
    """Where a replay's claims and a fight first part."""
    found = [judged(judgement) for judgement in fight.judgements]
    for number, (claim, truth) in enumerate(itertools.zip_longest(replay.judgements, found), start=1):
        if claim != truth:
            return Difference(_place(number, claim or truth, fight.targets), _said(claim, truth), _said(truth, claim))
    totals = (
        ("style points", replay.style_points, fight.style_points),
        ("Precision", replay.precision, fight.precision),
    )
    for name, claimed, true in totals:
        if claimed != true:
            return Difference(name, f"{claimed:,}", f"{true:,}")
    digest = digest_of(found, fight.style_points, fight.precision)
    return None if replay.digest == digest else Difference("digest", replay.digest[:12], digest[:12])


def _said(this: Judged | None, other: Judged | None) -> str:
    """One side of a difference; what else differs is only told when the words are the same."""
    if this is None:
        return "nothing"
    if other is not None and str(this) == str(other):
        return f"{this} (target {this.target} at {clock_text(this.at)})"
    return str(this)


def _place(number: int, row: Judged | None, targets: tuple[Target, ...]) -> str:
    if row is None or row.target >= len(targets):
        return f"judgement {number}, of a target the chart does not have"
    target = targets[row.target]
    side = f" {target.side.value}" if target.side else ""
    return f"judgement {number}, {target.event.kind.value}{side} at {clock_text(target.at)}"
