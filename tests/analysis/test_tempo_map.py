import numpy as np
import pytest

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
