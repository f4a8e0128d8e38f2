"""Closeness, to the microsecond."""

import pytest

from rhythm_fu.chart import Level, Side
from rhythm_fu.fight import ActionKind
from rhythm_fu.judge import Button, Grade, HitWindows, Judge, Judgement, Move, Press, Way, targets_of
from rhythm_fu.style.rules import RULES
from rhythm_fu.units import SongTime, ms
from tests.unit.fights import (
    FAR,
    LEFT,
    NEAR,
    RIGHT,
    SHOOT,
    STRIKE,
    Player,
    at,
    double,
    is_action,
    reflect,
    sweep,
    takedown,
)

EDGES = [
    (0, Grade.FLAWLESS), (20_000, Grade.FLAWLESS), (20_001, Grade.PERFECT), (45_000, Grade.PERFECT),
    (45_001, Grade.GREAT), (80_000, Grade.GREAT), (80_001, Grade.OK), (120_000, Grade.OK),
]  # fmt: skip


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize(("distance", "grade"), EDGES)
def test_edges_count(distance: int, grade: Grade, sign: int):
    found = Player.on(takedown(8)).tap(STRIKE[LEFT], 8, sign * distance)
    assert isinstance(found, Judgement)
    assert (found.grade, found.error) == (grade, sign * distance)


@pytest.mark.parametrize("off", [-120_001, 120_001])
def test_a_microsecond_outside_the_widest_window_is_a_stumble(off: int):
    assert is_action(Player.on(takedown(8)).tap(STRIKE[LEFT], 8, off), ActionKind.STUMBLE)


@pytest.mark.parametrize(
    ("level", "edge"),
    [(Level.STORY, 180), (Level.EASY, 150), (Level.NORMAL, 120), (Level.HARD, 102), (Level.MASTER, 84)],
)
def test_windows_scale_with_the_level(level: Level, edge: int):
    for off, is_hit in ((ms(edge), True), (ms(edge) + 1, False)):
        found = Player.on(takedown(8), level=level).tap(STRIKE[LEFT], 8, off)
        assert isinstance(found, Judgement) is is_hit


@pytest.mark.parametrize(
    ("error", "value"),
    [(0, 1.0), (21_600, 1.0), (120_000, 0.0), (130_000, 0.0), (70_800, 1 - 0.5**1.5), (-70_800, 1 - 0.5**1.5)],
)
def test_value_is_one_on_the_plateau_and_falls_to_zero_at_the_edge(error: int, value: float):
    assert HitWindows().value(error) == pytest.approx(value, abs=1e-12)


def test_value_never_rises_with_distance():
    windows = HitWindows().scaled(85)
    values = [windows.value(error) for error in range(0, ms(125), 37)]
    assert values == sorted(values, reverse=True)


def test_a_miss_falls_due_at_its_own_instant_however_late_it_is_noticed():
    fight = Player.on(takedown(8)).fight
    assert fight.advance(at(8, 120_000)) == ()
    (missed,) = fight.advance(at(20))
    assert (missed.judged_at, missed.error, missed.grade) == (at(8, 120_001), None, Grade.MISS)


def test_a_press_goes_to_the_nearest_event_of_its_side():
    player = Player.on(takedown(8), takedown(8.4), takedown(8.3, RIGHT))
    found = player.tap(STRIKE[LEFT], 8.4, -ms(99))
    assert isinstance(found, Judgement)
    assert found.event.at == at(8.4)


def test_on_a_tie_the_earlier_event_is_meant():
    player = Player.on(takedown(8), takedown(8.4))
    found = player.tap(STRIKE[LEFT], 8, ms(100))
    assert isinstance(found, Judgement)
    assert found.event.at == at(8)


def test_an_answered_event_takes_no_second_press():
    player = Player.on(takedown(8))
    player.tap(STRIKE[LEFT], 8)
    assert is_action(player.tap(STRIKE[LEFT], 8, 1), ActionKind.STUMBLE)


def test_a_double_is_two_targets():
    player = Player.on(double(8))
    left, right = player.tap(STRIKE[LEFT], 8), player.tap(SHOOT[RIGHT], 8)
    assert isinstance(left, Judgement)
    assert isinstance(right, Judgement)
    assert (left.side, right.side, left.event) == (LEFT, RIGHT, right.event)
    assert player.seen(9).combo == 2


@pytest.mark.parametrize(
    ("reach", "button", "move", "is_clumsy"),
    [
        (NEAR, STRIKE, Move.STRIKE, False), (NEAR, SHOOT, Move.SHOT, False),
        (FAR, SHOOT, Move.SHOT, False), (FAR, STRIKE, Move.STRIKE, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("side", list(Side))
def test_what_near_and_far_accept(side: Side, reach, button, move: Move, is_clumsy: bool):
    found = Player.on(takedown(8, side, reach)).tap(button[side], 8)
    assert isinstance(found, Judgement)
    assert (found.move, found.is_clumsy) == (move, is_clumsy)


def test_a_clumsy_answer_is_worth_little_and_breaks_the_link():
    player = Player.on(takedown(8), takedown(9, LEFT, FAR), takedown(10))
    player.tap(STRIKE[LEFT], 8)
    clumsy, after = player.tap(STRIKE[LEFT], 9), player.tap(STRIKE[LEFT], 10)
    assert isinstance(clumsy, Judgement)
    assert isinstance(after, Judgement)
    assert (clumsy.value, clumsy.grade, clumsy.link, after.link) == (0.4, Grade.OK, "", "")


def test_the_wrong_side_is_no_answer():
    assert is_action(Player.on(takedown(8, LEFT)).tap(STRIKE[RIGHT], 8), ActionKind.STUMBLE)


def test_a_target_reached_straight_comes_before_one_by_glass():
    judge = Judge(targets_of([reflect(8, LEFT), reflect(8, RIGHT)]), RULES.windows)
    for side in Side:
        found = judge.nearest(at(8), int(Way.to(side) | Way.by_glass(side)))
        assert found is not None
        assert found.side is side


def test_releases_and_unknown_presses_judge_nothing():
    player = Player.on(takedown(8))
    assert player.release(STRIKE[LEFT], 8) == ()
    assert player.release(Button.FINISH, 8) == ()
    assert player.seen(8).judgements == ()


@pytest.mark.parametrize(("off", "impact"), [(-ms(60), 0), (0, 0), (ms(60), ms(60))])
def test_impacts_are_retimed_to_the_event_and_evasions_never(off: int, impact: int):
    struck = Player.on(takedown(8)).tap(STRIKE[LEFT], 8, off)
    evaded = Player.on(sweep(8)).tap(Button.PIROUETTE, 8, off)
    assert isinstance(struck, Judgement)
    assert isinstance(evaded, Judgement)
    assert (struck.impact_at, evaded.impact_at) == (at(8, impact), at(8, off))


def test_two_presses_in_one_microsecond_are_two_presses():
    player = Player.on(takedown(8), takedown(8.2, LEFT))
    first, second = player.press(STRIKE[LEFT], 8.1), player.press(SHOOT[LEFT], 8.1)
    assert isinstance(first, Judgement)
    assert isinstance(second, Judgement)
    assert (first.event.at, second.event.at) == (at(8), at(8.2))


def test_presses_before_the_song_and_after_the_fight_are_nothing():
    player = Player.on(takedown(4))
    assert player.fight.press(Press(SongTime(-1), STRIKE[LEFT])) == ()
    player.tap(STRIKE[LEFT], 4)
    assert player.seen(12, -1).is_over is False
    assert player.seen(12).is_over
    assert player.fight.press(Press(at(12), STRIKE[LEFT])) == ()
    assert len(player.fight.presses) == 2
