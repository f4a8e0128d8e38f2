"""From sound to a beat grid: the stages in order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import refuse_absurd
from rhythm_fu.analysis.attacks import attack_at
from rhythm_fu.analysis.choose import Choice, pulses_asked_for, spectrum_of, tie_of
from rhythm_fu.analysis.doubts import doubts_of, moved, sure_of_all
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.gaps import Gap, part_of, parts_between, simplest_bpm, steady_bpm
from rhythm_fu.analysis.meter import OddBar
from rhythm_fu.analysis.mix import LONGEST_SONG_S, SEE_ANCHORS, begin_of, excerpt, is_one_song, joined, songs_in
from rhythm_fu.analysis.model import Doubt, Features, Grid, GridAnchor, Progress, Request
from rhythm_fu.analysis.odd_bars import as_choice, bar_between, bar_line, bar_of_most, beat_of, heard_bar, odd_pieces
from rhythm_fu.analysis.odd_readings import bar_places, beside_levels
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import (
    BETWEEN_GAPS,
    Clock,
    LocalTempi,
    clock_of,
    keeps_phase,
    lies_on_grid,
    local_tempi,
    tempi_elsewhere,
    usual_octave,
    warped,
)
from rhythm_fu.analysis.parts import chosen, pieces_between, steadied, with_steps
from rhythm_fu.analysis.placing import asked_moment, home_of, in_time_of, is_placed, place_of, without_place
from rhythm_fu.analysis.returns import Steadiness, steadiness_of
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
CLEAR_PULSE: Final = (80.0, 130.0)
"""Strength of the pulse times the square root of the columns, in songs of half a minute and of a minute and a half:
noise reaches 27, speech 73, long or repeated speech 107; whole songs that keep their tempo start at 169. In shorter
ones less is to be had, and less is asked for.
"""
CLEAR_LOCALLY: Final = 0.28
WEAK_PULSE: Final = 75.0
WEAK_S: Final = 40.0
"""Songs whose tempo moves have a weaker pulse, from 77 on in 40 s, but local tempi this clear. Speech has one or the
other: where its clarity reaches 0.28 its pulse stays at 73 or less; the clarity of ambient sound reaches 0.25. A pulse
grows like the square root of what is heard of it.
"""
LONG_ENOUGH_S: Final = (30.0, 90.0)
HEARD_DB: Final = -60.0
"""Below this nothing counts as evidence of a beat."""
CONSTANT_SURE: Final = 0.99
CHANGING_SURE: Final = 0.9
ODD_BAR_SURE: Final = 0.85
"""How often such grids had the right tempo (an octave aside), or bar, on songs not trained on; less is said of odd bars
than of the 64 waltzes that were made, as few recorded songs of that kind are known."""
LEVEL_SURE: Final = 0.99
PHASE_SURE: Final = 0.99
BAR_SURE: Final = 0.99
"""How often a reading without any doubt was right: tools/calibrate_ear.py fits 0.99 to 0.995. Doubts needed no
flattening."""
EVEN_ODDS: Final = 0.5
"""Chance of a gap if the beats between the gaps keep no tempo, but most of the song lie on one grid."""
SLOW: Final = 0.6
"""Beats at less than this share of the pulse are two of its own: half a beat may be missing and the pulse goes on."""


class NoBeatError(AnalysisError):
    """Nothing in the sound keeps a tempo, or none of those that were asked for."""


def _nobody(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


silent: Final[Callable[[str, float], None]] = _nobody


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
        return not isinstance(_pace_of(heard, spectrum, pulses_asked_for(heard, spectrum, request)), LocalTempi)
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
    pace = _pace_of(heard, spectrum, found)
    if isinstance(pace, Stumbles):
        return _stumbling(heard, spectrum, found, request, pace)
    stretches = once(stretches_of)(heard, pace)
    if stretches is not None:
        return _stepping(heard, stretches, request, span)
    clock, view = _evened_out(heard, usual_octave(found[0].bpm), pace)
    spectrum = spectrum_of(view)
    found = pulses_asked_for(view, spectrum, request)
    pulse = usual_octave(found[0].bpm)
    stumbles = once(stumbles_of)(view, spectrum, pulse)
    gaps = with_steps(stumbles.gaps, clock, pulse)
    here = in_time_of(clock, request)
    bars = _bars_between(view, spectrum, found, here, gaps)
    anchors = anchors_along(clock, bars.pieces, bars.meter, span)
    notes = (f"the tempo changes: {SEE_ANCHORS}", bars.note)
    grid = _grid(anchors, span, bars.choice, CHANGING_SURE, *notes)
    span = (float(clock.pulse_of(np.array(span[:1]))[0]), float(clock.pulse_of(np.array(span[1:]))[0]))
    doubts = doubts_of(view, pulse, span, stumbles)
    return replace(grid, doubts=moved(doubts, lambda at_s: float(clock.song_of(np.array([at_s]))[0])))


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
    grid = _grid(anchors_of(bars.pieces, bars.meter), span, bars.choice, CHANGING_SURE, *notes)
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
    at = pieces[0].downbeat_s
    others = bar_places(parts[0], at - request.shift_beats * 60.0 / bpm, bpm, odd.meter, ODD_BAR_SURE)
    return _Bars(as_choice(bpm, at, ODD_BAR_SURE, others), pieces, odd.meter, _odd_note(odd, request))


def _stepping(
    heard: Features, stretches: tuple[tuple[float, float, float], ...], request: Request, span: tuple[float, float]
) -> Grid:
    """The grid of a song of stretches (begin, end, bpm) that each keep a tempo."""
    home = home_of(np.array([stretches[0][0], *(end for _, end, _ in stretches)]), request)
    part = part_of(heard, *stretches[home][:2])
    spectrum = pulse_spectrum(part.flux, part.hop_s)
    main = chosen(part, spectrum, pulses_asked_for(part, spectrum, request), request)
    main = replace(main, downbeat_s=place_of(main, request))
    notes = [f"the tempo changes: {SEE_ANCHORS}"]
    odd = bar_of_most(heard, stretches, home, request, main)
    if odd is not None:
        bpm = odd.bpm * request.level_shift
        line = bar_line(part, odd, bpm, request, beat_of(main, bpm))
        others = bar_places(part, line, bpm, odd.meter, ODD_BAR_SURE)
        main = as_choice(bpm, line + request.shift_beats * 60.0 / bpm, ODD_BAR_SURE, others)
        notes = [*notes, _odd_note(odd, request)]
    pieces = pieces_of(heard, stretches, main, home, request, odd=odd)
    anchors = anchors_of(pieces, odd.meter if odd is not None else request.meter or Meter())
    grid = _grid(anchors, span, main, CHANGING_SURE, *notes)
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
    span = _sounding(heard)
    main = found[0] if request.bpm is not None else Pulse(usual_octave(found[0].bpm), found[0].strength)
    choice = choice or chosen(heard, spectrum, found, request)
    sure = CONSTANT_SURE * sure_of_all(doubts)
    odd, halves = heard_bar(heard, spectrum, main, request, choice)
    if odd is not None:
        grid = _in_odd_bars(heard, odd, request, choice)
        if request.bpm is None and request.level_shift == 1.0:
            free = replace(without_place(request), shift_beats=0.0)

            def at_level(factor: float) -> Grid:
                return _constant(heard, spectrum, found, replace(free, level_shift=factor))

            grid = beside_levels(grid, at_level, choice, ODD_BAR_SURE)
        return replace(grid, confidence=MappingProxyType({**grid.confidence, "tempo": sure}), doubts=doubts)
    if halves:
        swung = chosen(heard, spectrum, halves, request)
        choice = replace(swung, level=swung.level * ODD_BAR_SURE)
    at = place_of(choice, request)
    bpm = choice.bpm
    if request.bpm is None:
        # The fold that found the place spans the song, so snapping turns the grid about its middle.
        bpm = snapped(choice.bpm, heard.length_s)
        if asked_moment(request) is not None:
            at = place_of(replace(choice, bpm=bpm), request)
        else:
            at += (0.5 * sum(span) - at) * (1.0 - choice.bpm / bpm)
        at = at if is_placed(request) else attack_at(heard, bpm, at)
    grid = _grid(anchors_of((Piece(span, bpm, at),), request.meter or Meter()), span, choice, sure)
    return replace(grid, swing=swing_of(heard, bpm, at), doubts=doubts)


def _in_odd_bars(heard: Features, odd: OddBar, request: Request, even: Choice) -> Grid:
    """The grid of a song in other bars than 4/4."""
    bpm = request.bpm if request.bpm is not None else snapped(odd.bpm * request.level_shift, heard.length_s)
    span = _sounding(heard)
    line = bar_line(heard, odd, bpm, request, beat_of(even, bpm))
    at = line + request.shift_beats * 60.0 / bpm
    anchors = anchors_of((Piece(span, bpm, at),), odd.meter)
    choice = as_choice(bpm, at, ODD_BAR_SURE, bar_places(heard, line, bpm, odd.meter, ODD_BAR_SURE))
    return _grid(anchors, span, choice, CONSTANT_SURE, _odd_note(odd, request))


def _odd_note(odd: OddBar, request: Request) -> str:
    return "" if request.meter else f"heard in {odd.meter.beats}/{odd.meter.unit}; --meter 4/4 hears it in fours"


def _grid(anchors: tuple[GridAnchor, ...], span: tuple[float, float], choice: Choice, sure: float, *notes: str) -> Grid:
    edges = Grid(anchors, 0, 0).beats_of(np.array(span))
    return Grid(
        anchors=anchors,
        first_beat=int(np.ceil(edges[0] - 0.1)),
        last_beat=max(1, int(np.floor(edges[1] + 0.1))),
        confidence=MappingProxyType(
            {
                "tempo": sure,
                "level": choice.level * LEVEL_SURE,
                "phase": choice.phase * PHASE_SURE,
                "downbeat": choice.downbeat * BAR_SURE,
            }
        ),
        alternatives=choice.alternatives,
        notes=tuple(line for line in (*notes, tie_of(choice)) if line),
    )


def _sounding(heard: Features) -> tuple[float, float]:
    """First and last moment with sound. Raises AnalysisError if there is too little."""
    if heard.length_s < SHORTEST_S:
        raise AnalysisError("song", f"only {heard.length_s:.2f} s long", f"give a song of at least {SHORTEST_S:g} s")
    if heard.flux.shape[1] == 0 or float(heard.flux.max()) <= 1e-3:
        raise AnalysisError("song", "silent throughout", "check the file: is it the right one?")
    loud = np.flatnonzero(heard.levels.max(axis=0) > HEARD_DB)
    return max(0.0, float(heard.times_s[loud[0]])), min(heard.length_s, float(heard.times_s[loud[-1]]))


@once
def _evened_out(heard: Features, bpm: float, pace: LocalTempi) -> tuple[Clock, Features]:
    """The clock of a song whose tempo moves, and the song in the clock's time."""
    clock = clock_of(heard, bpm, pace)
    return clock, warped(heard, clock)


def _pace_of(heard: Features, spectrum: PulseSpectrum, found: tuple[Pulse, ...]) -> LocalTempi | Stumbles:
    """The changing tempi; or, if one is kept throughout, where its beat stumbles. AnalysisError if nothing pulses."""
    main = usual_octave(found[0].bpm)
    tempi = once(local_tempi)(heard, main)
    pulse = found[0].strength * np.sqrt(heard.flux.shape[1])
    asked = float(np.interp(heard.length_s, LONG_ENOUGH_S, CLEAR_PULSE))
    if float(np.median(tempi.clarity)) >= CLEAR_LOCALLY:
        asked = min(asked, WEAK_PULSE * float(np.sqrt(min(1.0, heard.length_s / WEAK_S))))
    if pulse < asked:
        raise NoBeatError("song", "no steady beat found", "if there is one, give --bpm and --offset")
    return _kept_or_changing(heard, spectrum, main, tempi)


@once
def _kept_or_changing(
    heard: Features, spectrum: PulseSpectrum, main: float, tempi: LocalTempi
) -> LocalTempi | Stumbles:
    """The tempi of a song that surely pulses, near `main`; or where its beat stumbles, if one is kept throughout."""
    elsewhere = tempi_elsewhere(heard, main, tempi)
    if elsewhere is not None:
        return elsewhere
    stumbles = stumbles_of(heard, spectrum, main)
    steadiness = steadiness_of(heard, simplest_bpm((heard,), steady_bpm(heard, main)))
    if _keeps_phase_between(heard, main, stumbles.gaps):
        return tempi if steadiness is Steadiness.WANDERS and not stumbles.gaps else stumbles
    is_steady = steadiness is Steadiness.STEADY or lies_on_grid(heard, main)
    if any(gap.is_sure for gap in stumbles.gaps) or not is_steady:
        return tempi
    return Stumbles((), (*((gap, EVEN_ODDS) for gap in stumbles.gaps), *stumbles.doubted))


def _keeps_phase_between(heard: Features, bpm: float, gaps: tuple[Gap, ...]) -> bool:
    """Whether all that is wrong with a constant tempo near `bpm` are the gaps."""
    if not gaps:
        return keeps_phase(heard, bpm)
    parts = parts_between(heard, gaps)
    exact = simplest_bpm(parts, steady_bpm(heard, bpm))
    return all(keeps_phase(part, exact, BETWEEN_GAPS) for part in parts)
