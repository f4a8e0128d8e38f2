"""Choreography: bars that sound alike move alike, level within level, shaped by the song's phrases and drops.

First every kind of bar gets its pattern; then the patterns are laid along the song and made to breathe: rests at the
ends of phrases, holds before drops, hands that can keep up, no more events a second than a level allows.
"""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.choreography_bar import (
    EASY,
    HARD,
    LEVELS,
    MASTER,
    NEVER,
    NORMAL,
    BarBrief,
    Step,
    bar_pattern,
    mirrored,
)  # fmt: skip
from rhythm_fu.analysis.choreography_fair import Placed, capped, cleared_sweeps, kept_hands, raised, settled
from rhythm_fu.analysis.clusters import Clusters, bar_tables, cluster_bars
from rhythm_fu.analysis.drops import RULES as DROP_RULES
from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Doubt, Envelopes, Floats, FoundDrop, SectionKind, Structure
from rhythm_fu.analysis.patterns import BarType, best_type
from rhythm_fu.analysis.ticks import TickMap
from rhythm_fu.chart.edits import canonical
from rhythm_fu.chart.levels import SAME_SIDE_GAP
from rhythm_fu.chart.model import MOST_WEIGHT, DropKind, Event, Kind, Level, Reach, Side
from rhythm_fu.units import TICKS_PER_BEAT, Tick, beats, in_seconds, seconds


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

DRAWS: Final = 3
"""How many dances of a kind of bar are drawn before the most even one is taken."""

SILENT: Final = 0.07
"""Where this very bar has no onset at a place of its pattern, the place stays empty."""

PLAIN: Final = 0.5
"""The same where no beat is heard: there the grid is a guess, and only what clearly begins is answered."""

DROP_ENERGY: Final = 0.95
CALM_SHARE: Final = 0.85
"""A bar of a drop is at least so energetic, and one outside has this share of its own energy: a drop stands out."""

QUIET_DEEP: Final = (5, 90)
LEAST_BASS_DB: Final = 6.0
"""A bar's bass is measured between these percentiles of the song's bars, or over so many dB where they lie closer."""

PROPS: Final = ("chandelier", "plate-fan", "mirror-wall", "balcony-rail", "speaker-stack")
"""What a drop brings down; the arena shows what it has."""


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
    rests: tuple[tuple[int, int], ...]
    """Planned free ends of phrases, in ticks."""
    clusters: Clusters
    styles: tuple[str, ...]
    """The bar type of each bar."""


def sure_drops(structure: Structure) -> tuple[FoundDrop, ...]:
    """The drops confident enough to be played as drops."""
    return tuple(d for d in structure.drops if d.kind is DropKind.DROP)


def accents(structure: Structure) -> frozenset[int]:
    """Beats that get a double: returns of the bass and, in a song without a sure drop, its energetic phrases."""
    found = {d.beat for d in structure.drops if d.strength >= DROP_RULES.sure and d.kind is not DropKind.DROP}
    return frozenset(found if sure_drops(structure) else found | set(structure.phrases))


def answering(folded: Folded, structure: Structure) -> list[bool]:
    """Whether each bar is the answering second of a pair counted from its phrase's start."""
    starts = sorted(folded.bars.index(beat) for beat in structure.phrases) or [0]
    return [(i - max((s for s in starts if s <= i), default=0)) % 2 == 1 for i in range(len(folded.bars))]


def _section_kind(structure: Structure, beat: int) -> SectionKind:
    return next((s.kind for s in structure.sections if s.start <= beat < s.end), SectionKind.VERSE)


def _drive(energy: Floats) -> Floats:
    """How hard each bar is fought, 0..1: its energy, half by value and half by rank, so that a song that is loud
    throughout has its quieter bars all the same.
    """
    order = np.argsort(np.argsort(np.round(energy, 3), kind="stable"), kind="stable")
    ties = {value: float(order[np.round(energy, 3) == value].mean()) for value in np.unique(np.round(energy, 3))}
    ranks = np.array([ties[value] for value in np.round(energy, 3)]) / max(1, len(energy) - 1)
    return np.asarray(0.5 * energy + 0.5 * ranks)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What `_laid` knows of every kind of bar: a cluster in or out of a drop."""

    table: Envelopes
    style: BarType
    energy: float
    bass: float
    counts: tuple[int, int]


def _kinds_of(
    folded: Folded, structure: Structure, clusters: Clusters, in_drop: Sequence[bool], parity: Sequence[bool]
) -> dict[tuple[int, bool], _Kinds]:
    """Mean energy and bass of each kind of bar, its style, and how often it comes as a bar and as an answer."""
    low = folded.per_bar(10 * np.log10((10 ** (folded.levels[:2] / 10)).sum(axis=0)))
    quiet, deep = np.percentile(low, QUIET_DEEP)
    bass = np.clip((low - quiet) / max(float(deep - quiet), LEAST_BASS_DB), 0, 1)
    drive = _drive(structure.bar_energy)
    found: dict[tuple[int, bool], _Kinds] = {}
    for name, dropping in dict.fromkeys(zip(clusters.names.tolist(), in_drop, strict=True)):
        like = (clusters.names == name) & (np.array(in_drop) == dropping)
        table, length = clusters.tables[name], int(folded.bars.lengths[int(np.argmax(like))])
        style = best_type(table, length, folded.slots)
        answers = int((like & np.array(parity)).sum())
        counts = (int(like.sum()) - answers, answers)
        found[name, dropping] = _Kinds(table, style, float(drive[like].mean()), float(bass[like].mean()), counts)
    return found


Pair = list[tuple[Step, ...]]
"""The patterns of a bar and of its answer."""


def _hands_of(pair: Pair, counts: tuple[int, int]) -> NDArray[np.int64]:
    """Blows left and right at each level, shape (2, levels), when the bar and its answer come so often."""
    hands = np.zeros((2, NEVER), dtype=np.int64)
    for steps, count in zip(pair, counts, strict=True):
        for step in steps:
            if step.kind is not Kind.SWEEP:
                hands[0 if step.side is Side.LEFT else 1, step.since :] += count
    return hands


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One way to dance a kind of bar: the number of the draw, whether it is mirrored, and the patterns it gave."""

    attempt: int
    is_mirrored: bool
    pair: Pair


def _drawn(brief: BarBrief, attempt: int, is_mirrored: bool) -> _Drawn:
    ask = replace(brief, key=f"{brief.key}/{attempt}")
    answer = replace(ask, is_answer=True)
    pair = settled([(ask, bar_pattern(ask)), (answer, bar_pattern(answer))])
    return _Drawn(attempt, is_mirrored, [mirrored(part) for part in pair] if is_mirrored else pair)


def _balanced(brief: BarBrief, counts: tuple[int, int], hands: NDArray[np.int64]) -> _Drawn:
    """The dance, out of a few draws and their mirror images, that keeps all levels' hands most even when the bar and
    its answer come so often, in a song that has asked so much of the hands before.
    """
    found: list[tuple[float, _Drawn]] = []
    for attempt in range(DRAWS):
        plain = _drawn(brief, attempt, is_mirrored=False)
        turned = replace(plain, is_mirrored=True, pair=[mirrored(part) for part in plain.pair])
        for drawn in (plain, turned):
            left, right = hands + _hands_of(drawn.pair, counts)
            uneven = np.abs(left - right) / np.maximum(left + right, 1)
            found.append((round(float((uneven**2).sum()), 6), drawn))
    return min(found, key=lambda item: item[0])[1]


def _laid(
    folded: Folded, structure: Structure, ticks: TickMap, clusters: Clusters, seed: int, *, unheard: Collection[Doubt]
) -> tuple[list[Placed], list[str]]:
    """Every bar's pattern at its place. Patterns are made in pairs, once for a kind of bar, and then looked up; a pair
    is mirrored where that keeps the two hands even over the song.
    """
    bars, slots = folded.bars, folded.slots
    parity = answering(folded, structure)
    in_drop = [_section_kind(structure, int(beat)) is SectionKind.DROP for beat in bars.starts]
    kinds = _kinds_of(folded, structure, clusters, in_drop, parity)
    heard = bar_tables(folded)
    known: dict[tuple[int, bool], _Drawn] = {}
    hands = np.zeros((2, NEVER), dtype=np.int64)
    placed: list[Placed] = []
    for i in range(len(bars)):
        start, length = int(bars.starts[i]), int(bars.lengths[i])
        key = (int(clusters.names[i]), in_drop[i])
        if key not in known:
            kind = kinds[key]
            bar_s = float(bars.times_s[i + 1] - bars.times_s[i])
            brief = BarBrief(
                kind.table, kind.style, (np.arange(length)[:, None] + folded.places).ravel() * bar_s / length,
                beat_s=bar_s / length, beats=length,
                energy=round(max(kind.energy, DROP_ENERGY) if key[1] else CALM_SHARE * kind.energy, 2),
                bass=round(kind.bass, 2), is_answer=False, is_drop=key[1], seed=seed, key=f"{key[0]}",
            )  # fmt: skip
            # The same bar in a drop and outside is danced alike, only more densely.
            twin = known.get((key[0], not key[1]))
            known[key] = _drawn(brief, twin.attempt, twin.is_mirrored) if twin else _balanced(brief, kind.counts, hands)
            hands = hands + _hands_of(known[key].pair, kind.counts)
        for step in known[key].pair[parity[i]]:
            tick = ticks.slot(start + step.slot // slots, step.slot % slots)
            at = ticks.tempo.at(tick)
            is_guess = any(doubt.at_s <= in_seconds(at) < doubt.until_s for doubt in unheard)
            if float(heard[i][:, step.slot].max()) >= (PLAIN if is_guess else SILENT):
                placed.append(Placed(tick, at, i, step, step.since))
    return placed, [kinds[int(n), d].style.name for n, d in zip(clusters.names, in_drop, strict=True)]


def plan_holds(structure: Structure, ticks: TickMap, seed: int) -> tuple[Hold, ...]:
    """A hold through the end of the build before each sure drop: a bar, two after a long build."""
    found: list[Hold] = []
    shift = seed % len(PROPS)
    for n, drop in enumerate(sure_drops(structure)):
        tick = ticks.beat(drop.beat)
        build = next((s for s in structure.sections if s.end == drop.beat and s.kind is SectionKind.BUILD), None)
        meter = ticks.tempo.anchor_at(tick).meter.beats
        is_long = build is not None and build.end - build.start >= RULES.long_build_bars * meter
        span = RULES.long_hold if is_long else RULES.short_hold
        earliest = max([0, *(hold.tick + beats(RULES.rest) for hold in found)])
        while span > 1 and (
            tick - beats(span) < earliest
            or ticks.tempo.at(tick) - ticks.tempo.at(tick - beats(span)) > seconds(RULES.longest_hold_s)
        ):
            span -= 1
        start = Tick(tick - beats(span))
        if start >= earliest and ticks.inside(ticks.tempo.at(start)) and ticks.inside(ticks.tempo.at(tick)):
            found.append(Hold(tick, start, PROPS[(shift + n) % len(PROPS)]))
    return tuple(found)


def _rest_spans(folded: Folded, structure: Structure, ticks: TickMap) -> list[tuple[int, int]]:
    """Free ends of phrases, and of every eighth bar inside a long phrase, in ticks; where phrases are uneven there may
    be up to 16 bars between two.
    """
    starts = [folded.bars.index(beat) for beat in structure.phrases]
    spans: list[tuple[int, int]] = []
    since = 0
    for bar in range(1, len(folded.bars)):
        since += 1
        in_phrase = bar - max((s for s in starts if s <= bar), default=0)
        if since >= RULES.rest_bars and (
            bar in starts or in_phrase % RULES.rest_bars == 0 or since >= 2 * RULES.rest_bars
        ):
            end = ticks.beat(int(folded.bars.starts[bar]))
            spans.append((end - beats(RULES.rest), end))
            since = 0
    return spans


def _accented(items: list[Placed], accent_ticks: frozenset[int]) -> list[Placed]:
    """Takedowns on accents become doubles from Hard on."""

    def accented(p: Placed) -> Placed:
        if int(p.tick) not in accent_ticks or p.step.kind is not Kind.TAKEDOWN:
            return p
        return replace(p, step=replace(p.step, kind=Kind.DOUBLE, kind_since=HARD, reach=Reach.NEAR))

    return [accented(p) for p in items]


def _event(p: Placed, level: int, boost: float) -> Event:
    """The event as a level sees it."""
    weight = min(MOST_WEIGHT, round(p.step.weight * boost))
    if p.step.kind is Kind.SWEEP:
        return Event(p.tick, p.at, Kind.SWEEP, weight=weight)
    kind = p.step.kind if level >= p.step.kind_since else Kind.TAKEDOWN
    if kind is Kind.DOUBLE:
        return Event(p.tick, p.at, kind, weight=weight)
    reach = p.step.reach if level >= NORMAL else Reach.NEAR
    return Event(p.tick, p.at, kind, p.step.side, None if kind is Kind.SHIELD else reach, weight)


def _loaded(events: list[Event]) -> list[Event]:
    """At most six shots between reloads: what goes beyond comes near instead."""
    result, shots, last = [], 0, None
    for event in events:
        if last is not None and event.tick - last >= RULES.reload * TICKS_PER_BEAT:
            shots = 0
        last = event.tick
        needs_shot = event.kind in {Kind.REFLECT, Kind.SHIELD} or event.reach is Reach.FAR
        if needs_shot and shots >= RULES.rounds:
            result.append(replace(event, kind=Kind.TAKEDOWN, reach=Reach.NEAR))
            continue
        shots += needs_shot
        result.append(event)
    return result


def _drop_event(hold: Hold, level: int, ticks: TickMap, side: Side) -> Event:
    """A held drop where the level has them, a heavy blow below."""
    at = ticks.tempo.at(hold.tick)
    if level < NORMAL:
        return Event(hold.tick, at, Kind.TAKEDOWN, side, Reach.NEAR, RULES.drop_weight)
    return Event(
        hold.tick, at, Kind.DROP, weight=RULES.drop_weight, prop=hold.prop,
        hold_from=hold.start, hold_at=ticks.tempo.at(hold.start),
    )  # fmt: skip


def choreograph(
    folded: Folded, structure: Structure, ticks: TickMap, seed: int, *, doubts: Collection[Doubt] = ()
) -> Choreography:
    """The events of all five levels; each level's ticks are a subset of the next one's. `doubts` of the grid tell where
    no beat is heard: nobody attacks there but on what clearly begins.
    """
    clusters = cluster_bars(folded)
    items, styles = _laid(
        folded, structure, ticks, clusters, seed, unheard=[doubt for doubt in doubts if doubt.is_unheard]
    )
    holds = plan_holds(structure, ticks, seed)
    drop_ticks = frozenset(int(hold.tick) for hold in holds)
    accent_ticks = frozenset(int(ticks.beat(beat)) for beat in accents(structure))
    rests = _rest_spans(folded, structure, ticks)
    first = ticks.tempo.beat_length(0) * RULES.lead
    end = ticks.length - seconds(RULES.tail_s)

    def is_free(p: Placed) -> bool:
        return p.at < first or p.at >= end or any(a <= p.tick < b for a, b in rests) or int(p.tick) in drop_ticks

    def is_held(p: Placed) -> bool:
        return any(hold.start <= p.tick < hold.tick for hold in holds)

    items = raised(items, NEVER, is_free)
    # Whoever is new has a whole bar to look at the room, and one of twelve beats is long.
    bar = ticks.tempo.beat_length(0) * ticks.tempo.anchors[0].meter.beats
    items = raised(items, EASY, lambda p: p.at < bar)
    # A hand is busy holding: Master strikes on the beat, everyone else waits.
    items = raised(items, NEVER, lambda p: is_held(p) and (p.tick % TICKS_PER_BEAT != 0 or p.step.kind is Kind.SWEEP))
    items = raised(items, MASTER, is_held)
    items = _accented(items, accent_ticks)
    items = cleared_sweeps(items, drop_ticks)
    moments = [int(ticks.tempo.at(hold.tick)) for hold in holds]
    # Story and Easy answer a drop with a hand, which from 215 BPM on is not ready again after half a beat.
    items = raised(items, NEVER, lambda p: any(abs(p.at - moment) < SAME_SIDE_GAP for moment in moments))
    items = sorted((p for p in items if p.since < NEVER), key=lambda p: p.tick)
    items = kept_hands(items)
    items = capped(items, dict.fromkeys(range(NEVER), moments))
    levels: dict[Level, tuple[Event, ...]] = {}
    for level, name in enumerate(LEVELS):
        events = [
            _event(p, level, RULES.accent if int(p.tick) in accent_ticks else 1.0) for p in items if p.since <= level
        ]
        for n, hold in enumerate(holds):
            events.append(_drop_event(hold, level, ticks, (Side.LEFT, Side.RIGHT)[(seed + n) % 2]))
        ordered = list(canonical(events))
        levels[name] = canonical(_loaded(ordered) if level >= HARD else ordered)
    return Choreography(levels, holds, tuple(rests), clusters, tuple(styles))


def free_spans(events: tuple[Event, ...], start: Tick, end: Tick, least: float) -> list[tuple[Tick, Tick]]:
    """Spans between events of at least `least` beats; a hold is not free."""
    edges: list[tuple[Tick, Tick]] = [(start, start)]
    edges += [(e.hold_from if e.hold_from is not None else e.tick, e.tick) for e in events]
    edges.append((end, end))
    return [(a, b) for (_, a), (b, _) in itertools.pairwise(edges) if b - a >= least * TICKS_PER_BEAT]
