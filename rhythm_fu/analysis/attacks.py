"""Where on its attacks a grid sits: on the click that is heard first, not on the body that follows it.

A kick's click is in the middle and high bands at once; its body swells for ten or twenty milliseconds more in the
bass, where windows are longer than its periods. So bands that come late have no say.
"""

from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Features, Floats

REACH_S: Final = 0.018
"""How far from a beat its attacks are looked for; the sixteenth they belong to is known."""
STEP_S: Final = 0.0005
HALF_BEATS: Final = 0.5
"""Attacks between the beats weigh so much: they are as exact, but may be echoes or swung."""
SMOOTH_S: Final = 0.005
"""Half the width over which the curve of attacks is smoothed: playing by hand scatters by as much."""
LATE_S: Final = 0.0045
"""A band that peaks so much later than all bands together is a body; the lowest only if the next one is too."""


def attack_at(heard: Features, bpm: float, at_s: float) -> float:
    """`at_s`, a beat, moved by at most REACH_S to where attacks on the beats and half-beats of the song really lie."""
    beat = 60.0 / bpm
    first = np.ceil((max(0.0, heard.start_s) - at_s) / beat)
    last = np.floor((heard.length_s - at_s) / beat)
    beats = at_s + beat * np.arange(first, last + 1.0)
    if len(beats) < 4:
        return at_s
    rows = _around(heard, beats) + HALF_BEATS * _around(heard, beats[:-1] + 0.5 * beat)
    places = STEP_S * np.arange(-(rows.shape[1] // 2), rows.shape[1] // 2 + 1)
    middle = places[int(rows.sum(axis=0).argmax())]
    early = places[rows.argmax(axis=1)] < middle + LATE_S
    early[0] |= early[1]
    if not early.any():
        return at_s
    shape = np.hanning(2 * round(SMOOTH_S / STEP_S) + 1)
    curve = np.convolve(rows[early].sum(axis=0), shape / shape.sum(), "same")
    top = int(curve.argmax())
    return at_s + float(places[top]) if 0 < top < len(curve) - 1 else at_s


def _around(heard: Features, moments: Floats) -> Floats:
    """Mean onset strength of each band around moments, shape (bands, 2 * REACH_S / STEP_S + 1)."""
    count = round(REACH_S / STEP_S)
    place = (moments[:, None] + STEP_S * np.arange(-count, count + 1.0) - heard.start_s) / heard.hop_s
    place = np.clip(place, 0.0, heard.flux.shape[1] - 1.001)
    left = place.astype(np.int64)
    part = (place - left).astype(np.float32)
    return np.stack(
        [(row[left] * (1.0 - part) + row[left + 1] * part).mean(axis=0, dtype=np.float64) for row in heard.flux]
    )
