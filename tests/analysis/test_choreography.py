"""What a dance owes the music and the player, beyond lint."""

import itertools
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.choreography import PROPS, RULES, choreograph
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.model import Doubt, Grid, GridAnchor, Request
from rhythm_fu.analysis.sections import structure_of
from rhythm_fu.analysis.ticks import tempo_map, tick_map
from rhythm_fu.chart import Chart, Event, Kind, Level, MarkKind, PulseKind, Reach, Side
from rhythm_fu.chart.levels import LEVEL_RULES
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.timing import Meter
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, ms
from tests.analysis.made_songs import BREAK, CALM, DNB, HALF, HOUSE, MadeSong, Part, a_club_song, made

BAR = 4 * TICKS_PER_BEAT


def chart_of(song: MadeSong) -> Chart:
    return chart_from(song.audio, song.features, song.grid, file_name="made.ogg")[0]


CLUB = a_club_song()
CHART = chart_of(CLUB)


def bar_of(level: Level, bar: int, chart: Chart = CHART) -> list[tuple[int, Kind, Side | None]]:
    events = chart.level(level).events
    return [(e.tick % BAR, e.kind, e.side) for e in events if e.tick // BAR == bar]


@pytest.mark.parametrize("level", Level)
def test_the_same_bars_are_danced_the_same(level: Level):
    """Bars 2-5 of both drops hold the same music."""
    first, second = CLUB.starts[2] // 4, CLUB.starts[5] // 4
    for bar in range(2, 6):
        assert bar_of(level, first + bar) == bar_of(level, second + bar)


def test_a_bar_and_its_answer_make_a_pair_that_repeats():
    first = CLUB.starts[2] // 4
    assert bar_of(Level.HARD, first + 2) == bar_of(Level.HARD, first + 4)
    assert bar_of(Level.HARD, first + 3) == bar_of(Level.HARD, first + 5)


@pytest.mark.parametrize(
    ("rows", "bpm", "style"), [(HOUSE, 128, "four-on-floor"), (DNB, 174, "drum-and-bass"), (HALF, 140, "half-time")]
)
def test_bars_are_read_as_what_they_are(rows: dict[str, str], bpm: int, style: str):
    drums = {voice: row for voice, row in rows.items() if voice != "bass"}
    song = made([Part(drums, 24)], bpm=bpm)
    folded = fold(song.features, song.grid)
    ticks = tick_map(song.grid, folded.places, SongTime(round(song.features.length_s * 1e6)))
    dance = choreograph(folded, structure_of(folded, song.features), ticks, seed=1)
    assert Counter(dance.styles).most_common(1)[0][0] == style


def test_where_no_beat_is_heard_nobody_attacks_but_on_what_clearly_begins():
    song = made([Part(CALM, 8), Part(HOUSE, 16)])
    folded = fold(song.features, song.grid)
    ticks = tick_map(song.grid, folded.places, SongTime(round(song.features.length_s * 1e6)))
    doubts = [Doubt(0.0, float(folded.bars.times_s[8]), 0.13)]
    beats = 8 * 4

    def events_before_the_beat(share: float) -> int:
        hits = folded.hits.copy()
        hits[:, :beats] *= share / hits[:, :beats].max()
        heard = replace(folded, hits=hits)
        dance = choreograph(heard, structure_of(heard, song.features), ticks, 1, doubts=doubts)
        assert len(dance.levels[Level.HARD]) > 50
        return sum(event.tick < beats * TICKS_PER_BEAT for event in dance.levels[Level.HARD])

    assert events_before_the_beat(share=0.4) == 0
    assert events_before_the_beat(share=1.0) > 4


def test_the_drop_is_denser_than_the_breakdown():
    def rate(part: int, bars: int) -> float:
        start = CLUB.starts[part] * TICKS_PER_BEAT
        return sum(start <= e.tick < start + bars * BAR for e in CHART.level(Level.HARD).events) / bars

    assert rate(2, 7) > 1.5 * rate(3, 7)


def longest_without_room(chart: Chart) -> int:
    """Ticks of Master's longest run of events with no room for a breath or to reload."""
    ticks = [event.tick for event in chart.level(Level.MASTER).events]
    longest = 0
    since = ticks[0]
    for before, after in itertools.pairwise(ticks):
        if after - before >= RULES.reload * TICKS_PER_BEAT:
            since = after
        longest = max(longest, after - since)
    return longest


def test_every_eight_bars_there_is_room_to_breathe_and_reload():
    assert longest_without_room(CHART) <= RULES.rest_bars * BAR


def test_where_phrases_are_uneven_there_is_room_within_sixteen_bars():
    bars = ((CALM, 5), (HOUSE, 13), (BREAK, 11), (HOUSE, 23), (DNB, 12), (HOUSE, 20))
    chart = chart_of(made([Part(rows, count) for rows, count in bars]))
    assert RULES.rest_bars * BAR < longest_without_room(chart) <= 2 * RULES.rest_bars * BAR


@pytest.mark.parametrize("level", [Level.HARD, Level.MASTER])
def test_six_rounds_are_enough_between_reloads(level: Level):
    song = made([Part({"tone": "x.x.x.x.x.x.x.x.", "hat": "x.x.x.x.x.x.x.x."}, 32)])
    shots, last = 0, 0
    for event in chart_of(song).level(level).events:
        if event.tick - last >= RULES.reload * TICKS_PER_BEAT:
            shots = 0
        last = event.tick
        shots += event.reach is Reach.FAR or event.kind in {Kind.REFLECT, Kind.SHIELD}
        assert shots <= RULES.rounds


def test_levels_bring_in_what_they_teach():
    kinds = {v.level: {event.kind for event in v.events} for v in CHART.levels}
    assert all(kinds[level] <= LEVEL_RULES[level].kinds for level in Level)
    assert Kind.SWEEP in kinds[Level.EASY]
    assert Kind.DROP in kinds[Level.NORMAL]
    assert Kind.DOUBLE in kinds[Level.HARD]
    assert Counter(e.reach for e in CHART.level(Level.EASY).events)[Reach.FAR] == 0
    assert Counter(e.reach for e in CHART.level(Level.NORMAL).events)[Reach.FAR] > 0


def test_each_level_keeps_to_its_grid():
    for level in CHART.levels:
        step = TICKS_PER_BEAT // LEVEL_RULES[level.level].divisions
        assert all(event.tick % step == 0 for event in level.events)


def test_a_swung_song_is_danced_on_the_swung_sixteenth():
    swing = 0.62
    rows = {"kick": "x..x..x...x..x..", "hat": "xx.xxx.xxx.xxx.x"}
    song = made([Part(rows, 24)], bpm=96, swing=swing)
    chart = chart_of(song)
    places = {event.tick % TICKS_PER_BEAT for event in chart.level(Level.MASTER).events}
    assert places & {round(swing / 2 * TICKS_PER_BEAT), round((0.5 + swing / 2) * TICKS_PER_BEAT)}
    assert not places & {TICKS_PER_BEAT // 4, 3 * TICKS_PER_BEAT // 4}
    assert "snap" not in {finding.check for finding in findings(chart)}


def test_bass_weighs_more_than_treble():
    events = CHART.level(Level.HARD).events
    near = [e.weight for e in events if e.reach is Reach.NEAR]
    far = [e.weight for e in events if e.reach is Reach.FAR]
    assert np.mean(near) > np.mean(far) + 10


def test_drops_bring_down_different_props():
    props = [event.prop for event in CHART.level(Level.HARD).events if event.kind is Kind.DROP]
    assert len(set(props)) == len(props)
    assert set(props) <= set(PROPS)


@pytest.mark.parametrize("level", [Level.NORMAL, Level.HARD])
def test_below_master_nothing_is_asked_during_a_hold(level: Level):
    events = CHART.level(level).events
    held = [event for event in events if event.kind is Kind.DROP and event.hold_from is not None]
    assert len(held) == 2
    for drop in held:
        assert [event for event in events if drop.hold_from <= event.tick < drop.tick] == []


def test_one_liners_get_two_free_beats():
    lines = CHART.spans(MarkKind.LINE)
    assert lines
    ticks = [event.tick for event in CHART.level(Level.MASTER).events]
    for line in lines:
        assert line.until - line.tick >= 2 * TICKS_PER_BEAT
        assert not any(line.tick < tick < line.until for tick in ticks)


def test_pulses_are_the_drums():
    song = made([Part(HOUSE, 8)])
    pulses = chart_of(song).pulses
    kicks = [p.tick for p in pulses if p.kind is PulseKind.KICK and p.tick % TICKS_PER_BEAT == 0]
    assert kicks == [n * TICKS_PER_BEAT for n in range(32)]
    assert {p.tick % BAR for p in pulses if p.kind is PulseKind.SNARE} == {TICKS_PER_BEAT, 3 * TICKS_PER_BEAT}
    assert all(0 <= p.strength <= 100 for p in pulses)


def test_nobody_attacks_before_they_could_walk_in():
    song = a_club_song(first_s=0.0)
    first = min(level.events[0].at for level in chart_of(song).levels)
    assert first >= 4 * song.grid.times_of(np.array(1.0)) * 1e6 - 1


@pytest.mark.parametrize("meter", [Meter(4), Meter(6, 8), Meter(7, 8), Meter(12, 8)], ids=str)
def test_however_long_a_bar_is_story_leaves_the_first_one_free(meter: Meter):
    song = a_club_song(first_s=0.0)
    head = song.grid.anchors[0]
    found = findings(chart_of(moved_grid(song, replace(head, meter=meter))))
    assert [one for one in found if one.check == "first-bar"] == []


def moved_grid(song: MadeSong, *anchors: GridAnchor, first_beat: int = 0) -> MadeSong:
    return replace(song, grid=Grid(anchors, first_beat, song.grid.last_beat))


def test_a_pick_up_counts_from_the_downbeat_before_it():
    song = a_club_song()
    head = song.grid.anchors[0]
    picked = moved_grid(song, replace(head, at_s=head.at_s + 2 * 60 / 128), first_beat=-2)
    tempo, origin = tempo_map(picked.grid)
    assert origin == -4
    assert tempo.at(0) == pytest.approx((head.at_s - 2 * 60 / 128) * 1e6, abs=2)
    assert [f for f in findings(chart_of(picked)) if f.severity is Severity.ERROR] == []


def test_ticks_follow_a_changing_tempo_within_a_microsecond():
    anchors = tuple(GridAnchor(16 * n, 0.5 + 8.0 * n + 0.02 * n * n, 120 - n) for n in range(5))
    grid = Grid(anchors, 0, 90)
    tempo, origin = tempo_map(grid)
    for beat in range(90):
        exact = float(grid.times_of(np.array(float(beat)))) * 1e6
        assert abs(tempo.at((beat - origin) * TICKS_PER_BEAT) - exact) <= 1.5


def test_a_change_of_meter_is_charted_bar_by_bar():
    song = made([Part(HOUSE, 40)])
    at = float(song.grid.times_of(np.array(80.0)))
    both = moved_grid(song, song.grid.anchors[0], GridAnchor(80, at, 128.0, Meter(3)))
    chart = chart_of(both)
    assert chart.tempo.bar(80 * TICKS_PER_BEAT) == (20, 0)
    assert chart.tempo.bar(83 * TICKS_PER_BEAT) == (21, 0)
    assert [f for f in findings(chart) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("bpm", [60, 85, 107, 128, 150, 174, 200, 215])
@pytest.mark.parametrize("rows", [HOUSE, BREAK, DNB], ids=["house", "break", "dnb"])
def test_hands_keep_up_at_every_tempo(bpm: int, rows: dict[str, str]):
    song = made([Part(rows, 16), Part(CALM, 4), Part(rows, 16)], bpm=bpm)
    last: dict[Side, Event] = {}
    for event in chart_of(song).level(Level.MASTER).events:
        for side in Side if event.kind is Kind.DOUBLE else [event.side] if event.side else []:
            if side in last:
                assert event.at - last[side].at >= ms(140)
            if side.other in last and last[side.other] is not event:
                assert event.at - last[side.other].at >= ms(90)
        for side in Side if event.kind is Kind.DOUBLE else [event.side] if event.side else []:
            last[side] = event


def test_where_easy_answers_a_drop_with_a_hand_the_hand_has_time_in_the_fastest_song_too():
    quiet = Part({"kick": "..x........xx....x...x.x", "snare": ".x.x...xx.x.x..xx...x..."}, 2, gap=2.0, gain_db=-6.0)
    loud = {"hat": "...x...x..xx..........x.", "tone": "..x.x.xx.x....x..xx.x...", "bass": "..x....x...xxx...x.....x"}
    song = made([quiet, Part(loud, 8)], bpm=215, beats=6)
    chart, _ = chart_from(song.audio, song.features, song.grid, Request(seed=0), file_name="made.ogg")
    assert chart.drops
    assert [one for one in findings(chart) if one.check == "hands"] == []
