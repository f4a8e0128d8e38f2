"""The key, for tuning the foley: correlation of the song's chroma with Krumhansl and Kessler's probe-tone profiles."""

import numpy as np

from rhythm_fu.analysis.model import Envelopes

NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")

MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
"""Krumhansl, Cognitive Foundations of Musical Pitch (1990), table 2.1."""

LEAST_FIT = 0.3
"""A correlation below this is noise or drums: no key is claimed."""


def find_key(chroma: Envelopes) -> tuple[str, float]:
    """The key such as `A minor`, and the margin 0..1 over the next best key; ("", 0.0) when nothing fits.

    chroma: (12, k), row 0 = C. Each column counts by the square root of its loudness, so that a loud drop does not
    drown the breakdown in which the harmony is plain to hear.
    """
    weight = chroma.sum(axis=0)
    if chroma.shape[1] == 0 or not np.isfinite(weight).all() or weight.max(initial=0) <= 0:
        return "", 0.0
    profile = (chroma / np.sqrt(np.maximum(weight, 1e-9 * weight.max()))).sum(axis=1).astype(np.float64)
    if profile.std() <= 1e-9 * max(1.0, profile.mean()):
        return "", 0.0
    fits = [
        (float(np.corrcoef(np.roll(shape, tonic), profile)[0, 1]), f"{NAMES[tonic]} {mode}")
        for mode, shape in (("major", MAJOR), ("minor", MINOR))
        for tonic in range(12)
    ]
    fits.sort(key=lambda fit: -fit[0])
    (best, name), (second, _) = fits[:2]
    if best < LEAST_FIT:
        return "", 0.0
    return name, round(min(1.0, max(0.0, best - second)), 4)
