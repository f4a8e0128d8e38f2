import numpy as np
import pytest

from tools.calibrate_ear import Sureness, Told, crossed, fitted, wilson


def some_songs(share: float, right: int, count: int) -> list[Told]:
    """So many recorded songs that got one share of belief, the first of them right."""
    return [Told(f"{share}-{i}", True, "level", share, i < right) for i in range(count)]


def test_bold_songs_that_were_often_wrong_are_doubted():
    rule = fitted(some_songs(0.99, right=40, count=50))
    assert float(rule.of(np.array([0.99]))[0]) == pytest.approx(0.8, abs=0.03)


def test_songs_that_were_always_right_are_believed_nearly():
    said = float(fitted(some_songs(0.999, right=50, count=50)).of(np.array([0.999]))[0])
    assert 0.95 < said < 1.0


def test_a_gentle_slope_keeps_an_even_chance():
    said = Sureness(0.5, 1.0).of(np.array([0.5, 0.8, 0.99]))
    assert said[0] == pytest.approx(0.5)
    assert np.all(said[1:] < [0.8, 0.99])


def test_no_song_is_told_by_a_fit_that_knew_it():
    told = some_songs(0.99, right=30, count=30)
    told[0] = told[0]._replace(right=False)
    said = crossed(told)
    assert said[0] > float(fitted(told).of(np.array([0.99]))[0])


@pytest.mark.parametrize(("right", "count"), [(0, 5), (3, 4), (20, 20)])
def test_an_interval_holds_its_share(right: int, count: int):
    below, above = wilson(right, count)
    assert 0.0 <= below <= right / count <= above <= 1.0
