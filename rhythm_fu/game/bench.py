"""How fast this computer draws the game: a bot's fight, frame by frame, without a window."""

import os
import time
from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Setup
from rhythm_fu.game.demo import Performance, frame_times
from rhythm_fu.game.scenes.staging import arena_of, hud_options, stage_for
from rhythm_fu.game.view.hud import Hud
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.library import Settings, Song, load_chart
from rhythm_fu.units import START, SongTime, seconds

FPS: Final = 60
SPREAD_MS: Final = 15.0
"""A good player: all kinds of words and sparks appear."""


@dataclass(frozen=True, slots=True)
class FrameBench:
    """Milliseconds a frame, by the wall and by this process's own CPU; on a busy machine trust the CPU's."""

    frames: int
    wall_median: float
    wall_p99: float
    cpu_median: float
    cpu_p99: float

    @property
    def fits(self) -> bool:
        """Whether nearly every frame is ready for a 60 Hz screen."""
        return self.cpu_p99 < 1_000 / FPS


def bench_frames(
    song: Song, level: Level, *, start_s: float, length_s: float, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> FrameBench:
    """Draw a part of a song as fast as it goes. Raises RhythmFuError for a song or level that can't be used."""
    chart = load_chart(song.chart)
    performance = Performance(chart, level, Setup(), spread_ms=SPREAD_MS, seed=1)
    had_display = pygame.display.get_init()
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    try:
        window = pygame.display.set_mode(size)
        canvas = window if size == (WIDTH, HEIGHT) else pygame.Surface((WIDTH, HEIGHT)).convert()
        arena, settings = arena_of(song), Settings()
        stage = stage_for(performance.fight, arena, settings)
        hud = Hud(chart, hud_options(performance.fight, arena, settings))
        hud.prepare()
        wall, cpu = [], []
        for at in frame_times(START, SongTime(seconds(start_s + length_s)), FPS):
            began, worked = time.perf_counter(), time.process_time()
            view = performance.at(at)
            if at < seconds(start_s):
                continue
            stage.draw(canvas, view, at)
            hud.draw(canvas, view)
            if canvas is not window:
                pygame.transform.smoothscale(canvas, size, window)
            pygame.display.flip()
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - worked)
    finally:
        if not had_display:
            pygame.display.quit()
    (wall_median, wall_p99), (cpu_median, cpu_p99) = (1_000 * np.percentile(one, (50, 99)) for one in (wall, cpu))
    return FrameBench(len(wall), float(wall_median), float(wall_p99), float(cpu_median), float(cpu_p99))
