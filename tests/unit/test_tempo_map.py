"""The tempo map: exact, monotonic, and the same there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm_fu.timing import Meter, TempoAnchor, TempoMap
from rhythm_fu.timing.tempo_map import beat_ns_of
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick, ms, seconds


def beat(count: float) -> int:
    return round(count * TICKS_PER_BEAT)


@st.composite
def tempo_maps(draw: st.DrawFn) -> TempoMap:
    tick, at = 0, draw(st.integers(-2_000_000, 5_000_000))
    anchors = []
    for _ in range(draw(st.integers(1, 6))):
        beat_ns = beat_ns_of(draw(st.floats(20, 999)))
        anchors.append(TempoAnchor(Tick(tick), SongTime(at), beat_ns))
        beats = 4 * draw(st.integers(1, 16))
        tick += beats * TICKS_PER_BEAT
        at += beats * beat_ns // 1_000
    return TempoMap(tuple(anchors))


def test_a_beat_at_120_is_half_a_second():
    tempo = TempoMap.constant(120, SongTime(ms(137)))
    assert [tempo.at(beat(n)) for n in (0, 1, 2.5)] == [ms(137), ms(637), ms(1387)]


def test_no_error_gathers_over_an_hour_at_an_awkward_tempo():
    tempo = TempoMap.constant(127.3)
    beats = 7638  # an hour
    assert abs(tempo.at(beat(beats)) - seconds(beats * 60 / 127.3)) <= 4


@given(tempo_maps(), st.integers(-100_000, 2_000_000), st.integers(1, 100_000))
def test_time_never_runs_backwards(tempo: TempoMap, tick: int, step: int):
    assert tempo.at(tick) <= tempo.at(tick + step)


@given(tempo_maps(), st.integers(0, 2_000_000))
def test_a_tick_comes_back_from_its_moment_within_a_microsecond(tempo: TempoMap, tick: int):
    assert abs(tempo.at(tempo.tick(tempo.at(tick))) - tempo.at(tick)) <= 1


@given(tempo_maps())
def test_every_anchor_lies_exactly_where_it_says(tempo: TempoMap):
    assert all(tempo.at(a.tick) == a.at for a in tempo.anchors)


def test_a_tempo_step_takes_effect_on_its_anchor():
    tempo = TempoMap(
        (
            TempoAnchor(Tick(0), SongTime(0), beat_ns_of(120)),
            TempoAnchor(Tick(beat(8)), SongTime(seconds(4)), beat_ns_of(60)),
        )
    )
    assert tempo.at(beat(9)) - tempo.at(beat(8)) == seconds(1)
    assert tempo.at(beat(8)) - tempo.at(beat(7)) == ms(500)


def test_bars_count_on_through_a_change_of_meter():
    tempo = TempoMap(
        (
            TempoAnchor(Tick(0), SongTime(0), beat_ns_of(120)),
            TempoAnchor(Tick(beat(8)), SongTime(seconds(4)), beat_ns_of(120), Meter(3)),
        )
    )
    assert tempo.bar(beat(7)) == (1, beat(3))
    assert tempo.bar(beat(8)) == (2, 0)
    assert tempo.bar(beat(12)) == (3, beat(1))
    assert [tempo.bar_start(n) for n in range(5)] == [beat(n) for n in (0, 4, 8, 11, 14)]


@pytest.mark.parametrize(("at_ms", "division", "expected"), [(620, 1, 1), (760, 1, 2), (740, 2, 1.5), (510, 4, 1)])
def test_snapping_takes_the_nearest_line(at_ms: float, division: int, expected: float):
    assert TempoMap.constant(120).snap(ms(at_ms), division) == beat(expected)


def test_beats_between_names_the_downbeats():
    found = list(TempoMap.constant(120, SongTime(ms(100))).beats_between(ms(100), ms(2700)))
    assert [is_downbeat for _, is_downbeat in found] == [True, False, False, False, True, False]


def test_a_change_is_another_tempo_or_another_meter():
    def anchor(number: int, bpm: float, beats: int = 4) -> TempoAnchor:
        return TempoAnchor(Tick(beat(8 * number)), seconds(4 * number), beat_ns_of(bpm), Meter(beats))

    upbeat = TempoMap((anchor(0, 128), anchor(1, 128.0004), anchor(2, 128)))
    assert upbeat.changes == upbeat.anchors[:1]
    moving = TempoMap((anchor(0, 128), anchor(1, 128), anchor(2, 128.01), anchor(3, 128.01, 3), anchor(4, 120, 3)))
    assert moving.changes == (moving.anchors[0], *moving.anchors[2:])
