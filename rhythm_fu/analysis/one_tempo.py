"""Whether a song has a beat at all, and keeps one tempo but for places where the beat stumbles."""

from typing import Final

import numpy as np

from rhythm_fu.analysis.bends import rather_bent
from rhythm_fu.analysis.evened import pulse_evened, pulse_left
from rhythm_fu.analysis.exact_tempo import simplest_bpm, steady_bpm
from rhythm_fu.analysis.gaps import WINDOW, Gap, parts_between
from rhythm_fu.analysis.glides import CLEARLY_MORE, gliding_tempi, rather_gliding
from rhythm_fu.analysis.leaps import CHANCE, LeapingTempi, heard_alone
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import (
    BETWEEN_GAPS,
    CROSS_RHYTHMS,
    LocalTempi,
    keeps_phase,
    lies_on_grid,
    local_tempi,
    sounding,
    tempi_elsewhere,
    usual_octave,
)
from rhythm_fu.analysis.returns import Steadiness, steadiness_of
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum
from rhythm_fu.analysis.witness import Stumbles, stumbles_of
from rhythm_fu.errors import AnalysisError

LONG_ENOUGH_S: Final = (30.0, 90.0)
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
FAR_MORE: Final = 1.48
"""So many times the pulse of a leap that passages hear makes it a glide. Made glides of 64 beats have 1.55 times or
more; a path that glides from a leap's one tempo into a cross-rhythm of the other has 1.41 or less."""
DRIFTS: Final = 1.4
"""So many times the pulse of any constant tempo a clock must leave to tell of a drift of which nothing else does. Of
80 made songs that hands play the two that need this have 1.78 and 2.01; of 400 songs of one tempo, most of them
recorded or held out, none has more than 1.24, and of those that are asked none more than 1.12. Of 1,700 made ones of
8 to 60 s whose onsets stray by up to 25 ms two have more than 1.4."""
EVEN_ODDS: Final = 0.5
"""Chance of a gap if the beats between the gaps keep no tempo, but most of the song lie on one grid."""


class NoBeatError(AnalysisError):
    """Nothing in the sound keeps a tempo, or none of those that were asked for."""


def pace_of(heard: Features, spectrum: PulseSpectrum, found: tuple[Pulse, ...]) -> LocalTempi | Stumbles:
    """The changing tempi of a song whose strongest pulse is the first in `found`; or, if one tempo is kept throughout,
    where its beat stumbles. Raises NoBeatError if nothing pulses.
    """
    main = usual_octave(found[0].bpm)
    tempi = once(local_tempi)(heard, main)
    pulse = found[0].strength * np.sqrt(heard.flux.shape[1])
    asked = float(np.interp(heard.length_s, LONG_ENOUGH_S, CLEAR_PULSE))
    if float(np.median(sounding(tempi.clarity))) >= CLEAR_LOCALLY:
        asked = min(asked, _weakest(heard))
    if pulse < asked:
        gliding = gliding_tempi(heard)
        if gliding is None:
            raise _no_beat()
        return once(rather_bent)(heard, gliding)
    pace = _kept_or_changing(heard, spectrum, main, tempi)
    if isinstance(pace, Stumbles):
        return pace
    if isinstance(pace, LeapingTempi):
        return _rather_gliding(heard, pace)
    return once(rather_bent)(heard, once(rather_gliding)(heard, pace, CLEARLY_MORE))


@once
def _rather_gliding(heard: Features, leap: LeapingTempi) -> LocalTempi:
    """The leap, or a glide that has far more of a pulse, all at the octave in which pulses are compared."""
    usual = leap.at_level(usual_octave(leap.main_bpm) / leap.main_bpm)
    found = rather_gliding(heard, usual, FAR_MORE)
    return leap if found is usual else rather_bent(heard, found)


def _weakest(heard: Features) -> float:
    """The strength of the weakest pulse that is taken for a beat, times the square root of the columns."""
    return WEAK_PULSE * float(np.sqrt(min(1.0, heard.length_s / WEAK_S)))


def refuse_faint(view: Features, found: tuple[Pulse, ...]) -> None:
    """Raises NoBeatError if of the tempi that were asked for, the strongest first, nothing pulses at any in a song
    that is evened out.
    """
    if found[0].strength * np.sqrt(view.flux.shape[1]) < _weakest(view):
        raise _no_beat()


def _no_beat() -> NoBeatError:
    """What is wrong with a song that is refused, and the way out."""
    return NoBeatError("song", "no steady beat found", "if there is one, give --bpm and --offset")


@once
def _kept_or_changing(
    heard: Features, spectrum: PulseSpectrum, main: float, tempi: LocalTempi
) -> LocalTempi | Stumbles:
    """The tempi of a song that surely pulses, near `main`; or where its beat stumbles, if one is kept throughout."""
    elsewhere = tempi_elsewhere(heard, main, tempi)
    alone = heard_alone(heard, tempi if elsewhere is None else elsewhere, main)
    leap = alone.leap(is_moving=elsewhere is not None)
    if leap is not None:
        return leap
    if elsewhere is not None:
        return elsewhere
    paced = _steady_or_drifting(heard, spectrum, main, tempi)
    if isinstance(paced, Stumbles):
        for at_s in alone.open_at_s:
            paced = paced.doubting(Gap(at_s, 0.0, False), CHANCE, WINDOW * 60.0 / main)
    return paced


def _steady_or_drifting(
    heard: Features, spectrum: PulseSpectrum, main: float, tempi: LocalTempi
) -> LocalTempi | Stumbles:
    """The same of a song that is nowhere at another tempo."""
    stumbles = stumbles_of(heard, spectrum, main)
    steadiness = steadiness_of(heard, simplest_bpm((heard,), steady_bpm(heard, main)))
    is_steady = steadiness is Steadiness.STEADY or lies_on_grid(heard, main)
    if _keeps_phase_between(heard, main, stumbles.gaps):
        if stumbles.gaps:
            return stumbles
        wanders = steadiness is Steadiness.WANDERS or (not is_steady and is_drifting(heard, tempi))
        return tempi if wanders else stumbles
    if any(gap.is_sure for gap in stumbles.gaps) or not is_steady:
        return tempi
    return Stumbles((), (*((gap, EVEN_ODDS) for gap in stumbles.gaps), *stumbles.doubted))


def is_drifting(heard: Features, tempi: LocalTempi) -> bool:
    """Whether a clock that follows the tempi leaves far more of a pulse than there is at any one tempo: at the main one
    or, as windows may follow such a one all the way, at a cross-rhythm of it.
    """
    constant = pulse_left(heard, tempi.main_bpm, *(tempi.main_bpm * ratio for ratio in CROSS_RHYTHMS))
    return pulse_evened(heard, tempi) > DRIFTS * constant


def _keeps_phase_between(heard: Features, bpm: float, gaps: tuple[Gap, ...]) -> bool:
    """Whether all that is wrong with a constant tempo near `bpm` are the gaps."""
    if not gaps:
        return keeps_phase(heard, bpm)
    parts = parts_between(heard, gaps)
    exact = simplest_bpm(parts, steady_bpm(heard, bpm))
    return all(keeps_phase(part, exact, BETWEEN_GAPS) for part in parts)
