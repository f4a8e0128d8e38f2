"""What a player does, and what comes of it."""

from dataclasses import replace

from rhythm_fu.chart import Level
from rhythm_fu.fight import Fight, Scheme, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.judge.model import Grade
from tests.unit.chart_samples import a_song

ONE_BUTTON = Setup(Scheme.ONE_BUTTON)


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


def test_par_is_the_same_whoever_plays_and_however_early_they_come():
    chart = a_song()
    ways = (Setup(), Setup(lead_percent=150), Setup(no_fail=True), Setup(autoplay=True), Setup())
    assert len({Fight(chart, Level.HARD, setup).par() for setup in ways}) == 1


def test_a_changed_chart_or_setup_has_a_par_of_its_own():
    chart = a_song()
    level = chart.level(Level.HARD)
    assert level is not None
    fewer = replace(chart, levels=(replace(level, events=level.events[:-1]),))
    pars = [Fight(found, Level.HARD, setup).par() for found in (chart, fewer) for setup in (Setup(), ONE_BUTTON)]
    assert len(set(pars)) == len(pars)


def test_with_nobody_playing_everything_is_missed_at_its_own_moment():
    chart = a_song()
    fight = Fight(chart, Level.NORMAL)
    missed = fight.advance(chart.audio.length)
    assert {judgement.grade for judgement in missed} == {Grade.MISS}
    assert all(found.judged_at == found.event.at + 120_001 for found in missed)
