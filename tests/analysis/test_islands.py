import numpy as np
import pytest

from rhythm_fu.analysis.islands import island_of

RATIOS = 2.0 ** np.linspace(-0.42, 0.42, 337)
OWN = 168


def windows(place: int, heights: tuple[float, float, float], loud: float = 1.0) -> np.ndarray:
    """Sixty windows at the song's own tempo, but for 12 in the middle at `place`; (lines, windows, places)."""
    lines = np.full((3, 60, len(RATIOS)), 0.01)
    lines[:, :, OWN] = 0.2
    lines[:, 24:36, OWN] = 0.01
    lines[:, 24:36, place] = loud * np.array(heights)[:, None]
    return lines


@pytest.mark.parametrize("loud", [1.0, 0.3])
def test_another_tempo_is_found_however_quiet(loud):
    place = int(np.argmin(np.abs(RATIOS - 0.8)))
    island = island_of(windows(place, (0.05, 0.2, 0.2), loud), RATIOS)
    assert island is not None
    assert (island.first, island.last) == (24, 35)
    assert abs(island.place - place) <= 1


def test_a_tremolo_is_no_beat():
    assert island_of(windows(int(np.argmin(np.abs(RATIOS - 0.85))), (0.01, 0.01, 0.3)), RATIOS) is None


@pytest.mark.parametrize("ratio", [3 / 4, 4 / 3, 1.0])
def test_another_reading_of_the_same_pulse_is_no_other_tempo(ratio):
    assert island_of(windows(int(np.argmin(np.abs(RATIOS - ratio))), (0.2, 0.2, 0.2)), RATIOS) is None
