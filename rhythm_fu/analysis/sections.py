"""Sections: intro, build, drop, breakdown, verse, outro, and the song's whole structure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rhythm_fu.analysis.drops import find_drops
from rhythm_fu.analysis.energy import bar_energy
from rhythm_fu.analysis.folding import KICK, Folded, bars_of, fold
from rhythm_fu.analysis.key import find_key
from rhythm_fu.analysis.model import Features, Floats, FoundDrop, Grid, Section, SectionKind, Structure
from rhythm_fu.analysis.phrases import bar_vectors, novelty, phrase_bars
from rhythm_fu.chart.model import DropKind
from rhythm_fu.sound.model import Audio


@dataclass(frozen=True, slots=True)
class SectionRules:
    """Energies are 0..1 within the song, lengths in bars."""

    turn: float = 0.45
    """Novelty that a phrase boundary needs to start a new section."""
    quiet: float = 0.45
    loud: float = 0.68
    longest_build: int = 16
    build: int = 8
    """The usual length of a build; a longer quiet part before a drop is a breakdown first."""
    same: float = 0.12
    """Difference of energy below which a part goes on like the one before."""
    kick: float = 0.35
    """Mean kick strength a beat above which a part is danced to."""


RULES: Final = SectionRules()


def _kind(
    folded: Folded, energy: Floats, start: int, end: int, drops: dict[int, FoundDrop], *, rules: SectionRules
) -> SectionKind:
    """What bars `start` to `end` do, from how they sound and what follows them."""
    loudness = float(energy[start:end].mean())
    begin = int(folded.bars.starts[start]) - folded.first
    stop = begin + int(folded.bars.lengths[start:end].sum())
    kick = float(folded.hits[KICK, begin:stop].max(axis=1).mean())
    if start in drops:
        return SectionKind.DROP
    if end in drops and end - start <= rules.longest_build and loudness < float(energy[end : end + 8].mean()):
        return SectionKind.BUILD
    if start == 0 and loudness < rules.loud:
        return SectionKind.INTRO
    if end == len(energy) and loudness < rules.loud:
        return SectionKind.OUTRO
    if loudness < rules.quiet or kick < rules.kick:
        return SectionKind.BREAKDOWN
    return SectionKind.VERSE


def find_sections(
    folded: Folded,
    energy: Floats,
    change: Floats,
    phrases: tuple[int, ...],
    drops: tuple[FoundDrop, ...],
    *,
    rules: SectionRules = RULES,
) -> tuple[Section, ...]:
    """The parts in order, without gaps. They start at drops and at phrases where the music turns."""
    sure = {folded.bars.index(drop.beat): drop for drop in drops if drop.kind is DropKind.DROP}
    edges = sorted({0, *(bar for bar in phrases if change[bar] >= rules.turn), *sure})
    edges = sorted({*edges, *_build_starts(edges, phrases, sure, rules)})
    parts: list[Section] = []
    for start, end in zip(edges, [*edges[1:], len(energy)], strict=True):
        kind = _kind(folded, energy, start, end, sure, rules=rules)
        begin = int(folded.bars.starts[start])
        stop = folded.bars.end if end == len(energy) else int(folded.bars.starts[end])
        loudness = round(float(energy[start:end].mean()), 3)
        # A part after the last drop that still goes on like it belongs to it, until the music turns quiet.
        after_drop = parts and parts[-1].kind is SectionKind.DROP and kind is SectionKind.VERSE
        if after_drop and abs(loudness - parts[-1].energy) < rules.same:
            kind = SectionKind.DROP
        parts.append(Section(kind, begin, stop, loudness))
    return _merged(
        _framed(_whole_builds(parts, folded, rules)), frozenset(int(folded.bars.starts[bar]) for bar in sure)
    )


def _build_starts(
    edges: list[int], phrases: tuple[int, ...], sure: dict[int, FoundDrop], rules: SectionRules
) -> Iterator[int]:
    """Where builds begin inside longer quiet parts: at the phrase that is nearest to eight bars before the drop."""
    for drop in sure:
        before = max((edge for edge in edges if edge < drop), default=0)
        inside = [bar for bar in phrases if before < bar < drop and drop - bar <= rules.longest_build]
        if drop - before > rules.build and inside:
            yield min(inside, key=lambda bar: (abs(drop - bar - rules.build), bar))


def _whole_builds(parts: list[Section], folded: Folded, rules: SectionRules) -> list[Section]:
    """A quieter part right before a short build is its beginning: rolls double, and the second half sounds new."""
    found = list(parts)
    for i in range(len(found) - 2, 0, -1):
        here, after = found[i], found[i + 1]
        bars = folded.bars.index(after.end - 1) + 1 - folded.bars.index(here.start)
        is_start = here.kind in {SectionKind.VERSE, SectionKind.BREAKDOWN} and after.kind is SectionKind.BUILD
        if is_start and bars <= rules.build and found[i - 1].energy < here.energy < after.energy:
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


def _merged(parts: list[Section], drops: frozenset[int]) -> tuple[Section, ...]:
    """Neighbours of one kind in one; a drop always starts its own."""
    merged: list[Section] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is None or last.kind is not part.kind or part.start in drops:
            merged.append(part)
            continue
        spans = (last.end - last.start, part.end - part.start)
        mean = (last.energy * spans[0] + part.energy * spans[1]) / sum(spans)
        merged[-1] = Section(last.kind, last.start, part.end, round(mean, 3))
    return tuple(merged)


def structure_of(folded: Folded, features: Features) -> Structure:
    """The structure of a song that is already folded."""
    vectors = bar_vectors(folded, features)
    change = novelty(vectors)
    phrases = phrase_bars(change)
    energy = bar_energy(folded)
    drops = find_drops(folded, energy, change, phrases)
    name, margin = find_key(features.chroma)
    return Structure(
        find_sections(folded, energy, change, phrases, drops),
        tuple(int(folded.bars.starts[bar]) for bar in phrases),
        drops,
        energy,
        name,
        margin,
    )


def structure(audio: Audio, features: Features, grid: Grid) -> Structure:
    """Sections, phrases, drops, bar energy and key; empty where the grid holds no bar.

    `bar_energy[i]` belongs to the i-th downbeat inside the song. `audio` is not read today: the envelopes say enough.
    """
    del audio
    if len(bars_of(grid, features.length_s)) == 0:
        name, margin = find_key(features.chroma)
        return Structure((), (), (), np.zeros(0), name, margin)
    return structure_of(fold(features, grid), features)
