"""Train the model that weighs readings of a pulse (level, half-beat, bar) on synthetic songs. Seeded; numpy only.

usage: python -m tools.train_ear collect DIR [--count 1500] [--seed 1000] [--set first|levels|games] [--held-out]
       [--jobs 1]
       python -m tools.train_ear fit DIR... [--out rhythm_fu/analysis/data/readings.npz]

`collect` renders songs and keeps what the ear hears of each (no sound); `fit` learns. Styles marked held_out are never
collected for training, only with --held-out, to check against; all of the games' are.
"""

import argparse
import itertools
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Features
from rhythm_fu.analysis.readings import FASTEST_BPM, SLOWEST_BPM, Readings, readings_of
from rhythm_fu.analysis.tempo import pulse_spectrum, pulses
from rhythm_fu.analysis.weigh import LIMIT
from tools.synth.games import GAME_STYLES
from tools.synth.levels import LEVEL_STYLES
from tools.synth.song import song
from tools.synth.sounds import RATE
from tools.synth.styles import STYLES

SETS = {"first": STYLES, "levels": LEVEL_STYLES, "games": GAME_STYLES}


def collect_one(task: tuple[Path, int, int, bool, str]) -> str:
    folder, seed, index, held_out, of = task
    dice = np.random.default_rng((seed, index))
    styles = [s for s in SETS[of] if s.held_out == held_out]
    weights = np.array([s.weight for s in styles])
    style = styles[int(dice.choice(len(styles), p=weights / weights.sum()))]
    path = folder / f"{style.name}_{index:05d}.npz"
    if path.exists():
        return path.name
    sound, truth = song(style, seed * 1_000_003 + index)
    heard = features(sound[:, None], RATE)
    kept = {k: np.asarray(getattr(heard, k), np.float16) for k in ("levels", "flux", "chroma", "bass_chroma")}
    np.savez(
        path,
        truth=json.dumps(truth),
        **kept,
        **{k: getattr(heard, k) for k in ("hop_s", "start_s", "length_s", "chroma_hop_s")},
    )
    return path.name


def stored(path: Path) -> tuple[Features, dict]:
    with np.load(path) as held:
        arrays = {k: held[k].astype(np.float32) for k in ("levels", "flux", "chroma", "bass_chroma")}
        numbers = {k: float(held[k]) for k in ("hop_s", "start_s", "length_s", "chroma_hop_s")}
        return Features(**arrays, **numbers), json.loads(str(held["truth"]))


def truth_of(readings: Readings, truth: dict) -> np.ndarray:
    """1 for each reading that agrees with the truth; in other meters than 4/4 only the beat counts."""
    beats, downbeats = np.array(truth["beats"]), np.array(truth["downbeats"])
    right = np.zeros(len(readings.bpm), np.float32)
    for i, (bpm, at) in enumerate(zip(readings.bpm, readings.downbeat_s, strict=True)):
        if abs(bpm / truth["bpm"] - 1) > 0.004:
            continue
        known, period = (downbeats, 240 / bpm) if truth["meter"] == 4 else (beats, 60 / bpm)
        distance = (known[len(known) // 2] - at) / period
        right[i] = abs(distance - round(distance)) * period < min(0.045, 7.5 / bpm)
    return right


def described(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Cues (n, d) as float16 and truth (n,) of a stored song's readings."""
    heard, truth = stored(path)
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    found = readings_of(heard, pulses(heard.flux, heard.hop_s, spectrum, SLOWEST_BPM, FASTEST_BPM), spectrum)
    return found.cues.astype(np.float16), truth_of(found, truth)


def table_of(folders: list[Path], jobs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Songs with a right reading: cues (songs, most, d), truth and presence (songs, most)."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.npz"))]
    with ProcessPoolExecutor(jobs) as pool:
        rows = [r for r in pool.map(described, paths, chunksize=8) if r[1].any()]
    most = max(len(y) for _, y in rows)
    cues = np.zeros((len(rows), most, rows[0][0].shape[1]), np.float16)
    truth, present = np.zeros((2, len(rows), most), np.float32)
    for i, (x, y) in enumerate(rows):
        cues[i, : len(y)], truth[i, : len(y)], present[i, : len(y)] = x, y, 1
    return cues, truth, present.astype(bool)


HIDDEN = (48, 24)
ALONE = 2
"""Networks that learn from the first folder only: those that know other songs err elsewhere, and the mean errs less."""
EPOCHS, BATCH, RATE_TOP, DECAY = 8, 24, 2e-3, 1e-4
NOISE, DROP, DROP_GROUP = 0.4, 0.25, 0.2
"""Noise on cues, and the chance that a cue, or a whole kind of cue, is missing: real songs will differ from ours."""
GROUPS = ((0, 64), (64, 128), (128, 192), (192, 288), (288, 324), (324, 363), (363, 374))


def learned(
    cues: np.ndarray, truth: np.ndarray, present: np.ndarray, scale: tuple[np.ndarray, np.ndarray], seed: int
) -> list:
    """Layers of one network: Adam on the log of the share that right readings get."""
    usual, spread = scale
    dice = np.random.default_rng(seed)
    songs, most, width = cues.shape
    sizes = (width, *HIDDEN, 1)
    layers: list[np.ndarray] = []
    for a, b in itertools.pairwise(sizes):
        layers += [dice.normal(0, np.sqrt(2 / a), (a, b)).astype(np.float32), np.zeros(b, np.float32)]
    layers[-2] *= 0.1
    means, squares = [np.zeros_like(p) for p in layers], [np.zeros_like(p) for p in layers]
    order = np.arange(songs)
    hiss = NOISE * dice.standard_normal(
        3 * BATCH * most * width, dtype=np.float32
    )  # drawing anew takes most of the time
    total, step = EPOCHS * -(-songs // BATCH), 0
    for _ in range(EPOCHS):
        dice.shuffle(order)
        for begin in range(0, songs, BATCH):
            some = order[begin : begin + BATCH]
            x = np.clip((cues[some].astype(np.float32) - usual) / spread, -LIMIT, LIMIT)
            begin_noise = int(dice.integers(len(hiss) - x.size))
            x += hiss[begin_noise : begin_noise + x.size].reshape(x.shape)
            x *= dice.random((len(some), 1, width)) > DROP
            for a, b in GROUPS:
                x[dice.random(len(some)) < DROP_GROUP, :, a:b] = 0
            inputs = [x.reshape(-1, width).astype(np.float32)]
            for k in range(0, len(layers) - 2, 2):
                inputs.append(np.maximum(inputs[-1] @ layers[k] + layers[k + 1], 0))
            score = np.where(present[some], (inputs[-1] @ layers[-2] + layers[-1]).reshape(len(some), most), -1e9)
            share = np.exp(score - score.max(axis=1, keepdims=True))
            share /= share.sum(axis=1, keepdims=True)
            good = share * truth[some]
            slope = (
                ((share - good / (good.sum(axis=1, keepdims=True) + 1e-12)) / len(some))
                .reshape(-1, 1)
                .astype(np.float32)
            )
            step += 1
            pace = RATE_TOP * min(1, step / 50) * (0.5 + 0.5 * np.cos(np.pi * step / total))
            changes: list[np.ndarray] = []
            for k in range(len(layers) - 2, -1, -2):
                changes = [inputs[k // 2].T @ slope + DECAY * layers[k], slope.sum(axis=0), *changes]
                if k:
                    slope = (slope @ layers[k].T) * (inputs[k // 2] > 0)
            for k, change in enumerate(changes):
                means[k] = 0.9 * means[k] + 0.1 * change
                squares[k] = 0.999 * squares[k] + 0.001 * change**2
                layers[k] -= pace * (means[k] / (1 - 0.9**step)) / (np.sqrt(squares[k] / (1 - 0.999**step)) + 1e-8)
    return layers


def fit(folders: list[Path], out: Path, networks: int, heat: float, jobs: int) -> None:
    write_model(out, table_of(folders, jobs), sum(1 for _ in folders[0].glob("*.npz")), networks, heat)


def write_model(
    out: Path, songs: tuple[np.ndarray, np.ndarray, np.ndarray], first: int, networks: int, heat: float
) -> None:
    """Trains networks on cues, truth and presence as `table_of` gives them; ALONE of them on the `first` songs only."""
    cues, truth, present = songs
    flat = cues[present].astype(np.float32)
    usual, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-3
    kept: dict[str, np.ndarray] = {
        "usual": usual.astype(np.float32), "spread": spread.astype(np.float32), "heat": np.array(heat),
        "shape": np.array([networks, len(HIDDEN) + 1]),
    }  # fmt: skip
    for j in range(networks):
        some = slice(first if j < ALONE else None)
        layers = learned(cues[some], truth[some], present[some], (usual, spread), seed=j)
        for k in range(len(HIDDEN) + 1):
            kept[f"w{j}_{k}"], kept[f"b{j}_{k}"] = (
                layers[2 * k].astype(np.float16),
                layers[2 * k + 1].astype(np.float16),
            )
        print(f"network {j + 1} of {networks} done", flush=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **kept)
    print(f"{len(cues)} songs, {out.stat().st_size} bytes")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = args.add_subparsers(dest="step", required=True)
    collecting = steps.add_parser("collect")
    collecting.add_argument("folder", type=Path)
    collecting.add_argument("--count", type=int, default=1500)
    collecting.add_argument("--seed", type=int, default=1000)
    collecting.add_argument("--set", default="first", choices=tuple(SETS))
    collecting.add_argument("--held-out", action="store_true")
    collecting.add_argument("--jobs", type=int, default=1)
    fitting = steps.add_parser("fit")
    fitting.add_argument("folders", type=Path, nargs="+")
    fitting.add_argument("--out", type=Path, default=Path("rhythm_fu/analysis/data/readings.npz"))
    fitting.add_argument("--networks", type=int, default=6)
    fitting.add_argument("--heat", type=float, default=2.0)
    fitting.add_argument("--jobs", type=int, default=2)
    given = args.parse_args()
    if given.step == "fit":
        fit(given.folders, given.out, given.networks, given.heat, given.jobs)
    if given.step == "collect":
        given.folder.mkdir(parents=True, exist_ok=True)
        tasks = [(given.folder, given.seed, i, given.held_out, given.set) for i in range(given.count)]
        with ProcessPoolExecutor(given.jobs) as pool:
            for _ in pool.map(collect_one, tasks, chunksize=4):
                pass


if __name__ == "__main__":
    main()
