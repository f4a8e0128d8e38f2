"""Choreography: bars that sound alike move alike, level within level, shaped by the song's phrases and drops.

First every kind of bar gets its pattern; then the patterns are laid along the song and made to breathe: rests at the
ends of phrases, holds before drops, hands that can keep up, no more events a second than a level allows.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rhythm_fu.analysis.choreography_bar import (
    HARD,
    LEVELS,
    MASTER,
    NEVER,
    NORMAL,
    BarBrief,
    Step,
    bar_pattern,
)  # fmt: skip
from rhythm_fu.analysis.clusters import Clusters, cluster_bars
from rhythm_fu.analysis.drops import RULES as DROP_RULES
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import FoundDrop, SectionKind, Structure
from rhythm_fu.analysis.patterns import best_type
from rhythm_fu.analysis.ticks import TickMap
from rhythm_fu.chart.edits import canonical
from rhythm_fu.chart.levels import CROSS_SIDE_GAP, LEVEL_RULES, RATE_WINDOW, SAME_SIDE_GAP
from rhythm_fu.chart.model import DropKind, Event, Kind, Level, Reach, Side
from rhythm_fu.units import MICROS, TICKS_PER_BEAT, SongTime, Tick, beats, seconds


@dataclass(frozen=True, slots=True)
class BreathRules:
    """Lengths in beats unless they say otherwise."""

    lead: float = 4.0
    """Nobody attacks before the first attacker has had time to walk in."""
    rest_bars: int = 8
    rest: float = 2.0
    """The end of every so many bars of a phrase is free: breath, reload, a line."""
    short_hold: int = 4
    long_hold: int = 8
    long_build_bars: int = 8
    longest_hold_s: float = 5.0
    rounds: int = 6
    reload: float = 1.5
    drop_weight: int = 250
    accent: float = 1.25
    tail_s: float = 0.25
    """The last event leaves time for a late answer before the audio ends."""


RULES: Final = BreathRules()

PROPS: Final = ("chandelier", "plate-fan", "mirror-wall", "balcony-rail", "speaker-stack")
"""What a drop brings down; the arena shows what it has."""


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


@dataclass(frozen=True, slots=True)
class Hold:
    """A drop at `tick`, held from `start` on where the level has held drops."""

    tick: Tick
    start: Tick
    prop: str


@dataclass(frozen=True, slots=True)
class Choreography:
    """All levels' events in canonical order, the holds, and how the bars were understood."""

    levels: dict[Level, tuple[Event, ...]]
    holds: tuple[Hold, ...]
    clusters: Clusters
    styles: tuple[str, ...]
    """The bar type of each bar."""


Pass = Callable[[list[Placed]], list[Placed]]


def sure_drops(structure: Structure) -> tuple[FoundDrop, ...]:
    """The drops confident enough to be played as drops."""
    return tuple(d for d in structure.drops if d.confidence >= DROP_RULES.sure and d.kind is DropKind.DROP)


def accents(structure: Structure) -> frozenset[int]:
    """Beats that get a double: returns of the bass and, in a song without a sure drop, its energetic phrases."""
    found = {d.beat for d in structure.drops if d.confidence >= DROP_RULES.sure and d.kind is not DropKind.DROP}
    return frozenset(found if sure_drops(structure) else found | set(structure.phrases))


def _pair_parity(folded: Folded, structure: Structure) -> list[bool]:
    """Whether each bar is the answering second of a pair counted from its phrase's start."""
    starts = sorted(folded.bars.index(beat) for beat in structure.phrases) or [0]
    return [(i - max((s for s in starts if s <= i), default=0)) % 2 == 1 for i in range(len(folded.bars))]


def _section_kind(structure: Structure, beat: int) -> SectionKind:
    return next((s.kind for s in structure.sections if s.start <= beat < s.end), SectionKind.VERSE)


def _laid(
    folded: Folded, structure: Structure, ticks: TickMap, clusters: Clusters, seed: int
) -> tuple[list[Placed], list[str]]:
    """Every bar's pattern at its place. Patterns are made once for a kind of bar and then looked up."""
    bars, slots = folded.bars, folded.slots
    parity = _pair_parity(folded, structure)
    low = 10 * np.log10((10 ** (folded.levels[:2] / 10)).sum(axis=0))
    bass_db = folded.per_bar(low)
    quiet, deep = np.percentile(bass_db, (5, 90))
    known: dict[tuple[int, bool, bool], tuple[Step, ...]] = {}
    styles: dict[int, str] = {}
    placed: list[Placed] = []
    for i in range(len(bars)):
        start, length, name = int(bars.starts[i]), int(bars.lengths[i]), int(clusters.names[i])
        is_drop = _section_kind(structure, start) is SectionKind.DROP
        key = (name, parity[i], is_drop)
        if key not in known:
            like = clusters.names == name
            table = clusters.tables[name]
            style = best_type(table, length, slots)
            styles[name] = style.name
            bar_s = float(bars.times_s[i + 1] - bars.times_s[i])
            places = (np.arange(length)[:, None] + folded.places).ravel() * bar_s / length
            energy = float(structure.bar_energy[like].mean())
            known[key] = bar_pattern(
                BarBrief(
                    table, style, places, bar_s, slots,
                    energy=round(max(energy, 0.95) if is_drop else 0.85 * energy, 2),
                    bass=round(float(np.clip((bass_db[like].mean() - quiet) / max(deep - quiet, 6.0), 0, 1)), 2),
                    is_answer=parity[i], is_drop=is_drop, seed=seed, key=f"{name}/{parity[i]:d}/{is_drop:d}",
                )
            )  # fmt: skip
        for step in known[key]:
            tick = ticks.slot(start + step.slot // slots, step.slot % slots)
            placed.append(Placed(tick, ticks.tempo.at(tick), i, step, step.since))
    return placed, [styles[int(name)] for name in clusters.names]


def _raised(items: list[Placed], level: int, where: Callable[[Placed], bool]) -> list[Placed]:
    """The events that `where` picks, kept for `level` and above only."""
    return [replace(p, since=max(p.since, level)) if where(p) else p for p in items]


def plan_holds(structure: Structure, ticks: TickMap, seed: int, rules: BreathRules = RULES) -> tuple[Hold, ...]:
    """A hold through the end of the build before each sure drop: a bar, two after a long build."""
    found: list[Hold] = []
    shift = seed % len(PROPS)
    for n, drop in enumerate(sure_drops(structure)):
        tick = ticks.beat(drop.beat)
        build = next((s for s in structure.sections if s.end == drop.beat and s.kind is SectionKind.BUILD), None)
        meter = ticks.tempo.anchor_at(tick).meter.beats
        is_long = build is not None and build.end - build.start >= rules.long_build_bars * meter
        span = rules.long_hold if is_long else rules.short_hold
        earliest = max([0, *(hold.tick + beats(rules.rest) for hold in found)])
        while span > 1 and (
            tick - beats(span) < earliest
            or ticks.tempo.at(tick) - ticks.tempo.at(tick - beats(span)) > seconds(rules.longest_hold_s)
        ):
            span -= 1
        start = Tick(tick - beats(span))
        if start >= earliest and ticks.inside(ticks.tempo.at(start)) and ticks.inside(ticks.tempo.at(tick)):
            found.append(Hold(tick, start, PROPS[(shift + n) % len(PROPS)]))
    return tuple(found)


def _rest_spans(folded: Folded, structure: Structure, ticks: TickMap, rules: BreathRules) -> list[tuple[int, int]]:
    """Free ends of phrases, and of every eighth bar inside a long phrase, in ticks."""
    starts = [folded.bars.index(beat) for beat in structure.phrases]
    spans: list[tuple[int, int]] = []
    since = 0
    for bar in range(1, len(folded.bars)):
        since += 1
        in_phrase = bar - max((s for s in starts if s <= bar), default=0)
        if since >= rules.rest_bars and (
            bar in starts or in_phrase % rules.rest_bars == 0 or since >= 2 * rules.rest_bars
        ):
            end = ticks.beat(int(folded.bars.starts[bar]))
            spans.append((end - beats(rules.rest), end))
            since = 0
    return spans


def _hands(items: list[Placed]) -> list[Placed]:
    """Where hands could not keep up across bars, the less important event goes to a harder level or away."""
    since = [p.since for p in items]
    for level in range(MASTER, -1, -1):
        last: dict[Side, int] = {}
        for n, here in enumerate(items):
            for side, other in itertools.product(here.hands, Side):
                least = SAME_SIDE_GAP if other is side else CROSS_SIDE_GAP
                before = last.get(other, n)
                clash = before != n and max(since[n], since[before]) <= level and here.at - items[before].at < least
                if clash:
                    since[max(n, before, key=lambda k: (since[k], items[k].step.rank, k))] = level + 1
            if since[n] <= level:
                last |= dict.fromkeys(here.hands, n)
    return [replace(p, since=s) for p, s in zip(items, since, strict=True)]


def _accented(items: list[Placed], accent_ticks: frozenset[int]) -> list[Placed]:
    """Takedowns on accents become doubles from Hard on."""

    def accented(p: Placed) -> Placed:
        if int(p.tick) not in accent_ticks or p.step.kind is not Kind.TAKEDOWN:
            return p
        return replace(p, step=replace(p.step, kind=Kind.DOUBLE, kind_since=HARD, reach=Reach.NEAR))

    return [accented(p) for p in items]


def _sweeps_clear(items: list[Placed], hold_ticks: frozenset[int]) -> list[Placed]:
    """Half a beat around a sweep is free of other events, across bars too; a drop's instant likewise."""
    sweeps = np.array([p.tick for p in items if p.step.kind is Kind.SWEEP and p.since < NEVER], dtype=np.int64)

    def near_sweep(p: Placed) -> bool:
        if p.step.kind is Kind.SWEEP or not sweeps.size:
            return False
        return bool(np.abs(sweeps - p.tick).min() * 2 < TICKS_PER_BEAT)

    def near_drop(p: Placed) -> bool:
        return p.tick not in hold_ticks and any(abs(p.tick - tick) * 2 < TICKS_PER_BEAT for tick in hold_ticks)

    return _raised(items, NEVER, lambda p: near_sweep(p) or near_drop(p))


def _capped(items: list[Placed], extra: dict[int, list[int]]) -> list[Placed]:
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


def _event(p: Placed, level: int, boost: float) -> Event:
    """The event as a level sees it."""
    weight = min(400, round(p.step.weight * boost))
    if p.step.kind is Kind.SWEEP:
        return Event(p.tick, p.at, Kind.SWEEP, weight=weight)
    kind = p.step.kind if level >= p.step.kind_since else Kind.TAKEDOWN
    if kind is Kind.DOUBLE:
        return Event(p.tick, p.at, kind, weight=weight)
    reach = p.step.reach if level >= NORMAL else Reach.NEAR
    return Event(p.tick, p.at, kind, p.step.side, None if kind is Kind.SHIELD else reach, weight)


def _loaded(events: list[Event], rules: BreathRules) -> list[Event]:
    """At most six shots between reloads: what goes beyond comes near instead."""
    result, shots, last = [], 0, None
    for event in events:
        if last is not None and event.tick - last >= rules.reload * TICKS_PER_BEAT:
            shots = 0
        last = event.tick
        needs_shot = event.kind in {Kind.REFLECT, Kind.SHIELD} or event.reach is Reach.FAR
        if needs_shot and shots >= rules.rounds:
            result.append(replace(event, kind=Kind.TAKEDOWN, reach=Reach.NEAR))
            continue
        shots += needs_shot
        result.append(event)
    return result


def _drop_event(hold: Hold, level: int, ticks: TickMap, side: Side, rules: BreathRules) -> Event:
    """A held drop where the level has them, a heavy blow below."""
    at = ticks.tempo.at(hold.tick)
    if level < NORMAL:
        return Event(hold.tick, at, Kind.TAKEDOWN, side, Reach.NEAR, rules.drop_weight)
    return Event(
        hold.tick, at, Kind.DROP, weight=rules.drop_weight, prop=hold.prop,
        hold_from=hold.start, hold_at=ticks.tempo.at(hold.start),
    )  # fmt: skip


def choreograph(
    folded: Folded, structure: Structure, ticks: TickMap, seed: int, rules: BreathRules = RULES
) -> Choreography:
    """The events of all five levels; each level's ticks are a subset of the next one's."""
    clusters = cluster_bars(folded)
    items, styles = _laid(folded, structure, ticks, clusters, seed)
    holds = plan_holds(structure, ticks, seed, rules)
    drop_ticks = frozenset(int(hold.tick) for hold in holds)
    accent_ticks = frozenset(int(ticks.beat(beat)) for beat in accents(structure))
    rests = _rest_spans(folded, structure, ticks, rules)
    first = ticks.tempo.beat_length(0) * rules.lead
    end = ticks.length - seconds(rules.tail_s)

    def is_free(p: Placed) -> bool:
        return p.at < first or p.at >= end or any(a <= p.tick < b for a, b in rests) or int(p.tick) in drop_ticks

    def is_held(p: Placed) -> bool:
        return any(hold.start <= p.tick < hold.tick for hold in holds)

    items = _raised(items, NEVER, is_free)
    # A hand is busy holding: Master strikes on the beat, everyone else waits.
    items = _raised(items, NEVER, lambda p: is_held(p) and (p.tick % TICKS_PER_BEAT != 0 or p.step.kind is Kind.SWEEP))
    items = _raised(items, MASTER, is_held)
    items = _accented(items, accent_ticks)
    items = _sweeps_clear(items, drop_ticks)
    items = sorted((p for p in items if p.since < NEVER), key=lambda p: p.tick)
    items = _hands(items)
    moments = [int(ticks.tempo.at(hold.tick)) for hold in holds]
    items = _capped(items, dict.fromkeys(range(NEVER), moments))
    levels: dict[Level, tuple[Event, ...]] = {}
    for level, name in enumerate(LEVELS):
        events = [
            _event(p, level, rules.accent if int(p.tick) in accent_ticks else 1.0) for p in items if p.since <= level
        ]
        for n, hold in enumerate(holds):
            events.append(_drop_event(hold, level, ticks, (Side.LEFT, Side.RIGHT)[(seed + n) % 2], rules))
        ordered = list(canonical(events))
        levels[name] = canonical(_loaded(ordered, rules) if level >= HARD else ordered)
    return Choreography(levels, holds, clusters, tuple(styles))


def free_spans(events: tuple[Event, ...], start: Tick, end: Tick, least: float) -> list[tuple[Tick, Tick]]:
    """Spans between events of at least `least` beats; a hold is not free."""
    edges: list[tuple[Tick, Tick]] = [(start, start)]
    edges += [(e.hold_from if e.hold_from is not None else e.tick, e.tick) for e in events]
    edges.append((end, end))
    return [(a, b) for (_, a), (b, _) in itertools.pairwise(edges) if b - a >= least * TICKS_PER_BEAT]
