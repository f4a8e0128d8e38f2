"""Songs whose tempo leaps by a half, a third or nearly so: each part is read at its own level."""

import numpy as np
import pytest

from rhythm_fu.analysis.listen import CHANGING_SURE
from rhythm_fu.analysis.model import Grid
from tests.analysis.material import RATE, a_house_track, distance_ms, grid_of_sound, hiss, kick

BREAK_KICKS = (0.0, 2.5)
"""Beats of a bar on which a drum and bass kick falls; its snare falls on the second and the fourth beat."""


def leaping(*parts: tuple[float, int], first_s: float = 0.2) -> np.ndarray:
    """When the beats of a song of parts (bpm, beats) are, and when one more would be."""
    steps = np.concatenate([np.full(beats, 60.0 / bpm) for bpm, beats in parts])
    return first_s + np.concatenate(([0.0], np.cumsum(steps)))


def a_break(times: np.ndarray) -> np.ndarray:
    """Drum and bass on beats at `times`, of which the last is not played. Shape (frames, 1)."""
    sound = np.zeros(int((times[-1] + 0.5) * RATE))

    def add(beat: float, hit: np.ndarray) -> None:
        i = round(float(np.interp(beat, np.arange(len(times)), times)) * RATE)
        sound[i : i + len(hit)] += hit

    for beat in range(len(times) - 1):
        add(beat, 0.15 * hiss())
        add(beat + 0.5, 0.15 * hiss())
        if beat % 2:
            add(beat, 0.5 * hiss(RATE, 25.0, 2))
        if beat % 4 == 0:
            for kicked in BREAK_KICKS:
                add(beat + kicked, kick())
            t = np.arange(round(2.0 * float(times[1] - times[0]) * RATE)) / RATE
            add(beat, 0.12 * np.sign(np.sin(2 * np.pi * (55.0, 49.0, 41.2, 61.7)[beat // 4 % 4] * t)))
    return (0.5 * sound).astype(np.float32)[:, None]


def tempi_of(grid: Grid, *moments_s: float) -> list[float]:
    """The tempo at some moments."""
    beats = grid.beat_times()
    at = np.searchsorted(beats, moments_s)
    return [60.0 / float(beats[i + 1] - beats[i]) for i in at]


def well_placed(grid: Grid, beats: np.ndarray) -> float:
    """The share of beats that were played which have one found within 25 ms."""
    return float((distance_ms(grid, beats) < 25.0).mean())


@pytest.mark.parametrize(
    ("before", "after"),
    [(100.0, 150.0), (150.0, 100.0), (110.0, 165.0), (180.0, 120.0), (120.0, 160.0), (90.0, 120.0), (128.0, 96.0),
     (140.0, 105.0), (170.0, 113.0), (128.0, 174.0), (174.0, 128.0), (100.0, 140.0)],
)  # fmt: skip
def test_each_side_of_a_leap_has_its_own_tempo_and_level(before: float, after: float):
    times = leaping((before, 96), (after, 96))
    grid = grid_of_sound(a_house_track(times=times[:-1]))
    assert not grid.is_constant
    assert tempi_of(grid, 20.0, float(times[-20])) == pytest.approx([before, after], rel=2e-3)
    assert well_placed(grid, times[:-1]) > 0.97


@pytest.mark.parametrize(("before", "after"), [(128.0, 174.0), (140.0, 174.0), (116.0, 174.0)])
def test_drum_and_bass_behind_another_song_is_read_as_what_it_is(before: float, after: float):
    house, dnb = leaping((before, 96)), leaping((after, 128), first_s=0.0)
    first = a_house_track(times=house[:-1])[: round(float(house[-1]) * RATE)]
    grid = grid_of_sound(np.concatenate((first, a_break(dnb))))
    beats = np.concatenate((house[:-1], house[-1] + dnb[:-1]))
    assert tempi_of(grid, 20.0, float(beats[-20])) == pytest.approx([before, after], rel=2e-3)
    assert well_placed(grid, beats) > 0.97


@pytest.mark.parametrize(("outside", "inside"), [(140.0, 105.0), (150.0, 100.0), (96.0, 144.0)])
def test_a_part_between_two_leaps_has_its_own_tempo(outside: float, inside: float):
    times = leaping((outside, 96), (inside, 96), (outside, 96))
    grid = grid_of_sound(a_house_track(times=times[:-1]))
    told = tempi_of(grid, 20.0, float(times[144]), float(times[-20]))
    assert told == pytest.approx([outside, inside, outside], rel=2e-3)
    assert well_placed(grid, times[:-1]) > 0.97


def test_a_part_of_a_quarter_of_a_minute_has_its_own_tempo():
    times = leaping((141.0, 64), (188.0, 48))
    grid = grid_of_sound(a_house_track(times=times[:-1]))
    assert tempi_of(grid, 12.0, float(times[-12])) == pytest.approx([141.0, 188.0], rel=2e-3)
    assert well_placed(grid, times[:-1]) > 0.95


@pytest.mark.parametrize(("before", "after"), [(132.0, 97.0), (140.0, 105.0), (106.0, 79.0)])
def test_drums_that_go_on_are_at_one_level_on_both_sides(before: float, after: float):
    times = leaping((before, 64), (after, 64))
    grid = grid_of_sound(a_house_track(times=times[:-1]))
    assert tempi_of(grid, 12.0, float(times[-12])) == pytest.approx([before, after], rel=2e-3)


def test_a_breakdown_in_half_time_is_no_leap():
    times = leaping((174.0, 256))
    sound = a_break(times)
    begin, end = (round(float(times[n]) * RATE) for n in (96, 160))
    halved = a_break(times[:65:2])
    sound[begin:end] = halved[round(float(times[0]) * RATE) :][: end - begin]
    grid = grid_of_sound(sound)
    assert grid.is_constant
    assert grid.bpm == pytest.approx(174.0, abs=0.02)


def test_tempi_that_leap_to_and_fro_are_not_one_in_cross_rhythm():
    times = leaping((100.0, 64), (150.0, 64), (100.0, 64), (150.0, 64))
    assert well_placed(grid_of_sound(a_house_track(times=times[:-1])), times[:-1]) > 0.97


@pytest.mark.parametrize("range_bpm", [(95.0, 105.0), (140.0, 160.0)])
def test_a_range_that_holds_one_of_the_tempi_changes_neither(range_bpm: tuple[float, float]):
    times = leaping((100.0, 96), (150.0, 96))
    grid = grid_of_sound(a_house_track(times=times[:-1]), range_bpm=range_bpm)
    assert tempi_of(grid, 20.0, float(times[-20])) == pytest.approx([100.0, 150.0], rel=2e-3)


def test_nobody_is_surer_of_a_leaping_song_than_of_one_that_changes():
    times = leaping((100.0, 96), (150.0, 96))
    assert grid_of_sound(a_house_track(times=times[:-1])).confidence["tempo"] <= CHANGING_SURE


def test_all_parts_of_a_leap_follow_a_level_that_is_asked_for():
    times = leaping((150.0, 96), (100.0, 96))
    grid = grid_of_sound(a_house_track(times=times[:-1]), level_shift=0.5)
    assert tempi_of(grid, 20.0, float(times[-20])) == pytest.approx([75.0, 50.0], rel=2e-3)


@pytest.mark.parametrize("per_beat", [3.0, 1.5, 4.0 / 3.0])
def test_a_cross_rhythm_over_a_beat_that_goes_on_is_no_leap(per_beat: float):
    bpm, beats = 126.0, 192
    sound = a_house_track(bpm, 0.4, beats)
    for n in range(int(64 * per_beat)):
        i = round((0.4 + (64 + n / per_beat) * 60.0 / bpm) * RATE)
        hit = 0.3 * hiss()[:, None]
        sound[i : i + len(hit)] += hit.astype(np.float32)
    grid = grid_of_sound(sound)
    assert grid.is_constant
    assert grid.bpm == pytest.approx(bpm, abs=0.01)


@pytest.mark.parametrize(("before", "after", "beats"), [(126.0, 84.0, 64), (126.0, 84.0, 65), (84.0, 63.0, 64)])
def test_a_leap_is_no_glide_to_another_octave(before: float, after: float, beats: int):
    times = leaping((before, 64), (after, beats))
    grid = grid_of_sound(a_house_track(times=times))
    assert well_placed(grid, times) > 0.99
    early, late = tempi_of(grid, 0.25 * times[-1], 0.8 * times[-1])
    assert np.log2(late / early) % 1.0 == pytest.approx(np.log2(after / before) % 1.0, abs=0.01)
