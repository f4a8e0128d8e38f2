"""Phrases, sections, energy, key: what a listener would draw on paper."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from rhythm_fu.analysis import sections, turns
from rhythm_fu.analysis.charting import chart_from
from rhythm_fu.analysis.energy import bar_energy
from rhythm_fu.analysis.folding import bars_of, fold, onset_times
from rhythm_fu.analysis.key import MAJOR, MINOR, NAMES, find_key
from rhythm_fu.analysis.model import Grid, GridAnchor, SectionKind
from rhythm_fu.analysis.patterns import LIBRARY, best_type
from rhythm_fu.analysis.phrases import phrase_bars
from rhythm_fu.errors import AnalysisError
from rhythm_fu.timing import Meter
from tests.analysis.made_songs import BREAK, CALM, HOUSE, ROLL, TOPS, WALTZ, MadeSong, Part, a_club_song, form, made


def test_a_club_song_reads_intro_build_drop_breakdown_build_drop_outro():
    song = a_club_song()
    parts = form(song).sections
    assert [part.kind.value for part in parts] == ["intro", "build", "drop", "breakdown", "build", "drop", "outro"]
    assert [part.start for part in parts] == list(song.starts)


def test_sections_cover_the_song_without_gaps():
    song = a_club_song()
    parts = form(song).sections
    assert parts[0].start == 0
    assert parts[-1].end == song.grid.last_beat + 1
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))


def test_phrases_start_where_the_music_turns():
    song = a_club_song()
    assert set(song.starts) <= set(form(song).phrases)


def test_phrases_of_a_steady_song_are_8_or_16_bars():
    phrases = form(made([Part(HOUSE, 48)])).phrases
    assert set(np.diff(phrases)) <= {32, 64}


def test_an_odd_intro_does_not_shift_the_phrases():
    song = made([Part(CALM, 5, gain_db=-8), Part(HOUSE, 16), Part(TOPS, 8, gain_db=-6), Part(HOUSE, 16)])
    assert set(song.starts) <= set(form(song).phrases)


A_BAR = {"kick": "x.......x.......", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x.", "bass": "x...x...x...x..."}
B_BAR = {"kick": "x...x...x...x...", "hat": "..x...x...x...x.", "tone": "x..x..x...x..x..", "bass": "..x...x...x...x."}


def kinds_of(song: MadeSong) -> list[str]:
    return [part.kind.value for part in form(song).sections]


def bars_in(song: MadeSong) -> list[int]:
    return [(part.end - part.start) // 4 for part in form(song).sections]


def test_a_song_without_any_drop_is_split_where_its_music_turns():
    song = made([Part(rows, 16) for rows in (A_BAR, B_BAR, A_BAR, B_BAR)])
    assert set(song.starts) <= {part.start for part in form(song).sections}


def test_a_loop_stays_one_section():
    assert bars_in(made([Part(HOUSE, 64)])) == [64]


def test_a_part_that_thins_out_in_the_middle_is_a_breakdown_though_nothing_drops_after_it(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sections, "find_drops", lambda *_: ())
    song = made([Part(A_BAR, 24), Part(CALM, 8, gain_db=-8), Part(A_BAR, 24)])
    found = form(song).sections
    thin = next(part for part in found if part.start == song.starts[1])
    assert thin.kind is SectionKind.BREAKDOWN
    assert thin.end == song.starts[2]


def test_a_song_that_is_full_from_its_first_bar_has_no_intro_and_no_outro():
    song = made([Part(HOUSE, 16), Part(BREAK, 16), Part(HOUSE, 16)])
    assert not {"intro", "outro"} & set(kinds_of(song))


def test_quiet_ends_are_intro_and_outro():
    song = made([Part(CALM, 8, gain_db=-8), Part(A_BAR, 32), Part(CALM, 8, gain_db=-8)])
    kinds = kinds_of(song)
    assert (kinds[0], kinds[-1]) == ("intro", "outro")


@pytest.mark.parametrize(
    "parts",
    [
        [Part(CALM, 5, gain_db=-8), Part(HOUSE, 16), Part(TOPS, 1, gain_db=-6), Part(HOUSE, 16)],
        [Part(HOUSE, 7), Part(CALM, 2, gain_db=-9), Part(HOUSE, 23), Part(TOPS, 2)],
        [Part(ROLL, 8, rise_db=18, gap=1), Part(HOUSE, 9), Part(BREAK, 1), Part(HOUSE, 22)],
    ],
)
def test_no_section_is_shorter_than_four_bars_and_each_starts_a_phrase(parts: list[Part]):
    song = made(parts)
    found = form(song)
    assert min(bars_in(song)) >= 4
    assert {part.start for part in found.sections} <= set(found.phrases)


def test_a_drop_starts_a_phrase_and_nothing_else_turns_beside_it():
    heard = np.zeros(40)
    heard[[8, 17, 24, 32]] = 0.9
    starts = phrase_bars(heard, [16])
    assert 16 in starts
    assert 17 not in starts


def test_phrases_take_up_their_count_again_after_an_odd_bar():
    heard = np.zeros(49)
    heard[[8, 16, 25, 33, 41]] = 0.8
    assert phrase_bars(heard) == (0, 8, 16, 25, 33, 41)


@pytest.mark.parametrize("bars", [1, 2, 3, 5])
def test_the_shortest_songs_have_one_section(bars: int):
    assert len(form(made([Part(HOUSE, bars)])).sections) == 1


def test_a_long_mix_is_compared_block_by_block_like_a_short_song(monkeypatch: pytest.MonkeyPatch):
    song = made([Part(rows, 8) for rows in (A_BAR, B_BAR, A_BAR, CALM, B_BAR)])
    whole = form(song)
    monkeypatch.setattr(turns, "ROWS", 16)
    assert form(song).sections == whole.sections


def test_energy_is_high_in_the_drop_and_low_in_the_breakdown():
    song = a_club_song()
    energy = bar_energy(fold(song.features, song.grid))
    drop, breakdown = song.starts[2] // 4, song.starts[3] // 4
    means = [energy[a // 4 : b // 4].mean() for a, b in itertools.pairwise(song.starts)]
    assert energy[drop : drop + 16].mean() > 0.7
    assert sorted(range(6), key=lambda part: means[part])[-2:] in ([2, 5], [5, 2])
    assert energy[breakdown : breakdown + 8].mean() < 0.4
    assert energy.min() >= 0
    assert energy.max() <= 1


def test_a_steady_song_is_not_stretched_to_extremes():
    energy = bar_energy(fold((song := made([Part(HOUSE, 32)])).features, song.grid))
    assert energy.std() < 0.1


@pytest.mark.parametrize(("mode", "profile"), [("major", MAJOR), ("minor", MINOR)])
@pytest.mark.parametrize("tonic", range(12))
def test_the_key_of_its_own_profile_is_found(tonic: int, mode: str, profile):
    chroma = np.tile(np.roll(profile, tonic)[:, None], (1, 20)).astype(np.float32)
    name, margin = find_key(chroma)
    assert name == f"{NAMES[tonic]} {mode}"
    assert margin > 0


@pytest.mark.parametrize("chroma", [np.zeros((12, 0)), np.zeros((12, 9)), np.ones((12, 9)), np.full((12, 3), np.nan)])
def test_no_key_is_claimed_without_harmony(chroma):
    assert find_key(chroma.astype(np.float32)) == ("", 0.0)


def test_a_grid_without_a_whole_bar_makes_no_chart():
    song = a_club_song()
    grid = Grid((GridAnchor(0, 1e4, 120.0),), 0, 8)
    with pytest.raises(AnalysisError, match=r"a\.ogg: the grid holds no whole bar"):
        chart_from(song.audio, song.features, grid, file_name="a.ogg")


def test_bars_follow_each_other_through_a_change_of_meter_and_a_cut_bar():
    grid = Grid(
        (GridAnchor(0, 1.0, 120), GridAnchor(10, 6.0, 120, Meter(3)), GridAnchor(16, 9.0, 100, Meter(4))), -2, 23
    )
    bars = bars_of(grid, 60.0)
    assert list(bars.starts) == [0, 4, 8, 10, 13, 16, 20]
    assert list(bars.lengths) == [4, 4, 2, 3, 3, 4, 4]
    assert bars.times_s[-1] == pytest.approx(9.0 + 8 * 0.6)


def test_bars_end_with_the_song():
    bars = bars_of(Grid((GridAnchor(0, 0.0, 120),), 0, 400), 10.0)
    assert len(bars) == 5


def test_onsets_are_heard_where_they_are_and_not_in_noise():
    song = made([Part(HOUSE, 8)])
    at, _ = onset_times(song.features)
    written = song.grid.times_of(np.arange(0, 32, 0.5))
    assert max(np.abs(at - t).min() for t in written) < 0.005
    silence = replace(song.features, flux=np.zeros_like(song.features.flux))
    assert len(onset_times(silence)[0]) == 0


def test_hits_know_kick_from_snare_and_hat():
    song = made([Part(HOUSE, 16)])
    hits = fold(song.features, song.grid).hits
    kick, snare, hat = hits[0], hits[1], hits[2]
    assert kick[:, 0].min() > 0.5
    assert snare[1::2, 0].mean() > 3 * snare[0::2, 0].mean()
    assert hat[:, 2].mean() > 3 * hat[:, 1].mean()


def test_a_shuffle_is_read_on_thirds():
    song = a_shuffle()
    folded = fold(song.features, song.grid)
    assert folded.shuffled
    assert folded.slots == 3
    assert not fold((straight := made([Part(HOUSE, 16)])).features, straight.grid).shuffled


def a_shuffle() -> MadeSong:
    """Kick on the beat, hats on its last third: written as 3/4 at three times the tempo, read as 4/4."""
    dense = made([Part({"kick": "x...........", "hat": "........x..."}, 48)], bpm=390, beats=3)
    return replace(dense, grid=Grid((GridAnchor(0, dense.grid.anchors[0].at_s, 130.0),), 0, 47))


@pytest.mark.parametrize("kind", LIBRARY, ids=lambda kind: kind.name)
def test_every_bar_type_is_well_formed_and_found_from_its_own_drums(kind):
    assert len({len(kind.kick), len(kind.snare), len(kind.hat), len(kind.order)}) == 1
    slots = 3 if kind.slots in {9} or "shuffle" in kind.name else 4
    table = np.zeros((5, kind.slots), dtype=np.float32)
    table[:3] = kind.drums()
    found = best_type(table, kind.slots // slots, slots)
    assert found.slots == kind.slots
    assert np.array_equal(found.drums()[:2], kind.drums()[:2])


def test_a_waltz_is_danced_as_a_waltz():
    song = made([Part(WALTZ, 24)], bpm=150, beats=3)
    folded = fold(song.features, song.grid)
    assert best_type(folded.hits[:, :3].reshape(5, -1), 3, 4).name.startswith("waltz")
    assert form(song).sections[0].kind is not SectionKind.DROP
