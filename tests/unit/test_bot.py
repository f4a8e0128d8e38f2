"""Bots answer what a fair chart asks."""

import pytest

from rhythm_fu.chart import Level
from rhythm_fu.chart.lint import findings
from rhythm_fu.fight import Fight, Scheme, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.judge import Grade
from tools.built_chart import built_chart


@pytest.mark.parametrize("level", list(Level))
def test_built_charts_are_fair(level: Level):
    for seed in range(3):
        assert findings(built_chart(level, 120, seed=seed)) == ()


@pytest.mark.parametrize("style", list(BotStyle))
@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("level", list(Level))
def test_without_error_a_bot_answers_everything_exactly(level: Level, scheme: Scheme, style: BotStyle):
    for seed, bpm in ((3, 126), (4, 174), (5, 90)):
        chart, setup = built_chart(level, 160, bpm=bpm, seed=seed), Setup(scheme=scheme, mirror=seed == 4)
        fight = Fight(chart, level, setup)
        for press in bot_presses(chart, level, setup, style=style):
            fight.press(press)
        fight.advance(chart.audio.length)
        result = fight.finish()
        assert (result.precision, result.clumsy, result.stumbles) == (1_000_000, 0, 0)
        assert result.counts[Grade.FLAWLESS] == len(fight.targets)
