"""The rules pay each type of player what they should: models of players on a built chart of 320 events."""

import random

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.style import Tier
from tools.built_chart import built_chart
from tools.simulate_players import PLAYERS, Row, holder, masher, play

CHARTS = {level: built_chart(level, 320, seed=2) for level in (Level.STORY, Level.NORMAL, Level.MASTER)}
BY_NAME = {player.name: player for player in PLAYERS}


def row_of(name: str, level: Level = Level.NORMAL) -> Row:
    chart = CHARTS[level]
    return play(chart, level, BY_NAME[name].presses(chart, level, random.Random(name)))


@pytest.mark.parametrize("level", list(CHARTS))
def test_perfect_timing_with_two_verbs_tops_out_at_fouette(level: Level):
    row = row_of("perfect, two verbs", level)
    assert (row.precision, row.top, row.style_share) == (1_000_000, Tier.FOUETTE, 1)


@pytest.mark.parametrize("level", list(CHARTS))
def test_perfect_and_varied_dances_as_prima(level: Level):
    row = row_of("perfect, varied", level)
    assert row.tier_share[Tier.PRIMA] > 0.9
    assert row.style_grade == "X"


def test_a_casual_player_sits_in_releve_and_arabesque():
    row = row_of("casual")
    assert row.tier_share[Tier.RELEVE] + row.tier_share[Tier.ARABESQUE] > 0.7


def test_bad_calibration_costs_precision_not_grace():
    expert, off = row_of("expert"), row_of("expert, +30 ms uncalibrated")
    assert off.grace > expert.grace - 4
    assert off.precision < expert.precision - 20_000


@pytest.mark.parametrize("level", list(CHARTS))
@pytest.mark.parametrize("drummer", [masher, holder])
def test_drumming_and_holding_stay_in_barre_with_next_to_nothing(level: Level, drummer):
    chart = CHARTS[level]
    row = play(chart, level, drummer(chart, random.Random(1)))
    assert row.tier_share[Tier.BARRE] == 1
    assert row.style_share < 0.05
    assert row.precision < 125_000


def test_the_better_player_earns_more():
    names = ["perfect, varied", "expert", "good", "casual", "novice"]
    rows = [row_of(name) for name in names]
    assert [row.precision for row in rows] == sorted((row.precision for row in rows), reverse=True)
    assert [row.style_share for row in rows] == sorted((row.style_share for row in rows), reverse=True)
