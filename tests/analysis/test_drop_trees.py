"""The trees that tell how alike a place is to marked climaxes."""

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drop_trees import Trees, no_trees, trees
from rhythm_fu.analysis.drop_values import values_of
from rhythm_fu.analysis.drops import ALIKE_ODDS, weights
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.sections import bar_table
from tests.analysis.made_songs import BEAT, BREAK, CALM, DNB, HALF, HOUSE, ROLL, TOPS, Part, made
from tools.grow_trees import GrowingRules, grow


def test_each_tree_asks_two_questions_and_adds_one_of_four_answers():
    tree = Trees(
        ("a", "b", "c"),
        np.array([[0, 1, 2]], np.int16),
        np.array([[0.5, 10.0, 20.0]], np.float32),
        np.array([[1.0, 2.0, 4.0, 8.0]], np.float32),
    )
    low_low, low_high, high_low, high_high = [0.5, 10.0, 99.0], [0.0, 11.0, 0.0], [1.0, 99.0, 20.0], [1.0, 0.0, 21.0]
    a, b, c = np.array([low_low, low_high, high_low, high_high]).T
    assert tree.odds({"c": c, "other": a, "a": a, "b": b}).tolist() == [1.0, 2.0, 4.0, 8.0], "by name, in any order"
    with pytest.raises(KeyError):
        tree.odds({"a": a, "b": b})


def test_without_trees_nothing_is_added():
    assert no_trees().odds({"a": np.ones(3)}).tolist() == [0.0, 0.0, 0.0]


def named(table: np.ndarray) -> dict[str, np.ndarray]:
    return {f"value {i}": column for i, column in enumerate(table.T)}


def test_trees_learn_what_the_odds_before_them_do_not_know():
    values = np.random.default_rng(1).uniform(-1, 1, (4000, 3))
    share = ((values[:, 0] > 0) != (values[:, 1] > 0.3)).astype(np.float64)  # neither value tells it alone
    grown = grow(named(values), share, np.ones(4000), np.zeros(4000), GrowingRules(trees=60, rate=0.3, values=1.0))
    fresh = np.random.default_rng(2).uniform(-1, 1, (1000, 3))
    told = grown.odds(named(fresh)) > 0
    assert np.mean(told == ((fresh[:, 0] > 0) != (fresh[:, 1] > 0.3))) > 0.95


SONGS = {
    "a drop": [Part(CALM, 8), Part(BEAT, 8), Part(HOUSE, 16), Part(CALM, 8), Part(HOUSE, 16)],
    "builds and drops": [*[Part(ROLL, 8, rise_db=18, gap=1), Part(DNB, 16), Part(CALM, 8, gain_db=-6)] * 3],
    "one loop": [Part(HOUSE, 64)],
    "fills": [*[Part(BREAK, 7), Part(ROLL, 1)] * 8],
    "layer by layer": [Part(CALM, 8), Part(TOPS, 8), Part(BEAT, 16), Part(HALF, 32)],
    "no drums": [Part(CALM, 40)],
    "silence, then all at once": [Part({}, 4), Part(HOUSE, 4), Part({}, 12), Part(DNB, 4)],
    "two bars": [Part(HOUSE, 2)],
}


@pytest.mark.parametrize("song", SONGS)
def test_what_ships_asks_only_for_values_that_there_are_and_never_adds_more_than_alike_can_hold(song: str):
    heard = made(SONGS[song])
    folded = fold(heard.features, heard.grid)
    bars, curves = bar_table(folded, heard.features), curves_of(folded)
    terms = terms_of(folded, curves, bars)
    values = values_of(folded, curves, bars, terms, weights().odds(terms))
    shipped = trees()
    assert len(shipped.answer) > 0
    assert np.isfinite(list(values.values())).all()
    assert {value.shape for value in values.values()} == {(len(folded.bars) - 1,)}
    assert shipped.names == tuple(values)
    assert 0 <= shipped.column.min() <= shipped.column.max() < len(shipped.names)
    assert np.abs(shipped.odds(values)).max() < ALIKE_ODDS / 2
