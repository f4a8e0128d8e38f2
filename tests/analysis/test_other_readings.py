"""The other readings that are offered with a grid: taken by their options, each gives just what was offered."""

from collections.abc import Iterator
from dataclasses import replace
from math import prod

import numpy as np
import pytest

from rhythm_fu.analysis.askable import LEVELS, level_typed
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.given import GIVEN, asked_grid
from rhythm_fu.analysis.model import Alternative, Features, Grid, Request
from rhythm_fu.analysis.once import remembering
from rhythm_fu.analysis.ticks import tempo_map
from rhythm_fu.cli.options import factor
from rhythm_fu.errors import AnalysisError
from rhythm_fu.timing import Meter, TempoMap
from rhythm_fu.units import SongTime, seconds
from tests.analysis.material import RATE, a_house_track

SONGS = ((126.0, 0.4), (188.0, 0.33), (174.0, 0.2), (84.0, 0.1))


@pytest.fixture(scope="module", params=SONGS, ids=str)
def heard(request: pytest.FixtureRequest) -> Iterator[Features]:
    """A song that is asked for much; what of it is the same whatever is asked is heard once."""
    with remembering():
        yield features(a_house_track(*request.param, beats=96), RATE)


@pytest.fixture(scope="module")
def found(heard: Features) -> Grid:
    return asked_grid(heard, Request())


def beats_off(grid: Grid, offered: Alternative) -> float:
    """How many beats the offered downbeat lies from the next one of a grid."""
    bar = grid.anchors[0].meter.beats
    place = float(grid.beats_of(np.array([offered.downbeat_s]))[0])
    return abs((place + bar / 2) % bar - bar / 2)


def test_every_offered_reading_is_what_its_options_give(heard: Features, found: Grid):
    for offered in found.alternatives:
        taken = asked_grid(heard, Request(level_shift=offered.factor, shift_beats=offered.shift))
        assert taken.bpm == pytest.approx(offered.bpm, rel=1e-4), offered
        assert beats_off(taken, offered) < 0.1, offered
        assert taken.confidence[GIVEN] == offered.probability, "it is as likely when taken as it was when offered"
        assert offered not in taken.alternatives, "it is taken, no longer another one"
        assert {(one.factor, one.shift): one.probability for one in taken.alternatives}.items() >= {
            (one.factor, one.shift): one.probability for one in found.alternatives if one != offered
        }.items(), "and so are the rest"
        assert (1.0, 0.0) in {(one.factor, one.shift) for one in taken.alternatives}, "what is found stays to be had"


def test_a_level_that_is_typed_as_it_is_told_is_taken_to_the_last_digit():
    """In a song that stumbles no candidate of the whole song's tempi puts a rounded factor right."""
    number = np.arange(112)
    heard = features(a_house_track(times=0.5 + (number + 0.25 * (number >= 60)) * 60.0 / 126.0), RATE)
    found = asked_grid(heard, Request())
    assert not found.is_constant, "else this asks nothing"
    told = [(one.factor, factor(level_typed(one.factor))) for one in found.alternatives if one.factor != 1.0]
    assert any(exact != typed for exact, typed in told), "nor this"
    for exact, typed in told:
        assert asked_grid(heard, Request(level_shift=typed)).anchors == (
            asked_grid(heard, Request(level_shift=exact)).anchors
        )
    assert asked_grid(heard, Request(level_shift=0.5)).bpm == 0.5 * found.bpm, "half is half, whatever lies near it"


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


@pytest.mark.parametrize("ratio", [0.992, 1.008, 0.756, 1.35])
def test_a_tempo_that_slides_off_the_song_is_told(heard: Features, found: Grid, ratio: float):
    """Within a hundredth of the song's or of a simple ratio of it, and yet beats off at the end."""
    grid = asked_grid(heard, Request(bpm=ratio * found.bpm))
    assert f"nothing in the sound keeps {ratio * found.bpm:.4g} BPM; by ear it is {found.bpm:.4g}" in grid.notes
    assert grid.confidence["phase"] == 0.25


@pytest.mark.parametrize("ratio", [0.5, 2 / 3, 1.0, 1.0005, 2.0])
def test_of_a_tempo_that_the_song_keeps_too_nothing_is_told(heard: Features, found: Grid, ratio: float):
    assert not [note for note in asked_grid(heard, Request(bpm=ratio * found.bpm)).notes if "nothing" in note]


@pytest.mark.parametrize("meter", [Meter(3, 4), Meter(6, 8), Meter(7, 8), Meter(12, 8)], ids=str)
def test_bars_that_are_given_against_the_ear_are_told_as_given(heard: Features, found: Grid, meter: Meter):
    grid = asked_grid(heard, Request(meter=meter))
    (note,) = (note for note in grid.notes if "is given" in note)
    assert note == (
        f"{meter.beats}/{meter.unit} is given, in bars of {meter.beats} beats at {found.bpm:.4g} BPM; "
        "by ear alone it is 4/4"
    )
    assert grid.confidence["level"] == found.confidence["level"], "the tempo is as sure as it was"
    assert grid.confidence["downbeat"] == 1.0 / meter.beats, "where such bars start is a guess"
    assert grid.confidence["phase"] in {found.confidence["phase"], 0.25}


@pytest.mark.parametrize("meter", [Meter(3, 4), Meter(7, 8)], ids=str)
def test_given_bars_keep_to_the_tempo_that_is_asked_for(heard: Features, found: Grid, meter: Meter):
    for asked in ({"level_shift": 0.5}, {"range_bpm": (0.45 * found.bpm, 0.6 * found.bpm)}):
        grid = asked_grid(heard, Request(meter=meter, **asked))
        assert (grid.bpm, grid.anchors[0].meter) == (pytest.approx(0.5 * found.bpm, rel=1e-3), meter)
        assert grid.confidence["downbeat"] == 1.0 / meter.beats


def test_bars_that_are_given_as_they_are_heard_need_no_word(heard: Features, found: Grid):
    grid = asked_grid(heard, Request(meter=Meter()))
    assert grid.confidence[GIVEN] == prod(found.confidence[name] for name in ("level", "phase", "downbeat"))
    assert "given" not in " ".join(grid.notes)


@pytest.mark.parametrize(("level", "told"), [(2.0, True), (0.5, True), (1.0, False)])
def test_a_level_that_leaves_the_range_is_told(heard: Features, found: Grid, level: float, told: bool):
    span = (0.8 * found.bpm, 1.2 * found.bpm)
    notes = " ".join(asked_grid(heard, Request(range_bpm=span, level_shift=level)).notes)
    assert ("takes the tempo out of --range" in notes) == told


@pytest.mark.parametrize(("typed", "meant"), [(0.6666, 2 / 3), (0.67, 2 / 3), (0.66, 2 / 3), (1.33, 4 / 3), (0.5, 0.5)])
def test_a_level_typed_with_two_digits_is_meant_exactly(heard: Features, found: Grid, typed: float, meant: float):
    exact = asked_grid(heard, Request(level_shift=meant))
    assert asked_grid(heard, Request(level_shift=typed)).anchors == exact.anchors
    assert exact.bpm == pytest.approx(meant * found.bpm, rel=2e-3)


@pytest.mark.parametrize("level", [0.7, 0.9, 1.13, 1.02])
def test_a_level_that_the_song_has_not_is_refused_with_those_that_it_has(heard: Features, found: Grid, level: float):
    with pytest.raises(AnalysisError, match=f"--level-shift {level:g} leads to no level") as fault:
        asked_grid(heard, Request(level_shift=level))
    named = fault.value.fix
    own = [one.factor for one in found.alternatives if one.factor not in {1.0, *LEVELS}]
    assert all(level_typed(one) in named for one in own)
    assert "2/3" in named


def test_where_no_beat_is_heard_a_level_is_one_that_every_song_has():
    noise = features(np.random.default_rng(1).normal(0.0, 0.1, (20 * RATE, 1)).astype(np.float32), RATE)
    with pytest.raises(AnalysisError, match="no steady beat"):
        asked_grid(noise, Request())
    assert asked_grid(noise, Request(bpm=120.0, level_shift=0.67)).bpm == pytest.approx(80.0)
    with pytest.raises(AnalysisError, match=r"--level-shift 0\.7 leads to no level"):
        asked_grid(noise, Request(bpm=120.0, level_shift=0.7))


def test_a_level_that_a_chart_was_made_with_is_taken_whatever_it_is(heard: Features, found: Grid):
    grid = asked_grid(heard, Request(level_shift=0.7, is_old_level=True))
    assert grid.bpm == pytest.approx(0.7 * found.bpm, rel=2e-3)
    assert "nothing in the sound keeps" in " ".join(grid.notes)


@pytest.mark.parametrize("asked", [{"level_shift": 2.0}, {"level_shift": 0.5}, {"bpm": 2.0}], ids=str)
def test_at_another_tempo_too_a_moment_is_told_as_off_the_beat_by_ear(
    heard: Features, found: Grid, asked: dict[str, float]
):
    request = Request(**{name: value * (found.bpm if name == "bpm" else 1.0) for name, value in asked.items()})
    free = asked_grid(heard, request)
    for beats, is_told in ((0.25, True), (0.0, False)):
        at_s = float(free.times_of(np.array(21.0 + beats)))
        told = [note for note in asked_grid(heard, replace(request, first_beat_s=at_s)).notes if "nearest beat" in note]
        assert len(told) == is_told
        assert f"lies 0.25 beats ({1e3 * beats * 60 / free.bpm:.0f} ms) after" in told[0] if told else not is_told
        assert f"by ear at {free.bpm:.4g} BPM" in told[0] if told else not is_told


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
