import numpy as np
import pytest

from rhythm_fu.analysis import islands
from rhythm_fu.analysis.islands import island_of, line_strengths

RATIOS = 2.0 ** np.linspace(-0.42, 0.42, 337)
OWN = 168
ALL_BANDS = (1.0, 1.0, 1.0, 1.0)


def windows(place: int, lines: tuple[float, ...], bands: tuple[float, ...] = ALL_BANDS, at: slice = slice(24, 36)):
    """Sixty windows at the song's own tempo, but for some at `place`; (bands, lines, windows, places)."""
    out = np.full((4, 3, 60, len(RATIOS)), 0.3)
    out[..., OWN] = 8.0
    out[:, :, at, OWN] = 0.3
    out[:, :, at, place] = np.multiply.outer(np.array(bands), np.array(lines))[:, :, None]
    return out


def found(strengths: np.ndarray):
    return island_of(lambda part: strengths[:, :, part], strengths.shape[2], RATIOS)


def near(ratio: float) -> int:
    return int(np.argmin(np.abs(RATIOS - ratio)))


def test_another_tempo_is_found():
    island = found(windows(near(0.8), (3.0, 8.0, 8.0)))
    assert island is not None
    assert (island.first, island.last) == (24, 35)
    assert abs(island.place - near(0.8)) <= 1


@pytest.mark.parametrize("at", [slice(24, 36), slice(0, 31)])
def test_windows_taken_a_few_at_a_time_say_the_same(monkeypatch, at):
    strengths = windows(near(0.8), (3.0, 8.0, 8.0), at=at)
    whole = found(strengths)
    assert whole is not None
    monkeypatch.setattr(islands, "AT_ONCE", 7)
    assert found(strengths) == whole


@pytest.mark.parametrize(("lines", "bands"), [((0.0, 0.0, 20.0), ALL_BANDS), ((0.0, 15.0, 15.0), (0.0, 0.0, 1.0, 0.0))])
def test_a_tremolo_of_one_line_or_one_band_is_no_beat(lines, bands):
    assert found(windows(near(0.85), lines, bands)) is None


@pytest.mark.parametrize("ratio", [3 / 4, 4 / 3, 1.0])
def test_another_reading_of_the_same_pulse_is_no_other_tempo(ratio):
    assert found(windows(near(ratio), (8.0, 8.0, 8.0))) is None


def test_a_beginning_needs_two_strong_lines():
    at = slice(0, 14)
    assert found(windows(near(1.06), (1.0, 6.0, 12.0), at=at)) is not None
    assert found(windows(near(1.06), (1.0, 3.0, 18.0), at=at)) is None


@pytest.mark.parametrize("loud", [1.0, 0.15])
def test_a_quiet_passage_is_heard_like_a_loud_one(loud):
    hop = 128 / 44_100
    times = np.arange(int(60 / hop)) * hop
    dice = np.random.default_rng(3)
    pulse = np.where(times < 30, np.mod(times * 2.0, 1.0), np.mod(times * 1.7, 1.0)) < 0.02
    flux = (pulse + 0.05 * dice.random((4, len(times)))) * np.where(times < 30, 1.0, loud)
    starts = np.array([int(8 / hop), int(40 / hop)])
    total = line_strengths(flux.astype(np.float32), hop, np.array([120.0, 102.0]), starts, int(8 / hop)).sum(
        axis=(0, 1)
    )
    assert total[0, 0] > 5 * total[0, 1]
    assert total[1, 1] > 5 * total[1, 0]
