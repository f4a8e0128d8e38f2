"""What each level may ask of the player. Levels are nested: each one's ticks are a subset of the next one's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rhythm_fu.chart.model import Kind, Level
from rhythm_fu.units import MICROS, ms

SAME_SIDE_GAP: Final = ms(140)
"""One hand can't answer faster than this, however good the player."""

CROSS_SIDE_GAP: Final = ms(90)
"""Two hands in a row; exactly together is a double."""

RATE_WINDOW: Final = 4 * MICROS
"""Events a second are counted over any four seconds: shorter bursts are the music's right."""


@dataclass(frozen=True, slots=True)
class LevelRules:
    """`most_per_second` over any four seconds; `divisions` are the finest grid lines a beat that events may use."""

    most_per_second: float
    kinds: frozenset[Kind]
    divisions: int


_STORY: Final = frozenset({Kind.TAKEDOWN})
_EASY: Final = _STORY | {Kind.SWEEP}
_NORMAL: Final = _EASY | {Kind.DROP}
_HARD: Final = _NORMAL | {Kind.DOUBLE, Kind.REFLECT}
_MASTER: Final = _HARD | {Kind.SHIELD}

LEVEL_RULES: Final[Mapping[Level, LevelRules]] = MappingProxyType(
    {
        Level.STORY: LevelRules(1.2, _STORY, 1),
        Level.EASY: LevelRules(1.8, _EASY, 2),
        Level.NORMAL: LevelRules(2.8, _NORMAL, 2),
        Level.HARD: LevelRules(4.0, _HARD, 4),
        Level.MASTER: LevelRules(5.5, _MASTER, 4),
    }
)


def busiest(times: Sequence[int], window: int = RATE_WINDOW) -> tuple[int, int]:
    """The first event of the window that holds the most, and how many it holds; 0 and 0 if there are none. `times` are
    sorted microseconds.
    """
    most, at, start = 0, 0, 0
    for end, now in enumerate(times):
        while times[start] <= now - window:
            start += 1
        if end - start + 1 > most:
            most, at = end - start + 1, times[start]
    return at, most


def peak_rate(times: Sequence[int], window: int = RATE_WINDOW) -> float:
    """Most events in any window, as events a second. `times` are sorted microseconds."""
    return busiest(times, window)[1] * MICROS / window
