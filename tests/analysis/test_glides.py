"""A tempo that glides from the song's first beat to its last: no pulse of the whole song tells of it."""

import numpy as np
import pytest

from rhythm_fu.analysis.bends import SLOPES, bent_tempi, walk_through
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.glides import gliding_tempi
from rhythm_fu.analysis.one_tempo import is_drifting
from rhythm_fu.analysis.pace import LocalTempi
from rhythm_fu.errors import AnalysisError
from tests.analysis.material import RATE, a_house_track, distance_ms, grid_of_sound
from tools.synth.beatless import beatless
from tools.synth.song import song
from tools.synth.styles import STYLES


def gliding(first: float, last: float, beats: int = 192) -> np.ndarray:
    """Moments of beats whose tempo goes evenly from one to another."""
    pace = np.linspace(first, last, beats)
    return 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))


def from_one_to_another(first: float, last: float) -> np.ndarray:
    """Moments of beats that keep a tempo, glide to another over 16 bars, and keep that."""
    pace = np.concatenate([np.full(96, first), np.linspace(first, last, 64), np.full(96, last)])
    return 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace[:-1])))


def uneven_clicks(seed: int, seconds: float = 60.0) -> np.ndarray:
    dice = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * RATE) + RATE)
    for at_s in np.cumsum(np.maximum(0.08, dice.normal(0.45, 0.2, int(seconds / 0.45)))):
        place = round(at_s * RATE)
        click = 0.4 * dice.standard_normal(2000) * np.exp(-np.arange(2000) / 300)
        room = sound[place : place + 2000]
        room += click[: len(room)]
    return sound.astype(np.float32)[:, None]


@pytest.mark.parametrize(("first", "last"), [(100, 130), (130, 100), (100, 112), (90, 140), (170, 140)])
def test_the_beat_is_followed_from_one_tempo_to_another(first: float, last: float):
    truth = gliding(first, last)
    grid = grid_of_sound(a_house_track(times=truth))
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.97
    assert len(grid.beat_times()) == pytest.approx(len(truth), abs=2), "at the level that was played"
    assert grid.anchors[0].bpm == pytest.approx(first, rel=0.02)
    assert grid.anchors[-1].bpm == pytest.approx(last, rel=0.02)


@pytest.mark.parametrize(("first", "last"), [(100, 150), (170, 100), (100, 130)])
def test_a_glide_between_two_steady_tempi_is_not_taken_for_another_reading_of_one(first: float, last: float):
    truth = from_one_to_another(first, last)
    grid = grid_of_sound(a_house_track(times=truth))
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.97
    assert len(grid.beat_times()) == pytest.approx(len(truth), abs=2)


@pytest.mark.parametrize(("style", "seed"), [("drumstep", 40100020)])
def test_a_glide_within_a_song_is_followed_and_not_taken_for_a_jump(style: str, seed: int):
    sound, truth = song(next(one for one in STYLES if one.name == style), seed, "glide")
    grid = grid_of_sound(sound[:, None])
    assert np.mean(distance_ms(grid, np.array(truth["beats"])) < 25.0) > 0.95, "0.84 along a path that jumps"


def test_a_path_that_bends_goes_on_where_nothing_is_heard():
    truth = gliding(100, 130)
    sound = a_house_track(times=truth)
    sound[: round(truth[24] * RATE)] = 0.0
    tempi = bent_tempi(features(sound, RATE), 115.0)
    pace = np.interp(tempi.middle_s, truth[:-1], 60.0 / np.diff(truth))
    inside = (tempi.middle_s > truth[0]) & (tempi.middle_s < truth[-1])
    assert np.abs(np.log(tempi.bpm / pace))[inside].max() < 0.02


@pytest.mark.parametrize("seed", range(4))
def test_a_glide_that_falls_is_followed_as_its_mirror_image_that_rises(seed: int):
    dice = np.random.default_rng(seed)
    rising = 0.3 * dice.random((40, len(SLOPES), 161), dtype=np.float32)
    at = np.round(20.0 + np.cumsum(np.linspace(0.0, 6.0, 40))).astype(np.int64)
    rising[np.arange(40), :, at] += dice.random((40, 1), dtype=np.float32)
    place, slope = walk_through(rising, 1.0)
    falling_place, falling_slope = walk_through(np.ascontiguousarray(rising[:, ::-1, ::-1]), 1.0)
    assert np.median(np.abs(place - at)) <= 1.0
    assert np.array_equal(160 - falling_place, place)
    assert np.array_equal(len(SLOPES) - 1 - falling_slope, slope)


def test_the_beat_is_carried_through_a_breakdown_in_which_the_tempo_glides_on():
    truth = gliding(100, 130)
    sound = a_house_track(times=truth)
    quiet = slice(88, 112)
    begin, end = (round((truth[beat] - 0.01) * RATE) for beat in (quiet.start, quiet.stop))
    sound[begin:end] = 0.0
    heard = np.concatenate((truth[: quiet.start], truth[quiet.stop :]))
    assert np.mean(distance_ms(grid_of_sound(sound), heard) < 25.0) > 0.95


@pytest.mark.parametrize(
    "sound",
    [
        *(beatless(kind, seed, 60.0)[:, None] for kind in ("noise", "ambient", "speech") for seed in (31, 32)),
        uneven_clicks(1),
        uneven_clicks(2),
        np.zeros((RATE * 20, 1), np.float32),
    ],
)
def test_no_path_through_sound_without_a_beat_makes_one(sound: np.ndarray):
    assert gliding_tempi(features(sound, RATE)) is None
    with pytest.raises(AnalysisError):
        grid_of_sound(sound)


def test_a_song_that_slows_down_goes_on_at_that_tempo_where_nothing_is_heard():
    pace = np.concatenate([np.full(96, 120.0), np.linspace(120.0, 90.0, 32)])
    truth = 0.4 + np.concatenate(([0.0], np.cumsum(60.0 / pace)))
    sound = np.concatenate((a_house_track(times=truth), np.zeros((60 * RATE, 1), np.float32)))
    tempi = bent_tempi(features(sound, RATE), 120.0)
    assert tempi.bpm[-30:].min() > 85.0


def test_a_glide_is_not_carried_on_without_end():
    truth = gliding(110, 150)
    sound = np.concatenate((a_house_track(times=truth), np.zeros((150 * RATE, 1), np.float32)))
    assert bent_tempi(features(sound, RATE), 125.0).bpm.max() < 175.0


def test_hands_that_wander_to_and_fro_are_followed_though_no_beat_is_off_for_long():
    sound, truth = song(next(one for one in STYLES if one.name == "bounce"), 40100035, "live")
    grid = grid_of_sound(sound[:, None])
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, np.array(truth["beats"])) < 25.0) > 0.95, "0.47 on a grid of one tempo"


@pytest.mark.parametrize("ratio", [1.0, 4 / 3, 3 / 4])
def test_a_song_of_one_tempo_does_not_drift_where_windows_follow_a_cross_rhythm_of_it(ratio: float):
    heard = features(a_house_track(132.0), RATE)
    middle_s = np.arange(4.0, heard.length_s - 3.0)
    every = np.ones(len(middle_s))
    assert not is_drifting(heard, LocalTempi(middle_s, 132.0 * every, every, every, 132.0 * ratio))
