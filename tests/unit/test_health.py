"""Blows, knockdowns, failure."""

import pytest

from rhythm_fu.chart import Event, Level, Reach
from rhythm_fu.fight import ActionKind, Setup
from rhythm_fu.judge import Press
from rhythm_fu.style.health import after_blow
from rhythm_fu.style.rules import RULES
from rhythm_fu.style.tier import Tier
from rhythm_fu.units import ms
from tests.unit.fights import LEFT, RIGHT, STRIKE, Player, at, double, is_action, takedown


def crowd(count: int, reach: Reach = Reach.NEAR) -> list[Event]:
    """Attackers every beat from beat 4."""
    return [takedown(4 + n, LEFT if n % 2 else RIGHT, reach) for n in range(count)]


@pytest.mark.parametrize(
    ("level", "cost"), [(Level.STORY, 4), (Level.EASY, 6), (Level.NORMAL, 9), (Level.HARD, 11), (Level.MASTER, 14)]
)
def test_a_blow_lands_half_a_beat_after_its_event(level: Level, cost: int):
    player = Player.on(takedown(8), takedown(30), level=level)
    assert player.seen(8.5, -1).health == 100
    seen = player.seen(8.5)
    assert seen.health == 100 - cost
    assert [blow.at for blow in seen.blows] == [at(8.5)]


def test_a_miss_costs_twelve_grace_and_eighteen_once_the_blow_is_taken():
    player = Player.on(*(takedown(4 + n) for n in range(20)), takedown(30))
    for n in range(20):
        player.tap(STRIKE[LEFT], 4 + n)
    before = player.seen(29).grace
    assert player.seen(30, ms(121)).grace == pytest.approx(before - 12)
    assert player.seen(30.5).grace == pytest.approx(before - 18)


def test_the_weaker_she_is_the_less_a_blow_costs():
    assert after_blow(100, 10, RULES.health) == 90
    assert after_blow(50, 10, RULES.health) == 42.5
    assert after_blow(1, 10, RULES.health) == 0


def test_clean_answers_heal():
    player = Player.on(takedown(4), takedown(5), takedown(6), takedown(7))
    player.seen(4.6)
    for beat, off in ((5, 0), (6, ms(30)), (7, ms(60))):
        player.tap(STRIKE[LEFT], beat, off)
    assert player.seen(7.2).health == pytest.approx(91 + 1.2 + 0.8 + 0.4)


def test_a_knockdown_is_one_bar_on_the_floor_and_up_again_at_forty():
    player = Player.on(*crowd(30), level=Level.NORMAL)
    beat = next(n for n in range(4, 30) if player.seen(n + 0.5).down_until is not None)
    seen = player.seen(beat + 0.5)
    assert (seen.health, seen.grace, seen.tier, seen.down_until) == (0, 0, Tier.BARRE, at(beat + 4.5))
    assert is_action(player.tap(STRIKE[LEFT], beat + 1), ActionKind.IGNORED)
    assert player.seen(beat + 4.5, -1).down_until is not None
    risen = player.seen(beat + 4.5)
    assert (risen.health, risen.down_until) == (40, None)


@pytest.mark.parametrize("first", [(), (takedown(2),)], ids=["even", "odd"])
def test_on_the_floor_nothing_more_is_lost(first: tuple[Event, ...]):
    player = Player.on(*first, *(double(4 + n) for n in range(20)), level=Level.NORMAL)
    beat = next(n for n in range(4, 30) if player.seen(n + 0.5).down_until is not None)
    blows = player.seen(beat + 0.5).blows
    up = player.seen(beat + 4.5)
    assert (up.health, up.blows) == (40, blows)
    assert up.judgements[-1].judged_at > at(beat + 4), "what passes is still missed"
    assert player.fight.finish().grace_curve[-1] == (at(beat + 0.5), 0)


@pytest.mark.parametrize(("level", "allowed"), [(Level.EASY, 3), (Level.NORMAL, 2), (Level.HARD, 1), (Level.MASTER, 0)])
def test_each_level_allows_so_many_knockdowns(level: Level, allowed: int):
    player = Player.on(*crowd(100), level=level)
    assert player.seen(0).knockdowns_left == allowed
    seen = player.seen(110)
    assert seen.has_failed
    assert seen.is_over
    assert player.fight.finish().knockdowns == allowed + 1


@pytest.mark.parametrize(("level", "setup"), [(Level.STORY, Setup()), (Level.MASTER, Setup(no_fail=True))])
def test_story_and_no_fail_never_end_early(level: Level, setup: Setup):
    player = Player.on(*crowd(100), level=level, setup=setup)
    seen = player.seen(115)
    assert (seen.has_failed, seen.knockdowns_left) == (False, None)
    assert player.fight.finish().counts[0] == 100


def test_a_failed_fight_takes_no_more_presses():
    player = Player.on(*crowd(100), level=Level.MASTER)
    player.seen(100)
    assert player.fight.press(Press(at(100), STRIKE[LEFT])) == ()
    assert player.fight.presses == ()
