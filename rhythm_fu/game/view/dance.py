"""What the dancer does at a moment: tail of the last move, ways, breaths, and the lead into the next impact.

Everything between two impacts is laid out as pieces end to end; where time is short all of them hurry alike, so the
picture never jumps. Before the press a lead-in stops on the brink of the blow. A late answer moves the impact to the
press, another verb than planned is entered where it looks most like what was under way, and a miss draws the blow half
a beat later.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rhythm_fu.fight.view import Action, FightView
from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.view.choreography import ACTION_VERBS, FORESEEN, VERBS, Choreography, Standing, Step, after
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y
from rhythm_fu.game.view.leaps import across, left, smear
from rhythm_fu.game.view.pieces import OutOf, Part, Piece, cut_at, entered, laid_out, whole
from rhythm_fu.game.view.poses import Poses, Shown
from rhythm_fu.judge.model import Grade, Judgement
from rhythm_fu.units import MICROS, SongTime, ms, seconds

DANCER_ORDER: Final = 100

BREATHS: Final = {
    "fifth": "port-de-bras",
    "guard": "guard-breath",
    "aim": "aim-breath",
    "pointe": "build-hold",
    "low": "low-breath",
}
RUSH: Final = 1.9
"""Tail, way and lead-in hurried by more than this would flicker: then she takes a shortcut from film to film."""

MOST_STRETCH: Final = 1.35
"""Spare time first slows the tail by up to this, then becomes breaths."""

LONGEST_WAIT: Final = seconds(0.5)
"""Later than any window: an event that nobody judges is danced on, whatever a modifier made of it."""

LONG_REST_S: Final = 2.2
"""From here on she comes home to fifth and dances by herself."""

LONG_BUILD_S: Final = 2.8
"""A build this long begins with a deep plié; a shorter one goes straight up."""

LEAP: Final = ms(40)
"""An early press this close to its event has no time for the frames between: it leaps over them as a late one does."""

KEPT_SWITCHES: Final = 200

FLINCH: Final = 0.5
"""Of a hurt's way into the recoil, where she is when the blow lands: begun, so that she is seen to be thrown."""

LEAST_HURT_S: Final = 0.14
"""A shorter hurt would only flicker."""


class Dance:
    """The dancer's part of the cast. Answers depend on the view and the moment alone."""

    def __init__(self, choreography: Choreography, half_beat: Callable[[int], int], poses: Poses) -> None:
        self._plan = choreography
        self._poses = poses
        self._moves = choreography.repertoire.moves
        self._half_beat = half_beat
        self._switched: dict[tuple[int, str, int], Step] = {}
        self._entered: dict[tuple[str, Shown], tuple[MoveInfo, int, float]] = {}

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
            CENTRE_X
            + self._poses.step_in(piece.move, phase, piece.facing)
            + across(self._poses, piece, phase, int(now)),
            FLOOR_Y,
            piece.facing,
            blur=piece.move.blur_at(phase),
            order=DANCER_ORDER,
            left_behind=smear(self._poses, piece, phase, int(now)),
        )

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
        if answer is None or verb is None or step.moment.verb in {verb, "double"}:
            return step
        left = max(0, int(step.moment.at) - int(answer.judged_at))
        return self._instead(i, verb, left)

    def _instead(self, i: int, verb: str, left: int) -> Step:
        """Another verb than planned: one that can be foreseen is prepared; the rest grow out of what was planned."""
        found = self._switched.get((i, verb, left))
        if found is None:
            step = self._plan.steps[i]
            moment = replace(step.moment, verb=verb)
            if (step.moment.verb, verb) in {(planned, other) for (planned, _), other in FORESEEN.items()}:
                found = self._plan.repertoire.pick(moment, self._plan.before(i), self._plan.room(i), ())
            else:
                goal = self._plan.steps[i + 1].entry if i + 1 < len(self._plan.steps) else None
                found = self._poses.switch(self._plan.repertoire, step, moment, goal, left)
            if len(self._switched) >= KEPT_SWITCHES:
                self._switched.clear()
            self._switched[i, verb, left] = found
        return found

    def _expected(self, view: FightView, i: int) -> Step:
        """The step she prepares: as planned, or what being en pointe or out of rounds makes of it."""
        step = self._plan.steps[i]
        state = ""
        if view.is_armed and view.armed_until >= step.moment.at:
            state = "en pointe"
        elif view.rounds == 0 and view.plates > 0:
            state = "dry"
        verb = FORESEEN.get((step.moment.verb, state))
        return self._instead(i, verb, 0) if verb else step

    # ---- pieces ----------------------------------------------------------------------------------------------------

    def _piece(self, view: FightView, now: int) -> Piece:
        answers = self._answers(view)
        i = self._plan.last_before(now)
        if i >= 0:
            step = self._plan.steps[i]
            answer = answers.get(int(step.moment.at))
            unpressed = answer is None and now < step.moment.at + LONGEST_WAIT
            if unpressed or (answer is not None and answer.grade is not Grade.MISS and answer.judged_at > now):
                return self._brink(self._expected(view, i), now)
        pieces = self._between(view, answers, i, now)
        return next((p for p in pieces if now < p.end), pieces[-1])

    def _brink(self, step: Step, now: int) -> Piece:
        phase = self._poses.brink(step.move.name)
        return Piece(step.move, step.facing, now, now, phase, phase)

    def _between(self, view: FightView, answers: dict[int, Judgement], i: int, now: int) -> list[Piece]:
        """Pieces from step i's impact to step i + 1's."""
        steps = self._plan.steps
        following, answer = None, None
        if i + 1 < len(steps):
            following = self._expected(view, i + 1)
            answer = answers.get(int(following.moment.at))
        end = int(following.moment.at) if following else None
        opening, start, standing = self._opening(view, answers, i, end, now)
        pieces = list(opening)
        parts: list[Part] = []
        if i >= 0 and not opening:
            step = self._danced(i, answers.get(int(steps[i].moment.at)))
            parts.append(Part(step.move, step.facing, step.move.impact, 1.0))
            standing = step.exit
        elif opening:
            last = opening[-1]
            if last.p1 < 1.0 and last.move.verb == "hurt":
                parts.append(Part(last.move, last.facing, last.p1, 1.0))
        out_of: OutOf | None = None
        for at, action in self._interruptions(view, answers, i):
            least = 0.22 if action is not None else LEAST_HURT_S
            if start < at <= now and (end is None or at < end - seconds(least)):
                pieces = cut_at(pieces + entered(self._laid(parts, standing, following, start, end), out_of), at)
                last = pieces[-1]
                standing, parts = self._interrupted(last, action) if action is not None else self._hit(last)
                start, out_of = at, left(self._poses, last, at)
        pieces += entered(self._laid(parts, standing, following, start, end), out_of)
        if i >= 0 and not opening:
            pieces = self._leapt(pieces, i, answers)
        if following is None or end is None:
            return pieces
        held = self._held(pieces, following)
        if answer is None or answer.grade is Grade.MISS or answer.judged_at >= end:
            return held
        danced, at = self._danced(i + 1, answer), max(int(answer.judged_at), pieces[0].start + 1)
        if (danced.move, danced.facing) == (following.move, following.facing) and at <= held[-1].start:
            return pieces  # pressed on the way to the brink: nothing was held back
        return self._pressed(held, danced, at)

    def _held(self, pieces: list[Piece], following: Step) -> list[Piece]:
        """The lead-in up to the brink, where she waits for the press."""
        last, brink = pieces[-1], self._poses.brink(following.move.name)
        if last.move is not following.move or last.p1 <= brink or last.p0 >= brink:
            return pieces
        there = last.start + round((last.end - last.start) * (brink - last.p0) / (last.p1 - last.p0))
        last = replace(last, glides_until=last.end)  # whatever way is left she covers while she waits
        return [*pieces[:-1], replace(last, end=there, p1=brink), replace(last, start=there, p0=brink, p1=brink)]

    def _pressed(self, pieces: list[Piece], danced: Step, at: int) -> list[Piece]:
        """From an early press to the impact on the event: on, or across into the film of another move."""
        end, kept = pieces[-1].end, cut_at(pieces, at)
        last = kept[-1]
        phase = last.phase(at)
        if (last.move, last.facing) == (danced.move, danced.facing):
            enters, out_of = phase, last.out_of
        else:
            here = (last.move.name, self._poses.frame(last.move.name, phase), last.facing)
            enters, out_of = self._poses.entry(danced, here, end - at)[0], left(self._poses, last, at)
        return [*kept, Piece(danced.move, danced.facing, at, end, enters, danced.move.impact, out_of)]

    def _leapt(self, pieces: list[Piece], i: int, answers: dict[int, Judgement]) -> list[Piece]:
        """A press on the event or after it shows the impact at once; what it leapt over stays as an image."""
        planned, answer = self._plan.steps[i], answers.get(int(self._plan.steps[i].moment.at))
        if answer is None or answer.grade is Grade.MISS or not pieces or answer.judged_at < planned.moment.at - LEAP:
            return pieces
        first = pieces[0]
        brink = self._poses.brink(planned.move.name)
        x = self._poses.step_in(planned.move, brink, planned.facing)
        return [replace(first, out_of=OutOf(planned.move, brink, planned.facing, first.start, x)), *pieces[1:]]

    def _interruptions(self, view: FightView, answers: dict[int, Judgement], i: int) -> list[tuple[int, Action | None]]:
        """What comes between two impacts, in order: presses of her own, and the blow of a double's missed side."""
        found: list[tuple[int, Action | None]] = [
            (int(action.at), action) for action in view.actions if action.kind in ACTION_VERBS
        ]
        at = int(self._plan.steps[i].moment.at) if i >= 0 else None
        answer = answers.get(at) if at is not None else None
        if answer is not None and answer.grade is not Grade.MISS:
            missed = {j.target for j in view.judgements if j.grade is Grade.MISS and int(j.event.at) == at}
            found += [(int(blow.at), None) for blow in view.blows if blow.target in missed]
        return sorted(found, key=lambda each: each[0])

    def _hit(self, last: Piece) -> tuple[Standing, list[Part]]:
        """Struck in the middle of something."""
        hurt = self._moves["hurt"]
        return after(hurt, last.facing), [Part(hurt, last.facing, hurt.impact * FLINCH, 1.0)]

    def _interrupted(self, last: Piece, action: Action) -> tuple[Standing, list[Part]]:
        """A press of her own between two blows: the flourish, stumble or reload it became."""
        key = (ACTION_VERBS[action.kind], (last.move.name, self._poses.frame(last.move.name, last.p1), last.facing))
        found = self._entered.get(key)
        if found is None:
            found = self._entered[key] = self._poses.entrance(self._plan.repertoire.of(key[0]), key[1])
        move, facing, phase = found
        return after(move, facing), [Part(move, facing, phase, 1.0)]

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
        brink = self._brink(self._expected(view, i), at)
        lands = max(int(answer.judged_at), at if step.moment.verb == "evade" else at + self._half_beat(at))
        back = Piece(step.move, step.facing, at, lands, brink.p0, step.move.prepared)
        side = (1 if step.moment.side >= 0 else -1) * step.facing
        hurt = self._moves["hurt" if side > 0 else "hurt-behind"]
        struck = left(self._poses, back, lands)
        sure = lands + seconds(0.02)  # picture time and the fight may round a moment differently
        landed = now < sure or any(blow.target == answer.target for blow in view.blows)
        if not landed or (end is not None and end - lands < seconds(LEAST_HURT_S)):
            until = lands if end is None else min(lands, end)
            return [replace(back, end=until)], until, step.entry
        jolt = lands + seconds(0.05)
        return (
            [back, Piece(hurt, step.facing, lands, jolt, hurt.impact * FLINCH, min(1.0, hurt.impact + 0.02), struck)],
            jolt,
            after(hurt, step.facing),
        )

    def _laid(
        self, parts: list[Part], standing: Standing, following: Step | None, start: int, end: int | None
    ) -> list[Piece]:
        """Parts, the way to the next move, what fills spare time, and its lead-in, laid end to end."""
        rep = self._plan.repertoire
        if following is None or end is None:
            parts = [*parts, *whole(rep.way(standing, Standing("fifth", standing.facing)))]
            tail = laid_out(parts, start, start + seconds(sum(p.length_s for p in parts)))
            return [*tail, *self._alone(standing.facing, tail[-1].end if tail else start, 40)]
        goal = following.entry
        lead = Part(following.move, following.facing, 0.0, following.move.impact)
        way = whole(rep.way(standing, goal))
        natural = sum(p.length_s for p in (*parts, *way, lead))
        slack = (end - start) / MICROS - natural
        if len(parts) == 1 and parts[0].p0 == parts[0].move.impact and natural * MICROS > RUSH * (end - start):
            return self._shortcut(parts[0], following, start, end)
        if slack <= 0.02:
            return laid_out([*parts, *way, lead], start, end)
        if slack > LONG_REST_S and standing.stance != "fifth" and following.moment.hold_at is None:
            home = Standing("fifth", standing.facing)
            parts = [*parts, *whole(rep.way(standing, home))]
            standing, way = home, whole(rep.way(home, goal))
        elif following.moment.hold_at is not None or (standing.stance == "pointe" and slack > 1.0):
            if goal.stance == "pointe" and slack > LONG_BUILD_S:  # from the ground up, slowly
                rises = Part(self._moves["build"], goal.facing, 0.0, 1.0)
                way = [*whole(rep.way(standing, Standing("fifth", goal.facing))), rises]
            parts, way, standing = [*parts, *way], [], goal  # and waits up there
        first = sum(p.length_s for p in parts)
        rest = sum(p.length_s for p in (*way, lead))
        stretched = min(first * MOST_STRETCH, (end - start) / MICROS - rest) if parts else 0.0
        spare = (end - start) / MICROS - rest - stretched
        if spare < 0.3 and parts:
            stretched, spare = stretched + spare, 0.0
        middle, late = start + seconds(stretched), end - seconds(rest)
        made = laid_out(parts, start, middle)
        if spare > 0:
            made += self._breaths(standing, middle, late)
        return made + laid_out([*way, lead], late, end)

    def _shortcut(self, tail: Part, following: Step, start: int, end: int) -> list[Piece]:
        """No time to end a blow before the next: out of its tail into the lead-in where they look most alike."""
        move = following.move
        leaves, enters = self._poses.shortcut(tail.move, tail.facing, following, end - start)
        first = (leaves - tail.p0) * tail.move.length_s
        rest = (move.impact - enters) * move.length_s
        there = start + round((end - start) * first / (first + rest))
        first_part = Piece(tail.move, tail.facing, start, there, tail.p0, leaves)
        out_of = left(self._poses, first_part, there)
        return [first_part, Piece(move, following.facing, there, end, enters, move.impact, out_of)]

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
