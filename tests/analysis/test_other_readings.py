"""The other readings that are offered with a grid: taken by their options, each gives just what was offered."""

import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.given import GIVEN, asked_grid
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Alternative, Features, Grid, Request
from rhythm_fu.analysis.ticks import tempo_map
from rhythm_fu.timing import Meter, TempoMap
from rhythm_fu.units import SongTime, seconds
from tests.analysis.material import RATE, a_house_track

SONGS = ((126.0, 0.4), (188.0, 0.33), (174.0, 0.2), (84.0, 0.1))


@pytest.fixture(scope="module", params=SONGS, ids=str)
def heard(request) -> Features:
    return features(a_house_track(*request.param, beats=96), RATE)


@pytest.fixture(scope="module")
def found(heard: Features) -> Grid:
    return grid_of(heard)


def beats_off(grid: Grid, offered: Alternative) -> float:
    """How many beats the offered downbeat lies from the next one of a grid."""
    bar = grid.anchors[0].meter.beats
    place = float(grid.beats_of(np.array([offered.downbeat_s]))[0])
    return abs((place + bar / 2) % bar - bar / 2)


def test_every_offered_reading_is_what_its_options_give(heard: Features, found: Grid):
    for offered in found.alternatives:
        taken = asked_grid(heard, Request(level_shift=offered.factor, shift_beats=offered.shift))
        assert taken.bpm == pytest.approx(offered.bpm, rel=2e-3), offered
        assert beats_off(taken, offered) < 0.1, offered
        assert taken.confidence[GIVEN] <= offered.probability, "a tempo's likelihood is that of all its readings"
        assert offered.factor != 1.0 or taken.confidence[GIVEN] == offered.probability
        assert offered not in taken.alternatives, "it is taken, no longer another one"
        assert (1.0, 0.0) in {(one.factor, one.shift) for one in taken.alternatives}, "what is found stays to be had"


def test_half_beats_and_whole_beats_are_offered_however_sure_the_ear_is(found: Grid):
    same = {a.shift % 4 for a in found.alternatives if a.factor == 1.0}
    assert same >= {0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5}


def test_likelier_readings_come_first(found: Grid):
    shares = [a.probability for a in found.alternatives]
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("bpm", [0.87, 0.73])
def test_of_a_tempo_that_nothing_keeps_no_beat_is_held_for_sure(heard: Features, found: Grid, bpm: float):
    grid = asked_grid(heard, Request(bpm=bpm * found.bpm))
    assert (grid.bpm, grid.anchors[0].meter) == (bpm * found.bpm, Meter())
    assert max(grid.confidence[name] for name in ("phase", "downbeat", GIVEN)) <= 0.25
    assert any("nothing in the sound keeps" in note for note in grid.notes)


def test_what_is_given_just_as_it_is_found_is_as_sure_as_found(heard: Features, found: Grid):
    grid = asked_grid(heard, Request(bpm=found.bpm, offset_s=found.anchors[0].at_s))
    sure = found.confidence
    assert grid.confidence[GIVEN] == sure["level"] * sure["phase"] * sure["downbeat"]
    assert (1.0, 0.0) not in {(one.factor, one.shift) for one in grid.alternatives}


def about_the_place(grid: Grid) -> list[str]:
    return [note for note in grid.notes if "by ear" in note]


@pytest.mark.parametrize(
    ("option", "beats"),
    [("first_beat_s", 0.25), ("first_beat_s", 1 / 3), ("first_beat_s", 0.5), ("offset_s", 0.25), ("offset_s", 0.75)],
)
def test_a_moment_off_the_beat_moves_the_beat_and_no_tempo(heard: Features, found: Grid, option: str, beats: float):
    at_s = float(found.times_of(np.array(40.0 + beats)))
    grid = asked_grid(heard, Request(**{option: at_s}))
    assert grid.bpm == pytest.approx(found.bpm, rel=1e-4)
    place = float(grid.beats_of(np.array([at_s]))[0])
    assert place == pytest.approx(round(place), abs=1e-6)
    (note,) = about_the_place(grid)
    far, side = (beats, "after") if beats <= 0.5 else (1.0 - beats, "before")
    assert f"lies {far:.2f} beats" in note
    assert beats == 0.5 or f"{side} the nearest beat by ear" in note


@pytest.mark.parametrize(("shift", "told"), [(0.0, "gave it"), (0.5, "gave it and moved by --shift-beats 0.5")])
def test_a_moment_off_the_beat_that_is_shifted_as_well_is_not_said_to_be_the_beat(
    heard: Features, found: Grid, shift: float, told: str
):
    at_s = float(found.times_of(np.array(40.25)))
    grid = asked_grid(heard, Request(first_beat_s=at_s, shift_beats=shift))
    assert float(grid.beats_of(np.array([at_s]))[0]) % 1.0 == pytest.approx(shift, abs=1e-6)
    (note,) = about_the_place(grid)
    assert note.endswith(f"the beat is put where you {told}")


@pytest.mark.parametrize("option", ["first_beat_s", "offset_s"])
def test_of_a_moment_on_the_beat_nothing_is_said(heard: Features, found: Grid, option: str):
    at_s = float(found.times_of(np.array(41.0))) + 0.02
    grid = asked_grid(heard, Request(**{option: at_s}))
    assert grid.bpm == pytest.approx(found.bpm, rel=1e-4)
    assert about_the_place(grid) == []


def test_a_grid_by_hand_is_taken_as_it_stands(heard: Features, found: Grid):
    moved = TempoMap.constant(found.bpm, SongTime(seconds(found.anchors[0].at_s) + 12_000))
    assert tempo_map(asked_grid(heard, Request(by_hand=moved, bpm=70.0)))[0] == moved
