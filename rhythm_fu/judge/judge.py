"""Holds presses against targets: which one a press reaches, and which are missed."""

from bisect import bisect_left
from typing import Final

from rhythm_fu.judge.targets import Target, Way
from rhythm_fu.judge.windows import HitWindows

STRAIGHT: Final = int(Way.LEFT | Way.RIGHT)


class Judge:
    """Which targets are still undecided. Changes: `decide` takes one away."""

    def __init__(self, targets: tuple[Target, ...], windows: HitWindows) -> None:
        self.targets = targets
        self.windows = windows
        self._times = [int(target.at) for target in targets]
        self._ways = [target.ways for target in targets]
        self._first = 0

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

    def is_open(self, number: int) -> bool:
        """Whether a target is undecided."""
        return self._ways[number] != 0

    def decide(self, number: int) -> None:
        """No press reaches this target from now on."""
        self._ways[number] = 0
        while self._first < len(self._ways) and not self._ways[self._first]:
            self._first += 1

    @property
    def next_miss(self) -> tuple[int, Target] | None:
        """The first undecided target and the moment it is missed: the first microsecond after its window."""
        if self._first == len(self.targets):
            return None
        return self._times[self._first] + self.windows.ok + 1, self.targets[self._first]
