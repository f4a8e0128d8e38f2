"""The grid that a modder gave, beside the one that the ear alone would take: neither is told as the other."""

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.asked import about_the_grid
from rhythm_fu.analysis.choose import LEAST_LIKELY, MEANT, SAME
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Alternative, Features, Grid, GridAnchor, Request
from rhythm_fu.analysis.once import remembering
from rhythm_fu.analysis.placing import asked_moment
from rhythm_fu.analysis.slots import PER_BEAT
from rhythm_fu.analysis.swing import swing_of
from rhythm_fu.chart.model import STRAIGHT
from rhythm_fu.errors import AnalysisError
from rhythm_fu.timing import Meter, TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, in_seconds

GIVEN: Final = "given"
"""Name of the confidence that the ear alone has in the reading that was given."""

SAME_PLACE: Final = 0.125
"""Beats: half the way to the next reading."""

ON_BEAT_S: Final = 0.025
"""Who points at a beat in a sound editor, or has an ear for it, is so near."""

RELATED: Final = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2, 2.0, 3.0, 4.0)
"""What a tempo may be multiplied by and still be kept by the same hits."""


def asked_grid(heard: Features, request: Request) -> Grid:
    """The grid that was asked for. Its alternatives are told from what is found when nothing is asked, that reading
    among them; its `given` confidence is how likely the ear alone holds it, where that is known.

    Raises AnalysisError where nothing keeps a tempo; a grid by hand is taken nevertheless.
    """
    if request.by_hand is None and not about_the_grid(request):
        return grid_of(heard, request)
    with remembering():
        return _heard_both_ways(heard, request)


def _heard_both_ways(heard: Features, request: Request) -> Grid:
    """What was asked for, beside what the ear alone makes of it."""
    try:
        found = grid_of(heard, Request(tag_bpm=request.tag_bpm))
    except AnalysisError:
        found = None
    if request.by_hand is not None:
        grid = _written(heard, request.by_hand, found)
    else:
        grid = grid_of(heard, _even_if_found_so(request, found))
        if found is not None and not _is_kept(grid.bpm, found):
            grid = _contradicted(heard, grid, found, request)
    return _beside(grid, found, request) if found is not None else replace(grid, alternatives=())


def _even_if_found_so(request: Request, found: Grid | None) -> Request:
    """The request, its bars those that are found: another level of a song in 4/4 is no reason to hear a waltz in it."""
    is_even = found is not None and all(anchor.meter == Meter() for anchor in found.anchors)
    return (
        replace(request, meter=Meter()) if is_even and request.meter is None and request.level_shift != 1 else request
    )


def _written(heard: Features, tempo: TempoMap, found: Grid | None) -> Grid:
    """The grid of a tempo map whose anchors lie on whole beats; its tick 0 stays beat 0."""
    anchors = tuple(GridAnchor(a.tick // TICKS_PER_BEAT, in_seconds(a.at), a.bpm, a.meter) for a in tempo.anchors)
    span = found.times_of(np.array([found.first_beat, found.last_beat])) if found else np.array([0.0, heard.length_s])
    edges = Grid(anchors, 0, 0).beats_of(span)
    swing = swing_of(heard, anchors[0].bpm, anchors[0].at_s) if len(anchors) == 1 else STRAIGHT
    first, last = max(0, round(float(edges[0]))), max(1, round(float(edges[1])))
    return Grid(anchors, first, last, swing, notes=("the grid is the one that a person set in the chart",))


def _is_kept(bpm: float, found: Grid) -> bool:
    """Whether something in the sound keeps a tempo: what was found there does, or a simple ratio of it."""
    tempi = [a.bpm for a in found.anchors] + [a.bpm for a in found.alternatives if a.probability >= LEAST_LIKELY]
    return any(abs(bpm / (other * ratio) - 1.0) <= SAME for other in tempi for ratio in RELATED)


def _contradicted(heard: Features, grid: Grid, found: Grid, request: Request) -> Grid:
    """A grid whose tempo nothing in the sound keeps. What seems to be heard on it is chance: of beat and bar no more is
    known than of dice, and a bar that nobody asked for is not looked for.
    """
    if request.meter is None and grid.anchors[0].meter != Meter():
        grid = grid_of(heard, replace(request, meter=Meter()))
    chance = {"phase": 1.0 / PER_BEAT, "downbeat": 1.0 / grid.anchors[0].meter.beats}
    note = f"nothing in the sound keeps {grid.bpm:.4g} BPM; by ear it is {found.bpm:.4g}"
    return replace(grid, confidence=MappingProxyType({**grid.confidence, **chance}), notes=(*grid.notes, note))


def _beside(grid: Grid, found: Grid, request: Request) -> Grid:
    """A given grid, told beside the one that is found by ear."""
    heard = found.anchors[0]
    sure = _sure_of(found, "level", "phase", "downbeat")
    first = Alternative(1.0, 0.0, found.bpm, sure, heard.at_s, heard.meter.beats)
    opened = [part for one in found.alternatives for part in _opened(one, grid, request)]
    readings = sorted((first, *opened), key=lambda a: -a.probability)
    same = [one for one in readings if _is_same(one, grid, found, request)]
    others = tuple(one for one in readings if one not in same)
    is_heard = any(abs(a.bpm / found.bpm / request.level_shift - 1.0) <= SAME for a in grid.anchors)
    if request.bpm is None and request.by_hand is None and not is_heard:
        note = f"what was given changes the tempo: by ear alone it is {found.bpm:.4g}, and --bpm would hold it there"
        grid = replace(grid, notes=(*grid.notes, note))
    if off := _off_the_beat(grid, found, request):
        grid = replace(grid, notes=(*grid.notes, off))
    held = {}
    if same:
        held = {GIVEN: same[0].probability}
    elif found.is_constant and grid.anchors[0].meter == found.anchors[0].meter and not _is_unweighed(grid, found):
        held = {GIVEN: 0.0}
    return replace(grid, alternatives=others, confidence=MappingProxyType({**grid.confidence, **held}))


def _off_the_beat(grid: Grid, found: Grid, request: Request) -> str:
    """A line about a given moment that is no beat by ear; empty if it is, or if the tempo is another."""
    at_s = asked_moment(request)
    if at_s is None or request.by_hand is not None or abs(grid.bpm / found.bpm - 1.0) > SAME:
        return ""
    place = float(found.beats_of(np.array([at_s]))[0])
    beat_s = float(found.times_of(np.array([round(place)]))[0])
    if abs(at_s - beat_s) <= ON_BEAT_S:
        return ""
    name, side = "--offset" if request.offset_s is not None else "--first-beat", "after" if at_s > beat_s else "before"
    far = f"{abs(place - round(place)):.2f} beats ({1e3 * abs(at_s - beat_s):.0f} ms) {side} the nearest beat by ear"
    then = f" and moved by --shift-beats {request.shift_beats:g}" if request.shift_beats % 1.0 else ""
    return f"{name} {at_s:g} lies {far}; the beat is put where you gave it{then}"


def _is_unweighed(grid: Grid, found: Grid) -> bool:
    """Whether a grid has another tempo than is found, one of which single readings are not known."""
    return any(one.factor != 1.0 and abs(grid.bpm / one.bpm - 1.0) <= SAME for one in found.alternatives)


def _sure_of(grid: Grid, *names: str) -> float:
    return prod(grid.confidence.get(name, 1.0) for name in names)


def _opened(one: Alternative, grid: Grid, request: Request) -> Iterator[Alternative]:
    """A tempo that stands for all its readings, as these readings, if it is the one that was given and its places were
    left free: then they were weighed. Any other alternative as it is.
    """
    is_weighed = request.by_hand is None and asked_moment(request) is None
    if one.factor == 1.0 or abs(grid.bpm / one.bpm - 1.0) > SAME or not is_weighed:
        yield one
        return
    places = [place for place in grid.alternatives if place.factor == 1.0]
    rest = sum(place.probability for place in places)
    yield replace(one, probability=one.probability * max(0.0, 1.0 - rest))
    for place in places:
        yield replace(
            one, shift=place.shift, probability=one.probability * place.probability, downbeat_s=place.downbeat_s
        )


def _is_same(one: Alternative, grid: Grid, found: Grid, request: Request) -> bool:
    """Whether a reading is the one that was given: by the options, where these alone were given, else by its place."""
    bar = found.anchors[0].meter.beats
    if grid.anchors[0].meter != found.anchors[0].meter:
        return False
    shifted = Request(
        level_shift=request.level_shift, shift_beats=request.shift_beats, tag_bpm=request.tag_bpm,
        seed=request.seed, levels=request.levels,
    )  # fmt: skip
    if request == shifted:
        off = (one.shift - request.shift_beats + bar / 2) % bar - bar / 2
        return abs(one.factor / request.level_shift - 1.0) <= MEANT and abs(off) < SAME_PLACE
    if not found.is_constant or abs(grid.bpm / one.bpm - 1.0) > SAME:
        return False
    place = float(grid.beats_of(np.array([one.downbeat_s]))[0])
    return abs((place + bar / 2) % bar - bar / 2) < SAME_PLACE
