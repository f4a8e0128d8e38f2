"""Who is on stage when: what `Fight.view` shows of the targets."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from rhythm_fu.chart.model import Chart
from rhythm_fu.fight.modifiers import rate_percent
from rhythm_fu.fight.room import entrance, entrances
from rhythm_fu.fight.view import TargetView
from rhythm_fu.judge.model import Judgement
from rhythm_fu.judge.targets import Target
from rhythm_fu.replay.setup import Setup
from rhythm_fu.units import TICKS_PER_BEAT, SongTime

STAYS_BEATS = 2
"""How long after its event somebody is still shown."""


class Stage:
    """Which targets are on stage when. Changes: `show` marks one decided."""

    def __init__(self, targets: tuple[Target, ...], guns: list[bool], chart: Chart, setup: Setup) -> None:
        tempo, rate, lead = chart.tempo, rate_percent(setup), setup.lead_percent
        self._enters = entrances(targets, tempo, rate, lead)
        self._leaves = [int(tempo.at(target.event.tick + STAYS_BEATS * TICKS_PER_BEAT)) for target in targets]
        self._held = [
            (target.number, entrance(target.event.hold_from, tempo, rate, lead))
            for target in targets
            if target.event.hold_from is not None
        ]
        early = dict(self._held)
        self._views = [
            TargetView(
                target.number,
                target.event,
                target.side,
                SongTime(early.get(target.number, enters)),
                tempo.at(target.event.tick - TICKS_PER_BEAT),
                None,
                gun,
            )
            for target, enters, gun in zip(targets, self._enters, guns, strict=True)
        ]

    def show(self, judgement: Judgement) -> None:
        """A target was decided."""
        self._views[judgement.target] = replace(self._views[judgement.target], judgement=judgement)

    def targets_at(self, now: int) -> tuple[TargetView, ...]:
        """Those who have entered and are not over for more than two beats, in order of their events."""
        first, last = bisect_left(self._leaves, now), bisect_right(self._enters, now)
        early = [self._views[number] for number, enters in self._held if number >= last and enters <= now]
        return (*self._views[first:last], *early)
