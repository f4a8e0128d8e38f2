"""Songs joined to a mix, as their envelopes: each keeps its own tempo and beats."""

import numpy as np
import pytest

from rhythm_fu.analysis import listen as listening
from rhythm_fu.analysis.doubts import words_of
from rhythm_fu.analysis.features import RATE as HEARD_AT
from rhythm_fu.analysis.features import features, features_of_blocks
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.mix import is_one_song, joined, songs_in
from rhythm_fu.analysis.model import Doubt, Features, Grid, GridAnchor
from rhythm_fu.timing import Meter
from rhythm_fu.units import minutes_text
from tests.analysis.material import RATE, a_house_track

SONGS = ((126.0, 0.4, 252), (140.0, 0.3, 280), (98.0, 0.5, 196))
"""Tempo, first beat and beats: about two minutes each."""


@pytest.fixture(scope="module")
def mix() -> tuple[Features, list[tuple[float, float, np.ndarray]]]:
    """The mix as a long file is heard, and of each song its begin, its tempo and its beats."""
    sounds, truth, at_s = [], [], 0.0
    for bpm, first_s, beats in SONGS:
        sound = a_house_track(bpm, first_s, beats)
        truth.append((at_s, bpm, at_s + first_s + np.arange(beats) * 60 / bpm))
        sounds.append(sound)
        at_s += len(sound) / RATE
    return features_of_blocks(iter(sounds), RATE), truth


@pytest.fixture(scope="module")
def mapped(mix: tuple[Features, object]) -> Grid:
    return grid_of(mix[0])


def test_a_mix_is_cut_where_its_songs_meet(mix):
    heard, truth = mix
    begins = [begin for begin, _ in songs_in(heard)]
    assert begins == pytest.approx([at for at, _, _ in truth], abs=3.0)


def test_each_song_of_a_mix_has_its_tempo_and_beats(mix, mapped: Grid):
    found = mapped.beat_times()
    assert any("mix of 3" in note for note in mapped.notes)
    for _, bpm, beats in mix[1]:
        inside = found[(found > beats[4]) & (found < beats[-4])]
        assert 60 / np.median(np.diff(inside)) == pytest.approx(bpm, abs=0.02)
        sure = beats[6:-6]
        assert np.mean([np.abs(found - t).min() < 0.010 for t in sure]) > 0.98
        assert len(inside) == pytest.approx(len(beats) - 9, abs=2)


def test_between_songs_no_tempo_is_absurd(mapped: Grid):
    pace = 60 / np.diff(mapped.beat_times())
    assert pace.min() > 70
    assert pace.max() < 180


def test_a_long_song_of_one_tempo_is_no_mix():
    heard = features_of_blocks(iter([a_house_track(124.0, 0.4, 700)]), RATE)
    assert heard.length_s > 300
    assert grid_of(heard).is_constant


def test_a_band_that_drifts_for_minutes_is_no_mix():
    even = 0.4 + np.arange(700) * 60 / 124.0
    beats = even + 0.02 * 60 / (2 * np.pi) * np.sin(2 * np.pi * even / 60)
    heard = features_of_blocks(iter([a_house_track(times=beats)]), RATE)
    assert len(songs_in(heard)) > 1
    grid = grid_of(heard)
    assert not any("mix" in note for note in grid.notes)
    found = grid.beat_times()
    assert np.mean([np.abs(found - t).min() < 0.025 for t in beats[8:-8]]) > 0.95


@pytest.mark.parametrize(
    ("other_bpm", "minutes", "is_one"), [(172.5, 9, True), (172.5, 90, False), (85.0, 90, True), (176.0, 9, False)]
)
def test_parts_of_a_song_may_be_heard_a_little_apart_but_hardly_those_of_a_mix(other_bpm, minutes, is_one):
    grids = tuple(Grid((GridAnchor(0, 0.0, bpm, Meter()),), 0, 100) for bpm in (170.0, other_bpm, 170.0))
    assert is_one_song(grids, 60.0 * minutes) is is_one


def test_half_the_columns_hear_the_same_moments():
    sound = a_house_track(126.0, 0.4, 64)
    fine, coarse = features(sound, RATE), features_of_blocks(iter([sound]), RATE)
    assert coarse.hop_s == pytest.approx(2 * fine.hop_s)
    assert HEARD_AT * coarse.hop_s == 256
    assert grid_of(coarse).times_of(np.array(0.0)) == pytest.approx(grid_of(fine).times_of(np.array(0.0)), abs=0.001)


def test_a_part_without_a_beat_is_placed_as_a_doubt_there_would_be(monkeypatch: pytest.MonkeyPatch):
    kicks = a_house_track(126.0, 0.4, 400)
    chord = np.random.default_rng(3).normal(0.0, 0.05, (int(150.6 * RATE), 1)).astype(np.float32)
    heard = features_of_blocks(iter([kicks, chord, a_house_track(140.0, 0.3, 280)]), RATE)
    monkeypatch.setattr(listening, "songs_in", lambda _: ((0.0, 190.7), (190.7, 341.6), (341.6, heard.length_s)))
    (*_, note) = grid_of(heard).notes
    assert note == f"no steady beat in the part from {minutes_text(190.7)} on"
    assert f"from {minutes_text(190.7)} to" in words_of((Doubt(190.7, 341.6, 0.13),))[0]


def test_what_is_said_of_a_song_is_said_of_the_mix_with_its_place():
    tie = "174 or 87 BPM (60%, 33%): both are written for such a song; --level-shift 0.5 takes the other"
    changing = "the tempo changes: see the anchors"
    sure = {"tempo": 0.9}
    first, second = (
        Grid((GridAnchor(0, 0.4, bpm),), 0, 300, confidence=sure, notes=notes)
        for bpm, notes in ((126.0, (changing,)), (174.0, (tie,)))
    )
    about, of_the_song = joined(((0.0, first), (150.6, second))).notes
    assert about == "a mix of 2 songs: see the anchors; an option that takes another reading takes it in every song"
    assert of_the_song == f"the song from 2:31 on: {tie}"
    assert joined(((0.0, first), (150.6, first))).notes == ("a mix of 2 songs: see the anchors",)


def test_what_is_said_of_a_part_of_a_song_is_not_said_of_another_song():
    first, second = (
        Grid((GridAnchor(0, 0.4, bpm),), 0, 300, confidence={"tempo": 0.9}, notes=notes)
        for bpm, notes in ((126.0, ()), (174.0, ("heard in 3/4; --meter 4/4 hears it in fours",)))
    )
    about, of_the_part = joined(((0.0, first), (150.6, second)), "the tempo changes", "part").notes
    assert about == "the tempo changes: see the anchors; an option that takes another reading takes it in every part"
    assert of_the_part == "the part from 2:31 on: heard in 3/4; --meter 4/4 hears it in fours"
