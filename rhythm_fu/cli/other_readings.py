"""The other readings of a song's beat, as `rhythm-fu chart` tells them: the same rows to people and to programs."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console

    from rhythm_fu.analysis.model import Alternative, Grid

MOST_ALTERNATIVES: Final = 5
LEAST_LIKELY: Final = 0.005
"""What would be shown as 0 % is said to be less than 1 %."""

SLIPS: Final = (2.0, 0.5, 1.5, 2 / 3)
"""Levels that are taken for one another."""

SAME_LEVEL: Final = 0.01
"""Factors within this share lead to one tempo."""


def sureness(probability: float) -> str:
    """A probability as people read it."""
    return f"{probability:.0%}" if probability >= LEAST_LIKELY else "less than 1%"


def rows_of(grid: "Grid") -> list[dict[str, Any]]:  # Any: JSON
    """The other readings, likeliest first, each with the options that take it in place of those that were given; no
    options take what is found by ear. `probability` is that of tempo, beat and bar, `tempo_probability` that of the
    tempo alone, where it is another one. Levels that are usual slips are among them, with 0 if the ear weighs none of
    their readings.
    """
    others = grid.alternatives
    rows = [_row(one) for one in others]
    own = next((one for one in others if one.meter is None), None)
    return [*rows, *_slips(own.bpm / own.factor, own.beats, grid)] if own is not None else rows


def _row(one: "Alternative") -> dict[str, Any]:  # Any: JSON
    shifted = [f"--level-shift {_ratio(one.factor)}"] * (one.factor != 1.0)
    shifted += [f"--shift-beats {one.shift:g}"] * (one.shift != 0.0)
    in_bars = [f"--meter {one.meter.beats}/{one.meter.unit}"] if one.meter is not None else []
    return {
        "bpm": one.bpm, "level_shift": one.factor, "shift_beats": one.shift, "bar_beats": one.beats,
        "probability": one.probability, "tempo_probability": one.of_tempo or None,
        "options": " ".join([*shifted, *in_bars]),
    }  # fmt: skip


def _slips(found_bpm: float, bar_beats: int, grid: "Grid") -> Iterator[dict[str, Any]]:  # Any: JSON
    """The usual slips of level that are neither weighed nor the tempo of the chart."""
    known = [grid.bpm / found_bpm, 1.0, *(one.factor for one in grid.alternatives if one.shift == 0.0)]
    for slip in SLIPS:
        if all(abs(slip / factor - 1.0) > SAME_LEVEL for factor in known):
            yield {
                "bpm": found_bpm * slip, "level_shift": slip, "shift_beats": 0.0, "bar_beats": bar_beats,
                "probability": 0.0, "tempo_probability": 0.0, "options": f"--level-shift {_ratio(slip)}",
            }  # fmt: skip


def _ratio(factor: float) -> str:
    """A factor exactly as it can be typed."""
    near = Fraction(factor).limit_denominator(8)
    return str(near) if near.denominator in {3, 6, 7} and abs(float(near) / factor - 1) < 1e-6 else f"{factor:.6g}"


def print_readings(out: "Console", rows: list[dict[str, Any]]) -> None:  # Any: JSON
    """The likely ones of some rows as a table, and the usual slips among the rest in a line."""
    likely = [row for row in rows if row["probability"] >= LEAST_LIKELY][:MOST_ALTERNATIVES]
    if likely:
        out.print(_alternatives_table(likely))
    if line := _unlikely([row for row in rows if row not in likely]):
        out.print(line, markup=False, soft_wrap=True)


def _alternatives_table(rows: list[dict[str, Any]]) -> Any:  # Any: a rich table
    from rich.table import Table

    table = Table(title="Other readings of the beat", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("BPM", "likely", "take it with"):
        table.add_column(name, justify="left" if name == "take it with" else "right")
    for row in rows:
        take = row["options"] or "no option: what is found by ear"
        table.add_row(f"{row['bpm']:.2f}", sureness(row["probability"]), take)
    return table


def _unlikely(rows: list[dict[str, Any]]) -> str:  # Any: JSON
    """The usual slips of level, of half a beat and of whole beats among some rows, and how to take them: at most a
    line.
    """
    levels = [row for slip in SLIPS for row in rows if _is_at(row, slip)]
    moves = sorted((row for row in rows if _is_moved(row)), key=lambda row: row["shift_beats"] % row["bar_beats"])
    named = [("--level-shift", levels), ("--shift-beats", moves)]
    said = [f"{name} {', '.join(row['options'].removeprefix(f'{name} ') for row in some)}" for name, some in named
            if some]  # fmt: skip
    chances = [row["probability"] for _, some in named for row in some]
    least = "less likely" if max(chances, default=0.0) >= LEAST_LIKELY else "less than 1% each"
    return f"{least}: {'; '.join(said)}" if said else ""


def _is_at(row: dict[str, Any], level: float) -> bool:  # Any: JSON
    return bool(row["shift_beats"] == 0.0 and abs(level / row["level_shift"] - 1.0) <= SAME_LEVEL)


def _is_moved(row: dict[str, Any]) -> bool:  # Any: JSON
    """Whether a reading is half a beat or whole beats beside the one that is found."""
    moved: float = row["shift_beats"] % row["bar_beats"]
    return bool(row["level_shift"] == 1.0) and (moved == 0.5 or (moved > 0.0 and moved % 1.0 == 0.0))
