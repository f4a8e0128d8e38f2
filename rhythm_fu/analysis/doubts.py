"""Where a grid may leave its song unnoticed: at stumbles that are not sure, and where no beat is heard at all."""

from collections.abc import Callable
from typing import Final

import numpy as np

from rhythm_fu.analysis.gaps import parts_between, sums_by_beat
from rhythm_fu.analysis.model import Doubt, Features
from rhythm_fu.analysis.tempo import tamed
from rhythm_fu.analysis.witness import Stumbles
from rhythm_fu.units import minutes_text

WINDOW: Final = 16
"""Beats that are asked together whether their onsets keep the grid."""
FEWEST: Final = 24
"""Beats in a row without any evidence that are worth a word: six bars."""
KEPT: Final = (2, 4)
"""The lines, half beats and quarters, whose phase no pattern turns for long."""
HEARD: Final = 2.0
"""How far the onsets of WINDOW beats must agree with the song's lines, in spreads of what noise does."""
UNHEARD: Final = 0.13
"""Chance of a stumble where nobody could hear one. Too few are known to fit it; it says that the tempo is open."""
CURE: Final = "give the chart a tempo anchor there or cut the song in two"
FAINTEST: Final = 0.1
"""Chances below this are not told."""


def doubts_of(features: Features, bpm: float, span_s: tuple[float, float], stumbles: Stumbles) -> tuple[Doubt, ...]:
    """What to doubt in a song of one tempo near `bpm`, in rising order."""
    found = [Doubt(gap.at_s, gap.at_s, chance) for gap, chance in stumbles.doubted if chance > FAINTEST]
    for part in parts_between(features, stumbles.gaps):
        here = (max(span_s[0], part.start_s), min(span_s[1], part.length_s))
        found += [Doubt(begin, end, UNHEARD) for begin, end in unheard(part, bpm, here)]
    return tuple(sorted(found, key=lambda doubt: doubt.at_s))


def moved(doubts: tuple[Doubt, ...], to: Callable[[float], float]) -> tuple[Doubt, ...]:
    """The doubts in another time."""
    return tuple(Doubt(to(doubt.at_s), to(doubt.until_s), doubt.chance) for doubt in doubts)


def words_of(doubts: tuple[Doubt, ...]) -> tuple[str, ...]:
    """What a person should look at, one line a kind, places as minutes and seconds."""
    stumbles = ", ".join(minutes_text(doubt.at_s) for doubt in doubts if not doubt.is_unheard)
    silences = ", ".join(
        f"{minutes_text(doubt.at_s)} to {minutes_text(doubt.until_s)}" for doubt in doubts if doubt.is_unheard
    )
    told = []
    if stumbles:
        told.append(f"maybe a gap near {stumbles}: if the clicks of `rhythm-fu preview` leave the music there, {CURE}")
    if silences:
        told.append(f"no beat is heard from {silences}: hear with `rhythm-fu preview` whether the grid holds there")
    return tuple(told)


def sure_of_all(doubts: tuple[Doubt, ...]) -> float:
    """The chance that none of the doubts is right; stretches without a beat count once."""
    chances = [d.chance for d in doubts if not d.is_unheard] + [UNHEARD] * any(d.is_unheard for d in doubts)
    return float(np.prod([1.0 - chance for chance in chances]))


def unheard(features: Features, bpm: float, span_s: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Begin and end, seconds, of stretches of FEWEST beats or more whose onsets don't keep a grid near `bpm`.

    Windows of beats are compared with the phases that all windows have on the whole; `span_s` is where there is sound.
    """
    beat = 60.0 / bpm
    place = features.times_s / beat
    sums = sums_by_beat(tamed(features.flux), place, KEPT)
    first = int(np.floor(place[0]))
    begin = np.arange(max(0, int(span_s[0] / beat) - first), int(span_s[1] / beat) - first - WINDOW + 1)
    begin = begin[begin + WINDOW < sums.power.shape[1]]
    if not len(begin):
        return ()
    lines = sums.lines[:, :, begin + WINDOW] - sums.lines[:, :, begin]
    lines /= np.sqrt(sums.power[:, begin + WINDOW] - sums.power[:, begin] + 1e-6)
    usual = lines.sum(axis=2, keepdims=True)
    usual /= np.abs(usual) + 1e-9
    keeps = (lines * np.conj(usual)).real.sum(axis=(0, 1)) / np.sqrt(lines.shape[0] * lines.shape[1])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], keeps < HEARD, [False])).astype(np.int8)))
    found: list[tuple[float, float]] = []
    for low, high in edges.reshape(-1, 2):
        if high - low + WINDOW - 1 < FEWEST:
            continue
        start, end = (float(n + first) * beat for n in (begin[low], begin[high - 1] + WINDOW))
        start = found.pop()[0] if found and start <= found[-1][1] else max(start, span_s[0])
        found.append((start, min(end, span_s[1])))
    return tuple(found)
