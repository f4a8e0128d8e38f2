"""Fairness: hands that can keep up, room around a sweep, no more events a second than a level allows.

Every function takes events in order and gives them back with `since` raised where something had to give: an event moves
to a harder level or, beyond the last, out of the chart. The least important one goes first.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rhythm_fu.analysis.choreography_bar import LEVELS, MASTER, NEVER, BarBrief, Step
from rhythm_fu.chart.levels import CROSS_SIDE_GAP, LEVEL_RULES, RATE_WINDOW, SAME_SIDE_GAP
from rhythm_fu.chart.model import Kind, Side
from rhythm_fu.units import MICROS, TICKS_PER_BEAT, SongTime, Tick, seconds

ROUNDS: Final = 3
"""How often a pair of bars is played after itself to see whether it can be; the second round is what is kept."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step of a pattern at its place in the song. `since` may rise up to NEVER; it never falls."""

    tick: Tick
    at: SongTime
    bar: int
    step: Step
    since: int

    @property
    def hands(self) -> tuple[Side, ...]:
        """The hands it takes at the level that takes most."""
        if self.step.kind is Kind.DOUBLE:
            return (Side.LEFT, Side.RIGHT)
        return () if self.step.kind is Kind.SWEEP else (self.step.side,)


def raised(items: list[Placed], level: int, where: Callable[[Placed], bool]) -> list[Placed]:
    """The events that `where` picks, kept for `level` and above only."""
    return [replace(p, since=max(p.since, level)) if where(p) else p for p in items]


def kept_hands(items: list[Placed]) -> list[Placed]:
    """Where hands could not keep up across bars, the less important event goes to a harder level or away."""
    since = [p.since for p in items]
    for level in range(MASTER, -1, -1):
        last: dict[Side, int] = {}
        for n, here in enumerate(items):
            if since[n] > level:
                continue
            for side, other in itertools.product(here.hands, Side):
                least = SAME_SIDE_GAP if other is side else CROSS_SIDE_GAP
                before = last.get(other, n)
                clash = before != n and max(since[n], since[before]) <= level and here.at - items[before].at < least
                if clash:
                    since[max(n, before, key=lambda k: (since[k], items[k].step.rank, k))] = level + 1
            if since[n] <= level:
                last |= dict.fromkeys(here.hands, n)
    return [replace(p, since=s) for p, s in zip(items, since, strict=True)]


def cleared_sweeps(items: list[Placed], hold_ticks: frozenset[int]) -> list[Placed]:
    """Half a beat around a sweep is free of other events, across bars too; a drop's instant likewise."""
    sweeps = np.array([p.tick for p in items if p.step.kind is Kind.SWEEP and p.since < NEVER], dtype=np.int64)

    def near_sweep(p: Placed) -> bool:
        if p.step.kind is Kind.SWEEP or not sweeps.size:
            return False
        return bool(np.abs(sweeps - p.tick).min() * 2 < TICKS_PER_BEAT)

    def near_drop(p: Placed) -> bool:
        return p.tick not in hold_ticks and any(abs(p.tick - tick) * 2 < TICKS_PER_BEAT for tick in hold_ticks)

    return raised(items, NEVER, lambda p: near_sweep(p) or near_drop(p))


def capped(items: list[Placed], extra: Mapping[int, Sequence[int]]) -> list[Placed]:
    """No window of four seconds holds more than its level allows; the least important event leaves first.

    `extra[level]` are the moments of drops, which count and stay.
    """
    result = list(items)
    for level in range(MASTER, -1, -1):
        most = int(LEVEL_RULES[LEVELS[level]].most_per_second * RATE_WINDOW / MICROS + 1e-9)
        queue: list[tuple[int, int]] = []
        merged = sorted(
            [(p.at, n) for n, p in enumerate(result) if p.since <= level] + [(at, -1) for at in extra[level]]
        )
        for at, n in merged:
            queue = [(t, k) for t, k in queue if t > at - RATE_WINDOW]
            queue.append((at, n))
            if len(queue) > most:
                able = [k for _, k in queue if k >= 0]
                if not able:
                    continue
                loser = max(able, key=lambda k: (result[k].since, result[k].step.rank, k))
                result[loser] = replace(result[loser], since=level + 1)
                queue = [(t, k) for t, k in queue if k != loser]
    return result


def settled(pair: Sequence[tuple[BarBrief, Sequence[Step]]]) -> list[tuple[Step, ...]]:
    """Patterns of bars that follow each other again and again, thinned until that is playable and within every level's
    rate. So the song need not be thinned bar by bar later, and what sounds alike stays alike.
    """
    length_s = sum(brief.bar_s for brief, _ in pair)
    steps = [list(part) for _, part in pair]
    items, owner = [], []
    for turn in range(ROUNDS):
        offset = turn * length_s
        for which, (brief, _) in enumerate(pair):
            for n, step in enumerate(steps[which]):
                at = offset + float(brief.place_s[step.slot])
                tick = round(at / brief.beat_s * TICKS_PER_BEAT)
                items.append(Placed(Tick(tick), SongTime(seconds(at)), turn, step, step.since))
                owner.append((which, n))
            offset += brief.bar_s
    items = capped(kept_hands(cleared_sweeps(items, frozenset())), dict.fromkeys(range(NEVER), ()))
    for item, (which, n) in zip(items, owner, strict=True):
        if item.bar in {1, 2}:
            old = steps[which][n]
            steps[which][n] = replace(old, since=max(old.since, item.since))
    return [tuple(step for step in part if step.since < NEVER) for part in steps]
