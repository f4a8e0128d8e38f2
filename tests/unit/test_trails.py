"""The light a limb leaves follows the arc it came, frames that a press leapt over included."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import dist

from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.trails import LEAST_PX, STEP, Knot, curved, trail

FIGURES = Figures()
MOVES = FIGURES.moves("dancer")
KICK = MOVES["battement"]
STANDING = FigureAt("dancer", KICK.name, 0.0, 640, 532)


def at_phase(phase: float) -> FigureAt:
    return replace(STANDING, phase=phase)


def danced(picture: int) -> FigureAt:
    """The kick as filmed, its impact at 0."""
    return at_phase(min(1.0, max(0.0, KICK.impact + picture / 1_000_000 / KICK.length_s)))


def leapt(picture: int) -> FigureAt:
    """A late press: five frames before the impact until 0, then the impact."""
    return at_phase(KICK.impact if picture >= 0 else KICK.impact - 5 / (len(KICK.frames) - 1))


def trail_at(how: Callable[[int], FigureAt], picture: int) -> list[Knot]:
    return trail(how(picture), lambda ago: how(picture - ago), MOVES, FIGURES)


def test_a_kick_leaves_the_arc_its_foot_came():
    knots = trail_at(danced, 0)
    foot = FIGURES.point(danced(0), "foot")
    assert dist(knots[0][:2], foot) < 30
    assert sum(dist(a[:2], b[:2]) for a, b in pairwise(knots)) > LEAST_PX
    assert all(a[2] >= b[2] for a, b in pairwise(knots))


def test_a_leap_over_frames_is_an_arc_too_and_no_straight_line():
    knots = trail_at(leapt, 0)
    frames = {FIGURES.point(at_phase(KICK.impact - back / (len(KICK.frames) - 1)), "toeR") for back in range(1, 5)}
    frames |= {FIGURES.point(at_phase(KICK.impact - back / (len(KICK.frames) - 1)), "toeL") for back in range(1, 5)}
    between = [knot for knot in knots if knot[:2] in frames]
    assert len(between) >= 3


def test_after_the_blow_the_trail_fades():
    levels = [max((k[2] for k in trail_at(leapt, STEP * n)[1:]), default=0.0) for n in range(7)]
    assert levels[0] > levels[2] > levels[-1] == 0.0


def test_who_stands_leaves_nothing():
    assert trail_at(lambda _: at_phase(0.3), 0) == []


def test_a_curve_runs_through_its_knots_and_never_brightens_beyond_them():
    knots = [(0.0, 0.0, 1.0), (30.0, 5.0, 0.7), (50.0, 40.0, 0.2), (52.0, 80.0, 0.0)]
    path = curved(knots)
    assert [path[3 * n] for n in range(4)] == knots
    assert all(0 <= light <= 1 for *_, light in path)
