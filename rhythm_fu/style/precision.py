"""The comparable score: closeness, combo and drops, never style."""

from collections.abc import Sequence
from math import fsum, sqrt

from rhythm_fu.style.rules import PrecisionRules


class Precision:
    """Running totals over a known number of targets. Changes: `count` adds a decided target, `stumble` a stumble."""

    def __init__(self, targets: int, drops: int, rules: PrecisionRules) -> None:
        self._rules = rules
        self._targets, self._drops = targets, drops
        self._most_combo = fsum(sqrt(min(n, rules.combo_most)) for n in range(1, targets + 1))
        self._values = self._combos = self._drop_values = 0.0
        self.counted = 0
        self.combo = 0
        self.best_combo = 0

    def count(self, value: float, is_hit: bool, is_drop: bool) -> None:
        """One more target decided; a miss ends the combo."""
        self.counted += 1
        self._values += value
        self.combo = self.combo + 1 if is_hit else 0
        self.best_combo = max(self.best_combo, self.combo)
        self._combos += sqrt(min(self.combo, self._rules.combo_most))
        if is_drop:
            self._drop_values += value

    def stumble(self) -> None:
        """A press that answered nothing."""
        if self._rules.stumble_ends_combo:
            self.combo = 0

    @property
    def accuracy(self) -> float:
        """Mean value 0..1 of the targets decided so far; 0 before the first."""
        return self._values / self.counted if self.counted else 0.0

    @property
    def accuracy_of_all(self) -> float:
        """Mean value over all targets, undecided ones counting 0."""
        return self._values / self._targets if self._targets else 0.0

    @property
    def points(self) -> int:
        """So far, as a part of the whole fight; at most the sum of the shares, and 0 for a chart with no targets."""
        if not self._targets:
            return 0
        rules = self._rules
        hits = rules.hits if self._drops else rules.hits + rules.drops
        drops = rules.drops * self._drop_values / self._drops if self._drops else 0.0
        return int(hits * self.accuracy_of_all + rules.combo * self._combos / self._most_combo + drops + 0.5)


def letter(share: float, grades: Sequence[tuple[str, float]]) -> str:
    """The first grade whose limit the share reaches; edges count."""
    return next((name for name, least in grades if share >= least), grades[-1][0])
