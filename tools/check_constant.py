"""How often songs that are said to keep one tempo do, and what becomes of songs out of which part of a beat is cut.

usage: python -m tools.check_constant [--collected DIR]... [--corpus DIR]... [--changing DIR]... [--cache DIR] [--cut]

DIR of --collected holds what `train_ear collect` kept, DIR of --corpus and --changing audio/ and truth/ of songs; all
of the last change tempo. The first table tells of songs said constant how many are, by the certainty that was said.
--cut adds songs of the other two in which part of a beat is cut out or put in at a bar line (in their envelopes), and
tells whether that was found, doubted or missed.
"""

import argparse
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Grid
from rhythm_fu.errors import AnalysisError
from tools.calibrate_ear import songs, wilson
from tools.eval_ear import features_of_file

EDGES = np.array([0.0, 0.5, 0.7, 0.85, 0.95, 1.0])
CUTS = (0.1, 0.25, 0.37, 0.5, 1.5, 2.3, -0.25, -0.5, -1.5)
"""Beats that are put in, or cut out."""
DOUBTED = 0.9
"""Below this certainty of one tempo the commands say so."""


def cut(heard: Features, at_s: float, by_s: float) -> Features:
    """The song with so much silence put in at a moment, or with so much cut out."""
    parts = {}
    for name in ("levels", "flux", "chroma", "bass_chroma"):
        rows = getattr(heard, name)
        hop, start = (heard.hop_s, heard.start_s) if name in {"levels", "flux"} else (heard.chroma_hop_s, 0.0)
        place, count = round((at_s - start) / hop), round(abs(by_s) / hop)
        held = (
            np.zeros((len(rows), count), rows.dtype) if name == "flux" else rows[:, place - 1 : place].repeat(count, 1)
        )
        new = [rows[:, :place], held, rows[:, place:]] if by_s > 0 else [rows[:, :place], rows[:, place + count :]]
        parts[name] = np.concatenate(new, axis=1)
    return replace(heard, length_s=heard.length_s + by_s, **parts)


def changing(folders: list[Path], cache: Path | None) -> Iterator[Features]:
    for folder in folders:
        for path in sorted((folder / "truth").glob("*.json")):
            sound = next((folder / "audio").glob(f"{path.stem}.*"))
            yield features_of_file(sound, cache / folder.name if cache else None)


def heard_as(heard: Features) -> Grid | None:
    """The grid; None if there is no beat."""
    try:
        return grid_of(heard)
    except AnalysisError:
        return None


def fate(grid: Grid | None) -> str:
    """What is said of a song that does not keep its tempo."""
    if grid is None or not grid.is_constant:
        return "found"
    return "doubted" if grid.confidence["tempo"] < DOUBTED else "missed"


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--collected", type=Path, action="append", default=[])
    args.add_argument("--corpus", type=Path, action="append", default=[])
    args.add_argument("--changing", type=Path, action="append", default=[])
    args.add_argument("--cache", type=Path, help="keep envelopes here")
    args.add_argument("--cut", action="store_true")
    given = args.parse_args()
    said: list[tuple[float, bool]] = []
    count: Counter[str] = Counter()
    fates: Counter[tuple[str, str]] = Counter()
    for name, recorded, heard, truth in songs(given.collected, given.corpus, given.cache):
        grid = heard_as(heard)
        count["constant"] += 1
        if grid is None or not grid.is_constant:
            count["constant, called changing"] += 1
            continue
        said.append((grid.confidence["tempo"], True))
        bars = np.array(truth["downbeats"], float)
        bars = bars[(bars > 0.15 * heard.length_s) & (bars < 0.85 * heard.length_s)]
        if given.cut and heard.length_s > 45.0 and len(bars):
            dice = np.random.default_rng(sum(map(ord, name)))
            by = float(dice.choice(CUTS))
            kind = "half beats" if abs(by) % 1.0 == 0.5 else "other parts"
            spoilt = cut(heard, float(dice.choice(bars)), by * 60.0 / truth["bpm"])
            fates[f"{kind}, {'recorded' if recorded else 'synthetic'}", fate(heard_as(spoilt))] += 1
    for heard in changing(given.changing, given.cache):
        grid = heard_as(heard)
        count["changing"] += 1
        count["changing, " + fate(grid)] += 1
        if grid is not None and grid.is_constant:
            said.append((grid.confidence["tempo"], False))
    print(", ".join(f"{name}: {number}" for name, number in count.items()))
    print("| said constant with | mean | right | share (95 %) |\n|---|---|---|---|")
    for low, high in itertools.pairwise(EDGES):
        some = [(chance, right) for chance, right in said if low <= chance < high + (high == 1.0)]
        if some:
            right, below_above = sum(r for _, r in some), wilson(sum(r for _, r in some), len(some))
            mean, share = np.mean([c for c, _ in some]), right / len(some)
            interval = f"{share:.2f} ({below_above[0]:.2f} to {below_above[1]:.2f})"
            print(f"| {low:.2f} to {high:.2f} | {mean:.2f} | {right} of {len(some)} | {interval} |")
    if fates:
        print("| cut or put in | found | doubted | missed |\n|---|---|---|---|")
        for kind in sorted({kind for kind, _ in fates}):
            print(f"| {kind} | " + " | ".join(str(fates[kind, f]) for f in ("found", "doubted", "missed")) + " |")


if __name__ == "__main__":
    main()
