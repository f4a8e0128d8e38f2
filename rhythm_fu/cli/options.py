"""Options that several commands share, and the small languages some of them speak."""

from math import isfinite
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from rhythm_fu.analysis.askable import FACTOR, LEVELS_TOLD, MOMENT, SHIFT, TEMPO, Bounds, has_bar
from rhythm_fu.chart.model import LONGEST_BAR, Level
from rhythm_fu.timing import Meter

AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
SongName = Annotated[str, typer.Argument(metavar="SONG", help="A sound file, its chart, or a song of the library.")]
SongFile = Annotated[Path, typer.Argument(metavar="SONG", help="A sound file: wav, flac, aiff, ogg, opus, mp3, m4a.")]
ArenaName = Annotated[
    str | None,
    typer.Option("--arena", metavar="NAME", help="Another arena than the song's; an unknown name lists them."),
]
LevelName = Annotated[
    Level | None,
    typer.Option("--level", metavar="LEVEL", help="story, easy, normal, hard or master.", case_sensitive=False),
]

SPREAD: Final = Bounds(0.0, 200.0, "ms")
"""So far off, more hits miss than land."""


class Span(NamedTuple):
    """Two rising numbers. Named, since Typer would read two words for a plain tuple."""

    low: float
    high: float


class Size(NamedTuple):
    """Pixels of a picture; named for the same reason."""

    width: int
    height: int


def _two(text: str, sign: str, shape: str) -> tuple[str, str]:
    first, found, second = text.partition(sign)
    if not found:
        raise typer.BadParameter(f"`{text}` is not like {shape}")
    return first, second


def number(text: str) -> float:
    """A number as people mean it: neither `nan` nor `inf`."""
    try:
        found = float(text)
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not a number") from None
    if not isfinite(found):
        raise typer.BadParameter(f"`{text}` is not a number one can count with")
    return found


def within(bounds: Bounds, found: float, more: str = "") -> float:
    """A number that may be asked of the analysis; others are refused with the bounds they break."""
    if found not in bounds:
        raise typer.BadParameter(f"{found:g} {bounds.unit}: give {bounds}{more}")
    return found


def tempo(text: str) -> float:
    """A tempo in BPM."""
    return within(TEMPO, number(text))


def factor(text: str) -> float:
    """What a tempo is multiplied by: a number or a fraction, which is exact; `x2` and `/2` as people write them."""
    words = text.strip().lower()
    above, slash, below = words.removeprefix("x").removesuffix("x").partition("/")
    if not (below if slash else above):
        raise typer.BadParameter(f"`{text}` is not a number")
    under = number(below) if slash else 1.0
    if under == 0:
        raise typer.BadParameter(f"`{text}` is not a number one can count with")
    return within(FACTOR, (1.0 if slash and not above else number(above)) / under, f"; common are {LEVELS_TOLD}")


def beats(text: str) -> float:
    """How far a grid is moved, in beats."""
    return within(SHIFT, number(text))


def moment(text: str) -> float:
    """A moment of a song, in seconds from its start; before it, if a pick-up is cut off."""
    return within(MOMENT, number(text), "; the song's start is 0")


def spread(text: str) -> float:
    """How far a bot's hits stray, in milliseconds."""
    return within(SPREAD, number(text))


def meter(text: str) -> Meter:
    """`3/4` as a meter."""
    first, second = _two(text, "/", "3/4")
    try:
        made = Meter(int(first), int(second))
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not like 3/4") from None
    if not has_bar(made):
        raise typer.BadParameter(f"no bar has {text}, at most {LONGEST_BAR} beats; common are 4/4, 3/4, 6/8, 7/8")
    return made


def _rising(text: str, shape: str) -> Span:
    """`A:B` as two rising numbers."""
    first, second = _two(text, ":", shape)
    try:
        found = Span(float(first), float(second))
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not like {shape}") from None
    for one in (first, second):
        number(one)
    if not found.low < found.high:
        raise typer.BadParameter(f"`{text}`: the first number must be the smaller one")
    return found


def tempi(text: str) -> Span:
    """`A:B` as a range of tempi in BPM."""
    found = _rising(text, "100:140")
    for bpm in found:
        within(TEMPO, bpm)
    return found


def stretch(text: str) -> Span:
    """`A:B` as a part of a song, in seconds from its start."""
    found = _rising(text, "60:75")
    if found.low < 0:
        raise typer.BadParameter(f"`{text}`: a song begins at 0")
    return found


def size(text: str) -> Size:
    """`1280x720` as two even numbers."""
    first, second = _two(text.lower(), "x", "1280x720")
    try:
        width, height = int(first), int(second)
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not like 1280x720") from None
    if not (160 <= width <= 7680 and 90 <= height <= 4320 and width % 2 == height % 2 == 0):
        raise typer.BadParameter("160x90 to 7680x4320, even numbers")
    return Size(width, height)
