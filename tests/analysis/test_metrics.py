"""The metrics tell a chart made for a song from the same chart moved, shuffled or thrown at random."""

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.metrics import measure, metric_findings
from rhythm_fu.chart import Chart, Event, Kind, Level, LevelChart, Side
from rhythm_fu.chart.edits import canonical
from rhythm_fu.units import TICKS_PER_BEAT, SongTime, Tick, ms
from tests.analysis.made_songs import BEAT, BREAK, CALM, HOUSE, ROLL, TOPS, Part, a_club_song, made

SONG = made(
    [
        Part(BEAT, 8, gain_db=-6),
        Part(TOPS, 8, gain_db=-8),
        Part(ROLL, 8, rise_db=18, gap=1),
        Part(HOUSE, 16),
        Part(BREAK, 8, gain_db=-3),
        Part(CALM, 12, gain_db=-6),
        Part(ROLL, 8, rise_db=18, gap=1),
        Part(HOUSE, 16),
        Part(TOPS, 8, gain_db=-8),
    ],
    bpm=126,
)
CHART, ANALYSIS = chart_from(SONG.audio, SONG.features, SONG.grid, file_name="made.ogg")
BAR = 4 * TICKS_PER_BEAT


def values(chart: Chart, level: Level = Level.HARD) -> dict[str, float]:
    return {m.name: m.value for m in measure(ANALYSIS, chart) if m.level is level and m.value is not None}


def with_events(change: Callable[[LevelChart], list[Event]]) -> Chart:
    return replace(CHART, levels=tuple(replace(v, events=canonical(change(v))) for v in CHART.levels))


def moved(event: Event, tick: int) -> Event:
    hold = event.hold_from
    hold = None if hold is None else Tick(max(0, hold + tick - event.tick))
    at = CHART.tempo.at(tick)
    return replace(
        event, tick=Tick(tick), at=at, hold_from=hold, hold_at=None if hold is None else CHART.tempo.at(hold)
    )


def late() -> Chart:
    """Everything 40 ms late."""
    return with_events(lambda v: [moved(e, CHART.tempo.tick(e.at + ms(40))) for e in v.events])


def shuffled() -> Chart:
    """The bars in another order."""
    order = list(range(SONG.grid.last_beat // 4 + 1))
    random.Random(3).shuffle(order)
    return with_events(lambda v: [moved(e, order[e.tick // BAR] * BAR + e.tick % BAR) for e in v.events])


def thrown() -> Chart:
    """As many events, anywhere in the song, on any side."""

    def anywhere(level: LevelChart) -> list[Event]:
        dice = random.Random(4)
        moments = sorted(dice.sample(range(ms(500), CHART.audio.length - ms(500), ms(60)), len(level.events)))
        ticks = [CHART.tempo.tick(at) for at in moments]
        return [
            Event(t, SongTime(CHART.tempo.at(t)), Kind.TAKEDOWN, dice.choice(list(Side)), e.reach)
            for t, e in zip(ticks, level.events, strict=True)
        ]

    return with_events(anywhere)


def lopsided() -> Chart:
    return with_events(lambda v: [replace(e, side=Side.LEFT) if e.side else e for e in v.events])


def one_bar_for_ever() -> Chart:
    """The chart's busiest bar in every bar."""

    def same(level: LevelChart) -> list[Event]:
        bar = [e for e in level.events if e.tick // BAR == 30 and e.kind is not Kind.DROP]
        return [moved(e, n * BAR + e.tick % BAR) for n in range(SONG.grid.last_beat // 4) for e in bar]

    return with_events(same)


GOOD = values(CHART)


def test_the_song_as_charted_meets_every_target():
    assert list(metric_findings(measure(ANALYSIS, CHART))) == []


@pytest.mark.parametrize(
    ("name", "control", "at_most"),
    [
        ("onset support", late, 0.5),
        ("onset support", thrown, 0.5),
        ("strong-onset recall", late, 0.5),
        ("strong-onset recall", thrown, 0.6),
        ("density follows energy", shuffled, 0.3),
        ("density follows energy", thrown, 0.3),
        ("drop emphasis", shuffled, 2.0),
        ("drop emphasis", thrown, 2.0),
        ("repetition", shuffled, 0.6),
        ("repetition", thrown, 0.2),
        ("variety", one_bar_for_ever, 0.4),
    ],
)
def test_a_wrong_chart_scores_clearly_worse(name: str, control: Callable[[], Chart], at_most: float):
    assert values(control())[name] <= min(at_most, 0.75 * GOOD[name])


@pytest.mark.parametrize("level", list(Level))
def test_no_level_repeats_its_music_by_chance(level: Level):
    assert values(CHART, level)["repetition"] >= 0.9
    for control in (shuffled, thrown):
        wrong = control()
        assert values(wrong, level)["repetition"] <= 0.6
        assert any(f.place == level.value for f in metric_findings(measure(ANALYSIS, wrong)) if f.check == "repetition")


def test_an_event_more_in_some_sparse_bars_is_no_lack_of_repetition():
    """Two events a bar and every third bar one more: a person hears the same dance, with a turn in it."""
    blows = ((0, Side.LEFT), (2, Side.RIGHT), (3, Side.LEFT))
    bars = range(SONG.grid.last_beat // 4)
    places = [(n, place, side) for n in bars for place, side in blows if place < 3 or n % 3 == 0]
    event = CHART.levels[0].events[0]
    ticks = [(Tick((4 * n + place) * TICKS_PER_BEAT), side) for n, place, side in places]
    dance = [replace(event, tick=tick, at=CHART.tempo.at(tick), side=side) for tick, side in ticks]
    assert 0.75 <= values(with_events(lambda _: dance), Level.STORY)["repetition"] < 0.95


def test_a_chart_that_is_late_by_a_flawless_window_is_found():
    later = with_events(lambda v: [moved(e, CHART.tempo.tick(e.at + ms(20))) for e in v.events])
    assert GOOD["lateness"] == pytest.approx(0.0, abs=6.0)
    assert values(later)["lateness"] - GOOD["lateness"] == pytest.approx(20.0, abs=1.5)
    assert "lateness" in {finding.check for finding in metric_findings(measure(ANALYSIS, later))}


def test_music_with_nothing_to_do_is_found():
    begin, end = ms(20_000), ms(45_000)
    emptied = with_events(lambda v: [e for e in v.events if not begin < e.at < end])
    assert values(emptied)["longest pause"] > 20
    assert "longest-pause" in {finding.check for finding in metric_findings(measure(ANALYSIS, emptied))}
    assert values(with_events(lambda _: []))["longest pause"] == pytest.approx(CHART.audio.length / 1e6, rel=0.1)


def test_a_random_dance_wanders_more_than_the_music():
    assert values(thrown())["variety"] > 4


def test_a_loop_of_one_bar_may_be_danced_as_more_than_one():
    song = made([Part(HOUSE, 40)])
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    assert "variety" not in {finding.check for finding in metric_findings(measure(analysis, chart))}


def test_a_one_handed_chart_is_found():
    assert values(lopsided())["balance"] == 1.0
    assert "balance" in {finding.check for finding in metric_findings(measure(ANALYSIS, lopsided()))}


def test_a_steady_song_asks_for_no_change_of_density():
    song = made([Part(HOUSE, 40)])
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    found = {m.name: m.value for m in measure(analysis, chart) if m.level is Level.HARD}
    assert found["density follows energy"] is None
    assert found["drop emphasis"] is None


def test_a_song_whose_pairs_of_bars_are_equally_loud_asks_for_no_change_of_density():
    song = made([Part(HOUSE, 40)])
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    energy = np.tile([0.25, 0.75], len(analysis.structure.bar_energy))[: len(analysis.structure.bar_energy)]
    swaying = replace(analysis, structure=replace(analysis.structure, bar_energy=energy))
    found = [m for m in measure(swaying, replace(chart, marks=())) if m.name == "density follows energy"]
    assert found
    assert [m.value for m in found] == [None] * len(found)


def test_findings_name_level_value_and_target():
    finding = next(f for f in metric_findings(measure(ANALYSIS, late())) if f.check == "onset-support")
    assert finding.place == "story"
    assert "at least 0.9" in finding.fix


def test_both_drops_of_a_club_song_stand_out():
    song = a_club_song()
    chart, analysis = chart_from(song.audio, song.features, song.grid, file_name="made.ogg")
    emphasis = [m.value for m in measure(analysis, chart) if m.name == "drop emphasis"]
    assert all(value is not None and value >= 1.3 for value in emphasis)
