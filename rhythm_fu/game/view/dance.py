"""What the dancer does at a moment: tail of the last move, ways, breaths, and the lead into the next impact.

Everything between two impacts is laid out as pieces end to end; where time is short all of them hurry alike, so the
picture never jumps. A late answer moves the impact to the press; a miss draws the blow half a beat later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from rhythm_fu.fight.view import Action, ActionKind, FightView
from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.view.choreography import Choreography, Standing, Step, after
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, NEAR_PX
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import MICROS, SongTime, seconds

DANCER_ORDER: Final = 100

VERBS: Final = {
    Move.STRIKE: "strike",
    Move.SHOT: "shot",
    Move.PLATE: "plate",
    Move.WHEEL_KICK: "wheel-kick",
    Move.HEADSHOT: "headshot",
    Move.RICOCHET: "ricochet",
    Move.ARENA_PROP: "drop",
    Move.DROP_FINISHER: "drop",
    Move.EVADE: "evade",
}
ACTION_VERBS: Final = {
    ActionKind.FLOURISH: "evade",
    ActionKind.EVADED: "evade",
    ActionKind.STUMBLE: "stumble",
    ActionKind.DRY: "stumble",
    ActionKind.RELOAD: "reload",
    ActionKind.PLATE_TAKEN: "reload",
}
BREATHS: Final = {
    "fifth": "port-de-bras",
    "guard": "guard-breath",
    "aim": "aim-breath",
    "pointe": "build-hold",
    "low": "low-breath",
}
STEPS_IN: Final = frozenset({"strike", "wheel-kick"})
BODY_PX: Final = 26
"""From an attacker's middle to where a blow meets him."""

FARTHEST_STEP: Final = 72
"""More would look like a glide."""

MOST_STRETCH: Final = 1.35
"""Spare time first slows the tail by up to this, then becomes breaths."""

LONGEST_WAIT: Final = seconds(0.5)
"""Later than any window: an event that nobody judges is danced on, whatever a modifier made of it."""

LONG_REST_S: Final = 2.2
"""From here on she comes home to fifth and dances by herself."""

LONG_BUILD_S: Final = 2.8
"""A build this long begins with a deep plié; a shorter one goes straight up."""

LEAST_HURT_S: Final = 0.14
"""A shorter hurt would only flicker."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one move: from phase `p0` at `start` to phase `p1` at `end`, microseconds of the song."""

    move: MoveInfo
    facing: int
    start: int
    end: int
    p0: float = 0.0
    p1: float = 1.0

    def phase(self, now: int) -> float:
        """Where in the move she is."""
        if self.end <= self.start:
            return self.p1
        share = min(1.0, max(0.0, (now - self.start) / (self.end - self.start)))
        return self.p0 + (self.p1 - self.p0) * share


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece that has no time yet."""

    move: MoveInfo
    facing: int
    p0: float
    p1: float

    @property
    def length_s(self) -> float:
        return self.move.length_s * abs(self.p1 - self.p0)


class Dance:
    """The dancer's part of the cast. Answers depend on the view and the moment alone."""

    def __init__(
        self, choreography: Choreography, half_beat: Callable[[int], int], reach: Callable[[str], float]
    ) -> None:
        self._plan = choreography
        self._reach = cache(reach)
        self._moves = choreography.repertoire.moves
        self._half_beat = half_beat

    @property
    def steps(self) -> tuple[Step, ...]:
        """The moves as planned."""
        return self._plan.steps

    def at(self, view: FightView, now: SongTime) -> FigureAt:
        """The dancer at a moment."""
        fallen = self._fallen(view, int(now))
        piece = fallen or self._piece(view, int(now))
        phase = piece.phase(int(now))
        return FigureAt(
            "dancer",
            piece.move.name,
            phase,
            CENTRE_X + self._step_in(piece, phase),
            FLOOR_Y,
            piece.facing,
            blur=piece.move.blur_at(phase),
            order=DANCER_ORDER,
        )

    def _step_in(self, piece: Piece, phase: float) -> float:
        """A blow has to land: she goes to meet him as far as the leg or hand falls short, and is back when it ends."""
        move = piece.move
        if move.verb not in STEPS_IN:
            return 0.0
        short = min(FARTHEST_STEP, max(0.0, NEAR_PX - BODY_PX - self._reach(move.name)))
        start = move.prepared * 0.6
        share = (phase - start) / (move.impact - start) if phase < move.impact else (1 - phase) / (1 - move.impact)
        u = min(1.0, max(0.0, share))
        return piece.facing * move.side * short * u * u * (3 - 2 * u)

    def _fallen(self, view: FightView, now: int) -> Piece | None:
        """One bar on the floor: she falls, lies, and rises to be up when it ends."""
        if view.down_until is None or now >= view.down_until:
            return None
        end = int(view.down_until)
        begin = end - 8 * self._half_beat(now)
        fall, lie, rise = self._moves["knockdown"], self._moves["lie"], self._moves["rise"]
        fell, rises = begin + seconds(fall.length_s), end - seconds(rise.length_s)
        facing = self._facing(now)
        if now < fell:
            return Piece(fall, facing, begin, fell)
        if now >= rises:
            return Piece(rise, facing, rises, end)
        length = seconds(lie.length_s)
        start = fell + (now - fell) // length * length
        return Piece(lie, facing, start, start + length)

    def _facing(self, now: int) -> int:
        i = self._plan.last_before(now)
        return self._plan.steps[i].exit.facing if i >= 0 else 1

    # ---- the answers so far --------------------------------------------------------------------------------------

    def _answers(self, view: FightView) -> dict[int, Judgement]:
        """The judgement of each instant; of two at once a hit outweighs a miss."""
        found: dict[int, Judgement] = {}
        for judgement in view.judgements:
            at = int(judgement.event.at)
            if at not in found or found[at].grade is Grade.MISS:
                found[at] = judgement
        return found

    def _danced(self, i: int, answer: Judgement | None) -> Step:
        """The step as it is danced: as planned, unless the answer was another verb."""
        step = self._plan.steps[i]
        verb = VERBS.get(answer.move) if answer is not None else None
        if verb is None or step.moment.verb in {verb, "double"}:
            return step
        moment = replace(step.moment, verb=verb)
        return self._plan.repertoire.pick(moment, self._plan.before(i), self._plan.room(i), ())

    # ---- pieces ----------------------------------------------------------------------------------------------------

    def _piece(self, view: FightView, now: int) -> Piece:
        answers = self._answers(view)
        i = self._plan.last_before(now)
        if i >= 0:
            step = self._plan.steps[i]
            answer = answers.get(int(step.moment.at))
            if answer is None and now < step.moment.at + LONGEST_WAIT:  # not pressed yet: on the brink of the blow
                return self._brink(step, now)
            if answer is not None and answer.grade is not Grade.MISS and answer.judged_at > now:
                return self._brink(self._danced(i, answer), now)
        pieces = self._between(view, answers, i, now)
        return next((p for p in pieces if now < p.end), pieces[-1])

    def _brink(self, step: Step, now: int) -> Piece:
        frames = max(1, len(step.move.frames) - 1)
        phase = max(0.0, step.move.impact - 1 / frames)
        return Piece(step.move, step.facing, now, now, phase, phase)

    def _between(self, view: FightView, answers: dict[int, Judgement], i: int, now: int) -> list[Piece]:
        """Pieces from step i's impact to step i + 1's."""
        steps = self._plan.steps
        following = None
        if i + 1 < len(steps):
            following = self._danced(i + 1, answers.get(int(steps[i + 1].moment.at)))
        end = int(following.moment.at) if following else None
        opening, start, standing = self._opening(view, answers, i, end, now)
        pieces = list(opening)
        parts: list[_Part] = []
        if i >= 0 and not opening:
            step = self._danced(i, answers.get(int(steps[i].moment.at)))
            parts.append(_Part(step.move, step.facing, step.move.impact, 1.0))
            standing = step.exit
        elif opening:
            last = opening[-1]
            if last.p1 < 1.0 and last.move.verb == "hurt":
                parts.append(_Part(last.move, last.facing, last.p1, 1.0))
        for action in view.actions:
            shown = action.kind in ACTION_VERBS
            if shown and start < action.at <= now and (end is None or action.at < end - seconds(0.22)):
                laid = pieces + self._laid(parts, standing, following, start, end)
                pieces = self._cut(laid, int(action.at))
                standing, parts = self._interrupted(pieces, action)
                start = int(action.at)
        return pieces + self._laid(parts, standing, following, start, end)

    @staticmethod
    def _cut(laid: list[Piece], at: int) -> list[Piece]:
        """What was laid out, up to where a press came between."""
        kept = [p for p in laid if p.start < at]
        last = kept[-1]
        if last.end > at:
            kept[-1] = replace(last, end=at, p1=last.phase(at))
        return kept

    def _interrupted(self, pieces: list[Piece], action: Action) -> tuple[Standing, list[_Part]]:
        """A press of her own between two blows: the flourish, stumble or reload it became."""
        last = pieces[-1]
        standing = after(last.move, last.facing) if last.p1 > 0.5 else Standing(last.move.entry, last.facing)
        if standing.stance not in BREATHS:
            standing = Standing("guard", standing.facing)
        verb = ACTION_VERBS[action.kind]
        rep = self._plan.repertoire
        best = min(
            rep.of(verb),
            key=lambda m: sum(w.length_s for w, _ in rep.way(standing, Standing(m.entry, standing.facing))),
        )
        way = rep.way(standing, Standing(best.entry, standing.facing))
        parts = [_Part(m, f, 0.0, 1.0) for m, f in way] + [_Part(best, standing.facing, 0.0, 1.0)]
        return after(best, standing.facing), parts

    def _opening(
        self, view: FightView, answers: dict[int, Judgement], i: int, end: int | None, now: int
    ) -> tuple[list[Piece], int, Standing]:
        """Where the interval starts: at the impact, or with the blow that a miss drew."""
        if i < 0:
            first = int(self._plan.steps[0].moment.at) if self._plan.steps else 0
            return [], min(0, first) - 8 * MICROS, Standing()
        step = self._plan.steps[i]
        answer = answers.get(int(step.moment.at))
        at = int(step.moment.at)
        if answer is None:
            return [], at, step.exit
        if answer.grade is not Grade.MISS:
            danced = self._danced(i, answer)
            return [], max(at, int(answer.judged_at)), danced.exit
        brink = self._brink(step, at)
        lands = max(int(answer.judged_at), at if step.moment.verb == "evade" else at + self._half_beat(at))
        back = Piece(step.move, step.facing, at, lands, brink.p0, step.move.prepared)
        side = (1 if step.moment.side >= 0 else -1) * step.facing
        hurt = self._moves["hurt" if side > 0 else "hurt-behind"]
        sure = lands + seconds(0.02)  # picture time and the fight may round a moment differently
        landed = now < sure or any(blow.target == answer.target for blow in view.blows)
        if not landed or (end is not None and end - lands < seconds(LEAST_HURT_S)):
            until = lands if end is None else min(lands, end)
            return [replace(back, end=until)], until, step.entry
        jolt = lands + seconds(0.05)
        return (
            [back, Piece(hurt, step.facing, lands, jolt, hurt.impact, min(1.0, hurt.impact + 0.08))],
            jolt,
            after(hurt, step.facing),
        )

    def _laid(
        self, parts: list[_Part], standing: Standing, following: Step | None, start: int, end: int | None
    ) -> list[Piece]:
        """Parts, the way to the next move, what fills spare time, and its lead-in, laid end to end."""
        rep = self._plan.repertoire
        if following is None or end is None:
            parts = [*parts, *self._whole(rep.way(standing, Standing("fifth", standing.facing)))]
            tail = _laid_out(parts, start, start + seconds(sum(p.length_s for p in parts)))
            return [*tail, *self._alone(standing.facing, tail[-1].end if tail else start, 40)]
        goal = following.entry
        lead = _Part(following.move, following.facing, 0.0, following.move.impact)
        way = self._whole(rep.way(standing, goal))
        natural = sum(p.length_s for p in (*parts, *way, lead))
        slack = (end - start) / MICROS - natural
        if slack <= 0.02:
            return _laid_out([*parts, *way, lead], start, end)
        if slack > LONG_REST_S and standing.stance != "fifth" and following.moment.hold_at is None:
            home = Standing("fifth", standing.facing)
            parts = [*parts, *self._whole(rep.way(standing, home))]
            standing, way = home, self._whole(rep.way(home, goal))
        elif following.moment.hold_at is not None or (standing.stance == "pointe" and slack > 1.0):
            if goal.stance == "pointe" and slack > LONG_BUILD_S:  # from the ground up, slowly
                rises = _Part(self._moves["build"], goal.facing, 0.0, 1.0)
                way = [*self._whole(rep.way(standing, Standing("fifth", goal.facing))), rises]
            parts, way, standing = [*parts, *way], [], goal  # and waits up there
        first = sum(p.length_s for p in parts)
        rest = sum(p.length_s for p in (*way, lead))
        stretched = min(first * MOST_STRETCH, (end - start) / MICROS - rest) if parts else 0.0
        spare = (end - start) / MICROS - rest - stretched
        if spare < 0.3 and parts:
            stretched, spare = stretched + spare, 0.0
        middle, late = start + seconds(stretched), end - seconds(rest)
        made = _laid_out(parts, start, middle)
        if spare > 0:
            made += self._breaths(standing, middle, late)
        return made + _laid_out([*way, lead], late, end)

    @staticmethod
    def _whole(way: Iterable[tuple[MoveInfo, int]]) -> list[_Part]:
        return [_Part(move, facing, 0.0, 1.0) for move, facing in way]

    def _breaths(self, standing: Standing, start: int, end: int) -> list[Piece]:
        """So many breaths in a stance as fit, each a little slower or faster."""
        move = self._moves[BREATHS.get(standing.stance, "guard-breath")]
        count = max(1, round((end - start) / MICROS / move.length_s))
        cuts = [start + (end - start) * k // count for k in range(count + 1)]
        return [Piece(move, standing.facing, a, b) for a, b in pairwise(cuts)]

    def _alone(self, facing: int, start: int, count: int) -> list[Piece]:
        """After the last blow: a bow, then she dances for herself."""
        bow, arms = self._moves["bow"], self._moves["port-de-bras"]
        pieces, t = [], start
        for move in (arms, bow, *(arms,) * count):
            pieces.append(Piece(move, facing, t, t + seconds(move.length_s)))
            t = pieces[-1].end
        return pieces


def _laid_out(parts: list[_Part], start: int, end: int) -> list[Piece]:
    """Parts end to end, all hurried or slowed alike so that they fill the time."""
    total = sum(p.length_s for p in parts)
    if not parts or total <= 0:
        return []
    pieces, done = [], 0.0
    for part in parts:
        a = start + round((end - start) * done / total)
        done += part.length_s
        b = start + round((end - start) * done / total)
        pieces.append(Piece(part.move, part.facing, a, b, part.p0, part.p1))
    return pieces
