"""Run whole songs through the renderer and hold the pictures against the photosensitivity limits.

`python -m tools.check_flashes [SONG ...] [--arenas all] [--level master] [--fps 30] [--seconds 0:60] [--markdown]`

A varied bot plays every event (the picture with the most effects), stage and display are drawn. Without a song each
arena is run with the song that belongs there. Exits with 1 if any picture breaks a limit. `--unsafe` turns the safe
setting off; `--strobe HERTZ` strobes over the picture: that run must fail, or the check is worth nothing.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.fight import Setup
from rhythm_fu.fight.bot import BotStyle
from rhythm_fu.game.demo import Performance
from rhythm_fu.game.scenes.staging import hud_options, stage_for
from rhythm_fu.game.view.arena import STORY_ORDER
from rhythm_fu.game.view.hud import Hud
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.library import Settings, load_chart
from rhythm_fu.units import MICROS, SongTime, clock_text, seconds
from tools.flash_meter import FlashMeter, FlashReport
from tools.make_gallery import SONGS

CHARTS: Final = Path(__file__).parents[1] / "charts"
JITTER: Final = 0.4
"""Pictures are looked at up to this share of a step off the regular grid, so that nothing can flash in step with it."""
SPREAD_MS: Final = 9.0
HEADS: Final = ("arena", "song", "pictures", "flashes a second", "of a field", "too often", "red flashes of a field",
                "red too often", "red at all")  # fmt: skip


def looks(end: int, fps: int, seed: int = 1, start: int = 0) -> Iterator[SongTime]:
    """Uneven moments, about `fps` a second, in order. Between two of them lie at most 1 + 2 `JITTER` steps.

    On an even grid a light that flashes at the grid's rate would stand still; here it is caught bright and dark alike.
    """
    dice, step = random.Random(seed), MICROS / fps
    for number in range(int(start / step) + 1, int(end / step)):
        yield SongTime(round((number + dice.uniform(-JITTER, JITTER)) * step))


def check(
    chart: Chart,
    arena: str,
    *,
    level: Level = Level.MASTER,
    fps: int = 30,
    span: tuple[int, int] = (0, 36_000 * MICROS),
    is_safe: bool = True,
    strobe: float = 0.0,
) -> FlashReport:
    """Play a song, or the part of it within `span`, and say the worst of what was shown.

    `strobe` flashes white over the upper half so many times a second.
    """
    performance = Performance(chart, level, Setup(), spread_ms=SPREAD_MS, seed=1, style=BotStyle.VARIED)
    settings = Settings(flash_safe=is_safe)
    stage = stage_for(performance.fight, arena, settings)
    hud = Hud(chart, hud_options(performance.fight, arena, settings))
    meter, surface = FlashMeter(), pygame.Surface((WIDTH, HEIGHT), 0, 32)
    for now in looks(min(int(chart.audio.length), span[1]), fps, start=span[0]):
        view = performance.at(now)
        stage.draw(surface, view, now)
        hud.draw(surface, view)
        if strobe and int(now * 2 * strobe / MICROS) % 2:
            surface.fill((255, 255, 255), (0, 0, WIDTH, HEIGHT // 2))
        meter.feed(int(now), surface)
    return meter.report()


def said(found: FlashReport) -> tuple[str, ...]:
    """The figures of a row."""
    return (
        str(found.pictures), str(found.most_a_second), str(found.field_flashes), f"{found.general:.1%}",
        str(found.red_field_flashes), f"{found.red:.1%}",
        f"{found.red_at_all:.1%} at {clock_text(found.red_at_all_at)}",
    )  # fmt: skip


def _span(text: str) -> tuple[int, int]:
    start, _, end = text.partition(":")
    return seconds(float(start or 0)), seconds(float(end or 36_000))


def main() -> bool:
    """Whether every run keeps to the limits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*", help="names of bundled songs; each arena's own if none is named")
    parser.add_argument("--arenas", default="all")
    parser.add_argument("--level", default="master", choices=[level.value for level in Level])
    parser.add_argument("--fps", type=int, default=30)
    parser.add_argument("--seconds", type=_span, default=(0, 36_000 * MICROS))
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--strobe", type=float, default=0.0, metavar="HERTZ")
    parser.add_argument("--markdown", action="store_true")
    chosen = parser.parse_args()
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    names = STORY_ORDER if chosen.arenas == "all" else chosen.arenas.split(",")
    row = "| {} |".format(" | ".join("{}" for _ in HEADS)) if chosen.markdown else "  ".join(["{:>14}"] * len(HEADS))
    print(row.format(*HEADS))
    if chosen.markdown:
        print(row.format(*("---" if n < 2 else "---:" for n in range(len(HEADS)))))
    passes = True
    for arena in names:
        for song in chosen.songs or [SONGS.get(arena, "black-feather")]:
            found = check(
                load_chart(CHARTS / song / f"{song}.rfu.json"), arena, level=Level(chosen.level), fps=chosen.fps,
                span=chosen.seconds, is_safe=not chosen.unsafe, strobe=chosen.strobe,
            )  # fmt: skip
            passes &= found.passes
            name = arena if found.passes else f"{arena} FAILS"
            print(row.format(name, song, *said(found)), flush=True)
    return passes


if __name__ == "__main__":
    sys.exit(not main())
