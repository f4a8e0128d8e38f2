"""Drops are found on their downbeat, and what only resembles one is told apart."""

import itertools

import numpy as np
import pytest

from rhythm_fu.analysis.drop_cues import curves_of, terms_of
from rhythm_fu.analysis.drops import ALIKE, weights
from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.model import FoundDrop
from rhythm_fu.analysis.sections import bar_table
from rhythm_fu.chart.model import DropKind
from tests.analysis.made_songs import BEAT, BREAK, CALM, DNB, HALF, HOUSE, ROLL, TOPS, MadeSong, Part, form, made

FILL = {"snare": "x...x...xxxxxxxx"}
STYLES = {"house": (HOUSE, 128), "dnb": (DNB, 174), "half-time": (HALF, 140), "break": (BREAK, 132)}


def sure(song: MadeSong) -> list[FoundDrop]:
    found = form(song).drops
    return [drop for drop in found if drop.kind is DropKind.DROP]


def build(bars: int = 8, gap: float = 1.0) -> Part:
    return Part(ROLL, bars, rise_db=18, gap=gap)


def planted(rows: dict[str, str], gap: float, bars: int) -> tuple[list[Part], list[int]]:
    """A song with an entry, a fake drop, a return without a build and a fill; and which parts are true drops."""
    parts = [
        Part(BEAT, 8, gain_db=-6), Part(TOPS, 8, gain_db=-6),
        build(bars, gap), Part(CALM, 8, gain_db=-6),
        build(bars, gap), Part(rows, 15), Part(FILL, 1, gain_db=-4), Part(rows, 8),
        Part(CALM, 8, gain_db=-6), build(bars, gap), Part(rows, 16), Part(TOPS, 8, gain_db=-8),
    ]  # fmt: skip
    return parts, [5, 10]


def test_planted_drops_are_found_among_decoys():
    hit = false = missed = 0
    for (rows, bpm), gap, bars in itertools.product(STYLES.values(), (0.0, 0.5, 2.0), (4, 8, 16)):
        parts, true_parts = planted(rows, gap, bars)
        song = made(parts, bpm=bpm)
        wanted = {song.starts[part] for part in true_parts}
        got = {drop.beat for drop in sure(song)}
        hit, false, missed = hit + len(wanted & got), false + len(got - wanted), missed + len(wanted - got)
    assert 2 * hit / (2 * hit + false + missed) >= 0.95, (hit, false, missed)


NO_DROP = {
    "steady": [Part(HOUSE, 64)],
    "layer by layer": [Part(CALM, 8), Part(TOPS, 8), Part(BEAT, 16), Part(HOUSE, 32), Part(BEAT, 8)],
    "fills": [*[Part(HOUSE, 7), Part(FILL, 1)] * 6],
    "a build to nothing": [Part(HOUSE, 16), build(), Part(CALM, 16), build(), Part(CALM, 8)],
    "ambient": [Part(CALM, 48)],
}


def test_songs_without_a_drop_stay_without_one():
    found = [len(sure(made(parts, bpm=bpm))) for parts in NO_DROP.values() for bpm in (100, 128, 174)]
    assert np.mean(found) <= 0.2


def test_a_chorus_that_nothing_led_up_to_may_be_a_songs_climax_but_no_verse_is():
    parts = [Part(BREAK, 16, gain_db=-4), Part(HOUSE, 8), Part(BREAK, 16, gain_db=-4), Part(HOUSE, 16)]
    song = made(parts)
    played = {drop.beat for drop in sure(song)}
    assert played
    assert played <= {song.starts[1], song.starts[3]}


def test_the_first_kick_is_an_entry_and_what_comes_back_after_a_whole_breakdown_is_a_drop():
    song = made([Part(CALM, 8), Part(BEAT, 16, gain_db=-6), Part(CALM, 8, gain_db=-6), Part(HOUSE, 16)])
    kinds = {drop.beat: drop.kind for drop in form(song).drops}
    assert kinds[song.starts[1]] is DropKind.ENTRY
    assert kinds[song.starts[3]] is DropKind.DROP


def test_a_first_kick_with_which_all_comes_at_once_after_a_calm_opening_is_a_drop():
    song = made([Part(CALM, 8, gain_db=-6), Part(HOUSE, 16), Part(CALM, 8, gain_db=-6), Part(HOUSE, 16)])
    assert [drop.beat for drop in sure(song)] == [song.starts[1], song.starts[3]]


def test_what_comes_back_after_a_fill_is_a_return_at_most():
    song = made([part for _ in range(6) for part in (Part(HOUSE, 7), Part(FILL, 1))])
    kinds = {drop.kind for drop in form(song).drops}
    assert kinds
    assert kinds <= {DropKind.RETURN, DropKind.ENTRY}


def test_a_bar_of_silence_before_the_beat_goes_on_is_a_drop():
    stop = Part({"tone": "x..............."}, 1, gain_db=-12)
    song = made([Part(HOUSE, 31), stop, Part(HOUSE, 16)])
    assert [drop.beat for drop in sure(song)] == [song.starts[2]]


def test_what_only_leads_on_to_something_bigger_is_no_drop():
    song = made([Part(HOUSE, 16), Part(CALM, 8, gain_db=-6), Part(BEAT, 8, gain_db=-6), build(), Part(HOUSE, 16)])
    assert [drop.beat for drop in sure(song)] == [song.starts[4]]


def test_the_beat_coming_back_alone_after_a_long_breakdown_is_a_songs_only_drop():
    layers = {**HOUSE, "tone": "x.x.x.x.x.x.x.x."}
    song = made(
        [
            Part(layers, 32),
            Part({"tone": layers["tone"]}, 16),
            Part({"kick": HOUSE["kick"], "tone": layers["tone"]}, 16),
        ]
    )
    assert [drop.beat for drop in sure(song)] == [song.starts[2]]


@pytest.mark.parametrize("style", STYLES)
def test_every_term_is_kept_between_0_and_1(style: str):
    rows, bpm = STYLES[style]
    song = made(planted(rows, 1.0, 8)[0], bpm=bpm)
    found = form(song).drops
    assert found
    for drop in found:
        assert set(drop.terms) == {*weights().terms, ALIKE}
        assert all(0 <= value <= 1 for value in drop.terms.values())
        assert 0 <= drop.strength <= 1


def test_the_second_bar_rises_from_the_first_alone():
    song = made([Part({}, 1), Part(HOUSE, 15)])
    folded = fold(song.features, song.grid)
    bars = bar_table(folded, song.features)
    terms = terms_of(folded, curves_of(folded), bars)
    assert bars.energy[0] < 0.1
    assert bars.energy[1] > 0.8
    assert terms["depth"][0] == 1.0, "what lies before it is silent"


def test_a_term_that_only_another_version_knew_is_no_reason():
    added = weights().added({"sub": 1.0, "change": 0.5, "sharp": 1.0, ALIKE: 0.25})
    assert list(added) == ["change", "sharp", ALIKE], "most first"
    assert added[ALIKE] < 0.0, "below its middle it speaks against the place"


def test_terms_are_floats_of_pythons_own_where_the_music_turns_inside_a_phrase_too():
    parts = [Part(CALM, 5), Part(HOUSE, 13), Part(CALM, 7, gain_db=-6), Part(DNB, 11), Part(CALM, 3), Part(HOUSE, 14)]
    song = made(parts)
    found = form(song).drops
    assert {type(value) for drop in found for value in drop.terms.values()} == {float}


def test_drops_keep_eight_bars_apart_and_at_most_six():
    parts = [part for _ in range(10) for part in (build(4), Part(HOUSE, 4))]
    song = made(parts)
    found = form(song).drops
    assert 1 < len(found) <= 6
    assert all(b.beat - a.beat >= 32 for a, b in itertools.pairwise(found))
