"""Slow motion and hit-stop: picture time as a warp of song time whose ends are fixed.

Only the picture bends. Music, judgement, rings and lights keep song time, and a window always closes before the next
event, so an impact is never late.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rhythm_fu.chart.model import Chart, Kind, Level, MarkKind
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import SongTime, ms


@dataclass(frozen=True, slots=True)
class WarpRules:
    """How time bends. A stop is `stop_ms` of standing still inside `stop_window_ms`; slow motion runs at `slow` speed
    for `slow_share` of its window and then catches up. Windows shorter than the least ones are left out.
    """

    stop_ms: float = 60
    stop_window_ms: float = 240
    least_stop_window_ms: float = 130
    slow: float = 0.15
    slow_share: float = 0.55
    slow_window_ms: float = 1_100
    least_slow_window_ms: float = 420
    headshots: int = 4


RULES: Final = WarpRules()


def impact_at(judgement: Judgement) -> SongTime:
    """When the blow is seen: on the event if pressed early, at the press if late (game.md)."""
    if judgement.error is None:
        return judgement.judged_at
    return max(judgement.event.at, judgement.judged_at)


def _hermite(share: float, start: float, end: float, slope_in: float, slope_out: float) -> float:
    """A cubic from start to end with these slopes over 0..1."""
    a, b = share * share, share * share * share
    return (
        start * (2 * b - 3 * a + 1)
        + slope_in * (b - 2 * a + share)
        + end * (3 * a - 2 * b)
        + slope_out * (b - a)
    )  # fmt: skip


def stopped(share: float, still: float) -> float:
    """Way through a window that stands still for `still` of it and is back on time, at normal speed, at its end."""
    if share <= still:
        return 0.0
    return _hermite((share - still) / (1 - still), 0.0, 1.0, 0.0, 1 - still)


def slowed(share: float, rules: WarpRules = RULES) -> float:
    """Way through a slow-motion window: slow, then at most three times as fast, back on time at its end."""
    slow, part = rules.slow, rules.slow_share
    if share <= part:
        return share * slow
    rest = 1 - part
    return _hermite((share - part) / rest, part * slow, 1.0, slow * rest, rest)


class Warp:
    """Picture time for a fight. Built once a song; asking changes nothing."""

    def __init__(self, chart: Chart, level: Level, *, slow_motion: bool = True, rules: WarpRules = RULES) -> None:
        played = chart.level(level)
        events = played.events if played is not None else ()
        self._moments = sorted({int(event.at) for event in events})
        phrase_ends = [int(mark.at) for mark in chart.spans(MarkKind.PHRASE)][1:]
        self._closing = {
            self._moments[index - 1] for end in phrase_ends if (index := bisect_right(self._moments, end - 1)) > 0
        }
        self._is_on = slow_motion
        self._rules = rules

    def _next_event(self, after: int) -> int | None:
        index = bisect_right(self._moments, after)
        return self._moments[index] if index < len(self._moments) else None

    def _is_slow(self, judgements: Sequence[Judgement], index: int) -> bool:
        judgement = judgements[index]
        if judgement.event.kind is Kind.DROP or int(judgement.event.at) in self._closing:
            return True
        run = 0
        while run <= index and judgements[index - run].move is Move.HEADSHOT:
            run += 1
        return run > 0 and run % self._rules.headshots == 0

    def window(self, judgements: Sequence[Judgement], now: int) -> tuple[int, int, bool] | None:
        """The window that covers now, as (from, to, is slow motion)."""
        if not self._is_on:
            return None
        rules = self._rules
        for index in range(len(judgements) - 1, -1, -1):
            judgement = judgements[index]
            start = int(impact_at(judgement))
            if start > now:
                continue
            if now - start > ms(rules.slow_window_ms):
                return None
            if judgement.grade is Grade.MISS or judgement.move in (Move.EVADE, Move.NONE):
                continue
            following = self._next_event(max(start, int(judgement.event.at)))
            room = following - start if following is not None else ms(rules.slow_window_ms)
            if self._is_slow(judgements, index) and room >= ms(rules.least_slow_window_ms):
                end = start + min(room, ms(rules.slow_window_ms))
                return (start, end, True) if now < end else None
            length = min(room, ms(rules.stop_window_ms))
            if length < ms(rules.least_stop_window_ms) or now >= start + length:
                return None
            return start, start + length, False
        return None

    def at(self, judgements: Sequence[Judgement], now: SongTime) -> SongTime:
        """Picture time at a moment of the song: the same outside windows and at both their ends."""
        window = self.window(judgements, now)
        if window is None:
            return now
        start, end, is_slow = window
        share = (now - start) / (end - start)
        way = slowed(share, self._rules) if is_slow else stopped(share, ms(self._rules.stop_ms) / (end - start))
        return SongTime(start + round(way * (end - start)))
