"""What the trees are told of each downbeat, beside the terms that an editor argues with."""

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_values import SAMPLE, breaths, repeats, values_of
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import CALM, DNB, HOUSE, ROLL, MadeSong, Part, made


def told(song: MadeSong) -> dict[str, np.ndarray]:
    folded = fold(song.features, song.grid)
    bars, curves = bar_table(folded, song.features), curves_of(folded)
    terms = terms_of(folded, curves, bars)
    return values_of(folded, curves, bars, terms, np.zeros(len(folded.bars) - 1))


def test_a_part_that_comes_again_is_more_like_the_song_than_one_that_comes_once():
    song = made([Part(HOUSE, 16), Part(ROLL, 8, gain_db=-9), Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16)])
    rise = repeats(fold(song.features, song.grid))["rise 8"]
    assert max(rise[15], rise[39]) < -0.2
    assert min(rise[23], rise[47]) > 0.2


def test_the_bars_of_a_loop_are_all_alike():
    loop, two_parts = made([Part(HOUSE, 32)]), made([Part(HOUSE, 16), Part(CALM, 16)])
    assert repeats(fold(loop.features, loop.grid))["after 8"].min() > 0.9
    assert repeats(fold(two_parts.features, two_parts.grid))["after 8"].max() < 0.7


def test_of_a_long_song_every_kind_of_bar_is_compared():
    turn_about = [Part(HOUSE, 1), Part(CALM, 1)] * (SAMPLE // 2 + 8)
    alike = repeats(fold(made(turn_about).features, made(turn_about).grid))["after 16"]
    assert alike[:-16] == pytest.approx(0.5, abs=0.1), "each bar is like every other one"


def test_a_breath_is_told_at_the_downbeat_that_follows_it_and_nowhere_else():
    song = made([Part(HOUSE, 8), Part(HOUSE, 8, gap=1), Part(HOUSE, 8)])
    folded = fold(song.features, song.grid)
    for band in breaths(folded, curves_of(folded)).values():
        assert int(np.argmax(band)) == 15
        assert band[15] > 10.0 + np.delete(band, 15).max()


def test_a_part_outdoes_what_was_before_it_and_no_part_outdoes_the_same():
    outdone = told(made([Part(CALM, 16), Part(DNB, 16), Part(CALM, 16), Part(DNB, 16)]))
    assert outdone["energy outdoes all"][15] > 0.3
    assert outdone["energy outdoes 8"][47] > 0.3
    assert abs(outdone["energy outdoes all"][47]) < 0.1


def test_longer_parts_are_told_by_how_high_they_lie_and_how_far_they_rise():
    values = told(made([Part(CALM, 32), Part(DNB, 32)]))
    assert values["energy rise 32"].argmax() == 31
    assert values["energy above mean 32"][31] > 0.2
    assert values["energy before above mean 32"][31] < -0.2


def test_every_song_is_told_of_in_the_same_values():
    songs = [made([Part(HOUSE, 2)]), made([Part(CALM, 8), Part(DNB, 16)]), made([Part(CALM, 40)])]
    tables = [told(song) for song in songs]
    assert [len(table["place"]) for table in tables] == [1, 23, 39]
    assert len({tuple(table) for table in tables}) == 1


def test_how_loud_a_song_is_made_says_nothing_of_what_comes_again():
    parts = [Part(CALM, 8), Part(DNB, 16), Part(CALM, 8), Part(DNB, 16)]
    softer = [Part(part.rows, part.bars, gain_db=-3.0) for part in parts]
    plain, soft = (repeats(fold(song.features, song.grid)) for song in (made(parts), made(softer)))
    assert all(np.allclose(plain[name], soft[name], atol=0.02) for name in plain)
