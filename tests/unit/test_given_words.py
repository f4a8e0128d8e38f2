"""What is said of a moment that was given: nothing is called heard where nothing is."""

import pytest

from rhythm_fu.analysis.given_words import words_on
from rhythm_fu.analysis.model import Grid, GridAnchor, Request
from rhythm_fu.timing import Meter

STEADY = Grid((GridAnchor(0, 30.0, 120.0),), 0, 80)
"""Beats are heard from 0:30 to 1:10."""
MOVING = Grid((GridAnchor(0, 30.0, 120.0), GridAnchor(40, 50.0, 130.0)), 0, 80)


def words(found: Grid, at_s: float) -> list[str]:
    return list(words_on(found, found, found, Request(first_beat_s=at_s)))


def test_a_moment_among_the_beats_that_are_heard_is_held_against_them():
    (line,) = words(STEADY, 40.1)
    assert "lies 0.20 beats (100 ms) after the nearest beat by ear" in line


@pytest.mark.parametrize(("at_s", "told"), [(1.1, "before 0:30"), (90.1, "after 1:10")])
def test_where_no_beat_is_heard_none_is_said_to_be_there(at_s: float, told: str):
    (line,) = words(STEADY, at_s)
    assert f"after where beats by ear would be if they went on {told}" in line


@pytest.mark.parametrize("at_s", [1.1, 90.1])
def test_of_a_tempo_that_moves_nothing_is_counted_where_no_beat_is_heard(at_s: float):
    (line,) = words(MOVING, at_s)
    assert "lies where no beat is heard" in line
    assert "ms" not in line


@pytest.mark.parametrize(("bpm", "level", "is_told"), [(80.0, 1.0, True), (120.0, 1.5, False), (180.0, 1.5, False)])
def test_a_tempo_is_said_to_change_only_where_it_does(bpm: float, level: float, is_told: bool):
    """In bars that are given a level may lead back to the tempo that is heard."""
    grid = Grid((GridAnchor(0, 30.0, bpm, Meter(3, 4)),), 0, 80)
    lines = words_on(grid, STEADY, grid, Request(meter=Meter(3, 4), level_shift=level))
    assert any("changes the tempo" in line for line in lines) == is_told


@pytest.mark.parametrize(("beats", "is_told"), [(5, True), (10, True), (11, True), (3, False), (6, False), (7, False)])
def test_of_bars_that_the_ear_does_not_know_it_is_said_that_the_tempo_may_be_of_others(beats: int, is_told: bool):
    meter = Meter(beats, 4)
    grid = Grid((GridAnchor(0, 30.0, 120.0, meter),), 0, 80)
    lines = list(words_on(grid, STEADY, grid, Request(meter=meter)))
    assert any("give --bpm too" in line for line in lines) == is_told
    given = words_on(grid, STEADY, grid, Request(meter=meter, bpm=120.0))
    assert not any("give --bpm too" in line for line in given), "it was"


@pytest.mark.parametrize("found", [STEADY, MOVING])
def test_nothing_is_said_of_a_moment_on_a_beat(found: Grid):
    assert words(found, 40.02) == []
