"""A fight, press by press. Everything happens at its own moment, whatever the frames do."""

from collections import deque
from typing import Final

from rhythm_fu.chart.model import Chart, Kind, Level
from rhythm_fu.fight.arsenal import Arsenal
from rhythm_fu.fight.blows import Blows
from rhythm_fu.fight.bot import bot_presses
from rhythm_fu.fight.en_pointe import EnPointe
from rhythm_fu.fight.floor import Floor
from rhythm_fu.fight.hold import Hold
from rhythm_fu.fight.look import look
from rhythm_fu.fight.modifiers import changed
from rhythm_fu.fight.par import par_of
from rhythm_fu.fight.poise import ATTACKS, Poise
from rhythm_fu.fight.result import FightResult, result_of
from rhythm_fu.fight.room import Room, has_gun
from rhythm_fu.fight.score import HALF_BEAT, Score
from rhythm_fu.fight.stage import Stage
from rhythm_fu.fight.verbs import SHOTS, Verb, default_verb, is_right, move_of, verb_of, ways_of
from rhythm_fu.fight.view import Action, ActionKind, FightView
from rhythm_fu.judge.judge import NEVER, Judge
from rhythm_fu.judge.model import Button, Grade, Judgement, Move, Press
from rhythm_fu.judge.targets import Target, Way, targets_of
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.replay.setup import Scheme, Setup
from rhythm_fu.style.grace import Grace
from rhythm_fu.style.rules import RULES, Rules
from rhythm_fu.units import START, TICKS_PER_BEAT, SongTime

OUTRO_BEATS: Final = 8
"""A fight ends so long after its last event, or with the song."""

Outcome = Judgement | Action


class Fight:
    """One fight from first press to result. Changes with `press` and `advance`; `view` and `finish` only look.

    Every button's release must be passed too: holding three attack buttons judges nothing. Times must not run
    backwards; a press earlier than the last `advance` counts as made then, and is kept so in `presses`, so that a
    replay gives the same fight. With autoplay on, the default bot plays and presses from outside have no effect.
    """

    def __init__(self, chart: Chart, level: Level, setup: Setup = Setup(), rules: Rules = RULES) -> None:  # noqa: B008 - frozen
        self.chart, self.level, self.setup, self.rules = chart, level, setup, rules
        events, windows, rules = changed(chart, level, setup, rules)
        self._play = rules.levels[level]
        self._judge = Judge(targets_of(events.events), windows.scaled(self._play.window_percent))
        self.targets: Final = self._judge.targets
        self._tempo = chart.tempo
        self._rules = rules
        self._score = Score(self.targets, chart.tempo, self._judge.windows, rules, self._play)
        self._poise = Poise(rules.poise)
        self._arsenal = Arsenal(rules.weapons, self._play.has_ammunition)
        self._room = Room(chart, rules.weapons)
        self._ways = ways_of(setup.scheme)
        self._hold = Hold(self._judge, chart.tempo, rules.weapons)
        self._guns = [self._play.has_ammunition and has_gun(target, chart.tempo) for target in self.targets]
        self._now = START
        self._en_pointe = EnPointe(chart.tempo, rules.weapons)
        self._floor = Floor(chart.tempo, self._play.knockdowns)
        self._blows = Blows(chart.tempo)
        self._actions: list[Action] = []
        self._presses: list[Press] = []
        last = self.targets[-1].event.tick if self.targets else None
        end = chart.audio.length
        self.ends_at: Final = end if last is None else min(end, chart.tempo.at(last + OUTRO_BEATS * TICKS_PER_BEAT))
        self._stage: Stage | None = None  # made when first looked at: simulations never look
        self._auto: deque[Press] | None = None
        if setup.autoplay:
            self._auto = deque(bot_presses(chart, level, setup, rules=self.rules))

    # ---- in time

    def press(self, press: Press) -> tuple[Outcome, ...]:
        """What came of a press: first everything that fell due before it, then its own outcome.

        A press before the song starts, or after the fight is over, is nothing.
        """
        out: list[Outcome] = []
        self._advance(press.at, out)
        if self._auto is None and press.at >= START:
            self._take(press, out)
        return tuple(out)

    def advance(self, now: SongTime) -> tuple[Judgement, ...]:
        """The misses, and under autoplay the hits, up to and including a moment."""
        out: list[Outcome] = []
        self._advance(now, out)
        return tuple(found for found in out if isinstance(found, Judgement))

    def _advance(self, now: SongTime, out: list[Outcome]) -> None:
        if self._auto is not None:
            while self._auto and self._auto[0].at <= now:
                press = self._auto.popleft()
                self._fall_due(press.at, out)
                self._take(press, out)
        self._fall_due(now, out)

    def _fall_due(self, now: SongTime, out: list[Outcome]) -> None:
        """Misses and blows up to a moment, each at its own instant, in order; at one instant misses first."""
        while not self._floor.has_failed:
            miss, blow = self._judge.next_due, self._blows.next_at
            if miss <= now and miss <= blow:
                self._miss(self._judge.next_missed, SongTime(miss), out)
            elif blow <= now:
                self._land(SongTime(blow))
            else:
                break
        self._now = max(self._now, now)

    def _miss(self, target: Target, at: SongTime, out: list[Outcome]) -> None:
        is_down = self._floor.is_down(at)
        self._decide(target, self._score.miss(target, at, is_down=is_down), out)
        if target.is_attacker and not is_down:
            self._blows.follow(target, at)

    def _land(self, at: SongTime) -> None:
        """A blow lands, and may knock her down."""
        self._blows.land()
        if not self._score.blow(at):
            return
        self._score.knock_down(at)
        self._floor.fall(at)
        self._blows.clear()
        self._en_pointe.end()
        self._hold.began = None

    # ---- presses

    def _take(self, press: Press, out: list[Outcome]) -> None:
        at, button = self._now, press.button
        if (at >= self.ends_at or self._floor.has_failed) and self.is_over:
            return
        self._presses.append(press if press.at == at else Press(at, button, press.is_release))
        if press.is_release:
            self._poise.let_go(button)
            if button is Button.FINISH and self.setup.scheme is Scheme.FULL:
                self._release(at, out)
            return
        self._poise.hold(button)
        if self._floor.is_down(at):
            self._act(at, button, ActionKind.IGNORED, out)
        elif self.setup.scheme is not Scheme.FULL:
            self._any(at, button, out)
        elif button in ATTACKS:
            self._attack(at, button, out)
        elif button is Button.PIROUETTE:
            self._pirouette(at, out)
        elif button is Button.RELOAD:
            self._reload(at, out)
        else:
            self._finish_down(at, out)

    def _any(self, at: SongTime, button: Button, out: list[Outcome]) -> None:
        """A press in the two simple schemes: the verb is chosen by what is there."""
        ways = self._ways.get(button)
        if ways is None or not self._poise.can_attack(at):
            self._act(at, button, ActionKind.IGNORED, out)
            return
        target = self._judge.nearest(at, ways)
        if target is None:
            self._stumble(at, button, out)
        elif target.event.kind is Kind.SWEEP:
            self._evade(target, at, out)
        elif target.event.kind is Kind.DROP:
            self._finish(target, at, out, is_held=True)
        else:
            self._hit(target, at, button, default_verb(target), out)

    def _attack(self, at: SongTime, button: Button, out: list[Outcome]) -> None:
        if not self._poise.can_attack(at):
            self._act(at, button, ActionKind.IGNORED, out)
            return
        target = self._judge.nearest(at, self._ways[button])
        if target is None:
            if button in SHOTS and not self._arsenal.is_dry:
                self._arsenal.fire()
            self._stumble(at, button, out)
            return
        verb = verb_of(button, target)
        if self._play.chooses_verb and not is_right(verb, target):
            verb = default_verb(target)
        self._hit(target, at, button, verb, out)

    def _hit(self, target: Target, at: SongTime, button: Button, verb: Verb, out: list[Outcome]) -> None:
        """An attack on a target: struck, shot, thrown at, or glanced off a shield."""
        move = move_of(verb, self._en_pointe.reaches(target.at))
        if verb is not Verb.STRIKE and self._arsenal.is_dry:
            if self._arsenal.plates == 0 or verb is Verb.SHOOT_GLASS:
                self._act(at, button, ActionKind.DRY, out)
                return
            self._arsenal.throw()
            move = Move.PLATE
        elif verb is not Verb.STRIKE:
            self._arsenal.fire()
        right = is_right(verb, target)
        if target.event.kind is Kind.SHIELD and not right:
            self._stumble(at, button, out, ActionKind.GLANCED)
            return
        if move is Move.RICOCHET and target.side is not None:
            self._arsenal.hit_glass(target.side.other)
        self._en_pointe.end()
        composed = self._en_pointe.counted_as(target, move)
        judgement = self._score.answer(target, at, move, is_clumsy=not right, composed=composed)
        if verb is Verb.STRIKE and self._guns[target.number] and judgement.grade >= Grade.PERFECT:
            self._arsenal.take_round()
        self._decide(target, judgement, out)

    def _pirouette(self, at: SongTime, out: list[Outcome]) -> None:
        target = self._judge.nearest(at, int(Way.FEET))
        if target is not None:
            self._evade(target, at, out)
        elif self._dodge(at):
            self._turn(self._tempo.tick(at))
            if self._rules.weapons.turns_from_bullets:
                self._grab(at, out)
            self._act(at, Button.PIROUETTE, ActionKind.EVADED, out)
        elif (line := self._score.line(at)) is not None:
            self._turn(line * HALF_BEAT)
            if not self._grab(at, out):
                self._act(at, Button.PIROUETTE, ActionKind.FLOURISH, out)
        else:
            self._stumble(at, Button.PIROUETTE, out)

    def _evade(self, target: Target, at: SongTime, out: list[Outcome]) -> None:
        self._decide(target, self._score.answer(target, at, Move.EVADE), out)
        self._en_pointe.arm(target.event.tick, is_chosen=False)
        if self._rules.weapons.turns_from_bullets:
            self._dodge(at)
        self._grab(at, out)

    def _dodge(self, at: SongTime) -> bool:
        """A pirouette takes her out of the way of bullets. Whether there were any."""
        return self._blows.dodge(self._judge.overdue(at) if self._rules.weapons.turns_from_bullets else ())

    def _turn(self, tick: int) -> None:
        """A pirouette that nobody asked for."""
        self._score.turn()
        self._en_pointe.arm(tick, is_chosen=True)

    def _grab(self, at: SongTime, out: list[Outcome]) -> bool:
        """A plate, if a table is near and she can carry one more."""
        if self._is_table_near(at) and self._arsenal.take_plate():
            self._act(at, Button.PIROUETTE, ActionKind.PLATE_TAKEN, out)
            return True
        return False

    def _is_table_near(self, at: SongTime) -> bool:
        return self._play.has_ammunition and self._room.is_table_near(at)

    def _reload(self, at: SongTime, out: list[Outcome]) -> None:
        line = self._score.line(at)
        if line is None:
            self._stumble(at, Button.RELOAD, out)
        elif self._arsenal.is_full:
            self._act(at, Button.RELOAD, ActionKind.FLOURISH, out)
        else:
            self._arsenal.tap(line)
            self._act(at, Button.RELOAD, ActionKind.RELOAD, out)

    # ---- drops

    def _finish_down(self, at: SongTime, out: list[Outcome]) -> None:
        """FINISH goes down: on a drop it is the blow itself, before one it begins the hold."""
        target = self._judge.nearest(at, int(Way.PROP))
        if target is not None and not self._hold.can_begin(target, at):
            self._finish(target, at, out, is_held=False)
            return
        if target is None and self._hold.ahead(at) is None:
            self._stumble(at, Button.FINISH, out)
            return
        self._hold.began = at
        self._act(at, Button.FINISH, ActionKind.HOLD, out)

    def _release(self, at: SongTime, out: list[Outcome]) -> None:
        """FINISH comes up: on the drop it brings the room down, in the build it fizzles, elsewhere it is nothing."""
        began, self._hold.began = self._hold.began, None
        if began is None or self._floor.is_down(at):
            return
        target = self._judge.nearest(at, int(Way.PROP))
        if target is not None:
            self._finish(target, at, out, is_held=self._hold.can_begin(target, began))
            return
        ahead = self._hold.ahead(at)
        if ahead is not None and ahead.event.hold_at is not None and at >= ahead.event.hold_at:
            self._act(at, Button.FINISH, ActionKind.FIZZLE, out)
            self._decide(ahead, self._score.miss(ahead, at), out)

    def _finish(self, target: Target, at: SongTime, out: list[Outcome], *, is_held: bool) -> None:
        needs_hold = target.event.hold_at is not None
        move = Move.DROP_FINISHER if needs_hold else Move.ARENA_PROP
        share = 1.0 if is_held or not needs_hold else self._rules.style.not_held
        self._en_pointe.end()
        self._decide(target, self._score.answer(target, at, move, share=share), out)

    # ---- what came of it

    def _stumble(self, at: SongTime, button: Button, out: list[Outcome], kind: ActionKind = ActionKind.STUMBLE) -> None:
        self._score.stumble(at)
        self._poise.stumble(at, self._tempo.beat_length(at))
        self._act(at, button, kind, out)

    def _act(self, at: SongTime, button: Button, kind: ActionKind, out: list[Outcome]) -> None:
        action = Action(at, button, kind)
        self._actions.append(action)
        out.append(action)

    def _decide(self, target: Target, judgement: Judgement, out: list[Outcome]) -> None:
        self._judge.decide(target.number)
        if self._stage is not None:
            self._stage.show(judgement)
        out.append(judgement)

    # ---- to look at

    @property
    def now(self) -> SongTime:
        """The latest moment the fight has been told of."""
        return self._now

    @property
    def windows(self) -> HitWindows:
        """The windows this fight is judged by: the level's, at the playing speed."""
        return self._judge.windows

    @property
    def presses(self) -> tuple[Press, ...]:
        """All presses as they were counted: what a replay keeps."""
        return tuple(self._presses)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """All judgements so far, in the order they were made."""
        return tuple(self._score.judgements)

    @property
    def has_failed(self) -> bool:
        """Whether a knockdown came that the level does not allow."""
        return self._floor.has_failed

    @property
    def is_over(self) -> bool:
        """Whether she failed, or everything is decided and eight beats (or the song) have passed."""
        is_decided = self._judge.next_due == self._blows.next_at == NEVER
        return self._floor.has_failed or (is_decided and self._now >= self.ends_at)

    def view(self, now: SongTime) -> FightView:
        """The fight as it stands, seen at a moment. What falls due is only decided by `advance`: call that first."""
        if self._stage is None:
            self._stage = Stage(self.targets, self._guns, self.chart, self.setup)
            for judgement in self._score.judgements:
                self._stage.show(judgement)
        return look(
            now,
            score=self._score,
            arsenal=self._arsenal,
            poise=self._poise,
            en_pointe=self._en_pointe,
            hold=self._hold,
            blows=self._blows,
            targets=self._stage.targets_at(now),
            actions=self._actions,
            down_until=self._floor.down_until(now),
            knockdowns_left=self._floor.left,
            is_table_near=self._is_table_near(now),
            is_over=self.is_over,
            has_failed=self._floor.has_failed,
        )

    def finish(self) -> FightResult:
        """The results. Targets not decided by then count as missed in accuracy and Precision."""
        par = self.par()
        return result_of(self.level, self.setup, self._score, par, self._rules, has_failed=self._floor.has_failed)

    def par(self) -> int:
        """The style of the default bot without error, in the same setup."""
        return par_of(self.chart, self.level, self.setup, self.rules, self._rivals_style)

    def _rivals_style(self, setup: Setup) -> int:
        rival = Fight(self.chart, self.level, setup, self.rules)
        rival.advance(self.chart.audio.length)
        return rival.style_points

    @property
    def grace(self) -> Grace:
        """The Grace Meter after the last judged action."""
        return self._score.grace

    @property
    def style_points(self) -> int:
        """Style so far."""
        return self._score.style_points

    @property
    def precision(self) -> int:
        """Precision so far, as a part of the whole fight."""
        return self._score.precision.points
