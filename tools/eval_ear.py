"""Run the ear over a folder of songs with truth and print how right it is.

usage: python -m tools.eval_ear CORPUS [--set all|tune|test] [--pred OUT.json] [--jobs 2] [--cache DIR] [--only WORD]
       [--collected DIR]

CORPUS holds audio/NAME.* and truth/NAME.json (bpm, constant, beats, downbeats, span, electronic, split). Songs split
into a tuning half and a test half: sorted by name within a source (the name's first word), every second one is test.
Scores: F at 70, 25 and 10 ms (mir_eval's matching), tempo level without octave credit, tempo errors, downbeat F.
"""

import argparse
import json
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from zlib import crc32

import numpy as np

from rhythm_fu.analysis.model import Features, Grid

Prediction = dict[str, object]
Truth = dict[str, object]


def features_of_file(path: Path, cache: Path | None) -> Features:
    """What the ear hears of a sound file, kept in the cache as long as neither the file nor features.py changes."""
    from rhythm_fu.analysis import features as ear

    kept = cache / f"{path.stem}.{crc32(str(path.resolve()).encode()):08x}.npz" if cache else None
    changed = max(Path(source).stat().st_mtime for source in (path, ear.__file__))
    if kept and kept.exists() and kept.stat().st_mtime > changed:
        stored = np.load(kept)
        return Features(**{k: stored[k] if stored[k].ndim else float(stored[k]) for k in stored.files})
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    heard = ear.features(samples, rate)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, **{k: getattr(heard, k) for k in Features.__dataclass_fields__})
    return heard


def as_prediction(grid: Grid, seconds: float) -> Prediction:
    return {
        "bpm": grid.bpm,
        "beats": [round(float(t), 5) for t in grid.beat_times()],
        "downbeats": [round(float(t), 5) for t in grid.times_of(grid.downbeats().astype(float))],
        "drops": [],
        "confidence": dict(grid.confidence),
        "constant": grid.is_constant,
        "meter": grid.anchors[0].meter.beats,
        "notes": list(grid.notes),
        "alternatives": [[a.factor, a.shift, a.bpm, a.probability] for a in grid.alternatives],
        "sec": seconds,
    }


def ours(path: Path, cache: Path | None) -> Prediction:
    from rhythm_fu.analysis.listen import grid_of
    from rhythm_fu.errors import AnalysisError

    heard = features_of_file(path, cache)
    begin = time.perf_counter()
    try:
        return as_prediction(grid_of(heard), time.perf_counter() - begin)
    except AnalysisError as fault:
        return {"err": str(fault), "beats": [], "downbeats": [], "bpm": None, "confidence": {}}


def predict(task: tuple[str, Path, Path | None]) -> tuple[str, Prediction]:
    name, path, cache = task
    return name, ours(path, cache)


def beat_f(truth: np.ndarray, found: np.ndarray, window: float) -> float:
    if not len(truth) or not len(found):
        return 0.0
    hits, i, j = 0, 0, 0
    while i < len(truth) and j < len(found):
        if abs(truth[i] - found[j]) <= window:
            hits, i, j = hits + 1, i + 1, j + 1
        elif truth[i] < found[j]:
            i += 1
        else:
            j += 1
    return 2.0 * hits / (len(truth) + len(found))


def scores(truth: Truth, answer: Prediction) -> dict[str, float]:
    low, high = truth["span"]
    beats = np.array(truth["beats"], float)
    beats = beats[(beats >= low - 0.01) & (beats <= high + 0.01)]
    found = np.array(answer["beats"], float)
    found = found[(found >= low - 0.07) & (found <= high + 0.07)]
    row: dict[str, float] = {"F70": beat_f(beats, found, 0.07)}
    if truth.get("grade", "A") == "A":
        row |= {"F25": beat_f(beats, found, 0.025), "F10": beat_f(beats, found, 0.010)}
    near = np.array([found[np.argmin(np.abs(found - t))] - t for t in beats]) if len(found) else np.array([])
    near = near[np.abs(near) < 0.07]
    if len(near) > 4:
        row["off_ms"] = 1e3 * float(np.median(near))
        row["absoff_ms"] = 1e3 * float(np.median(np.abs(near)))
    if len(found) > 8 and len(beats) > 8:
        # the place of found beats between true ones: 0 = on the beat
        place = np.interp(found, beats, np.arange(len(beats)))
        inside = (found > beats[0]) & (found < beats[-1])
        turn = np.mod(place[inside] + 0.5, 1.0) - 0.5
        ratio = np.median(np.diff(beats)) / np.median(np.diff(found))
        row["level"] = float(abs(np.log(ratio)) < 0.04)
        row["onbeat"] = float(np.median(np.abs(turn)) < 0.12) if row["level"] else float("nan")
    else:
        row["level"] = 0.0
    bpm = answer.get("bpm")
    if truth["constant"] and bpm:
        errors = [abs(bpm * f - truth["bpm"]) / f for f in (1, 2, 0.5)]
        row |= {"w05": float(min(errors) <= 0.05), "w01": float(min(errors) <= 0.01)}
        row["const"] = float(bool(answer.get("constant", True)))
    elif bpm:
        row["var"] = float(not answer.get("constant", True))
    if truth["downbeats_verified"]:
        want = np.array(truth["downbeats"], float)
        want = want[(want >= low - 0.01) & (want <= high + 0.01)]
        got = np.array(answer["downbeats"], float)
        row["dbF"] = beat_f(want, got[(got >= low - 0.07) & (got <= high + 0.07)], 0.07)
    return row


def test_half(names: list[str]) -> set[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        groups[name.split("_")[0]].append(name)
    return {n for group in groups.values() for n in group[1::2]}


COLUMNS = ("F70", "F25", "F10", "level", "onbeat", "dbF", "w05", "w01", "const", "var", "absoff_ms", "off_ms")


def table(title: str, rows: dict[str, dict[str, float]]) -> None:
    if not rows:
        return
    cells = []
    for c in COLUMNS:
        values = [r[c] for r in rows.values() if c in r and np.isfinite(r[c])]
        cells.append(f"{np.median(values) if c.endswith('ms') else np.mean(values):.3f}" if values else "-")
    print(f"| {title} | {len(rows)} | " + " | ".join(cells) + " |")


def collected(folder: Path) -> dict[str, dict[str, float]]:
    """Scores for what `train_ear collect` kept."""
    from rhythm_fu.analysis.listen import grid_of
    from tools.train_ear import stored

    out = {}
    for path in sorted(folder.glob("*.npz")):
        heard, truth = stored(path)
        out[path.stem] = scores(truth, as_prediction(grid_of(heard), 0.0))
    return out


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("corpus", type=Path)
    args.add_argument("--set", default="all", choices=("all", "tune", "test"))
    args.add_argument("--pred", type=Path)
    args.add_argument("--jobs", type=int, default=2)
    args.add_argument("--cache", type=Path)
    args.add_argument("--only", default="")
    args.add_argument("--worst", type=int, default=12)
    args.add_argument("--collected", type=Path, help="songs that train_ear collect kept: a row of their own")
    given = args.parse_args()
    truths: dict[str, Truth] = {
        p.stem: json.loads(p.read_text()) for p in sorted((given.corpus / "truth").glob("*.json"))
    }
    held = test_half(list(truths))
    names = [n for n in truths if given.only in n and (given.set == "all" or (n in held) == (given.set == "test"))]
    tasks = [(n, next((given.corpus / "audio").glob(f"{n}.*")), given.cache) for n in names]
    with ProcessPoolExecutor(given.jobs) as pool:
        answers = dict(pool.map(predict, tasks))
    if given.pred:
        given.pred.write_text(json.dumps(answers))
    rows = {n: scores(truths[n], answers[n]) for n in names}
    print("| set | n | " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * (len(COLUMNS) + 2))
    for half in ("tune", "test"):
        for kind in ("real", "electronic", "synth"):

            def belongs(name: str, half: str = half, kind: str = kind) -> bool:
                real = truths[name].get("split") == "real"
                same = (
                    real
                    if kind == "real"
                    else real and truths[name]["electronic"]
                    if kind == "electronic"
                    else not real
                )
                return same and (name in held) == (half == "test")

            table(f"{kind} {half}", {n: r for n, r in rows.items() if belongs(n)})
    styles = sorted({str(truths[n]["style"]) for n in names if "style" in truths[n]})
    for style in styles:
        table(style, {n: r for n, r in rows.items() if truths[n].get("style") == style})
    if given.collected:
        kept = collected(given.collected)
        table(given.collected.name, kept)
        for name in [n for n, r in kept.items() if r["F25"] < 0.9 or r.get("dbF", 1.0) < 0.9]:
            print(f"{name:44s}", " ".join(f"{k}={v:.2f}" for k, v in kept[name].items()))
    worst = sorted(names, key=lambda n: rows[n]["F25" if "F25" in rows[n] else "F70"] + 0.5 * rows[n].get("dbF", 1.0))
    for n in worst[: given.worst]:
        said = answers[n]
        print(
            f"{n[:44]:44s} true {truths[n]['bpm']:.2f} said {said['bpm'] or 0:.3f}",
            " ".join(f"{k}={v:.2f}" for k, v in rows[n].items()),
            {k: round(v, 2) for k, v in said["confidence"].items()},
            said.get("err", ""),
        )


if __name__ == "__main__":
    main()
