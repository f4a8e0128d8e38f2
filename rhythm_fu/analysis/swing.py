"""How late the off-sixteenths come: 0.5 of a half-beat when straight, up to two thirds when shuffled."""

from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.slots import folded

STRAIGHT: Final = 0.5
RANGE: Final = (0.42, 0.70)
"""Places looked at: earlier is sloppy playing, later is the next thirty-second."""
AUDIBLE: Final = 0.12
"""Off-sixteenths must stand out of the floor at least so much, relative to the half-beats."""
LEAST: Final = 0.022
"""Less than this from straight is straight."""


def swing_of(features: Features, bpm: float, beat_s: float) -> float:
    """Where the off-sixteenth lies in its half-beat. `beat_s` is any beat."""
    half = 30.0 / bpm
    bins = 96
    curve = np.minimum(features.flux.sum(axis=0), float(np.quantile(features.flux.sum(axis=0), 0.995)))
    profile = np.roll(folded(curve, features, half, bins), -int(np.floor(np.mod(beat_s / half, 1.0) * bins)))
    smooth = (np.roll(profile, 1) + profile + np.roll(profile, -1)) / 3.0
    floor = float(np.quantile(smooth, 0.25))
    first, stop = (round(share * bins) for share in RANGE)
    top = first + int(np.argmax(smooth[first:stop]))
    main = float(max(smooth[:4].max(), smooth[-4:].max())) - floor
    if main <= 0 or smooth[top] - floor < AUDIBLE * main or top in (first, stop - 1):
        return STRAIGHT
    own = _centre(smooth - floor, 0)
    place = (_centre(smooth - floor, top) - own) / bins
    return place if place - STRAIGHT > LEAST else STRAIGHT


def _centre(profile: Floats, top: int) -> float:
    """The middle of the hump around a bin, circular."""
    offsets = np.arange(-5, 6)
    weight = np.maximum(profile[np.mod(top + offsets, len(profile))], 0.0) ** 2
    return float(top + (offsets * weight).sum() / max(float(weight.sum()), 1e-12))
