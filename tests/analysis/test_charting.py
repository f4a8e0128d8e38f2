"""A whole chart from envelopes and a grid: fair, nested, repeatable, faithful to the music."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.analysis.charting import chart_from, seed_of
from rhythm_fu.analysis.model import Request
from rhythm_fu.chart import Chart, Kind, Level, MarkKind
from rhythm_fu.chart.codec import dumps, loads
from rhythm_fu.chart.levels import LEVEL_RULES
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.errors import ChartError
from tests.analysis.made_songs import BREAK, DNB, HALF, HOUSE, WALTZ, MadeSong, Part, a_club_song, made

PLAIN = Request()


def chart_of(song: MadeSong, request: Request = PLAIN, old: Chart | None = None) -> Chart:
    chart, _ = chart_from(song.audio, song.features, song.grid, request, file_name="made.ogg", old=old)
    return chart


SONGS = {
    "house": a_club_song,
    "dnb": lambda: a_club_song(DNB, bpm=174.5),
    "half-time": lambda: a_club_song(HALF, bpm=140),
    "swung break": lambda: a_club_song(BREAK, bpm=112, swing=0.62),
    "slow": lambda: a_club_song(HOUSE, bpm=70),
    "fast": lambda: a_club_song(HOUSE, bpm=200),
    "waltz": lambda: made([Part(WALTZ, 24), Part({"tone": "x.....x....."}, 8), Part(WALTZ, 24)], bpm=150, beats=3),
}


@pytest.fixture(scope="module", params=SONGS)
def song(request) -> MadeSong:
    return SONGS[request.param]()


def test_no_level_breaks_a_rule(song: MadeSong):
    assert [f for f in findings(chart_of(song)) if f.severity is Severity.ERROR] == []


def test_levels_are_nested_and_rise(song: MadeSong):
    chart = chart_of(song)
    ticks = [{event.tick for event in level.events} for level in chart.levels]
    ratings = [level.rating.value for level in chart.levels]
    assert all(a <= b for a, b in itertools.pairwise(ticks))
    assert ratings == sorted(ratings)
    assert len(set(ratings)) == len(ratings)


def test_the_same_song_gives_the_same_bytes(song: MadeSong):
    assert dumps(chart_of(song)) == dumps(chart_of(song))


def test_a_chart_survives_its_file(song: MadeSong):
    chart = chart_of(song)
    assert loads(dumps(chart)) == chart


def test_events_lie_on_onsets():
    song = a_club_song()
    chart = chart_of(song)
    strong = song.features.times_s[song.features.flux.max(axis=0) > 0.3]
    for level in chart.levels:
        near = [np.abs(strong - event.at / 1e6).min() <= 0.025 for event in level.events if event.kind is not Kind.DROP]
        assert np.mean(near) >= 0.98, level.level


def test_both_drops_are_found_held_and_struck_on_the_downbeat():
    song = a_club_song()
    chart = chart_of(song)
    drops = [event for event in chart.level(Level.HARD).events if event.kind is Kind.DROP]
    assert [event.tick // 10_080 for event in drops] == [song.starts[2], song.starts[5]]
    assert all(event.hold_from is not None and event.prop for event in drops)
    assert {mark.until for mark in chart.spans(MarkKind.BUILD)} == {event.tick for event in drops}


def test_a_steady_song_has_no_drop_and_says_so():
    chart = chart_of(made([Part(HOUSE, 48)]))
    assert not any(event.kind is Kind.DROP for level in chart.levels for event in level.events)
    assert chart.generator.params["drops"] == "none-confident"


def test_the_seed_comes_from_the_samples_and_can_be_set():
    song = a_club_song()
    other = replace(song.audio, pcm_sha256="f" * 64)
    assert seed_of(song.audio) != seed_of(other)
    assert chart_of(song).generator.seed == seed_of(song.audio)
    assert chart_of(song, Request(seed=5)).levels != chart_of(song, Request(seed=6)).levels


def test_only_the_levels_asked_for_are_written():
    chart = chart_of(a_club_song(), Request(levels=(Level.EASY, Level.HARD)))
    assert [level.level for level in chart.levels] == [Level.EASY, Level.HARD]


def test_human_edits_are_kept_when_the_chart_is_made_anew():
    song = a_club_song()
    chart = chart_of(song)
    hard = chart.level(Level.HARD)
    taken, moved = hard.events[10], replace(hard.events[20], weight=222)
    events = tuple(moved if e is hard.events[20] else e for e in hard.events if e is not taken)
    edited = replace(chart, levels=tuple(replace(v, events=events) if v is hard else v for v in chart.levels))
    again = chart_of(song, old=edited)
    assert again.edited_by_human
    assert again.level(Level.HARD).events == events
    assert again.level(Level.MASTER) == chart.level(Level.MASTER)


def test_edits_of_a_level_that_is_left_out_are_not_lost_without_a_word():
    song = a_club_song()
    chart = chart_of(song)
    hard = chart.level(Level.HARD)
    edited = replace(chart, levels=tuple(replace(v, events=v.events[1:]) if v is hard else v for v in chart.levels))
    with pytest.raises(ChartError, match="a person has changed hard, which --level leaves out"):
        chart_of(song, Request(levels=(Level.EASY,)), old=edited)
    assert chart_of(song, Request(levels=(Level.HARD,)), old=edited).level(Level.HARD).events == hard.events[1:]


def test_edits_follow_their_moment_when_the_grid_moves():
    song = a_club_song()
    chart = chart_of(song)
    hard = chart.level(Level.HARD)
    mine = replace(hard.events[20], weight=222)
    events = tuple(mine if e is hard.events[20] else e for e in hard.events)
    edited = replace(chart, levels=tuple(replace(v, events=events) if v is hard else v for v in chart.levels))
    later = replace(song, grid=replace(song.grid, anchors=(replace(song.grid.anchors[0], at_s=0.41),)))
    kept = [e for e in chart_of(later, old=edited).level(Level.HARD).events if e.weight == 222]
    assert len(kept) == 1
    assert abs(kept[0].at - mine.at) <= 10_000


def test_the_level_table_holds_over_any_four_seconds(song: MadeSong):
    for level in chart_of(song).levels:
        assert level.rating.parts["peak_rate"] <= LEVEL_RULES[level.level].most_per_second
