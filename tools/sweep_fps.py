"""Every golden replay at fifty frame schedules: `python -m tools.sweep_fps [FOLDER]`. One score each, or it fails.

Steady rates from 1 to 240 frames a second, then uneven frames with stalls of up to half a second. At each frame all
presses up to it are handed over, the fight is advanced, and the view is drawn from (read), as the game does.
"""

import itertools
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from rhythm_fu.chart import Chart
from rhythm_fu.chart.codec import loads as chart_loads
from rhythm_fu.fight import Fight
from rhythm_fu.fight.resimulate import record
from rhythm_fu.replay import Replay
from rhythm_fu.replay import loads as replay_loads
from rhythm_fu.style import RULES_BY_VERSION
from rhythm_fu.units import MICROS, SongTime, ms

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "fights"
RATES = (1, 2, 5, 8, 10, 12, 15, 17, 20, 23, 24, 25, 29, 30, 31, 37, 40, 41, 45, 48, 50, 53, 59, 60, 61, 67, 71, 72, 75,
         83, 90, 97, 100, 113, 120, 137, 144, 165, 197, 240)  # fmt: skip
UNEVEN = 10


def schedules(until: int) -> Iterator[tuple[str, Iterator[int]]]:
    """Fifty ways to cut a song into frames: their names and the moments of the frames."""
    for rate in RATES:
        yield f"{rate} fps", iter(range(0, until + MICROS, MICROS // rate))
    for seed in range(UNEVEN):
        yield f"uneven {seed}", _uneven(until, random.Random(seed))


def _uneven(until: int, dice: random.Random) -> Iterator[int]:
    at = 0
    while at < until + MICROS:
        yield at
        at += ms(500) if dice.random() < 0.02 else dice.randrange(ms(1), ms(40))


def score_of(replay: Replay, chart: Chart, frames: Iterator[int]) -> tuple[str, int, int]:
    """What the replay comes to with these frames."""
    fight = Fight(chart, replay.level, replay.setup, RULES_BY_VERSION[replay.rules_version])
    waiting = list(reversed(replay.presses))
    for frame in itertools.takewhile(lambda at: at < replay.until, frames):
        while waiting and waiting[-1].at <= frame:
            fight.press(waiting.pop())
        fight.advance(SongTime(frame))
        fight.view(SongTime(frame))
    while waiting:
        fight.press(waiting.pop())
    fight.advance(replay.until)
    again = record(fight)
    return again.digest, again.style_points, again.precision


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN
    chart = chart_loads((folder / "chart.rfu.json").read_text(encoding="utf-8"))
    is_one = True
    for path in sorted(folder.glob("*.replay.json")):
        replay = replay_loads(path.read_text(encoding="utf-8"), path.name)
        scores = {score_of(replay, chart, frames): name for name, frames in schedules(replay.until)}
        is_one &= len(scores) == 1 and next(iter(scores))[0] == replay.digest
        count = sum(1 for _ in schedules(replay.until))
        print(f"{path.name:34} {count} schedules, {len(scores)} distinct score(s): {sorted(s[2] for s in scores)}")
    raise SystemExit(0 if is_one else 1)


if __name__ == "__main__":
    main()
