"""How likely each reading is: a small network over its cues, trained on synthetic songs by tools/train_ear.py.

It is a handful of matrices in data/readings.npz; there is nothing to run it but numpy.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Floats

LIMIT: Final = 5.0
"""Cues further from the usual than this many spreads say no more than this."""


@dataclass(frozen=True, slots=True, eq=False)
class Weigher:
    """Networks whose scores are averaged. `layers[j]` are the (weights, biases) of network j.

    `usual` and `spread` (d,) are of the training cues. `heat` > 1 cools overconfident scores; it was set on songs that
    were not trained on.
    """

    usual: NDArray[np.float32]
    spread: NDArray[np.float32]
    layers: tuple[tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...], ...]
    heat: float

    def scores(self, cues: Envelopes) -> Floats:
        """One number a reading, shape (n,) for cues (n, d); readings compete by the softmax of it."""
        inputs = np.clip((cues - self.usual) / self.spread, -LIMIT, LIMIT)
        total = np.zeros(len(cues))
        for network in self.layers:
            hidden = inputs
            for weights, biases in network[:-1]:
                hidden = np.maximum(hidden @ weights + biases, 0.0)
            total += (hidden @ network[-1][0] + network[-1][1])[:, 0]
        return total / len(self.layers)

    def probabilities(self, cues: Envelopes, prior: Floats | None = None) -> Floats:
        """Shares of belief, summing to 1; `prior` (n,) multiplies them."""
        scores = self.scores(cues) / self.heat
        if prior is not None:
            scores = scores + np.log(np.maximum(prior, 1e-9))
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), dtype=np.float64)


@cache
def weigher() -> Weigher:
    """The trained model that ships with the package."""
    raw = files("rhythm_fu.analysis").joinpath("data", "readings.npz").read_bytes()
    with np.load(BytesIO(raw), allow_pickle=False) as held:
        networks, depth = (int(n) for n in held["shape"])
        layers = tuple(
            tuple((held[f"w{j}_{k}"].astype(np.float32), held[f"b{j}_{k}"].astype(np.float32)) for k in range(depth))
            for j in range(networks)
        )
        return Weigher(held["usual"].astype(np.float32), held["spread"].astype(np.float32), layers, float(held["heat"]))
