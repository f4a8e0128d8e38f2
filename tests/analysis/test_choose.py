import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhythm_fu.analysis import choose as choosing
from rhythm_fu.analysis import parts
from rhythm_fu.analysis.choose import (
    TURN_TRUST,
    Choice,
    choose,
    prior_of,
    pulse_near,
    pulses_asked_for,
    tie_of,
    with_turns,
)
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.model import Alternative, Request
from rhythm_fu.analysis.readings import BAR, Readings, readings_of, turns_by_beat
from rhythm_fu.analysis.slots import Slots
from rhythm_fu.analysis.tempo import Pulse, pulse_spectrum
from rhythm_fu.analysis.weigh import Weigher, weigher
from rhythm_fu.cli.options import factor as level
from rhythm_fu.timing import Meter
from tests.analysis.material import RATE, a_house_track, grid_of_sound


def a_choice(*tempi: tuple[float, float]) -> Choice:
    others = tuple(Alternative(bpm / 174.0, 0.0, bpm, 0.8 * chance, of_tempo=chance) for bpm, chance in tempi)
    return Choice(174.0, 0.0, 0.6, 0.9, 0.9, (Alternative(1.0, 0.5, 174.0, 0.3), *others))


@pytest.mark.parametrize(
    ("tempi", "said"),
    [
        ((), ""),
        (((87.0, 0.09), (116.0, 0.04)), ""),
        (((174.2, 0.4),), ""),
        (((87.0, 0.33), (116.0, 0.04)), "174 or 87 BPM (60%, 33%): both are written for such a song"),
        (((116.0, 0.2), (87.0, 0.1)), "174 or 116 BPM (60%, 20%): the sound leaves both open"),
    ],
    ids=["no other", "only unlikely others", "nearly the same tempo", "half the tempo", "another tempo"],
)
def test_a_tie_of_tempi_is_told_in_one_line(tempi, said):
    assert tie_of(a_choice(*tempi)).partition(";")[0] == said


def test_the_line_says_how_to_take_the_other_tempo():
    assert tie_of(a_choice((87.0, 0.33))).endswith("--level-shift 0.5 takes the other")
    assert tie_of(a_choice((116.0, 0.33))).endswith("--level-shift 2/3 takes the other")


def test_a_tie_in_bars_that_were_given_is_one_in_these():
    """By ear alone the song may be at the other tempo in bars of its own, and nothing open."""
    assert tie_of(a_choice((116.0, 0.33)), Meter()) == (
        "in 4/4 it is 174 or 116 BPM (60%, 33%): the sound leaves both open; "
        "--level-shift 2/3 beside --meter 4/4 takes the other"
    )


@pytest.mark.parametrize(
    ("bpm", "meant"), [(160.0 * 0.6667, 160.0 * 2 / 3), (80.0, 80.0), (150.0, 150.0), (107.5, 107.5)]
)
def test_a_rounded_factor_takes_the_tempo_as_it_was_heard(bpm, meant):
    found = tuple(Pulse(tempo, 0.5) for tempo in (160.0, 160.0 * 2 / 3, 80.0))
    assert pulse_near(found, bpm).bpm == meant


def undecided() -> Weigher:
    """Networks to whom all readings are alike: the prior alone decides."""
    usual = weigher().usual
    last = (np.zeros((len(usual), 1), np.float32), np.zeros(1, np.float32))
    return Weigher(usual, np.ones_like(usual), ((last,),), 1.0)


def weighed(sound: np.ndarray, model: Weigher) -> Choice:
    heard = features(sound, RATE)
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    return choose(heard, spectrum, pulses_asked_for(heard, spectrum, Request()), model, Request())


@pytest.mark.parametrize("model", [weigher(), undecided()], ids=["trained", "undecided"])
def test_the_readings_share_one_belief(model, monkeypatch):
    monkeypatch.setattr(choosing, "LEAST_LIKELY", 0.0)
    choice = weighed(a_house_track(), model)
    chances = [other.probability for other in choice.alternatives]
    tempi = [other.of_tempo for other in choice.alternatives if other.factor != 1.0]
    places = [other.probability for other in choice.alternatives if other.factor == 1.0]
    assert chances == sorted(chances, reverse=True)
    assert choice.level + sum(tempi) == pytest.approx(1.0)
    assert choice.level * choice.phase * choice.downbeat + sum(places) + sum(tempi) == pytest.approx(1.0)
    assert all(other.probability < other.of_tempo for other in choice.alternatives if other.factor != 1.0)
    assert {other.shift for other in choice.alternatives if other.factor == 1.0} == set(np.arange(-8, 8) / 4) - {0.0}


@pytest.mark.parametrize("model", [weigher(), undecided()], ids=["trained", "undecided"])
def test_a_tempo_that_is_heard_twice_is_one_reading_with_the_belief_of_both(model: Weigher):
    heard = features(a_house_track(), RATE)
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    once = (Pulse(126.0, 1.0), Pulse(84.0, 0.5), Pulse(63.0, 0.5))
    twice = (*once, Pulse(126.02, 0.9), Pulse(63.01, 0.4))
    readings = readings_of(heard, twice, spectrum)
    belief = model.probabilities(readings.cues, prior_of(readings, Request())).reshape(-1, BAR).sum(axis=1)
    choice = choose(heard, spectrum, twice, model, Request())
    others = {round(one.bpm): one.of_tempo for one in choice.alternatives if one.factor != 1.0}
    assert {round(choice.bpm), *others} == {126, 84, 63}
    assert choice.level + sum(others.values()) == pytest.approx(1.0)
    told = {round(choice.bpm): choice.level, **others}
    assert told[126] == pytest.approx(belief[0] + belief[3])
    assert told[63] == pytest.approx(belief[2] + belief[4])
    places = [one.probability for one in choice.alternatives if one.factor == 1.0]
    assert choice.level * choice.phase * choice.downbeat + sum(places) == pytest.approx(choice.level, abs=0.02)


@pytest.mark.parametrize("beside_s", [0.0, 0.1])
def test_a_beat_that_is_named_says_nothing_of_tempi_even_those_without_any_belief(beside_s: float):
    heard = features(a_house_track(), RATE)
    spectrum = pulse_spectrum(heard.flux, heard.hop_s)
    tempi = (Pulse(126.0, 1.0), Pulse(84.0, 0.5), Pulse(63.0, 0.5))
    convinced = replace(weigher(), heat=1e-4)
    named = Request(first_beat_s=0.4 + beside_s)
    free, placed = (choose(heard, spectrum, tempi, convinced, request) for request in (Request(), named))
    assert free.level == 1.0
    assert placed.level == pytest.approx(1.0)
    assert placed.bpm == free.bpm
    assert {one.of_tempo for one in placed.alternatives if one.factor != 1.0} == {0.0}


def test_an_alternative_is_taken_with_the_options_it_names():
    sound = a_house_track()
    grid = grid_of_sound(sound)
    half = grid_of_sound(sound, level_shift=0.5)
    assert half.bpm == pytest.approx(0.5 * grid.bpm, abs=0.01)
    later = grid_of_sound(sound, shift_beats=0.5)
    assert later.anchors[0].at_s == pytest.approx(grid.anchors[0].at_s + 0.5 * 60 / grid.bpm, abs=2e-3)


def test_where_several_tempi_are_likely_none_is_said_for_sure(monkeypatch):
    monkeypatch.setattr(parts, "weigher", undecided)
    sound = a_house_track()
    grid = grid_of_sound(sound)
    assert grid.confidence["level"] < 0.5
    (note,) = grid.notes
    assert note == tie_of(weighed(sound, undecided()))
    factor = level(note.split("--level-shift ")[1].split()[0])
    assert not grid_of_sound(sound, level_shift=factor).notes, "who chose is not asked again"


def test_a_clear_song_is_told_without_a_word_about_ties():
    assert not grid_of_sound(a_house_track()).notes


def slots_turning_at(places: list[int], rows: slice, count: int = 640) -> Slots:
    """Steady music whose level in some bands goes up by 20 dB for four bars after every other place, and down again."""
    levels = np.full((4, count), -40.0, np.float32)
    for begin, end in itertools.pairwise(places):
        levels[rows, begin:end] += 20.0 * (places.index(begin) % 2)
    even = np.ones((4, count), np.float32)
    return Slots(0.125 * np.arange(count), even, levels, np.zeros((24, count), np.float32))


@pytest.mark.parametrize("place", range(4))
def test_turns_of_loudness_are_counted_by_their_place_in_the_beat(place: int):
    turns = turns_by_beat(slots_turning_at(list(range(32 + place, 640, 64)), slice(1, 4)))
    assert turns[place] == pytest.approx(1.0)


@pytest.mark.parametrize("slots", [slots_turning_at([], slice(4)), slots_turning_at([34, 100, 166, 230], slice(0, 1))])
def test_music_that_never_turns_above_the_bass_speaks_for_no_beat(slots: Slots):
    assert turns_by_beat(slots) == pytest.approx(np.full(4, 0.25))


def test_one_turn_off_the_beat_does_not_outweigh_many_on_it():
    turns = turns_by_beat(slots_turning_at([*range(32, 500, 64), 546], slice(1, 4)))
    assert turns[0] > 0.85
    assert turns[2] > 0.0


@given(
    st.lists(st.floats(1e-6, 1.0), min_size=2 * BAR, max_size=2 * BAR),
    st.lists(st.floats(0.0, 1.0), min_size=8, max_size=8),
)
def test_turns_move_belief_between_the_beats_of_a_tempo_and_say_nothing_of_tempo_or_bar(shares, turns):
    belief = np.array(shares) / np.sum(shares)
    by_beat = np.array(turns).reshape(2, 4)
    none = np.zeros(2 * BAR)
    told = with_turns(Readings(none, none, np.zeros((2 * BAR, 0), np.float32), np.tile(by_beat, 4).ravel()), belief)
    before, after = (one.reshape(2, 4, 4) for one in (belief, told))
    assert after.sum(axis=(1, 2)) == pytest.approx(before.sum(axis=(1, 2)))
    odds = np.log(after / before)
    assert odds == pytest.approx(np.broadcast_to(odds[:, :1], odds.shape), abs=1e-6), "bars of one beat stay as likely"
    grown = odds[:, 0]
    assert np.ptp(grown - TURN_TRUST * by_beat, axis=1) == pytest.approx([0.0, 0.0], abs=1e-6)


def test_where_eighths_are_alike_the_beat_is_where_the_music_turns():
    """Chords that ring four bars and rest four, of even eighths, begin half a beat after the strongest hits."""
    sound = np.zeros((48 * RATE, 1), np.float32)
    dice = np.random.default_rng(7)
    for eighth in range(8, 180):
        at = round(0.25 * eighth * RATE)
        hit = dice.standard_normal(1500) * np.exp(-np.arange(1500) / 300.0)
        sound[at : at + 1500, 0] += 0.2 * hit
    ringing = dice.standard_normal(len(sound)).astype(np.float32)
    for begin in range(9, 170, 64):
        a, b = (round(0.25 * eighth * RATE) for eighth in (begin, begin + 32))
        sound[a:b, 0] += 0.05 * ringing[a:b]
    heard = features(sound, RATE)
    choice = choose(heard, pulse_spectrum(heard.flux, heard.hop_s), (Pulse(120.0, 1.0),), undecided(), Request())
    assert (choice.downbeat_s - 0.25 * 9 + 0.25) % 0.5 == pytest.approx(0.25, abs=0.02)
    assert choice.phase > 0.5
