"""Blows that are on their way: half a beat after an event nobody answered."""

from collections.abc import Iterable

from rhythm_fu.chart.model import Kind, Reach
from rhythm_fu.fight.view import Blow
from rhythm_fu.judge.judge import NEVER
from rhythm_fu.judge.targets import Target
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime


class Blows:
    """Coming and landed blows. Changes when one is added, lands or is dodged.

    `next_at` is when the next one lands; NEVER if none is coming.
    """

    def __init__(self, tempo: TempoMap) -> None:
        self._tempo = tempo
        self._coming: list[tuple[SongTime, Target]] = []
        self.landed: list[Blow] = []
        self._turned_from: set[int] = set()
        self.next_at: int = NEVER

    def follow(self, target: Target, missed_at: SongTime) -> None:
        """The blow after a miss, unless she has turned from it. A sweep is its own blow.

        No blow lands before its miss is certain.
        """
        if target.number in self._turned_from:
            return
        half_beat_on = self._tempo.at(target.event.tick + TICKS_PER_BEAT // 2)
        lands = missed_at if target.event.kind is Kind.SWEEP else max(missed_at, half_beat_on)
        self._coming.append((SongTime(lands), target))
        self._come(sorted(self._coming, key=lambda blow: (blow[0], blow[1].number)))

    def land(self) -> None:
        """The next one lands."""
        at, target = self._coming[0]
        self._come(self._coming[1:])
        self.landed.append(Blow(at, target.number, target.side))

    def dodge(self, overdue: Iterable[Target] = ()) -> bool:
        """Out of the way of every coming bullet, those of far attackers, and of those that `overdue` targets will fire
        if nobody answers them yet. Whether there was any.
        """
        fired = [target for _, target in self._coming if target.reach is Reach.FAR]
        aimed = [target.number for target in overdue if target.reach is Reach.FAR]
        self._turned_from.update(aimed)
        if fired:
            self._come([blow for blow in self._coming if blow[1].reach is not Reach.FAR])
        return bool(fired or aimed)

    def clear(self) -> None:
        """Nobody strikes somebody on the floor."""
        self._come([])

    def _come(self, coming: list[tuple[SongTime, Target]]) -> None:
        self._coming = coming
        self.next_at = coming[0][0] if coming else NEVER
