"""Where a request puts the beat: which part of a song it speaks about, and where that part's downbeats then lie."""

from dataclasses import replace

import numpy as np

from rhythm_fu.analysis.choose import Choice
from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.model import Floats, Request


def asked_moment(request: Request) -> float | None:
    """The moment that is said to be a beat or a downbeat, in seconds, if any is."""
    return request.offset_s if request.offset_s is not None else request.first_beat_s


def without_place(request: Request) -> Request:
    """The request as it concerns parts of a song that hold no moment it names."""
    return replace(request, offset_s=None, first_beat_s=None)


def home_of(edges: Floats, request: Request) -> int:
    """Which part between rising `edges` (n + 1,) the others follow: that of the asked moment, or else the longest."""
    at_s = asked_moment(request)
    if at_s is None:
        return int(np.argmax(np.diff(edges)))
    return int(np.clip(np.searchsorted(edges, at_s, side="right") - 1, 0, len(edges) - 2))


def in_time_of(clock: Clock, request: Request) -> Request:
    """The request with its moments in the clock's time."""

    def told(at_s: float | None) -> float | None:
        return None if at_s is None else float(clock.pulse_of(np.array([at_s]))[0])

    return replace(request, offset_s=told(request.offset_s), first_beat_s=told(request.first_beat_s))


def is_placed(request: Request) -> bool:
    """Whether the request says where beats lie, rather than the attacks."""
    return asked_moment(request) is not None or request.shift_beats % 0.5 != 0.0


def place_of(choice: Choice, request: Request) -> float:
    """A downbeat, moved as the request wants."""
    beat = 60.0 / choice.bpm
    at = choice.downbeat_s
    if request.offset_s is not None:
        at = request.offset_s
    elif request.first_beat_s is not None:
        at = request.first_beat_s + beat * np.round((at - request.first_beat_s) / beat)
    return float(at + request.shift_beats * beat)
