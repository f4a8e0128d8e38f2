"""A steady line through the host clock, led by noisy readings of the mixer's position.

The mixer reports whole milliseconds, in steps of a buffer, sometimes backwards. Measured on recorded traces, a line of
slope one that leans slowly toward the median of its last readings follows the truth within 0.3 ms (standard deviation
0.1 ms) where the raw readings are off by 5 ms; a clock that never listens is off by the sound card's drift and by every
dropout.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from rhythm_fu.units import MICROS, HostTime, ms


@dataclass(frozen=True, slots=True)
class ClockRules:
    """How the line follows its readings. Speeds are microseconds of correction a second.

    `settle` readings after a start are believed at once: nothing is judged in the silence before the first beat. The
    last `lately` readings tell where the mixer is just now, however it drifts or stumbles.
    """

    window: int = 45
    settle: int = 12
    slew: int = ms(4)
    fast_slew: int = ms(60)
    fast_beyond: int = ms(8)
    lost_beyond: int = ms(45)
    lost_after: int = 4
    lately: int = 9


RULES: Final = ClockRules()


def _median(values: list[int]) -> int:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2


class SteadyLine:
    """Host time to position, in microseconds. Changes with every reading; asking for a position never changes it.

    Positions never step back for host times that don't: after a resync backwards the line waits until it is reached.
    """

    def __init__(self, host: HostTime, position: int, rules: ClockRules = RULES) -> None:
        self._rules = rules
        self._since = int(host)
        self._offset = position - host
        self._target = self._offset
        self._speed = rules.slew
        self._floor = position
        self._differences: deque[int] = deque(maxlen=rules.window)
        self._heard = 0
        self._lost: list[int] = []
        self._lately: int | None = None

    def at(self, host: HostTime) -> int:
        """The position at a moment; moments shortly before the last reading are answered too."""
        position = host + self._offset_at(host)
        return max(self._floor, position) if host >= self._since else position

    def lately_at(self, host: HostTime) -> int:
        """The position as the last readings have it: quick to follow, not smooth, and it may step back."""
        return host + self._lately if self._lately is not None else self.at(host)

    def hear(self, host: HostTime, position: int) -> None:
        """Take a reading of the mixer."""
        self._follow(host, position)
        self._lately = _median(list(self._differences)[-self._rules.lately :])

    def _follow(self, host: HostTime, position: int) -> None:
        difference = position - host
        offset = self._offset_at(host)
        self._heard += 1
        if self._heard <= self._rules.settle:
            self._differences.append(difference)
            self._jump(host, _median(list(self._differences)))
            return
        if abs(difference - offset) > self._rules.lost_beyond:
            self._lost.append(difference)
            if len(self._lost) >= self._rules.lost_after:
                found = _median(self._lost)
                self._differences.clear()
                self._differences.extend(self._lost)
                self._lost = []
                self._jump(host, found)
            return
        self._lost = []
        self._differences.append(difference)
        self._lean(host, offset, _median(list(self._differences)))

    def _offset_at(self, host: int) -> int:
        wanted = self._target - self._offset
        reach = max(0, host - self._since) * self._speed // MICROS
        return self._offset + max(-reach, min(reach, wanted))

    def _lean(self, host: HostTime, offset: int, target: int) -> None:
        self._floor = max(self._floor, self.at(host))
        self._since, self._offset, self._target = int(host), offset, target
        self._speed = self._rules.fast_slew if abs(target - offset) > self._rules.fast_beyond else self._rules.slew

    def _jump(self, host: HostTime, offset: int) -> None:
        self._floor = max(self._floor, self.at(host))
        self._since, self._offset, self._target = int(host), offset, offset
