"""Chart a folder of songs and print how well form and dance fit: drops found, section names, metrics, speed.

usage: python tools/eval_form.py CORPUS [--cache DIR] [--only WORD] [--verbose]

CORPUS as in eval_ear.py; truth may name `drops` and `drops_visual` (seconds). The grid is our own. A hit lies within
half a second; `played` counts those that the chart plays as drops, `listed` all suggestions.
"""

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.metrics import measure
from rhythm_fu.chart import DropKind
from rhythm_fu.errors import RhythmFuError
from rhythm_fu.sound.model import Audio
from rhythm_fu.units import in_seconds
from tools.eval_ear import features_of_file

WITHIN_S = 0.5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--cache", type=Path)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--verbose", action="store_true")
    asked = arguments.parse_args()
    counts: dict[str, int] = defaultdict(int)
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    spent, length = 0.0, 0.0
    for path in sorted((asked.corpus / "audio").iterdir()):
        if asked.only not in path.stem:
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
    print(f"form and dance: {1000 * spent / max(1, length / 60):.0f} ms of CPU a minute of music")


if __name__ == "__main__":
    main()
