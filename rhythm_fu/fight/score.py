"""What judgements come to: style, Grace, Precision, health, link by link."""

from typing import Final

from rhythm_fu.chart.model import Kind
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.judge.targets import Target
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.style.grace import Grace
from rhythm_fu.style.health import after_blow, after_hit
from rhythm_fu.style.precision import Precision
from rhythm_fu.style.rules import LevelPlay, Rules
from rhythm_fu.style.variety import Variety, link_name, style_points
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime

HALF_BEAT: Final = TICKS_PER_BEAT // 2


class Score:
    """All that is counted in a fight. Changes with each answer, miss, blow and stumble; never with time alone."""

    def __init__(
        self, targets: tuple[Target, ...], tempo: TempoMap, windows: HitWindows, rules: Rules, play: LevelPlay
    ) -> None:
        self._tempo, self._windows, self._rules, self._play = tempo, windows, rules, play
        drops = sum(target.event.kind is Kind.DROP for target in targets)
        self.precision = Precision(len(targets), drops, rules.precision)
        self.grace = Grace.at_start(rules.grace)
        self.best_tier = self.grace.tier
        self.curve: list[tuple[int, float]] = []
        self.health = rules.health.full
        self.style_points = 0
        self.errors: list[int] = []
        self.judgements: list[Judgement] = []
        self.clumsy = 0
        self.stumbles = 0
        self.knockdowns = 0
        self._variety = Variety()
        self._step = Move.NONE
        self._is_linked = True

    @property
    def multiplier(self) -> float:
        """What style is multiplied with just now."""
        return self._rules.grace.multiplier(self.grace.tier)

    def answer(
        self,
        target: Target,
        at: SongTime,
        move: Move,
        *,
        share: float = 1.0,
        is_clumsy: bool = False,
        composed: Move | None = None,
    ) -> Judgement:
        """A target answered. `share` of its value counts; a clumsy answer is worth little and breaks the link.

        `composed` is what Grace counts it as, where that is not `move`: a turn that a sweep asked for is no choice.
        """
        rules, error = self._rules, at - target.at
        grade, value = self._windows.grade(error), self._windows.value(error) * share
        if is_clumsy:
            grade, value = min(grade, Grade.OK), min(value, rules.style.clumsy_most)
            self._is_linked = False
            self.clumsy += 1
        link = link_name(self._step, move) if self._is_linked else ""
        points = 0
        if move is not Move.EVADE:
            variety = self._variety.bonus(move, link, rules.style)
            weight = target.event.weight
            points = style_points(
                move, value, grade, variety=variety, multiplier=self.multiplier, weight=weight, rules=rules.style
            )
        self._variety = self._variety.after(move, link, rules.style)
        self.style_points += points
        self.precision.count(value, True, target.event.kind is Kind.DROP)
        self.errors.append(error)
        self.health = after_hit(self.health, grade, rules.health)
        is_flawless = grade is Grade.FLAWLESS
        since = at - self._beat(at) * rules.grace.stumble_beats if self.grace.stumbles else at
        grace = self.grace.after_hit(
            error,
            composed or move,
            is_linked=self._is_linked,
            is_flawless=is_flawless,
            since=since,
            percent=self._windows.percent,
            rules=rules.grace,
        )
        self._set_grace(at, grace)
        self._step, self._is_linked = move, not is_clumsy
        return self._keep(
            Judgement(target.number, target.event, target.side, at, error, grade, value, move, is_clumsy, points, link)
        )

    def miss(self, target: Target, at: SongTime, *, is_down: bool = False) -> Judgement:
        """A target nobody answered. On the floor it costs its part of Precision and no more."""
        self.precision.count(0.0, False, target.event.kind is Kind.DROP)
        self._step, self._is_linked = Move.NONE, False
        if not is_down:
            self._set_grace(at, self.grace.after_miss(self._rules.grace.miss, self._rules.grace))
        return self._keep(Judgement(target.number, target.event, target.side, at, None, Grade.MISS, 0.0))

    def blow(self, at: SongTime) -> bool:
        """The blow that follows a miss lands: Grace loses the rest of its price. Whether it knocks her down."""
        rules = self._rules.grace
        self._set_grace(at, self.grace.moved(rules.miss - rules.blow, rules))
        self.health = after_blow(self.health, self._play.blow, self._rules.health)
        return self.health <= 0

    def knock_down(self, at: SongTime) -> None:
        """Grace is gone; health is what she gets up with."""
        self.knockdowns += 1
        self._set_grace(at, self.grace.moved(-self.grace.level, self._rules.grace))
        self.health = self._rules.health.up_again
        self._step, self._is_linked = Move.NONE, False

    def stumble(self, at: SongTime) -> None:
        """A press that answered nothing."""
        self.stumbles += 1
        self.precision.stumble()
        self._is_linked = False
        self._set_grace(at, self.grace.after_stumble(at, self._rules.grace))

    @property
    def lean(self) -> int:
        """How late (or early, below 0) the last answers were on the whole, in microseconds; 0 until enough are known.

        The half-beat lines of flourishes are heard as the player hears them, so that a machine that is badly calibrated
        costs no Grace.
        """
        errors, rules = self.grace.errors, self._rules.grace
        if len(errors) < rules.lean_least:
            return 0
        return (2 * sum(errors) + len(errors)) // (2 * len(errors))

    def line(self, at: SongTime) -> int | None:
        """The number of the half-beat line near enough for a flourish, as the player hears it, if any."""
        heard = at - self.lean
        tick = self._tempo.snap(heard, 2)
        is_near = abs(self._tempo.at(tick) - heard) <= self._windows.flourish
        return tick // HALF_BEAT if is_near else None

    def turn(self) -> None:
        """A pirouette that answered no target still leads into the next move."""
        self._step = Move.EVADE

    def _keep(self, judgement: Judgement) -> Judgement:
        self.judgements.append(judgement)
        return judgement

    def _set_grace(self, at: SongTime, grace: Grace) -> None:
        self.grace = grace
        self.curve.append((at, grace.level))
        self.best_tier = max(self.best_tier, grace.tier)

    def _beat(self, at: SongTime) -> int:
        return self._tempo.beat_length(at)
