"""A song as it would sound if its tempo were constant, and how much of a pulse that leaves: of two clocks, the one that
follows the beat better leaves more.
"""

from typing import Final

import numpy as np

from rhythm_fu.analysis.clock import Clock, clock_of, warped
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.pace import LocalTempi
from rhythm_fu.analysis.tempo import comb, pulse_spectrum

NEAR: Final = 0.02
"""So near to the tempo that a clock should leave, as a share, its pulse is looked for."""


@once
def evened_out(heard: Features, tempi: LocalTempi) -> tuple[Clock, Features]:
    """The clock that follows the tempi of a song, in whose time all are `main_bpm`, and the song in its time."""
    clock = clock_of(heard, tempi.main_bpm, tempi)
    return clock, warped(heard, clock)


def pulse_left(view: Features, *bpms: float) -> float:
    """Strength of the strongest pulse near one of the tempi in a song that is evened out, as of `Pulse`. It is another
    at another octave of the same beat, so only what is asked at one level can be compared.
    """
    near = np.multiply.outer(np.array(bpms), 1.0 + np.linspace(-NEAR, NEAR, 401)).ravel()
    return float(comb(pulse_spectrum(view.flux, view.hop_s), near).max())


@once
def pulse_evened(heard: Features, tempi: LocalTempi) -> float:
    """Strength of the pulse that is left in the time of the clock that follows the tempi."""
    return pulse_left(evened_out(heard, tempi)[1], tempi.main_bpm)


def at_level_of(tempi: LocalTempi, clock: Clock, bpm: float) -> float:
    """The tempo `bpm` of a clock's pulse at the octave at which it has as many beats in the song as the tempi have; as
    it is if the clock has no length.
    """
    song_s, pulse_s = (float(np.ptp(times)) for times in (clock.song_s, clock.pulse_s))
    if min(song_s, pulse_s) <= 0.0:
        return bpm
    usual = bpm * pulse_s / song_s
    return float(bpm * 2.0 ** np.round(np.log2(float(np.mean(tempi.bpm)) / usual)))
