"""What a fight sounds like as it is fought: each answer as the mode wants it, and scheduled ones before they are given.

Scheduled, every blow is laid down on its beat before anybody presses: the one that the default verb would make, or what
she is armed for. A press early or nearly on the beat leaves it as it is, or replaces it if it is another move. Without
a press it is taken back shortly after its beat, and a late answer is heard when it comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rhythm_fu.chart.model import Kind, Reach
from rhythm_fu.fight.view import Action, FightView, TargetView
from rhythm_fu.game.audio.cues import (
    Cue,
    CuePart,
    action_cues,
    blow_cue,
    blow_cues,
    cues_of,
    strength_of,
)  # fmt: skip
from rhythm_fu.game.audio.foley_player import FoleyPlayer, Laid
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.library import FoleyMode
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import START, SongTime, ms

HORIZON: Final = ms(720)
"""How long before its event a blow is laid down, in song time: a breath of 400 ms and the time to hand it over, at one
and a half times the speed too.
"""

TOO_LATE: Final = ms(40)
"""So shortly before its event nothing is laid down or changed any more."""

EN_POINTE: Final = MappingProxyType({Move.STRIKE: Move.WHEEL_KICK, Move.SHOT: Move.HEADSHOT})


def expected(target: TargetView, view: FightView) -> Move | None:
    """What she will most likely do to a target; None where nobody can say, or she has nothing to do it with."""
    event = target.event
    if event.kind is Kind.SWEEP:
        return Move.EVADE
    if event.kind is Kind.DROP:
        if event.hold_at is None:
            return Move.ARENA_PROP
        return Move.DROP_FINISHER if view.hold_from is not None else None
    if event.kind is Kind.SHIELD:
        return Move.RICOCHET
    is_near = event.reach is Reach.NEAR and event.kind is not Kind.REFLECT
    move = Move.STRIKE if is_near else Move.SHOT
    if move is Move.SHOT and not view.rounds:
        return Move.PLATE if view.plates else None
    is_armed = view.is_armed and event.at <= view.armed_until
    return EN_POINTE[move] if is_armed else move


@dataclass(slots=True)
class _Blow:
    """A blow laid down. `sounds` are its parts."""

    target: TargetView
    move: Move
    sounds: list[Laid]


class BlowSounds:
    """One fight's sounds. Changes with all it is told. `on_time` is how late a press may be to keep what was laid.

    `mode` may be another after `hush`, when nothing is laid down.
    """

    def __init__(self, player: FoleyPlayer, mode: FoleyMode, tempo: TempoMap, on_time: int) -> None:
        self._player = player
        self.mode = mode
        self._tempo = tempo
        self._on_time = on_time
        self._laid: dict[int, _Blow] = {}
        self._landed_at = START

    def hear(self, outcomes: Iterable[Judgement | Action]) -> None:
        """What presses and time have brought."""
        for outcome in outcomes:
            if isinstance(outcome, Action):
                self._add(action_cues(outcome, self.mode, self._tempo))
            else:
                self._answered(outcome)

    def look_at(self, view: FightView, now: SongTime) -> None:
        """Blows that have landed, and, scheduled, those that are to come. The view may be another moment's."""
        for blow in view.blows:
            if blow.at > self._landed_at:
                self._landed_at = blow.at
                self._add((blow_cue(blow),))
        if self.mode is FoleyMode.SCHEDULED:
            self._take_back(now)
            self._lay_down(view, now)

    def hush(self) -> None:
        """Forget what is to come; it will be laid down anew."""
        self._laid.clear()
        self._player.hush()

    def _add(self, cues: Iterable[Cue]) -> list[Laid]:
        return [laid for cue in cues if (laid := self._player.add(cue)) is not None]

    def _answered(self, judgement: Judgement) -> None:
        blow = self._laid.pop(judgement.target, None)
        cues = cues_of(judgement, self.mode, self._tempo)
        if blow is not None and cues and self._stands(blow, judgement):
            return
        if blow is not None:
            self._lift(blow)
        self._add(cues)

    def _stands(self, blow: _Blow, judgement: Judgement) -> bool:
        """Whether what was laid down is what was done. With the beat too near for a change it is, whatever was done."""
        late = judgement.judged_at - judgement.event.at
        return late <= self._on_time and (blow.move is judgement.move or late >= -TOO_LATE)

    def _take_back(self, now: SongTime) -> None:
        for number in [n for n, blow in self._laid.items() if now > blow.target.event.at + self._on_time]:
            self._lift(self._laid.pop(number))

    def _lift(self, blow: _Blow) -> None:
        for laid in blow.sounds:
            self._player.lift(laid)

    def _lay_down(self, view: FightView, now: SongTime) -> None:
        until = max(view.down_until or now, view.off_balance_until or now)
        for target in view.targets:
            at = target.event.at
            if target.judgement is not None or not now + TOO_LATE < at <= now + HORIZON or at < until:
                continue
            move, laid = expected(target, view), self._laid.get(target.target)
            if laid is not None and laid.move is not move:
                self._lift(self._laid.pop(target.target))
                laid = None
            if laid is None and move is not None:
                strength = strength_of(target.event.weight, 1.0)
                cue = Cue(at, CuePart.IMPACT, move, Grade.PERFECT, target.side, strength)
                sounds = self._add(blow_cues(cue, self._tempo, has_lead=True))
                self._laid[target.target] = _Blow(target, move, sounds)
