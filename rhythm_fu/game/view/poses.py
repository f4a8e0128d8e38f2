"""What the dancer's films look like: how far a blow reaches, how far it may begin, which poses are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import dist
from typing import Final

from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.choreography import Moment, Repertoire, Standing, Step
from rhythm_fu.game.view.layout import NEAR_PX
from rhythm_fu.game.view.line_up import ease
from rhythm_fu.units import MICROS

Point = tuple[float, float]
Pose = tuple[Point, ...]

Shown = tuple[str, int, int]
"""A picture of her: the move, the number of the frame in it, the way she faces."""

TIPS: Final = ("handL", "handR", "toeL", "toeR")


STEPS_IN: Final = frozenset({"strike", "wheel-kick"})
BODY_PX: Final = 26
"""From an attacker's middle to where a blow meets him."""

FARTHEST_STEP: Final = 68
"""More would look like a glide."""


SHORTCUT_STEP: Final = 20_000
"""Microseconds of free time that are told apart: what is worked out for one press serves for the next."""


@dataclass(frozen=True, slots=True)
class TransitRules:
    """How a press changes what was under way."""

    begun: float = 0.45
    """Of the striking limb's way from the anticipation to the blow: more would be seen to hit the air."""
    past: float = 0.5
    """Beyond this she is never seen before a press, however long the flight."""
    turned: float = 0.6
    """A turn may be as far on: it hits nobody."""
    frames_left: int = 3
    """A long flight is begun all the same: a press has at most so many frames to leap over."""
    rush: float = 2.5
    """A film may run so many times faster from the press to the impact."""
    hurry_px: float = 40
    """What each further time costs, in pixels of unlikeness."""
    brisk: float = 1.4
    """A tail and the next lead-in may run so many times faster than filmed before it costs anything."""
    slow: float = 0.8
    glide: float = 0.12
    """What a pixel costs that she has to glide within a second."""
    cut: float = 90
    """Pixels of unlikeness from which a leap is no longer seen as speed, but as another picture."""
    cut_px: float = 10
    """What each pixel beyond costs: a film that races through its last frames is still her, going somewhere."""
    longest_tail: int = 12
    """Frames of a tail after which a shortcut may still leave it."""
    way_px: float = 45
    """What a second of links to the next move costs."""


RULES: Final = TransitRules()
STRIKES: Final = frozenset({"strike", "wheel-kick", "plate", "double", "drop"})


class Poses:
    """The films of the dancer as points: hands, toes and head. Everything is worked out once."""

    def __init__(self, figures: Figures, kind: str) -> None:
        self._figures, self._kind = figures, kind
        self.moves = figures.moves(kind)
        self.short = cache(self._short)
        self.brink = cache(self._brink)
        self._pose = cache(self._read)
        self._shortcuts: dict[tuple[object, ...], tuple[float, float]] = {}

    def _short(self, name: str) -> float:
        """Pixels that a blow falls short of whom it hits, danced in the centre: so far she goes to meet him."""
        if self.moves[name].verb not in STEPS_IN:
            return 0.0
        return min(FARTHEST_STEP, max(0.0, NEAR_PX - BODY_PX - self._figures.reach(self._kind, name)))

    def step_in(self, move: MoveInfo, phase: float, facing: int) -> float:
        """How far from the centre she is: she goes to meet whom she hits, and is back when the move ends."""
        short = self.short(move.name)
        if not short:
            return 0.0
        # she is there before the blow: a late press must not fling her across
        share = phase / self.brink(move.name) if phase < move.impact else (1 - phase) / (1 - move.impact)
        return facing * move.side * short * (ease(share) + min(1.0, share)) / 2  # evener than ease alone: no dart

    def _brink(self, name: str) -> float:
        """The last phase she may show before the press: the anticipation and the very start of the blow.

        A shot may be aimed to the last: a gun that points hits nobody.
        """
        move = self.moves[name]
        last = max(1, len(move.frames) - 1)
        impact, start = round(move.impact * last), round(move.prepared * last)
        frame = impact - 1
        if move.verb in STRIKES or move.verb == "evade":
            ends = self._pose(name, impact)
            begins = self._pose(name, start)
            tip = max(range(len(TIPS)), key=lambda n: dist(begins[n], ends[n]))
            way = max(1.0, dist(begins[tip], ends[tip]))
            most = RULES.turned if move.verb == "evade" else RULES.begun
            past = [f for f in range(start, impact) if 1 - dist(self._pose(name, f)[tip], ends[tip]) / way > RULES.past]
            far = [f for f in range(start, impact) if 1 - dist(self._pose(name, f)[tip], ends[tip]) / way > most]
            frame = min(frame, max(impact - RULES.frames_left, (far[0] if far else impact) - 1))
            frame = min(frame, (past[0] if past else impact) - 1)
        return min(max(0.0, frame / last), max(0.0, move.impact - 1 / last))

    def _read(self, name: str, frame: int) -> Pose:
        atlas = self._figures.atlas(self._kind)
        number = self.moves[name].frames[frame]
        return tuple(atlas.point(number, point) for point in (*TIPS, "head", "chest"))

    def unlike(self, one: Shown, other: Shown) -> float:
        """Mean distance in pixels of two (move, frame, facing). Which hand is which can't be told in a silhouette."""
        (al, ar, bl, br, *rest), (cl, cr, dl, dr, *more) = (
            [(x * facing, y) for x, y in self._pose(name, frame)] for name, frame, facing in (one, other)
        )
        hands = min(dist(al, cl) + dist(ar, cr), dist(al, cr) + dist(ar, cl))
        toes = min(dist(bl, dl) + dist(br, dr), dist(bl, dr) + dist(br, dl))
        return (hands + toes + sum(map(dist, rest, more))) / (4 + len(rest))

    def frame(self, name: str, phase: float) -> int:
        """The number within the move of the frame at a phase."""
        last = len(self.moves[name].frames) - 1
        return min(last, max(0, round(phase * last)))

    def under_way(self, step: Step, left: int) -> float:
        """The phase she is in so many microseconds before the impact, if the lead-in runs as it was filmed."""
        move = step.move
        return max(0.0, min(self.brink(move.name), move.impact - max(0, left) / MICROS / move.length_s))

    def entry(self, step: Step, other: Shown, left: int) -> tuple[float, float]:
        """At which phase to enter a step's film out of another pose, and what it costs in pixels.

        So much of the lead-in is left as the time allows; with none, that is the impact itself.
        """
        move = step.move
        last = max(1, len(move.frames) - 1)
        best = (move.impact, self.unlike(other, (move.name, self.frame(move.name, move.impact), step.facing)))
        for frame in range(round(move.impact * last)):
            rate = (move.impact - frame / last) * move.length_s / max(left / MICROS, 1e-3)
            if rate < 2 * RULES.rush:
                cost = self.unlike(other, (move.name, frame, step.facing))
                cost += RULES.hurry_px * max(0.0, rate - RULES.rush)
                if best[0] == move.impact or cost < best[1]:
                    best = (frame / last, cost)
        return best

    def shortcut(self, last: MoveInfo, facing: int, step: Step, free: int) -> tuple[float, float]:
        """Where to leave a tail and where to enter the next lead-in when `free` microseconds are too few for both.

        Phases of the two films between which the poses are most alike and neither has to be hurried much; but rather
        any hurry than a cut. What was asked before makes no difference.
        """
        steps = max(1, free // SHORTCUT_STEP)
        key = (last.name, facing, step.move.name, step.facing, steps)
        found = self._shortcuts.get(key)
        if found is None:
            found = self._shortcuts[key] = self._shortest(last, facing, step, (steps + 0.5) * SHORTCUT_STEP / MICROS)
        return found

    def _shortest(self, last: MoveInfo, facing: int, step: Step, free_s: float) -> tuple[float, float]:
        move = step.move
        ends, goes = max(1, len(last.frames) - 1), max(1, len(move.frames) - 1)
        struck, begun = round(last.impact * ends), round(self.brink(move.name) * goes)
        best: tuple[float, tuple[float, float]] | None = None
        for leaves in range(struck + 1, min(ends, struck + RULES.longest_tail) + 1):
            here = (last.name, leaves, facing)
            tail_s = (leaves / ends - last.impact) * last.length_s
            for enters in range(max(1, begun)):
                rest_s = (move.impact - enters / goes) * move.length_s
                rate = (tail_s + rest_s) / free_s
                unlike = self.unlike(here, (move.name, enters, step.facing))
                cost = unlike + RULES.cut_px * max(0.0, unlike - RULES.cut)
                glide = self.step_in(last, leaves / ends, facing) - self.step_in(move, enters / goes, step.facing)
                cost += RULES.glide * abs(glide) * rate / max(0.05, rest_s)
                cost += RULES.hurry_px * (max(0.0, rate - RULES.brisk) + max(0.0, RULES.slow - rate))
                if best is None or cost < best[0]:
                    best = (cost, (leaves / ends, enters / goes))
        assert best is not None, "an impact is never the first frame"
        return best[1]

    def entrance(self, moves: Sequence[MoveInfo], here: Shown) -> tuple[MoveInfo, int, float]:
        """Move, facing and phase, no later than half-way to its impact, that look most like a picture of her."""
        best: tuple[float, tuple[MoveInfo, int, float]] | None = None
        for move in moves:
            last = max(1, len(move.frames) - 1)
            for frame in range(max(1, round(min(move.impact, 0.5) * last / 2))):
                for facing in (1, -1):
                    cost = self.unlike(here, (move.name, frame, facing))
                    if best is None or cost < best[0]:
                        best = (cost, (move, facing, frame / last))
        assert best is not None, "the repertoire has a move for every verb"
        return best[1]

    def switch(
        self, repertoire: Repertoire, planned: Step, moment: Moment, following: Standing | None, left: int
    ) -> Step:
        """The move that answers a moment and grows best out of what was planned for it, `left` before the impact."""
        phase = self.under_way(planned, left)
        here = (planned.move.name, self.frame(planned.move.name, phase), planned.facing)
        best: tuple[float, Step] | None = None
        for move in repertoire.of(moment.verb):
            facings = (1, -1) if moment.side == 0 else (moment.side * move.side,)
            for facing in facings:
                step = Step(moment, move, facing)
                cost = self.entry(step, here, left)[1]
                if following is not None:
                    cost += RULES.way_px * sum(link.length_s for link, _ in repertoire.way(step.exit, following))
                if best is None or cost < best[0]:
                    best = (cost, step)
        assert best is not None, "the repertoire has a move for every verb"
        return best[1]
