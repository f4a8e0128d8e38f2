"""How long `rhythm-fu chart` takes: a new process, and again in a process that has charted before; and how much memory.

usage: python -m tools.measure_chart [SONG] [--tries 5]
       python -m tools.measure_chart SONG SONG... --cold [--tries 1]

Without SONG, four minutes of stereo are synthesised. Wall time depends on what else the machine does; processor time
hardly does. Memory is the larger of the process and its decoder, which is smaller where songs are long. `--cold`
measures new processes only, a row a song. Needs a POSIX system.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Final

from rhythm_fu.threads import ONE_THREAD

LENGTH_S: Final = 240

WARM: Final = """
import sys, time
from pathlib import Path
from rhythm_fu.analysis.chart_file import chart_file
song, out = map(Path, sys.argv[1:])
chart_file(song, out)
wall, processor = time.perf_counter(), time.process_time()
chart_file(song, out)
print(time.perf_counter() - wall, time.process_time() - processor)
"""


def write_song(path: Path) -> None:
    """A synthesised house song, cut or repeated to four minutes, its sides a little apart."""
    import numpy as np
    import soundfile

    from tools.synth.song import song
    from tools.synth.sounds import RATE
    from tools.synth.styles import STYLES

    house = next(style for style in STYLES if style.name == "house")
    mono = np.resize(song(house, 4, "constant")[0], LENGTH_S * RATE)
    soundfile.write(path, np.stack([mono, np.roll(mono, 11)], axis=1), RATE)


def spent(command: list[str]) -> tuple[float, float, float]:
    """Wall and processor seconds and the peak memory in MB of a new process."""
    import resource
    import time

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    child.returncode = 0
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, own, used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


def new_processes(song: Path, out: Path, tries: int) -> list[tuple[float, float, float]]:
    """What charting a song takes each time."""
    return [spent([sys.executable, "-m", "rhythm_fu", "chart", str(song), "--out", str(out)]) for _ in range(tries)]


def table_of(songs: list[Path], tries: int) -> None:
    """A row for each song, printed as it is known."""
    print("| file | MB | wall, s | processor, s | peak memory, MB | load |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        for song in songs:
            walls, owns, peaks = zip(*new_processes(song, Path(place) / f"{song.name}.rfu.json", tries), strict=True)
            size = song.stat().st_size / 1e6
            figures = f"{median(walls):.0f} | {median(owns):.0f} | {max(peaks):.0f} | {os.getloadavg()[0]:.1f}"
            print(f"| {song.name} | {size:.0f} | {figures} |", flush=True)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("song", type=Path, nargs="*")
    arguments.add_argument("--tries", type=int, default=5)
    arguments.add_argument("--cold", action="store_true")
    asked = arguments.parse_args()
    if asked.cold:
        table_of(asked.song, asked.tries)
        return
    if len(asked.song) > 1:
        raise SystemExit("several songs: add --cold")
    with tempfile.TemporaryDirectory() as place:
        song, out = asked.song[0] if asked.song else Path(place) / "song.flac", Path(place) / "song.rfu.json"
        if not asked.song:
            # In a process of its own: Linux counts what the parent of a new process held as that one's peak.
            made = multiprocessing.get_context("spawn").Process(target=write_song, args=(song,))
            made.start()
            made.join()
            if made.exitcode:
                raise SystemExit("the song was not made")
        cold = new_processes(song, out, asked.tries)
        warm = []
        for _ in range(asked.tries):
            command = [sys.executable, "-c", WARM, str(song), str(out)]
            alike = {**os.environ, **ONE_THREAD}
            said = subprocess.run(command, capture_output=True, text=True, check=True, env=alike).stdout
            warm.append(tuple(float(word) for word in said.split()))
    print("| | wall, s | processor, s | peak memory, MB |")
    print("|---|---|---|---|")
    walls, owns, peaks = zip(*cold, strict=True)
    print(f"| new process | {median(walls):.2f} ({min(walls):.2f}) | {median(owns):.2f} | {max(peaks):.0f} |")
    walls, owns = zip(*warm, strict=True)
    print(f"| warm process | {median(walls):.2f} ({min(walls):.2f}) | {median(owns):.2f} | |")
    load = f"; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\nMedian of {asked.tries}, in brackets the quickest{load}.")


if __name__ == "__main__":
    main()
