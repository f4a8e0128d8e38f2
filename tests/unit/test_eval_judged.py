"""Songs judged by eye: which answers of the ear count as right."""

import pytest

from rhythm_fu.analysis.model import Grid, GridAnchor
from tools.eval_judged import Marks, Verdict, by_said, game_rows, row, share, verdict

SAID = {"level": 0.9, "phase": 0.6}


def grid(bpm: float, first_s: float = 0.5, beats: int = 200) -> Grid:
    return Grid((GridAnchor(0, first_s, bpm),), 0, beats - 1, confidence=SAID)


def heard(marks: Marks, answer: Grid) -> tuple[bool, bool]:
    found = verdict("game", "song.ogg", marks, answer)
    return found.level, found.beat


@pytest.mark.parametrize(
    ("bpm", "first_s", "right"),
    [
        (120.0, 0.5, (True, True)),
        (120.0, 0.57, (True, True)),
        (120.0, 0.6, (True, False)),
        (120.0, 0.75, (True, False)),
        (240.0, 0.5, (False, False)),
        (60.0, 0.5, (False, False)),
        (122.0, 0.5, (False, False)),
    ],
)
def test_one_marked_beat_is_continued_at_its_tempo(bpm: float, first_s: float, right: tuple[bool, bool]):
    assert heard(Marks((120.0,), (50.5,)), grid(bpm, first_s)) == right


@pytest.mark.parametrize(("first_s", "right"), [(0.5, True), (1.0, False)])
def test_of_two_levels_either_counts_and_the_beat_is_asked_on_the_level_that_was_said(first_s: float, right: bool):
    either = Marks((120.0, 60.0), (50.5,))
    assert heard(either, grid(60.0, first_s)) == (True, right)
    assert heard(either, grid(120.0, first_s)) == (True, True)


@pytest.mark.parametrize(("late_s", "right"), [(0.0, True), (0.05, True), (0.25, False)])
def test_a_changing_song_is_asked_at_each_of_its_marked_beats(late_s: float, right: bool):
    changing = Grid((GridAnchor(0, 0.0, 120.0), GridAnchor(100, 50.0, 100.0)), 0, 220, confidence=SAID)
    marked = tuple(float(t) + late_s for t in changing.beat_times()[20:200:20])
    assert heard(Marks((100.0,), marked), changing) == (True, right)


def test_a_second_look_counts_only_where_it_is_asked_for():
    off = verdict("game", "song.ogg", Marks((120.0,), (50.75,), again=(50.5,)), grid(120.0))
    assert (
        row("looked", 3, [off])
        == "| looked | 3 | 1 | 1 of 1 (0.21 to 1.00) | 1 of 1 (0.21 to 1.00) | 0 of 1 (0.00 to 0.79) |"
    )
    assert row("again", 3, [off], again=True).endswith("| 1 of 1 (0.21 to 1.00) |")


def test_ties_are_left_out_of_their_column_and_wrong_levels_out_of_the_beats():
    clear = verdict("game", "a.ogg", Marks((240.0,), (50.5,)), grid(120.0))
    tie = verdict("game", "b.ogg", Marks((120.0, 60.0), (50.5,)), grid(120.0))
    cells = [cell.split(" (")[0].strip() for cell in row("all", 2, [clear, tie]).split("|")[1:-1]]
    assert cells == ["all", "2", "2", "1 of 2", "0 of 1", "1 of 1"]


def test_bins_hold_what_was_said_and_no_beats_of_wrong_levels():
    def song(level: bool, beat: bool, said: float) -> Verdict:
        return Verdict("game", "s", Marks((1.0,), (0.0,)), 1.0, level, beat, beat, {"level": said, "phase": said})

    songs = [song(True, True, 1.0), song(True, False, 0.95), song(False, False, 0.4)]
    assert by_said(songs, "level") == [
        f"| level | 0.00 to 0.50 | {share([False])} |",
        f"| level | 0.95 to 1.00 | {share([True, True])} |",
    ]
    assert by_said(songs, "phase") == [f"| phase | 0.95 to 1.00 | {share([True, False])} |"]


def test_packages_of_few_songs_share_the_last_row():
    rows = game_rows({"small": 3, "large": 40, "tiny": 1, "mid": 13}, [])
    assert [line.split("|")[1:3] for line in rows] == [[" large ", " 40 "], [" mid ", " 13 "], [" others ", " 4 "]]


def test_nothing_judged_is_no_share():
    assert share([]) == "-"
