"""What a modder asked for once holds until asked otherwise."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhythm_fu.analysis.asked import asked_again, asked_before, asked_now_or_before
from rhythm_fu.analysis.charting import _spoken
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart import Chart
from rhythm_fu.errors import ChartError
from rhythm_fu.timing import Meter
from tests.unit.chart_samples import a_song


def made_with(params: dict[str, str]) -> Chart:
    chart = a_song()
    return replace(chart, generator=replace(chart.generator, params=MappingProxyType(params)))


FLOATS = st.none() | st.floats(0, 900)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Request, bpm=FLOATS, offset_s=FLOATS, first_beat_s=FLOATS, level_shift=st.sampled_from([0.5, 2 / 3, 1.0, 2.0]),
        shift_beats=st.floats(-8, 8), meter=st.none() | st.builds(Meter, st.integers(1, 13), st.sampled_from([4, 8])),
        range_bpm=st.none() | st.tuples(st.floats(60, 100), st.floats(101, 200)),
    )
)  # fmt: skip
def test_a_request_comes_back_from_the_chart_it_made_to_the_last_digit(request: Request):
    assert asked_before(made_with(_spoken(request))) == request


@pytest.mark.parametrize(
    "params", [{"bpm": "fast"}, {"bpm": "nan"}, {"meter": "3"}, {"range_bpm": "1:2:3"}, {"shift_beats": ""}]
)
def test_words_that_cannot_be_read_count_as_not_said(params: dict[str, str]):
    assert asked_before(made_with(params)) == Request()


def test_a_level_that_a_chart_was_made_with_is_known_for_that_until_another_is_asked_for():
    before = asked_before(made_with({"level_shift": "0.7"}))
    assert before.is_old_level
    assert asked_now_or_before(Request(shift_beats=1.0), before).is_old_level
    assert not asked_now_or_before(Request(level_shift=0.9), before).is_old_level


def test_what_is_asked_now_wins():
    now, before = Request(bpm=150.0), Request(bpm=140.0, shift_beats=0.5, meter=Meter(3, 4))
    assert asked_now_or_before(now, before) == Request(bpm=150.0, shift_beats=0.5, meter=Meter(3, 4))


def test_what_is_asked_now_replaces_another_answer_to_the_same_question():
    before = Request(bpm=140.0, offset_s=0.2)
    assert asked_now_or_before(Request(range_bpm=(80.0, 100.0)), before) == Request(
        range_bpm=(80.0, 100.0), offset_s=0.2
    )
    assert asked_now_or_before(Request(first_beat_s=3.0), before) == Request(bpm=140.0, first_beat_s=3.0)


def test_a_tempo_and_a_factor_of_the_tempo_that_is_found_replace_each_other():
    factor = Request(level_shift=2.0, seed=3, is_old_level=True)
    assert asked_now_or_before(Request(bpm=140.0), factor) == Request(bpm=140.0, seed=3)
    assert not asked_now_or_before(Request(bpm=140.0), factor).is_old_level
    assert asked_now_or_before(Request(level_shift=2.0), Request(bpm=140.0)) == Request(level_shift=2.0)


def test_what_is_undone_now_holds_no_longer_and_the_rest_does():
    before, by_hand = Request(level_shift=2.0, shift_beats=1.0, is_old_level=True), a_song().tempo
    undone = asked_now_or_before(Request(undone=frozenset({"level_shift"})), replace(before, by_hand=by_hand))
    assert undone == Request(shift_beats=1.0, by_hand=by_hand)
    assert not undone.is_old_level


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"range_bpm": "180:90"}, "--range 180:90: the first number must be the smaller one"),
        ({"range_bpm": "101:101"}, "--range 101:101: the first number must be the smaller one"),
        ({"level_shift": "0"}, "--level-shift 0 is out of bounds"),
        ({"offset_s": "1e6"}, "lies outside the song"),
        ({"seed": "-1"}, "--seed -1 is out of bounds"),
    ],
)
def test_what_no_song_can_be_asked_is_refused_with_the_place_of_the_chart_that_says_it(
    params: dict[str, str], problem: str
):
    with pytest.raises(ChartError) as refused:
        asked_again("neon.rfu.json", made_with(params))
    assert str(refused.value).startswith("neon.rfu.json: its generator.params say --")
    assert problem in str(refused.value)
    assert "--forget-options" in refused.value.fix


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bpm", "nan"), ("bpm", "fast"), ("range_bpm", "90"), ("range_bpm", "1:2:3"), ("seed", "x"), ("meter", "3"),
        ("offset_s", ""), ("level_shift", "x2"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_read_is_refused_and_never_dropped(name: str, words: str):
    with pytest.raises(ChartError) as refused:
        asked_again("neon.rfu.json", made_with({name: words}))
    assert str(refused.value).startswith(f"neon.rfu.json: its generator.params say {name} '{words}', which can't be")
    assert "--forget-options" in refused.value.fix


def test_options_of_another_version_are_let_be():
    assert asked_again("neon.rfu.json", made_with({"mood": "?", "seed": "3"})).seed == 3
