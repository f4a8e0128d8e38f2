"""The grid that a modder gave, beside the one that the ear alone would take: neither is told as the other."""

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import FACTOR, LEVELS, LEVELS_TOLD, level_near, level_typed, refuse_absurd
from rhythm_fu.analysis.asked import about_the_grid
from rhythm_fu.analysis.choose import MEANT, SAME
from rhythm_fu.analysis.given_words import ONE_TEMPO, words_on
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Alternative, Features, Grid, GridAnchor, Request
from rhythm_fu.analysis.odd_bars import ODD_BAR_SURE
from rhythm_fu.analysis.once import remembering
from rhythm_fu.analysis.one_tempo import NoBeatError
from rhythm_fu.analysis.placing import asked_moment, without_place
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

RELATED: Final = (1.0, *LEVELS)
"""What a tempo may be multiplied by and still be kept by the same hits."""
OCTAVES: Final = (1 / 2, 1.0, 2.0)
"""The same for a tempo that is only another reading."""
READ_TOO: Final = 0.01
"""Less likely tempi beside the one that is found are kept by nothing."""
SLIDES: Final = 0.25
"""Beats from a song's start to its end by which a given tempo may slide off the one that is heard: an eighth of a beat
either way from the middle, where a chart begins to feel wrong."""
MOSTLY: Final = 0.5
"""The share of a song's beats that a given tempo must keep so, if the song's own changes."""

ONE_SONG: Final = 1.3
"""Where tempi lie further apart it is a mix: one factor would not do for all of its songs."""


def asked_grid(heard: Features, request: Request) -> Grid:
    """The grid that was asked for. Its alternatives are told from what is found when nothing is asked, that reading
    among them; its `given` confidence is how likely the ear alone holds it, where that is known.

    Raises AnalysisError for what can't be asked of any such song, where nothing keeps a tempo, or for a `level_shift`
    that leads to no level of the song; a grid by hand is taken where nothing keeps a tempo, too.
    """
    refuse_absurd(request, heard.length_s)
    if request.by_hand is None and not about_the_grid(request):
        return _offering(heard, grid_of(heard, request), request)
    with remembering():
        return _heard_both_ways(heard, request)


def _offering(heard: Features, found: Grid, request: Request) -> Grid:
    """What is found by ear, each of its alternatives at the tempo at which a chart of it goes, and the fours that a
    song in other bars could be.
    """
    others = [replace(one, bpm=found.bpm * one.factor) if _is_exact(one, found) else one for one in found.alternatives]
    if all(anchor.meter != Meter() for anchor in found.anchors):
        others += _fours(heard, request)
    return replace(found, alternatives=tuple(sorted(others, key=lambda one: -one.probability)))


def _is_exact(one: Alternative, found: Grid) -> bool:
    """Whether a reading's tempo is the found one times its factor, rather than one of its own: then only the found one
    was refined, or most of the song goes at another tempo than the part in which it was read.
    """
    return not found.is_constant or abs(one.bpm / found.bpm / one.factor - 1.0) <= MEANT


def _fours(heard: Features, request: Request) -> list[Alternative]:
    """A song in other bars as it would be in 4/4: as likely as that reading is where the ear is wrong about the bar."""
    try:
        with remembering():
            even = grid_of(heard, Request(tag_bpm=request.tag_bpm, meter=Meter()))
    except AnalysisError:
        return []
    likely = (1.0 - ODD_BAR_SURE) * _sure_of(even, "level", "phase", "downbeat")
    return [Alternative(1.0, 0.0, even.bpm, likely, even.anchors[0].at_s, Meter().beats, meter=Meter())]


def _heard_both_ways(heard: Features, request: Request) -> Grid:
    """What was asked for, beside what the ear alone makes of it."""
    try:
        found = _offering(heard, grid_of(heard, Request(tag_bpm=request.tag_bpm)), request)
    except AnalysisError:
        found = None
    if request.by_hand is not None:
        grid = _written(heard, request.by_hand, found)
        return _beside(grid, found, found, request) if found is not None else replace(grid, alternatives=())
    request = _at_a_level(request, found.alternatives if found is not None else ())
    if found is None:
        grid = grid_of(heard, request)
        note = f"by ear there is no steady beat: nothing in the sound keeps {grid.bpm:.4g} BPM"
        return replace(_guessed(grid, note), alternatives=())
    own = _in_its_own_bars(heard, request, found)
    sought = _at_the_found_tempo(heard, _even_if_found_so(request, found), found, own)
    grid = grid_of(heard, sought)
    if not _is_kept(grid, found):
        if request.range_bpm is not None and not found.is_constant:
            tempi = [anchor.bpm for anchor in found.anchors]
            raise NoBeatError(
                "song", f"by ear its tempi lie between {min(tempi):.1f} and {max(tempi):.1f}", "widen the range"
            )
        return _beside(_contradicted(heard, grid, found, request), found, found, request)
    is_placed = asked_moment(request) is not None
    free = grid_of(heard, replace(without_place(sought), shift_beats=0.0)) if is_placed else grid
    return _beside(_in_given_bars(grid, own) if own is not None else grid, found, free, request)


def _at_a_level(request: Request, readings: tuple[Alternative, ...]) -> Request:
    """The request, its factor the one that was meant: a simple ratio, or that of one of the `readings` on offer. Raises
    AnalysisError for any other, unless a chart was made with it.
    """
    asked = request.level_shift
    if asked == 1.0 or asked in LEVELS:
        return request
    offered = sorted({one.factor for one in readings if one.factor != 1.0})
    named = next((factor for factor in offered if abs(factor / asked - 1.0) <= MEANT), None)
    if (meant := named or level_near(asked)) is not None:
        return replace(request, level_shift=meant)
    if request.is_old_level:
        return request
    problem = f"--level-shift {asked:.6g} leads to no level of this song"
    own = "".join(
        f", {level_typed(factor)}" for factor in offered if all(abs(factor / one - 1.0) > MEANT for one in LEVELS)
    )
    raise AnalysisError("song", problem, f"give one of {LEVELS_TOLD}{own}, or force a tempo with --bpm")


def _even_if_found_so(request: Request, found: Grid) -> Request:
    """The request, its bars those that are found: another level of a song in 4/4 is no reason to hear a waltz in it."""
    is_even = request.meter is None and all(anchor.meter == Meter() for anchor in found.anchors)
    return replace(request, meter=Meter()) if is_even and request.level_shift != 1 else request


def _in_its_own_bars(heard: Features, request: Request, found: Grid) -> Grid | None:
    """What is heard at the tempo asked for in bars that the ear takes, if others are given and none of four."""
    own = found.anchors[0].meter
    if request.meter is None or request.meter.beats == Meter().beats or request.meter == own:
        return None
    meter = own if own == Meter() else None
    return grid_of(heard, replace(without_place(request), shift_beats=0.0, meter=meter))


def _at_the_found_tempo(heard: Features, request: Request, found: Grid, own: Grid | None) -> Request:
    """The request, its level the one at which the beats keep the tempo that is found, or that of `own`: who gives bars
    alone means bars of these beats, and other bars than fours are counted in beats of the strongest pulse.
    """
    is_free = request.bpm is None and request.offset_s is None and (request.range_bpm is None or own is not None)
    tempi = [anchor.bpm for anchor in (own or found).anchors]
    is_one = max(tempi) <= ONE_SONG * min(tempi)
    if request.meter is None or request.meter.beats == Meter().beats or not (is_free and is_one):
        return request
    wanted = own.bpm if own is not None else found.bpm * request.level_shift
    level = request.level_shift * wanted / grid_of(heard, request).bpm
    return replace(request, level_shift=level) if level in FACTOR else request


def _written(heard: Features, tempo: TempoMap, found: Grid | None) -> Grid:
    """The grid of a tempo map whose anchors lie on whole beats; its tick 0 stays beat 0."""
    anchors = tuple(GridAnchor(a.tick // TICKS_PER_BEAT, in_seconds(a.at), a.bpm, a.meter) for a in tempo.anchors)
    span = found.times_of(np.array([found.first_beat, found.last_beat])) if found else np.array([0.0, heard.length_s])
    edges = Grid(anchors, 0, 0).beats_of(span)
    swing = swing_of(heard, anchors[0].bpm, anchors[0].at_s) if len(anchors) == 1 else STRAIGHT
    first, last = max(0, round(float(edges[0]))), max(1, round(float(edges[1])))
    return Grid(anchors, first, last, swing, notes=("the grid is the one that a person set in the chart",))


def _is_kept(grid: Grid, found: Grid) -> bool:
    """Whether something in the sound keeps a grid's tempo: what was found there does, or a simple ratio of it. A steady
    tempo for a song whose own changes must be kept by most of the song.
    """
    if grid.is_constant and not found.is_constant:
        levels = {one.factor * ratio for one in found.alternatives for ratio in OCTAVES if one.of_tempo >= READ_TOO}
        return any(_share_kept(grid.bpm, found, ratio) >= MOSTLY for ratio in {*RELATED, *levels})
    heard = [anchor.bpm * ratio for anchor in found.anchors for ratio in RELATED]
    others = [one for one in found.alternatives if one.of_tempo >= READ_TOO or one.meter is not None]
    heard += [one.bpm * ratio for one in others for ratio in OCTAVES]
    begin, end = found.times_of(np.array([found.first_beat, found.last_beat], dtype=np.float64))
    beats = grid.bpm * (end - begin) / 60.0
    near = min(SAME, SLIDES / max(beats, 1.0)) if found.is_constant else SAME
    return any(abs(grid.bpm / other - 1.0) <= near for other in heard)


def _share_kept(bpm: float, found: Grid, ratio: float) -> float:
    """The largest share of the found beats off which a steady tempo, `ratio` beats to one, slides no further than
    SLIDES.
    """
    times = found.beat_times()
    off = np.sort(times * bpm / 60.0 - ratio * np.arange(len(times)))
    return float((np.searchsorted(off, off + SLIDES, side="right") - np.arange(len(off))).max() / len(off))


def _contradicted(heard: Features, grid: Grid, found: Grid, request: Request) -> Grid:
    """A grid whose tempo nothing in the sound keeps. What seems to be heard on it is chance: of beat and bar no more is
    known than of dice, and a bar that nobody asked for is not looked for.
    """
    if request.meter is None and grid.anchors[0].meter != Meter():
        grid = grid_of(heard, replace(request, meter=Meter()))
    tempi = [anchor.bpm for anchor in found.anchors]
    by_ear = f"; by ear it is {found.bpm:.4g}" if max(tempi) <= (1.0 + ONE_TEMPO) * min(tempi) else ""
    return _guessed(grid, f"nothing in the sound keeps {grid.bpm:.4g} BPM{by_ear}")


def _guessed(grid: Grid, note: str) -> Grid:
    """A grid with a word on why of its beat and bar no more is known than of dice."""
    chance = {"phase": 1.0 / PER_BEAT, "downbeat": 1.0 / grid.anchors[0].meter.beats}
    return replace(grid, confidence=MappingProxyType({**grid.confidence, **chance}), notes=(*grid.notes, note))


def _in_given_bars(grid: Grid, own: Grid) -> Grid:
    """A grid in bars that were given and that the ear alone would not take: where they start is a guess, and the rest
    is as sure as it is in the ear's own bars if the beats are the same.
    """
    off = float(own.beats_of(np.array([grid.anchors[0].at_s]))[0])
    is_on = abs(grid.bpm / own.bpm - 1.0) <= SAME and abs(off - round(off)) < SAME_PLACE
    sure = {
        "level": own.confidence["level"],
        "phase": own.confidence["phase"] if is_on else 1.0 / PER_BEAT,
        "downbeat": 1.0 / grid.anchors[0].meter.beats,
    }
    return replace(grid, confidence=MappingProxyType({**grid.confidence, **sure}))


def _beside(grid: Grid, found: Grid, free: Grid, request: Request) -> Grid:
    """A given grid, told beside the one that is found by ear; `free` as `words_on` takes it."""
    heard = found.anchors[0]
    sure = _sure_of(found, "level", "phase", "downbeat")
    first = Alternative(1.0, 0.0, found.bpm, sure, heard.at_s, heard.meter.beats)
    opened = [part for one in found.alternatives for part in _opened(one, grid, request)]
    readings = sorted((first, *opened), key=lambda a: -a.probability)
    same = [one for one in readings if _is_same(one, grid, found, request)]
    others = tuple(one for one in readings if one not in same)
    held = {}
    if same:
        held = {GIVEN: same[0].probability}
    elif found.is_constant and grid.anchors[0].meter == found.anchors[0].meter and not _is_unweighed(grid, found):
        held = {GIVEN: 0.0}
    return replace(
        grid, alternatives=others, confidence=MappingProxyType({**grid.confidence, **held}),
        notes=(*grid.notes, *words_on(grid, found, free, request)),
    )  # fmt: skip


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
    yield one
    for place in (place for place in grid.alternatives if place.factor == 1.0):
        likely = one.of_tempo * place.probability
        yield replace(one, shift=place.shift, probability=likely, downbeat_s=place.downbeat_s, of_tempo=0.0)


def _is_same(one: Alternative, grid: Grid, found: Grid, request: Request) -> bool:
    """Whether a reading is the one that was given: by the options, where these alone were given, else by its place."""
    meter = one.meter or found.anchors[0].meter
    if grid.anchors[0].meter != meter:
        return False
    options = Request(
        level_shift=request.level_shift, shift_beats=request.shift_beats, meter=one.meter, tag_bpm=request.tag_bpm,
        seed=request.seed, levels=request.levels,
    )  # fmt: skip
    if request == options:
        off = (one.shift - request.shift_beats + meter.beats / 2) % meter.beats - meter.beats / 2
        return abs(one.factor / request.level_shift - 1.0) <= MEANT and abs(off) < SAME_PLACE
    if not found.is_constant or abs(grid.bpm / one.bpm - 1.0) > SAME:
        return False
    place = float(grid.beats_of(np.array([one.downbeat_s]))[0])
    return abs((place + meter.beats / 2) % meter.beats - meter.beats / 2) < SAME_PLACE
