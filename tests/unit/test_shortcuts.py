"""In a rush she leaves one blow for the next without the ways between: what a shortcut may look like."""

import os
from itertools import pairwise

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from rhythm_fu.chart.model import Kind, Level, Reach, Side
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.cast import Cast
from rhythm_fu.game.view.choreography import Moment, Step
from rhythm_fu.game.view.poses import Poses
from rhythm_fu.units import SongTime, ms
from tools.bake_art.rehearse import Rehearsal, a_chart, event, take

FIGURES = Figures()
MOVES = FIGURES.moves("dancer")
VERBS = ("strike", "shot", "plate", "ricochet", "wheel-kick", "headshot", "evade", "double")
BLOWS = [move for move in MOVES.values() if move.verb in VERBS]
DROPS = [move for move in MOVES.values() if move.verb == "drop"]
SAMPLE = ms(1000 / 240)


def dancer(cast: Cast, show: Rehearsal, now: int):
    return next(f for f in cast.at(show.view(now), SongTime(now)) if f.kind == "dancer")


@pytest.mark.parametrize("free_ms", [40, 60, 120])
def test_out_of_every_blow_there_is_a_way_into_every_other_and_into_a_drop(free_ms):
    poses = Poses(FIGURES, "dancer")
    cuts = {}
    for last in BLOWS:
        for move in BLOWS + DROPS:
            for facing in (1, -1):
                step = Step(Moment(SongTime(0), move.verb, 0), move, facing)
                leaves, enters = poses.shortcut(last, 1, step, ms(free_ms))
                was = (last.name, poses.frame(last.name, leaves), 1)
                now_is = (move.name, poses.frame(move.name, enters), facing)
                cuts[was, now_is] = poses.unlike(was, now_is)
    worst = max(cuts, key=lambda pair: cuts[pair])
    assert cuts[worst] < 115, worst  # pixels a joint; she is 250 high


def test_a_shortcut_does_not_depend_on_what_was_asked_before():
    steps = [Step(Moment(SongTime(0), move.verb, 0), move, 1) for move in BLOWS]
    frees = [ms(n) for n in range(1, 250, 7)]

    def asked(order: list[int]) -> list[tuple[float, float]]:
        poses, last = Poses(FIGURES, "dancer"), MOVES["echappe"]
        found = {(n, free): poses.shortcut(last, 1, step, free) for free in order for n, step in enumerate(steps)}
        return [found[n, free] for free in frees for n in range(len(steps))]

    assert asked(frees) == asked(frees[::-1])


@pytest.mark.parametrize("error_ms", [-40, 0, 57])
def test_from_a_blow_that_she_stepped_in_for_she_glides_back_and_never_darts(error_ms):
    chart = a_chart((take(8, Side.LEFT, Reach.NEAR), event(8.25, Kind.SWEEP)))
    first, second = (int(each.at) for each in chart.level(Level.HARD).events)
    cast, show = Cast(chart, Level.HARD, FIGURES), Rehearsal(chart, ms(error_ms))
    places = [dancer(cast, show, now).x_px for now in range(first, second + ms(100), SAMPLE)]
    assert max(places) - min(places) > 40
    assert max(abs(there - here) for here, there in pairwise(places)) < 10
