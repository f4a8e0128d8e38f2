"""Mixes are mapped song by song: where one song ends and another begins, and one grid out of the songs' grids."""

from dataclasses import replace
from functools import partial
from itertools import pairwise
from operator import add
from typing import Final

import numpy as np

from rhythm_fu.analysis.doubts import moved
from rhythm_fu.analysis.features import ATTACK_S, FLOOR_DB
from rhythm_fu.analysis.model import Features, Floats, Grid, GridAnchor
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import change_of, local_tempi
from rhythm_fu.units import minutes_text

LEAST_S: Final = 300.0
"""Shorter sound is one song, whatever its tempo does."""
CENTRE_BPM: Final = 130.0
"""Local tempi are followed around this; songs at tempi out of reach show at a half or two thirds of theirs."""
AROUND: Final = 8
"""Windows (seconds) on either side of a moment whose usual tempi are compared."""
APART: Final = 0.012
"""Songs whose tempi differ by less than this share are told apart later, by their phase, as gaps."""
LONGEST_SONG_S: Final = 1200.0
"""Longer sound is never taken for one song: none is so long, and to make sure of it takes much memory."""
SHORTEST_S: Final = 30.0
"""What is shorter is a transition and goes with the longer neighbour."""
SAME: Final = 0.002
FAMILY: Final = (1.0, 0.5, 2.0, 2 / 3, 1.5, 0.75, 4 / 3)
"""Grids whose tempi are in such a ratio, to within this share, are readings of one song."""
ALIKE: Final = 0.02
"""The same for sound that may well be one song, of which parts are heard less exactly."""
SEE_ANCHORS: Final = "see the anchors"
"""How a note ends that says no more than the anchors do: of the songs in a mix, whose grid is all anchors, it is left
out."""
OPTION: Final = "--"
"""What is in a note that names one."""
BRIDGE_BEATS: Final = 2.0
"""A song's last bar ends at least so long before the next one's first, so that the beats between them have a tempo."""


@once
def songs_in(heard: Features) -> tuple[tuple[float, float], ...]:
    """Begin and end, seconds, of the stretches of a mix that each keep a tempo; one stretch if it is no mix."""
    end_s = heard.length_s
    if end_s < LEAST_S:
        return ((0.0, end_s),)
    tempi = local_tempi(heard, CENTRE_BPM)
    cuts = [0.0, *_jumps(np.log(tempi.bpm), tempi.middle_s), end_s]
    while len(cuts) > 2:
        lengths = np.diff(cuts)
        short = int(lengths.argmin())
        if lengths[short] >= SHORTEST_S:
            break
        before = lengths[short - 1] if short > 0 else -1.0
        after = lengths[short + 1] if short + 1 < len(lengths) else -1.0
        del cuts[short if before > after else short + 1]
    return tuple(pairwise(cuts))


def _jumps(pitch: Floats, middle_s: Floats) -> list[float]:
    """Moments at which the usual logarithm of tempo after them differs from the one before."""
    change = change_of(pitch, AROUND)
    found: list[float] = []
    while change.max() > APART:
        # Where the medians differ by as much for several windows, the middle one is the jump.
        near = np.flatnonzero(change > 0.9 * change.max())
        best = int(change.argmax())
        run = near[np.abs(near - best) < AROUND]
        middle = int(run[len(run) // 2])
        found.append(float(0.5 * (middle_s[middle - 1] + middle_s[middle])))
        change[max(0, middle - AROUND) : middle + AROUND] = 0.0
    return sorted(found)


@once
def excerpt(heard: Features, begin_s: float, end_s: float) -> Features:
    """The part between two moments as a song of its own, whose time begins at 0 where the part does.

    It begins on a column, up to one hop before `begin_s`; that moment is `begin_of`. Its levels are those below its own
    peak: what is quiet beside other songs is not silent.
    """
    first, stop = (round(t / heard.hop_s) for t in (begin_s, end_s))
    tones = slice(round(first * heard.hop_s / heard.chroma_hop_s), round(stop * heard.hop_s / heard.chroma_hop_s) + 1)
    levels = heard.levels[:, first:stop]
    return Features(
        hop_s=heard.hop_s,
        start_s=ATTACK_S,
        length_s=(min(stop, heard.flux.shape[1]) - first) * heard.hop_s,
        levels=np.where(levels > FLOOR_DB, levels - levels.max(initial=FLOOR_DB), levels),
        flux=heard.flux[:, first:stop],
        chroma=heard.chroma[:, tones],
        chroma_hop_s=heard.chroma_hop_s,
        bass_chroma=heard.bass_chroma[:, tones],
    )


def begin_of(heard: Features, begin_s: float) -> float:
    """The moment in the mix that is 0 in the excerpt from `begin_s` on."""
    return round(begin_s / heard.hop_s) * heard.hop_s


def is_one_song(grids: tuple[Grid, ...], length_s: float) -> bool:
    """Whether nothing was mixed: all grids have one tempo, or simple ratios of one; or most of them drift.

    Songs that are mixed keep their tempi, and a band that doesn't is heard at another one minute after minute.
    """
    may_be_one = length_s < LONGEST_SONG_S
    if may_be_one and 2 * sum(g.is_constant for g in grids) < len(grids):
        return True
    bpm, near = grids[0].bpm, ALIKE if may_be_one else SAME
    return all(min(abs(g.bpm / bpm / r - 1.0) for r in FAMILY) < near for g in grids)


def joined(parts: tuple[tuple[float, Grid], ...], about: str | None = None, one: str = "song") -> Grid:
    """One grid out of grids in the time of their excerpts, each with the moment its excerpt begins, in rising order.

    Between two excerpts the beats go on at about their tempi, over at least BRIDGE_BEATS. What is said of the whole is
    `about`, or that it is a mix; then follows what is said of each excerpt, which is called `one`.
    """
    anchors: list[GridAnchor] = []
    first_beat = last_beat = 0
    for i, (begin_s, grid) in enumerate(parts):
        downs = grid.downbeats()
        times = grid.times_of(downs.astype(np.float64)) + begin_s
        if not len(downs):
            continue
        head = _anchor_at(grid, int(downs[0]), float(times[0]))
        keep = times <= _next_down(parts, i) - BRIDGE_BEATS * 60.0 / grid.bpm
        if not keep.any():
            continue
        shift = 0
        if anchors:
            last = anchors[-1]
            pace = np.sqrt(last.bpm * head.bpm)
            shift = last.beat + max(2, round((head.at_s - last.at_s) * pace / 60.0)) - head.beat
        else:
            first_beat = grid.first_beat
        anchors.append(replace(head, beat=head.beat + shift))
        end = int(downs[keep][-1])
        inner = [a for a in grid.anchors if head.beat < a.beat < end]
        anchors += [replace(a, beat=a.beat + shift, at_s=a.at_s + begin_s) for a in inner]
        if end > anchors[-1].beat - shift:
            anchors.append(replace(_anchor_at(grid, end, float(times[keep][-1])), beat=end + shift))
        last_beat = grid.last_beat + shift
    share = np.array([grid.last_beat - grid.first_beat + 1 for _, grid in parts], dtype=np.float64)
    share /= share.sum()
    sure = {key: float(share @ [g.confidence[key] for _, g in parts]) for key in parts[0][1].confidence}
    longest = parts[int(share.argmax())][1]
    doubts = tuple(doubt for begin_s, grid in parts for doubt in moved(grid.doubts, partial(add, begin_s)))
    return replace(
        longest, anchors=tuple(anchors), first_beat=first_beat, last_beat=last_beat, confidence=sure,
        notes=_notes_of(parts, f"a mix of {len(parts)} songs" if about is None else about, one), doubts=doubts,
    )  # fmt: skip


def _notes_of(parts: tuple[tuple[float, Grid], ...], about: str, one: str) -> tuple[str, ...]:
    """What is said of a whole, `about` it first, and of each excerpt, `one`, with its place."""
    told = tuple(
        f"the {one} from {minutes_text(begin_s)} on: {note}"
        for begin_s, grid in parts
        for note in grid.notes
        if not note.endswith(SEE_ANCHORS)
    )
    is_shared = any(OPTION in note for note in told)
    shared = f"; an option that takes another reading takes it in every {one}" if is_shared else ""
    return (f"{about}: {SEE_ANCHORS}{shared}", *told)


def _next_down(parts: tuple[tuple[float, Grid], ...], i: int) -> float:
    """The first downbeat of the song after song `i`; infinitely late after the last one."""
    if i + 1 == len(parts):
        return np.inf
    begin_s, grid = parts[i + 1]
    downs = grid.downbeats()
    return begin_s + (float(grid.times_of(downs[:1].astype(np.float64))[0]) if len(downs) else 0.0)


def _anchor_at(grid: Grid, beat: int, at_s: float) -> GridAnchor:
    """An anchor at a downbeat of the grid with the tempo and meter that hold there."""
    before = [a for a in grid.anchors if a.beat <= beat]
    return replace(before[-1] if before else grid.anchors[0], beat=beat, at_s=at_s)
