"""Pistol, plates and glass."""

from rhythm_fu.chart.model import Side
from rhythm_fu.style.rules import WeaponRules


class Arsenal:
    """What she carries. Changes with every shot, tap and pirouette."""

    def __init__(self, rules: WeaponRules, has_ammunition: bool) -> None:
        self._rules = rules
        self._reloads_itself = not has_ammunition
        self.rounds = rules.rounds
        self.plates = 0
        self._glass = {Side.LEFT: 0, Side.RIGHT: 0}
        self._first_tap: int | None = None

    @property
    def is_dry(self) -> bool:
        """Whether the next shot only clicks, or throws a plate."""
        return self.rounds == 0

    @property
    def is_full(self) -> bool:
        """Whether a reload would be for show."""
        return self.rounds == self._rules.rounds

    @property
    def panes(self) -> tuple[int, int]:
        """Ricochets that the left and the right mirror have taken."""
        return self._glass[Side.LEFT], self._glass[Side.RIGHT]

    @property
    def shattered(self) -> tuple[int, int]:
        """Panes that have come down on the left and on the right; another hangs behind each."""
        left, right = self.panes
        return left // self._rules.shatters_at, right // self._rules.shatters_at

    def fire(self) -> None:
        """One round less; a pistol that reloads itself is full again after its last."""
        self.rounds -= 1
        if self.rounds == 0 and self._reloads_itself:
            self.rounds = self._rules.rounds

    def throw(self) -> None:
        """One plate less."""
        self.plates -= 1

    def take_plate(self) -> bool:
        """One plate from the table, if she can carry another."""
        if self.plates == self._rules.plates:
            return False
        self.plates += 1
        return True

    def take_round(self) -> None:
        """One round from an attacker's gun."""
        self.rounds = min(self._rules.rounds, self.rounds + 1)

    def hit_glass(self, side: Side) -> None:
        """One more ricochet off the mirror of a side."""
        self._glass[side] += 1

    def tap(self, line: int) -> None:
        """A reload tap on a half-beat line, by its number. The second on a later line, soon enough, reloads."""
        first = self._first_tap
        if first is not None and first < line <= first + self._rules.reload_lines:
            self.rounds, self._first_tap = self._rules.rounds, None
        else:
            self._first_tap = line
