"""The choreography of one kind of bar: which of its places become events, at which level, of what kind and side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import HAT, KICK, SNARE, TONE
from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.patterns import BarType
from rhythm_fu.chart.levels import CROSS_SIDE_GAP, LEVEL_RULES, SAME_SIDE_GAP
from rhythm_fu.chart.model import Kind, Level, Reach, Side
from rhythm_fu.units import seconds

LEVELS: Final = tuple(Level)
STORY, EASY, NORMAL, HARD, MASTER = range(5)
NEVER: Final = len(LEVELS)
"""`since` of an event that no level has."""


@dataclass(frozen=True, slots=True)
class DensityRules:
    """A bar asks for `most_per_second` of its level times `calm` (energy 0) to `full` (energy 1)."""

    calm: float = 0.38
    full: float = 0.93
    least_support: float = 0.14
    """Onset strength 0..1 below which a place is silent: nobody fights silence."""
    sweep_support: float = 0.35
    sweep_energy: float = 0.2
    far_bias: float = 0.12
    """How much louder middle and treble must be than bass before an attacker stands far off."""
    most_far: float = 0.45
    kick: float = 1.0
    snare: float = 0.95
    hat: float = 0.7
    tone: float = 0.8
    """How much an onset of each voice is worth, where it is the loudest."""
    loudest: float = 0.6
    together: float = 1.6
    """So much of a place's support is its loudest voice; the rest is all voices together, of which so many are full."""
    style: float = 0.5
    heard: float = 0.9
    """Of a place's merit, what the bar's style can change, and what its support can."""
    mirrors: int = 45
    shields: int = 30
    """In so many of a hundred kinds of bar that could have one."""
    lightest: int = 60
    deepest: int = 80
    """The weight of a blow without bass, and what the deepest bass adds; in a drop `in_drop` more."""
    own_bass: float = 0.65
    """Share of the place's own bass in that; the rest is the bar's."""
    in_drop: int = 10
    margin: float = 1.04
    """Gaps keep this factor to the limit: ticks round, and a live tempo breathes."""


RULES: Final = DensityRules()

MOTIFS: Final = ("LRLR", "LLRR", "LRRL", "LRLL", "LLRL", "LRRR", "LLLR", "LRLRRL")
"""How sides follow each other in the easiest level; mirrored as often as not."""


def draw(seed: int, *words: object) -> int:
    """A number 0..2^32-1 that depends on the seed and the words only: the same on every machine and for ever."""
    text = repr((seed, *words)).encode()
    return int.from_bytes(blake2b(text, digest_size=4).digest(), "big")


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a bar's pattern. `since` is the easiest level that has it, `kind_since` the easiest that sees it as
    `kind` (a takedown before). `rank` orders the bar's events: 0 is the last to go when a level must be thinned.
    """

    slot: int
    since: int
    rank: int
    kind: Kind = Kind.TAKEDOWN
    kind_since: int = 0
    side: Side = Side.LEFT
    reach: Reach = Reach.NEAR
    weight: int = 100


@dataclass(frozen=True, slots=True)
class BarBrief:
    """What a pattern is made for. `table` (voices, beats * slots): mean onset strengths; `place_s` (beats * slots,):
    each slot's moment in the bar in seconds; `energy` and `bass` 0..1; `key` feeds the dice.
    """

    table: Envelopes
    style: BarType
    place_s: Floats
    beat_s: float
    beats: int
    energy: float
    bass: float
    is_answer: bool
    """The second bar of a pair: fewer events where a count is odd, and the sweep."""
    is_drop: bool
    seed: int
    key: str

    @property
    def bar_s(self) -> float:
        """The bar's length."""
        return self.beats * self.beat_s

    @property
    def slots(self) -> int:
        """Slots a beat."""
        return len(self.place_s) // self.beats


def mirrored(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Left and right exchanged."""
    return tuple(replace(step, side=step.side.other) for step in steps)


def _division_of(slot: int, slots: int) -> int:
    """The coarsest grid that has a slot: 1 beats, 2 half-beats, 4 the rest; thirds count as half-beats."""
    place = slot % slots
    if place == 0:
        return 1
    return 2 if slots == 3 or place * 2 == slots else 4


def wanted(level: Level, brief: BarBrief) -> int:
    """Events a bar of this energy asks for at a level; an odd count a pair of bars gives the first bar one more."""
    share = RULES.calm + (RULES.full - RULES.calm) * brief.energy
    pair = 2 * LEVEL_RULES[level].most_per_second * share * brief.bar_s
    whole = int(pair + 0.5)
    return whole // 2 if brief.is_answer else whole - whole // 2


def _chosen(brief: BarBrief) -> list[Step]:
    """Places by merit, then levels from the hardest down: each picks among what the harder one has."""
    loudest = np.max(brief.table[:4] * np.array([[RULES.kick], [RULES.snare], [RULES.hat], [RULES.tone]]), axis=0)
    together = np.minimum(1, brief.table[[KICK, HAT, TONE]].sum(axis=0) / RULES.together)
    support = RULES.loudest * loudest + (1 - RULES.loudest) * together
    merit = (1 - RULES.style + RULES.style * brief.style.wishes()) * (1 - RULES.heard + RULES.heard * support)
    order = [int(s) for s in np.lexsort((np.arange(len(merit)), -np.round(merit, 3)))]
    order = [slot for slot in order if support[slot] >= RULES.least_support]
    least = CROSS_SIDE_GAP * RULES.margin / 1e6
    picked: list[int] = []
    most = wanted(Level.MASTER, brief)
    for slot in order:
        if len(picked) == most:
            break
        if all(abs(brief.place_s[slot] - brief.place_s[other]) >= least for other in picked):
            picked.append(slot)
    since = dict.fromkeys(picked, MASTER)
    for level in (HARD, NORMAL, EASY, STORY):
        rule, count = LEVEL_RULES[LEVELS[level]], 0
        for slot in picked:
            fits = _division_of(slot, brief.slots) <= rule.divisions and since[slot] == level + 1
            if fits and count < wanted(LEVELS[level], brief):
                since[slot], count = level, count + 1
    return [Step(slot, since[slot], rank) for rank, slot in enumerate(picked)]


def _with_sweep(steps: list[Step], brief: BarBrief) -> list[Step]:
    """In every second bar the strongest snare becomes a sweep; half a beat around it stays free."""
    snares = [s for s in steps if s.slot > 0 and s.since <= EASY and _division_of(s.slot, brief.slots) == 1]
    snares = [s for s in snares if brief.table[SNARE, s.slot] >= RULES.sweep_support]
    if not brief.is_answer or brief.energy < RULES.sweep_energy or not snares:
        return steps
    chosen = max(snares, key=lambda s: (round(float(brief.table[SNARE, s.slot]), 2), s.slot))
    half = brief.slots / 2
    kept = [s for s in steps if s is chosen or abs(s.slot - chosen.slot) >= half]
    return [replace(s, kind=Kind.SWEEP, since=max(EASY, s.since)) if s is chosen else s for s in kept]


def _with_far(steps: list[Step], brief: BarBrief) -> list[Step]:
    """Bass stands near, middle and treble far."""

    def distance(step: Step) -> float:
        above = max(float(brief.table[v, step.slot]) for v in (SNARE, HAT, TONE))
        return round(above - float(brief.table[KICK, step.slot]), 2)

    takedowns = [s for s in steps if s.kind is Kind.TAKEDOWN]
    far = sorted((s for s in takedowns if distance(s) > RULES.far_bias), key=lambda s: (-distance(s), s.slot))
    far = far[: int(RULES.most_far * len(takedowns) + 0.5)]
    return [replace(s, reach=Reach.FAR) if s in far else s for s in steps]


def _with_specials(steps: list[Step], brief: BarBrief) -> list[Step]:
    """Doubles on the drop's first beats, mirrors on what rings, a shield here and there."""
    found = list(steps)
    beats = [s for s in steps if s.kind is Kind.TAKEDOWN and _division_of(s.slot, brief.slots) <= 2]
    sweeps = [s.slot for s in steps if s.kind is Kind.SWEEP]

    def change(step: Step, kind: Kind, since: int, reach: Reach) -> None:
        found[found.index(step)] = replace(step, kind=kind, kind_since=since, reach=reach)
        beats.remove(step)

    first = next((s for s in beats if s.slot == 0), None)
    if first and brief.is_drop and not brief.is_answer and not any(s < brief.slots / 2 for s in sweeps):
        change(first, Kind.DOUBLE, HARD, Reach.NEAR)
    distant = [s for s in beats if s.reach is Reach.FAR and s.slot > 0 and s.since <= HARD]
    if distant and draw(brief.seed, "mirror", brief.key) % 100 < RULES.mirrors:
        change(distant[draw(brief.seed, "which mirror", brief.key) % len(distant)], Kind.REFLECT, HARD, Reach.FAR)
    heavy = [s for s in beats if s.slot > 0 and _division_of(s.slot, brief.slots) == 1]
    if heavy and draw(brief.seed, "shield", brief.key) % 100 < RULES.shields:
        change(heavy[draw(brief.seed, "which shield", brief.key) % len(heavy)], Kind.SHIELD, MASTER, Reach.NEAR)
    return found


def _runs(steps: Sequence[Step], brief: BarBrief) -> list[list[Step]]:
    """Events too close for one hand, in groups: inside a group sides must alternate."""
    groups: list[list[Step]] = []
    for step in steps:
        gap = brief.place_s[step.slot] - brief.place_s[groups[-1][-1].slot] if groups else np.inf
        if groups and seconds(float(gap)) < SAME_SIDE_GAP * RULES.margin:
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _with_sides(steps: list[Step], brief: BarBrief) -> list[Step]:
    """Sides level by level, so that every level has its own good walk: the easiest follows a motif, each harder one
    turns between its neighbours where they agree and tosses a coin where they don't.
    """
    handed = sorted((s for s in steps if s.kind is not Kind.SWEEP), key=lambda s: s.slot)
    groups = _runs(handed, brief)
    group_of = {step.slot: (g, i) for g, group in enumerate(groups) for i, step in enumerate(group)}
    bits: dict[int, int] = {}

    def side(step: Step) -> int | None:
        g, i = group_of[step.slot]
        return None if g not in bits else (bits[g] + i) % 2

    motif = MOTIFS[draw(brief.seed, "motif", brief.key) % len(MOTIFS)]
    turned = (draw(brief.seed, "mirror image", brief.key) + brief.is_answer) % 2
    placed = 0
    for level in range(NEVER):
        here = [s for s in handed if s.since <= level]
        for n, step in enumerate(here):
            g, i = group_of[step.slot]
            if g in bits:
                continue
            before = side(here[n - 1]) if n else None
            after = next((side(s) for s in here[n + 1 :] if side(s) is not None), None)
            if level == STORY or (before is None and after is None):
                wish = ("LR".index(motif[placed % len(motif)]) + turned) % 2
                placed += 1
            elif before is not None and (before == after or after is None):
                wish = 1 - before
            else:
                wish = draw(brief.seed, "side", brief.key, step.slot, LEVELS[level].value) % 2
            bits[g] = (wish - i) % 2
    return [s if s.kind is Kind.SWEEP else replace(s, side=(Side.LEFT, Side.RIGHT)[side(s) or 0]) for s in steps]


def _with_weights(steps: list[Step], brief: BarBrief) -> list[Step]:
    """Bass weight: an ordinary blow is 100, the deepest 150, one without bass 60."""

    def weight(step: Step) -> int:
        depth = RULES.own_bass * float(brief.table[KICK, step.slot]) + (1 - RULES.own_bass) * brief.bass
        return round(RULES.lightest + RULES.deepest * depth) + (RULES.in_drop if brief.is_drop else 0)

    return [replace(s, weight=weight(s)) for s in steps]


def bar_pattern(brief: BarBrief) -> tuple[Step, ...]:
    """The events of such a bar, in order; the same brief gives the same pattern for ever."""
    steps = _chosen(brief)
    steps = _with_sweep(steps, brief)
    steps = _with_far(steps, brief)
    steps = _with_specials(steps, brief)
    steps = _with_sides(steps, brief)
    steps = _with_weights(steps, brief)
    return tuple(sorted(steps, key=lambda s: s.slot))
