"""Lint finds what would be unfair, and says where."""

from dataclasses import replace

import pytest

from rhythm_fu.chart import Event, Kind, Level, Reach, Side
from rhythm_fu.chart.levels import peak_rate
from rhythm_fu.chart.lint import Severity, findings
from rhythm_fu.units import TICKS_PER_BEAT, Tick, clock_text, ms, seconds
from tests.unit.chart_samples import TEMPO, a_song, chart_of, held_drop, level_of, other, takedown, with_events


def found(*events: Event) -> set[str]:
    return {finding.check for finding in findings(with_events(a_song(), *events))}


def apart(milliseconds: float, *sides: Side) -> list[Event]:
    tick = TEMPO.tick(TEMPO.at(takedown(8).tick) + ms(milliseconds))
    return [
        takedown(8, sides[0]),
        Event(Tick(tick), TEMPO.at(tick), Kind.TAKEDOWN, sides[1], Reach.NEAR),
    ]


def test_a_fair_chart_has_no_findings():
    assert findings(a_song()) == ()


@pytest.mark.parametrize(("gap", "is_found"), [(139.9, True), (140.1, False)])
def test_one_hand_needs_140_ms(gap: float, is_found: bool):
    assert ("hands" in found(*apart(gap, Side.LEFT, Side.LEFT))) is is_found


@pytest.mark.parametrize(("gap", "is_found"), [(89.9, True), (90.1, False)])
def test_crossing_hands_need_90_ms(gap: float, is_found: bool):
    assert ("hands" in found(*apart(gap, Side.LEFT, Side.RIGHT))) is is_found


@pytest.mark.parametrize(("distance", "is_found"), [(0.25, True), (0.5, False)])
def test_no_sweep_close_to_a_double(distance: float, is_found: bool):
    assert ("sweeps" in found(other(8, Kind.DOUBLE), other(8 + distance, Kind.SWEEP))) is is_found


def test_too_many_events_a_second_are_found():
    rush = [takedown(8 + n / 4, Side.LEFT if n % 2 else Side.RIGHT) for n in range(64)]
    assert "rate" in found(*rush)


def test_too_many_events_a_second_are_told_where_they_are():
    calm = [takedown(8 + 4 * n, Side.LEFT) for n in range(12)]
    rush = [takedown(60 + n / 4, Side.LEFT if n % 2 else Side.RIGHT) for n in range(64)]
    told = next(one for one in findings(with_events(a_song(), *calm, *rush)) if one.check == "rate")
    level = next(level for level in Level if told.place.startswith(level.value))
    assert told.place == f"{level.value} at {clock_text(rush[0].at)}"
    assert "events in 4 s" in told.problem


def test_what_is_wrong_with_a_whole_level_has_no_moment():
    one_handed = [takedown(8 + 2 * n, Side.LEFT) for n in range(30)]
    told = next(one for one in findings(with_events(a_song(), *one_handed)) if one.check == "balance")
    assert told.place in {level.value for level in Level}


def test_a_level_keeps_to_its_kinds():
    story = chart_of(level_of(Level.STORY, other(8, Kind.DOUBLE)))
    assert {finding.check for finding in findings(story)} == {"kinds"}


def test_an_event_in_a_hold_waits_for_master():
    assert "holds" in found(held_drop(8, 16), takedown(12))
    master = chart_of(level_of(Level.MASTER, held_drop(28, 32), takedown(30)))
    assert "holds" not in {finding.check for finding in findings(master)}


@pytest.mark.parametrize(
    ("level", "beat", "is_found"),
    [
        (Level.STORY, 8.5, True),
        (Level.STORY, 8, False),
        (Level.NORMAL, 8.25, True),
        (Level.NORMAL, 8 + 1 / 3, False),
        (Level.MASTER, 8.25, False),
    ],
)
def test_easy_levels_keep_to_coarse_grids(level: Level, beat: float, is_found: bool):
    chart = chart_of(level_of(level, takedown(beat)))
    assert ("divisions" in {finding.check for finding in findings(chart)}) is is_found


@pytest.mark.parametrize(("off", "is_found"), [(-0.6, False), (0.6, False), (3.0, True)])
def test_a_swung_sixteenth_is_on_the_grid_whichever_way_it_was_rounded(off: float, is_found: bool):
    swing = 0.6765
    tick = Tick(8 * TICKS_PER_BEAT + round(swing / 2 * TICKS_PER_BEAT + off))
    chart = chart_of(level_of(Level.MASTER, Event(tick, TEMPO.at(tick), Kind.TAKEDOWN, Side.LEFT, Reach.NEAR)))
    swung = replace(chart, song=replace(chart.song, swing=swing))
    assert ("snap" in {finding.check for finding in findings(swung)}) is is_found


@pytest.mark.parametrize(("pause", "is_found"), [(1, True), (1.5, False)])
def test_six_shots_then_a_reload(pause: float, is_found: bool):
    sides = (Side.LEFT, Side.RIGHT)
    first = [takedown(8 + n, sides[n % 2], Reach.FAR) for n in range(6)]
    more = [takedown(13 + pause + n, sides[n % 2], Reach.FAR) for n in range(3)]
    assert ("ammunition" in found(*first, *more)) is is_found


def test_a_chart_for_one_hand_is_noticed():
    assert "balance" in found(*[takedown(8 + n) for n in range(24)])


def test_levels_must_be_nested():
    loose = chart_of(level_of(Level.NORMAL, takedown(5)), level_of(Level.HARD, takedown(4), takedown(6)))
    assert "nesting" in {finding.check for finding in findings(loose)}


def test_an_easier_level_that_is_rated_harder_can_still_be_played():
    easier = level_of(Level.NORMAL, takedown(5))
    harder = level_of(Level.HARD, takedown(5), takedown(6))
    strained = replace(easier, rating=replace(easier.rating, value=harder.rating.value + 0.01))
    chart = chart_of(strained, harder)
    assert [f.severity for f in findings(chart) if f.check == "nesting"] == [Severity.WARNING]


def test_errors_come_before_warnings():
    chart = with_events(a_song(), *apart(100, Side.LEFT, Side.LEFT))
    kinds = [finding.severity for finding in findings(chart)]
    assert kinds == sorted(kinds, key=lambda severity: severity is Severity.WARNING)


def test_the_peak_rate_counts_any_four_seconds():
    assert peak_rate([seconds(n) for n in range(20)]) == 1.0
    assert peak_rate([]) == 0.0
