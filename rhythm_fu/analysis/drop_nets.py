"""How alike the places of a song are to climaxes that were marked: small networks that read all its bars at once.

Each is a stack of dilated convolutions over bars with residuals (as in van den Oord et al., "WaveNet", 2016, but
looking both ways), which see 31 bars on either side, and beside them the mean and the maximum of the whole song. They
are trained by tools/fit_drops.py on marked songs, and shipped as plain arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Floats

DILATIONS: Final = (1, 2, 4, 8, 16)
"""How far apart, in bars, the three are that a layer looks at."""
LIMIT: Final = 5.0
"""Inputs further from the usual than this many spreads say no more than this."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What a bar's `width` values take from the bar before, itself and the bar behind, `around` (3, width, width), from
    the song's mean and maximum, `whole` (2 * width, width), and always, `bias` (width,).
    """

    around: Matrix
    whole: Matrix
    bias: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """`into` (d, width) and `bias` (width,) lead in, the layers go over the bars, `out` (width,) and `past` (d,), which
    takes the inputs past them all, and `rest` (1,) lead to log odds.
    """

    into: Matrix
    bias: Matrix
    layers: tuple[Layer, ...]
    out: Matrix
    past: Matrix
    rest: Matrix

    def odds(self, inputs: Matrix) -> Matrix:
        """Log odds of each bar, shape (n,), for inputs (n, d) in spreads."""
        hidden = np.maximum(inputs @ self.into + self.bias, 0.0)
        for layer, far in zip(self.layers, DILATIONS, strict=True):
            hidden = hidden + np.maximum(summed(layer, hidden, far), 0.0)
        return np.asarray(hidden @ self.out + inputs @ self.past + self.rest)


def summed(layer: Layer, hidden: Matrix, far: int) -> Matrix:
    """What a layer makes of (n, width), before it is cut at 0. Shape (n, width)."""
    n = len(hidden)
    padded = in_silence(hidden, far)
    before, here, behind = layer.around
    always = whole_of(hidden) @ layer.whole + layer.bias
    return np.asarray(padded[:n] @ before + hidden @ here + padded[2 * far :] @ behind + always)


def in_silence(hidden: Matrix, far: int) -> Matrix:
    """The values of bars with `far` silent ones on either side, shape (n + 2 * far, width)."""
    return np.pad(hidden, ((far, far), (0, 0)))


def whole_of(hidden: Matrix) -> Matrix:
    """The mean and the maximum of (n, width) over the song, shape (2 * width,)."""
    return np.concatenate((hidden.mean(axis=0), hidden.max(axis=0)))


@dataclass(frozen=True, slots=True, eq=False)
class Nets:
    """Networks whose log odds are averaged; `usual` and `spread` (d,) are of the bars they were trained on."""

    usual: Matrix
    spread: Matrix
    members: tuple[Net, ...]

    def odds(self, inputs: Floats) -> Floats:
        """The log odds that each bar starts with a climax, shape (n,), for the inputs of all bars of a song, (n, d), as
        from `inputs_of`.
        """
        scaled = in_spreads(inputs, self.usual, self.spread)
        return np.asarray(np.mean([net.odds(scaled) for net in self.members], axis=0), dtype=np.float64)


def in_spreads(inputs: Floats, usual: Matrix, spread: Matrix) -> Matrix:
    """Inputs (n, d) as the networks take them."""
    return np.clip((inputs - usual) / spread, -LIMIT, LIMIT).astype(np.float32)


@cache
def nets() -> Nets:
    """Those that ship."""
    with (
        files("rhythm_fu.analysis").joinpath("data", "drop_nets.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        return unpacked({name: held[name] for name in held.files})


def unpacked(packed: Mapping[str, NDArray[np.floating]]) -> Nets:
    """Networks out of arrays by name, all but `usual` and `spread` with the members along the first axis."""
    held = {name: np.asarray(values, dtype=np.float32) for name, values in packed.items()}
    members = tuple(
        Net(
            held["into"][j],
            held["bias"][j],
            tuple(Layer(*parts) for parts in zip(held["around"][j], held["whole"][j], held["biases"][j], strict=True)),
            held["out"][j],
            held["past"][j],
            held["rest"][j],
        )
        for j in range(len(held["into"]))
    )
    return Nets(held["usual"], held["spread"], members)
