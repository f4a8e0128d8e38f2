"""Moments as people read them."""

import pytest

from rhythm_fu.units import minutes_text


@pytest.mark.parametrize(
    ("at_s", "said"),
    [(-3.0, "0:00"), (0.4, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (83.6, "1:24"), (3605.0, "60:05")],
)
def test_minutes_and_whole_seconds_are_the_nearest(at_s: float, said: str):
    assert minutes_text(at_s) == said
