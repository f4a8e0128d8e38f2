"""How alike a place is to the climaxes that were marked: many small trees, each of which asks two questions.

Boosted trees (Friedman, "Greedy function approximation: a gradient boosting machine", 2001), which tools/fit_drops.py
grows on top of what the terms of `drop_cues.py` say; they are shipped as plain arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Floats

QUESTIONS: Final = 3
ANSWERS: Final = 4
"""A tree asks one question, then one of two others; that makes four answers."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """`column` (trees, 3) tells which of `names` a question is about, `limit` (trees, 3) what that value must not
    exceed for the first answer, `answer` (trees, 4) the log odds to add: of yes-yes, yes-no, no-yes and no-no.
    """

    names: tuple[str, ...]
    column: NDArray[np.int16]
    limit: NDArray[np.float32]
    answer: NDArray[np.float32]

    def odds(self, values: Mapping[str, Floats]) -> Floats:
        """The log odds, shape (places,), that the trees add to those of the terms.

        `values`, shape (places,) each, as from `values_of`; KeyError where one of `names` is not among them.
        """
        if not len(self.answer):
            return np.zeros(len(next(iter(values.values()))))
        asked = np.stack([values[name] for name in self.names], axis=1).astype(np.float32)
        first, second, third = (asked[:, self.column[:, i]] > self.limit[:, i] for i in range(QUESTIONS))
        which = np.where(first, 2 + third, second.astype(np.int64))
        picked: Floats = self.answer[np.arange(len(self.answer)), which].astype(np.float64)
        return np.asarray(picked.sum(axis=1), dtype=np.float64)


def no_trees() -> Trees:
    """Trees that say nothing."""
    nothing = np.zeros((0, QUESTIONS), np.float32)
    return Trees((), nothing.astype(np.int16), nothing, np.zeros((0, ANSWERS), np.float32))


@cache
def trees() -> Trees:
    """Those that ship."""
    with (
        files("rhythm_fu.analysis").joinpath("data", "drop_trees.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as held,
    ):
        names = tuple(str(name) for name in held["names"])
        return Trees(names, held["column"], held["limit"], held["answer"])
