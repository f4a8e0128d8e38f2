"""How a level fits the music it was made for, in figures: a share, a ratio or a correlation each.

Onset support is partly circular, since the generator saw the same onsets; the tests' controls and the ear are what give
it meaning.
"""

import itertools
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.choreography import answering
from rhythm_fu.analysis.choreography_marks import BREATH
from rhythm_fu.analysis.clusters import ALIKE, bar_prints
from rhythm_fu.analysis.folding import REACH_S, Folded, fold, onset_times
from rhythm_fu.analysis.model import Analysis, Floats
from rhythm_fu.chart.model import Chart, DropKind, Event, Kind, LevelChart, MarkKind, Side
from rhythm_fu.units import MICROS, TICKS_PER_BEAT, in_seconds

STRONG_A_BAR: Final = 3
"""So many of a bar's onsets are the ones a listener would tap."""

STRONG: Final = 0.5
"""Onsets weaker than this (1 = a strong onset of one band) are nobody's fault to miss."""

DROP_BARS: Final = 4
FLAT: Final = 0.12
"""Standard deviation of bar energy below which a song does not vary, and density has nothing to follow."""

EDGE_S: Final = 0.05
"""So far inside a hold or a rest an onset must lie to be left out: at its ends there may be an event."""

HAIR_S: Final = 1e-3
"""Moments are rounded to microseconds, beats to ticks: what lies a hair before a bar line lies on it."""

LEAST_BARS: Final = 16
LEAST_PATTERNS: Final = 8
LEAST_PAIRS: Final = 4
LEAST_OFF: Final = 20
"""Of fewer busy bars, patterns, pairs of bars alike or events off an onset, a share, a correlation or a median says
nothing.
"""

LEAST_SIDED: Final = 80
"""Of so many sides thrown by a coin, fewer than 36 or more than 64 in a hundred are left once in a hundred charts."""

PAIR: Final = 2.0
"""Bars of the least that is danced to anything."""

NEARBY_S: Final = 0.05
"""An onset further from an event than this is another's."""

SOUNDING_DB: Final = -45.0
"""Below the song's peak: quieter is the end of a fade, not music to fight to."""

LULL_S: Final = 0.5
"""So near to something loud the music goes on."""

PLACE_TICKS: Final = TICKS_PER_BEAT // 48
"""Patterns are compared in 48ths of a beat: 32nds and triplets fall on them."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What the metrics of all levels share: the folded song, its onsets, its bars in seconds."""

    folded: Folded
    onsets_s: Floats
    strengths: Floats
    energy: Floats
    prints: Sequence[Floats]
    answers: Sequence[bool]
    """Whether a bar is the second of a pair in its phrase."""
    sounding_s: Floats
    """Moments, evenly apart, at which there is music."""
    length_s: float


def scene_of(analysis: Analysis) -> Scene:
    """The shared part; the grid must hold at least one bar."""
    folded = fold(analysis.features, analysis.grid)
    onsets, strengths = onset_times(analysis.features)
    return Scene(
        folded, onsets, strengths, analysis.structure.bar_energy, bar_prints(folded),
        answering(folded, analysis.structure), _sounding(analysis), analysis.features.length_s,
    )  # fmt: skip


def _sounding(analysis: Analysis) -> Floats:
    """The moments with music: near something loud, since beats leave silences between them."""
    heard = analysis.features
    times = np.asarray(heard.times_s, dtype=np.float64)
    loud = times[heard.levels.max(axis=0) > SOUNDING_DB]
    return np.asarray(times[_nearest(loud, times) <= LULL_S], dtype=np.float64)


def _times(level: LevelChart) -> Floats:
    return np.array([in_seconds(event.at) for event in level.events], dtype=np.float64)


def _nearest(points: Floats, at: Floats) -> Floats:
    """Distance of each `at` to the nearest of the sorted `points`."""
    if len(points) == 0:
        return np.full(len(at), np.inf)
    places = np.clip(np.searchsorted(points, at), 1, max(1, len(points) - 1))
    after = np.abs(points[np.minimum(places, len(points) - 1)] - at)
    return np.minimum(np.abs(points[places - 1] - at), after)


def _free_spans(chart: Chart, level: LevelChart) -> list[tuple[float, float]]:
    """Begin and end, seconds, of planned rests and of holds, in which nothing else is asked of the player."""
    rests = [(in_seconds(m.at), in_seconds(m.until_at)) for m in chart.spans(MarkKind.REST) if m.label == BREATH]
    return rests + [(in_seconds(e.hold_at), in_seconds(e.at)) for e in level.events if e.hold_at is not None]


def _blows(event: Event) -> float:
    """What an event counts for: a drop or a double is two."""
    return 2.0 if event.kind in {Kind.DOUBLE, Kind.DROP} else 1.0


def _counts(level: LevelChart, scene: Scene) -> Floats:
    """Blows a bar."""
    weights = [_blows(event) for event in level.events]
    return np.histogram(_times(level), scene.folded.bars.times_s, weights=weights)[0].astype(np.float64)


def onset_support(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Share of events with an audible onset within 25 ms."""
    del chart
    times = _times(level)
    return float((_nearest(scene.onsets_s, times) <= REACH_S).mean()) if len(times) else None


def lateness(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Median of how much later events are than the onsets they mean, in ms; negative: earlier."""
    del chart
    times = _times(level)
    if len(scene.onsets_s) < 2:
        return None
    after = np.clip(np.searchsorted(scene.onsets_s, times), 1, len(scene.onsets_s) - 1)
    behind, ahead = times - scene.onsets_s[after - 1], times - scene.onsets_s[after]
    off = np.where(np.abs(behind) < np.abs(ahead), behind, ahead)
    off = off[np.abs(off) <= NEARBY_S]
    return 1e3 * float(np.median(off)) if len(off) >= LEAST_OFF else None


def longest_pause(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """The longest time without an event or a hold, in seconds of music: silence doesn't count."""
    del chart
    if len(scene.sounding_s) < 2:
        return None
    moments = [(in_seconds(e.hold_at) if e.hold_at is not None else in_seconds(e.at), in_seconds(e.at))
               for e in level.events]  # fmt: skip
    ends = np.array([0.0, *(end for _, end in moments)])
    begins = np.array([*(begin for begin, _ in moments), scene.length_s])
    counts = np.searchsorted(scene.sounding_s, np.maximum(begins, ends)) - np.searchsorted(scene.sounding_s, ends)
    step = float(np.min(np.diff(scene.sounding_s)))
    return float(counts.max()) * step


def strong_onset_recall(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Share of each bar's three strongest onsets that have an event within 25 ms; holds and rests are left out."""
    times = _times(level)
    found = []
    edges = np.searchsorted(scene.onsets_s, scene.folded.bars.times_s - REACH_S)
    for a, b in itertools.pairwise(edges):
        strong = a + np.argsort(-scene.strengths[a:b], kind="stable")[:STRONG_A_BAR]
        found += [i for i in strong if scene.strengths[i] >= STRONG]
    at = np.sort(scene.onsets_s[np.array(found, dtype=np.int64)])
    kept = np.ones(len(at), dtype=np.bool_)
    for begin, end in _free_spans(chart, level):
        kept[np.searchsorted(at, begin + EDGE_S, side="right") : np.searchsorted(at, end - EDGE_S)] = False
    asked = at[kept]
    return float((_nearest(times, asked) <= REACH_S).mean()) if len(asked) else None


def _ranks(values: Floats) -> Floats:
    """Ranks with ties sharing their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse], dtype=np.float64)


def _busy_bars(chart: Chart, level: LevelChart, scene: Scene) -> NDArray[np.int64]:
    """Bars without a rest or a hold, the song's first bar left out too."""
    edges = scene.folded.bars.times_s
    is_busy = np.ones(len(edges) - 1, dtype=np.bool_)
    is_busy[:1] = False
    for begin, end in _free_spans(chart, level):
        first = np.searchsorted(edges[1:] - HAIR_S, begin, side="right")
        is_busy[first : np.searchsorted(edges[:-1] + HAIR_S, end)] = False
    return np.flatnonzero(is_busy).astype(np.int64)


def _smooth(values: Floats, busy: NDArray[np.int64]) -> Floats:
    """Each busy bar's value averaged with the next busy one's."""
    chosen = values[busy]
    return np.asarray((chosen[:-1] + chosen[1:]) / 2)


def density_follows_energy(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Spearman's correlation of events a bar with the bar's energy, both averaged over two busy bars that follow each
    other, since a pair of bars shares an odd number of events. None in a song that is flat, or flat when so averaged.
    """
    busy = _busy_bars(chart, level, scene)
    if len(busy) < LEAST_BARS or float(scene.energy[busy].std()) < FLAT:
        return None
    a, b = _ranks(_smooth(_counts(level, scene), busy)), _ranks(_smooth(scene.energy, busy))
    if b.std() == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 else 0.0


def drop_emphasis(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Weighted events in the four bars from a sure drop on, against the median busy bar outside drops."""
    weights = [event.weight / 100 * _blows(event) for event in level.events]
    load = np.histogram(_times(level), scene.folded.bars.times_s, weights=weights)[0]
    sure = [d for d in chart.drops if d.kind is DropKind.DROP]
    dropping = [(m.at, m.until_at) for m in chart.spans(MarkKind.SECTION) if m.label == "drop"]
    edges = scene.folded.bars.times_s
    calm = [
        i
        for i in _busy_bars(chart, level, scene)
        if not any(a <= (edges[i] + HAIR_S) * MICROS < b for a, b in dropping)
    ]
    median = float(np.median(load[calm])) if calm else 0.0
    bars = [int(np.searchsorted(scene.folded.bars.times_s, in_seconds(d.at) + HAIR_S) - 1) for d in sure]
    inside = [bar for bar in bars if 0 <= bar < len(load)]  # a person's drop may lie after the last whole bar
    if not inside or median == 0:
        return None
    return float(np.mean([load[bar : bar + DROP_BARS].mean() for bar in inside])) / median


Pattern = Mapping[int, "Side | None"]
"""What happens in a bar: places (48ths of a beat) and sides; None for both or neither."""


def _patterns(chart: Chart, level: LevelChart, scene: Scene) -> list[Pattern]:
    """The pattern of each bar."""
    edges = scene.folded.bars.times_s
    starts = [chart.tempo.tick(round(float(t) * MICROS)) for t in edges[:-1]]
    found: list[dict[int, Side | None]] = [{} for _ in starts]
    for event in level.events:
        bar = int(np.searchsorted(edges, in_seconds(event.at) + HAIR_S) - 1)
        if 0 <= bar < len(starts):
            found[bar][round((event.tick - starts[bar]) / PLACE_TICKS)] = event.side
    return list(found)


def _shared(a: Pattern, b: Pattern) -> int:
    """How many places are the same on the same side; a double is on either side."""
    return sum(place in b and (side is b[place] or None in {side, b[place]}) for place, side in a.items())


def repetition(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Share of events that are the same in the last bar before theirs that sounded the same and stood at the same place
    of a pair, both bars' counted: of whole bars a level with two events a bar would lose one by each event that it has
    more or less. Bars with a planned rest, a hold or the song's first bar are left out.
    """
    patterns = _patterns(chart, level, scene)
    groups: dict[tuple[int, bool], list[int]] = {}
    for i in _busy_bars(chart, level, scene):
        groups.setdefault((len(scene.prints[i]), scene.answers[i]), []).append(int(i))
    pairs = []
    for bars in groups.values():
        prints = np.stack([scene.prints[i] for i in bars])
        for n, i in enumerate(bars):
            apart = np.sqrt(np.square(prints[:n] - prints[n]).sum(axis=1))
            before = np.flatnonzero(apart <= ALIKE / 2)
            if before.size:
                pairs.append((patterns[i], patterns[bars[before[-1]]]))
    events = sum(len(a) + len(b) for a, b in pairs)
    return 2 * sum(_shared(a, b) for a, b in pairs) / events if len(pairs) >= LEAST_PAIRS and events else None


def variety(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Different bar patterns, as the exponential of their entropy, against the same of the music's own bars; they count
    as a pair at least, since a loop of one bar is danced as a bar and its answer, too.

    1 = the dance varies exactly as much as the music; below, it repeats more; above, it wanders.
    """
    patterns = [p for p in _patterns(chart, level, scene) if p]
    if len(patterns) < LEAST_PATTERNS:
        return None
    kinds = _spread([_word(p) for p in patterns])
    return kinds / max(PAIR, _spread(_led(scene.prints)))


def _led(prints: Sequence[Floats]) -> list[int]:
    """For each bar the first one before it that sounded like it and like none before; itself where there is none."""
    heard = list(range(len(prints)))
    for length in {len(mark) for mark in prints}:
        bars = [i for i, mark in enumerate(prints) if len(mark) == length]
        table = np.stack([prints[i] for i in bars])
        leaders: list[int] = []
        for row, bar in enumerate(bars):
            near = np.flatnonzero(np.linalg.norm(table[leaders] - table[row], axis=1) <= ALIKE)
            if near.size:
                heard[bar] = bars[leaders[near[0]]]
            else:
                leaders.append(row)
    return heard


def _word(pattern: Pattern) -> str:
    """A pattern as a word."""
    return " ".join(f"{place}{side.value[0] if side else '-'}" for place, side in sorted(pattern.items()))


def _spread(words: Sequence[Hashable]) -> float:
    """How many equally frequent words would be as varied as these."""
    counts = np.array(list(Counter(words).values()), dtype=np.float64)
    shares = counts / counts.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))


def balance(chart: Chart, level: LevelChart, scene: Scene) -> float | None:
    """Share of left among the events with a side."""
    del chart, scene
    sides = [event.side for event in level.events if event.side]
    return sides.count(Side.LEFT) / len(sides) if len(sides) >= LEAST_SIDED else None
