"""What the rules pay each type of player: `python -m tools.simulate_players [--events 320] [--seeds 5] [--chart FILE]`.

The real engine plays a chart, built or from a file; only the players are models. Errors are normal with the given
spread and mean; a share of targets is left out. The masher drums on all four attack buttons, the holder keeps three of
them down.
"""

import argparse
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from rhythm_fu.chart import Chart, Level
from rhythm_fu.chart.codec import loads
from rhythm_fu.fight import Action, ActionKind, Fight, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.judge.model import Button, Move, Press
from rhythm_fu.style.tier import Tier
from rhythm_fu.units import SongTime, ms
from tools.built_chart import built_chart

ATTACKS = (Button.STRIKE_LEFT, Button.STRIKE_RIGHT, Button.SHOOT_LEFT, Button.SHOOT_RIGHT)


@dataclass(frozen=True)
class Player:
    """A type of player: spread and mean of errors in ms, share of targets left out, and how varied."""

    name: str
    sd_ms: float = 0.0
    mean_ms: float = 0.0
    skips: float = 0.0
    style: BotStyle = BotStyle.DEFAULT

    def presses(self, chart: Chart, level: Level, dice: random.Random) -> tuple[Press, ...]:
        """The presses of such a player."""
        return bot_presses(
            chart,
            level,
            errors=lambda: ms(dice.gauss(self.mean_ms, self.sd_ms)),
            skips=lambda: dice.random() < self.skips,
            style=self.style,
        )


PLAYERS = (
    Player("perfect, two verbs"),
    Player("perfect, varied", style=BotStyle.VARIED),
    Player("expert", 12, 0, 0.002, BotStyle.VARIED),
    Player("expert, +30 ms uncalibrated", 12, 30, 0.002, BotStyle.VARIED),
    Player("good", 22, 0, 0.02, BotStyle.VARIED),
    Player("casual", 38, 0, 0.06),
    Player("novice", 60, 10, 0.18),
)


def masher(chart: Chart, dice: random.Random) -> tuple[Press, ...]:
    """Eight presses a second on all four attack buttons in turn."""
    found, at, n = [], 0, 0
    while at < chart.audio.length:
        found += [Press(SongTime(at), ATTACKS[n % 4]), Press(SongTime(at + ms(50)), ATTACKS[n % 4], is_release=True)]
        at, n = at + ms(125 + dice.uniform(-15, 15)), n + 1
    return tuple(found)


def holder(chart: Chart, dice: random.Random) -> tuple[Press, ...]:
    """Three attack buttons down all the time, the fourth drummed."""
    found, at = [Press(SongTime(0), button) for button in ATTACKS[:3]], ms(200)
    while at < chart.audio.length:
        found += [Press(SongTime(at), ATTACKS[3]), Press(SongTime(at + ms(50)), ATTACKS[3], is_release=True)]
        at += ms(125 + dice.uniform(-15, 15))
    return tuple(found)


@dataclass(frozen=True)
class Row:
    """One fight without fail. `grace` and `tier_share` leave out the first quarter of the song.

    `plates` were thrown; `dry` are shots that only clicked.
    """

    style_share: float
    style_grade: str
    precision: float
    grade: str
    grace: float
    top: Tier
    tier_share: dict[Tier, float]
    knockdowns: float
    stumbles: float
    plates: int
    dry: int


def play(chart: Chart, level: Level, presses: tuple[Press, ...]) -> Row:
    fight = Fight(chart, level, Setup(no_fail=True))
    tiers: dict[Tier, int] = dict.fromkeys(Tier, 0)
    dry = 0
    for press in presses:
        dry += sum(isinstance(out, Action) and out.kind is ActionKind.DRY for out in fight.press(press))
        if press.at > chart.audio.length // 4:
            tiers[fight.view(press.at).tier] += 1
    fight.advance(chart.audio.length)
    result = fight.finish()
    late = [level for at, level in result.grace_curve if at > chart.audio.length // 4] or [0.0]
    total = sum(tiers.values()) or 1
    shares = {tier: count / total for tier, count in tiers.items()}
    return Row(
        result.style_share,
        result.style_grade,
        result.precision,
        result.grade,
        mean(late),
        result.best_tier,
        shares,
        result.knockdowns,
        result.stumbles,
        sum(judgement.move is Move.PLATE for judgement in fight.judgements),
        dry,
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--events", type=int, default=320)
    words.add_argument("--seeds", type=int, default=5)
    words.add_argument("--level", choices=[level.value for level in Level], default="normal")
    words.add_argument("--chart", type=Path, help="a chart file, instead of built charts")
    asked = words.parse_args()
    level = Level(asked.level)
    charts = (
        [loads(asked.chart.read_text(encoding="utf-8"), asked.chart.name)] * asked.seeds
        if asked.chart
        else [built_chart(level, asked.events, seed=seed) for seed in range(asked.seeds)]
    )
    found = charts[0].level(level)
    assert found is not None, f"no {level.value} in this chart"
    where = f"{charts[0].song.title}, {asked.seeds} fights" if asked.chart else f"{asked.seeds} charts"
    makers: list[tuple[str, Callable[[Chart, random.Random], tuple[Press, ...]]]] = [
        (player.name, lambda chart, dice, player=player: player.presses(chart, level, dice)) for player in PLAYERS
    ]
    makers += [("masher", masher), ("button-holder", holder)]
    print(f"{len(found.events)} events, {level.value}, {where}; tiers: shares of time after the first quarter")
    heads = " ".join(f"{tier.title[:6]:>6}" for tier in Tier)
    print(
        f"{'player':28} {'style':>6} {'':2} {'Precision':>9} {'':2} {'Grace':>5} {'KOs':>4} {'stumb':>5} "
        f"{'plates':>6} {'dry':>3}  top tier   {heads}"
    )
    for name, make in makers:
        rows = [play(chart, level, make(chart, random.Random(f"{name} {seed}"))) for seed, chart in enumerate(charts)]
        spread = " ".join(f"{mean(row.tier_share[tier] for row in rows):6.0%}" for tier in Tier)
        print(
            f"{name:28} {mean(r.style_share for r in rows):6.0%} {rows[0].style_grade:2} "
            f"{mean(r.precision for r in rows):9,.0f} {rows[0].grade:2} {mean(r.grace for r in rows):5.1f} "
            f"{mean(r.knockdowns for r in rows):4.1f} {mean(r.stumbles for r in rows):5.0f} "
            f"{mean(r.plates for r in rows):6.0f} {mean(r.dry for r in rows):3.0f}  "
            f"{max(r.top for r in rows).title:10} {spread}"
        )


if __name__ == "__main__":
    main()
