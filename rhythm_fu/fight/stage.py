"""Who is on stage when: what `Fight.view` shows of the targets."""

from bisect import bisect_left, bisect_right

from rhythm_fu.chart.model import Chart
from rhythm_fu.fight.modifiers import rate_percent
from rhythm_fu.fight.room import entrances
from rhythm_fu.fight.view import TargetView
from rhythm_fu.judge.model import Judgement
from rhythm_fu.judge.targets import Target
from rhythm_fu.replay.setup import Setup
from rhythm_fu.units import TICKS_PER_BEAT, SongTime


class Stage:
    """Which targets are on stage when. Changes: `show` marks one decided."""

    def __init__(self, targets: tuple[Target, ...], guns: list[bool], chart: Chart, setup: Setup) -> None:
        tempo = chart.tempo
        self._enters = entrances(targets, tempo, rate_percent(setup), setup.lead_percent)
        self._leaves = [int(tempo.at(target.event.tick + 2 * TICKS_PER_BEAT)) for target in targets]
        self._views = [
            TargetView(
                target.number,
                target.event,
                target.side,
                SongTime(enters),
                tempo.at(target.event.tick - TICKS_PER_BEAT),
                None,
                gun,
            )
            for target, enters, gun in zip(targets, self._enters, guns, strict=True)
        ]

    def show(self, judgement: Judgement) -> None:
        """A target was decided."""
        seen = self._views[judgement.target]
        self._views[judgement.target] = TargetView(
            seen.target, seen.event, seen.side, seen.enters_at, seen.winds_up_at, judgement, seen.has_gun
        )

    def targets_at(self, now: int) -> tuple[TargetView, ...]:
        """Those who have entered and are not over for more than two beats."""
        return tuple(self._views[bisect_left(self._leaves, now) : bisect_right(self._enters, now)])
