"""Hold through the build, release on the drop."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import Action, ActionKind
from rhythm_fu.judge import Button, Grade, Judgement, Move
from rhythm_fu.units import ms
from tests.unit.fights import LEFT, STRIKE, Player, at, drop, held_drop, is_action, takedown

FINISH = Button.FINISH


def released(off: int = 0, *, began: float = 16, began_off: int = 0) -> tuple[Judgement | Action, ...]:
    player = Player.on(held_drop(16, 24))
    player.press(FINISH, began, began_off)
    return player.release(FINISH, 24, off)


def test_released_on_the_drop_after_the_whole_build():
    (found,) = released()
    assert isinstance(found, Judgement)
    assert (found.move, found.value, found.points) == (Move.DROP_FINISHER, 1.0, 1875)


@pytest.mark.parametrize(("off", "grade"), [(-ms(120), Grade.OK), (ms(120), Grade.OK), (ms(45), Grade.PERFECT)])
def test_the_release_is_graded_as_any_press(off: int, grade: Grade):
    (found,) = released(off)
    assert isinstance(found, Judgement)
    assert (found.grade, found.error) == (grade, off)


def test_released_too_early_it_fizzles_at_that_moment():
    action, missed = released(-ms(120) - 1)
    assert isinstance(missed, Judgement)
    assert is_action(action, ActionKind.FIZZLE)
    assert (missed.grade, missed.judged_at) == (Grade.MISS, at(24, -ms(120) - 1))


def test_released_too_late_it_was_missed_at_its_own_moment():
    (missed,) = released(ms(120) + 1)
    assert isinstance(missed, Judgement)
    assert (missed.grade, missed.judged_at) == (Grade.MISS, at(24, ms(120) + 1))


@pytest.mark.parametrize(("began", "off", "value"), [(15, 0, 1.0), (16, ms(120), 1.0), (16, ms(120) + 1, 0.6)])
def test_held_from_the_start_of_the_build(began: float, off: int, value: float):
    (found,) = released(began=began, began_off=off)
    assert isinstance(found, Judgement)
    assert found.value == value


def test_not_held_it_is_worth_sixty_percent():
    found = Player.on(held_drop(16, 24)).press(FINISH, 24)
    assert isinstance(found, Judgement)
    assert (found.move, found.value) == (Move.DROP_FINISHER, 0.6)


def test_a_release_before_the_build_only_lets_go():
    player = Player.on(held_drop(16, 24))
    player.press(FINISH, 15.2)
    assert player.release(FINISH, 15.8) == ()
    assert is_action(player.press(FINISH, 16), ActionKind.HOLD)


def test_finish_with_no_drop_in_sight_is_a_stumble():
    assert is_action(Player.on(held_drop(16, 24)).press(FINISH, 8), ActionKind.STUMBLE)


def test_a_drop_without_a_build_brings_down_an_arena_prop():
    found = Player.on(drop(8)).press(FINISH, 8)
    assert isinstance(found, Judgement)
    assert (found.move, found.value) == (Move.ARENA_PROP, 1.0)


def test_strikes_count_during_a_hold():
    player = Player.on(held_drop(16, 24), takedown(20), level=Level.MASTER)
    player.press(FINISH, 16)
    assert isinstance(player.tap(STRIKE[LEFT], 20), Judgement)
    (found,) = player.release(FINISH, 24)
    assert isinstance(found, Judgement)
    assert found.value == 1.0


def test_the_view_shows_the_hold_and_what_it_is_for():
    player = Player.on(held_drop(16, 24))
    player.press(FINISH, 15.5)
    seen = player.seen(18)
    assert (seen.hold_from, seen.hold_until) == (at(15.5), at(24))


def test_a_missed_drop_costs_no_health():
    seen = Player.on(held_drop(16, 24)).seen(30)
    assert (seen.health, seen.blows) == (100, ())


def test_a_drop_enters_before_its_hold_begins_and_nobody_else_enters_early_for_it():
    player = Player.on(held_drop(16, 24), takedown(20), level=Level.MASTER)
    assert [target.event.kind.value for target in player.seen(12).targets] == ["drop"]
    assert player.seen(12).targets[0].enters_at == at(12)
    assert player.seen(12, -1).targets == ()
    assert [target.event.kind.value for target in player.seen(16).targets] == ["takedown", "drop"]
    assert player.seen(26).targets[-1].event.kind.value == "drop"
    assert player.seen(26, 1).targets == ()
