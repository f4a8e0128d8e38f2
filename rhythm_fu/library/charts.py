"""Chart files on disk."""

from pathlib import Path
from typing import Final

from rhythm_fu.chart import Chart
from rhythm_fu.chart.codec import dumps, loads
from rhythm_fu.chart.edits import human_edits
from rhythm_fu.chart.parts import changed_parts
from rhythm_fu.errors import ChartError, LibraryError
from rhythm_fu.library.disk import explain, free_name, is_file, keep_copy, write_text

BIGGEST: Final = 64 << 20
"""Bytes. Three hours on five levels are about 20 MB."""


def load_chart(path: Path) -> Chart:
    """A chart file, checked. Raises ChartError for what it says, LibraryError for what the disk says."""
    try:
        if not path.is_file():
            problem = "no such chart" if not path.exists() else "not a chart file"
            raise LibraryError(path.name, problem, "make one with `rhythm-fu chart SONG`")
        if path.stat().st_size > BIGGEST:
            raise ChartError(path.name, f"{path.stat().st_size >> 20} MB", "is this a chart?")
        content = path.read_bytes()
    except OSError as fault:
        raise explain(path, fault, "read") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ChartError(path.name, f"not UTF-8 text (byte {fault.start})", "is this a chart file?") from None
    return loads(text, path.name)


def has_edits(chart: Chart) -> bool:
    """Whether a person changed the chart since it was made."""
    return chart.edited_by_human or bool(changed_parts(chart)) or any(human_edits(level).any for level in chart.levels)


def _is_precious(path: Path) -> bool:
    """Whether a chart file holds work that making it anew would lose; one that can't be read may."""
    try:
        return has_edits(load_chart(path))
    except (ChartError, LibraryError):
        return True


def save_chart(path: Path, chart: Chart) -> Path | None:
    """Write a chart, whole or not at all; where a link to one is, the file that it leads to is written. Returns where
    the old one was kept, if a person had changed it.
    """
    kept, real = None, path.resolve() if path.is_symlink() and is_file(path) else path
    if is_file(real) and _is_precious(real):
        kept = free_name(path, "edited")
        try:
            keep_copy(real, kept)
        except OSError as fault:
            raise explain(kept, fault) from None
    write_text(real, dumps(chart), load_chart)
    return kept
