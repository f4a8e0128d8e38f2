"""What a command may write onto: the one rule of every option that names a file to write."""

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from rhythm_fu.errors import RhythmFuError

HEAD: Final = 16
"""Bytes that tell what a file is."""


@dataclass(frozen=True, slots=True)
class Output:
    """A kind of file that a command writes: its name for people, its endings (the usual one first), and whether a
    file that is there already is of this kind.
    """

    name: str
    endings: tuple[str, ...]
    is_one: Callable[[Path], bool]

    def is_ours(self, path: Path) -> bool:
        """Whether a file of this kind was made here, by the mark in it; of a chart its command asks more."""
        from rhythm_fu.library import is_made_here

        return self is CHART or is_made_here(path)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _is_chart(path: Path) -> bool:
    from rhythm_fu.library import load_chart

    try:
        load_chart(path)
    except RhythmFuError:
        return False
    return True


def _is_film(path: Path) -> bool:
    head = _head(path)
    return head[4:8] == b"ftyp" or head.startswith(b"\x1aE\xdf\xa3")


CHART: Final = Output("chart", (".json",), _is_chart)
PICTURE: Final = Output("picture", (".png",), lambda path: _head(path).startswith(b"\x89PNG"))
PAGE: Final = Output(
    "page",
    (".html", ".htm"),
    lambda path: _head(path).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"),
)
CLICKS: Final = Output("preview", (".wav",), lambda path: _head(path)[:4] in {b"RIFF", b"RF64"})
FILM: Final = Output("film", (".mp4", ".mov", ".mkv"), _is_film)


def check_output(option: str, place: Path, kind: Output, inputs: Iterable[Path], *, may_replace: bool = False) -> None:
    """Refuse, before any work, a place that this kind of file can't go to or would destroy something at.

    That is one of the `inputs` by whatever name or link, an ending that doesn't fit, a folder, an existing file of
    another kind or one that is a song with a chart of its own, one of this kind that was not made here unless it
    `may_replace` that, and a place where nothing can be written. An empty
    file is nobody's work.
    """
    try:
        if problem := _problem(place, kind, inputs, may_replace=may_replace):
            raise typer.BadParameter(f"{place}: {problem}", param_hint=option)
    except (OSError, ValueError) as fault:  # too long a name, a zero byte, no permission to look
        raise _unwritable(option, place, fault) from None


def _unwritable(option: str, place: Path, fault: OSError | ValueError) -> typer.BadParameter:
    """What the system says against a place. One that nobody named is made from the song's name, and may be too long."""
    words = getattr(fault, "strerror", None) or str(fault)
    fix = "give a shorter name" if getattr(fault, "errno", None) == errno.ENAMETOOLONG else "check the path"
    return typer.BadParameter(f"{place}: can't be written ({words.lower()}); {fix}", param_hint=option)


def _problem(place: Path, kind: Output, inputs: Iterable[Path], *, may_replace: bool) -> str:
    from rhythm_fu.library import chart_beside

    for one in inputs:
        if _is_same(place, one):
            what = "the chart" if one.suffix in CHART.endings else "what is read"
            return f"that is {what}, the {kind.name} would replace it; give another name"
    if place.is_dir():
        return f"is a folder; name the {kind.name} in it, such as {place.joinpath(f'neon{kind.endings[0]}')}"
    if place.suffix.lower() not in kind.endings:
        return f"a {kind.name} ends in {' or '.join(kind.endings)}; try {place.with_suffix(kind.endings[0]).name}"
    if place.exists():
        if not place.is_file():
            return "not a plain file; give another name"
        if place.stat().st_size and not kind.is_one(place):
            return f"there is a file, and no {kind.name}; remove it first or give another name"
        if kind is not CHART and chart_beside(place).is_file():
            return "there is a song that has a chart; give another name"
        if place.stat().st_size and not may_replace and not kind.is_ours(place):
            return "there is a file that rhythm-fu did not make; give another name, or add --replace"
    folder = next(one for one in place.absolute().parents if one.exists())
    if not folder.is_dir():
        return f"{folder.name} is not a folder; give another name"
    return "" if os.access(folder, os.W_OK) else "no permission to write there; choose another folder"


def check_folder(option: str, place: Path) -> None:
    """Refuse a folder for pictures where a file is, or where nothing can be made."""
    try:
        nearest = next(one for one in (place.absolute(), *place.absolute().parents) if one.exists())
    except OSError as fault:
        raise _unwritable(option, place, fault) from None
    if not nearest.is_dir():
        raise typer.BadParameter(f"{place}: {nearest.name} is not a folder; name another one", param_hint=option)
    if not os.access(nearest, os.W_OK):
        raise typer.BadParameter(f"{place}: no permission to write there; choose another folder", param_hint=option)


def _is_same(place: Path, other: Path) -> bool:
    """Whether two names mean one file; links, also hard ones, looked through."""
    if place.exists() and other.exists():
        return place.samefile(other)
    return place.resolve() == other.resolve()
