import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from rhythm_fu.chart.model import Event, Kind, Level, Reach, Side
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.cast import Cast
from rhythm_fu.game.view.poses import Poses
from rhythm_fu.units import SongTime, ms
from tools.bake_art.rehearse import Rehearsal, a_chart, event

FIGURES = Figures()
MOVES = FIGURES.moves("dancer")
POSES = Poses(FIGURES, "dancer")
FRAME = ms(1000 / 60)
LEFT, RIGHT = Side.LEFT, Side.RIGHT


@st.composite
def levels(draw) -> tuple[Event, ...]:
    """Events at quarter-beats with the gaps a level may have: a beat is 484 ms here."""
    made, beat = [], 4.0
    for _ in range(draw(st.integers(1, 14))):
        kind = draw(
            st.sampled_from([Kind.TAKEDOWN] * 6 + [Kind.SWEEP, Kind.DOUBLE, Kind.SHIELD, Kind.REFLECT, Kind.DROP])
        )
        side = None if kind in {Kind.SWEEP, Kind.DROP} else draw(st.sampled_from(Side))
        reach = draw(st.sampled_from(Reach)) if kind in {Kind.TAKEDOWN, Kind.REFLECT} else None
        made.append(event(beat, kind, side, reach, hold=beat - 1 if kind is Kind.DROP else None))
        beat += draw(st.sampled_from([0.25, 0.5, 0.5, 1, 1, 2, 4, 9]))
    return tuple(made)


def dancer(cast: Cast, show: Rehearsal, now: int):
    return next(f for f in cast.at(show.view(now), SongTime(now)) if f.kind == "dancer")


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(levels(), st.integers(-60, 60))
@example((event(4, Kind.DOUBLE, RIGHT), event(4.25, Kind.DOUBLE, LEFT)), 57)
@example((event(8, Kind.DOUBLE, LEFT), event(8.25, Kind.TAKEDOWN, LEFT, Reach.FAR)), 57)
@example((event(8, Kind.TAKEDOWN, LEFT, Reach.NEAR), event(8.25, Kind.DOUBLE, RIGHT)), 57)
def test_she_never_jumps(events, error_ms):
    """A new move begins where the last one ended, in stance and in side, or, in a rush, where she looks much alike."""
    chart = a_chart(events)
    cast = Cast(chart, Level.HARD, FIGURES)
    show = Rehearsal(chart, ms(error_ms))
    last = dancer(cast, show, int(events[0].at) - ms(1500))
    for now in range(int(events[0].at) - ms(1500), int(events[-1].at) + ms(800), FRAME // 4):
        here = dancer(cast, show, now)
        if (here.move, here.facing) != (last.move, last.facing):
            before, after = MOVES[last.move], MOVES[here.move]
            if here.left_behind is not None:  # a shortcut
                was, now_is = ((f.move, POSES.frame(f.move, f.phase), f.facing) for f in (last, here))
                least_likely = 180 if before.verb == "drop" else 125  # pixels a joint; a drop is a flight
                assert POSES.unlike(was, now_is) < least_likely, (now, last, here)
                assert abs(here.x_px - last.x_px) < 12, (now, last, here)
                last = here
                continue
            turned = before.exit.startswith("~")
            assert before.exit.lstrip("~") == after.entry or here.phase > 0.4, (now, last, here)
            assert here.facing == (-last.facing if turned else last.facing), (now, last, here)
        last = here


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(levels(), st.integers(-60, 60))
def test_every_impact_comes_when_it_should(events, error_ms):
    chart = a_chart(events)
    cast = Cast(chart, Level.HARD, FIGURES)
    show = Rehearsal(chart, ms(error_ms))
    for hit in events:
        at = int(hit.at) + max(0, ms(error_ms))
        figure = dancer(cast, show, at)
        move = MOVES[figure.move]
        assert figure.phase == move.impact, (hit, figure)
        if hit.side is not None and hit.kind is not Kind.DOUBLE:
            assert figure.facing * move.side == (1 if hit.side is Side.RIGHT else -1)


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(levels(), st.sets(st.integers(0, 14)), st.integers(0, 4_000_000))
def test_there_is_always_somebody_to_draw(events, missed, later):
    chart = a_chart(events)
    cast = Cast(chart, Level.HARD, FIGURES)
    show = Rehearsal(chart, missed=frozenset(missed))
    for now in range(0, int(events[-1].at) + later, ms(190)):
        for figure in cast.at(show.view(now), SongTime(now)):
            assert figure.move in FIGURES.moves(figure.kind)
            assert 0 <= figure.phase <= 1
            assert 0 <= figure.alpha <= 1
