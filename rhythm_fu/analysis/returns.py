"""Bars that come again: do they come again on the beat?

What surrounds a gap may be another pattern on either side, so that nothing there continues. But music repeats itself:
four bars from before a gap are heard once more behind it, the same in all bands, as late as the gap is long. Like is
compared with like, wherever it is in the song, so a pattern that moves or an instrument that speaks slowly misleads
nobody; and of a song that keeps its tempo all returns are exact.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.pace import sounding
from rhythm_fu.analysis.parabola import beside
from rhythm_fu.analysis.tempo import tamed

WINDOW: Final = 16
STEP: Final = 8
"""Beats that are compared, and from one such passage to the next."""
MOST_PASSAGES: Final = 144
"""Longer songs have passages further apart: all are compared with all."""
FEWEST_PASSAGES: Final = 4
FOLD: Final = 4
"""Beats onto which a passage is folded; bars of three blur, but stay alike."""
PLACES: Final = 48
"""Places in a beat: shifts are known to about 10 ms, and better where the curve is sharp."""
FINEST: Final = 8
"""Lines of a beat that are compared; finer ones are the shape of single onsets."""
AWAKE: Final = 0.3
"""Passages with less than this share of the usual strength have too few onsets to be known again."""
ASLEEP: Final = 0.05
"""Of the strongest: passages with less are silent, or nearly, and do not count in what is usual."""
ALIKE: Final = 0.75
"""Likeness, 1 = the same, from which on a passage is one that comes again. Weight grows from there."""
FAR: Final = 32
"""Beats between passages that tell anything: what follows at once drifts along."""
SMALL: Final = 0.1
"""Returns off by less of a beat tell how exact the tempo is: the further apart, the more exactly."""
BETTER: Final = 0.25
FEWEST: Final = 3
PERHAPS: Final = (0.15, 2)
"""A gap makes returns across it so much more alike, and so many passages on either side come again; from PERHAPS on it
may be one. Of 580 songs of one tempo none reaches 0.19 with three passages but four recorded ones of one composer, in
which all that is behind a pause comes late by the same 130 or 38 ms, to a millisecond; three others may have one."""
ONE_SHIFT: Final = 0.9
"""One shift must be nearly as good for all returns across a gap as its own is for each."""
SAME: Final = 0.9
"""Likeness of passages that are the same and tell of a tempo's drift: they place each other to a millisecond or two."""
OFF_S: Final = 0.008
EXACT: Final = 0.02
WANDERS: Final = 0.1
"""Returns that are off by so much, and their share of all in songs that keep their tempo and in others. None of 580
songs of one tempo has any to speak of; of 66 that drift and have enough returns, five in six have more than a tenth."""
FEWEST_PAIRS: Final = 6
MUCH: Final = 0.4
SPREAD: Final = 0.7
"""So many pairs show that a tempo wanders, twice as many that it does not: if so much of the song comes again, and the
first and the last of it are so far apart."""
OVERHANG: Final = 8.0
"""Beats of a passage that may lie beyond a gap, and it is still known again by the others."""
MOST: Final = 4
"""Gaps that are looked for."""


class Steadiness(Enum):
    """What returns say of a song's tempo."""

    STEADY = "steady"
    WANDERS = "wanders"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Return:
    """Somewhere between the beats `after` and `until` (counted from time 0) what comes again begins to be late.

    By `beats`, -0.5..0.5; `gain` is how much more alike it then is, and `count` how many passages tell of it on the
    side that has fewer.
    """

    after: float
    until: float
    beats: float
    gain: float
    count: int

    @property
    def is_sure(self) -> bool:
        """Whether nothing else need speak for it."""
        return self.gain > BETTER and self.count >= FEWEST


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """Passages of WINDOW beats that begin at beats `starts` (n,), each compared with each.

    `curves` (n, n, PLACES): likeness of the second to the first if it is so many places of a beat late, whole beats
    aside. `weights` (n, n): how much a pair that is alike tells, else 0.
    """

    starts: Floats
    curves: Floats
    weights: Floats


def moved_returns(features: Features, bpm: float) -> tuple[Return, ...]:
    """Where returns stop being exact for good in a song near `bpm`, the clearest first; none if too little comes again.

    Every cut of the song is tried: one shift must make all that comes again across it more alike. What is behind a cut
    that is found is then moved by its shift, and others are looked for.
    """
    starts, lines = _folded(features, bpm)
    if len(starts) < FEWEST_PASSAGES:
        return ()
    lines = _moved(lines, _slope(compared(starts, lines)) * starts)
    found: list[Return] = []
    while len(found) < MOST:
        one = _clearest(compared(starts, lines))
        if one is None or any(one.after < other.until and other.after < one.until for other in found):
            break
        found.append(one)
        if not one.is_sure:
            break
        middle = 0.5 * (one.after + one.until)
        whole = (starts + WINDOW <= middle) | (starts >= middle)
        starts, lines = starts[whole], lines[whole]
        lines = _moved(lines, np.where(starts >= middle, one.beats, 0.0))
    return tuple(found)


def steadiness_of(features: Features, bpm: float) -> Steadiness:
    """Whether what comes again in a song near `bpm` comes on the beat; OPEN if too little does."""
    starts, lines = _folded(features, bpm)
    if len(starts) < FEWEST_PASSAGES:
        return Steadiness.OPEN
    passages = compared(starts, _moved(lines, _slope(compared(starts, lines)) * starts))
    late = np.abs(_peaks(passages.curves))
    apart = starts[None] - starts[:, None]
    again = (passages.weights > SAME - ALIKE) & (apart >= FAR)
    off, near = again & (late * 60.0 / bpm > OFF_S), again & (late < SMALL)

    def share(some: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
        return float(passages.weights[some].sum() / max(1e-9, passages.weights[of].sum()))

    if share(off & near, near) > WANDERS and int(near.sum()) >= FEWEST_PAIRS:
        return Steadiness.WANDERS
    known = np.flatnonzero((again | again.T).any(axis=1))
    if share(off, again) > EXACT or int(again.sum()) < 2 * FEWEST_PAIRS or len(known) < MUCH * len(starts):
        return Steadiness.OPEN
    spread = (starts[known[-1]] - starts[known[0]] + WINDOW) / (starts[-1] - starts[0] + WINDOW)
    return Steadiness.STEADY if spread > SPREAD else Steadiness.OPEN


def _clearest(passages: Passages) -> Return | None:
    starts, alike = passages.starts, passages.curves.max(axis=2)
    best: Return | None = None
    most = 0.0
    for cut in (float(start) for start in starts[1:]):
        before, after = np.flatnonzero(starts + WINDOW <= cut), np.flatnonzero(starts >= cut)
        across = np.ix_(before, after)
        weight = passages.weights[across]
        total = float(weight.sum())
        if total <= 0.0:
            continue
        curve = np.einsum("ij,ijs->s", weight, passages.curves[across])
        top = int(curve.argmax())
        told = float(curve[top] - curve[0])
        is_one = curve[top] > ONE_SHIFT * float((weight * alike[across]).sum())
        if told <= max(most, PERHAPS[0] * total) or not is_one:
            continue
        better = weight * (passages.curves[across][:, :, top] - passages.curves[across][:, :, 0])
        known = before[better.sum(axis=1) > 0.0], after[better.sum(axis=0) > 0.0]
        count = min(len(side) for side in known)
        if count >= PERHAPS[1]:
            most = told
            end, begin = float(starts[known[0][-1]]) + WINDOW, float(starts[known[1][0]])
            shift = float(_peaks(curve[None])[0])
            best = Return(end - OVERHANG, begin + OVERHANG, shift, told / total, count)
    return best


def _moved(lines: NDArray[np.complex128], late: Floats) -> NDArray[np.complex128]:
    """Spectra of passages (n, bands, lines) as they were if each began `late` (n,) beats sooner."""
    turn = np.exp(2j * np.pi / FOLD * np.multiply.outer(late, np.arange(lines.shape[2])))
    return np.asarray(lines * turn[:, None], dtype=np.complex128)


def _folded(features: Features, bpm: float) -> tuple[Floats, NDArray[np.complex128]]:
    """First beats (n,) of passages, and their spectra over FOLD beats, shape (n, bands, lines)."""
    place = features.times_s * bpm / 60.0
    first = int(np.ceil(place[0]))
    at = np.floor((place - first) * PLACES).astype(np.int64)
    curve, at = tamed(features.flux)[:, at >= 0], at[at >= 0]
    groups = int(at[-1]) // (FOLD * PLACES) if len(at) else 0
    width = WINDOW // FOLD
    if groups < width:
        return np.zeros(0), np.zeros((0, len(curve), 1), np.complex128)
    size = FOLD * PLACES
    sums = np.stack([np.bincount(at, row, groups * size)[: groups * size] for row in curve])
    until = np.zeros((len(curve), groups + 1, size))
    np.cumsum(sums.reshape(len(curve), groups, size), axis=1, out=until[:, 1:])
    begin = np.arange(0, groups - width + 1, max(STEP // FOLD, -(-groups // MOST_PASSAGES)))
    passages = (until[:, begin + width] - until[:, begin]).swapaxes(0, 1)
    lines = scipy.fft.rfft(passages, axis=2)[:, :, : FINEST * FOLD + 1]
    lines[:, :, 0] = 0.0
    return np.asarray(first + float(FOLD) * begin, dtype=np.float64), np.asarray(lines, dtype=np.complex128)


def compared(starts: Floats, lines: NDArray[np.complex128]) -> Passages:
    """Passages that begin at beats `starts` (n,), spectra `lines` (n, bands, lines), each compared with each."""
    strength = np.sqrt(np.square(np.abs(lines)).sum(axis=(1, 2))) + 1e-9
    lines = (lines / strength[:, None, None]).astype(np.complex64)
    size = FOLD * PLACES
    curves = np.zeros((len(starts), len(starts), PLACES))
    for i, one in enumerate(lines):
        cross = np.einsum("bk,jbk->jk", np.conj(one), lines)
        likeness = scipy.fft.irfft(cross, size, axis=1) * (size / 2.0)
        curves[i] = likeness.reshape(len(starts), FOLD, PLACES).max(axis=1)
    awake = strength > AWAKE * np.median(sounding(strength, ASLEEP * float(strength.max())))
    weights = np.clip(curves.max(axis=2) - ALIKE, 0.0, None) * awake[:, None] * awake[None]
    return Passages(starts, curves, weights)


def _slope(passages: Passages) -> float:
    """By how much of a beat returns are later a beat, as the tempo is not quite exact: the weighted median."""
    apart = passages.starts[None] - passages.starts[:, None]
    late = _peaks(passages.curves)
    tells = (passages.weights > 0.0) & (apart >= FAR) & (np.abs(late) < SMALL)
    if not tells.any():
        return 0.0
    slopes, weights = (late[tells] / apart[tells]), passages.weights[tells]
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(weights[order]), 0.5 * weights.sum())
    return float(slopes[order][min(int(half), len(order) - 1)])


def _peaks(curves: Floats) -> Floats:
    """Where curves (..., PLACES) are highest, in beats -0.5..0.5, by the parabola through three places."""
    top = curves.argmax(axis=-1)[..., None]
    nudge = beside(*(np.take_along_axis(curves, (top + side) % PLACES, axis=-1)[..., 0] for side in (-1, 0, 1)))
    return np.asarray(((top[..., 0] + nudge) / PLACES + 0.5) % 1.0 - 0.5)
