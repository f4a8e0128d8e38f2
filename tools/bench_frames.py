"""Frame times, start-up and memory as a table: `python -m tools.bench_frames --all --markdown`.

Every line is `rhythm-fu bench` in a process of its own: a bot's fight with SDL's dummy video driver, around
the song's drop. The CPU columns are this process's own time: a busy machine spoils the wall clock far more.
"""

import argparse
import json
import os
import subprocess
import sys
from statistics import median

from rhythm_fu.chart.model import Level

QUIET = {
    "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1",
}  # fmt: skip
BUSIEST = "mirrors"
TITLE = """
import time; began = time.perf_counter()
import pygame
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.screen import Window
from rhythm_fu.game.app import scene_for
from rhythm_fu.game.scene import Goto
pygame.display.init()
back = Backstage.opened()
window = Window()
scene = scene_for(Goto("title"), back)
scene.advance(back.host())
scene.draw(window.canvas)
window.show()
print(time.perf_counter() - began)
"""
HEADS = (
    "arena", "size", "frames", "CPU median", "CPU p99", "CPU worst", "wall median", "wall p99", "wall worst",
    "press gap p99", "ready s", "peak MB",
)  # fmt: skip


def run(*arguments: str) -> str:
    """What a Python process prints."""
    env = {**os.environ, **QUIET}
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, check=True, text=True).stdout


def title_s(tries: int) -> float:
    """Median seconds from a started interpreter to the title on screen."""
    return median(float(run("-c", TITLE).splitlines()[-1]) for _ in range(tries))


def line(chosen: argparse.Namespace, arena: str, size: str) -> tuple[str, ...]:
    """One row of the table."""
    start = () if chosen.start is None else ("--from", str(chosen.start))
    found = json.loads(
        run(
            "-m", "rhythm_fu", "bench", chosen.song, "--level", chosen.level, "--arena", arena, "--size", size,
            "--seconds", str(chosen.seconds), *start, "--json",
        )
    )  # fmt: skip
    times = (f"{found[f'{clock}_{what}']:.1f}" for clock in ("cpu", "wall") for what in ("median", "p99", "worst"))
    memory = "" if found["memory_mb"] is None else f"{found['memory_mb']:.0f}"
    return (arena, size, str(found["frames"]), *times, f"{found['gap_p99']:.2f}", f"{found['ready_s']:.2f}", memory)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--song", default="black-feather")
    ask.add_argument("--level", default="master", choices=[level.value for level in Level])
    ask.add_argument("--all", action="store_true", help=f"all six arenas at 1280x720, then {BUSIEST} at 1920x1080")
    ask.add_argument("--arena", default=BUSIEST)
    ask.add_argument("--size", default="1280x720")
    ask.add_argument("--from", dest="start", type=float, help="seconds; before the drop if left out")
    ask.add_argument("--seconds", type=float, default=45.0)
    ask.add_argument("--tries", type=int, default=5, help="starts to the title")
    ask.add_argument("--markdown", action="store_true")
    chosen = ask.parse_args()
    cases = [(chosen.arena, chosen.size)]
    if chosen.all:
        from rhythm_fu.game.view.arena import STORY_ORDER

        cases = [(arena, "1280x720") for arena in STORY_ORDER] + [(BUSIEST, "1920x1080")]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"title on screen after {title_s(chosen.tries):.2f} s (median of {chosen.tries})")
    print(
        f"{chosen.song}, {chosen.level}, {chosen.seconds:.0f} s at 60 frames a second; milliseconds a frame; ", end=""
    )
    print(f"load {load:.1f} on {os.cpu_count()} cores at the start\n")
    row = (
        "| {} |".format(" | ".join("{}" for _ in HEADS))
        if chosen.markdown
        else "  ".join(f"{{:>{max(12 if n == 0 else 9, len(head))}}}" for n, head in enumerate(HEADS))
    )
    print(row.format(*HEADS))
    if chosen.markdown:
        print(row.format(*("---" if n < 2 else "---:" for n in range(len(HEADS)))))
    for arena, size in cases:
        print(row.format(*line(chosen, arena, size)), flush=True)


if __name__ == "__main__":
    main()
