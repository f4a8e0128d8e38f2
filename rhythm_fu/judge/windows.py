"""How close an answer must be for each grade, and what closeness is worth. All in whole microseconds of song time."""

from dataclasses import dataclass
from math import sqrt

from rhythm_fu.judge.model import Grade
from rhythm_fu.units import ms


@dataclass(frozen=True, slots=True)
class HitWindows:
    """How far from an event, either side, still earns each grade. Edges count.

    `plateau_percent` of the widest window is worth full value: nobody can aim closer than that on purpose. `flourish`
    is how close to a half-beat line a pirouette or reload with no event must be. `percent` is how these windows were
    scaled from the ordinary ones: 100 w of the level, times the playback rate.
    """

    flawless: int = ms(20)
    perfect: int = ms(45)
    great: int = ms(80)
    ok: int = ms(120)
    flourish: int = ms(45)
    plateau_percent: int = 18
    percent: float = 100.0

    @property
    def plateau(self) -> int:
        """The distance up to which an answer is worth 1."""
        return _share(self.ok, self.plateau_percent)

    def scaled(self, percent: int) -> "HitWindows":
        """All windows at so many percent, rounded to the microsecond."""
        return HitWindows(
            _share(self.flawless, percent),
            _share(self.perfect, percent),
            _share(self.great, percent),
            _share(self.ok, percent),
            _share(self.flourish, percent),
            self.plateau_percent,
            self.percent * percent / 100,
        )

    def grade(self, error: int) -> Grade:
        """The grade of an answer `error` microseconds from its event; MISS outside the widest window."""
        distance = abs(error)
        if distance <= self.flawless:
            return Grade.FLAWLESS
        if distance <= self.perfect:
            return Grade.PERFECT
        if distance <= self.great:
            return Grade.GREAT
        return Grade.OK if distance <= self.ok else Grade.MISS

    def value(self, error: int) -> float:
        """What an answer is worth, 0..1: 1 on the plateau, then falling ever faster to 0 at the edge."""
        distance, plateau = abs(error), self.plateau
        if distance <= plateau:
            return 1.0
        if distance >= self.ok:
            return 0.0
        share = (distance - plateau) / (self.ok - plateau)
        return 1.0 - share * sqrt(share)  # share ** 1.5, but the same on every machine


def _share(amount: int, percent: int) -> int:
    """So many percent of an amount, to the nearest whole number, halves upward."""
    return (amount * percent + 50) // 100
