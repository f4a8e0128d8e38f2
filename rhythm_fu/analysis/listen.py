"""From sound to a beat grid: the stages in order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import refuse_absurd
from rhythm_fu.analysis.asked_range import home_among, is_level_free, passing_through
from rhythm_fu.analysis.attacks import attack_at
from rhythm_fu.analysis.choose import Choice, pulses_asked_for, spectrum_of, tie_of
from rhythm_fu.analysis.doubts import doubts_of, moved, sure_of_all
from rhythm_fu.analysis.evened import evened_out
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.gaps import Gap, part_of, parts_between
from rhythm_fu.analysis.leaps import LeapingTempi
from rhythm_fu.analysis.meter import OddBar
from rhythm_fu.analysis.mix import LONGEST_SONG_S, SEE_ANCHORS, begin_of, excerpt, is_one_song, joined, songs_in
from rhythm_fu.analysis.model import Doubt, Features, Grid, GridAnchor, Progress, Request, silent
from rhythm_fu.analysis.odd_bars import (
    ODD_BAR_SURE,
    bar_between,
    bar_line,
    bar_of_most,
    beat_of,
    heard_bar,
    odd_choice,
    odd_pieces,
)
from rhythm_fu.analysis.odd_readings import beside_levels
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.one_tempo import NoBeatError, pace_of, refuse_faint
from rhythm_fu.analysis.pace import LocalTempi, usual_octave
from rhythm_fu.analysis.parts import chosen, pieces_between, steadied, with_steps
from rhythm_fu.analysis.placing import asked_moment, in_time_of, is_placed, place_of, without_place
from rhythm_fu.analysis.steps import pieces_of, stretches_of
from rhythm_fu.analysis.swing import swing_of
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum, pulse_spectrum, snapped
from rhythm_fu.analysis.tempo_map import Piece, anchors_along, anchors_of
from rhythm_fu.analysis.witness import Stumbles, stumbles_of
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio
from rhythm_fu.timing import Meter
from rhythm_fu.units import minutes_text

EVERYTHING_FREE: Final = Request()
"""Leaves every choice to the analysis."""
SHORTEST_S: Final = 5.0
"""Less is no song."""
HEARD_DB: Final = -60.0
"""Below this nothing counts as evidence of a beat."""
FAINTEST: Final = 1e-3
"""A song whose strongest onset is fainter is silent throughout."""
AT_EDGE: Final = 0.1
"""Beats by which the first or the last one may lie outside what sounds."""
CONSTANT_SURE: Final = 0.99
CHANGING_SURE: Final = 0.9
"""How often such grids had the right tempo (an octave aside), on songs not trained on."""
LEVEL_SURE: Final = 0.99
PHASE_SURE: Final = 0.99
BAR_SURE: Final = 0.99
"""How often a reading without any doubt was right: tools/calibrate_ear.py fits 0.99 to 0.995. Doubts needed no
flattening."""
SLOW: Final = 0.6
"""Beats at less than this share of the pulse are two of its own: half a beat may be missing and the pulse goes on."""


def grid_of(heard: Features, request: Request = EVERYTHING_FREE) -> Grid:
    """The beat grid of a song, or a mix of songs, whose envelopes are known. Raises AnalysisError as `listen` does."""
    refuse_absurd(request, heard.length_s)
    if request.bpm is None:
        songs = songs_in(heard)
        if len(songs) > 1 and not (heard.length_s < LONGEST_SONG_S and _keeps_one_tempo(heard, request)):
            mix = _mix_grid(heard, songs, request)
            if mix is not None:
                return mix
    return _song_grid(heard, request)


def listen(
    audio: Audio,
    request: Request = EVERYTHING_FREE,
    progress: Progress = silent,
    counted: Callable[[Features, Request], Grid] = grid_of,
) -> tuple[Features, Grid]:
    """Envelopes of a decoded song and its beat grid as `counted` by ear. Raises AnalysisError where there is no beat to
    trust.
    """
    progress("hearing", 0.0)
    heard = features(audio.samples, audio.rate)
    progress("counting", 0.7)
    grid = counted(heard, request)
    progress("counted", 1.0)
    return heard, grid


def _keeps_one_tempo(heard: Features, request: Request) -> bool:
    """Whether the whole pulses at one tempo: windows of a single song may well be heard at several."""
    spectrum = spectrum_of(heard)
    try:
        return not isinstance(pace_of(heard, spectrum, pulses_asked_for(heard, spectrum, request)), LocalTempi)
    except NoBeatError:
        return False


def _mix_grid(heard: Features, songs: tuple[tuple[float, float], ...], request: Request) -> Grid | None:
    """The grid of a mix, song by song; None if it turns out to be one song. Songs without a beat are passed over."""
    found: list[tuple[float, Grid]] = []
    silent_s: list[float] = []
    for begin_s, end_s in songs:
        zero = begin_of(heard, begin_s)
        try:
            found.append((zero, _song_grid(excerpt(heard, begin_s, end_s), _within(request, zero, end_s))))
        except AnalysisError:
            silent_s.append(begin_s)
    if len(found) < 2 or is_one_song(tuple(grid for _, grid in found), heard.length_s):
        return None
    grid = joined(tuple(found))
    places = ", ".join(minutes_text(at_s) for at_s in silent_s)
    return replace(grid, notes=(*grid.notes, f"no steady beat in the part from {places} on")) if silent_s else grid


def _within(request: Request, begin_s: float, end_s: float) -> Request:
    """The request as it concerns a part of a mix: moments that lie elsewhere say nothing about it."""

    def here(at_s: float | None) -> float | None:
        return at_s - begin_s if at_s is not None and begin_s <= at_s < end_s else None

    return replace(request, offset_s=here(request.offset_s), first_beat_s=here(request.first_beat_s))


def _song_grid(heard: Features, request: Request) -> Grid:
    """The beat grid of one song."""
    span = _sounding(heard)
    spectrum = spectrum_of(heard)
    found = pulses_asked_for(heard, spectrum, request)
    if request.bpm is not None:
        return _constant(heard, spectrum, found, request)
    pace = pace_of(heard, spectrum, found)
    if isinstance(pace, Stumbles):
        return _stumbling(heard, spectrum, found, request, pace)
    stretches = once(stretches_of)(heard, pace)
    if stretches is not None:
        return _no_surer(_stepping(heard, stretches, request, span, is_known=isinstance(pace, LeapingTempi)), pace)
    if isinstance(pace, LeapingTempi):
        grid = _leaping(heard, pace, request)
        if grid is not None:
            return _no_surer(grid, pace)
    clock, view = evened_out(heard, pace)
    spectrum = spectrum_of(view)
    request = passing_through(heard, request, pace)
    found = pulses_asked_for(view, spectrum, request)
    if request.range_bpm is not None:
        refuse_faint(view, found)
    pulse = usual_octave(found[0].bpm)
    stumbles = once(stumbles_of)(view, spectrum, pulse)
    gaps = with_steps(stumbles.gaps, clock, pulse)
    here = in_time_of(clock, request)
    bars = _bars_between(view, spectrum, found, here, gaps)
    anchors = anchors_along(clock, bars.pieces, bars.meter, span)
    notes = (f"the tempo changes: {SEE_ANCHORS}", bars.note)
    grid = _no_surer(_grid(anchors, span, bars.choice, CHANGING_SURE, request, *notes), pace)
    span = (float(clock.pulse_of(np.array(span[:1]))[0]), float(clock.pulse_of(np.array(span[1:]))[0]))
    doubts = doubts_of(view, pulse, span, stumbles)
    return replace(grid, doubts=moved(doubts, lambda at_s: float(clock.song_of(np.array([at_s]))[0])))


def _leaping(heard: Features, pace: LeapingTempi, request: Request) -> Grid | None:
    """The grid of a song whose parts between leaps keep no tempo each, part by part; None if one has no beat."""
    found: list[tuple[float, Grid]] = []
    for begin_s, end_s in pairwise((0.0, *pace.at_s, heard.length_s)):
        zero = begin_of(heard, begin_s)
        part, here = excerpt(heard, begin_s, end_s), _within(request, zero, end_s)
        try:
            grid = _song_grid(part, here)
            octaves = pace.level_at(begin_s, end_s) + np.log2(request.level_shift / grid.bpm)
            if abs(octaves) > 0.5 and is_level_free(request):
                grid = _song_grid(
                    part, replace(here, level_shift=request.level_shift * 2.0 ** float(np.round(octaves)))
                )
        except AnalysisError:
            return None
        found.append((zero, grid))
    grid = joined(tuple(found), "the tempo changes", "part")
    sure = {**grid.confidence, "tempo": min(grid.confidence["tempo"], CHANGING_SURE)}
    return replace(grid, confidence=MappingProxyType(sure))


def _no_surer(grid: Grid, pace: LocalTempi) -> Grid:
    """The grid, of whose level nobody is surer than the passages of its least sure part, nor than its parts go together
    at these octaves, if the tempo leaps.
    """
    if not isinstance(pace, LeapingTempi):
        return grid
    level = min(grid.confidence["level"], pace.level, pace.octaves)
    return replace(grid, confidence=MappingProxyType({**grid.confidence, "level": level}))


def _stumbling(
    heard: Features, spectrum: PulseSpectrum, found: tuple[Pulse, ...], request: Request, stumbles: Stumbles
) -> Grid:
    """The grid of a song that keeps its tempo but for what stumbles."""
    span = _sounding(heard)
    pulse = usual_octave(found[0].bpm)
    choice: Choice | None = None
    if not stumbles.gaps:
        choice = chosen(heard, spectrum, found, request)
        is_slow = choice.bpm < SLOW * pulse
        if is_slow:
            slow = once(stumbles_of)(heard, spectrum, choice.bpm, is_slow=True)
            stumbles = Stumbles(slow.gaps, (*stumbles.doubted, *slow.doubted))
            if slow.gaps:  # the tempo is chosen: to shift its level once more would be an octave too far
                found, request = (Pulse(choice.bpm, 1.0),), replace(request, level_shift=1.0)
    doubts = doubts_of(heard, pulse, span, stumbles)
    if not stumbles.gaps:
        return _constant(heard, spectrum, found, request, choice=choice, doubts=doubts)
    bars = _bars_between(heard, spectrum, found, request, stumbles.gaps, is_known=choice is not None)
    notes = (f"the beat stumbles: {SEE_ANCHORS}", bars.note)
    grid = _grid(anchors_of(bars.pieces, bars.meter), span, bars.choice, CHANGING_SURE, request, *notes)
    return replace(grid, doubts=doubts)


@dataclass(frozen=True, slots=True)
class _Bars:
    """What the parts of a song between its gaps are read as, and a note on its meter."""

    choice: Choice
    pieces: tuple[Piece, ...]
    meter: Meter
    note: str = ""


def _bars_between(
    view: Features,
    spectrum: PulseSpectrum,
    found: tuple[Pulse, ...],
    request: Request,
    gaps: tuple[Gap, ...],
    *,
    is_known: bool = False,
) -> _Bars:
    """Beats and bars of a song of one pulse, the strongest in `found`, that stumbles at `gaps`."""
    choice, pieces = pieces_between(view, spectrum, found, request, gaps, is_known=is_known)
    pulse = found[0].bpm if is_known else usual_octave(found[0].bpm)
    odd = bar_between(view, gaps, Pulse(pulse, 1.0), request, choice)
    if odd is None:
        return _Bars(choice, pieces, request.meter or Meter())
    parts = parts_between(view, gaps)
    exact = steadied(view, parts, pulse) if len(parts) > 1 else pulse
    bpm = odd.bpm * request.level_shift * exact / pulse
    pieces = odd_pieces(parts, odd, bpm, request, beat=beat_of(choice, bpm), gaps=gaps, pulse=exact)
    line = pieces[0].downbeat_s - request.shift_beats * 60.0 / bpm
    return _Bars(odd_choice(parts[0], odd, bpm, line, request), pieces, odd.meter, _odd_note(odd, request))


def _stepping(
    heard: Features,
    stretches: tuple[tuple[float, float, float], ...],
    request: Request,
    span: tuple[float, float],
    *,
    is_known: bool,
) -> Grid:
    """The grid of a song of stretches (begin, end, bpm) that each keep a tempo; `is_known` if these are at their levels
    already, which one stretch alone would know less well.
    """
    home = home_among(stretches, request)
    part = part_of(heard, *stretches[home][:2])
    spectrum = pulse_spectrum(part.flux, part.hop_s)
    found = pulses_asked_for(part, spectrum, request)
    if is_known and is_level_free(request):
        found = (Pulse(stretches[home][2], 1.0),)
    main = chosen(part, spectrum, found, request)
    main = replace(main, downbeat_s=place_of(main, request))
    notes = [f"the tempo changes: {SEE_ANCHORS}"]
    odd = bar_of_most(heard, stretches, home, request, main)
    if odd is not None:
        bpm = odd.bpm * request.level_shift
        main = odd_choice(part, odd, bpm, bar_line(part, odd, bpm, request, beat_of(main, bpm)), request)
        notes = [*notes, _odd_note(odd, request)]
    pieces = pieces_of(heard, stretches, main, home, request, odd=odd)
    anchors = anchors_of(pieces, odd.meter if odd is not None else request.meter or Meter())
    grid = _grid(anchors, span, main, CHANGING_SURE, request, *notes)
    parts = (
        (part_of(heard, begin, end), bpm, (max(begin, span[0]), min(end, span[1]))) for begin, end, bpm in stretches
    )
    return replace(grid, doubts=tuple(doubt for part in parts for doubt in doubts_of(*part, Stumbles())))


def _constant(
    heard: Features,
    spectrum: PulseSpectrum,
    found: tuple[Pulse, ...],
    request: Request,
    *,
    choice: Choice | None = None,
    doubts: tuple[Doubt, ...] = (),
) -> Grid:
    """The grid of a song of one tempo, in fours or in other bars, among `found` or as `choice` has read it in fours."""
    span = _sounding(heard)
    main = found[0] if request.bpm is not None else Pulse(usual_octave(found[0].bpm), found[0].strength)
    choice = choice or chosen(heard, spectrum, found, request)
    sure = CONSTANT_SURE * sure_of_all(doubts)
    odd, halves = heard_bar(heard, spectrum, main, request, choice)
    if odd is not None:
        grid = replace(_in_odd_bars(heard, odd, request, choice, sure), doubts=doubts)
        if request.bpm is None and request.level_shift == 1.0:
            free = replace(without_place(request), shift_beats=0.0)

            def at_level(factor: float) -> Grid:
                return _constant(heard, spectrum, found, replace(free, level_shift=factor))

            grid = beside_levels(grid, at_level, choice, ODD_BAR_SURE)
        return grid
    if halves:
        swung = chosen(heard, spectrum, halves, request)
        choice = replace(swung, level=swung.level * ODD_BAR_SURE)
    bpm, at = _exactly(heard, choice, request, span)
    grid = _grid(anchors_of((Piece(span, bpm, at),), request.meter or Meter()), span, choice, sure, request)
    return replace(grid, swing=swing_of(heard, bpm, at), doubts=doubts)


def _exactly(heard: Features, choice: Choice, request: Request, span: tuple[float, float]) -> tuple[float, float]:
    """Tempo and a downbeat of a song of one tempo: the tempo snapped, the beat on its attacks, where these were left
    free.
    """
    if request.bpm is not None:
        return choice.bpm, place_of(choice, request)
    bpm = snapped(choice.bpm, heard.length_s)
    if asked_moment(request) is not None:
        at = place_of(replace(choice, bpm=bpm), request)
    else:
        # The fold that found the place spans the song, so snapping turns the grid about its middle.
        at = place_of(choice, request)
        at += (0.5 * sum(span) - at) * (1.0 - choice.bpm / bpm)
    return bpm, at if is_placed(request) else attack_at(heard, bpm, at)


def _in_odd_bars(heard: Features, odd: OddBar, request: Request, even: Choice, sure: float) -> Grid:
    """The grid of a song in other bars than 4/4."""
    bpm = request.bpm if request.bpm is not None else snapped(odd.bpm * request.level_shift, heard.length_s)
    span = _sounding(heard)
    choice = odd_choice(heard, odd, bpm, bar_line(heard, odd, bpm, request, beat_of(even, bpm)), request)
    anchors = anchors_of((Piece(span, bpm, choice.downbeat_s),), odd.meter)
    return _grid(anchors, span, choice, sure, request, _odd_note(odd, request))


def _odd_note(odd: OddBar, request: Request) -> str:
    return "" if request.meter else f"heard in {odd.meter.beats}/{odd.meter.unit}; --meter 4/4 hears it in fours"


def _grid(
    anchors: tuple[GridAnchor, ...],
    span: tuple[float, float],
    choice: Choice,
    sure: float,
    request: Request,
    *notes: str,
) -> Grid:
    edges = Grid(anchors, 0, 0).beats_of(np.array(span))
    return Grid(
        anchors=anchors,
        first_beat=int(np.ceil(edges[0] - AT_EDGE)),
        last_beat=max(1, int(np.floor(edges[1] + AT_EDGE))),
        confidence=MappingProxyType(
            {
                "tempo": sure,
                "level": choice.level * LEVEL_SURE,
                "phase": choice.phase * PHASE_SURE,
                "downbeat": choice.downbeat * BAR_SURE,
            }
        ),
        alternatives=choice.alternatives,
        notes=tuple(line for line in (*notes, tie_of(choice, request.meter)) if line),
    )


def _sounding(heard: Features) -> tuple[float, float]:
    """First and last moment with sound. Raises AnalysisError if there is too little."""
    if heard.length_s < SHORTEST_S:
        raise AnalysisError("song", f"only {heard.length_s:.2f} s long", f"give a song of at least {SHORTEST_S:g} s")
    loud = np.flatnonzero(heard.levels.max(axis=0) > HEARD_DB)
    if not len(loud) or float(heard.flux.max()) <= FAINTEST:
        raise AnalysisError("song", "silent throughout", "check the file: is it the right one?")
    return max(0.0, float(heard.times_s[loud[0]])), min(heard.length_s, float(heard.times_s[loud[-1]]))
