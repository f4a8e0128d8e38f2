"""How fast this computer draws the game: a bot's fight, frame by frame, without a window."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Setup
from rhythm_fu.game.demo import Performance, frame_times
from rhythm_fu.game.loop import quiet_memory
from rhythm_fu.game.scenes.staging import arena_of, hud_options, stage_for
from rhythm_fu.game.view.hud import Hud
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.library import Settings, Song, load_chart
from rhythm_fu.units import START, SongTime, seconds

FPS: Final = 60
SPREAD_MS: Final = 15.0
"""A good player: all kinds of words and sparks appear."""
BEFORE_DROP: Final = 0.6
"""The share of a bench that lies before the first drop, if nobody says where to start: that part is busiest."""


@dataclass(frozen=True, slots=True)
class FrameBench:
    """Milliseconds a frame, by the wall and by this process's own CPU; on a busy machine trust the CPU's.

    `parts` has the CPU's median and 99th percentile of each part, `gap_p99` and `gap_worst` the wall time between two
    looks at the queue of presses. `ready_s` is how long the fight took to set up; `memory_mb` the process's peak, None
    where the system doesn't tell.
    """

    arena: str
    frames: int
    wall_median: float
    wall_p99: float
    wall_worst: float
    cpu_median: float
    cpu_p99: float
    cpu_worst: float
    gap_p99: float
    gap_worst: float
    ready_s: float
    memory_mb: float | None
    parts: dict[str, tuple[float, float]]

    @property
    def fits(self) -> bool:
        """Whether nearly every frame is ready for a 60 Hz screen."""
        return self.cpu_p99 < 1_000 / FPS


def bench_frames(
    song: Song,
    level: Level,
    *,
    start_s: float | None = None,
    length_s: float,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    arena: str | None = None,
) -> FrameBench:
    """Draw a part of a song as fast as it goes. Raises RhythmFuError for a song or level that can't be used.

    Without `start_s` it is the part around the first drop.
    """
    chart = load_chart(song.chart)
    if start_s is None:
        first = min((int(drop.at) for drop in chart.drops), default=0) / 1_000_000
        start_s = max(0.0, first - BEFORE_DROP * length_s)
    performance = Performance(chart, level, Setup(), spread_ms=SPREAD_MS, seed=1)
    had_display = pygame.display.get_init()
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    gaps: list[float] = []
    looked = time.perf_counter()

    def breathe() -> None:
        nonlocal looked
        now = time.perf_counter()
        gaps.append(now - looked)
        looked = now

    try:
        window = pygame.display.set_mode(size)
        canvas = window if size == (WIDTH, HEIGHT) else pygame.Surface((WIDTH, HEIGHT)).convert()
        name, settings = arena_of(song, arena), Settings()
        began = time.perf_counter()
        stage = stage_for(performance.fight, name, settings, breathe)
        hud = Hud(chart, hud_options(performance.fight, name, settings))
        hud.prepare()
        ready = time.perf_counter() - began
        found: dict[str, list[float]] = {part: [] for part in ("wall", "cpu", "fight", "stage", "hud", "window")}
        with quiet_memory():
            for at in frame_times(START, SongTime(seconds(start_s + length_s)), FPS):
                began, worked = time.perf_counter(), time.process_time()
                view = performance.at(at)
                if at < seconds(start_s):
                    continue
                looked, before = time.perf_counter(), time.process_time()
                found["fight"].append(before - worked)
                steps: tuple[tuple[str, Callable[[], None]], ...] = (
                    ("stage", partial(stage.draw, canvas, view, at)),
                    ("hud", partial(hud.draw, canvas, view)),
                    ("window", partial(_show, canvas, window)),
                )
                for part, draw in steps:
                    draw()
                    breathe()
                    now = time.process_time()
                    found[part].append(now - before)
                    before = now
                found["wall"].append(time.perf_counter() - began)
                found["cpu"].append(before - worked)
    finally:
        if not had_display:
            pygame.display.quit()
    parts = {part: _spread(values) for part, values in found.items()}
    _, gap_p99, gap_worst = _spread(gaps)
    return FrameBench(
        name, len(found["wall"]), *parts.pop("wall"), *parts.pop("cpu"), gap_p99, gap_worst, ready, peak_memory_mb(),
        {part: (median, p99) for part, (median, p99, _) in parts.items()},
    )  # fmt: skip


def _show(canvas: pygame.Surface, window: pygame.Surface) -> None:
    if canvas is not window:
        pygame.transform.smoothscale(canvas, window.get_size(), window)
    pygame.display.flip()


def _spread(times: list[float]) -> tuple[float, float, float]:
    """Median, 99th percentile and worst, in milliseconds."""
    median, p99, worst = 1_000 * np.percentile(times, (50, 99, 100))
    return float(median), float(p99), float(worst)


def peak_memory_mb() -> float | None:
    """The most memory this process ever held, in megabytes; None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
