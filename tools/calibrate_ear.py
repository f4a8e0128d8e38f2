"""Fit and check how sure the ear may say it is, on songs that its networks were not trained on.

usage: python -m tools.calibrate_ear [--collected DIR]... [--corpus DIR]... [--cache DIR] [--plot OUT.png] [--list]

DIR of --collected holds what `train_ear collect --held-out` kept, DIR of --corpus audio/ and truth/ of recorded songs.
For tempo level, beat and bar it fits `said = ceiling * sigmoid(slope * logit(share))`, recorded and synthetic songs
weighing alike in sum, and prints the ceilings for listen.py. The table is cross-fitted: each fifth of the songs is told
by what the other four gave, and every bin has its Wilson interval (95 %).
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rhythm_fu.analysis.choose import prior_of, with_turns
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.readings import BAR, FASTEST_BPM, SLOWEST_BPM, readings_of
from rhythm_fu.analysis.slots import PER_BEAT
from rhythm_fu.analysis.tempo import pulse_spectrum, pulses
from rhythm_fu.analysis.weigh import weigher
from tools.eval_ear import features_of_file
from tools.train_ear import stored, truth_of

DECISIONS = ("level", "phase", "downbeat")
EDGES = np.array([0.0, 0.5, 0.7, 0.85, 0.95, 1.0])
FOLDS = 5
SLOPES, CEILINGS = np.arange(0.3, 1.01, 0.05), np.arange(0.80, 1.0, 0.005)
"""What is tried; never bolder than the networks are."""
DOUBTS = 1.0
"""So many sure songs that were right, and as many wrong, are added to each fit: few recorded ones are known."""


class Told(NamedTuple):
    """One decision about one song: the share of belief it got, and whether it was right."""

    song: str
    recorded: bool
    decision: str
    share: float
    right: bool


class Sureness(NamedTuple):
    """How a share of belief becomes a chance of being right.

    `slope` < 1 flattens a share that is too bold; `ceiling` is how often the ear is right when it has no doubt at all.
    """

    slope: float
    ceiling: float

    def of(self, share: np.ndarray) -> np.ndarray:
        """Chances of being right, 0..ceiling, for shares of belief 0..1; shapes alike."""
        odds = np.clip(share, 1e-6, 1.0 - 1e-6)
        return self.ceiling / (1.0 + (1.0 / odds - 1.0) ** self.slope)


def told_of(song: str, recorded: bool, heard: Features, truth: dict) -> list[Told]:
    """The level, the beat if the level was right, the bar if the beat was right."""
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    found = pulses(heard.flux, heard.hop_s, spectrum, SLOWEST_BPM, FASTEST_BPM)
    readings = readings_of(heard, found, spectrum)
    right = truth_of(readings, truth).reshape(-1, BAR) > 0
    free = weigher().probabilities(readings.cues, prior_of(readings, Request()))
    shares = with_turns(readings, free).reshape(-1, BAR)
    beats, right_beats = shares.reshape(-1, 4, PER_BEAT).sum(axis=1), right.reshape(-1, 4, PER_BEAT).any(axis=1)
    tempo = int(free.reshape(-1, 4, PER_BEAT).sum(axis=1).max(axis=1).argmax())
    place = int(beats[tempo].argmax())
    bar = place + PER_BEAT * int(shares[tempo, place::PER_BEAT].argmax())
    level, beat = float(shares[tempo].sum()), float(beats[tempo, place])
    out = [Told(song, recorded, "level", level, bool(right[tempo].any()))]
    if right[tempo].any():
        out.append(Told(song, recorded, "phase", beat / level, bool(right_beats[tempo, place])))
        if right_beats[tempo, place] and truth.get("downbeats_verified", True):
            out.append(Told(song, recorded, "downbeat", float(shares[tempo, bar]) / beat, bool(right[tempo, bar])))
    return out


def fitted(told: list[Told]) -> Sureness:
    """Likeliest slope and ceiling for one decision."""
    share, right, recorded = (np.array([getattr(t, name) for t in told]) for name in ("share", "right", "recorded"))
    weight = np.where(recorded, 1.0, min(1.0, recorded.sum() / max(1, (~recorded).sum())))
    best, likeliest = Sureness(1.0, 1.0), -np.inf
    for slope in SLOPES:
        for ceiling in CEILINGS:
            said = Sureness(float(slope), float(ceiling)).of(share)
            odds = np.log(np.where(right, said, 1 - said)) @ weight + DOUBTS * np.log(ceiling * (1 - ceiling))
            if odds > likeliest:
                best, likeliest = Sureness(float(slope), float(ceiling)), odds
    return best


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    z, share = 1.96, right / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach))


def songs(collected: list[Path], corpora: list[Path], cache: Path | None) -> Iterator[tuple[str, bool, Features, dict]]:
    for folder in collected:
        for path in sorted(folder.glob("*.npz")):
            heard, truth = stored(path)
            yield path.stem, False, heard, truth
    for folder in corpora:
        for path in sorted((folder / "truth").glob("*.json")):
            truth = json.loads(path.read_text())
            if truth["constant"]:
                sound = next((folder / "audio").glob(f"{path.stem}.*"))
                heard = features_of_file(sound, cache / folder.name if cache else None)
                yield path.stem, truth.get("split") == "real", heard, {**truth, "meter": 4}


def crossed(told: list[Told]) -> np.ndarray:
    """What is said of each song by a fit to the other folds of songs."""
    names = sorted({t.song for t in told})
    order = dict(zip(np.random.default_rng(0).permutation(names), range(len(names)), strict=True))
    fold = np.array([order[t.song] % FOLDS for t in told])
    said = np.zeros(len(told))
    for i in range(FOLDS):
        rule = fitted([t for t, f in zip(told, fold, strict=True) if f != i])
        said[fold == i] = rule.of(np.array([t.share for t in told])[fold == i])
    return said


def report(told: list[Told], plot: Path | None) -> None:
    rows, curves = [], {}
    for decision in DECISIONS:
        some = [t for t in told if t.decision == decision]
        rule = fitted(some)
        print(f"{decision}: slope {rule.slope:.2f}, ceiling {rule.ceiling:.3f}")
        said, right = crossed(some), np.array([t.right for t in some])
        recorded = np.array([t.recorded for t in some])
        points = []
        for low, high in itertools.pairwise(EDGES):
            inside = (said >= low) & (said < high + (high == 1))
            if not inside.any():
                continue
            count, good = int(inside.sum()), int(right[inside].sum())
            below, above = wilson(good, count)
            real = f"{int(right[inside & recorded].sum())} of {int((inside & recorded).sum())}"
            mean = float(said[inside].mean())
            rows.append(
                f"| {decision} | {low:.2f} to {high:.2f} | {mean:.2f} | {good} of {count} | {good / count:.2f} "
                f"({below:.2f} to {above:.2f}) | {real} |"
            )
            points.append((mean, good / count, below, above, count))
        curves[decision] = np.array(points)
    print("| | said | mean | right | share (95 %) | recorded songs |\n|---|---|---|---|---|---|\n" + "\n".join(rows))
    if plot:
        draw(curves, plot)


def draw(curves: dict[str, np.ndarray], out: Path) -> None:
    """A panel for each decision: right by said, Wilson intervals, counts."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(curves), figsize=(9, 3.2), dpi=80, sharey=True)
    for axes, (decision, points) in zip(panels, curves.items(), strict=True):
        axes.plot([0, 1], [0, 1], color="0.7")
        mean, share, below, above, count = points.T
        axes.errorbar(mean, share, yerr=[share - below, above - share], fmt="o-", capsize=3)
        for x, y, n in zip(mean, share, count, strict=True):
            axes.annotate(f"{int(n)}", (x, y), textcoords="offset points", xytext=(-6, -14), fontsize=8)
        axes.set(xlabel="said", title=decision, xlim=(0.25, 1.02), ylim=(-0.02, 1.04))
    panels[0].set(ylabel="right")
    figure.tight_layout()
    figure.savefig(out)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--collected", type=Path, action="append", default=[])
    args.add_argument("--corpus", type=Path, action="append", default=[])
    args.add_argument("--cache", type=Path, help="keep envelopes of recorded songs here")
    args.add_argument("--plot", type=Path)
    args.add_argument("--list", action="store_true", help="name what was decided wrongly")
    given = args.parse_args()
    told = [t for song in songs(given.collected, given.corpus, given.cache) for t in told_of(*song)]
    report(told, given.plot)
    if given.list:
        for t in told:
            if not t.right:
                print(f"{t.song}: {t.decision} wrong at {t.share:.2f}")


if __name__ == "__main__":
    main()
