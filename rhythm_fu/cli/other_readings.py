"""The other readings of a song's beat, as `rhythm-fu chart` tells them."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console

MOST_ALTERNATIVES: Final = 5
LEAST_LIKELY: Final = 0.005
"""What would be shown as 0 % is said to be less than 1 %."""

SLIPS: Final = MappingProxyType({"2": 2.0, "0.5": 0.5, "1.5": 1.5, "2/3": 2 / 3})
"""Levels that are taken for one another."""


def sureness(probability: float) -> str:
    """A probability as people read it."""
    return f"{probability:.0%}" if probability >= LEAST_LIKELY else "less than 1%"


def print_readings(out: "Console", rows: list[dict[str, Any]], bpm: float) -> None:  # Any: JSON
    """The likely ones of some alternatives as a table, and the usual slips in a line; `bpm` is that of the chart."""
    if not rows:
        return
    likely = [row for row in rows if row["probability"] >= LEAST_LIKELY][:MOST_ALTERNATIVES]
    if likely:
        out.print(_alternatives_table(likely))
    if line := _unlikely(rows, likely, bpm):
        out.print(line, markup=False, soft_wrap=True)


def _alternatives_table(rows: list[dict[str, Any]]) -> Any:  # Any: a rich table
    from rich.table import Table

    table = Table(title="Other readings of the beat", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("BPM", "likely", "take it with"):
        table.add_column(name, justify="left" if name == "take it with" else "right")
    for row in rows:
        table.add_row(f"{row['bpm']:.2f}", sureness(row["probability"]), options_for(row))
    return table


def options_for(row: Mapping[str, float]) -> str:
    """The options that take an alternative, in place of those that were given."""
    how = f" --level-shift {_ratio(row['level_shift'])}" if row["level_shift"] != 1 else ""
    how += f" --shift-beats {row['shift_beats']:g}" if row["shift_beats"] else ""
    return how.strip() or "no option: what is found by ear"


def _ratio(factor: float) -> str:
    """A factor exactly as it can be typed."""
    near = Fraction(factor).limit_denominator(8)
    return str(near) if near.denominator in {3, 6, 7} and abs(float(near) / factor - 1) < 1e-6 else f"{factor:.6g}"


def _moves(bar_beats: int) -> tuple[float, ...]:
    """Half a beat, and the whole beats of a bar."""
    return (0.5, *range(1, bar_beats))


def _is_slip(row: Mapping[str, Any], tempi: list[str]) -> bool:  # Any: JSON
    """Whether a reading is one of these tempi, or whole beats or half a beat off."""
    is_moved = row["level_shift"] == 1 and row["shift_beats"] % row["bar_beats"] in _moves(row["bar_beats"])
    return is_moved or any(abs(SLIPS[name] / row["level_shift"] - 1) < 0.01 for name in tempi)


def _unlikely(rows: list[dict[str, Any]], listed: list[dict[str, Any]], bpm: float) -> str:
    """The usual slips that are neither listed nor what was given, and how to take them: at most a line."""
    rest = [row for row in rows if row not in listed]
    found_bpm = rows[0]["bpm"] / rows[0]["level_shift"]
    seen = [bpm / found_bpm, *(row["level_shift"] for row in listed if not row["shift_beats"])]
    tempi = [name for name, factor in SLIPS.items() if all(abs(factor / one - 1) > 0.01 for one in seen)]
    shifts = {row["shift_beats"] % row["bar_beats"] for row in rest if row["level_shift"] == 1}
    moves = [f"{beats:g}" for beats in _moves(rows[0]["bar_beats"]) if beats in shifts]
    said = [f"{option} {', '.join(words)}" for option, words in
            (("--level-shift", tempi), ("--shift-beats", moves)) if words]  # fmt: skip
    named = [row["probability"] for row in rest if _is_slip(row, tempi)]
    least = "less likely" if max(named, default=0.0) >= LEAST_LIKELY else "less than 1% each"
    return f"{least}: {'; '.join(said)}" if said else ""
