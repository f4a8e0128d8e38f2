"""Chart the soundtrack with our own tool, unattended: `python -m tools.chart_tracks [SLUG ...]` fills charts/."""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Each track as a modder would do it, with no option but where to write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*", help="all if none is named")
    slugs = parser.parse_args().slugs or sorted(folder.name for folder in (ROOT / "tracks").iterdir())
    for slug in slugs:
        out = ROOT / "charts" / slug / f"{slug}.rfu.json"
        out.parent.mkdir(parents=True, exist_ok=True)
        song = ROOT / "tracks" / slug / f"{slug}.ogg"
        subprocess.run([sys.executable, "-m", "rhythm_fu", "chart", str(song), "--out", str(out)], check=True)


if __name__ == "__main__":
    main()
