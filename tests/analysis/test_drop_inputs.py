"""What the networks are told of each bar, beside the terms that an editor argues with."""

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_inputs import BLOCK, hits_of, inputs_of, levels_of, places, returns
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import CALM, DNB, HOUSE, ROLL, MadeSong, Part, made


def told(song: MadeSong) -> dict[str, np.ndarray]:
    folded = fold(song.features, song.grid)
    bars, curves = bar_table(folded, song.features), curves_of(folded)
    return inputs_of(folded, curves, bars, terms_of(folded, curves, bars))


def likeness(*parts: Part) -> dict[str, np.ndarray]:
    song = made([*parts])
    folded = fold(song.features, song.grid)
    return returns(levels_of(folded), hits_of(folded))


def test_a_part_that_comes_again_is_more_like_the_song_than_one_that_comes_once():
    one = Part(ROLL, 8, gain_db=-9)
    alike = likeness(Part(HOUSE, 16), one, Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16))["like all"]
    assert alike[[4, 28, 56]].min() > 0.2 + alike[[20, 44]].max()


def test_what_comes_again_is_told_from_what_comes_for_the_first_and_the_last_time():
    alike = likeness(Part(HOUSE, 16), Part(CALM, 16), Part(HOUSE, 16), Part(DNB, 16))
    assert alike["came before"][40] > 0.9, "as in the first part"
    assert alike["comes again"][4] > 0.9
    assert alike["came before"][17] < 0.5, "the calm part begins"
    assert alike["came before"][49] < 0.7, "and so does the last one"


def test_a_bar_is_like_what_is_before_it_and_what_is_behind_it_where_nothing_turns():
    alike = likeness(Part(HOUSE, 16), Part(CALM, 16))
    assert max(alike["like before"][16], alike["like behind"][15]) < 0.5
    assert min(alike["like behind"][16], alike["like before"][15]) > 0.8
    assert (alike["like before"][0], alike["like behind"][-1]) == (0.0, 0.0), "there is none"


def test_the_bars_of_a_loop_are_all_alike():
    assert likeness(Part(HOUSE, 32))["like all"].min() > 0.9
    assert likeness(Part(HOUSE, 16), Part(CALM, 16))["like all"].max() < 0.7


def test_of_a_long_song_every_bar_is_compared_with_all():
    alike = likeness(*[Part(HOUSE, 1), Part(CALM, 1)] * (BLOCK // 2 + 8))
    assert alike["like all"][:-1] == pytest.approx(0.5, abs=0.1), "each bar is like every other one"
    assert min(alike["came before"][8:-8].min(), alike["comes again"][8:-8].min()) > 0.9


def test_it_is_told_where_a_bar_lies_in_the_song_and_in_its_phrase():
    there = places(100, (6, 16))
    assert there["place"][[0, 50]].tolist() == [0.0, 0.5]
    assert there["from the start"][[0, 32, 64, 99]].tolist() == [0.0, 0.5, 1.0, 1.0]
    assert there["to the end"][[0, 68, 99]].tolist() == [1.0, 0.5, 1 / 64]
    assert np.flatnonzero(there["starts a phrase"]).tolist() == [6, 16]
    assert there["in its phrase"][[0, 5, 6, 14, 16, 23, 24]].tolist() == [0.0, 5 / 8, 0.0, 0.0, 0.0, 7 / 8, 0.0]
    assert np.isfinite([*places(2, ()).values()]).all()


def test_a_term_is_told_of_the_bar_that_its_downbeat_starts():
    song = made([Part(CALM, 8), Part(DNB, 16)])
    folded = fold(song.features, song.grid)
    terms = terms_of(folded, curves_of(folded), bar_table(folded, song.features))
    inputs = told(song)
    for name, values in terms.items():
        assert inputs[name][0] == 0.0
        assert inputs[name][1:].tolist() == values.tolist()


def test_how_a_bar_begins_and_ends_is_told_beside_how_loud_it_is():
    inputs = told(made([Part(HOUSE, 8), Part(HOUSE, 8, gap=1), Part(HOUSE, 8)]))
    assert int(inputs["sub at the end"].argmin()) == 15, "the breath before the last part"
    assert inputs["sub at the end"][15] < np.delete(inputs["sub at the end"], 15).min() - 0.3
    assert inputs["sub at the start"][15] > 0.1


def test_every_song_is_told_of_in_the_same_values():
    tables = [told(song) for song in (made([Part(HOUSE, 2)]), made([Part(CALM, 8), Part(DNB, 16)]))]
    assert [len(table["place"]) for table in tables] == [2, 24]
    assert len({tuple(table) for table in tables}) == 1


def test_how_loud_a_song_is_made_changes_little():
    parts = [Part(CALM, 8), Part(DNB, 16), Part(CALM, 8), Part(DNB, 16)]
    softer = [Part(part.rows, part.bars, gain_db=-3.0) for part in parts]
    plain, soft = (told(made(song)) for song in (parts, softer))
    assert all(np.allclose(plain[name], soft[name], atol=0.2) for name in plain)
