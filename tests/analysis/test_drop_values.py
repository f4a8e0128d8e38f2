"""What the trees are told of each downbeat, beside the terms that an editor argues with."""

import numpy as np

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_values import breaths, repeats, values_of
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import CALM, DNB, HOUSE, ROLL, MadeSong, Part, made


def told(song: MadeSong) -> np.ndarray:
    folded = fold(song.features, song.grid)
    bars, curves = bar_table(folded, song.features), curves_of(folded)
    terms = terms_of(folded, curves, bars)
    return values_of(folded, curves, bars, terms, np.zeros(len(folded.bars) - 1))


def test_a_part_that_comes_again_is_more_like_the_song_than_one_that_comes_once():
    song = made([Part(HOUSE, 16), Part(ROLL, 8, gain_db=-9), Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16)])
    after, before, rise, *_ = repeats(fold(song.features, song.grid))
    for start, again in ((16, False), (24, True), (40, False), (48, True)):
        place = start - 1
        assert bool(after[place] > before[place]) == again
        assert rise[place] == after[place] - before[place]


def test_the_bars_of_a_loop_are_all_alike():
    song = made([Part(HOUSE, 32)])
    assert min(float(one.min()) for one in repeats(fold(song.features, song.grid))[:2]) > 0.3


def test_a_breath_is_told_at_the_downbeat_that_follows_it_and_nowhere_else():
    song = made([Part(HOUSE, 8), Part(HOUSE, 8, gap=1), Part(HOUSE, 8)])
    folded = fold(song.features, song.grid)
    for band in breaths(folded, curves_of(folded)):
        assert int(np.argmax(band)) == 15
        assert band[15] > 10.0 + np.delete(band, 15).max()


def test_every_song_is_told_of_in_the_same_values():
    songs = [made([Part(HOUSE, 2)]), made([Part(CALM, 8), Part(DNB, 16)]), made([Part(CALM, 40)])]
    tables = [told(song) for song in songs]
    assert [len(table) for table in tables] == [1, 23, 39]
    assert len({table.shape[1] for table in tables}) == 1
    assert all(np.isfinite(table).all() for table in tables)


def test_how_loud_a_song_is_made_tells_nothing_of_where_it_drops():
    parts = [Part(CALM, 8), Part(DNB, 16), Part(CALM, 8), Part(DNB, 16)]
    softer = [Part(part.rows, part.bars, gain_db=-3.0) for part in parts]
    plain, soft = (repeats(fold(song.features, song.grid)) for song in (made(parts), made(softer)))
    assert np.allclose(plain, soft, atol=0.02)
