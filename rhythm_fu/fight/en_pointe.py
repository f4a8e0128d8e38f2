"""En pointe: what a pirouette leads into."""

from typing import Final

from rhythm_fu.chart.model import Kind
from rhythm_fu.judge.model import Move
from rhythm_fu.judge.targets import Target
from rhythm_fu.style.rules import WeaponRules
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime

PLAIN_MOVES: Final = {Move.WHEEL_KICK: Move.STRIKE, Move.HEADSHOT: Move.SHOT}
"""What a move out of a turn would have been without it."""


class EnPointe:
    """Whether the next attack comes out of a turn. Changes with each pirouette and each answer."""

    def __init__(self, tempo: TempoMap, rules: WeaponRules) -> None:
        self._tempo = tempo
        self._ticks = rules.armed_beats * TICKS_PER_BEAT
        self._is_chosen = False
        self.until: SongTime | None = None

    def arm(self, tick: int, *, is_chosen: bool) -> None:
        """For a beat from the line or sweep it was for, not from the press: an event a beat on is always in reach.

        `is_chosen`: nobody asked for this turn.
        """
        self._is_chosen = is_chosen
        self.until = self._tempo.at(tick + self._ticks)

    def reaches(self, at: int) -> bool:
        """Whether something at this moment is still answered out of the turn."""
        return self.until is not None and at <= self.until

    def end(self) -> None:
        """Spent, or lost."""
        self.until = None

    def counted_as(self, target: Target, move: Move) -> Move:
        """What Grace counts a move as: the player's idea, not a turn a sweep asked for or a shield's ricochet."""
        if target.event.kind is Kind.SHIELD:
            return Move.SHOT
        return move if self._is_chosen else PLAIN_MOVES.get(move, move)
