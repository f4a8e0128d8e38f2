"""Chart a folder of songs and print how well form and dance fit: drops found, section names, metrics, speed.

usage: python -m tools.eval_form CORPUS [--cache DIR] [--only WORD] [--half 0|1] [--verbose]

CORPUS as in eval_ear.py; truth may name `drops` and `drops_visual` (seconds). The grid is our own. A hit lies within
half a second; `played` counts those that the chart plays as drops, `listed` all suggestions.

Where truth names `sections` ([start, name] or {"start", "kind"}) or `turns` (a list of seconds for each person who
marked the song), section starts are scored as well: found are those that everybody marked (within a second of each
other), right is what anybody marked. `--half` takes every second song by its name; the weights of `turns.py`
come from half 0.
"""

import argparse
import hashlib
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.metrics import measure
from rhythm_fu.analysis.model import Analysis
from rhythm_fu.chart import DropKind
from rhythm_fu.errors import RhythmFuError
from rhythm_fu.sound.model import Audio
from rhythm_fu.units import in_seconds
from tools.eval_ear import features_of_file

WITHIN_S = 0.5
SAME_MARK_S = 1.0
SHORT_BARS = 2
NAMES = {"break": "breakdown", "drop2": "drop"}


def half_of(name: str) -> int:
    return int(hashlib.sha1(("form" + name).encode(), usedforsecurity=False).hexdigest(), 16) % 2


def named_sections(truth: dict) -> list[tuple[float, str]]:
    parts = [(one["start"], one["kind"]) if isinstance(one, dict) else tuple(one) for one in truth.get("sections", [])]
    return [(float(start), NAMES.get(name, name)) for start, name in parts]


class Sections:
    """Scores of section starts, phrase starts and names over the songs that were added."""

    def __init__(self) -> None:
        self.values: dict[str, list[float]] = defaultdict(list)
        self.short = 0

    def add(self, truth: dict, analysis: Analysis) -> None:
        """One song; without marks only the lengths of its sections count."""
        structure, grid = analysis.structure, analysis.grid
        parts = structure.sections
        if not parts:
            return
        spans = [part.end - part.start for part in parts]
        self.values["largest section"].append(max(spans) / sum(spans))
        beats = grid.anchors[0].meter.beats
        self.short += sum(span <= SHORT_BARS * beats for span in spans[:-1])
        starts, phrases = (grid.times_of(np.array(b, float)) for b in ([p.start for p in parts], structure.phrases))
        end = float(grid.times_of(np.array(float(parts[-1].end))))
        names = named_sections(truth)
        people = truth.get("turns") or [[start for start, _ in names[1:]]]
        people = [[t for t in marks if starts[0] + 1 < t < end - 1] for marks in people]
        agreed = [t for t in people[0] if all(any(abs(t - u) <= SAME_MARK_S for u in other) for other in people[1:])]
        anybody = [t for marks in people for t in marks]
        for within in (WITHIN_S, 3.0):
            if agreed:
                found = [bool((np.abs(starts[1:] - t) <= within).any()) for t in agreed]
                self.values[f"found within {within} s"].append(float(np.mean(found)))
            if anybody and len(starts) > 1:
                right = [min(abs(t - u) for u in anybody) <= within for t in starts[1:]]
                self.values[f"right within {within} s"].append(float(np.mean(right)))
        if agreed:
            on_phrase = [bool((np.abs(phrases - t) <= WITHIN_S).any()) for t in agreed]
            self.values["phrases start there"].append(float(np.mean(on_phrase)))
        if names:
            moments = np.arange(starts[0], end, 0.25)
            true = [[name for start, name in names if start <= t + 0.3][-1:] for t in moments]
            ours = [
                [part.kind.value for part, at in zip(parts, starts, strict=True) if at <= t + 0.3][-1:] for t in moments
            ]
            self.values["time rightly named"].append(float(np.mean([a == b for a, b in zip(true, ours, strict=True)])))

    def lines(self) -> list[str]:
        """What there is to print."""
        means = {name: float(np.mean(values)) for name, values in self.values.items()}
        said = [f"sections: {name:22} n={len(self.values[name]):3} mean {mean:.3f}" for name, mean in means.items()]
        for within in (WITHIN_S, 3.0):
            found, right = (means.get(f"{word} within {within} s", 0.0) for word in ("found", "right"))
            if found + right:
                said.append(f"sections: F within {within} s {2 * found * right / (found + right):.3f}")
        large = np.array(self.values["largest section"])
        said.append(
            f"sections: one over 60 % in {(large > 0.6).sum()}, over 80 % in {(large > 0.8).sum()} of {len(large)}"
        )
        return [*said, f"sections: {self.short} of one or two bars, last ones apart"]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--half", type=int, choices=(0, 1))
    arguments.add_argument("--verbose", action="store_true")
    asked = arguments.parse_args()
    counts: dict[str, int] = defaultdict(int)
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    sections = Sections()
    spent, length = 0.0, 0.0
    for path in sorted((asked.corpus / "audio").iterdir()):
        if asked.only not in path.stem or asked.half not in {None, half_of(path.stem)}:
            continue
        truth = json.loads((asked.corpus / "truth" / f"{path.stem}.json").read_text())
        features = features_of_file(path, asked.cache)
        audio = Audio(np.zeros((round(features.length_s * 8_000), 1), np.float32), 8_000, "corpus", "0" * 64)
        try:
            grid = grid_of(features)
            begun = time.process_time()
            chart, analysis = chart_from(audio, features, grid, file_name=path.name)
        except RhythmFuError as fault:
            print(f"{path.stem}: {fault}")
            continue
        spent, length = spent + time.process_time() - begun, length + features.length_s
        sections.add(truth, analysis)
        wanted = [*truth.get("drops", []), *truth.get("drops_visual", [])]
        listed = [in_seconds(d.at) for d in chart.drops]
        played = [in_seconds(d.at) for d in chart.drops if d.kind is DropKind.DROP]
        if wanted:
            for name, found in (("listed", listed), ("played", played)):
                counts[f"{name} hit"] += sum(any(abs(t - w) <= WITHIN_S for t in found) for w in wanted)
                counts[f"{name} false"] += sum(all(abs(t - w) > WITHIN_S for w in wanted) for t in found)
            counts["wanted"] += len(wanted)
        for metric in measure(analysis, chart):
            if metric.value is not None:
                values[metric.name, metric.level.value].append(metric.value)
                met[metric.name, metric.level.value].append(metric.is_met)
        if asked.verbose:
            said = ", ".join(f"{d.kind.value} {in_seconds(d.at):.1f} ({d.strength:.2f})" for d in chart.drops)
            print(f"{path.stem}: {grid.bpm:.2f} BPM, wanted {wanted}, found {said or 'none'}")
    print(f"drops: {dict(counts)}")
    for (name, level), found in sorted(values.items()):
        share = np.mean(met[name, level])
        print(f"{name:24} {level:7} n={len(found):3} median {np.median(found):.2f}, met by {100 * share:.0f} %")
    print("\n".join(sections.lines()))
    print(f"form and dance: {1000 * spent / max(1, length / 60):.0f} ms of CPU a minute of music")


if __name__ == "__main__":
    main()
