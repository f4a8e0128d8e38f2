"""What the stage and the sound are shown."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.fight import Setup
from rhythm_fu.units import ms
from tests.unit.fights import LEFT, RIGHT, STRIKE, Player, at, takedown


def test_an_attacker_is_on_stage_from_four_beats_before_to_two_after():
    player = Player.on(takedown(8), takedown(40))
    assert player.seen(4, -1).targets == ()
    (seen,) = player.seen(4).targets
    assert (seen.enters_at, seen.winds_up_at, seen.judgement) == (at(4), at(7), None)
    assert len(player.seen(10).targets) == 1
    assert player.seen(10, 1).targets == ()


def test_a_decided_target_carries_its_judgement():
    player = Player.on(takedown(8), takedown(9))
    struck = player.tap(STRIKE[LEFT], 8, ms(7))
    first, second = player.seen(8.5).targets
    assert first.judgement == struck
    assert second.judgement is None


def test_a_first_look_late_shows_what_was_decided_before():
    player = Player.on(takedown(8), takedown(9))
    struck = player.tap(STRIKE[LEFT], 8)
    player.fight.advance(at(9.5))
    first, second = player.fight.view(at(9.5)).targets
    assert first.judgement == struck
    assert second.judgement is not None
    assert second.judgement.error is None


def test_only_the_newest_are_shown():
    player = Player.on(*(takedown(4 + n / 2, LEFT) for n in range(60)))
    for n in range(60):
        player.tap(STRIKE[LEFT], 4 + n / 2, ms(n % 3))
    for n in range(12):
        player.tap(STRIKE[RIGHT], 34 + n / 4)
    seen = player.seen(37)
    assert (len(seen.judgements), len(seen.actions), len(seen.errors)) == (24, 8, 40)
    assert seen.judgements[-1].event.at == at(33.5)
    assert (seen.combo, seen.best_combo, seen.style_points) == (0, 60, player.fight.style_points)


@pytest.mark.parametrize(("level", "percent", "ok"), [(Level.NORMAL, 100, 120), (Level.MASTER, 150, 126)])
def test_the_windows_of_the_fight_can_be_drawn(level: Level, percent: int, ok: int):
    assert Player.on(takedown(8), level=level, setup=Setup(speed_percent=percent)).fight.windows.ok == ms(ok)


def test_whose_gun_is_worth_taking_is_shown():
    player = Player.on(takedown(8), takedown(9), takedown(10), level=Level.HARD)
    assert [target.has_gun for target in player.seen(8).targets] == [True, False, False]
