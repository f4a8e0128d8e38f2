"""Chart the soundtrack with our own tool, unattended: `python -m tools.chart_tracks [SLUG ...]` fills charts/.

`python -m tools.chart_tracks --table` holds the committed charts against the tracks' exact truth instead.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from rhythm_fu.chart.model import DropKind
from rhythm_fu.library import load_chart
from rhythm_fu.units import in_seconds

ROOT = Path(__file__).parents[1]


def chart_file(slug: str) -> Path:
    return ROOT / "charts" / slug / f"{slug}.rfu.json"


def make(slug: str) -> None:
    """Chart a track as a modder would do it, with no option but where to write, whatever is there."""
    chart_file(slug).parent.mkdir(parents=True, exist_ok=True)
    song = ROOT / "tracks" / slug / f"{slug}.ogg"
    words = ("chart", str(song), "--out", str(chart_file(slug)), "--replace")
    subprocess.run([sys.executable, "-m", "rhythm_fu", *words], check=True)


def row(slug: str) -> str:
    """A track's line: events a level, and beats and drops of the chart against the truth."""
    chart = load_chart(chart_file(slug))
    truth = json.loads((ROOT / "tracks" / slug / "truth.json").read_text(encoding="utf-8"))
    found = np.array([in_seconds(chart.tempo.at(tick)) for tick, _ in chart.tempo.beats_between(0, chart.audio.length)])
    beats = np.array(truth["beats"])
    beats = beats[(beats >= found[0] - 0.1) & (beats <= found[-1] + 0.1)]
    errors = np.array([found[np.argmin(np.abs(found - beat))] - beat for beat in beats]) * 1e3
    wanted = [drop["at"] for drop in truth["drops"] if drop["kind"] == "drop"]
    played = [in_seconds(drop.at) for drop in chart.drops if drop.kind is DropKind.DROP]
    hit = sum(any(abs(at - other) < 0.05 for other in played) for at in wanted)
    events = " / ".join(str(len(level.events)) for level in chart.levels)
    spread = f"{np.median(errors):+.1f} | {np.percentile(np.abs(errors), 95):.1f} | {np.max(np.abs(errors)):.1f}"
    return f"| {slug} | {events} | {spread} | {hit} of {len(wanted)}, {len(played) - hit} false | {chart.song.key} |"


def main() -> None:
    """Chart, or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*", help="all if none is named")
    parser.add_argument("--table", action="store_true")
    args = parser.parse_args()
    slugs = args.slugs or sorted(folder.name for folder in (ROOT / "tracks").iterdir())
    if args.table:
        print("| track | events, Story / … / Master | beats: median, ms | p95 | most | drops | key heard |")
        print("|---|---|---|---|---|---|---|")
    for slug in slugs:
        if args.table:
            print(row(slug))
        else:
            make(slug)


if __name__ == "__main__":
    main()
