"""Run whole songs through the renderer and hold the pictures against the photosensitivity limits.

`python tools/check_flashes.py [song ...] [--arenas all] [--level master] [--unsafe] [--fps 30] [--seconds 0:60]`

A bot plays every event (the picture with the most effects). Exits with 1 if any picture breaks a limit. `--unsafe`
turns the safe setting off, `--strobe` draws a strobing picture over it: that run must fail, or the check is worth
nothing.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
sys.path.insert(0, str(Path(__file__).parents[1]))

import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.fight import Fight, FightView, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.game.view.flash_meter import FlashMeter, FlashReport
from rhythm_fu.game.view.stage import Stage, arenas
from rhythm_fu.library import load_chart
from rhythm_fu.units import MICROS, SongTime, clock_text, seconds

CHARTS = Path(__file__).parents[1] / "charts"


def views(chart: Chart, level: Level, fps: int, span: tuple[int, int]) -> Iterator[tuple[SongTime, FightView]]:
    """The fight as a varied bot plays it, picture by picture."""
    fight = Fight(chart, level, Setup())
    presses = list(bot_presses(chart, level, Setup(), style=BotStyle.VARIED))[::-1]
    for number in range(span[1] * fps // MICROS):
        now = SongTime(number * MICROS // fps)
        while presses and presses[-1].at <= now:
            fight.press(presses.pop())
        fight.advance(now)
        if now >= span[0]:
            yield now, fight.view(now)


def check(chart: Chart, arena: str, options: argparse.Namespace) -> FlashReport:
    level = Level(options.level)
    stage = Stage(chart, level, arena, flash_safe=not options.unsafe)
    meter = FlashMeter()
    surface = pygame.Surface((1280, 720), 0, 32)
    end = min(int(chart.audio.length), options.seconds[1])
    for number, (now, view) in enumerate(views(chart, level, options.fps, (options.seconds[0], end))):
        stage.draw(surface, view, now)
        if options.strobe and number // 2 % 2:
            surface.fill((255, 255, 255))
        meter.feed(int(now), surface)
    return meter.report()


def span_of(text: str) -> tuple[int, int]:
    start, _, end = text.partition(":")
    return seconds(float(start or 0)), seconds(float(end or 36_000))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*", help="chart files; every chart in charts/ if none is named")
    parser.add_argument("--arenas", default="all")
    parser.add_argument("--level", default="master", choices=[level.value for level in Level])
    parser.add_argument("--fps", type=int, default=30)
    parser.add_argument("--seconds", type=span_of, default=(0, 36_000 * MICROS))
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--strobe", action="store_true")
    chosen = parser.parse_args()
    pygame.display.init()
    has_failed = False
    paths = [Path(song) for song in chosen.songs] or sorted(CHARTS.glob("*/*.rfu.json"))
    for path in paths:
        song = load_chart(path)
        for name in arenas() if chosen.arenas == "all" else chosen.arenas.split(","):
            found = check(song, name, chosen)
            has_failed |= not found.passes
            print(
                f"{'ok  ' if found.passes else 'FAIL'} {path.parent.name:16} {name:13} {found.pictures} pictures;"
                f" flashes a second over a fifth of the picture: {found.most_a_second};"
                f" too often: {found.general:.1%} at {clock_text(found.general_at)};"
                f" red too often: {found.red:.1%} at {clock_text(found.red_at)};"
                f" red at all: {found.red_at_all:.1%} at {clock_text(found.red_at_all_at)}",
                flush=True,
            )
    sys.exit(has_failed)
