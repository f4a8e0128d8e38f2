"""From sound to a beat grid: the stages in order."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.choose import Choice, choose, pulses_asked_for
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Features, Grid, GridAnchor, Progress, Request
from rhythm_fu.analysis.pace import Clock, LocalTempi, clock_of, keeps_phase, keeps_tempo, local_tempi, warped
from rhythm_fu.analysis.tempo import Pulse, pulse_spectrum, snapped
from rhythm_fu.analysis.tempo_map import anchors_along
from rhythm_fu.analysis.weigh import weigher
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio
from rhythm_fu.timing import Meter

EVERYTHING_FREE: Final = Request()
"""Leaves every choice to the analysis."""
SHORTEST_S: Final = 5.0
CLEAR_PULSE: Final = 80.0
"""Strength of the pulse times the square root of the columns: noise reaches 25, speech 70, songs start at 100."""
CLEAR_LOCALLY: Final = 0.28
"""Clarity of local tempi below which, without a clear pulse, there is no beat: speech reaches 0.21, ambient 0.26."""
HEARD_DB: Final = -60.0
"""Below this nothing counts as evidence of a beat."""
RIVALS: Final = 0.6
"""Pulses at least so strong, relative to the strongest, may show that the song keeps its tempo."""


def _nobody(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


silent: Final[Callable[[str, float], None]] = _nobody


def listen(audio: Audio, request: Request = EVERYTHING_FREE, progress: Progress = silent) -> tuple[Features, Grid]:
    """Envelopes and beat grid of a decoded song. Raises AnalysisError where there is no beat to trust."""
    progress("hearing", 0.0)
    heard = features(audio.samples, audio.rate)
    progress("counting", 0.7)
    grid = grid_of(heard, request)
    progress("counted", 1.0)
    return heard, grid


def grid_of(heard: Features, request: Request = EVERYTHING_FREE) -> Grid:
    """The beat grid of a song whose envelopes are known. Raises AnalysisError as `listen` does."""
    first_s, last_s = _sounding(heard)
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    found = pulses_asked_for(heard, spectrum, request)
    clock = None if request.bpm is not None else _clock_if_needed(heard, found)
    view = heard
    if clock is not None:
        view = warped(heard, clock)
        spectrum = pulse_spectrum(view.flux, view.hop_s)
        found = pulses_asked_for(view, spectrum, request)
    model = weigher()
    choice = choose(view, spectrum, found, model, request)
    if request.level_shift != 1.0:
        choice = choose(view, spectrum, (Pulse(choice.bpm * request.level_shift, 1.0),), model, request)
    meter = request.meter or Meter()
    beat = 60.0 / choice.bpm
    at = _asked_place(choice, request, beat)
    if clock is None:
        bpm = choice.bpm if request.bpm is not None else snapped(choice.bpm, heard.length_s)
        middle = 0.5 * (first_s + last_s)
        at += (at - middle) / beat * (60.0 / bpm - beat) if request.bpm is None else 0.0
        bar = meter.beats * 60.0 / bpm
        at += bar * np.ceil((first_s - at) / bar - 0.01)
        anchors: tuple[GridAnchor, ...] = (GridAnchor(0, float(at), float(bpm), meter),)
    else:
        anchors = anchors_along(clock, choice.bpm, at, meter, (first_s, last_s))
    grid = Grid(anchors, 0, 0)
    edges = grid.beats_of(np.array([first_s, last_s]))
    return Grid(
        anchors=anchors,
        first_beat=int(np.ceil(edges[0] - 0.1)),
        last_beat=max(1, int(np.floor(edges[1] + 0.1))),
        confidence=MappingProxyType(
            {
                "tempo": 0.99 if clock is None else 0.9,
                "level": choice.level,
                "phase": choice.phase,
                "downbeat": choice.downbeat,
            }
        ),
        alternatives=choice.alternatives,
        notes=() if clock is None else ("the tempo changes",),
    )


def _sounding(heard: Features) -> tuple[float, float]:
    """First and last moment with sound. Raises AnalysisError if there is too little."""
    if heard.length_s < SHORTEST_S:
        raise AnalysisError("song", f"only {heard.length_s:.1f} s long", f"give a song of at least {SHORTEST_S:g} s")
    if heard.flux.shape[1] == 0 or float(heard.flux.max()) <= 1e-3:
        raise AnalysisError("song", "silent throughout", "check the file, or give --bpm and --offset")
    loud = np.flatnonzero(heard.levels.max(axis=0) > HEARD_DB)
    return max(0.0, float(heard.times_s[loud[0]])), min(heard.length_s, float(heard.times_s[loud[-1]]))


def _clock_if_needed(heard: Features, found: tuple[Pulse, ...]) -> Clock | None:
    """A clock if no strong pulse is kept from end to end. Raises AnalysisError if nothing pulses."""
    tempi: LocalTempi | None = None
    for pulse in found:
        if pulse.strength < RIVALS * found[0].strength:
            continue
        local = local_tempi(heard, pulse.bpm)
        tempi = tempi or local
        if keeps_tempo(local, pulse.bpm) and keeps_phase(heard, pulse.bpm):
            tempi = None
            break
    clarity = found[0].strength * np.sqrt(heard.flux.shape[1])
    if clarity < CLEAR_PULSE:
        local = tempi or local_tempi(heard, found[0].bpm)
        if float(np.median(local.clarity)) < CLEAR_LOCALLY:
            raise AnalysisError("song", "no steady beat found", "if there is one, give --bpm and --offset")
    return None if tempi is None else clock_of(heard, found[0].bpm, tempi)


def _asked_place(choice: Choice, request: Request, beat: float) -> float:
    """A downbeat, moved as the request wants."""
    at = choice.downbeat_s
    if request.offset_s is not None:
        at = request.offset_s
    elif request.first_beat_s is not None:
        at = request.first_beat_s + beat * np.round((at - request.first_beat_s) / beat)
    return float(at + request.shift_beats * beat)
