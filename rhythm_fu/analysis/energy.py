"""How much goes on in each bar, 0..1 within the song."""

import numpy as np

from rhythm_fu.analysis.folding import Folded
from rhythm_fu.analysis.model import Envelopes, Floats

LOUDNESS_RANGE_DB = 14.0
"""A song whose bars differ by less than this is flat, and its quiet bars are not stretched down to nothing."""

DENSITY_RANGE = 0.25
"""Likewise for the mean onset strength of a bar."""

SHARES = (0.4, 0.25, 0.35)
"""How much bass, treble and the number of onsets count."""


def _within_song(values: Envelopes | Floats, least_range: float) -> Floats:
    """0 = the song's quietest bars, 1 = its loudest tenth."""
    low, high = np.percentile(values, (5, 90))
    share = 1 + (values.astype(np.float64) - high) / max(float(high - low), least_range)
    return np.asarray(np.clip(share, 0, 1))


def bar_energy(folded: Folded) -> Floats:
    """One value a bar, shape (bars,)."""
    power = 10 ** (folded.levels / 10)
    bass = folded.per_bar(10 * np.log10(power[0] + power[1]))
    treble = folded.per_bar(10 * np.log10(power[2] + power[3]))
    density = folded.per_bar(folded.hits[:3].sum(axis=2).mean(axis=0)) / 4
    parts = (
        _within_song(bass, LOUDNESS_RANGE_DB),
        _within_song(treble, LOUDNESS_RANGE_DB),
        _within_song(density, DENSITY_RANGE),
    )
    return np.asarray(np.round(np.stack(parts, axis=1) @ np.array(SHARES), 4), dtype=np.float64)
