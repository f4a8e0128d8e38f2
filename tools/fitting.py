"""What the fits of `fit_drops.py` and `fit_turns.py` share: their songs, their marks and their logistic regression."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

from rhythm_fu.analysis.folding import Folded, fold
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Floats, Grid
from rhythm_fu.errors import RhythmFuError
from tools.eval_ear import features_of_file

MARKS = Path(__file__).with_name("drop_marks.json")
HIT_S = 0.5
"""A mark belongs to a downbeat that lies so near."""


class MarkedFile(NamedTuple):
    """A marked song, in seconds: `climaxes` all who marked it called sure, `arguable` is what any did else."""

    path: Path
    group: str
    package: str
    climaxes: list[float]
    arguable: list[float]


def marked_files(music: Path, group: str) -> Iterator[MarkedFile]:
    """The songs of one group of drop_marks.json that lie below `music`; the others are told."""
    marks: dict[str, Any] = json.loads(MARKS.read_text(encoding="utf-8"))
    for package, songs in marks[group].items():
        for name, said in songs.items():
            path = next((music / package).rglob(name), None)
            if path is None:
                print(f"{package}: no {name}")
            else:
                yield MarkedFile(path, group, package, said["climaxes"], said["arguable"])


def made_files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The songs of a synthetic set, each with its truth."""
    for path in sorted((folder / "truth").glob("*.json")):
        yield next((folder / "audio").glob(f"{path.stem}.*")), json.loads(path.read_text(encoding="utf-8"))


def folded_file(path: Path, cache: Path | None) -> tuple[Features, Grid, Folded] | None:
    """A song folded onto the grid that is heard in it; None where there is no beat, which is told, or one bar only."""
    features = features_of_file(path, cache)
    try:
        grid = grid_of(features)
    except RhythmFuError as fault:
        print(f"{path.name}: {fault}")
        return None
    folded = fold(features, grid)
    return (features, grid, folded) if len(folded.bars) >= 2 else None


def marked_downbeats(at_s: Floats, marks: Sequence[float]) -> list[int]:
    """Which of some downbeats are marked: the nearest to each mark, where one is near."""
    nearest = [(int(np.argmin(np.abs(at_s - mark))), mark) for mark in marks]
    return [place for place, mark in nearest if abs(at_s[place] - mark) <= HIT_S]


def regressed(
    columns: Floats, share: Floats, counts: Floats, ridge: Floats, bounds: Sequence[tuple[float | None, float | None]]
) -> list[float]:
    """Weights of the columns, shape (n, d), by ridge logistic regression within bounds: what leads from them to
    `share`, 0..1. `counts` weighs the rows, `ridge` (d,) holds the weights back.
    """

    def loss(weights: Floats) -> tuple[float, Floats]:
        sums = columns @ weights
        off = counts * (1 / (1 + np.exp(-sums)) - share)
        held = ridge * weights
        value = float((counts * (np.logaddexp(0, sums) - share * sums)).sum() + 0.5 * held @ weights)
        return value, columns.T @ off + held

    found = minimize(loss, np.zeros(columns.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return [float(weight) for weight in found]
