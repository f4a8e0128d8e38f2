"""Turns: what their weights promise, and that a fit finds what is there."""

import numpy as np
import pytest

from rhythm_fu.analysis.energy import bar_energy
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.phrases import bar_vectors, novelty
from rhythm_fu.analysis.turns import Weights, find_turns, signs_of, weights
from tests.analysis.made_songs import MadeSong, a_club_song
from tools.fit_turns import FREE, LENIENT, Song, fit


@pytest.fixture(scope="module")
def club() -> MadeSong:
    return a_club_song()


def heard(song: MadeSong, weighed: Weights | None = None):
    folded = fold(song.features, song.grid)
    vectors = bar_vectors(folded, song.features)
    return find_turns(folded, vectors, bar_energy(folded), novelty(vectors), weighed=weighed)


def a_marked_song(club: MadeSong, marks: tuple[float, ...], *, is_marked: bool = True) -> Song:
    folded = fold(club.features, club.grid)
    vectors = bar_vectors(folded, club.features)
    energy, change = bar_energy(folded), novelty(vectors)
    signs = signs_of(folded, vectors, energy, change)
    return Song("club", "package", is_marked, club.grid, folded, energy, change, signs, marks)


def starts_of(club: MadeSong) -> tuple[float, ...]:
    return tuple(club.grid.times_of(np.array(club.starts[1:], dtype=float)))


def test_every_sign_is_weighed(club: MadeSong):
    assert set(weights().signs) == set(a_marked_song(club, ()).signs)


def test_signs_speak_for_a_turn_and_only_the_free_ones_against():
    assert {name for name, weight in weights().signs.items() if weight < 0} <= set(FREE)


def test_weights_of_nothing_hear_no_turn(club: MadeSong):
    silent = Weights(30.0, dict.fromkeys(weights().signs, 0.0))
    assert heard(club, silent).max() < 1e-9


def test_a_lower_bias_is_surer_everywhere(club: MadeSong):
    shipped = weights()
    assert np.all(heard(club, Weights(shipped.bias - 1, shipped.signs))[1:] > heard(club)[1:])


def test_a_fit_hears_the_turns_that_were_marked(club: MadeSong):
    song = a_marked_song(club, starts_of(club))
    found = fit([song, a_marked_song(club, starts_of(club), is_marked=False)]).sureness(song.signs)[1:]
    share, _ = song.shares()
    assert share.sum() == len(club.starts) - 1
    assert found[share == 1].min() > found[share == 0].max()


def test_a_source_that_names_more_turns_does_not_move_the_bias_of_the_marked_ones(club: MadeSong):
    marked = a_marked_song(club, starts_of(club)[:2])
    every_bar = tuple(marked.folded.bars.times_s[1:-1])
    alone, beside = fit([marked]), fit([marked, a_marked_song(club, every_bar, is_marked=False)])
    table = marked.table
    for weighed in (alone, beside):
        said = 1 / (1 + np.exp(weighed.bias + LENIENT - table @ list(weighed.signs.values())))
        share, counts = marked.shares()
        assert (counts * said).sum() == pytest.approx((counts * share).sum(), rel=0.05)


def test_sections_that_start_at_the_marks_are_found_and_right(club: MadeSong):
    scores = a_marked_song(club, starts_of(club)).scores(weights())
    np.testing.assert_array_equal(scores, np.ones(4))


def test_a_song_without_marks_has_no_score(club: MadeSong):
    assert np.isnan(a_marked_song(club, ()).scores(weights())).all()
