"""The song with clicks on its grid: the quickest way to hear whether a chart is right."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from rhythm_fu.chart.model import Chart, DropKind, MarkKind
from rhythm_fu.sound.model import Audio, Samples
from rhythm_fu.units import MICROS

BEAT, DOWNBEAT, DROP = "beat", "downbeat", "drop"

CLICKS: Final = {BEAT: (1_000.0, 0.020, 0.55), DOWNBEAT: (1_800.0, 0.030, 0.85), DROP: (600.0, 0.160, 1.0)}
"""Pitch in Hz, length in seconds and loudness 0..1: told apart by ear at once."""

FADES: Final = 5.0
"""Time constants in a click: at its end 1/150 is left, so that it stops without a second click."""

SONG_SHARE: Final = 0.6
CLICK_SHARE: Final = 0.4
"""The song's peak and the loudest click's; together they just reach full scale, so nothing can clip."""


def click(kind: str, rate: int) -> Samples:
    """One click, shape (frames,). It is a cosine: its first sample is its loudest, so the attack lies exactly on it."""
    hertz, length_s, loudness = CLICKS[kind]
    t = np.arange(max(1, round(length_s * rate)), dtype=np.float64) / rate
    wave = np.cos(2 * np.pi * hertz * t) * np.exp(-t * FADES / length_s) * loudness
    return wave.astype(np.float32)


def clicks_of(chart: Chart) -> Iterator[tuple[int, str]]:
    """The moment in microseconds and the kind of every click: beats of the charted span; a drop replaces its beat's."""
    phrases = chart.spans(MarkKind.PHRASE)
    start = phrases[0].at if phrases else 0
    end = min(chart.audio.length, phrases[-1].until_at if phrases else chart.audio.length)
    drops = {int(drop.tick) for drop in chart.drops if drop.kind is DropKind.DROP}
    for tick, is_downbeat in chart.tempo.beats_between(max(0, start), end):
        kind = DROP if int(tick) in drops else DOWNBEAT if is_downbeat else BEAT
        yield int(chart.tempo.at(tick)), kind


def click_preview(audio: Audio, chart: Chart) -> Samples:
    """The song with its clicks, shape (frames, channels), -1 to 1 and never clipped, in the song's own rate.

    A click's first sample is the one nearest to its beat's moment. Where two clicks would overlap the later one cuts
    the earlier off, so their sum can't grow either.
    """
    peak = max(float(np.abs(audio.samples).max(initial=0.0)), 1e-9)
    mixed = audio.samples * np.float32(min(1.0, SONG_SHARE / peak))
    sounds = {kind: np.float32(CLICK_SHARE) * click(kind, audio.rate) for kind in CLICKS}
    moments = [(round(at * audio.rate / MICROS), kind) for at, kind in clicks_of(chart)]
    for n, (start, kind) in enumerate(moments):
        following = moments[n + 1][0] if n + 1 < len(moments) else audio.frames
        stop = min(start + len(sounds[kind]), following, audio.frames)
        if start < stop:
            mixed[start:stop] += sounds[kind][: stop - start, None]
    return mixed
