"""Promises of a fight, whatever the chart, the presses and the frames."""

import json
from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhythm_fu.chart import Chart, Level
from rhythm_fu.errors import ReplayError
from rhythm_fu.fight import Fight, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.fight.resimulate import record, resimulate
from rhythm_fu.judge import Button, Press
from rhythm_fu.replay import Replay, dumps, loads
from rhythm_fu.style import Tier
from rhythm_fu.units import SongTime, ms
from tests.property.fight_strategies import LAST_MS, charts, presses, setups
from tests.unit.chart_samples import a_song

END = SongTime(ms(LAST_MS + 4_000))
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SWAPPED = {
    Button.STRIKE_LEFT: Button.STRIKE_RIGHT,
    Button.STRIKE_RIGHT: Button.STRIKE_LEFT,
    Button.SHOOT_LEFT: Button.SHOOT_RIGHT,
    Button.SHOOT_RIGHT: Button.SHOOT_LEFT,
}


def fought(chart: Chart, given_presses: tuple[Press, ...], setup: Setup, level: Level = Level.MASTER) -> Replay:
    fight = Fight(chart, level, setup)
    for press in given_presses:
        fight.press(press)
    fight.advance(END)
    return record(fight)


def in_frames(chart: Chart, given_presses: tuple[Press, ...], setup: Setup, frames: list[int]) -> Replay:
    fight = Fight(chart, Level.MASTER, setup)
    waiting = list(reversed(given_presses))
    for frame in [*frames, END]:
        while waiting and waiting[-1].at <= frame:
            fight.press(waiting.pop())
        fight.advance(SongTime(frame))
        fight.view(SongTime(frame))
    return record(fight)


frame_lists = st.lists(st.integers(0, ms(LAST_MS)), max_size=200).map(sorted)


@FEW
@given(st.data(), charts(), setups, frame_lists)
def test_any_frames_same_fight(data: st.DataObject, chart: Chart, setup: Setup, frames: list[int]):
    given_presses = data.draw(presses(chart))
    assert in_frames(chart, given_presses, setup, frames) == fought(chart, given_presses, setup)


@settings(FEW, max_examples=5)
@given(st.data(), charts(), setups)
def test_fifty_frame_rates_one_score(data: st.DataObject, chart: Chart, setup: Setup):
    given_presses = data.draw(presses(chart))
    scores = {
        in_frames(chart, given_presses, setup, list(range(0, ms(LAST_MS), 1_000_000 // rate))).digest
        for rate in range(1, 100, 2)
    }
    assert scores == {fought(chart, given_presses, setup).digest}


@FEW
@given(st.data(), charts(), setups)
def test_looking_changes_nothing(data: st.DataObject, chart: Chart, setup: Setup):
    given_presses = data.draw(presses(chart))
    watched, alone = Fight(chart, Level.MASTER, setup), Fight(chart, Level.MASTER, setup)
    for press in given_presses:
        for now in (press.at - ms(900), press.at, press.at + ms(900)):
            first = watched.view(SongTime(now))
            assert watched.view(SongTime(now)) == first
            watched.par()
        assert watched.press(press) == alone.press(press)
    assert watched.view(END) == alone.view(END)
    assert watched.finish() == alone.finish() == watched.finish()


@FEW
@given(st.data(), charts(), setups)
def test_everything_stays_in_its_bounds(data: st.DataObject, chart: Chart, setup: Setup):
    fight = Fight(chart, Level.MASTER, setup)
    points = 0
    for press in data.draw(presses(chart)):
        fight.press(press)
        seen = fight.view(press.at)
        assert 0 <= seen.grace <= 100
        assert 0 <= seen.health <= 100
        assert 0 <= seen.rounds <= 6
        assert 0 <= seen.plates <= 3
        assert 0 <= seen.precision <= 1_000_000
        assert seen.tier in Tier
        assert seen.style_points >= points
        points = seen.style_points
    fight.advance(chart.audio.length)
    result = fight.finish()
    assert 0 <= result.accuracy <= 1
    if not result.has_failed:
        assert sum(result.counts.values()) == len(fight.targets)
        assert fight.is_over
    numbers = [judgement.target for judgement in fight.judgements]
    assert len(numbers) == len(set(numbers))


@FEW
@given(st.data(), charts(), setups)
def test_a_fight_and_its_mirror_image_are_worth_the_same(data: st.DataObject, chart: Chart, setup: Setup):
    given_presses = data.draw(presses(chart))
    turned = tuple(replace(press, button=SWAPPED.get(press.button, press.button)) for press in given_presses)
    one = Fight(chart, Level.MASTER, replace(setup, mirror=False))
    other = Fight(chart, Level.MASTER, replace(setup, mirror=True))
    for press, image in zip(given_presses, turned, strict=True):
        one.press(press)
        other.press(image)
    one.advance(END)
    other.advance(END)
    left, right = one.view(END), other.view(END)
    assert left.panes == right.panes[::-1]
    assert (left.style_points, left.precision, left.grace, left.health) == (
        right.style_points,
        right.precision,
        right.grace,
        right.health,
    )


@FEW
@given(st.data(), charts(), setups)
def test_a_replay_file_comes_to_the_same_fight(data: st.DataObject, chart: Chart, setup: Setup):
    replay = fought(chart, data.draw(presses(chart)), setup)
    again = loads(dumps(replay))
    assert again == replay
    assert resimulate(again, chart).difference is None


@FEW
@given(charts(), setups, st.sampled_from(list(BotStyle)))
def test_a_bot_presses_in_order_and_lets_go_of_what_it_holds(chart: Chart, setup: Setup, style: BotStyle):
    found = bot_presses(chart, Level.MASTER, setup, style=style)
    assert [press.at for press in found] == sorted(press.at for press in found)
    for button in Button:
        ups = [press.is_release for press in found if press.button is button]
        assert sum(ups) * 2 == len(ups)


@FEW
@given(
    st.data(), st.integers(0, 10_000), st.sampled_from(['"', "0", "-", "[", "}", "9" * 20, "null", "NaN", "\x00", ""])
)
def test_a_damaged_replay_is_read_or_refused(data: st.DataObject, place: int, put: str):
    text = dumps(fought(data.draw(charts()), (), Setup()))
    place %= len(text)
    with suppress(ReplayError):
        assert isinstance(loads(text[:place] + put + text[place + 1 :]), Replay)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@FEW
@given(JSON)
def test_no_json_makes_the_reader_stumble(value: object):
    fields = json.loads(dumps(fought(a_song(), (), Setup(), Level.HARD)))
    for name in fields:
        with suppress(ReplayError):
            loads(json.dumps(fields | {name: value}))
