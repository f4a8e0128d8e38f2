"""Holds presses against targets: which one a press reaches, and which are missed."""

from bisect import bisect_left, bisect_right
from typing import Final

from rhythm_fu.judge.targets import Target, Way
from rhythm_fu.judge.windows import HitWindows

NEVER: Final = 2**62
"""Later than any moment of any song."""

STRAIGHT: Final = int(Way.LEFT | Way.RIGHT)


class Judge:
    """Which targets are still undecided. Changes: `decide` takes one away.

    `next_due` is when the first undecided target is missed: the first microsecond after its window. NEVER if all are
    decided.
    """

    def __init__(self, targets: tuple[Target, ...], windows: HitWindows) -> None:
        self.targets = targets
        self.windows = windows
        self._times = [int(target.at) for target in targets]
        self._ways = [target.ways for target in targets]
        self._first = 0
        self.next_due = NEVER
        self._look()

    def nearest(self, at: int, ways: int) -> Target | None:
        """The undecided target nearest to a moment that a press with these ways reaches: the earlier on a tie.

        Only targets inside the widest window, its edges included. Of two at one moment the one reached straight comes
        before the one reached by glass, so that a mirrored chart plays alike.
        """
        times, open_ways, window = self._times, self._ways, self.windows.ok
        best, least = -1, window + 1
        for i in range(bisect_left(times, at - window, self._first), len(times)):
            distance = times[i] - at
            if distance > window:
                break
            common = open_ways[i] & ways
            if not common:
                continue
            if abs(distance) < least or (
                common & STRAIGHT and times[i] == times[best] and not ways & open_ways[best] & STRAIGHT
            ):
                best, least = i, abs(distance)
        return self.targets[best] if best >= 0 else None

    def overdue(self, at: int) -> list[Target]:
        """The undecided targets whose moment has come but whose window is not over, in order."""
        first, last = self._first, bisect_right(self._times, at)
        return [self.targets[i] for i in range(first, last) if self._ways[i]]

    def is_open(self, number: int) -> bool:
        """Whether a target is undecided."""
        return self._ways[number] != 0

    def decide(self, number: int) -> None:
        """No press reaches this target from now on."""
        self._ways[number] = 0
        if number == self._first:
            self._look()

    @property
    def next_missed(self) -> Target:
        """The target that is missed at `next_due`; there must be one."""
        return self.targets[self._first]

    def _look(self) -> None:
        """Find the first undecided target."""
        first, ways = self._first, self._ways
        while first < len(ways) and not ways[first]:
            first += 1
        self._first = first
        self.next_due = self._times[first] + self.windows.ok + 1 if first < len(ways) else NEVER
