"""A range of tempi that is asked for of a song at several: which of its parts is meant, or, if it glides, which of the
tempi that pass through.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from rhythm_fu.analysis.choose import pulses_asked_for, spectrum_of
from rhythm_fu.analysis.leaps import LeapingTempi
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.one_tempo import NoBeatError, pace_of
from rhythm_fu.analysis.pace import LocalTempi
from rhythm_fu.analysis.placing import asked_moment, home_of
from rhythm_fu.analysis.steps import stretches_of
from rhythm_fu.analysis.witness import Stumbles

OUTER: Final = (5, 95)
"""Percentiles of local tempi between which a song that glides has its tempo: what lies beyond may be misheard."""


def is_level_free(request: Request) -> bool:
    """Whether nothing is told of the tempo that might name another level than the one that is heard."""
    return request.range_bpm is None and request.tag_bpm is None


def passing_through(heard: Features, request: Request, pace: LocalTempi) -> Request:
    """The request, its range one of the evened out song: which tempi pass through what was asked for in the song. A
    song that steps or leaps passes through nothing between its tempi.
    """
    if request.range_bpm is None or not _glides(heard):
        return request
    low, high = request.range_bpm
    slow, fast = (float(bpm) / pace.main_bpm for bpm in np.percentile(pace.bpm, OUTER))
    return replace(request, range_bpm=(low / fast, high / slow))


def home_among(stretches: tuple[tuple[float, float, float], ...], request: Request) -> int:
    """Which stretch (begin, end, bpm) the others follow: one at a tempo in the range goes before longer ones."""
    if request.range_bpm is not None and asked_moment(request) is None:
        low, high = request.range_bpm
        inside = [i for i, (_, _, bpm) in enumerate(stretches) if low <= bpm <= high]
        if inside:
            return max(inside, key=lambda i: stretches[i][1] - stretches[i][0])
    return home_of(np.array([stretches[0][0], *(end for _, end, _ in stretches)]), request)


def _glides(heard: Features) -> bool:
    """Whether the tempo of a song moves evenly, if nothing is asked of it."""
    spectrum = spectrum_of(heard)
    try:
        pace = pace_of(heard, spectrum, pulses_asked_for(heard, spectrum, Request()))
    except NoBeatError:
        return False
    return not isinstance(pace, Stumbles | LeapingTempi) and once(stretches_of)(heard, pace) is None
