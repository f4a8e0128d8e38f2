"""Grow the boosted trees of `rhythm_fu/analysis/drop_trees.py` on top of log odds that are already there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from rhythm_fu.analysis.drop_trees import ANSWERS, QUESTIONS, Trees
from rhythm_fu.analysis.model import Floats


@dataclass(frozen=True, slots=True)
class GrowingRules:
    """As found by cross-fitting on the marked songs; half or twice of each changes little."""

    trees: int = 200
    rate: float = 0.06
    least_places: int = 20
    values: float = 0.15
    """Share of the values that a question may be about, drawn for each: trees that differ are righter together."""
    ridge: float = 1.0
    seed: int = 5


RULES: Final = GrowingRules()
DEPTH: Final = 2
NEVER: Final = np.float32(np.inf)


def grow(
    values: Mapping[str, Floats], share: Floats, counts: Floats, odds: Floats, rules: GrowingRules = RULES
) -> Trees:
    """Trees that lead from `odds` to `share`, how much each place is a climax, 0..1; `counts` weighs the places.

    All have shape (places,). Newton boosting of the logistic loss (Friedman, 2001).
    """
    asked = np.stack(list(values.values()), axis=1).astype(np.float32)
    now = odds.astype(np.float64).copy()
    dice = np.random.RandomState(rules.seed)  # what scikit-learn takes
    grown = Trees(
        tuple(values),
        np.zeros((rules.trees, QUESTIONS), np.int16),
        np.full((rules.trees, QUESTIONS), NEVER, np.float32),
        np.zeros((rules.trees, ANSWERS), np.float32),
    )
    for i in range(rules.trees):
        likely = 1 / (1 + np.exp(-now))
        bend = np.maximum(likely * (1 - likely), 1e-6) * counts
        slope = (share - likely) * counts
        tree = DecisionTreeRegressor(
            max_depth=DEPTH, min_samples_leaf=rules.least_places, max_features=rules.values, random_state=dice
        )
        tree.fit(asked, slope / bend, sample_weight=bend)
        leaves = tree.apply(asked)
        steps = np.zeros(tree.tree_.node_count)
        for leaf in np.unique(leaves):
            here = leaves == leaf
            steps[leaf] = rules.rate * slope[here].sum() / (bend[here].sum() + rules.ridge)
        _write(grown, i, tree.tree_, steps)
        now += steps[leaves]
    return grown


def _write(grown: Trees, i: int, tree: Any, steps: Floats) -> None:  # Any: scikit-learn has no types
    """Write down a tree whose leaves are worth `steps`. Where it asks nothing more, both answers are one."""
    children = (int(tree.children_left[0]), int(tree.children_right[0]))
    if tree.feature[0] < 0:
        grown.answer[i] = steps[0]
        return
    grown.column[i, 0], grown.limit[i, 0] = tree.feature[0], tree.threshold[0]
    for side, node in enumerate(children):
        if tree.feature[node] < 0:
            grown.answer[i, 2 * side : 2 * side + 2] = steps[node]
            continue
        grown.column[i, 1 + side], grown.limit[i, 1 + side] = tree.feature[node], tree.threshold[node]
        grown.answer[i, 2 * side] = steps[tree.children_left[node]]
        grown.answer[i, 2 * side + 1] = steps[tree.children_right[node]]
