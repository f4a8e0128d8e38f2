"""A top between places is where the parabola through its neighbours has it."""

import numpy as np
import pytest

from rhythm_fu.analysis.parabola import beside, sharpened


@pytest.mark.parametrize("top", [-0.5, -0.2, 0.0, 0.37, 0.5])
def test_the_top_of_a_parabola_is_found_exactly(top: float):
    assert beside(*(3.0 - (side - top) ** 2 for side in (-1, 0, 1))) == pytest.approx(top)


@pytest.mark.parametrize(
    "places", [(0.0, 0.0, 0.0), (1.0, 0.0, 1.0), (1.0, 2.0, 3.0)], ids=["level", "hollow", "slope"]
)
def test_without_a_top_the_middle_stays(places: tuple[float, float, float]):
    assert beside(*places) == 0.0


def test_a_top_is_never_nearer_to_another_place():
    assert list(beside(np.array([0.0, 2.9]), np.array([2.0, 2.0]), np.array([2.9, 0.0]))) == [0.5, -0.5]


def test_a_ridge_is_sharpened_row_by_row_and_stays_off_the_edges():
    places = np.arange(8.0)
    evidence = np.stack([1.0 - (places - top) ** 2 for top in (3.3, 0.1)])
    assert list(sharpened(evidence, np.array([3, 0]))) == pytest.approx([3.3, 0.5])
