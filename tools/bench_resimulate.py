"""How fast replays are fought again: `python -m tools.bench_resimulate [--minutes 5] [--runs 7]`.

A built Master chart, played varied with errors, is re-simulated on one core; CPU time, median of the runs. Par is
worked out anew for each run (a new chart), then known from the last (another replay on the same chart). `view` is
timed at 60 frames a second through the same fight.
"""

import argparse
import random
from dataclasses import replace
from statistics import median
from time import process_time

from rhythm_fu.chart import Chart, Level
from rhythm_fu.fight import Fight
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.fight.resimulate import first_difference, record, refight, resimulate
from rhythm_fu.replay import dumps, loads
from rhythm_fu.units import MICROS, SongTime, ms
from tools.built_chart import built_chart


def long_chart(minutes: float) -> Chart:
    """A Master chart at least so long."""
    count = 64
    while (chart := built_chart(Level.MASTER, count, bpm=128)).audio.length < minutes * 60 * MICROS:
        count += 32
    return chart


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=5)
    words.add_argument("--runs", type=int, default=7)
    asked = words.parse_args()
    chart, dice = long_chart(asked.minutes), random.Random(1)
    presses = bot_presses(chart, Level.MASTER, errors=lambda: ms(dice.gauss(0, 14)), style=BotStyle.VARIED)
    fight = Fight(chart, Level.MASTER)
    for press in presses:
        fight.press(press)
    fight.advance(chart.audio.length)
    replay = loads(dumps(record(fight)))
    events = len(chart.levels[0].events)
    print(f"{events} events, {len(replay.presses)} presses and releases, {chart.audio.length / MICROS:.0f} s")

    def time_of(job) -> float:  # type: ignore[no-untyped-def] # any callable
        spent = []
        for _ in range(asked.runs):
            start = process_time()
            job()
            spent.append(process_time() - start)
        return median(spent)

    fought = time_of(lambda: refight(replay, chart))
    whole = time_of(lambda: resimulate(replay, replace(chart)))
    again_whole = time_of(lambda: resimulate(replay, chart))
    assert first_difference(replay, refight(replay, chart)) is None
    print(f"fight alone            {fought * 1e3:7.1f} ms   {fought * 1e6 / events:6.1f} ms a thousand events")
    print(f"with par and results   {whole * 1e3:7.1f} ms   {whole * 1e6 / events:6.1f} ms a thousand events")
    print(
        f"the same, par known    {again_whole * 1e3:7.1f} ms   {again_whole * 1e6 / events:6.1f} ms a thousand events"
    )

    again = Fight(chart, Level.MASTER)
    waiting = list(presses)
    spent: list[float] = []
    for frame in range(chart.audio.length * 60 // MICROS):
        now = SongTime(frame * MICROS // 60)
        while waiting and waiting[0].at <= now:
            again.press(waiting.pop(0))
        again.advance(now)
        start = process_time()
        again.view(now)
        spent.append(process_time() - start)
    spent.sort()
    print(f"view: median {median(spent) * 1e3:.4f} ms, 99th percentile {spent[len(spent) * 99 // 100] * 1e3:.4f} ms")


if __name__ == "__main__":
    main()
