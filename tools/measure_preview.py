"""Chart songs unattended, preview them, and measure the clicks in the written wav against the songs' true beats.

usage: python -m tools.measure_preview CORPUS NAME [NAME ...]

CORPUS holds audio/ and truth/. Each song goes through the commands a modder types, `rhythm-fu chart` and then
`rhythm-fu preview`, in a folder of its own; the song is taken out of the preview again: what is left are the clicks.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from rhythm_fu.sound import Samples, decode

LOUD = 0.1
"""A click is at least twice as loud as this where it starts; 16-bit rounding is a thousand times softer."""

REFRACTORY_S = 0.1
MATCH_S = 0.07


def clicks_in(preview: Samples, song: Samples, rate: int) -> np.ndarray:
    """The moments of the clicks, seconds, shape (n,): where what the song doesn't explain begins."""
    gain = float(np.vdot(preview, song) / np.vdot(song, song))
    for _ in range(3):  # the clicks pull at the first estimate: fit again where they are silent
        quiet = np.abs(preview - gain * song).max(axis=1) < LOUD / 5
        gain = float(np.vdot(preview[quiet], song[quiet]) / np.vdot(song[quiet], song[quiet]))
    loud = np.flatnonzero(np.abs(preview - gain * song).max(axis=1) > LOUD)
    starts = [int(loud[0])] if len(loud) else []
    for at in loud:
        if at - starts[-1] > REFRACTORY_S * rate:
            starts.append(int(at))
    return np.array(starts) / rate


def command(*words: str) -> None:
    """Run `rhythm-fu` as a user would."""
    subprocess.run([sys.executable, "-m", "rhythm_fu", *words], check=True, stdout=subprocess.DEVNULL)


def measure(audio: Path, truth: Path) -> str:
    """One song's line of the table."""
    facts = json.loads(truth.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        song = Path(shutil.copy(audio, folder))
        wav = song.with_suffix(".wav")
        command("chart", str(song))
        command("preview", str(song), "--out", str(wav))
        mix, heard = decode(wav), decode(song)
        clicks = clicks_in(mix.samples, heard.samples, heard.rate)
    low, high = facts["span"]
    beats = np.array([b for b in facts["beats"] if low <= b <= high])
    inside = clicks[(clicks >= low - MATCH_S) & (clicks <= high + MATCH_S)]
    nearest = np.array([inside[np.argmin(np.abs(inside - beat))] - beat for beat in beats])
    hit = nearest[np.abs(nearest) <= MATCH_S]
    spread = (
        f"{1e3 * np.mean(hit):+.2f} | {1e3 * np.std(hit):.2f} | {1e3 * np.max(np.abs(hit)):.2f}"
        if len(hit)
        else "- | - | -"
    )
    return f"| {audio.stem} | {len(beats)} | {len(inside)} | {len(hit)} | {spread} |"


def main() -> None:
    """Measure each song named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()
    print("| song | true beats | clicks | on a beat (±70 ms) | mean, ms | sd, ms | most, ms |")
    print("|---|---|---|---|---|---|---|")
    for name in args.names:
        print(measure(next((args.corpus / "audio").glob(f"{name}.*")), args.corpus / "truth" / f"{name}.json"))


if __name__ == "__main__":
    main()
