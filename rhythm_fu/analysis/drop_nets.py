"""How alike the places of a song are to climaxes that were marked: small networks that read all its bars at once.

Each is a stack of dilated convolutions over bars with residuals (as in van den Oord et al., "WaveNet", 2016, but
looking both ways), which see 31 bars on either side, and beside them the mean and the maximum of the whole song. They
are trained by tools/fit_drops.py on marked songs, and shipped as plain arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Floats

DILATIONS: Final = (1, 2, 4, 8, 16)
"""How far apart, in bars, the three are that a layer looks at."""
LIMIT: Final = 5.0
"""Inputs further from the usual than this many spreads say no more than this."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """What a bar's `width` values take from a bar before it, itself and one behind it, `around` (3, width, width), from
    the song's mean and maximum, `whole` (2 * width, width), and always, `bias` (width,).
    """

    around: Floats
    whole: Floats
    bias: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Net:
    """`into` (d, width) and `bias` (width,) lead in, the layers go over the bars, each as far as DILATIONS says, and
    `out` (width,), `past` (d,), which takes the inputs past them all, and `rest` (1,) lead to log odds.
    """

    into: Floats
    bias: Floats
    layers: tuple[Layer, ...]
    out: Floats
    past: Floats
    rest: Floats

    def odds(self, inputs: Floats) -> Floats:
        """Log odds of each bar, shape (n,), for inputs (n, d) in spreads."""
        hidden = np.maximum(inputs @ self.into + self.bias, 0.0)
        for layer, far in zip(self.layers, DILATIONS, strict=True):
            hidden = hidden + np.maximum(summed(layer, hidden, far), 0.0)
        return np.asarray(hidden @ self.out + inputs @ self.past + self.rest)


def summed(layer: Layer, hidden: Floats, far: int) -> Floats:
    """What a layer makes of (n, width), before it is cut at 0. Shape (n, width)."""
    n = len(hidden)
    padded = in_zeros(hidden, far)
    before, here, behind = layer.around
    always = whole_of(hidden) @ layer.whole + layer.bias
    return np.asarray(padded[:n] @ before + hidden @ here + padded[2 * far :] @ behind + always)


def in_zeros(hidden: Floats, far: int) -> Floats:
    """The values of bars with `far` of nothing but zeros on either side, shape (n + 2 * far, width)."""
    return np.pad(hidden, ((far, far), (0, 0)))


def whole_of(hidden: Floats) -> Floats:
    """The mean and the maximum of (n, width) over the song, shape (2 * width,)."""
    return np.concatenate((hidden.mean(axis=0), hidden.max(axis=0)))


@dataclass(frozen=True, slots=True, eq=False)
class Nets:
    """Networks whose log odds are averaged. They read the inputs of these `names`, of which `usual` and `spread` (d,)
    are those of the bars they were trained on.
    """

    names: tuple[str, ...]
    usual: Floats
    spread: Floats
    members: tuple[Net, ...]

    def odds(self, inputs: Mapping[str, Floats]) -> Floats:
        """The log odds that each bar starts with a climax, shape (n,), for the inputs of all bars of a song, (n,) each,
        as from `inputs_of`; KeyError where one of `names` is not among them.
        """
        scaled = in_spreads(inputs, self.names, self.usual, self.spread)
        return np.asarray(np.mean([net.odds(scaled) for net in self.members], axis=0), dtype=np.float64)


def in_spreads(inputs: Mapping[str, Floats], names: tuple[str, ...], usual: Floats, spread: Floats) -> Floats:
    """The inputs of `names` as the networks take them, shape (n, d)."""
    table = np.stack([inputs[name] for name in names], axis=1)
    return np.clip((table - usual) / spread, -LIMIT, LIMIT)


@cache
def nets() -> Nets:
    """Those that ship."""
    with (
        files("rhythm_fu.analysis").joinpath("data", "drop_nets.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        return unpacked({name: held[name] for name in held.files})


def unpacked(packed: Mapping[str, NDArray[Any]]) -> Nets:  # Any: names are words, all else numbers
    """Networks out of arrays by name: the `names` of the inputs, their `usual` values and `spread`, and all the rest
    with the members along the first axis.
    """
    held = {name: values.astype(np.float64) for name, values in packed.items() if name != "names"}
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
    return Nets(tuple(str(name) for name in packed["names"]), held["usual"], held["spread"], members)
