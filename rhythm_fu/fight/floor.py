"""On the floor: how long a knockdown lasts, and which of them is one too many."""

from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime


class Floor:
    """Whether she lies on it. Changes when she is knocked down.

    `left` is how many more knockdowns the level allows; None: any number.
    """

    def __init__(self, tempo: TempoMap, allowed: int | None) -> None:
        self._tempo = tempo
        self._until: SongTime | None = None
        self.left = allowed
        self.has_failed = False

    def fall(self, at: SongTime) -> None:
        """Knocked down: for one bar, or for good."""
        self.has_failed = self.left == 0
        if self.left:
            self.left -= 1
        bar = self._tempo.anchor_at(self._tempo.tick(at)).meter.beats
        self._until = SongTime(at + bar * self._tempo.beat_length(at))

    def is_down(self, at: SongTime) -> bool:
        """Whether she can't move yet."""
        return self._until is not None and at < self._until

    def down_until(self, now: SongTime) -> SongTime | None:
        """When she can move again, or could have if she has failed; None if she can."""
        return self._until if self.is_down(now) or self.has_failed else None
