"""The other readings of a song's beat, as `rhythm-fu chart` tells them to people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rhythm_fu.analysis.offers import Offer, likely, sureness, unlikely_words

if TYPE_CHECKING:
    from rich.console import Console


def print_readings(out: "Console", offers: Sequence[Offer]) -> None:
    """The likely ones as a table, and the usual slips among the rest in a line."""
    if shown := likely(offers):
        out.print(_table(shown))
    if line := unlikely_words(offers):
        out.print(line, markup=False, soft_wrap=True)


def _table(offers: Sequence[Offer]) -> Any:  # Any: a rich table
    from rich.table import Table

    table = Table(title="Other readings of the beat", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for name in ("BPM", "likely", "take it with"):
        table.add_column(name, justify="left" if name == "take it with" else "right")
    for one in offers:
        table.add_row(f"{one.bpm:.2f}", sureness(one.probability), one.way)
    return table
