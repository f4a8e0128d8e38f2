"""Blows that are on their way: half a beat after an event nobody answered."""

from rhythm_fu.chart.model import Kind, Reach
from rhythm_fu.fight.view import Blow
from rhythm_fu.judge.judge import NEVER
from rhythm_fu.judge.targets import Target
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime


class Blows:
    """Coming and landed blows. Changes when one is added, lands or is dodged."""

    def __init__(self, tempo: TempoMap) -> None:
        self._tempo = tempo
        self._coming: list[tuple[SongTime, Target]] = []
        self.landed: list[Blow] = []

    @property
    def next_at(self) -> int:
        """When the next one lands; NEVER if none is coming."""
        return self._coming[0][0] if self._coming else NEVER

    def follow(self, target: Target, missed_at: SongTime) -> None:
        """The blow after a miss. A sweep is its own blow; no blow lands before its miss is certain."""
        half_beat_on = self._tempo.at(target.event.tick + TICKS_PER_BEAT // 2)
        lands = missed_at if target.event.kind is Kind.SWEEP else max(missed_at, half_beat_on)
        self._coming.append((SongTime(lands), target))
        self._coming.sort(key=lambda blow: (blow[0], blow[1].number))

    def land(self) -> None:
        """The next one lands."""
        at, target = self._coming.pop(0)
        self.landed.append(Blow(at, target.number, target.side))

    def dodge(self) -> bool:
        """Out of the way of every coming bullet: those of far attackers. Whether there was any."""
        still = [blow for blow in self._coming if blow[1].reach is not Reach.FAR]
        was_shot_at = len(still) < len(self._coming)
        self._coming = still
        return was_shot_at

    def clear(self) -> None:
        """Nobody strikes somebody on the floor."""
        self._coming = []
