"""Sections: intro, build, drop, breakdown, verse, outro, and the song's whole structure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rhythm_fu.analysis.drop_cues import BarTable
from rhythm_fu.analysis.drops import find_drops
from rhythm_fu.analysis.energy import bar_energy
from rhythm_fu.analysis.folding import KICK, Folded
from rhythm_fu.analysis.key import find_key
from rhythm_fu.analysis.model import Features, Floats, FoundDrop, Section, SectionKind, Structure
from rhythm_fu.analysis.phrases import bar_vectors, novelty, phrase_bars
from rhythm_fu.analysis.turns import find_turns
from rhythm_fu.chart.model import DropKind


@dataclass(frozen=True, slots=True)
class SectionRules:
    """Energies are 0..1 within the song, lengths in bars, turns 0..1."""

    turn: float = 0.12
    """How surely the music has to turn at a phrase for a new section."""
    hint: float = 0.03
    """The same inside a section that is longer than `long`, or than `share` of the song."""
    long: int = 32
    share: float = 0.6
    least: int = 4
    """No shorter sections."""
    short: int = 8
    clear: float = 0.2
    """For a section shorter than `short` the music has to turn so surely."""
    quiet: float = 0.72
    """Energy beside the song's full parts below which a section is quiet."""
    bare: float = 0.62
    """The same before anything full has been: what it would break down from is still to come."""
    bare_kick: float = 0.4
    """Kick beside that of the full parts below which a part goes without it, before anything full has been."""
    thin: tuple[float, float] = (0.86, 0.7)
    """The same where the kick is weaker too: energy and kick beside those of the full parts."""
    sparse: float = 0.82
    """The same for what opens or ends a song."""
    longest_build: int = 16
    builds: tuple[int, ...] = (4, 8, 12, 16)
    build: int = 8
    """The usual length of a build; a longer quiet part before a drop is a breakdown first."""
    usual: float = 6
    """How much more it takes for a build to begin elsewhere."""
    same: float = 0.12
    """Difference of energy below which a part goes on like the one before."""
    longest_drop: int = 32
    """So long a drop goes on through parts like it."""
    kick: float = 0.5
    """Kick beside that of the full parts below which a part goes without it, later on."""
    full: float = 75
    """Percentile of the bars that full parts reach."""
    after: int = 8
    """Bars of a drop that a build before it has to be quieter than."""


RULES: Final = SectionRules()


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Values a bar, shape (bars,), and what the song's full parts reach."""

    energy: Floats
    kick: Floats
    full_energy: float
    full_kick: float

    def is_quiet(self, start: int, end: int, share: float, kick_share: float) -> bool:
        """Whether most of bars `start` to `end` have less going on than that share of the full parts, or less kick."""
        kick = float(np.median(self.kick[start:end]))
        without_kick = kick < kick_share * self.full_kick
        return float(np.median(self.energy[start:end])) < share * self.full_energy or without_kick

    def is_thin(self, start: int, end: int) -> bool:
        """Whether most of bars `start` to `end` are somewhat emptier than the full parts and have a weaker kick."""
        energy, kick = float(np.median(self.energy[start:end])), float(np.median(self.kick[start:end]))
        return energy < RULES.thin[0] * self.full_energy and kick < RULES.thin[1] * self.full_kick


def _heard(folded: Folded, energy: Floats) -> _Heard:
    kick = folded.per_bar(folded.hits[KICK].max(axis=1)).astype(np.float64)
    return _Heard(energy, kick, float(np.percentile(energy, RULES.full)), float(np.percentile(kick, RULES.full)))


def _kind(heard: _Heard, start: int, end: int, drops: Collection[int], *, has_begun: bool) -> SectionKind:
    """What bars `start` to `end` do, from how they sound and what follows them."""
    energy = heard.energy
    loudness = float(energy[start:end].mean())
    if start in drops:
        return SectionKind.DROP
    at_edge = heard.is_quiet(start, end, RULES.sparse, RULES.kick) or heard.is_thin(start, end)
    if at_edge and start == 0:
        return SectionKind.INTRO
    if end in drops and end - start <= RULES.longest_build and loudness < float(energy[end : end + RULES.after].mean()):
        return SectionKind.BUILD
    if at_edge and end == len(energy):
        return SectionKind.OUTRO
    if has_begun:
        is_down = heard.is_quiet(start, end, RULES.quiet, RULES.kick) or heard.is_thin(start, end)
    else:
        is_down = heard.is_quiet(start, end, RULES.bare, RULES.bare_kick)
    return SectionKind.BREAKDOWN if is_down else SectionKind.VERSE


def _edges(turns: Floats, phrases: tuple[int, ...], sure: Collection[int]) -> list[int]:
    """The bars at which sections start: drops first, then phrases in the order of how surely the music turns there."""
    n = len(turns)
    edges = {0}

    def fits(bar: int) -> bool:
        least = RULES.least if turns[bar] >= RULES.clear else RULES.short
        return n - bar >= RULES.least and all(abs(bar - edge) >= least for edge in edges)

    edges.update(sure)
    likely = sorted((bar for bar in phrases if turns[bar] >= RULES.hint), key=lambda bar: (-turns[bar], bar))
    for bar in likely:
        if turns[bar] >= RULES.turn and fits(bar):
            edges.add(bar)
    for bar in likely:
        before = max(edge for edge in edges if edge <= bar)
        after = min((edge for edge in edges if edge > bar), default=n)
        if after - before > min(RULES.long, RULES.share * n) and fits(bar):
            edges.add(bar)
    return sorted(edges)


def find_sections(
    folded: Folded,
    energy: Floats,
    turns: Floats,
    phrases: tuple[int, ...],
    drops: tuple[FoundDrop, ...],
) -> tuple[Section, ...]:
    """The parts in order, without gaps. They start at drops and at phrases where the music turns."""
    sure = {folded.bars.index(drop.beat): drop for drop in drops if drop.kind is DropKind.DROP}
    edges = _edges(turns, phrases, sure)
    edges = sorted({*edges, *_build_starts(edges, turns, sure)})
    heard = _heard(folded, energy)
    parts: list[Section] = []
    for start, end in zip(edges, [*edges[1:], len(energy)], strict=True):
        has_begun = any(part.kind in {SectionKind.VERSE, SectionKind.DROP} for part in parts)
        kind = _kind(heard, start, end, sure, has_begun=has_begun)
        begin = int(folded.bars.starts[start])
        stop = folded.bars.end if end == len(energy) else int(folded.bars.starts[end])
        parts.append(Section(kind, begin, stop, round(float(energy[start:end].mean()), 3)))
    starts = frozenset(int(folded.bars.starts[bar]) for bar in sure)
    return _merged(_framed(_whole_builds(_long_drops(parts, folded), folded)), starts, folded)


def _bars(folded: Folded, start: int, end: int) -> int:
    """How many bars lie between two beats."""
    return folded.bars.index(end - 1) + 1 - folded.bars.index(start)


def _long_drops(parts: list[Section], folded: Folded) -> list[Section]:
    """A part after a drop that goes on like it belongs to it, until the drop is long."""
    found: list[Section] = []
    begun = 0
    for part in parts:
        last = found[-1] if found else None
        goes_on = last is not None and last.kind is SectionKind.DROP and part.kind is SectionKind.VERSE
        if part.kind is SectionKind.DROP:
            begun = part.start
        elif (
            last is not None and goes_on and abs(part.energy - last.energy) < RULES.same
            and _bars(folded, begun, part.end) <= RULES.longest_drop
        ):  # fmt: skip
            found.append(replace(part, kind=SectionKind.DROP))
            continue
        found.append(part)
    return found


def _build_starts(edges: list[int], turns: Floats, sure: Collection[int]) -> Iterator[int]:
    """Where builds begin inside longer parts before a drop: where it turns most, 4, 8, 12 or 16 bars before it."""
    for drop in sure:
        before = max((edge for edge in edges if edge < drop), default=0)
        inside = [drop - bars for bars in RULES.builds if drop - bars >= before + RULES.least]
        if drop - before > RULES.build and inside:
            yield max(inside, key=lambda bar: (turns[bar] * (RULES.usual if drop - bar == RULES.build else 1), bar))


def _whole_builds(parts: list[Section], folded: Folded) -> list[Section]:
    """A quieter part right before a short build is its beginning: rolls double, and the second half sounds new."""
    found = list(parts)
    for i in range(len(found) - 2, 0, -1):
        here, after = found[i], found[i + 1]
        bars = _bars(folded, here.start, after.end)
        is_start = here.kind in {SectionKind.VERSE, SectionKind.BREAKDOWN} and after.kind is SectionKind.BUILD
        if is_start and bars <= RULES.build and found[i - 1].energy < here.energy < after.energy:
            found[i] = replace(here, kind=SectionKind.BUILD)
    return found


def _framed(parts: list[Section]) -> list[Section]:
    """Quiet parts before anything else has happened are intro, those after the last loud one outro."""
    quiet = {SectionKind.BREAKDOWN, SectionKind.INTRO, SectionKind.OUTRO}
    loud = [i for i, part in enumerate(parts) if part.kind not in quiet]
    if not loud:
        return parts
    return [
        replace(part, kind=SectionKind.INTRO) if i < loud[0] else replace(part, kind=SectionKind.OUTRO)
        if i > loud[-1] else part
        for i, part in enumerate(parts)
    ]  # fmt: skip


def _merged(parts: list[Section], drops: frozenset[int], folded: Folded) -> tuple[Section, ...]:
    """Neighbours of one kind in one: builds and drops that go on, and pairs of short parts about as full.

    A drop always starts its own.
    """
    merged: list[Section] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is None or last.kind is not part.kind or part.start in drops:
            merged.append(part)
            continue
        goes_on = part.kind in {SectionKind.BUILD, SectionKind.DROP}
        is_short = max(_bars(folded, one.start, one.end) for one in (last, part)) < RULES.short
        if not goes_on and not (is_short and abs(last.energy - part.energy) < RULES.same):
            merged.append(part)
            continue
        spans = (last.end - last.start, part.end - part.start)
        mean = (last.energy * spans[0] + part.energy * spans[1]) / sum(spans)
        merged[-1] = Section(last.kind, last.start, part.end, round(mean, 3))
    return tuple(merged)


def bar_table(folded: Folded, features: Features) -> BarTable:
    """What is known of each bar before drops are looked for; its phrases are told by the turns alone.

    `folded` holds one bar at least.
    """
    vectors = bar_vectors(folded, features)
    energy, change = bar_energy(folded), novelty(vectors)
    turns = find_turns(folded, vectors, energy, change)
    return BarTable(energy, change, turns, phrase_bars(turns))


def form_of(folded: Folded, bars: BarTable) -> tuple[tuple[Section, ...], tuple[int, ...], tuple[FoundDrop, ...]]:
    """Sections, the bars at which phrases start, and drops. Phrases start at drops and sections, whatever the turns
    alone say.
    """
    drops = find_drops(folded, bars)
    phrases = phrase_bars(bars.turns, [folded.bars.index(drop.beat) for drop in drops if drop.kind is DropKind.DROP])
    sections = find_sections(folded, bars.energy, bars.turns, phrases, drops)
    return sections, phrase_bars(bars.turns, [folded.bars.index(part.start) for part in sections[1:]]), drops


def structure_of(folded: Folded, features: Features) -> Structure:
    """Sections, phrases, drops, bar energy and key of a song that is folded, one bar at least.

    `bar_energy[i]` belongs to the i-th downbeat inside the song.
    """
    bars = bar_table(folded, features)
    sections, phrases, drops = form_of(folded, bars)
    name, margin = find_key(features.chroma)
    return Structure(
        sections,
        tuple(int(folded.bars.starts[bar]) for bar in phrases),
        drops,
        bars.energy,
        name,
        margin,
    )
