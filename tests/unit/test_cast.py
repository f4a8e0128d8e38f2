"""The dancer: every answer at its moment, every pose out of the one before."""

import os
from dataclasses import replace
from math import dist

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from rhythm_fu.chart.model import Kind, Level, Reach, Side
from rhythm_fu.fight.view import Action, ActionKind
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.cast import Cast
from rhythm_fu.game.view.layout import CENTRE_X, NEAR_PX
from rhythm_fu.game.view.poses import TIPS, Poses
from rhythm_fu.judge.model import Button, Move
from rhythm_fu.units import SongTime, ms
from tools.bake_art.rehearse import EVENTS, Rehearsal, a_chart, event, take

FIGURES = Figures()
CHART = a_chart()


def dancer(cast: Cast, show: Rehearsal, now: int):
    return next(f for f in cast.at(show.view(now), SongTime(now)) if f.kind == "dancer")


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(CHART, Level.HARD, FIGURES)


def test_every_exact_answer_is_at_its_impact_at_the_event(cast):
    show = Rehearsal(CHART)
    for each in EVENTS:
        figure = dancer(cast, show, int(each.at))
        move = FIGURES.moves("dancer")[figure.move]
        assert figure.phase == pytest.approx(move.impact), (each, figure)


def test_an_early_press_still_strikes_on_the_event_and_a_late_one_at_the_press(cast):
    for error, at in ((-ms(60), 0), (ms(60), ms(60))):
        show = Rehearsal(CHART, error)
        for each in EVENTS:
            figure = dancer(cast, show, int(each.at) + at)
            assert figure.phase == pytest.approx(FIGURES.moves("dancer")[figure.move].impact), (error, each)


def test_until_a_late_press_she_stays_on_the_brink(cast):
    show = Rehearsal(CHART, ms(60))
    for each in EVENTS[:10]:
        figure = dancer(cast, show, int(each.at) + ms(40))
        assert figure.phase < FIGURES.moves("dancer")[figure.move].impact


def test_a_miss_hurts_her_half_a_beat_later_and_the_attacker_strikes_then(cast):
    show = Rehearsal(CHART, missed=frozenset({1}))
    lands = int(EVENTS[1].at) + CHART.tempo.beat_length(0) // 2
    everybody = cast.at(show.view(lands), SongTime(lands))
    assert next(f for f in everybody if f.kind == "dancer").move.startswith("hurt")
    blows = [f for f in everybody if f.move == "blow"]
    assert blows
    assert blows[0].phase == pytest.approx(FIGURES.moves(blows[0].kind)["blow"].impact, abs=0.02)


def test_strikes_go_where_the_attacker_stands(cast):
    for step in cast.steps:
        if step.moment.side:
            assert step.facing * step.move.side == step.moment.side


def test_the_same_view_and_moment_give_the_same_figures():
    now = SongTime(int(EVENTS[7].at) + ms(33))
    views = [Rehearsal(CHART).view(now) for _ in range(2)]
    assert Cast(CHART, Level.HARD, FIGURES).at(views[0], now) == Cast(CHART, Level.HARD, FIGURES).at(views[1], now)


def between_the_last_two() -> int:
    """A moment with nothing to answer for a while: a beat after the last but one event."""
    return int(EVENTS[-2].at) + CHART.tempo.beat_length(0)


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (ActionKind.FLOURISH, "evade"),
        (ActionKind.STUMBLE, "stumble"),
        (ActionKind.RELOAD, "reload"),
        (ActionKind.EVADED, "evade"),
    ],
)
def test_a_press_of_her_own_is_seen(cast, kind, verb):
    pressed = between_the_last_two()
    action = Action(SongTime(pressed), Button.PIROUETTE, kind)
    seen = set()
    for now in range(pressed, pressed + ms(700), ms(20)):
        view = replace(Rehearsal(CHART).view(now), actions=(action,))
        seen.add(FIGURES.moves("dancer")[next(f.move for f in cast.at(view, SongTime(now)) if f.kind == "dancer")].verb)
    assert verb in seen


def test_a_press_that_does_nothing_changes_nothing(cast):
    now = between_the_last_two() + ms(200)
    view = Rehearsal(CHART).view(now)
    idle = Action(SongTime(now - ms(100)), Button.STRIKE_LEFT, ActionKind.IGNORED)
    assert cast.at(replace(view, actions=(idle,)), SongTime(now)) == cast.at(view, SongTime(now))


def test_a_flourish_never_delays_the_next_impact(cast):
    at = int(EVENTS[1].at)
    view = replace(
        Rehearsal(CHART).view(at), actions=(Action(SongTime(at - ms(300)), Button.PIROUETTE, ActionKind.FLOURISH),)
    )
    figure = next(f for f in cast.at(view, SongTime(at)) if f.kind == "dancer")
    assert figure.phase == pytest.approx(FIGURES.moves("dancer")[figure.move].impact)


def test_knocked_down_she_falls_lies_and_is_up_again_after_a_bar(cast):
    bar = 4 * CHART.tempo.beat_length(0)
    up = between_the_last_two() + bar
    shown = []
    for now in range(up - bar, up, ms(50)):
        view = replace(Rehearsal(CHART).view(now), down_until=SongTime(up))
        shown.append(next(f.move for f in cast.at(view, SongTime(now)) if f.kind == "dancer"))
    assert list(dict.fromkeys(shown)) in (["knockdown", "lie", "rise"], ["knockdown", "rise"])
    assert FIGURES.moves("dancer")["rise"].exit == "guard"


def test_in_a_build_she_waits_on_pointe_for_the_drop(cast):
    drop = next(e for e in EVENTS if e.kind is Kind.DROP)
    now = int(drop.at) - CHART.tempo.beat_length(0)
    figure = dancer(cast, Rehearsal(CHART), now)
    assert FIGURES.moves("dancer")[figure.move].entry == "pointe"


def test_a_long_build_begins_on_the_ground():
    long = (take(4, Side.RIGHT, Reach.NEAR), event(20, Kind.DROP, hold=8))
    cast, show = Cast(a_chart(long), Level.HARD, FIGURES), Rehearsal(a_chart(long))
    shown = [dancer(cast, show, now).move for now in range(int(long[0].at), int(long[1].at), ms(50))]
    assert "build" in shown
    assert shown.index("build") < shown.index("build-hold")


def test_a_shot_instead_of_the_planned_strike_is_shown_as_a_shot(cast):
    at = int(EVENTS[0].at)
    view = Rehearsal(CHART).view(at)
    shot = replace(view.judgements[-1], move=Move.SHOT)
    figure = next(f for f in cast.at(replace(view, judgements=(shot,)), SongTime(at)) if f.kind == "dancer")
    move = FIGURES.moves("dancer")[figure.move]
    assert move.verb == "shot"
    assert figure.phase == pytest.approx(move.impact)


def test_a_strike_reaches_its_mark(cast):
    show = Rehearsal(CHART)
    for step in cast.steps:
        if step.move.verb in {"strike", "wheel-kick"}:
            figure = dancer(cast, show, int(step.moment.at))
            tip = figure.x_px - CENTRE_X + step.moment.side * FIGURES.reach("dancer", figure.move)
            assert NEAR_PX - 70 < step.moment.side * tip <= NEAR_PX, step.move.name


def test_she_is_back_in_the_centre_between_blows(cast):
    now = int(EVENTS[-1].at) - ms(900)
    assert dancer(cast, Rehearsal(CHART), now).x_px == CENTRE_X


def test_with_sides_exchanged_she_strikes_to_the_other_side(cast):
    charted = next(e for e in EVENTS if e.kind is Kind.TAKEDOWN)
    swapped = a_chart(tuple(replace(e, side=e.side.other) if e.side else e for e in EVENTS))
    at = int(charted.at)
    ahead, behind = (dancer(cast, Rehearsal(chart), at) for chart in (CHART, swapped))
    sides = [f.facing * FIGURES.moves("dancer")[f.move].side for f in (ahead, behind)]
    assert sides == [1, -1]


def test_an_event_nobody_judges_does_not_stop_the_dance(cast):
    now = int(EVENTS[-1].at) + ms(1500)
    view = replace(Rehearsal(CHART).view(now), judgements=(), targets=())
    figure = next(f for f in cast.at(view, SongTime(now)) if f.kind == "dancer")
    assert figure.phase != cast.steps[-1].move.impact


def striking_tip(name: str, phase: float) -> tuple[float, float]:
    """Of hands and toes the one that the impact moves most."""
    move, atlas = FIGURES.moves("dancer")[name], FIGURES.atlas("dancer")
    points = [[atlas.point(move.frame(p), t) for t in TIPS] for p in (move.prepared, move.impact, phase)]
    farthest = max(range(len(TIPS)), key=lambda n: dist(points[0][n], points[1][n]))
    return dist(points[2][farthest], points[1][farthest]), dist(points[0][farthest], points[1][farthest])


def test_without_a_press_she_holds_the_anticipation_and_hits_no_air():
    cast, show = Cast(CHART, Level.HARD, FIGURES), Rehearsal(CHART, missed=frozenset(range(40)))
    strikes = [s for s in cast.steps if s.move.verb == "strike"]
    for step in strikes:
        at = int(step.moment.at)
        for now in range(at - ms(40), at + ms(119), ms(8)):
            figure = dancer(cast, show, now)
            if figure.move == step.move.name:
                away, way = striking_tip(figure.move, figure.phase)
                assert away > 0.5 * way, (step.move.name, figure.phase)
        assert figure.move == step.move.name


def answered_otherwise(show: Rehearsal, now: int, at: int, move: Move):
    """The view, with one instant answered by another verb than charted."""
    view = show.view(now)
    return replace(view, judgements=tuple(replace(j, move=move) if j.event.at == at else j for j in view.judgements))


@pytest.mark.parametrize("early", [20, 50, 90])
def test_another_verb_is_entered_where_it_looks_like_what_was_under_way_and_lands_on_the_event(cast, early):
    show, poses = Rehearsal(CHART, -ms(early)), Poses(FIGURES, "dancer")
    for each in [e for e in EVENTS if e.kind is Kind.TAKEDOWN][:8]:
        at, pressed = int(each.at), int(each.at) - ms(early)
        answer = Move.SHOT if each.reach is Reach.NEAR else Move.STRIKE

        def shown(now: int, at: int = at, answer: Move = answer) -> FigureAt:
            view = answered_otherwise(show, now, at, answer)
            return next(f for f in cast.at(view, SongTime(now)) if f.kind == "dancer")

        def key(figure: FigureAt) -> tuple[str, int, int]:
            return figure.move, poses.frame(figure.move, figure.phase), figure.facing

        before, entered, lands = shown(pressed - 1000), shown(pressed), shown(at)
        assert lands.phase == pytest.approx(FIGURES.moves("dancer")[lands.move].impact)
        assert FIGURES.moves("dancer")[lands.move].verb == answer.value
        if entered.move != before.move:
            assert entered.left_behind is not None
            assert poses.unlike(key(before), key(entered)) < 45  # pixels a joint, of a figure 250 high
            assert abs(entered.x_px - before.x_px) < 8


def test_en_pointe_she_prepares_the_kick_that_a_press_will_be(cast):
    strike = next(e for e in EVENTS if e.kind is Kind.TAKEDOWN and e.reach is Reach.NEAR)
    now = int(strike.at) - ms(90)
    view = replace(Rehearsal(CHART).view(now), is_armed=True, armed_until=strike.at)
    figure = next(f for f in cast.at(view, SongTime(now)) if f.kind == "dancer")
    assert FIGURES.moves("dancer")[figure.move].verb == "wheel-kick"


def test_the_missed_side_of_a_double_hurts_her_though_she_hit_the_other(cast):
    number = sum(2 if e.kind is Kind.DOUBLE else 1 for e in EVENTS[: [e.kind for e in EVENTS].index(Kind.DOUBLE)])
    double = next(e for e in EVENTS if e.kind is Kind.DOUBLE)
    show = Rehearsal(CHART, missed=frozenset({number}))
    lands = int(double.at) + CHART.tempo.beat_length(0) // 2
    assert not dancer(cast, show, lands - ms(5)).move.startswith("hurt")
    assert dancer(cast, show, lands + ms(5)).move.startswith("hurt")


@pytest.mark.parametrize("kind", [ActionKind.FLOURISH, ActionKind.RELOAD, ActionKind.STUMBLE])
@pytest.mark.parametrize("after_ms", [60, 180, 400])
def test_a_press_of_her_own_grows_out_of_the_pose_she_is_in(cast, kind, after_ms):
    poses = Poses(FIGURES, "dancer")
    pressed = int(EVENTS[-2].at) + ms(after_ms)
    action = Action(SongTime(pressed), Button.PIROUETTE, kind)
    shown = []
    for now in (pressed - 1000, pressed + 1000):
        actions = (action,) if now > pressed else ()
        view = replace(Rehearsal(CHART).view(now), actions=actions)
        shown.append(next(f for f in cast.at(view, SongTime(now)) if f.kind == "dancer"))
    before, then = ((f.move, poses.frame(f.move, f.phase), f.facing) for f in shown)
    assert then[0] != before[0]
    assert shown[1].left_behind is not None
    assert poses.unlike(before, then) < 60  # pixels a joint; she is 250 high


def test_a_late_press_never_flings_her_across_and_shows_what_it_leapt_over(cast):
    poses = Poses(FIGURES, "dancer")
    show, late = Rehearsal(CHART, ms(60)), 0
    for step in (s for s in cast.steps if s.move.verb == "strike"):
        pressed = int(step.moment.at) + ms(60)
        before, after = (dancer(cast, show, now) for now in (pressed - 1000, pressed))
        if before.move != after.move:
            continue
        late += 1
        assert abs(after.x_px - before.x_px) < 4, step.move.name
        leapt = poses.frame(after.move, after.phase) - poses.frame(before.move, before.phase)
        assert leapt <= 5
        assert after.left_behind is not None
        assert len(after.left_behind.between) == leapt - 1
    assert late > 5


def test_a_blow_throws_her_out_of_the_pose_she_was_in(cast):
    first = EVENTS[0]
    show = Rehearsal(CHART, missed=frozenset({0}))
    lands = int(first.at) + CHART.tempo.beat_length(0) // 2
    before, struck, later = (dancer(cast, show, lands + ms(after)) for after in (-1, 1, 120))
    assert (struck.left_behind.move, struck.left_behind.facing) == (before.move, before.facing)
    assert struck.left_behind.solid > 0.5
    assert struck.phase < FIGURES.moves("dancer")[struck.move].impact
    assert abs(struck.x_px - before.x_px) < 4
    assert later.left_behind is None


def test_in_a_rush_she_takes_a_shortcut_between_poses_that_look_alike():
    rush = tuple(take(8 + n * 0.4, (Side.RIGHT, Side.LEFT)[n % 2], Reach.NEAR) for n in range(12))
    cast, show, poses = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush)), Poses(FIGURES, "dancer")
    leaps, last = [], dancer(cast, show, int(rush[0].at))
    for now in range(int(rush[0].at), int(rush[-1].at), ms(4)):
        here = dancer(cast, show, now)
        if here.move != last.move:
            was, is_now = ((f.move, poses.frame(f.move, f.phase), f.facing) for f in (last, here))
            leaps.append(poses.unlike(was, is_now))
            assert abs(here.x_px - last.x_px) < 6
        last = here
    assert len(leaps) >= 10
    assert sum(leaps) / len(leaps) < 45  # pixels a joint; she is 250 high
