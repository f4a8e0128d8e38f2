"""Measure how well every word of the display can be read in every arena: `python -m tools.check_contrast [--markdown]`.

Real pictures of a bot's fight with the song that belongs to the room, on Normal and Master, at its dark and its bright
moments: before the first event, in the build, at the drop, right after it and later. On each the display is drawn as
the fight has it and once for every word that is rarely seen: each grade, misses, reload, captions, knock-down, the end.
`tools/contrast_meter.py` says what counts. Exits with 1 if a word fails.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.fight import Action, FightView, Setup
from rhythm_fu.fight.bot import BotStyle
from rhythm_fu.fight.view import ActionKind
from rhythm_fu.game.demo import Performance
from rhythm_fu.game.scenes.staging import hud_options, stage_for
from rhythm_fu.game.view.arena import STORY_ORDER
from rhythm_fu.game.view.hud import Caption, Hud, HudOptions
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.judge.model import Button, Grade
from rhythm_fu.library import Settings, load_chart
from rhythm_fu.style.tier import Tier
from rhythm_fu.units import SongTime, ms, seconds
from tools.contrast_meter import LEAST, LEAST_LARGE, Reading, Witness, read
from tools.make_gallery import SONGS

CHARTS: Final = Path(__file__).parents[1] / "charts"
LEVELS: Final = (Level.NORMAL, Level.MASTER)
SPREAD_MS: Final = 15.0
ALWAYS: Final = (SongTime(-seconds(60)), SongTime(seconds(3_600)))


def moments(chart: Chart, level: Level) -> dict[str, SongTime]:
    """Dark and bright ones, in order of time."""
    played = chart.level(level)
    first = played.events[0].at if played is not None else SongTime(0)
    drop = chart.drops[0].at
    return {
        "quiet": SongTime(first - ms(300)), "build": SongTime(drop - ms(300)), "drop": SongTime(drop + ms(90)),
        "after": SongTime(drop + ms(350)), "later": SongTime(drop + seconds(6)),
    }  # fmt: skip


def rarely(view: FightView) -> Iterator[FightView]:
    """The same moment with what is not always said."""
    now = view.now
    for grade, tier in zip(Grade, (*Tier, Tier.PRIMA)[: len(Grade)], strict=True):
        said = tuple(
            replace(one, judged_at=SongTime(now - ms(100)), grade=grade, error=one.error or ms(7))
            for one in {one.side: one for one in view.judgements}.values()
        )
        yield replace(view, judgements=said, tier=tier, combo=128, style_points=1_284_560)
    for kind in ActionKind:
        yield replace(
            view, actions=(Action(SongTime(now - ms(100)), Button.PIROUETTE, kind),), rounds=0, tier=Tier.GRAND_JETE
        )
    yield replace(view, off_balance_until=SongTime(now + ms(200)), health=12.0)
    yield replace(view, down_until=SongTime(now + ms(200)), health=0.0)
    yield replace(view, has_failed=True)


def check(
    chart: Chart, arena: str, level: Level, wanted: tuple[str, ...] = (), text_scale: float = 1.0
) -> dict[str, list[Reading]]:
    """The readings of every word at each moment, or at those of these names."""
    performance = Performance(chart, level, Setup(), spread_ms=SPREAD_MS, seed=2, style=BotStyle.VARIED)
    settings = Settings(text_scale=text_scale)
    letters = Witness(text_scale)
    options = hud_options(performance.fight, arena, settings)
    stage = stage_for(performance.fight, arena, settings)
    hud = Hud(chart, options, letters=letters)
    speaking = Hud(chart, _with_caption(options), letters=letters)
    room, picture = pygame.Surface((WIDTH, HEIGHT), 0, 32), pygame.Surface((WIDTH, HEIGHT), 0, 32)
    found: dict[str, list[Reading]] = {}
    for name, now in moments(chart, level).items():
        view = performance.at(now)
        if wanted and name not in wanted:
            continue
        stage.draw(room, view, now)
        found[name] = []
        for display, shown in ((hud, view), (speaking, view), *((hud, rare) for rare in rarely(view))):
            picture.blit(room, (0, 0))
            letters.words.clear()
            display.draw(picture, shown)
            found[name] += read(picture, list(letters.words), letters)
    return found


def _with_caption(options: HudOptions) -> HudOptions:
    return replace(options, captions=(Caption(*ALWAYS, "I only came to dance."),))


def margin(one: Reading) -> float:
    """How many times its ground's contrast is what it must be."""
    return one.ground / (LEAST_LARGE if one.word.is_large else LEAST)


def main() -> bool:
    """Whether every word can be read."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--arenas", default="all")
    ask.add_argument("--text-scale", type=float, default=1.0)
    ask.add_argument("--markdown", action="store_true")
    ask.add_argument("--failures", action="store_true", help="each word that fails, once")
    chosen = ask.parse_args()
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    heads = ("arena", "level", "words", "fail", "worst edge", "at", "worst ground", "at")
    row = "| {} |".format(" | ".join(["{}"] * len(heads))) if chosen.markdown else "  ".join(["{:>14}"] * len(heads))
    print(row.format(*heads))
    if chosen.markdown:
        print(row.format(*("---:" if n in (2, 3, 4, 6) else "---" for n in range(len(heads)))))
    passes = True
    for arena in STORY_ORDER if chosen.arenas == "all" else chosen.arenas.split(","):
        song = SONGS.get(arena, "black-feather")
        for level in LEVELS:
            found = check(load_chart(CHARTS / song / f"{song}.rfu.json"), arena, level, (), chosen.text_scale)
            named = [(name, one) for name, readings in found.items() for one in readings]
            failing = [(name, one) for name, one in named if not one.passes]
            passes &= not failing
            (when, edge), (then, ground) = (
                min(named, key=lambda one: one[1].edge),
                min(named, key=lambda one: margin(one[1])),
            )
            print(
                row.format(
                    arena, level.value, len(named), len(failing), f"{edge.edge:.1f}",
                    f"{edge.word.text}, {when}", f"{ground.ground:.1f}",
                    f"{ground.word.text}, {then}",
                ), flush=True,
            )  # fmt: skip
            if chosen.failures:
                once = {one.word.text: (name, one) for name, one in sorted(failing, key=lambda one: -margin(one[1]))}
                for text, (name, one) in once.items():
                    print(f"    {text} {one.word.style.size} px, {name}: edge {one.edge:.2f}, ground {one.ground:.2f}")
    return passes


if __name__ == "__main__":
    sys.exit(not main())
