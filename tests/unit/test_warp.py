from dataclasses import replace

import pytest

from rhythm_fu.chart import Kind, Level, Reach, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.view.warp import Warp, impact_at, slowed, stopped
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import SongTime, ms
from tests.unit.chart_samples import level_of
from tests.unit.stage_samples import a_night, a_view, at, event


def warped(beat_from: float, beat_to: float, **how: bool) -> list[tuple[int, int]]:
    """Song time and picture time through a stretch of the night, millisecond by millisecond."""
    chart = a_night()
    warp = Warp(chart, Level.MASTER, **how)
    moments = range(at(beat_from), at(beat_to), ms(1))
    return [(now, warp.at(a_view(chart, SongTime(now)).judgements, SongTime(now))) for now in moments]


def test_picture_time_never_runs_backwards_and_ends_on_time():
    for shape in (slowed, lambda share: stopped(share, 0.25)):
        way = [shape(step / 500) for step in range(501)]
        assert way == sorted(way)
        assert way[0] == 0
        assert way[-1] == pytest.approx(1)


def test_time_stands_still_for_sixty_ms_after_a_blow_and_has_caught_up_before_the_next():
    song = warped(36, 37.99)
    stopped_for = [now for now, picture in song if picture == song[0][1]]
    assert ms(55) <= stopped_for[-1] - stopped_for[0] <= ms(62)
    assert all(now == picture for now, picture in song[300:])


def test_a_drop_slows_the_picture_until_the_next_event_at_the_latest():
    song = warped(32, 36)
    late = [now for now, picture in song if now - picture > ms(100)]
    assert late
    assert late[-1] < at(36)
    assert all(now == picture for now, picture in song if now >= at(32) + ms(1_100))


def test_every_event_is_met_with_picture_time_equal_to_song_time():
    chart = a_night()
    level = chart.level(Level.MASTER)
    assert level is not None
    warp = Warp(chart, Level.MASTER)
    for found in level.events:
        assert warp.at(a_view(chart, found.at).judgements, found.at) == found.at


def test_the_switch_leaves_time_alone():
    assert all(now == picture for now, picture in warped(31, 37, slow_motion=False))


def a_blow(number: int, beat: float, move: Move, late: int = 0) -> Judgement:
    found = event(beat, Kind.TAKEDOWN, Side.LEFT, Reach.NEAR)
    return Judgement(number, found, Side.LEFT, SongTime(found.at + late), late, Grade.PERFECT, 1.0, move)


def test_an_early_press_is_seen_on_the_event_and_a_late_one_at_the_press():
    assert impact_at(a_blow(0, 4, Move.STRIKE, -ms(40))) == at(4)
    assert impact_at(a_blow(0, 4, Move.STRIKE, ms(40))) == at(4) + ms(40)


@pytest.mark.parametrize(("headshots", "is_slow"), [(3, False), (4, True), (5, False), (8, True)])
def test_every_fourth_headshot_in_a_row_slows_the_picture(headshots, is_slow):
    chart = replace(a_night(), levels=(level_of(Level.MASTER, *(event(4 + 2 * n) for n in range(12))),), marks=())
    shots = tuple(a_blow(n, 4 + 2 * n, Move.HEADSHOT) for n in range(headshots))
    now = SongTime(impact_at(shots[-1]) + ms(10))
    window = Warp(chart, Level.MASTER).window(shots, now)
    assert window is not None
    assert window[2] is is_slow


def test_a_miss_does_not_stop_the_picture():
    chart = a_night()
    missed = replace(a_blow(0, 36, Move.NONE), error=None, grade=Grade.MISS)
    view: FightView = replace(a_view(chart, at(36)), judgements=(missed,))
    now = SongTime(at(36) + ms(30))
    assert Warp(chart, Level.MASTER).at(view.judgements, now) == now
