"""Other readings of a beat: likely ones in a table with their options, the usual slips in a line."""

import io

import pytest
from rich.console import Console

from rhythm_fu.cli.other_readings import print_readings


def told(beats: int, likely: float) -> str:
    """What is said of a song in bars of so many beats; its first beats are likely ones."""
    rows = [
        {"bpm": 150.0, "level_shift": 1.0, "shift_beats": shift, "probability": chance, "bar_beats": beats}
        for shift, chance in ((1.0, likely), *((float(move), 0.001) for move in range(2, beats)))
    ]
    said = io.StringIO()
    print_readings(Console(file=said, width=120), rows, 150.0)
    return said.getvalue()


@pytest.mark.parametrize(("beats", "moves"), [(3, "2"), (4, "2, 3"), (7, "2, 3, 4, 5, 6")])
def test_the_slips_of_a_bar_are_its_own_beats(beats: int, moves: str):
    assert "10%  --shift-beats 1" in told(beats, 0.1)
    assert told(beats, 0.1).splitlines()[-1].endswith(f"--shift-beats {moves}")
