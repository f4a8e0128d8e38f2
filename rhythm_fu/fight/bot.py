"""Bots: presses that answer a chart. The default one sets par and plays autoplay; errors come from outside."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from operator import attrgetter
from typing import Final

from rhythm_fu.chart.model import Chart, Kind, Level, Reach, Side
from rhythm_fu.fight.modifiers import changed
from rhythm_fu.fight.room import Room, has_gun
from rhythm_fu.judge.model import Button, Move, Press
from rhythm_fu.judge.targets import Target, targets_of
from rhythm_fu.replay.setup import Scheme, Setup
from rhythm_fu.style.rules import RULES, Rules, WeaponRules
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick, ms

HALF_BEAT: Final = TICKS_PER_BEAT // 2
TAP: Final = ms(30)
"""How long a bot keeps a button down."""

TURN_ROOM: Final = ms(100)
"""How long after one answer a bot begins to turn for the next."""

RELOAD_BELOW: Final = 5
"""A bot reloads when so few rounds are left that a burst could empty the pistol."""

LOOKS_AHEAD: Final = 12
"""A bot runs its pistol dry for the sake of its plates only if none of so many targets is a shield."""

STRIKE: Final = {Side.LEFT: Button.STRIKE_LEFT, Side.RIGHT: Button.STRIKE_RIGHT}
SHOOT: Final = {Side.LEFT: Button.SHOOT_LEFT, Side.RIGHT: Button.SHOOT_RIGHT}


STRIKES: Final = (Move.STRIKE, Move.WHEEL_KICK)


class BotStyle(Enum):
    """DEFAULT takes the plainest right verb. VARIED turns, shoots, throws and uses mirrors to keep its moves apart."""

    DEFAULT = "default"
    VARIED = "varied"


def no_error() -> int:
    """Exactly on the event."""
    return 0


def no_skip() -> bool:
    """Nothing left out."""
    return False


@dataclass(slots=True)
class _Arms:
    """What the bot believes it carries. Changes. `ready_at` is when a reload will be done."""

    room: Room
    tempo: TempoMap
    rules: WeaponRules
    rounds: int
    plates: int = 0
    ready_at: int | None = None

    def look(self, at: int) -> None:
        if self.ready_at is not None and at >= self.ready_at:
            self.rounds, self.ready_at = self.rules.rounds, None

    def turn(self, at: int) -> None:
        """A pirouette takes a plate, where there is a table."""
        if self.room.is_table_near(at):
            self.plates = min(self.rules.plates, self.plates + 1)

    def strike(self, target: Target) -> None:
        """A gunman's round is hers."""
        if has_gun(target, self.tempo):
            self.rounds = min(self.rules.rounds, self.rounds + 1)

    def shoot(self) -> None:
        """A round less; dry, a plate."""
        if self.rounds:
            self.rounds -= 1
        else:
            self.plates = max(0, self.plates - 1)

    def can_throw(self, target: Target) -> bool:
        """Whether a dry shot will be a plate; the last one is kept for somebody out of reach."""
        return self.plates > (1 if plainest(target) is Move.STRIKE else 0)

    def can_run_dry(self, at: int, ahead: Sequence[Target]) -> bool:
        """Whether plates will do instead of a reload: no shield near, time to reload between those out of reach."""
        reload = 3 * self.tempo.beat_length(at) // 2
        far = [target for target in ahead if plainest(target) is not Move.STRIKE]
        return (
            self.plates > 1
            and all(later.at - sooner.at > reload for sooner, later in pairwise(far))
            and not any(target.event.kind is Kind.SHIELD for target in far)
        )


def bot_presses(
    chart: Chart,
    level: Level,
    setup: Setup = Setup(),  # noqa: B008 - frozen
    *,
    errors: Callable[[], int] = no_error,
    skips: Callable[[], bool] = no_skip,
    style: BotStyle = BotStyle.DEFAULT,
    rules: Rules = RULES,
) -> tuple[Press, ...]:
    """Presses and releases for a whole level, in order of time.

    `errors` is asked once a press for its distance from where it belongs, in microseconds; `skips` once a target,
    whether to leave it out. With neither, every target is hit exactly.
    """
    events, _, rules = changed(chart, level, setup, rules)
    play = rules.levels[level]
    targets = targets_of(events.events)
    if setup.scheme is not Scheme.FULL:
        presses = _simple(targets, setup.scheme, errors, skips)
    else:
        weapons = rules.weapons
        arms = _Arms(Room(chart, weapons), chart.tempo, weapons, weapons.rounds) if play.has_ammunition else None
        presses = _full(targets, chart.tempo, arms, errors=errors, skips=skips, style=style)
    return tuple(sorted(presses, key=attrgetter("at")))


def _tap(button: Button, at: int) -> Iterator[Press]:
    yield Press(SongTime(at), button)
    yield Press(SongTime(at + TAP), button, is_release=True)


def _simple(
    targets: tuple[Target, ...], scheme: Scheme, errors: Callable[[], int], skips: Callable[[], bool]
) -> Iterator[Press]:
    """One press a target, on its side where there are two buttons."""
    for target in targets:
        if not skips():
            side = target.side if scheme is Scheme.TWO_BUTTON and target.side else Side.LEFT
            yield from _tap(STRIKE[side], target.at + errors())


def _full(
    targets: tuple[Target, ...],
    tempo: TempoMap,
    arms: _Arms | None,
    *,
    errors: Callable[[], int],
    skips: Callable[[], bool],
    style: BotStyle,
) -> Iterator[Press]:
    composer = _Composer(tempo)
    for place, target in enumerate(targets, start=1):
        is_skipped = skips()
        if arms:
            arms.look(target.at)
        if target.event.kind is Kind.SWEEP:
            composer.turned(target.at)
            if not is_skipped:
                yield from _tap(Button.PIROUETTE, target.at + errors())
                if arms:
                    arms.turn(target.at)
        elif target.event.kind is Kind.DROP:
            composer.acted(Move.DROP_FINISHER, target.at)
            if not is_skipped:
                yield from _finish(target, errors)
        else:
            if style is BotStyle.VARIED:
                move, turn = composer.choose(target, arms)
                if turn is not None and not is_skipped:
                    yield from _tap(Button.PIROUETTE, turn + errors())
                    if arms:
                        arms.turn(turn)
            else:
                move = plainest(target)
            composer.acted(move, target.at)
            if is_skipped:
                continue
            yield from _tap(_button(move, target), target.at + errors())
            if arms and move in STRIKES:
                arms.strike(target)
            elif arms:
                ahead = targets[place : place + LOOKS_AHEAD] if style is BotStyle.VARIED else None
                yield from _shot(arms, target, ahead, errors)


def _finish(target: Target, errors: Callable[[], int]) -> Iterator[Press]:
    if target.event.hold_at is None:
        yield from _tap(Button.FINISH, target.at + errors())
    else:
        yield Press(SongTime(target.event.hold_at + errors()), Button.FINISH)
        yield Press(SongTime(target.at + errors()), Button.FINISH, is_release=True)


def _shot(arms: _Arms, target: Target, ahead: Sequence[Target] | None, errors: Callable[[], int]) -> Iterator[Press]:
    """A round or plate less, and the two taps when it is time. With nobody `ahead`, plates are not counted on."""
    arms.shoot()
    if arms.rounds >= RELOAD_BELOW or arms.ready_at is not None or (ahead and arms.can_run_dry(target.at, ahead)):
        return
    line = target.event.tick // HALF_BEAT
    first, second = (arms.tempo.at(Tick((line + n) * HALF_BEAT)) for n in (1, 2))
    yield from _tap(Button.RELOAD, first + errors())
    yield from _tap(Button.RELOAD, second + errors())
    arms.ready_at = second


def plainest(target: Target) -> Move:
    """The move of the default verb."""
    if target.event.kind is Kind.SHIELD:
        return Move.RICOCHET
    is_near = target.reach is Reach.NEAR and target.event.kind is not Kind.REFLECT
    return Move.STRIKE if is_near else Move.SHOT


def _button(move: Move, target: Target) -> Button:
    assert target.side is not None, "sweeps and drops have buttons of their own"
    if move is Move.RICOCHET:
        return SHOOT[target.side.other]
    return STRIKE[target.side] if move in STRIKES else SHOOT[target.side]


class _Composer:
    """Chooses the move least recently used. Changes with each move."""

    def __init__(self, tempo: TempoMap) -> None:
        self._tempo = tempo
        self._moves: deque[Move] = deque(maxlen=12)
        self._last_at = -(10**12)
        self._en_pointe_until = -(10**12)

    def acted(self, move: Move, at: int) -> None:
        self._moves.append(move)
        self._last_at, self._en_pointe_until = at, -(10**12)

    def turned(self, at: int) -> None:
        self._last_at = at
        self._en_pointe_until = at + self._tempo.beat_length(at)

    def choose(self, target: Target, arms: _Arms | None) -> tuple[Move, int | None]:
        """A move, and when to turn for it if that is needed."""
        if target.event.kind is Kind.SHIELD:
            return Move.RICOCHET, None
        is_en_pointe = target.at <= self._en_pointe_until
        turn = None if is_en_pointe else self._turn(target)
        plain = [] if is_en_pointe else [plainest(target), Move.SHOT]
        out_of_turn = [Move.HEADSHOT] if is_en_pointe or turn is not None else []
        if plainest(target) is Move.STRIKE and out_of_turn:
            out_of_turn.append(Move.WHEEL_KICK)
        glass = [Move.RICOCHET] if target.event.kind is Kind.REFLECT else []
        options = [*out_of_turn, *glass, *plain]
        if arms and not arms.rounds:
            plate = [Move.PLATE] if arms.can_throw(target) else []
            options = [*plate, *(move for move in options if move in STRIKES)]
        move = max(options or [plainest(target)], key=self._age)
        needs_turn = move in (Move.HEADSHOT, Move.WHEEL_KICK) and not is_en_pointe
        return move, turn if needs_turn else None

    def _age(self, move: Move) -> int:
        """How many moves ago this one was last used."""
        return next((n for n, used in enumerate(reversed(self._moves)) if used is move), 99)

    def _turn(self, target: Target) -> int | None:
        """The last half-beat line between the last answer and this one, a little room on both sides."""
        line = (target.event.tick - 1) // HALF_BEAT
        at = self._tempo.at(Tick(line * HALF_BEAT))
        if target.at - at < TURN_ROOM:
            at = self._tempo.at(Tick((line - 1) * HALF_BEAT))
        is_free = at >= self._last_at + TURN_ROOM and target.at <= at + self._tempo.beat_length(at)
        return at if is_free else None
