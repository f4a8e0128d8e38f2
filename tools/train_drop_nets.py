"""Train the networks of `rhythm_fu/analysis/drop_nets.py` on songs whose climaxes are marked. Numpy only; seeded: on
one kind of processor the same songs make the same networks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.drop_nets import (
    DILATIONS,
    Layer,
    in_spreads,
    in_zeros,
    summed,
    whole_of,
)
from rhythm_fu.analysis.model import Floats


@dataclass(frozen=True, slots=True)
class TrainingRules:
    """As found by cross-fitting on the marked songs."""

    members: int = 4
    width: int = 32
    rounds: int = 30
    batch: int = 16
    longest: int = 256
    """Bars of a song that one step sees at most: longer ones are cut by chance."""
    rate: float = 2e-3
    rising: float = 0.3
    """The highest step, and in what share of all it is reached; then they get smaller again, down to nothing."""
    decay: float = 0.05
    dropped: float = 0.2
    """Share of the inputs, and of each layer's values, that are left out of a song in a step."""
    noise: float = 0.1
    """Spread of what is added to the inputs by chance, in theirs."""
    unit: float = 20.0
    """What a batch's slopes are told in, beside Adam's 1e-8."""


RULES: Final = TrainingRules()
SELDOM: Final = -4.6
"""Log odds with which any bar is a climax, to begin with."""


class Lesson(NamedTuple):
    """A song: the `inputs` of its bars by name, how much each bar is a climax, `share`, 0..1, and how much it `counts`;
    all of shape (n,).
    """

    inputs: dict[str, Floats]
    share: Floats
    counts: Floats


Arrays = dict[str, NDArray[Any]]  # Any: names are words, all else numbers
"""What there is of a network, or of several, by name."""


def packed(songs: Sequence[Lesson], rules: TrainingRules = RULES) -> Arrays:
    """Networks that lead from the inputs to the shares, as arrays by name, which `unpacked` takes: logistic loss, Adam
    (Kingma and Ba, 2015) with decoupled decay (Loshchilov and Hutter, 2019). ValueError for fewer songs than a batch.
    """
    if len(songs) < rules.batch:
        raise ValueError(f"{len(songs)} songs are no batch of {rules.batch}")
    names = tuple(songs[0].inputs)
    flat = np.concatenate([np.stack([song.inputs[name] for name in names], axis=1) for song in songs])
    usual, spread = (values.astype(np.float32) for values in (flat.mean(axis=0), flat.std(axis=0) + 1e-3))
    taught = [
        _Taught(in_spreads(song.inputs, names, usual, spread).astype(np.float32), song.share, song.counts)
        for song in songs
    ]
    members = [_member(taught, seed, rules) for seed in range(rules.members)]
    stacked = {name: np.stack([one[name] for one in members]).astype(np.float16) for name in members[0]}
    return stacked | {"usual": usual, "spread": spread, "names": np.array(names)}


class _Taught(NamedTuple):
    """A lesson as the networks take it: `inputs` (n, d) in spreads."""

    inputs: NDArray[np.float32]
    share: Floats
    counts: Floats


def _member(songs: Sequence[_Taught], seed: int, rules: TrainingRules) -> Arrays:
    dice = np.random.default_rng(seed)
    weights = begun(songs[0].inputs.shape[1], dice, rules)
    means = {name: np.zeros_like(value) for name, value in weights.items()}
    squares = {name: np.zeros_like(value) for name, value in weights.items()}
    steps = rules.rounds * (len(songs) // rules.batch)
    step = 0
    for _ in range(rules.rounds):
        order = dice.permutation(len(songs))
        for begin in range(0, len(songs) - rules.batch + 1, rules.batch):
            slope = {name: np.zeros_like(value) for name, value in weights.items()}
            for i in order[begin : begin + rules.batch]:
                for name, value in slopes(weights, *_seen(songs[i], dice, rules)).items():
                    slope[name] += value / np.float32(rules.unit)
            step += 1
            rate = rules.rate * _pace(step / steps, rules.rising)
            for name, value in slope.items():
                means[name] += 0.1 * (value - means[name])
                squares[name] += 0.001 * (np.square(value) - squares[name])
                mean, square = means[name] / (1 - 0.9**step), squares[name] / (1 - 0.999**step)
                towards = mean / (np.sqrt(square) + 1e-8) + np.float32(rules.decay) * weights[name]
                weights[name] -= np.float32(rate) * towards
    return weights


def _pace(share: float, rising: float) -> float:
    """Share of the highest rate, 0..1, after a share of all steps: a cosine up from a twenty-fifth, and one down."""
    if share < rising:
        return 0.04 + 0.96 * 0.5 * float(1 - np.cos(np.pi * share / rising))
    return 0.5 * float(1 + np.cos(np.pi * (share - rising) / (1 - rising)))


def begun(inputs: int, dice: np.random.Generator, rules: TrainingRules = RULES) -> Arrays:
    """Weights by chance: of a size that keeps what goes through them as large as it was."""
    width, depth = rules.width, len(DILATIONS)

    def drawn(*shape: int, size: float) -> NDArray[np.float32]:
        return dice.normal(0.0, size, shape).astype(np.float32)

    return {
        "into": drawn(inputs, width, size=np.sqrt(1.5 / inputs)),
        "bias": np.zeros(width, np.float32),
        "around": drawn(depth, 3, width, width, size=np.sqrt(0.5 / width)),
        "whole": drawn(depth, 2 * width, width, size=0.3 * np.sqrt(0.75 / width)),
        "biases": np.zeros((depth, width), np.float32),
        "out": drawn(width, size=0.1 / np.sqrt(width)),
        "past": drawn(inputs, size=0.1 / np.sqrt(inputs)),
        "rest": np.full(1, SELDOM, np.float32),
    }


class _Step(NamedTuple):
    """What one step sees of a song: its bars, as in `_Taught`, and `kept` (layers + 1, width): by how much the values
    of each layer, and of the last one once more, are larger for those that are dropped, or 0.
    """

    inputs: NDArray[np.float32]
    share: NDArray[np.float32]
    counts: NDArray[np.float32]
    kept: NDArray[np.float32]


def _seen(song: _Taught, dice: np.random.Generator, rules: TrainingRules) -> _Step:
    n = len(song.inputs)
    begin = int(dice.integers(0, n - rules.longest + 1)) if n > rules.longest else 0
    part = slice(begin, begin + rules.longest)
    left = np.float32(1 - rules.dropped)
    inputs = song.inputs[part] + dice.normal(0.0, rules.noise, song.inputs[part].shape)
    inputs = inputs * (dice.random(inputs.shape[1]) < left) / left
    kept = (dice.random((len(DILATIONS) + 1, rules.width)) < left) / left
    rows = (inputs, song.share[part], song.counts[part], kept)
    return _Step(*(np.asarray(row, dtype=np.float32) for row in rows))


def slopes(
    weights: Arrays, inputs: NDArray[Any], share: NDArray[Any], counts: NDArray[Any], kept: NDArray[Any]
) -> Arrays:  # Any: in whatever precision
    """The gradient of a song's logistic loss by each weight, shaped as it: backpropagation by hand. `inputs` (n, d),
    `share` and `counts` (n,), `kept` (layers + 1, width).
    """
    n = len(inputs)
    first = inputs @ weights["into"] + weights["bias"]
    hidden, sums = [np.maximum(first, 0)], []
    layers = [Layer(*parts) for parts in zip(weights["around"], weights["whole"], weights["biases"], strict=True)]
    for layer, far, left in zip(layers, DILATIONS, kept[:-1], strict=True):
        sums.append(summed(layer, hidden[-1], far))
        hidden.append(hidden[-1] + np.maximum(sums[-1], 0) * left)
    last = hidden[-1] * kept[-1]
    said = last @ weights["out"] + inputs @ weights["past"] + weights["rest"]
    off = (counts * (1 / (1 + np.exp(-said)) - share)).astype(np.float32)

    found = {name: np.zeros_like(value) for name, value in weights.items()}
    found["out"], found["past"], found["rest"] = last.T @ off, inputs.T @ off, off.sum(keepdims=True)
    back = off[:, None] * weights["out"] * kept[-1]
    for k, far in reversed(list(enumerate(DILATIONS))):
        now, layer = hidden[k], layers[k]
        padded = in_zeros(now, far)
        through = np.where(sums[k] > 0, back * kept[k], 0)
        total = through.sum(axis=0)
        before, here, behind = layer.around
        found["around"][k] = np.stack((padded[:n].T @ through, now.T @ through, padded[2 * far :].T @ through))
        found["whole"][k], found["biases"][k] = np.outer(whole_of(now), total), total
        spread = np.zeros_like(padded)
        spread[:n] += through @ before.T
        spread[2 * far :] += through @ behind.T
        back = back + through @ here.T + spread[far : far + n]
        mean, most = np.split(layer.whole @ total, 2)
        back = back + mean / n
        back[now.argmax(axis=0), np.arange(now.shape[1])] += most
    back = np.where(first > 0, back, 0)
    found["into"], found["bias"] = inputs.T @ back, back.sum(axis=0)
    return found
