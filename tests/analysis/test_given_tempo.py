"""One tempo given for a song that by ear has none, or more than one."""

import numpy as np
import pytest

from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.given import asked_grid
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Features, Grid, Request
from rhythm_fu.analysis.one_tempo import NoBeatError
from rhythm_fu.errors import AnalysisError
from tests.analysis.material import RATE, a_house_track
from tools.synth.beatless import beatless

NOBODY_KEEPS = "nothing in the sound keeps"


def is_guessed(grid: Grid) -> bool:
    """Whether a grid says that nothing keeps it, and counts its beat and bar as guessed; never one of both alone."""
    said, counts = NOBODY_KEEPS in " ".join(grid.notes), grid.confidence["phase"] == grid.confidence["downbeat"] == 0.25
    assert said == counts
    return said


@pytest.fixture(scope="module")
def gliding() -> Features:
    pace = np.linspace(100.0, 130.0, 160)
    return features(a_house_track(times=0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))), RATE)


@pytest.mark.parametrize(
    "asked", [{"bpm": 115.0}, {"bpm": 115.0, "offset_s": 0.4}, {"bpm": 100.0}, {"bpm": 130.0}], ids=str
)
def test_a_steady_tempo_is_a_guess_where_the_songs_own_glides(gliding: Features, asked: dict[str, float]):
    grid = asked_grid(gliding, Request(**asked))
    assert grid.is_constant
    assert is_guessed(grid)
    assert any(note.startswith("by ear alone the tempo changes (100") for note in grid.notes)


@pytest.mark.parametrize("ratio", [1.0, 0.5])
def test_a_tempo_that_most_of_a_song_with_a_gap_keeps_is_none(ratio: float):
    number = np.arange(128)
    heard = features(a_house_track(times=0.5 + (number + 0.25 * (number >= 80)) * 60.0 / 126.0), RATE)
    assert not is_guessed(asked_grid(heard, Request(bpm=126.0 * ratio)))
    assert is_guessed(asked_grid(heard, Request(bpm=129.0 * ratio)))


def test_a_tempo_for_sound_without_a_beat_is_taken_and_said_to_be_a_guess():
    grid = asked_grid(features(beatless("speech", 3)[:, None], RATE), Request(bpm=120.0, offset_s=0.5))
    assert grid.bpm == pytest.approx(120.0)
    assert is_guessed(grid)


def test_a_range_narrows_down_a_tempo_that_glides_and_refuses_one_that_nothing_keeps(gliding: Features):
    free, narrow = (grid_of(gliding, Request(range_bpm=bounds)) for bounds in (None, (100.0, 140.0)))
    assert narrow.anchors == free.anchors
    assert not is_guessed(asked_grid(gliding, Request(range_bpm=(100.0, 140.0))))
    with pytest.raises(AnalysisError, match="no steady beat"):
        grid_of(gliding, Request(range_bpm=(23.0, 24.0)))


@pytest.mark.parametrize("bounds", [(140.0, 150.0), (150.0, 170.0), (110.0, 118.0)])
def test_a_range_beside_a_mild_glide_is_refused_rather_than_charted_at_what_nothing_keeps(bounds: tuple[float, float]):
    pace = np.linspace(124.0, 128.0, 192)
    times = 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))
    with pytest.raises(NoBeatError, match=r"by ear its tempi lie between 12\d\.\d and 12\d\.\d"):
        asked_grid(features(a_house_track(times=times), RATE), Request(range_bpm=bounds))


@pytest.mark.parametrize("bounds", [(95.0, 105.0), (110.0, 118.0), (125.0, 140.0)])
def test_a_range_holds_for_every_tempo_that_a_glide_passes_through(gliding: Features, bounds: tuple[float, float]):
    free, narrow = (asked_grid(gliding, Request(range_bpm=asked)) for asked in (None, bounds))
    assert [anchor.bpm for anchor in narrow.anchors] == pytest.approx([anchor.bpm for anchor in free.anchors], rel=0.01)
    assert not is_guessed(narrow)


@pytest.mark.parametrize(("low", "is_told"), [(100, False), (125, True)])
def test_a_range_that_holds_only_a_part_of_the_song_is_told_so(low: int, is_told: bool):
    times = 0.4 + np.concatenate((0.5 * np.arange(96), 48.0 + 60 / 130 * np.arange(96)))
    grid = asked_grid(features(a_house_track(times=times), RATE), Request(range_bpm=(low, 135)))
    told = [note for note in grid.notes if "--range" in note]
    assert told == [f"not all of the song is within --range {low}:135: its tempi lie between 120 and 130"] * is_told


@pytest.mark.parametrize("bounds", [(100.0, 110.0), (160.0, 175.0)])
def test_a_range_between_the_tempi_of_a_leap_is_not_passed_through(bounds: tuple[float, float]):
    steps = np.concatenate([np.full(42, 60.0 / 126.0), np.full(32, 60.0 / 94.5)])
    heard = features(a_house_track(times=0.2 + np.concatenate(([0.0], np.cumsum(steps)))), RATE)
    with pytest.raises(AnalysisError):
        asked_grid(heard, Request(range_bpm=bounds))
