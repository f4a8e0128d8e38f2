"""What the room offers, read from the chart alone so that every stage and every replay agree."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from rhythm_fu.chart.model import Chart, Kind, MarkKind, Reach
from rhythm_fu.judge.targets import Target
from rhythm_fu.style.rules import WeaponRules
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, Tick, ms

LEAD_BEATS: Final = 4
LEAST_LEAD: Final = ms(1200)
MOST_LEAD: Final = ms(2400)
"""How far out attackers enter: long enough to see them, not so long that they crowd the stage."""


class Room:
    """Where tables stand. She walks a part of the room each phrase; every second part has a table with plates."""

    def __init__(self, chart: Chart, rules: WeaponRules) -> None:
        self._tempo = chart.tempo
        self._starts = sorted(int(mark.at) for mark in chart.spans(MarkKind.PHRASE))
        self._rules = rules

    def is_table_near(self, at: int) -> bool:
        """Whether plates are in reach. The first phrase has none; without phrase marks, phrases are eight bars."""
        if self._starts:
            phrase = bisect_right(self._starts, at) - 1
        else:
            phrase = self._tempo.bar(self._tempo.tick(at))[0] // self._rules.phrase_bars
        return phrase >= 0 and phrase % self._rules.table_phrases == self._rules.table_phrases - 1


def has_gun(target: Target, tempo: TempoMap) -> bool:
    """Whether a near attacker carries a pistol: those who come on the first beat of a bar do."""
    is_near = target.event.kind in (Kind.TAKEDOWN, Kind.DOUBLE) and target.reach is Reach.NEAR
    return is_near and target.event.tick % TICKS_PER_BEAT == 0 and tempo.bar(target.event.tick)[1] == 0


def entrance(tick: Tick, tempo: TempoMap, rate_percent: int, lead_percent: int) -> int:
    """When somebody who is to be answered at a tick enters."""
    least, most = LEAST_LEAD * rate_percent // 100, MOST_LEAD * rate_percent // 100
    at = tempo.at(tick)
    four_beats = at - tempo.at(tick - LEAD_BEATS * TICKS_PER_BEAT)
    return at - min(most, max(least, four_beats)) * lead_percent // 100


def entrances(targets: Sequence[Target], tempo: TempoMap, rate_percent: int, lead_percent: int) -> list[int]:
    """When each target enters: four beats out, within 1.2 to 2.4 s of the player's time, scaled by the lead he chose.

    Nobody enters after somebody whose event comes later, whatever the tempo does.
    """
    found = [entrance(target.event.tick, tempo, rate_percent, lead_percent) for target in targets]
    for i in range(len(found) - 2, -1, -1):
        found[i] = min(found[i], found[i + 1])
    return found
