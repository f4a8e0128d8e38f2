"""Other readings of a beat: likely ones in a table with their options, the usual slips in a line, all in the JSON."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

from rhythm_fu.analysis.model import Alternative, Grid, GridAnchor
from rhythm_fu.analysis.offers import offers_of
from rhythm_fu.cli.options import factor
from rhythm_fu.cli.other_readings import print_readings
from rhythm_fu.timing import Meter
from tests.unit.cli_stage import run
from tests.unit.songs_made import house_file


def heard_as(*others: Alternative, bpm: float = 150.0, meter: Meter = Meter()) -> Grid:  # noqa: B008 - frozen
    return Grid((GridAnchor(0, 0.0, bpm, meter),), 0, 100, alternatives=others)


def told(grid: Grid) -> str:
    said = io.StringIO()
    print_readings(Console(file=said, width=120), offers_of(grid))
    return said.getvalue()


@pytest.mark.parametrize(("beats", "moves"), [(3, "2"), (4, "2, -1"), (7, "2, 3, -3, -2, -1")])
def test_the_slips_of_a_bar_are_its_own_beats(beats: int, moves: str):
    """The first beat is a likely one; those behind the bar's middle are told as before it."""
    shifts = [(float(move if move <= beats / 2 else move - beats), 0.001) for move in range(2, beats)]
    shifts = [(1.0, 0.1), *(shifts if beats > 3 else [(2.0, 0.001)])]
    grid = heard_as(*(Alternative(1.0, move, 150.0, chance, beats=beats) for move, chance in shifts))
    assert "10%  --shift-beats 1" in told(grid)
    assert told(grid).splitlines()[-1].endswith(f"--shift-beats {moves}")


def test_a_level_that_the_ear_does_not_weigh_is_a_row_too():
    others = (Alternative(1.0, -1.0, 150.0, 0.001), Alternative(0.5, 0.0, 75.0, 0.02, of_tempo=0.04))
    offers = offers_of(heard_as(*others))
    assert [(one.options, one.bpm, one.probability) for one in offers] == [
        ("--shift-beats -1", 150.0, 0.001), ("--level-shift 0.5", 75.0, 0.02),
        ("--level-shift 2", 300.0, 0.0), ("--level-shift 1.5", 225.0, 0.0), ("--level-shift 2/3", 100.0, 0.0),
    ]  # fmt: skip
    assert offers[1].tempo_probability == 0.04


def test_the_tempo_that_was_taken_is_no_other_reading():
    found = Alternative(1.0, 0.0, 150.0, 0.9)
    assert "--level-shift 2" not in [one.options for one in offers_of(heard_as(found, bpm=300.0))]


def test_another_bar_is_taken_by_its_meter():
    waltz = Meter(3, 4)
    others = (Alternative(1.0, 0.0, 112.5, 0.1, meter=Meter()), Alternative(1.0, 1.0, 150.0, 0.05, beats=3))
    assert "112.50     10%  --meter 4/4" in told(heard_as(*others, meter=waltz))


@pytest.mark.usefixtures("home")
def test_people_and_programs_are_told_the_same_readings(tmp_path: Path):
    song = str(house_file(tmp_path / "neon.flac"))
    said, rows = run("chart", song).stdout, json.loads(run("chart", song, "--json").stdout)["alternatives"]
    (line,) = (line for line in said.splitlines() if line.startswith("less"))
    levels, shifts = (re.findall(rf"{name} ([^;]*)", line)[0].split(", ") for name in ("level-shift", "shift-beats"))
    options = {row["options"] for row in rows}
    assert options >= {f"--level-shift {one}" for one in levels} | {f"--shift-beats {one}" for one in shifts}
    assert len(options) == len(rows), "each is taken in a way of its own"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2/3", 2 / 3),
        ("3/2", 1.5),
        ("x2", 2.0),
        ("2x", 2.0),
        ("X1.5", 1.5),
        ("/2", 0.5),
        ("x2/3", 2 / 3),
        (" 0.5", 0.5),
    ],
)
def test_a_level_is_typed_as_people_write_it(typed: str, meant: float):
    assert factor(typed) == meant
