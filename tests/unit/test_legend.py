"""Which keys a player is told about."""

import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.input.bindings import Bindings
from rhythm_fu.game.scenes.legend import key_name, legend_of
from rhythm_fu.judge.model import Button


@pytest.mark.parametrize(
    ("level", "keys"),
    [
        (Level.STORY, ["F  J"]),
        (Level.EASY, ["F  J", "SPACE"]),
        (Level.NORMAL, ["F  J", "SPACE", "D  K", "SHIFT"]),
        (Level.HARD, ["F  J", "SPACE", "D  K", "SHIFT", "G"]),
        (Level.MASTER, ["F  J", "SPACE", "D  K", "SHIFT", "G"]),
    ],
)
def test_each_level_tells_the_keys_it_needs_and_no_others(level: Level, keys: list[str]):
    assert [key for key, _ in legend_of(level, Scheme.FULL, Bindings())] == keys


@pytest.mark.parametrize(("scheme", "keys"), [(Scheme.TWO_BUTTON, ["F", "J"]), (Scheme.ONE_BUTTON, ["J"])])
def test_a_simple_scheme_tells_no_more_keys_than_it_has(scheme: Scheme, keys: list[str]):
    assert [key for key, _ in legend_of(Level.MASTER, scheme, Bindings())] == keys


def test_a_key_of_ones_own_is_the_one_that_is_told():
    own = Bindings.read({Button.PIROUETTE.value: ("w",)}, {})
    assert legend_of(Level.EASY, Scheme.FULL, own)[1][0] == "W"


def test_a_button_without_a_key_has_no_name():
    assert key_name(Bindings.read({Button.RELOAD.value: ()}, {Button.RELOAD.value: ()}), Button.RELOAD) == ""


def test_with_a_pad_in_hand_its_buttons_are_told():
    told = [key for key, _ in legend_of(Level.HARD, Scheme.FULL, Bindings(), uses_pad=True)]
    assert told == ["X  B", "A", "LB  RB", "RT", "Y"]


def test_a_blow_without_a_pad_button_is_told_by_its_key():
    own = Bindings.read({}, {Button.PIROUETTE.value: ()})
    assert key_name(own, Button.PIROUETTE, uses_pad=True) == "SPACE"
