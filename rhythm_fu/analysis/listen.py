"""From sound to a beat grid: the stages in order."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Features, Floats, Grid, GridAnchor, Progress, Request
from rhythm_fu.analysis.slots import PER_BEAT, Slots, lattice_of, novelty, slot_times, slots_of
from rhythm_fu.analysis.tempo import candidates, pulse_spectrum, refined
from rhythm_fu.errors import AnalysisError
from rhythm_fu.sound.model import Audio
from rhythm_fu.timing import Meter

SHORTEST_S: Final = 5.0
USUAL_BPM: Final = 132.0
USUAL_WIDTH: Final = 0.45


EVERYTHING_FREE: Final = Request()
"""Leaves every choice to the analysis."""


def _nobody(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


silent: Final[Callable[[str, float], None]] = _nobody


def listen(audio: Audio, request: Request = EVERYTHING_FREE, progress: Progress = silent) -> tuple[Features, Grid]:
    """Envelopes and beat grid of a decoded song. Raises AnalysisError where there is no beat to trust."""
    progress("hearing", 0.0)
    heard = features(audio.samples, audio.rate)
    progress("counting", 0.6)
    grid = grid_of(heard, request)
    progress("counted", 1.0)
    return heard, grid


def grid_of(heard: Features, request: Request = EVERYTHING_FREE) -> Grid:
    """The beat grid of a song whose envelopes are known."""
    if heard.length_s < SHORTEST_S:
        raise AnalysisError("song", f"only {heard.length_s:.1f} s long", f"give at least {SHORTEST_S:g} s")
    if heard.flux.shape[1] == 0 or float(heard.flux.max()) <= 1e-4:
        raise AnalysisError("song", "silent", "give --bpm and --offset if there is a beat")
    bpm = request.bpm if request.bpm is not None else _tempo(heard, request)
    bpm *= request.level_shift
    offset = request.first_beat_s if request.first_beat_s is not None else request.offset_s
    beat = 60.0 / bpm
    if offset is None:
        offset = lattice_of(heard, bpm)
        slots = slots_of(heard, slot_times(heard, bpm, offset))
        offset = float(slots.times_s[_beat_phase(slots)])
    offset += (request.shift_beats % 1.0) * beat
    meter = request.meter or Meter()
    slots = slots_of(heard, slot_times(heard, bpm, offset % beat))
    start = int(np.argmin(np.abs(slots.times_s - offset % beat)))
    downbeat = _downbeat(slots, start, meter.beats) if request.offset_s is None else 0
    first = offset % beat + downbeat * beat
    if request.offset_s is not None:
        first = request.offset_s
    bar = meter.beats * beat
    first += int(request.shift_beats // 1.0) * beat
    first -= bar * np.floor(first / bar)
    last = int(np.floor((heard.length_s - first) / beat))
    early = -int(np.floor(first / beat))
    return Grid(
        anchors=(GridAnchor(0, float(first), float(bpm), meter),),
        first_beat=early,
        last_beat=last,
        confidence=MappingProxyType({"tempo": 0.9, "level": 0.8, "phase": 0.8, "downbeat": 0.6}),
    )


def _tempo(heard: Features, request: Request) -> float:
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    low, high = request.range_bpm or (60.0, 215.0)
    found = candidates(spectrum, low, high)
    best = max(found, key=lambda p: p.strength * np.exp(-0.5 * (np.log2(p.bpm / USUAL_BPM) / USUAL_WIDTH) ** 2))
    bpm = refined(heard.flux, heard.hop_s, best.bpm)
    whole = round(bpm)
    return float(whole) if abs(bpm - whole) < 0.012 else bpm


def _beat_phase(slots: Slots) -> int:
    """Which of the four sixteenths is the beat: where onsets of all bands fall together."""
    place = np.arange(slots.count) % PER_BEAT
    share = slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6)
    return int(np.argmax([float(share[:, place == i].mean(axis=1).sum()) for i in range(PER_BEAT)]))


def _downbeat(slots: Slots, start: int, beats: int) -> int:
    """Which beat of the bar is the first: where the music changes most."""
    share = slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6)
    change = novelty(np.concatenate((slots.levels / 10.0, share * 0.3, slots.tone * 4.0)), PER_BEAT * beats)
    vote: Floats = np.zeros(beats)
    reach = 2 * PER_BEAT
    for b, i in enumerate(range(start, slots.count, PER_BEAT)):
        near = change[max(0, i - reach) : i + reach + 1]
        if len(near) and change[i] >= near.max():
            vote[b % beats] += change[i] ** 2
    return int(np.argmax(vote))


def shifted(grid: Grid, seconds: float) -> Grid:
    """The same grid, moved."""
    return replace(grid, anchors=tuple(replace(a, at_s=a.at_s + seconds) for a in grid.anchors))
