"""Schemes and modifiers."""

import pytest

from rhythm_fu.chart import Kind, Level, Side
from rhythm_fu.errors import FightError
from rhythm_fu.fight import ActionKind, Fight, Scheme, Setup
from rhythm_fu.fight.modifiers import Mirror, OneButton, Speed, changed, modifiers_of, rate_percent
from rhythm_fu.judge import Button, Grade, Judgement, Move, Press
from rhythm_fu.style.rules import RULES
from rhythm_fu.units import SongTime, ms
from tests.unit.chart_samples import a_song
from tests.unit.fights import (
    FAR,
    LEFT,
    RIGHT,
    SHOOT,
    STRIKE,
    Player,
    at,
    double,
    held_drop,
    is_action,
    reflect,
    shield,
    sweep,
    takedown,
)

TWO, ONE = Setup(scheme=Scheme.TWO_BUTTON), Setup(scheme=Scheme.ONE_BUTTON)
ROUND_OF_ALL = (
    takedown(4), takedown(5, LEFT, FAR), sweep(6), reflect(8, LEFT), shield(9, LEFT), held_drop(12, 16),
)  # fmt: skip
RIGHT_MOVES = [Move.STRIKE, Move.SHOT, Move.EVADE, Move.SHOT, Move.RICOCHET, Move.DROP_FINISHER]


@pytest.mark.parametrize("button", [STRIKE[LEFT], SHOOT[LEFT]])
def test_with_two_buttons_the_verb_is_chosen_for_you(button: Button):
    player = Player.on(*ROUND_OF_ALL, level=Level.MASTER, setup=TWO)
    found = [player.tap(button, beat) for beat in (4, 5, 6, 8, 9, 16)]
    assert [judgement.move for judgement in found if isinstance(judgement, Judgement)] == RIGHT_MOVES
    assert player.fight.finish().precision == 1_000_000


def test_two_buttons_still_have_sides():
    player = Player.on(takedown(4, RIGHT), level=Level.NORMAL, setup=TWO)
    assert is_action(player.tap(STRIKE[LEFT], 4), ActionKind.STUMBLE)
    assert is_action(player.tap(Button.PIROUETTE, 4, ms(60)), ActionKind.IGNORED)


@pytest.mark.parametrize("button", list(Button))
def test_with_one_button_any_press_answers_what_is_nearest(button: Button):
    player = Player.on(*ROUND_OF_ALL, level=Level.MASTER, setup=ONE)
    found = [player.tap(button, beat) for beat in (4, 5, 6, 8, 9, 16)]
    assert [judgement.move for judgement in found if isinstance(judgement, Judgement)] == RIGHT_MOVES


def test_with_one_button_a_double_is_one_attacker():
    player = Player.on(double(4), level=Level.HARD, setup=ONE)
    assert len(player.fight.targets) == 1
    assert isinstance(player.tap(STRIKE[RIGHT], 4), Judgement)


@pytest.mark.parametrize("level", [Level.STORY, Level.EASY])
def test_below_normal_a_wrong_verb_becomes_the_right_one(level: Level):
    found = Player.on(takedown(4, LEFT, FAR), level=level).tap(STRIKE[LEFT], 4)
    assert isinstance(found, Judgement)
    assert (found.move, found.is_clumsy) == (Move.SHOT, False)


def test_mirror_swaps_sides():
    player = Player.on(takedown(4, LEFT), setup=Setup(mirror=True))
    assert isinstance(player.tap(STRIKE[RIGHT], 4), Judgement)
    level = a_song().levels[1]
    assert Mirror().change_chart(Mirror().change_chart(level)) == level


@pytest.mark.parametrize(("percent", "edge"), [(50, 60), (100, 120), (150, 180)])
def test_at_any_speed_a_millisecond_of_the_hand_is_worth_the_same(percent: int, edge: int):
    setup = Setup(speed_percent=percent)
    assert isinstance(Player.on(takedown(8), setup=setup).tap(STRIKE[LEFT], 8, ms(edge)), Judgement)
    assert is_action(Player.on(takedown(8), setup=setup).tap(STRIKE[LEFT], 8, ms(edge) + 1), ActionKind.STUMBLE)
    assert rate_percent(setup) == percent


def test_the_lead_changes_the_picture_only():
    seen = [Player.on(takedown(8), setup=Setup(lead_percent=lead)).seen(7).targets[0] for lead in (50, 100, 200)]
    assert [at(8) - target.enters_at for target in seen] == [ms(1000), ms(2000), ms(4000)]


def test_attackers_enter_within_the_players_time_whatever_the_speed():
    for percent, lead in ((50, 1200), (100, 2000), (150, 2000)):
        (seen,) = Player.on(takedown(8), setup=Setup(speed_percent=percent)).seen(7).targets
        assert at(8) - seen.enters_at == ms(lead)


def test_autoplay_plays_and_heeds_nobody():
    chart = a_song()
    fight = Fight(chart, Level.HARD, Setup(autoplay=True))
    assert fight.press(Press(SongTime(ms(900)), Button.STRIKE_LEFT)) == ()
    hits = fight.advance(chart.audio.length)
    assert {hit.grade for hit in hits} == {Grade.FLAWLESS}
    assert fight.presses[0].at == hits[0].judged_at


def test_modifiers_change_one_thing_each():
    chart = a_song()
    windows, rules = RULES.windows, RULES
    for modifier in modifiers_of(Setup(Scheme.ONE_BUTTON, True, True, True, 125)):
        changes = (
            modifier.change_chart(chart.levels[1]) != chart.levels[1],
            modifier.change_windows(windows) != windows,
            modifier.change_style(rules) != rules,
            modifier.change_rate(100) != 100,
        )
        assert sum(changes) == {"OneButton": 2, "Speed": 3, "Autoplay": 0}.get(type(modifier).__name__, 1)
    assert modifiers_of(Setup()) == ()
    assert Speed(50).change_rate(100) == 50


def test_one_button_leaves_no_doubles():
    level = OneButton().change_chart(a_song().levels[1])
    assert Kind.DOUBLE not in {event.kind for event in level.events}


def test_a_level_that_is_not_there_is_named():
    with pytest.raises(FightError, match="Neon: has no level story; it has: normal, hard"):
        Fight(a_song(), Level.STORY)


@pytest.mark.parametrize("setup", [Setup(speed_percent=0), Setup(speed_percent=151), Setup(lead_percent=49)])
def test_an_absurd_setup_is_refused(setup: Setup):
    with pytest.raises(FightError, match="choose 50 to"):
        changed(a_song(), Level.HARD, setup, RULES)


def test_a_level_with_no_events_can_be_fought():
    fight = Player.on(level=Level.HARD).fight
    assert fight.view(SongTime(0)).targets == ()
    fight.advance(fight.chart.audio.length)
    result = fight.finish()
    assert fight.is_over
    assert (result.precision, result.style_share, result.grade, result.errors) == (0, 0, "D", ())


def test_sides_have_opposites():
    assert {side.other for side in Side} == set(Side)
