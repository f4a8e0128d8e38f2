"""What may be asked of a grid: numbers out of these bounds are refused by name before anything is computed."""

from math import isfinite
from typing import Final

from rhythm_fu.analysis.model import Request
from rhythm_fu.errors import AnalysisError

SLOWEST_BPM: Final = 20.0
FASTEST_BPM: Final = 999.0
"""Charts hold no other tempi."""
BEFORE_S: Final = 60.0
"""A first downbeat may lie so long before the sound: a pick-up, or a file that was cut."""
MOST_SHIFT: Final = 8.0
"""A level is asked for as a multiple no further from 1 than this."""


def refuse_absurd(request: Request, length_s: float) -> None:
    """Raises AnalysisError if a request can't be about a song of this length, seconds."""
    for name, bpm in (("--bpm", request.bpm), *(("--range", b) for b in request.range_bpm or ())):
        if bpm is not None and not SLOWEST_BPM <= bpm <= FASTEST_BPM:  # false for nan as well
            fix = f"give a tempo from {SLOWEST_BPM:g} to {FASTEST_BPM:g}"
            raise AnalysisError("song", f"{name} {bpm:g} is no tempo that a chart can hold", fix)
    for name, at_s in (("--offset", request.offset_s), ("--first-beat", request.first_beat_s)):
        if at_s is not None and not -BEFORE_S <= at_s < length_s:
            problem = f"{name} {at_s:g} s lies outside the song, which lasts {length_s:.1f} s"
            raise AnalysisError("song", problem, "give seconds from the start of the sound, such as 0.35")
    if not 1.0 / MOST_SHIFT <= request.level_shift <= MOST_SHIFT:
        problem = f"--level-shift {request.level_shift:g} is no other level of a tempo"
        raise AnalysisError("song", problem, "give 2, 0.5, 1.5 or 0.667")
    if not isfinite(request.shift_beats):
        problem = f"--shift-beats {request.shift_beats:g} is no number of beats"
        raise AnalysisError("song", problem, "give 0.5, 1, 2 or 3")
