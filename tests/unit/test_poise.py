"""Presses that answer nothing, and what they lead to."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import ActionKind, Fight, Scheme, Setup
from rhythm_fu.judge import Button, Judgement, Move, Press
from rhythm_fu.style import RULES_BY_VERSION
from rhythm_fu.units import ms
from tests.unit.fights import FAR, LEFT, RIGHT, SHOOT, STRIKE, Player, at, chart_with, is_action, sweep, takedown


@pytest.mark.parametrize(
    ("off", "kind"),
    [(ms(45), ActionKind.FLOURISH), (-ms(45), ActionKind.FLOURISH), (ms(45) + 1, ActionKind.STUMBLE)],
)
@pytest.mark.parametrize("button", [Button.PIROUETTE, Button.RELOAD])
@pytest.mark.parametrize("beat", [2, 2.5])
def test_a_flourish_is_close_to_a_half_beat_line(button: Button, beat: float, off: int, kind: ActionKind):
    assert is_action(Player.on(takedown(8)).tap(button, beat, off), kind)


@pytest.mark.parametrize(("version", "combo"), [(1, 2), (2, 1)])
def test_a_stumble_ends_the_combo_since_rules_2(version: int, combo: int):
    chart = chart_with(Level.NORMAL, takedown(8), takedown(10))
    player = Player(Fight(chart, Level.NORMAL, rules=RULES_BY_VERSION[version]))
    player.tap(STRIKE[LEFT], 8)
    player.tap(STRIKE[LEFT], 9)
    player.tap(STRIKE[LEFT], 10)
    assert player.seen(10).combo == combo


def test_tapping_one_button_on_every_beat_is_no_full_score():
    chart = chart_with(Level.STORY, *(takedown(beat) for beat in range(8, 40, 2)))
    fight = Fight(chart, Level.STORY, Setup(Scheme.ONE_BUTTON))
    for beat in range(2, 42):
        fight.press(Press(at(beat), STRIKE[LEFT]))
    assert fight.precision < 900_000


def test_a_stumble_costs_six_grace():
    player = Player.on(takedown(8))
    player.tap(STRIKE[LEFT], 2.1)
    assert player.seen(3).grace == 14


@pytest.mark.parametrize(("off", "kind"), [(ms(120) - 1, ActionKind.IGNORED), (ms(120), ActionKind.STUMBLE)])
def test_she_recovers_for_120_ms(off: int, kind: ActionKind):
    player = Player.on(takedown(8))
    player.tap(STRIKE[LEFT], 2)
    assert is_action(player.tap(STRIKE[RIGHT], 2, off), kind)


def test_three_stumbles_in_two_beats_put_her_off_balance_for_half_a_beat():
    player = Player.on(takedown(4.3), takedown(5.2, RIGHT))
    for beat in (2, 3, 4):
        player.tap(STRIKE[RIGHT], beat)
    assert player.seen(4).off_balance_until == at(4.5)
    assert is_action(player.tap(STRIKE[LEFT], 4.3), ActionKind.IGNORED)
    assert isinstance(player.tap(STRIKE[RIGHT], 5.2), Judgement)


def test_three_stumbles_in_more_than_two_beats_do_not():
    player = Player.on(takedown(12))
    for beat, off in ((2, 0), (3, 0), (4, 1)):
        player.tap(STRIKE[RIGHT], beat, off)
    assert player.seen(4, 2).off_balance_until is None


def test_off_balance_she_can_still_evade():
    player = Player.on(sweep(4.2))
    for beat in (2, 3, 3.5):
        player.tap(STRIKE[LEFT], beat)
    assert isinstance(player.tap(Button.PIROUETTE, 4.2, -ms(110)), Judgement)


def test_holding_three_attack_buttons_judges_nothing():
    player = Player.on(takedown(8))
    player.press(STRIKE[RIGHT], 7.9)
    player.press(SHOOT[RIGHT], 7.9, ms(20))
    assert is_action(player.press(STRIKE[LEFT], 8), ActionKind.IGNORED)
    player.release(SHOOT[RIGHT], 8)
    player.release(STRIKE[LEFT], 8)
    assert is_action(player.press(STRIKE[LEFT], 8), ActionKind.IGNORED), "she still recovers from the first press"
    assert player.seen(8).judgements == ()


def test_two_held_buttons_do_no_harm():
    player = Player.on(takedown(6, RIGHT), takedown(8))
    player.press(STRIKE[RIGHT], 6)
    assert isinstance(player.press(STRIKE[LEFT], 8), Judgement)


def test_a_pirouette_arms_for_one_beat_from_its_line():
    for beat, move in ((9, Move.WHEEL_KICK), (9.001, Move.STRIKE)):
        player = Player.on(takedown(beat))
        player.tap(Button.PIROUETTE, 8, -ms(30))
        found = player.tap(STRIKE[LEFT], beat, ms(30))
        assert isinstance(found, Judgement)
        assert found.move is move


def test_a_pirouette_leads_into_one_headshot():
    player = Player.on(takedown(9, LEFT, FAR), takedown(9.5, LEFT, FAR))
    player.tap(Button.PIROUETTE, 8.5)
    first, second = player.tap(SHOOT[LEFT], 9), player.tap(SHOOT[LEFT], 9.5)
    assert isinstance(first, Judgement)
    assert isinstance(second, Judgement)
    assert (first.move, first.link) == (Move.HEADSHOT, "pirouette → headshot")
    assert (second.move, second.link) == (Move.SHOT, "headshot → shot")


def test_a_stumbled_pirouette_arms_nothing():
    player = Player.on(takedown(9))
    player.tap(Button.PIROUETTE, 8.25)
    found = player.tap(STRIKE[LEFT], 9)
    assert isinstance(found, Judgement)
    assert found.move is Move.STRIKE


def test_an_evaded_sweep_arms_and_a_missed_one_strikes_at_once():
    player = Player.on(sweep(8), takedown(9), sweep(10))
    evaded = player.tap(Button.PIROUETTE, 8, ms(60))
    assert isinstance(evaded, Judgement)
    assert (evaded.move, evaded.judged_at, evaded.points) == (Move.EVADE, at(8, ms(60)), 0)
    assert player.seen(8.5).is_armed
    kick = player.tap(STRIKE[LEFT], 9)
    assert isinstance(kick, Judgement)
    assert kick.move is Move.WHEEL_KICK
    assert player.seen(10, ms(120)).blows == ()
    assert [blow.at for blow in player.seen(10, ms(120) + 1).blows] == [at(10, ms(120) + 1)]


def test_flourish_lines_lean_with_a_badly_calibrated_machine():
    steps = [takedown(4 + n) for n in range(8)]
    player = Player.on(*steps, takedown(20))
    for n in range(8):
        player.tap(STRIKE[LEFT], 4 + n, ms(40))
    assert is_action(player.tap(Button.PIROUETTE, 14, ms(80)), ActionKind.FLOURISH)
    assert is_action(player.tap(Button.PIROUETTE, 15, -ms(20)), ActionKind.STUMBLE)


def test_a_bullet_can_be_evaded_after_its_miss():
    player = Player.on(takedown(8, LEFT, FAR), level=Level.NORMAL)
    player.fight.advance(at(8, ms(121)))
    assert is_action(player.tap(Button.PIROUETTE, 8, ms(200)), ActionKind.EVADED)
    seen = player.seen(12)
    assert (seen.health, seen.blows, seen.is_armed) == (100, (), False)


@pytest.mark.parametrize(("off", "is_struck"), [(-ms(100), True), (0, False), (ms(60), False), (ms(120), False)])
def test_a_bullet_can_be_evaded_from_the_moment_of_its_event_on(off: int, is_struck: bool):
    player = Player.on(takedown(8, LEFT, FAR))
    player.tap(Button.PIROUETTE, 8, off)
    assert bool(player.seen(12).blows) is is_struck


def test_she_may_still_shoot_after_turning_from_a_bullet():
    player = Player.on(takedown(8, LEFT, FAR))
    assert is_action(player.tap(Button.PIROUETTE, 8, ms(30)), ActionKind.EVADED)
    shot = player.tap(SHOOT[LEFT], 8, ms(90))
    assert isinstance(shot, Judgement)
    assert shot.move is Move.HEADSHOT


def test_a_pirouette_over_a_sweep_is_out_of_the_bullets_way_too():
    player = Player.on(takedown(8, LEFT, FAR), sweep(8.25))
    assert isinstance(player.tap(Button.PIROUETTE, 8.25), Judgement)
    assert player.seen(12).blows == ()


def test_under_rules_1_a_bullet_could_only_be_evaded_once_missed():
    chart = chart_with(Level.NORMAL, takedown(8, LEFT, FAR))
    player = Player(Fight(chart, Level.NORMAL, rules=RULES_BY_VERSION[1]))
    player.tap(Button.PIROUETTE, 8, ms(30))
    assert player.seen(12).blows != ()


@pytest.mark.parametrize("percent", [50, 100, 150])
def test_recovery_is_the_players_time_at_any_speed(percent: int):
    for off, kind in ((-1, ActionKind.IGNORED), (0, ActionKind.STUMBLE)):
        player = Player.on(takedown(20), setup=Setup(speed_percent=percent))
        player.tap(STRIKE[LEFT], 2)
        assert is_action(player.tap(STRIKE[RIGHT], 2, ms(120) * percent // 100 + off), kind)


def test_a_near_attackers_blow_can_not():
    player = Player.on(takedown(8))
    player.fight.advance(at(8, ms(121)))
    assert is_action(player.tap(Button.PIROUETTE, 8.5, -ms(1)), ActionKind.FLOURISH)
    assert player.seen(8.5).blows != ()


def test_losing_balance_again_at_once_lasts_twice_as_long():
    player = Player.on(takedown(30))
    lost = []
    for beat in (4, 4.5, 5, 5.5, 6, 6.5):
        player.tap(STRIKE[LEFT], beat)
        lost.append(player.seen(beat).off_balance_until)
    assert lost == [None, None, at(5.5), None, None, at(7.5)]


def test_balance_kept_for_two_beats_is_balance_regained():
    player = Player.on(takedown(30))
    for beat in (4, 4.5, 5, 7, 7.5, 8):
        player.tap(STRIKE[LEFT], beat)
    assert player.seen(8).off_balance_until == at(8.5)
