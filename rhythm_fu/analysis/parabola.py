"""Where between places a curve is highest: at the top of the parabola through three of them."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rhythm_fu.analysis.model import Envelopes, Floats

FLAT: Final = 1e-9
"""Three places that bend by less have no top between them."""


def beside(left: ArrayLike, mid: ArrayLike, right: ArrayLike) -> Floats:
    """How far from the middle one of three neighbours the top lies, in places, -0.5..0.5; 0 if they have none.

    All of one shape, which is the answer's.
    """
    left, mid, right = (np.asarray(side, dtype=np.float64) for side in (left, mid, right))
    bend = left - 2.0 * mid + right
    nudge = np.where(bend < -FLAT, 0.5 * (left - right) / np.minimum(bend, -FLAT), 0.0)
    return np.asarray(np.clip(nudge, -0.5, 0.5), dtype=np.float64)


def sharpened(evidence: Floats | Envelopes, ridge: NDArray[np.int64]) -> Floats:
    """A ridge (rows,) through `evidence` (rows, places) to a fraction of a place."""
    at = np.clip(ridge, 1, evidence.shape[1] - 2)
    rows = np.arange(len(ridge))
    return np.asarray(at + beside(*(evidence[rows, at + side] for side in (-1, 0, 1))))
