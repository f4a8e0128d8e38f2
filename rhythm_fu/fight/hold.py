"""FINISH, held through a build and released on its drop."""

from rhythm_fu.chart.model import Kind
from rhythm_fu.judge.judge import Judge
from rhythm_fu.judge.targets import Target
from rhythm_fu.style.rules import WeaponRules
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime


class Hold:
    """Since when FINISH is held, and for what. Changes: `began` is set on press and release."""

    def __init__(self, judge: Judge, tempo: TempoMap, rules: WeaponRules) -> None:
        self.began: SongTime | None = None
        self._judge, self._tempo, self._rules = judge, tempo, rules
        self._drops = [target for target in judge.targets if target.event.kind is Kind.DROP]

    def ahead(self, at: SongTime) -> Target | None:
        """The next undecided drop, if its build is on or begins within `hold_early_beats`."""
        for target in self._drops:
            if target.at > at and self._judge.is_open(target.number):
                starts = target.event.hold_at
                early = self._rules.hold_early_beats * self._tempo.beat_length(at)
                return target if starts is not None and at >= starts - early else None
        return None

    def can_begin(self, target: Target, at: SongTime) -> bool:
        """Whether a hold for a drop still counts as whole: by the start of the build, the widest window over."""
        start = target.event.hold_at
        return start is not None and at <= start + self._judge.windows.ok
