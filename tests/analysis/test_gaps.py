"""Songs that lose part of a beat, songs that only seem to, and what is said where nobody can tell."""

import numpy as np
import pytest

from rhythm_fu.analysis.choose import spectrum_of
from rhythm_fu.analysis.doubts import sure_of_all, words_of
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.model import Doubt, Request
from rhythm_fu.analysis.witness import stumbles_of
from tests.analysis.material import RATE, a_house_track, a_layered_house, distance_ms, grid_of_sound, hiss, kick
from tools.check_constant import cut, fate

NUMBER = np.arange(112)
TICK = 0.15 * hiss()


def beats(bpm: float, gap: float = 0.0, at: int = 60, count: int = 112) -> np.ndarray:
    """Moments of beats of which those from `at` on are `gap` beats late."""
    number = NUMBER[:count]
    return 0.5 + (number + gap * (number >= at)) * 60.0 / bpm


@pytest.mark.parametrize("gap", [0.1, 0.25, 0.5, 1.5, 2.3])
def test_a_gap_is_found_to_the_beat(gap: float):
    truth = beats(126.0, gap)
    grid = grid_of_sound(a_house_track(times=truth))
    assert not grid.is_constant
    assert grid.bpm == pytest.approx(126.0, abs=0.005), "the gap does not bend the tempo"
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.96


@pytest.mark.parametrize("second", [0.25, -0.25])
def test_a_second_gap_as_long_as_the_first_is_another_one(second: float):
    number = np.arange(160)
    truth = 0.5 + (number + 0.25 * (number >= 56) + second * (number >= 108)) * 60.0 / 126.0
    grid = grid_of_sound(a_house_track(times=truth))
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.95


@pytest.mark.parametrize("second", [0.25, -0.25])
def test_a_gap_that_only_returns_tell_of_is_not_taken_for_one_as_long_elsewhere(second: float):
    number, other, pause = np.arange(208), 88, slice(124, 158)
    times = 0.5 + (number + 0.25 * (number >= 52) + second * (number >= 140)) * 60.0 / 126.0
    sound, slower = a_house_track(times=times), a_house_track(times=times[::2])
    begin = round((times[other] - 0.01) * RATE)
    sound[begin : len(slower)] = slower[begin:]
    sound[round((times[pause.start] - 0.01) * RATE) : round((times[pause.stop] - 0.01) * RATE)] = 0.0
    heard = features(sound, RATE)
    found = stumbles_of(heard, spectrum_of(heard), 126.0).gaps
    assert [gap.beats for gap in found] == pytest.approx([0.25, second], abs=0.01)
    assert found[0].at_s == pytest.approx(times[52], abs=1.0)
    assert times[pause.start - 8] < found[1].at_s < times[pause.stop + 8]


GROOVE = ("kick", "hat", "bass")
AFTER_A_BREAKDOWN = [("kick", "hat")] * 8 + [(*GROOVE, "clap")] * 8 + [("lead", "pad")] * 8
AFTER_A_BREAKDOWN += [(*GROOVE, "clap", "lead", "pad")] * 24 + [GROOVE] * 8


@pytest.mark.parametrize("bar", [28, 32, 36])
def test_half_a_beat_lost_behind_a_breakdown_says_nothing_of_the_breakdown(bar: int):
    number = np.arange(4 * len(AFTER_A_BREAKDOWN))
    truth = 0.3 + (number + 0.5 * (number >= 4 * bar)) * 60.0 / 126.0
    grid = grid_of_sound(a_layered_house(truth, AFTER_A_BREAKDOWN))
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.97
    assert grid.doubts == ()


def test_a_breakdown_alone_is_no_gap():
    grid = grid_of_sound(a_layered_house(0.3 + np.arange(224) * 60.0 / 126.0, AFTER_A_BREAKDOWN))
    assert grid.is_constant


def a_song_in_eighths(times: np.ndarray) -> np.ndarray:
    """Kick and hat on every eighth, a bass note on every other one: its lines hardly tell a beat from half of one."""
    beat = float(np.median(np.diff(times)))
    sound = np.zeros(int((times[-1] + 2.0) * RATE))
    t = np.arange(int(0.4 * beat * RATE)) / RATE
    for number, moment in enumerate(times):
        tone = (55.0, 65.4, 49.0, 73.4)[number // 16 % 4]
        bass = 0.3 * np.sign(np.sin(2 * np.pi * tone * t)) * np.exp(-4 * t)
        off = moment + beat / 2
        for at_s, hit in ((moment, kick()), (off, 0.9 * kick()), (moment, TICK), (off, TICK), (off, bass)):
            place = round(at_s * RATE)
            sound[place : place + len(hit)] += hit
    return (0.4 * sound).astype(np.float32)[:, None]


def test_where_the_beat_is_believed_to_turn_no_gap_is_doubted_any_more():
    number = np.arange(176)
    times = 0.4 + (number + 0.5 * (number >= 80)) * 60.0 / 126.0
    heard = features(a_song_in_eighths(times), RATE)
    told = stumbles_of(heard, spectrum_of(heard), 126.0)
    (turn,) = told.gaps
    assert turn.at_s == pytest.approx(times[80], abs=1.0)
    assert told.doubted == ()


@pytest.mark.parametrize("bpm", [80.0, 88.0])
def test_half_a_slow_beat_is_missed_though_the_pulse_of_half_beats_goes_on(bpm: float):
    truth = beats(bpm, 0.5, 44, 90)
    grid = grid_of_sound(a_house_track(times=truth))
    assert not grid.is_constant
    assert np.mean(distance_ms(grid, truth) < 25.0) > 0.95


def test_a_level_that_was_asked_for_is_shifted_once_where_half_a_slow_beat_is_missing():
    heard = features(a_house_track(times=beats(88.0, 0.5, 44, 90)), RATE)
    fast, slow = (grid_of(heard, Request(range_bpm=(150.0, 190.0), level_shift=shift)) for shift in (1.0, 0.5))
    assert not slow.is_constant, "else this asks nothing"
    assert slow.bpm == pytest.approx(fast.bpm / 2.0)


def test_beats_that_come_late_for_a_while_and_find_back_are_played_at_one_tempo():
    late = np.where((NUMBER >= 56) & (NUMBER < 72), 0.02, 0.0)
    grid = grid_of_sound(a_house_track(times=beats(126.0) + late))
    assert grid.is_constant
    assert grid.bpm == pytest.approx(126.0, abs=0.005)


def test_a_song_that_keeps_its_beat_to_the_end_leaves_no_doubt():
    grid = grid_of_sound(a_house_track(beats=112))
    assert not grid.doubts
    assert grid.confidence["tempo"] > 0.95


def chord(length_s: float) -> np.ndarray:
    t = np.arange(int(length_s * RATE)) / RATE
    tone = 0.05 * (np.sin(2 * np.pi * 220 * t) + np.sin(2 * np.pi * 277 * t)) * np.minimum(1.0, t / 4.0)
    return tone.astype(np.float32)[:, None]


def test_a_grid_is_not_sworn_to_where_no_beat_is_heard():
    song = a_house_track(beats=112)
    grid = grid_of_sound(np.concatenate((song, chord(26.0))))
    (doubt,) = grid.doubts
    assert doubt.is_unheard
    assert doubt.at_s == pytest.approx(len(song) / RATE, abs=2.0)
    assert doubt.until_s == pytest.approx(len(song) / RATE + 26.0, abs=2.0)
    assert grid.confidence["tempo"] < 0.9


def test_doubts_are_told_with_their_places_and_what_to_do():
    gap, another, silence = Doubt(83.4, 83.4, 0.3), Doubt(125.0, 125.0, 0.2), Doubt(0.2, 14.0, 0.13)
    stumble, unheard = words_of((silence, gap, another))
    assert "maybe a gap near 1:23, 2:05" in stumble
    assert "anchor" in stumble
    assert "from 0:00 to 0:14" in unheard
    assert words_of(()) == ()


def test_a_likely_gap_costs_more_certainty_than_an_unlikely_one():
    likely, unlikely = (sure_of_all((Doubt(9.0, 9.0, chance),)) for chance in (0.6, 0.1))
    assert likely < unlikely < 1.0
    assert sure_of_all(()) == 1.0


def test_half_a_beat_cut_out_of_the_envelopes_is_found_as_one_of_the_sound_is():
    heard = features(a_house_track(beats=112), RATE)
    bar_s, half_s = 0.4 + 48 * 60 / 126, 30 / 126
    shorter = cut(heard, bar_s, -half_s)
    assert shorter.flux.shape[1] == shorter.levels.shape[1] == heard.flux.shape[1] - round(half_s / heard.hop_s)
    assert fate(grid_of(shorter)) == "found"
    longer = cut(heard, bar_s, half_s)
    assert longer.length_s == pytest.approx(heard.length_s + half_s)
    assert fate(grid_of(longer)) == "found"
    assert fate(grid_of(heard)) == "missed", "nothing was cut, and nothing is said"
