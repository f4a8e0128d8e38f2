"""What a player does, and what comes of it."""

from rhythm_fu.chart import Level
from rhythm_fu.fight import Fight, Scheme, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.judge.model import Grade
from tests.unit.chart_samples import a_song


def test_the_default_bot_answers_everything_exactly():
    chart = a_song()
    for level in (Level.NORMAL, Level.HARD):
        for scheme in Scheme:
            fight = Fight(chart, level, Setup(scheme=scheme))
            for press in bot_presses(chart, level, Setup(scheme=scheme)):
                fight.press(press)
            result = fight.finish()
            assert result.precision == 1_000_000
            assert result.style_points == result.style_par


def test_a_varied_dance_is_worth_more_than_par():
    chart = a_song()
    fight = Fight(chart, Level.HARD)
    for press in bot_presses(chart, Level.HARD, style=BotStyle.VARIED):
        fight.press(press)
    assert fight.finish().style_share > 1


def test_with_nobody_playing_everything_is_missed_at_its_own_moment():
    chart = a_song()
    fight = Fight(chart, Level.NORMAL)
    missed = fight.advance(chart.audio.length)
    assert {judgement.grade for judgement in missed} == {Grade.MISS}
    assert all(found.judged_at == found.event.at + 120_001 for found in missed)
