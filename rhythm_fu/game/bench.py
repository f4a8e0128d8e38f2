"""How fast this computer draws the game: a bot's fight, frame by frame, without a window."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Setup
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.demo import Performance, check_arena, check_moment, frame_times
from rhythm_fu.game.loop import BREATH, quiet_memory
from rhythm_fu.game.scene import FightPlan
from rhythm_fu.game.scenes.staging import Staged, arena_of, staged
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.game.view.quality import FULL, Governor
from rhythm_fu.library import Folders, Song, load_chart
from rhythm_fu.units import START, HostTime, SongTime, seconds

FPS: Final = 60
SPREAD_MS: Final = 15.0
"""A good player: all kinds of words and sparks appear."""
BEFORE_DROP: Final = 0.6
"""The share of a bench that lies before the first drop, if nobody says where to start: that part is busiest."""


@dataclass(frozen=True, slots=True)
class FrameBench:
    """Milliseconds a frame, by the wall and by this process's own CPU; on a busy machine trust the CPU's.

    `parts` has the CPU's median and 99th percentile of each part, `gap_p99` and `gap_worst` the wall time between two
    looks at the queue of presses. `ready_s` is how long the fight took to set up, song and blows included; `memory_mb`
    the process's peak with the song in the mixer, None where the system doesn't tell. `quality` are the steps of the
    picture's quality in their order, `settled_p99` the CPU's 99th percentile after the last change.
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
    quality: tuple[str, ...] = (FULL.name,)
    settled_p99: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether nearly every frame is ready for a 60 Hz screen."""
        return self.settled_p99 < 1_000 / FPS


@dataclass(slots=True)
class _Watch:
    """Times of a run, in seconds. Changes with every frame. `slow_down` None: full quality, nobody governs."""

    slow_down: float | None
    found: dict[str, list[float]] = field(
        default_factory=lambda: {part: [] for part in ("wall", "cpu", "fight", "stage", "hud", "window")}
    )
    gaps: list[float] = field(default_factory=list)
    looked: float = 0.0

    def breathe(self) -> None:
        """A look at the queue of presses, no more often than the loop looks."""
        now = time.perf_counter()
        if now - self.looked < BREATH / 1_000_000:
            return
        self.gaps.append(now - self.looked)
        self.looked = now


def bench_frames(
    song: Song,
    level: Level,
    *,
    start_s: float | None = None,
    length_s: float | None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    arena: str | None = None,
    slow_down: float | None = None,
) -> FrameBench:
    """Draw a part of a song as fast as it goes. Raises RhythmFuError for a song, level, arena or start of no use.

    Without `start_s` it is the part around the first drop; without `length_s` the whole song. The picture is drawn at
    full quality; with `slow_down` the game's governor chooses, fed with each frame's CPU time so many times over, and
    all times told are those of a machine so much slower.
    """
    chart = load_chart(song.chart)
    check_arena(arena)
    if start_s is not None:
        check_moment(chart, start_s)
    if length_s is None:
        start_s, length_s = start_s or 0.0, chart.audio.length / 1_000_000 - (start_s or 0.0)
    if start_s is None:
        first = min((int(drop.at) for drop in chart.drops), default=0) / 1_000_000
        start_s = max(0.0, first - BEFORE_DROP * length_s)
    watch, name = _Watch(slow_down), arena_of(song, arena)
    with _house(size) as (window, back):
        back.breathe = watch.breathe
        began = time.perf_counter()
        show = staged(FightPlan(replace(song, arena=name), level, Setup()), back)
        show = _sounding(show, back)
        back.music.play(HostTime(0), 0)
        ready = time.perf_counter() - began
        performance = Performance(chart, level, Setup(), spread_ms=SPREAD_MS, seed=1)
        span = SongTime(seconds(start_s)), SongTime(seconds(start_s + length_s))
        with quiet_memory():
            steps = _run(show, performance, span, window, watch)
        back.music.stop()
    return _told(name, watch, steps, ready)


@contextmanager
def _house(size: tuple[int, int]) -> Iterator[tuple[pygame.Surface, Backstage]]:
    """A window and a backstage with nobody's settings, and a mixer that nobody hears."""
    had_display = pygame.display.get_init()
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    pygame.display.init()
    try:
        with tempfile.TemporaryDirectory() as home:
            yield pygame.display.set_mode(size), Backstage.opened(Folders.under(Path(home)))
    finally:
        pygame.mixer.quit()
        if not had_display:
            pygame.display.quit()


def _sounding(show: Staged, back: Backstage) -> Staged:
    """Song and blows handed over as in a fight: they take memory."""
    back.music.load(show.samples)
    back.foley.foley.tune(show.chart.song.key)
    back.foley.play_beside(show.samples, back.music_level)
    return show.without_sound()


def _run(
    show: Staged,
    performance: Performance,
    span: tuple[SongTime, SongTime],
    window: pygame.Surface,
    watch: _Watch,
) -> list[tuple[int, str]]:
    """Draw it all; the steps of quality, each with the frame it began at."""
    canvas = window if window.get_size() == (WIDTH, HEIGHT) else pygame.Surface((WIDTH, HEIGHT)).convert()
    governor, steps = Governor(), [(0, show.stage.quality.name)]
    found = watch.found
    for at in frame_times(START, span[1], FPS):
        began, worked = time.perf_counter(), time.process_time()
        view = performance.at(at)
        if at < span[0]:
            continue
        watch.looked, before = time.perf_counter(), time.process_time()
        found["fight"].append(before - worked)
        drawing: tuple[tuple[str, Callable[[], None]], ...] = (
            ("stage", partial(show.stage.draw, canvas, view, at)),
            ("hud", partial(show.hud.draw, canvas, view)),
            ("window", partial(_show, canvas, window)),
        )
        for part, draw in drawing:
            draw()
            watch.breathe()
            now = time.process_time()
            found[part].append(now - before)
            before = now
        found["wall"].append(time.perf_counter() - began)
        found["cpu"].append(before - worked)
        if watch.slow_down is not None:
            quality = governor.feed(1_000 * watch.slow_down * (found["stage"][-1] + found["hud"][-1]))
            if quality.name != steps[-1][1]:
                show.stage.quality = quality
                steps.append((len(found["cpu"]), quality.name))
    return steps


def _told(arena: str, watch: _Watch, steps: list[tuple[int, str]], ready: float) -> FrameBench:
    times = watch.slow_down or 1.0
    found = {part: [times * value for value in values] for part, values in watch.found.items()}
    parts = {part: _spread(values) for part, values in found.items()}
    _, settled, _ = _spread(found["cpu"][steps[-1][0] :])
    _, gap_p99, gap_worst = _spread(watch.gaps)
    return FrameBench(
        arena, len(found["wall"]), *parts.pop("wall"), *parts.pop("cpu"), gap_p99, gap_worst, ready, peak_memory_mb(),
        {part: (median, p99) for part, (median, p99, _) in parts.items()}, tuple(name for _, name in steps), settled,
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
