import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.model import GridAnchor
from rhythm_fu.analysis.tempo_map import Piece, anchors_along, anchors_of
from rhythm_fu.timing import Meter
from tests.analysis.material import a_house_track, distance_ms, grid_of_sound


def beats_at(paces: np.ndarray, first_s: float = 0.5) -> np.ndarray:
    return first_s + np.concatenate(([0.0], np.cumsum(60.0 / paces)))[:-1]


PACES = {
    "step up": np.r_[np.full(64, 120.0), np.full(80, 128.0)],
    "step down": np.r_[np.full(64, 140.0), np.full(64, 126.0)],
    "ramp": np.r_[np.full(48, 120.0), np.linspace(120, 132, 32), np.full(64, 132.0)],
    "drift": 124.0 * (1 + 0.012 * np.sin(np.arange(160) * 0.05)),
}


@pytest.mark.parametrize("name", PACES)
def test_changing_tempi_are_followed_and_never_called_constant(name):
    truth = beats_at(PACES[name])
    grid = grid_of_sound(a_house_track(times=truth))
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.85


def test_anchors_lie_on_downbeats_and_time_rises():
    grid = grid_of_sound(a_house_track(times=beats_at(PACES["step up"])))
    assert all(a.beat % 4 == 0 for a in grid.anchors)
    assert np.all(np.diff(grid.beat_times()) > 0.2)


def test_a_constant_song_gets_one_anchor():
    assert grid_of_sound(a_house_track(128.0, beats=128)).is_constant


@pytest.mark.parametrize("gap", [0.5, 0.37, 1.5])
def test_a_gap_moves_the_beats_after_it(gap):
    number = np.arange(112)
    truth = 0.5 + (number + gap * (number >= 48)) * 60 / 126
    grid = grid_of_sound(a_house_track(times=truth))
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.9


PIECES = st.lists(st.tuples(st.floats(2.0, 40.0), st.floats(60.0, 180.0), st.floats(0.0, 1.0)), min_size=1, max_size=5)


def rises(anchors: tuple[GridAnchor, ...]) -> bool:
    """Whether each anchor has a later beat and a later moment than the one before."""
    places = np.array([(anchor.beat, anchor.at_s) for anchor in anchors])
    return len(anchors) > 0 and bool((np.diff(places, axis=0) > 0.0).all())


@given(drawn=PIECES, beats=st.sampled_from([3, 4, 7, 12, 16]))
@settings(deadline=None)
def test_time_rises_however_short_the_pieces_are_beside_their_bars(drawn: list[tuple[float, float, float]], beats: int):
    meter, edges = Meter(beats, 4), np.cumsum([0.0, *(seconds for seconds, _, _ in drawn)])
    pieces = tuple(
        Piece((float(begin), float(end)), bpm, float(begin) + place * beats * 60.0 / bpm)
        for begin, end, (_, bpm, place) in zip(edges[:-1], edges[1:], drawn, strict=True)
    )
    span = (0.0, float(edges[-1]))
    still = Clock(np.array(span), np.array(span))
    assert rises(anchors_of(pieces, meter))
    assert rises(anchors_along(still, pieces, meter, span))


@pytest.mark.parametrize("beats", [4, 12, 16])
def test_a_step_of_tempo_is_charted_in_bars_longer_than_what_follows_it(beats: int):
    before = 0.2 + np.arange(10) * 60.0 / 65.5
    grid = grid_of_sound(
        a_house_track(times=np.concatenate((before, before[-1] + (1.0 + np.arange(10)) * 60.0 / 52.4))),
        meter=Meter(beats, 4),
    )
    assert (np.diff(grid.beat_times()) > 0.0).all()
