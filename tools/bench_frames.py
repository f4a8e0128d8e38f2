"""Frame times, start-up and memory as a table: `python -m tools.bench_frames --all --whole-song --markdown`.

Every line is a process of its own: a bot's fight, staged as the game stages it, with the song in the mixer, SDL's
dummy drivers, around the song's first drop. `--whole-song` adds the busiest arena from the first to the last second at
1280x720 and 1920x1080; `--slow-downs` lines on which every frame is told as so many times slower than it was, and the
game's own governor chooses the picture's quality. The CPU columns are the process's own time: a busy machine spoils
the wall clock far more.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from statistics import median

from rhythm_fu.chart.model import Level
from rhythm_fu.game.bench import FrameBench, bench_frames
from rhythm_fu.game.view.arena import STORY_ORDER
from rhythm_fu.library import find_song

QUIET = {
    "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1",
}  # fmt: skip
BUSIEST = "mirrors"
SIZES = ("1280x720", "1920x1080")
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
    "arena", "size", "part", "slowed", "frames", "CPU median", "CPU p99", "CPU worst", "wall median", "wall p99",
    "wall worst", "press gap p99", "ready s", "peak MB", "quality", "p99 settled",
)  # fmt: skip
TEXT = (0, 1, 2, 3, 14)
"""Columns that are no figures."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one row measures. `seconds` None is the whole song; `slow_down` None is full quality, nobody governs."""

    song: str
    level: str
    arena: str
    size: str
    start: float | None
    seconds: float | None
    slow_down: float | None = None

    def measured(self) -> FrameBench:
        """Draw it, here."""
        width, _, height = self.size.partition("x")
        return bench_frames(
            find_song(self.song), Level(self.level), start_s=self.start, length_s=self.seconds,
            size=(int(width), int(height)), arena=self.arena, slow_down=self.slow_down,
        )  # fmt: skip


def run(*arguments: str) -> str:
    """What a Python process prints."""
    env = {**os.environ, **QUIET}
    return subprocess.run([sys.executable, *arguments], env=env, capture_output=True, check=True, text=True).stdout


def title_s(tries: int) -> float:
    """Median seconds from a started interpreter to the title on screen."""
    return median(float(run("-c", TITLE).splitlines()[-1]) for _ in range(tries))


def row_of(line: Line) -> tuple[str, ...]:
    """One row of the table, measured in a process of its own."""
    found = json.loads(run("-m", "tools.bench_frames", "--alone", json.dumps(asdict(line))).splitlines()[-1])
    times = (f"{found[f'{clock}_{what}']:.1f}" for clock in ("cpu", "wall") for what in ("median", "p99", "worst"))
    memory = "" if found["memory_mb"] is None else f"{found['memory_mb']:.0f}"
    return (
        line.arena, line.size, "whole song" if line.seconds is None else f"{line.seconds:.0f} s",
        "" if line.slow_down is None else f"x{line.slow_down:g}", str(found["frames"]), *times,
        f"{found['gap_p99']:.2f}", f"{found['ready_s']:.2f}", memory, " > ".join(found["quality"]),
        f"{found['settled_p99']:.1f}",
    )  # fmt: skip


def lines_of(chosen: argparse.Namespace) -> list[Line]:
    """The rows asked for."""
    one = Line(chosen.song, chosen.level, chosen.arena, chosen.size, chosen.start, chosen.seconds)
    lines = [replace(one, arena=arena) for arena in STORY_ORDER] if chosen.all else [one]
    busiest = BUSIEST if chosen.all else chosen.arena
    if chosen.whole_song:
        lines += [replace(one, arena=busiest, size=size, start=None, seconds=None) for size in SIZES]
    lines += [replace(one, arena=busiest, slow_down=times) for times in chosen.slow_downs]
    return lines


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--song", default="black-feather")
    ask.add_argument("--level", default="master", choices=[level.value for level in Level])
    ask.add_argument("--all", action="store_true", help="all six arenas at 1280x720")
    ask.add_argument("--whole-song", action="store_true", help=f"and all of the song: {BUSIEST}, at {', '.join(SIZES)}")
    ask.add_argument("--slow-downs", type=float, nargs="*", default=[], metavar="TIMES", help="and under the governor")
    ask.add_argument("--arena", default=BUSIEST)
    ask.add_argument("--size", default=SIZES[0])
    ask.add_argument("--from", dest="start", type=float, help="seconds; before the drop if left out")
    ask.add_argument("--seconds", type=float, default=12.0)
    ask.add_argument("--tries", type=int, default=3, help="starts to the title")
    ask.add_argument("--markdown", action="store_true")
    ask.add_argument("--alone", help=argparse.SUPPRESS)
    chosen = ask.parse_args()
    if chosen.alone:
        print(json.dumps(asdict(Line(**json.loads(chosen.alone)).measured())))
        return
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"title on screen after {title_s(chosen.tries):.2f} s (median of {chosen.tries})")
    print(f"{chosen.song}, {chosen.level}, 60 frames a second; milliseconds a frame; ", end="")
    print(f"load {load:.1f} on {os.cpu_count()} cores at the start\n")
    row = (
        "| {} |".format(" | ".join("{}" for _ in HEADS))
        if chosen.markdown
        else "  ".join(f"{{:>{max(12 if n == 0 else 9, len(head))}}}" for n, head in enumerate(HEADS))
    )
    print(row.format(*HEADS))
    if chosen.markdown:
        print(row.format(*("---" if n in TEXT else "---:" for n in range(len(HEADS)))))
    for line in lines_of(chosen):
        print(row.format(*row_of(line)), flush=True)


if __name__ == "__main__":
    main()
