"""What careless presses lead to: stumbles, recovery, loss of balance, too many buttons held."""

from typing import Final

from rhythm_fu.judge.model import Button
from rhythm_fu.style.rules import PoiseRules

ATTACKS: Final = frozenset({Button.STRIKE_LEFT, Button.STRIKE_RIGHT, Button.SHOOT_LEFT, Button.SHOOT_RIGHT})


class Poise:
    """How steadily she stands. Changes with every press, release and stumble."""

    def __init__(self, rules: PoiseRules) -> None:
        self._rules = rules
        self._held: set[Button] = set()
        self._stumbles: list[int] = []
        self._half_beats = rules.half_beats
        self._steady_at: int | None = None
        self.off_balance_until: int | None = None

    def hold(self, button: Button) -> None:
        """A button goes down."""
        if button in ATTACKS:
            self._held.add(button)

    def let_go(self, button: Button) -> None:
        """A button comes up."""
        self._held.discard(button)

    def can_attack(self, at: int) -> bool:
        """Whether an attack counts: not recovering, in balance, and no more than two attack buttons held."""
        if len(self._held) > self._rules.held_most:
            return False
        if self._steady_at is not None and at < self._steady_at:
            return False
        return self.off_balance_until is None or at >= self.off_balance_until

    def stumble(self, at: int, beat: int) -> None:
        """A press that answered nothing; `beat` is the length of a beat here."""
        rules = self._rules
        self._steady_at = at + rules.recovery
        self._stumbles = [t for t in self._stumbles if t >= at - rules.stumble_beats * beat] + [at]
        if len(self._stumbles) >= rules.stumbles:
            regained = self.off_balance_until
            is_again = regained is not None and at - regained <= rules.stumble_beats * beat
            self._half_beats = min(2 * self._half_beats, rules.half_beats_most) if is_again else rules.half_beats
            self.off_balance_until = at + self._half_beats * beat // 2
            self._stumbles = []
