"""Pistol, plates, mirrors, shields."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import ActionKind
from rhythm_fu.judge import Button, Judgement, Move
from rhythm_fu.units import ms
from tests.unit.fights import (
    FAR,
    LEFT,
    RIGHT,
    SHOOT,
    STRIKE,
    Player,
    is_action,
    phrases,
    reflect,
    shield,
    takedown,
)


def shooting(*more, level: Level = Level.HARD, marks=()) -> Player:
    """Six shots fired at beats 4 to 9."""
    player = Player.on(*(takedown(4 + n, LEFT, FAR) for n in range(6)), *more, level=level, marks=marks)
    for n in range(6):
        player.tap(SHOOT[LEFT], 4 + n)
    return player


def test_six_rounds_and_then_a_click():
    player = shooting(takedown(11))
    assert player.seen(10).rounds == 0
    assert is_action(player.tap(SHOOT[LEFT], 11), ActionKind.DRY)
    assert isinstance(player.tap(STRIKE[LEFT], 11, 1), Judgement), "a click leaves the attacker to be struck"


@pytest.mark.parametrize("level", [Level.STORY, Level.EASY, Level.NORMAL])
def test_below_hard_the_pistol_reloads_itself(level: Level):
    assert shooting(level=level).seen(10).rounds == 6


@pytest.mark.parametrize(
    ("first", "second", "rounds"),
    [(10, 10.5, 6), (10, 11, 6), (10, 12, 6), (10, 12.5, 0), (10.05, 10.5, 6), (10.2, 10.5, 0), (10, 10.05, 0)],
)
def test_two_taps_on_different_half_beat_lines_reload(first: float, second: float, rounds: int):
    player = shooting()
    player.tap(Button.RELOAD, first)
    player.tap(Button.RELOAD, second)
    assert player.seen(13).rounds == rounds


def test_a_reload_off_the_grid_is_a_stumble_and_a_full_one_for_show():
    player = shooting()
    assert is_action(player.tap(Button.RELOAD, 10.25), ActionKind.STUMBLE)
    assert is_action(player.tap(Button.RELOAD, 10.5), ActionKind.RELOAD)
    assert is_action(player.tap(Button.RELOAD, 11), ActionKind.RELOAD)
    assert is_action(player.tap(Button.RELOAD, 11.5), ActionKind.FLOURISH)


def test_a_shot_into_the_air_is_a_round_gone():
    player = Player.on(takedown(8), level=Level.HARD)
    player.tap(SHOOT[LEFT], 2)
    assert player.seen(3).rounds == 5


@pytest.mark.parametrize(
    ("beat", "off", "rounds"),
    [(12, 0, 1), (12, ms(45 * 0.85), 1), (12, ms(45 * 0.85) + 1, 0), (13, 0, 0)],
)
def test_a_perfect_strike_on_a_gunman_returns_a_round(beat: float, off: int, rounds: int):
    player = shooting(takedown(beat))
    assert player.seen(10).targets[-1].has_gun is (beat == 12)
    player.tap(STRIKE[LEFT], beat, off)
    assert player.seen(14).rounds == rounds


def test_a_full_pistol_takes_no_seventh_round():
    player = Player.on(takedown(8), level=Level.HARD)
    player.tap(STRIKE[LEFT], 8)
    assert player.seen(8).rounds == 6


def test_a_pirouette_beside_a_table_takes_a_plate_and_a_dry_shot_throws_it():
    player = shooting(takedown(12, LEFT, FAR), level=Level.HARD, marks=phrases(0, 10, 20))
    assert player.seen(10).is_table_near
    assert is_action(player.tap(Button.PIROUETTE, 10.5), ActionKind.PLATE_TAKEN)
    assert player.seen(11).plates == 1
    thrown = player.tap(SHOOT[LEFT], 12)
    assert isinstance(thrown, Judgement)
    assert (thrown.move, thrown.is_clumsy) == (Move.PLATE, False)
    assert player.seen(12).plates == 0


def test_she_carries_three_plates():
    player = Player.on(takedown(30), level=Level.HARD, marks=phrases(0, 4, 40))
    for beat in range(5, 10):
        player.tap(Button.PIROUETTE, beat)
    assert player.seen(10).plates == 3


def test_every_second_phrase_has_a_table():
    player = Player.on(takedown(30), level=Level.HARD, marks=phrases(0, 4, 8, 12, 16))
    assert [player.seen(beat).is_table_near for beat in (1, 5, 9, 13)] == [False, True, False, True]


def test_the_mirror_flips_shoot_him_or_the_glass():
    player = Player.on(reflect(8, LEFT), reflect(10, LEFT), reflect(12, LEFT), level=Level.HARD)
    straight, glass = player.tap(SHOOT[LEFT], 8), player.tap(SHOOT[RIGHT], 10)
    clumsy = player.tap(STRIKE[LEFT], 12)
    assert isinstance(straight, Judgement)
    assert isinstance(glass, Judgement)
    assert isinstance(clumsy, Judgement)
    assert (straight.move, glass.move, clumsy.is_clumsy) == (Move.SHOT, Move.RICOCHET, True)
    assert player.seen(12).panes == (0, 1)


def test_each_third_ricochet_shatters_a_pane():
    player = Player.on(*(reflect(4 + n, LEFT) for n in range(6)), level=Level.HARD)
    seen = []
    for n in range(6):
        player.tap(SHOOT[RIGHT], 4 + n)
        seen.append(player.seen(4 + n).shattered)
    assert seen == [(0, 0), (0, 0), (0, 1), (0, 1), (0, 1), (0, 2)]


def test_striking_the_glass_side_reaches_nobody():
    assert is_action(Player.on(reflect(8, LEFT), level=Level.HARD).tap(STRIKE[RIGHT], 8), ActionKind.STUMBLE)


def test_a_shield_falls_only_to_a_ricochet():
    player = Player.on(shield(8, LEFT), level=Level.MASTER)
    assert is_action(player.tap(STRIKE[LEFT], 8, -ms(80)), ActionKind.GLANCED)
    fallen = player.tap(SHOOT[RIGHT], 8, ms(60))
    assert isinstance(fallen, Judgement)
    assert fallen.move is Move.RICOCHET


def test_a_shot_straight_at_a_shield_costs_round_and_grace():
    player = Player.on(shield(8, LEFT), level=Level.MASTER)
    assert is_action(player.tap(SHOOT[LEFT], 8), ActionKind.GLANCED)
    seen = player.seen(8)
    assert (seen.rounds, seen.grace, seen.panes) == (5, 14, (0, 0))


def test_a_plate_does_not_ricochet():
    player = shooting(shield(12, LEFT), level=Level.HARD, marks=phrases(0, 10, 20))
    player.tap(Button.PIROUETTE, 10.5)
    assert is_action(player.tap(SHOOT[RIGHT], 12), ActionKind.DRY)
    assert player.seen(12).plates == 1
