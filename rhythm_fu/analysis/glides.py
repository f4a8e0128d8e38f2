"""A beat whose tempo glides so far that the whole song has no pulse, though each window has one.

The windows are followed along one path that never jumps. Whether there is a beat is then asked of the song as it would
sound if the path's tempo were constant: chance gives a path too, but what follows a path of chance keeps no pulse.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.clock import clock_along, warped
from rhythm_fu.analysis.evened import pulse_left
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import DRIFT_COST, LocalTempi, along, evidence_at, sounding, usual_octave
from rhythm_fu.analysis.tempo import tempo_curve

PLACES: Final = 60.0 * 2.0 ** np.arange(0.0, 2.4, 0.005)
"""Tempi at which a beat, or its double, is followed: so many that no glide leaves them."""
FURTHEST: Final = 8
"""Places that the tempo may glide from one window to the next: three in a hundred."""
JUMP: Final = 0.1
"""Octaves between two windows that no glide covers."""
CLEARLY_MORE: Final = 1.2
"""How many times the pulse of a path that jumps a glide must have: of most steps it has about as much."""
UNCLEAR: Final = 0.75
"""Windows less clear than this, as a share of the usual one, say nothing of the tempo."""
CLEAR_PULSE: Final = 140.0
"""Strength of the pulse along the path times the square root of the columns. Of 175 sounds of noise, ambient, speech,
drones and uneven clicks the clearest reaches 112, words that come again and again 121; of 50 synthetic songs that glide
throughout and have no pulse of their own, from 45 s on, the faintest has 164."""


@once
def gliding_tempi(heard: Features) -> LocalTempi | None:
    """The tempi of a song whose beat is clear along a path of tempi that glides; None if nothing pulses so.

    The tempo around which they lie, `main_bpm`, is their own: the whole song has none.
    """
    evidence = evidence_at(tempo_curve(heard.flux), heard.hop_s, PLACES).sum(axis=0)
    ridge = _gliding(evidence)
    main = float(PLACES[int(np.median(ridge))])
    tempi = _bridged(along(heard, PLACES, evidence, ridge, main))
    if pulse_along(heard, tempi) < CLEAR_PULSE:
        return None
    octave = usual_octave(main) / main
    return replace(tempi, bpm=octave * tempi.bpm, main_bpm=octave * main)


def rather_gliding(heard: Features, tempi: LocalTempi, more: float) -> LocalTempi:
    """The tempi, or those of a path that glides, if these jump and that has `more` times their pulse: what glides out
    of their reach is heard as another reading of itself.
    """
    if float(np.abs(np.diff(np.log2(tempi.bpm))).max(initial=0.0)) < JUMP:
        return tempi
    gliding = gliding_tempi(heard)
    if gliding is None or float(np.ptp(np.log2(gliding.bpm))) < JUMP:  # level, it is but a cross-rhythm of what jumps
        return tempi
    return gliding if pulse_along(heard, gliding) >= more * pulse_along(heard, tempi) else tempi


def pulse_along(heard: Features, tempi: LocalTempi) -> float:
    """Strength of the pulse that is left if the song is bent so that local tempi are one, times the square root of the
    columns: a measure of evidence, as noise has the same whatever its length.
    """
    view = warped(heard, clock_along(heard, tempi.main_bpm, tempi))
    return pulse_left(view, tempi.main_bpm) * float(np.sqrt(view.flux.shape[1]))


def _bridged(tempi: LocalTempi) -> LocalTempi:
    """The same, gliding evenly through windows in which little is heard."""
    clear = tempi.clarity >= UNCLEAR * float(np.median(sounding(tempi.clarity)))
    pitch = np.interp(tempi.middle_s, tempi.middle_s[clear], np.log(tempi.bpm[clear]))
    return replace(tempi, bpm=np.exp(pitch))


def _gliding(evidence: Floats) -> NDArray[np.int64]:
    """The best row-by-row walk of no more than FURTHEST places a step, shape (windows,)."""
    count, places = evidence.shape
    octave = float(np.log2(PLACES[1] / PLACES[0]))
    ways = np.arange(-FURTHEST, FURTHEST + 1)
    price = DRIFT_COST * octave * np.abs(ways) * float(np.median(sounding(evidence.max(axis=1))))
    total = evidence[0].copy()
    came = np.zeros((count, places), np.int8)
    for i in range(1, count):
        padded = np.pad(total, FURTHEST, constant_values=-np.inf)
        before = np.lib.stride_tricks.sliding_window_view(padded, len(ways)) - price
        best = before.argmax(axis=1)
        came[i] = ways[best]
        total = before[np.arange(places), best] + evidence[i]
    path = np.zeros(count, np.int64)
    path[-1] = int(total.argmax())
    for i in range(count - 1, 0, -1):
        path[i - 1] = path[i] + came[i, path[i]]
    return path
