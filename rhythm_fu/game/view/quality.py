"""The quality ladder, and the governor that climbs it by itself."""

from collections import deque
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quality:
    """One step of the ladder. `bloom` 0 none, 1 near, 2 near and far; `reflection` 0 none, 1 coarse, 2 full.

    `particles` is the share that is drawn; `room` the room's pixels for one of the screen's. `step` 3 is the best.
    """

    name: str
    step: int
    bloom: int
    reflection: int
    particles: float
    room: float
    saturation: bool = True


LADDER: Final = (
    Quality("low", 0, bloom=0, reflection=0, particles=0.3, room=0.5, saturation=False),
    Quality("medium", 1, bloom=0, reflection=1, particles=0.5, room=0.5),
    Quality("high", 2, bloom=1, reflection=2, particles=0.8, room=1.0),
    Quality("full", 3, bloom=2, reflection=2, particles=1.0, room=1.0),
)
FULL: Final = LADDER[-1]


def by_name(name: str) -> Quality:
    """The step of this name; KeyError for any other."""
    return {quality.name: quality for quality in LADDER}[name]


@dataclass(frozen=True, slots=True)
class GovernorRules:
    """Down when more than one frame in twenty is over `slow_ms`, up when nearly all stay under `fast_ms` for long.

    When half of the last `hurry` frames are over `late_ms`, nobody waits for more of them: on a far too slow machine
    the lowest step is reached within three times so many frames.

    `slow_ms` leaves room below the 16.7 ms of a 60 Hz frame; after a step nothing happens for `settle` frames.
    """

    slow_ms: float = 14.5
    fast_ms: float = 8.0
    frames: int = 90
    settle: int = 120
    patience: int = 900
    late_ms: float = 18.0
    hurry: int = 30


class Governor:
    """Fed with the time each frame took; says which step to draw at. The one thing here that remembers."""

    def __init__(self, quality: Quality = FULL, rules: GovernorRules | None = None) -> None:
        self._rules = rules or GovernorRules()
        self._times: deque[float] = deque(maxlen=self._rules.frames)
        self._since = 0
        self._ceiling = FULL.step
        self.quality = quality

    def feed(self, frame_ms: float) -> Quality:
        """The step for the next frame."""
        rules = self._rules
        self._times.append(frame_ms)
        self._since += 1
        if self._since >= rules.hurry and self.quality.step > 0 and self._is_hopeless():
            self._step_down()
            return self.quality
        if self._since < rules.settle or len(self._times) < rules.frames:
            return self.quality
        step = self.quality.step
        if self._share_over(rules.slow_ms) > 0.05 and step > 0:
            self._step_down()
        elif self._share_over(rules.fast_ms) < 0.02 and step < self._ceiling and self._since > rules.patience:
            self._move(step + 1)
        return self.quality

    def _is_hopeless(self) -> bool:
        """Whether half of the latest frames are late beyond doubt."""
        latest = list(self._times)[-self._rules.hurry :]
        return 2 * sum(time > self._rules.late_ms for time in latest) >= self._rules.hurry

    def _step_down(self) -> None:
        """A step that proved too slow is not tried again: no see-saw."""
        self._ceiling = self.quality.step - 1
        self._move(self._ceiling)

    def _share_over(self, limit_ms: float) -> float:
        return sum(time > limit_ms for time in self._times) / len(self._times)

    def _move(self, step: int) -> None:
        self.quality = LADDER[step]
        self._since = 0
        self._times.clear()
