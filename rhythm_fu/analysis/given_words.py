"""What is said of a grid that was asked for, where it is not what the ear alone makes of the song: one line each."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import level_typed
from rhythm_fu.analysis.choose import SAME
from rhythm_fu.analysis.model import Grid, Request
from rhythm_fu.analysis.placing import asked_moment
from rhythm_fu.timing import Meter
from rhythm_fu.units import minutes_text

ON_BEAT_S: Final = 0.025
"""Who points at a beat in a sound editor, or has an ear for it, is so near."""

KNOWN_BARS: Final = (2, 3, 7)
"""Beats of the bars that are heard, and of those they are made of; fives and elevens are no pulse's."""

ONE_TEMPO: Final = 0.005
"""The tempi of a song that only stumbles are nearer to each other."""


def words_on(grid: Grid, found: Grid, free: Grid, request: Request) -> Iterator[str]:
    """The lines on a grid beside the one that is found by ear. `free` is what is found at the tempo and the bar that
    were asked for, its place left to the ear.
    """
    levels = (1.0, request.level_shift)
    is_heard = any(abs(a.bpm / found.bpm / level - 1.0) <= SAME for a in grid.anchors for level in levels)
    if request.bpm is None and request.by_hand is None and not is_heard:
        yield f"what was given changes the tempo: by ear alone it is {found.bpm:.4g}, and --bpm would hold it there"
    told = (_one_tempo(found, request), _out_of_range(grid, request), _other_bar(grid, found, request),
            _off_the_beat(grid, found, free, request))  # fmt: skip
    yield from (line for line in told if line)


def _one_tempo(found: Grid, request: Request) -> str:
    """A line about one tempo given for a song that, by ear, doesn't keep one."""
    if request.bpm is None or found.is_constant:
        return ""
    tempi = [anchor.bpm for anchor in found.anchors]
    slow, fast = min(tempi), max(tempi)
    moves = f"the tempo changes ({slow:.1f} to {fast:.1f})" if fast / slow - 1.0 > ONE_TEMPO else "the beat stumbles"
    return f"by ear alone {moves}; --bpm holds one tempo throughout"


def _out_of_range(grid: Grid, request: Request) -> str:
    """A line about a tempo that was moved out of its range by another option, or keeps to it in a part of the song."""
    if request.range_bpm is None or request.by_hand is not None:
        return ""
    low, high = request.range_bpm
    bounds = f"--range {low:g}:{high:g}"
    if request.level_shift == 1.0:
        tempi = [anchor.bpm for anchor in grid.anchors]
        slow, fast = min(tempi), max(tempi)
        if low * (1.0 - SAME) <= slow and fast <= high * (1.0 + SAME):
            return ""
        return f"not all of the song is within {bounds}: its tempi lie between {slow:.4g} and {fast:.4g}"
    if low * (1.0 - SAME) <= grid.bpm <= high * (1.0 + SAME):
        return ""
    shifted = f"--level-shift {level_typed(request.level_shift)}"
    return f"{shifted} takes the tempo out of {bounds}, to {grid.bpm:.4g}: the range is for the one that is multiplied"


def _other_bar(grid: Grid, found: Grid, request: Request) -> str:
    """A line about a bar that is given, or comes with what is given, and is none that the ear alone would take."""
    here, there = grid.anchors[0].meter, found.anchors[0].meter
    if here == there or request.by_hand is not None:
        return ""
    if request.meter is None:
        return f"by ear alone it is {found.bpm:.4g} BPM in {_written(there)}"
    bars = (
        f", in bars of {here.beats} beat{'s' * (here.beats > 1)} at {grid.bpm:.4g} BPM"
        if here.beats != there.beats
        else ""
    )
    told = f"{_written(here)} is given{bars}; by ear alone it is {_written(there)}"
    if request.bpm is None and request.level_shift == 1.0 and not _is_known(here.beats):
        told += ". The ear knows no bars of such a kind and heard the tempo for others: if it is off, give --bpm too"
    return told


def _is_known(beats: int) -> bool:
    """Whether bars of so many beats are made of ones that the ear knows."""
    for kind in KNOWN_BARS:
        while beats % kind == 0:
            beats //= kind
    return beats == 1


def _written(meter: Meter) -> str:
    return f"{meter.beats}/{meter.unit}"


def _off_the_beat(grid: Grid, found: Grid, free: Grid, request: Request) -> str:
    """A line about a given moment that is no beat by ear; empty if it is, or if nothing is heard at that tempo.

    Where no beat is heard there is none by ear: of one tempo those that are heard are carried on, and no others.
    """
    at_s = asked_moment(request)
    if at_s is None or request.by_hand is not None or abs(grid.bpm / free.bpm - 1.0) > SAME:
        return ""
    place = float(free.beats_of(np.array([at_s]))[0])
    beat_s = float(free.times_of(np.array([round(place)]))[0])
    if abs(at_s - beat_s) <= ON_BEAT_S:
        return ""
    name, side = "--offset" if request.offset_s is not None else "--first-beat", "after" if at_s > beat_s else "before"
    silent = _beyond(free, at_s)
    if silent and not free.is_constant:
        return f"{name} {at_s:g} lies where no beat is heard, {silent}; how the beats go on from there is a guess"
    by_ear = f"where beats by ear would be if they went on {silent}" if silent else "the nearest beat by ear"
    tempo = f" at {free.bpm:.4g} BPM" if abs(free.bpm / found.bpm - 1.0) > SAME else ""
    off = f"{abs(place - round(place)):.2f} beats ({1e3 * abs(at_s - beat_s):.0f} ms)"
    then = f" and moved by --shift-beats {request.shift_beats:g}" if request.shift_beats % 1.0 else ""
    return f"{name} {at_s:g} lies {off} {side} {by_ear}{tempo}; the beat is put where you gave it{then}"


def _beyond(grid: Grid, at_s: float) -> str:
    """Words for a moment before the first beat that is heard or after the last one; empty for one between them."""
    first_s, last_s = (float(t) for t in grid.times_of(np.array([grid.first_beat, grid.last_beat], dtype=np.float64)))
    if at_s < first_s - ON_BEAT_S:
        return f"before {minutes_text(first_s)}"
    return f"after {minutes_text(last_s)}" if at_s > last_s + ON_BEAT_S else ""
