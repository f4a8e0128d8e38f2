"""Frame times, start-up and memory: `python -m tools.bench_frames --level master`.

Draws a bot's fight as the game does, with SDL's dummy video driver, and times each frame by the wall and by this
process's own CPU; a busy machine spoils the wall clock, not the CPU's.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from rhythm_fu.chart.model import Level
from rhythm_fu.library import find_song, load_chart

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

TITLE = """
import time; began = time.perf_counter()
import pygame
from pathlib import Path
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


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def title_s(tries: int) -> float:
    """Median seconds from a started interpreter to the title on screen."""
    return median(
        float(subprocess.run([sys.executable, "-c", TITLE], capture_output=True, check=True, text=True).stdout)
        for _ in range(tries)
    )


class Bench:
    """One fight, drawn frame by frame."""

    def __init__(self, song: str, level: Level, arena: str | None, size: tuple[int, int]) -> None:
        import pygame

        from rhythm_fu.fight import Setup
        from rhythm_fu.game.demo import Performance
        from rhythm_fu.game.scenes.staging import arena_of, hud_options, stage_for
        from rhythm_fu.game.view.hud import Hud
        from rhythm_fu.library import Settings

        pygame.init()
        found = find_song(song)
        chart = load_chart(found.chart)
        self.performance = Performance(chart, level, Setup(), spread_ms=15.0, seed=1)
        self.canvas = pygame.display.set_mode((1280, 720)) if size == (1280, 720) else pygame.Surface((1280, 720))
        self.window = self.canvas if size == (1280, 720) else pygame.display.set_mode(size)
        self.size = size
        name = arena_of(found, arena)
        self.stage = stage_for(self.performance.fight, name, Settings())
        self.hud = Hud(chart, hud_options(self.performance.fight, name, Settings()))
        self.hud.prepare()

    def frames(self, start_s: float, end_s: float) -> dict[str, list[float]]:
        """Milliseconds of each part of each frame."""
        import pygame

        from rhythm_fu.game.demo import frame_times
        from rhythm_fu.units import START, SongTime, seconds

        found: dict[str, list[float]] = {name: [] for name in ("wall", "cpu", "fight", "stage", "hud", "window")}
        for at in frame_times(START, SongTime(seconds(end_s)), 60):
            began, cpu = time.perf_counter(), time.process_time()
            view = self.performance.at(at)
            if at < seconds(start_s):
                continue
            parts: list[tuple[str, Callable[[], object]]] = [
                ("stage", lambda view=view, at=at: self.stage.draw(self.canvas, view, at)),
                ("hud", lambda view=view: self.hud.draw(self.canvas, view)),
            ]
            if self.size != (1280, 720):
                parts.append(("window", lambda: pygame.transform.smoothscale(self.canvas, self.size, self.window)))
            parts.append(("window", pygame.display.flip))
            before = time.process_time()
            found["fight"].append((before - cpu) * 1_000)
            for name, draw in parts:
                draw()
                now = time.process_time()
                found[name].append((now - before) * 1_000)
                before = now
            found["wall"].append((time.perf_counter() - began) * 1_000)
            found["cpu"].append((time.process_time() - cpu) * 1_000)
        return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--song", default="black-feather")
    ask.add_argument("--level", default="master", choices=[level.value for level in Level])
    ask.add_argument("--arena")
    ask.add_argument("--from", dest="start", type=float, default=40.0)
    ask.add_argument("--to", type=float, default=70.0)
    ask.add_argument("--tries", type=int, default=5)
    chosen = ask.parse_args()
    print(f"title on screen after {title_s(chosen.tries):.2f} s (median of {chosen.tries})")
    for size in ((1280, 720), (1920, 1080)):
        bench = Bench(chosen.song, Level(chosen.level), chosen.arena, size)
        found = bench.frames(chosen.start, chosen.to)
        print(f"{size[0]}x{size[1]}, {len(found['wall'])} frames, ms: median / p99")
        for name, values in found.items():
            if values:
                print(f"  {name:7} {median(values):6.2f} / {percentile(values, 0.99):6.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
