"""Do a song's parts, each heard alone, agree about the tempo?

Where a tempo leaps by a half or a third, the lines of one are lines of the other as well, so a path through local tempi
calls both one tempo in cross-rhythm, and whoever reads the whole song hears the stronger one throughout. Passages that
are heard by themselves, each with its own spectrum and readings, tell which of the cross-rhythms is the beat there.
"""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.choose import prior_of
from rhythm_fu.analysis.gaps import part_of
from rhythm_fu.analysis.leap_levels import OCTAVES, SAME, Part, octaves_of, rather_two
from rhythm_fu.analysis.model import Features, Floats, Request
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import LocalTempi, usual_octave
from rhythm_fu.analysis.readings import BAR, FASTEST_BPM, SLOWEST_BPM, readings_of
from rhythm_fu.analysis.tempo import Pulse, candidates, pulse_spectrum, refined, tempo_curve
from rhythm_fu.analysis.weigh import weigher

SPAN_S: Final = 8.0
"""A passage: four bars of a usual tempo. In eight the readings are a little surer, but parts of a quarter of a minute
hold no two such."""
STEP_S: Final = 4.0
LONG_STEP_S: Final = 8.0
LONG_S: Final = 420.0
"""From one passage to the next, in songs and in what lasts longer than this."""
INSIDE_S: Final = 2.0
"""Windows of local tempi whose middle lies further inside a passage tell the tempo that its pulse is taken at."""
CROSS: Final = (1.0, 3 / 2, 4 / 3)
"""What the beat may be of the pulse that is followed, octaves aside: in half notes or in triplets of one another."""
CONFUSED: Final = 0.03
"""No tempo is less likely in a passage than this."""
ITSELF: Final = 0.02
"""How much more a tempo's own readings tell of it than those of tempi that are about the same."""
CHANGE_COST: Final = 1.5
"""What a change of tempo costs, as a logarithm of chances."""
SKIPPED: Final = 2
"""So many passages in a row may belong to neither side of a leap: they hear both."""
MORE_S: Final = 1.0
"""Where more than this is left behind the last passage, one more reaches to the end."""
APART_S: Final = 1.0
"""So near to a leap it is not learned what a part sounds like."""
FEWEST: Final = 3
"""Passages on each side of a leap, or it may be a fill."""
SURE: Final = 3.5
MOVING_SURE: Final = 1.5
PERHAPS: Final = 1.0
"""By how much, as a logarithm of chances, two tempi must explain the passages better than one, to be believed, also of
songs that move anyway, and to be told. Of 697 songs that had been said constant, 411 of them recorded, none goes beyond
the first, and one, made, beyond the last."""
LEVEL: Final = 0.65
"""The least belief of a part in its own tempo, if there are two such parts; what is less sure is left out."""
OPEN_LEVEL: Final = 0.5
"""Where there are not, parts with so much are heard as well; with less a part is no witness at all."""
DEARER: Final = 0.6
"""Where leaps explain the passages so much worse than the path does that goes on into a cross-rhythm, what their
changes cost taken off, the tempo glides: made leaps cost 0.4 or less."""
CHANCE: Final = 0.5
"""Chance of a leap of which less is known."""
TWICE: Final = 0.004
"""Tempi nearer than so much of an octave are one tempo heard twice."""
FAMILY: Final = 0.04
"""So near, in octaves, passages are at the song's tempo or at a cross-rhythm of it."""
MOSTLY: Final = 0.7
"""A part of which so many passages lie within SAME of its usual tempo keeps it: a single passage hears it less well."""
NEAR: Final = 0.012
"""A path this near, in octaves, to the tempo of the passages around is followed; elsewhere theirs is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class LeapingTempi(LocalTempi):
    """Local tempi, each at the level at which its part of the song is heard alone: cross-rhythms of them are others.

    The tempo leaps at `at_s`; `level` is how sure the passages are of their tempi, octaves aside, on the whole, where
    least, and `octaves` how sure it is that these are right.
    """

    at_s: tuple[float, ...] = ()
    level: float = 1.0
    octaves: float = 1.0

    def at_level(self, factor: float) -> "LeapingTempi":
        """All tempi so many times as fast."""
        return replace(self, bpm=self.bpm * factor, main_bpm=self.main_bpm * factor)

    def level_at(self, begin_s: float, end_s: float) -> float:
        """The usual tempo between two moments, in octaves (log2)."""
        inside = (self.middle_s >= begin_s) & (self.middle_s <= end_s)
        return float(np.median(np.log2(self.bpm[inside] if inside.any() else self.bpm)))


@dataclass(frozen=True, slots=True)
class Alone:
    """What passages say that are heard alone: the tempi if they leap; how much better these explain the passages than
    one tempo does, and than the path as it was; and whether a path that moves tells less.
    """

    tempi: LeapingTempi | None
    over_one: float = 0.0
    over_path: float = 0.0
    is_news: bool = True

    def leap(self, *, is_moving: bool) -> LeapingTempi | None:
        """The tempi if they surely leap; that there are several need not be shown of a song that `is_moving`."""
        if self.tempi is None or self.over_path < -CHANGE_COST * len(self.tempi.at_s) - DEARER:
            return None
        is_sure = self.over_one > SURE or min(self.over_one - PERHAPS, self.over_path - SURE) > 0.0
        is_known = is_moving and self.is_news and max(self.over_one, self.over_path) > MOVING_SURE
        return self.tempi if is_sure or is_known else None

    @property
    def open_at_s(self) -> tuple[float, ...]:
        """Where there may be leaps, sure or not."""
        return self.tempi.at_s if self.tempi is not None and self.over_one > PERHAPS else ()


@dataclass(frozen=True, slots=True, eq=False)
class _Passage:
    """The middle of a passage, the tempo that the path has there, and what the beat may be, with the belief in each,
    shape (2 * CROSS, OCTAVES): of the path's pulse, and of the strongest in its own spectrum. What is too slow or too
    fast, or there twice, has no belief. `free` is the belief if nothing were known of tempi beforehand.
    """

    middle_s: float
    path_bpm: float
    bpm: Floats
    belief: Floats
    free: Floats

    @property
    def turns(self) -> Floats:
        """What the beat may be, whatever the octave: log2 of its tempo, shape (2 * CROSS,)."""
        return np.asarray(np.log2(self.bpm[:, len(OCTAVES) // 2]))

    @property
    def beliefs(self) -> Floats:
        """The belief in each of them: all that is about at its tempo counts, and its own a little more."""
        own = self.belief.sum(axis=1)
        near = _apart(self.turns[:, None], self.turns[None]) < SAME
        return np.asarray((1.0 - ITSELF) * (near @ own) + ITSELF * own)


@once
def heard_alone(heard: Features, tempi: LocalTempi, main: float) -> Alone:
    """What the passages of a song say whose path through local tempi is `tempi` and whose strongest pulse is `main`."""
    step = STEP_S if heard.length_s < LONG_S else LONG_STEP_S
    begins = np.arange(heard.start_s, heard.length_s - SPAN_S, step)
    if len(begins) and heard.length_s - SPAN_S - begins[-1] > MORE_S:
        begins = np.append(begins, heard.length_s - SPAN_S)
    passages = [found for begin in begins if (found := _passage(heard, tempi, float(begin))) is not None]
    if len(passages) < 2 * FEWEST:
        return Alone(None)
    worth = np.log(np.array([p.beliefs for p in passages]) + CONFUSED) * (step / SPAN_S)
    turns = np.array([p.turns for p in passages])
    total, classes = _likeliest(worth, turns, np.log(CONFUSED) * (step / SPAN_S))
    beliefs = np.array([p.beliefs[k] for p, k in zip(passages, classes, strict=True)])
    parts = _parts(classes, turns, beliefs, LEVEL)
    if len(parts) < 2:
        parts = _parts(classes, turns, beliefs, OPEN_LEVEL)
    if len(parts) < 2:
        return Alone(None)
    edges = [_edge_s(tempi, passages[one[-1]].middle_s, passages[other[0]].middle_s) for one, other in pairwise(parts)]
    alone = tuple(
        _part(heard, (begin, end), passages, classes, part)
        for (begin, end), part in zip(pairwise((heard.start_s, *edges, heard.length_s)), parts, strict=True)
    )
    octaves, sure_of_octaves = octaves_of(tuple(part for part, _ in alone))
    over_one = total - _of_one(worth, turns, main) + rather_two(tuple(part for part, _ in alone), octaves)
    over_path = total - float(worth[:, : len(CROSS)].sum(axis=0).max())
    levels = {
        i: float(at) + k
        for part, (_, along), k in zip(parts, alone, octaves, strict=True)
        for i, at in zip(part, along, strict=True)
    }
    path = _along(tempi, passages, levels, parts, edges)
    sure = min(float(np.mean([passages[i].beliefs[classes[i]] for i in part])) for part in parts)
    leaping = LeapingTempi(
        path.middle_s, path.bpm, path.clarity, path.clarity_at_main, path.main_bpm, tuple(edges), sure, sure_of_octaves
    )
    return Alone(leaping, over_one, over_path, _is_news(passages, classes, turns, parts))


def _passage(heard: Features, tempi: LocalTempi, begin_s: float) -> _Passage | None:
    inside = np.abs(tempi.middle_s - begin_s - 0.5 * SPAN_S) < 0.5 * SPAN_S - INSIDE_S
    if not inside.any():
        return None
    path_bpm = float(np.median(tempi.bpm[inside]))
    part = part_of(heard, begin_s, begin_s + SPAN_S)
    spectrum = pulse_spectrum(part.flux, part.hop_s)
    own = refined(tempo_curve(part.flux), part.hop_s, candidates(spectrum)[0].bpm)
    pulses = np.multiply.outer(np.array([usual_octave(path_bpm), usual_octave(own)]), np.array(CROSS)).ravel()
    bpm = np.multiply.outer(pulses, 2.0 ** np.array(OCTAVES, dtype=np.float64))
    heeded = (bpm >= SLOWEST_BPM) & (bpm <= FASTEST_BPM)
    turns = np.log2(pulses)
    for i in range(len(CROSS), len(pulses)):
        heeded[i] &= bool(_apart(turns[: len(CROSS)], turns[i]).min() > TWICE)
    readings = readings_of(part, tuple(Pulse(float(one), 1.0) for one in bpm[heeded]), spectrum)
    prior = prior_of(readings, Request())
    shares = weigher().probabilities(readings.cues, prior)
    belief, free = np.zeros_like(bpm), np.zeros_like(bpm)
    belief[heeded] = shares.reshape(-1, BAR).sum(axis=1)
    free[heeded] = belief[heeded] / prior[::BAR]
    return _Passage(begin_s + 0.5 * SPAN_S, path_bpm, bpm, belief, free / free.sum())


def _apart(one: Floats, other: Floats | float) -> Floats:
    """How far tempi (octaves) are apart, octaves aside."""
    return np.abs(_turned(np.asarray(one - other)))


def _turned(octaves: Floats) -> Floats:
    """Octaves left out, near 0."""
    return np.asarray(np.mod(octaves + 0.5, 1.0) - 0.5)


def _likeliest(worth: Floats, turns: Floats, skip: float) -> tuple[float, NDArray[np.int64]]:
    """The best walk through the classes of the passages, `worth` and `turns` (passages, 2 * CROSS), and what it is
    worth; -1 where a passage is skipped, which is worth `skip`.
    """
    count = len(worth)
    total = np.full(worth.shape, -np.inf)
    came = np.zeros((*worth.shape, 2), np.int64)
    for i in range(count):
        total[i] = worth[i] + i * skip
        came[i] = -1
        for j in range(max(0, i - 1 - SKIPPED), i):
            price = np.where(_apart(turns[j][:, None], turns[i][None]) < SAME * (i - j), 0.0, CHANGE_COST)
            ways = total[j][:, None] - price + (i - j - 1) * skip
            best, from_class = ways.max(axis=0) + worth[i], ways.argmax(axis=0)
            better = best > total[i]
            total[i] = np.where(better, best, total[i])
            came[i, better] = np.stack((np.full(int(better.sum()), j), from_class[better]), axis=1)
    ends = total + skip * np.arange(count - 1, -1, -1.0)[:, None]
    i, k = (int(n) for n in np.unravel_index(int(ends.argmax()), ends.shape))
    value = float(ends[i, k])
    classes = np.full(count, -1)
    while i >= 0:
        classes[i] = k
        i, k = (int(n) for n in came[i, k])
    return value, classes


def _of_one(worth: Floats, turns: Floats, main: float) -> float:
    """What the passages are worth if the whole song is at one tempo: `main`, or a cross-rhythm of it. A passage whose
    pulse is of another family says nothing for or against.
    """
    found = []
    for ratio in CROSS:
        apart = _apart(turns, float(np.log2(main * ratio)))
        near = worth[np.arange(len(worth)), apart.argmin(axis=1)]
        found.append(float(np.where(apart.min(axis=1) < FAMILY, near, worth.max(axis=1)).sum()))
    return max(found)


def _parts(classes: NDArray[np.int64], turns: Floats, beliefs: Floats, least: float) -> list[list[int]]:
    """Passages of one tempo in a row, those that are skipped left out; too few of them, or with less than the `least`
    of belief in their tempo, go with none.
    """
    parts: list[list[int]] = []
    for i, k in enumerate(classes):
        if k < 0:
            continue
        before = parts[-1][-1] if parts else None
        if before is not None and _apart(turns[before, classes[before]], turns[i, k]) < SAME * (i - before):
            parts[-1].append(i)
        else:
            parts.append([i])
    long = [part for part in parts if len(part) >= FEWEST and float(beliefs[part].mean()) > least]
    joined: list[list[int]] = []
    for part in long:
        if joined:
            before = joined[-1][-1]
            if _apart(turns[before, classes[before]], turns[part[0], classes[part[0]]]) < SAME:
                joined[-1] += part
                continue
        joined.append(part)
    return joined


def _is_news(passages: list[_Passage], classes: NDArray[np.int64], turns: Floats, parts: list[list[int]]) -> bool:
    """Whether the tempo leaps between any parts otherwise than the path says, or so that it says a cross-rhythm."""
    away = [_turned(np.array([np.log2(passages[i].path_bpm) - turns[i, classes[i]] for i in part])) for part in parts]
    for (one, other), (before, after) in zip(pairwise(parts), pairwise(away), strict=True):
        step = turns[other[0], classes[other[0]]] - turns[one[-1], classes[one[-1]]]
        is_cross = _apart(step, np.log2(np.array(CROSS[1:]))).min() < SAME
        at_edge, on_the_whole = after[0] - before[-1], np.median(after) - np.median(before)
        if is_cross or _apart(np.array([at_edge, on_the_whole]), 0.0).max() > SAME:
            return True
    return False


def _part(
    heard: Features,
    span_s: tuple[float, float],
    passages: list[_Passage],
    classes: NDArray[np.int64],
    members: list[int],
) -> tuple[Part, Floats]:
    """A part between two leaps, and the tempi of its passages, in octaves (log2), all at one level."""
    own = part_of(heard, span_s[0] + APART_S * (span_s[0] > heard.start_s), span_s[1] - APART_S)
    along = np.array([passages[i].turns[classes[i]] for i in members])
    along = along[0] + np.concatenate(([0.0], np.cumsum(_turned(np.diff(along)))))
    shares = np.array([_by_octave(passages[i], at) for i, at in zip(members, along, strict=True)])
    worth = np.log(shares + CONFUSED).mean(axis=0)
    return Part(pulse_spectrum(own.flux, own.hop_s), float(np.median(along)), worth), along


def _by_octave(passage: _Passage, at: float) -> Floats:
    """The belief of a passage in the tempo `at` (log2) and its OCTAVES. What is known of the tempi that songs are
    written at is known of whole songs: a part of one is at what the others make of it.
    """
    own = np.log2(passage.bpm)
    return np.array([float(passage.free[np.abs(own - at - k) < SAME].sum()) for k in OCTAVES])


def _edge_s(tempi: LocalTempi, before_s: float, after_s: float) -> float:
    """Where the tempo leaps between the middles of two passages: where the path jumps most, or else half-way."""
    near = np.flatnonzero((tempi.middle_s >= before_s) & (tempi.middle_s <= after_s))
    if len(near) > 1:
        jump = np.abs(np.diff(np.log2(tempi.bpm[near])))
        best = int(jump.argmax())
        if jump[best] > SAME:
            return float(0.5 * (tempi.middle_s[near[best]] + tempi.middle_s[near[best + 1]]))
    return 0.5 * (before_s + after_s)


def _along(
    tempi: LocalTempi, passages: list[_Passage], levels: dict[int, float], parts: list[list[int]], edges: list[float]
) -> LocalTempi:
    """The path with each window at its part's level: where it follows a cross-rhythm, at the beat that is heard."""
    part_number = np.searchsorted(np.array(edges), tempi.middle_s)
    path = np.log2(tempi.bpm)
    found = path.copy()
    for n, part in enumerate(parts):
        rows = np.flatnonzero(part_number == n)
        middles = np.array([passages[i].middle_s for i in part])
        own = np.array([levels[i] for i in part])
        usual = float(np.median(own))
        if float(np.mean(np.abs(own - usual) < SAME)) > MOSTLY:
            own = np.full(len(own), usual)
        wanted = np.interp(tempi.middle_s[rows], middles, own)
        ways = path[rows][:, None, None] + np.log2(np.array(CROSS))[None, :, None] + np.arange(-3, 4)[None, None]
        ways = ways.reshape(len(rows), -1)
        best = ways[np.arange(len(rows)), np.abs(ways - wanted[:, None]).argmin(axis=1)]
        found[rows] = np.where(np.abs(best - wanted) < NEAR, best, wanted)
    away = found - np.log2(tempi.main_bpm)
    octave = np.round(away[int(np.abs(_turned(away)).argmin())])
    return replace(tempi, bpm=np.asarray(2.0**found), main_bpm=float(tempi.main_bpm * 2.0**octave))
