"""What the networks are told of each bar, beside the terms that an editor argues with."""

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_inputs import SAMPLE, inputs_of, returns
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import CALM, DNB, HOUSE, ROLL, MadeSong, Part, made

ALL, LONG_BEFORE, LONG_AFTER, BEFORE, BEHIND = range(5)


def told(song: MadeSong) -> np.ndarray:
    folded = fold(song.features, song.grid)
    bars, curves = bar_table(folded, song.features), curves_of(folded)
    return inputs_of(folded, curves, bars, terms_of(folded, curves, bars))


def likeness(song: MadeSong) -> np.ndarray:
    folded = fold(song.features, song.grid)
    return returns(folded.per_bar(folded.levels).T, folded.per_bar(folded.hits.mean(axis=2)).T)


def test_a_part_that_comes_again_is_more_like_the_song_than_one_that_comes_once():
    alike = likeness(
        made([Part(HOUSE, 16), Part(ROLL, 8, gain_db=-9), Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16)])
    )
    assert alike[[4, 28, 56], ALL].min() > 0.2 + alike[[20, 44], ALL].max()


def test_what_comes_again_is_told_from_what_comes_for_the_first_and_the_last_time():
    alike = likeness(made([Part(HOUSE, 16), Part(CALM, 16), Part(HOUSE, 16), Part(DNB, 16)]))
    assert alike[40, LONG_BEFORE] > 0.9, "as in the first part"
    assert alike[4, LONG_AFTER] > 0.9
    assert alike[17, LONG_BEFORE] < 0.5, "the calm part begins"
    assert alike[49, LONG_BEFORE] < 0.7, "and so does the last one"


def test_a_bar_is_like_what_is_before_it_and_what_is_behind_it_where_nothing_turns():
    alike = likeness(made([Part(HOUSE, 16), Part(CALM, 16)]))
    assert max(alike[16, BEFORE], alike[15, BEHIND]) < 0.5
    assert min(alike[16, BEHIND], alike[15, BEFORE]) > 0.8
    assert (alike[0, BEFORE], alike[-1, BEHIND]) == (0.0, 0.0), "there is none"


def test_the_bars_of_a_loop_are_all_alike():
    assert likeness(made([Part(HOUSE, 32)]))[:, ALL].min() > 0.9
    assert likeness(made([Part(HOUSE, 16), Part(CALM, 16)]))[:, ALL].max() < 0.7


def test_of_a_long_song_every_bar_is_compared_with_all():
    alike = likeness(made([Part(HOUSE, 1), Part(CALM, 1)] * (SAMPLE // 2 + 8)))
    assert alike[:-1, ALL] == pytest.approx(0.5, abs=0.1), "each bar is like every other one"
    assert alike[8:-8, [LONG_BEFORE, LONG_AFTER]].min() > 0.9


def test_every_song_is_told_of_in_as_many_values():
    tables = [told(song) for song in (made([Part(HOUSE, 2)]), made([Part(CALM, 8), Part(DNB, 16)]))]
    assert [len(table) for table in tables] == [2, 24]
    assert len({table.shape[1] for table in tables}) == 1


def test_how_loud_a_song_is_made_changes_little():
    parts = [Part(CALM, 8), Part(DNB, 16), Part(CALM, 8), Part(DNB, 16)]
    softer = [Part(part.rows, part.bars, gain_db=-3.0) for part in parts]
    plain, soft = (told(made(song)) for song in (parts, softer))
    assert np.abs(plain - soft).max() < 0.2
