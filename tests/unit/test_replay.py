"""Replays: written, read, fought again, and what they refuse."""

import json
from dataclasses import replace
from typing import Any

import pytest

from rhythm_fu.chart import Chart, Level
from rhythm_fu.errors import ReplayError
from rhythm_fu.fight import Fight, Scheme, Setup
from rhythm_fu.fight.bot import bot_presses
from rhythm_fu.fight.resimulate import record, resimulate
from rhythm_fu.judge import Grade
from rhythm_fu.replay import Replay, dumps, loads
from rhythm_fu.units import SongTime, ms
from tests.unit.chart_samples import a_song, with_events
from tests.unit.fights import LEFT, at, takedown

SETUP = Setup(Scheme.FULL, no_fail=True, mirror=True, speed_percent=90)


def a_replay(chart: Chart | None = None) -> Replay:
    """Hard on the sample song, 30 ms late throughout."""
    chart = chart or a_song()
    fight = Fight(chart, Level.HARD, SETUP)
    for press in bot_presses(chart, Level.HARD, SETUP, errors=lambda: ms(30)):
        fight.press(press)
    fight.advance(chart.audio.length)
    return record(fight)


def file_with(**changes: Any) -> str:
    return json.dumps(json.loads(dumps(a_replay())) | changes)


def test_a_replay_survives_its_file():
    replay = a_replay()
    assert loads(dumps(replay)) == replay
    assert dumps(loads(dumps(replay))) == dumps(replay)


def test_an_honest_replay_comes_to_what_it_says():
    found = resimulate(a_replay(), a_song())
    assert found.difference is None
    assert found.result.precision == a_replay().precision
    assert found.result.setup == SETUP


def test_the_first_difference_is_named_with_event_time_and_both_sides():
    replay = a_replay()
    rows = list(replay.judgements)
    rows[2] = replace(rows[2], error=0, grade=Grade.FLAWLESS)
    difference = resimulate(replace(replay, judgements=tuple(rows)), a_song()).difference
    assert str(difference) == (
        "judgement 3, takedown left at 0:04.137: the replay says FLAWLESS +0.0 ms, strike, 159 points; "
        "it comes to PERFECT +30.0 ms, strike, 159 points"
    )


def test_a_judgement_too_few_or_too_many_is_a_difference():
    replay = a_replay()
    short = resimulate(replace(replay, judgements=replay.judgements[:-1]), a_song()).difference
    assert short is not None
    assert (short.expected, short.place) == ("nothing", "judgement 10, drop at 0:16.137")
    none_pressed = resimulate(replace(replay, presses=()), a_song()).difference
    assert none_pressed is not None
    assert none_pressed.found == "MISS"


def test_claimed_totals_are_checked_too():
    found = resimulate(replace(a_replay(), style_points=10**6), a_song()).difference
    assert found is not None
    assert (found.place, found.expected) == ("style points", "1,000,000")


def test_a_wrong_digest_is_a_difference():
    found = resimulate(loads(file_with(digest="0" * 64)), a_song()).difference
    assert found is not None
    assert found.place == "digest"


def test_another_chart_is_refused():
    chart = a_song()
    other = with_events(replace(chart, song=replace(chart.song, title="Wine Cellar")), takedown(8, LEFT))
    with pytest.raises(ReplayError, match=r"played on another chart \(Neon"):
        resimulate(a_replay(), other)


def test_a_chart_that_was_changed_since_is_called_so():
    other = with_events(a_song(), takedown(8, LEFT))
    with pytest.raises(ReplayError, match=r"its chart has changed since it was played"):
        resimulate(a_replay(), other)


def test_unknown_rules_are_refused():
    with pytest.raises(ReplayError, match=r"played under rules 99, this game knows 1, .*; update Rhythm Fu"):
        resimulate(replace(a_replay(), rules_version=99), a_song())


def test_a_chart_without_the_level_is_refused():
    with pytest.raises(ReplayError, match="the chart has no level story"):
        resimulate(replace(a_replay(), level=Level.STORY), a_song())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "rhythm-fu.chart"}, "not a Rhythm Fu replay"),
        ({"version": [2, 0]}, r"version: made for a newer game \(2\); update"),
        ({"version": "1.0"}, "version: Expected `array`"),
        ({"level": "boss"}, "level: Invalid enum value 'boss'"),
        ({"setup": {"speed_percent": 400}}, "setup.speed_percent: Expected `int` <= 150"),
        ({"setup": {"god_mode": True}}, "setup: Object contains unknown field `god_mode`"),
        ({"presses": [[0, "kick", "down"]]}, r"presses\[0\]\[1\]: Invalid enum value 'kick'"),
        ({"presses": [[0.5, "reload", "down"]]}, r"presses\[0\]\[0\]: Expected `int`, got `float`"),
        ({"presses": [[2**60, "reload", "down"]]}, "presses"),
        ({"presses": [[9, "reload", "down"], [8, "reload", "up"]]}, r"presses\[1\]: at 0:00.000, before the one"),
        ({"judgements": [[0, 0, 0, 7, "strike", 0]]}, "Expected `int` <= 4"),
        ({"style_points": -1}, "style_points: Expected `int` >= 0"),
        ({"chart": {"sha256": "../../etc"}}, "chart.sha256"),
        ({"digest": "0" * 63}, "digest: Expected `str` matching regex"),
    ],
)
def test_hostile_files_are_refused_with_the_place(changes: dict[str, Any], message: str):
    with pytest.raises(ReplayError, match=message):
        loads(file_with(**changes), "my.replay.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not valid JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"format": "rhythm-fu.replay", "format": "x"}', "the field `format` stands there twice"),
        ('{"format": NaN}', "NaN is not a number"),
        ('{"format": 1e999}', "too large a number"),
        ('{"format": "rhythm-fu.replay", "game": "\\ud800"}', "half a character"),
        ("9" * 5000, "not valid JSON"),
        ("[]", "not a Rhythm Fu replay"),
        ('{"format": "rhythm-fu.replay"}', "missing required field `version`"),
    ],
)
def test_what_is_no_replay_is_told_so(text: str, message: str):
    with pytest.raises(ReplayError, match=message):
        loads(text, "my.replay.json")


def test_a_newer_minor_version_is_read():
    assert loads(file_with(version=[1, 7], mood="brisk")) == a_replay()


def test_a_late_press_is_kept_as_it_was_counted():
    fight = Fight(a_song(), Level.HARD)
    fight.advance(at(4, ms(50)))
    presses = bot_presses(a_song(), Level.HARD)
    fight.press(presses[0])
    assert fight.presses[0].at == at(4, ms(50))
    fight.advance(SongTime(a_song().audio.length))
    assert resimulate(record(fight), a_song()).difference is None


def test_an_autoplayed_fight_can_be_recorded():
    fight = Fight(a_song(), Level.HARD, Setup(autoplay=True))
    fight.advance(a_song().audio.length)
    assert resimulate(loads(dumps(record(fight))), a_song()).difference is None


def test_an_autoplayed_replay_is_fought_with_the_presses_it_kept():
    fight = Fight(a_song(), Level.HARD, Setup(autoplay=True))
    fight.advance(a_song().audio.length)
    replay = record(fight)
    found = resimulate(replace(replay, presses=replay.presses[2:]), a_song())
    assert found.difference is not None
    assert found.result.setup == replay.setup
