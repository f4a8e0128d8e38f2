"""What a beat grid says of itself."""

import numpy as np
import pytest

from rhythm_fu.analysis.model import Grid, GridAnchor, Structure


def test_the_tempo_of_a_grid_is_the_one_that_most_beats_have_not_that_of_its_longest_stretch():
    anchors = (GridAnchor(0, 0.0, 120.0), GridAnchor(100, 50.0, 140.0), GridAnchor(220, 101.4, 120.01))
    assert Grid((*anchors, GridAnchor(320, 151.4, 100.0)), 0, 330).bpm == 120.0


def test_of_tempi_that_differ_the_longest_stretch_counts():
    assert (
        Grid((GridAnchor(0, 0.0, 100.0), GridAnchor(60, 36.0, 101.0), GridAnchor(100, 60.0, 102.0)), 0, 170).bpm
        == 102.0
    )


@pytest.mark.parametrize(("first_beat", "down"), [(-6, -4), (-4, -4), (-3, 0), (0, 0), (1, 4)])
def test_the_first_downbeat_is_the_first_that_is_heard(first_beat: int, down: int):
    grid = Grid((GridAnchor(-4, 8.0, 120.0),), first_beat, 40)
    assert grid.first_downbeat_s == pytest.approx(10.0 + 0.5 * down)


def test_what_holds_arrays_is_the_same_as_itself_alone():
    one, other = (Structure((), (), (), np.zeros(3)) for _ in range(2))
    assert one in (one, other)
    assert one != other
