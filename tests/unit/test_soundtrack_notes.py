"""The soundtrack's notation, harmony and clock: what is written is what will sound."""

import itertools

import numpy as np
import pytest

from tools.soundtrack.clock import Clock
from tools.soundtrack.form import Form, Part, Section
from tools.soundtrack.kernels import SR
from tools.soundtrack.notation import changes, chords, melody, symbol_at
from tools.soundtrack.patterns import arpeggio, figure, groove, roll, steps
from tools.soundtrack.theory import chord, lead_voices, pitch


@pytest.mark.parametrize(("name", "midi"), [("A4", 69), ("C4", 60), ("F#5", 78), ("Bb3", 58), ("B-1", 11)])
def test_pitch_names_are_midi_numbers(name, midi):
    assert pitch(name) == midi


@pytest.mark.parametrize("wrong", ["H4", "C", "c4", "E##4", ""])
def test_a_wrong_pitch_says_what_a_right_one_looks_like(wrong):
    with pytest.raises(ValueError, match="as in F#5"):
        pitch(wrong)


def test_a_bar_of_the_wrong_length_is_named():
    with pytest.raises(ValueError, match=r"bar 2 ends at beat 7\.5, not 8"):
        melody("C4/4 | D4/2 E4/1.5 |")


def test_lengths_hold_rests_are_silent_and_slides_remember_where_from():
    line = melody("C4/1 E4 r G4~ |")
    assert [(n.beat, n.pitch) for n in line] == [(0, 60), (1, 64), (3, 67)]
    assert line[-1].glide_from == 64


def test_a_slash_chord_puts_its_bass_first_and_an_unknown_one_is_refused():
    assert chord("F#m7/E") == (4, (6, 9, 1, 4))
    with pytest.raises(ValueError, match="is no chord we know"):
        changes("Am | Hm")


def test_a_dot_holds_the_chord_before():
    progress = changes("Em . D A | Em")
    assert progress == ((0.0, 2.0, "Em"), (2.0, 1.0, "D"), (3.0, 1.0, "A"), (4.0, 4.0, "Em"))
    assert symbol_at(progress, 11.0) == "A"


def test_voices_move_by_step_where_they_can():
    voiced = lead_voices(["Em", "D", "C", "B7", "Em"])
    steps_taken = [abs(a - b) for u, v in itertools.pairwise(voiced) for a, b in zip(u, v, strict=True)]
    assert max(steps_taken) <= 5
    assert np.mean(steps_taken) <= 2.5


def test_every_voicing_spells_its_chord():
    for symbol, voices in zip(("Am7", "F", "E7"), lead_voices(["Am7", "F", "E7"]), strict=True):
        assert {v % 12 for v in voices} <= set(chord(symbol)[1])


def test_drums_fill_bars_by_the_largest_turn_that_fits():
    line = groove(8, {1: "X...", 4: "XX..", 8: "XXXX"})
    per_bar = [sum(bar * 4 <= n.beat < bar * 4 + 4 for n in line) for bar in range(8)]
    assert per_bar == [1, 1, 1, 2, 1, 1, 1, 4]


def test_a_waltz_bar_shares_three_beats():
    assert [n.beat for n in steps("x.x.x.", 3.0)] == [0.0, 1.0, 2.0]


def test_a_roll_doubles_and_grows():
    line = roll(16.0)
    assert [sum(a <= n.beat < a + 4 for n in line) for a in (0, 4, 8, 12)] == [4, 8, 16, 32]
    assert all(a.velocity <= b.velocity for a, b in itertools.pairwise(line))


def test_a_bass_figure_follows_the_chords():
    line = figure(changes("Am | F"), 2, "1...5...", 33)
    assert [n.pitch % 12 for n in line] == [9, 4, 5, 0]


def test_an_arpeggio_climbs_past_the_top_into_the_next_octave():
    line = arpeggio(chords(changes("C"), 60, 72, 3), 1.0, (0, 1, 2, 3))
    assert line[3].pitch == line[0].pitch + 12


def test_beats_keep_their_place_through_a_tempo_change():
    clock = Clock(0.5, ((0, 120.0), (8, 60.0), (12, 150.0)))
    np.testing.assert_allclose(clock.straight([0, 8, 10, 12, 13]), [0.5, 4.5, 6.5, 8.5, 8.9])
    np.testing.assert_allclose(clock.beats_of(clock.straight([1.5, 9.0, 20.0])), [1.5, 9.0, 20.0])


def test_swing_moves_only_what_lies_between_half_beats():
    clock = Clock(0.0, ((0, 60.0),), swing=0.6)
    np.testing.assert_allclose(clock.seconds([0, 0.25, 0.5, 0.75, 1.0]), [0, 0.3, 0.5, 0.8, 1.0])


def test_notes_land_on_the_nearest_sample():
    assert Clock(0.3, ((0, 128.0),)).samples(1.0) == round((0.3 + 60 / 128) * SR)


def test_a_gap_silences_what_would_sound_into_it():
    part = Part().at(0.0, melody("C4/4 | E4/4 |")).mute(6.0, 8.0)
    assert [(n.beat, n.length) for n in part.line] == [(0.0, 4.0), (4.0, 2.0)]


def test_the_fader_is_back_before_the_landing():
    form = Form((Section("build", "build", 4), Section("drop", "drop", 4, "drop")))
    fader = form.fader({"build": (-4.0, -1.0)}, gaps=((15.0, 16.0),))
    clock = Clock(0.0, ((0, 60.0),))
    level = fader.over(clock, 32 * SR)
    assert level[int(15.7 * SR)] == pytest.approx(-17.0)
    assert level[16 * SR] == pytest.approx(0.0)
    assert level[14 * SR] < level[int(14.9 * SR)]
