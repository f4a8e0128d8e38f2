"""Write today's rules into tests/golden/fights: replays on its chart, `python -m tools.write_golden_replays`.

For new rules only. Replays of older rules stay as they are, and must come to the same for ever; so must the chart,
which is only written where there is none.
"""

import random
from dataclasses import replace
from pathlib import Path

from rhythm_fu.chart import Chart, Level, Reach
from rhythm_fu.chart.codec import dumps as chart_dumps
from rhythm_fu.chart.codec import loads as chart_loads
from rhythm_fu.fight import Fight, Scheme, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.fight.resimulate import record
from rhythm_fu.judge.model import Button, Press
from rhythm_fu.replay import Replay, dumps
from rhythm_fu.style import RULES
from rhythm_fu.units import SongTime, ms
from tools.built_chart import built_chart

FOLDER = Path(__file__).parents[1] / "tests" / "golden" / "fights"
SIMPLE = Setup(Scheme.TWO_BUTTON, mirror=True, speed_percent=125)
PLAYED = {
    "hard-varied": (Level.HARD, Setup(), BotStyle.VARIED, 14, 0.02, 0, 0),
    "hard-turning": (Level.HARD, Setup(no_fail=True), BotStyle.DEFAULT, 14, 0.3, 0, 60),
    "master-careless": (Level.MASTER, Setup(no_fail=True), BotStyle.VARIED, 34, 0.15, 3, 0),
    "normal-two-button": (Level.NORMAL, SIMPLE, BotStyle.DEFAULT, 25, 0.05, 1, 0),
    "master-failed": (Level.MASTER, Setup(), BotStyle.DEFAULT, 60, 0.5, 0, 0),
}  # fmt: skip
"""Level, setup, style, spread in ms, share left out, presses a beat that answer nothing, a turn so many ms after each
far attacker's event (0 = none)."""


def golden_chart() -> Chart:
    """Three levels of one song, every kind of event among them."""
    built = [built_chart(level, 80, bpm=126, seed=5) for level in (Level.NORMAL, Level.HARD, Level.MASTER)]
    longest = max(built, key=lambda chart: chart.audio.length)
    return replace(longest, levels=tuple(chart.levels[0] for chart in built))


def played(chart: Chart, name: str) -> Replay:
    """One of the fights."""
    level, setup, style, sd, share, stray, turn = PLAYED[name]
    dice = random.Random(name)
    presses = list(
        bot_presses(
            chart,
            level,
            setup,
            errors=lambda: ms(dice.gauss(0, sd)),
            skips=lambda: dice.random() < share,
            style=style,
        )
    )
    for _ in range(stray * 20):
        at, button = dice.randrange(chart.audio.length), dice.choice(list(Button))
        presses += [Press(SongTime(at), button), Press(SongTime(at + ms(70)), button, is_release=True)]
    fight = Fight(chart, level, setup)
    for target in fight.targets if turn else ():
        if target.reach is Reach.FAR:
            at = SongTime(target.at + ms(turn))
            presses += [Press(at, Button.PIROUETTE), Press(SongTime(at + ms(70)), Button.PIROUETTE, is_release=True)]
    for press in sorted(presses, key=lambda press: press.at):
        fight.press(press)
    fight.advance(chart.audio.length)
    return record(fight)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    place = FOLDER / "chart.rfu.json"
    if not place.exists():
        place.write_text(chart_dumps(golden_chart()), encoding="utf-8")
    chart = chart_loads(place.read_text(encoding="utf-8"))
    for name in PLAYED:
        replay = played(chart, name)
        (FOLDER / f"{name}.rules-{RULES.version}.replay.json").write_text(dumps(replay), encoding="utf-8")
        print(
            f"{name:20} {len(replay.presses):5} presses {replay.style_points:9,} style {replay.precision:9,} Precision"
        )


if __name__ == "__main__":
    main()
