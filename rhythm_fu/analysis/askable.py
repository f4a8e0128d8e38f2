"""What may be asked of a grid: the one set of bounds, for the options of commands and for callers of the analysis.

Numbers beyond them are refused by name before anything is computed. Nothing heavy is imported here: the help shows
these bounds too.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rhythm_fu.chart.model import FASTEST_BPM, LONGEST, LONGEST_BAR, SLOWEST_BPM
from rhythm_fu.errors import AnalysisError
from rhythm_fu.units import MICROS

if TYPE_CHECKING:
    from rhythm_fu.analysis.model import Request
    from rhythm_fu.timing import Meter, TempoMap


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most of something, edges included, and what it is counted in."""

    least: float
    most: float
    unit: str

    def __str__(self) -> str:
        """In words: `20 to 400 BPM`."""
        return f"{self.least:g} to {self.most:g} {self.unit}"

    def __contains__(self, value: float) -> bool:
        """Whether this may be asked; `nan` never."""
        return self.least <= value <= self.most


TEMPO: Final = Bounds(SLOWEST_BPM, 400.0, "BPM")
"""A chart holds no slower beat; to a faster one nobody dances."""

MOMENT: Final = Bounds(-30.0, LONGEST / MICROS, "s")
"""A first downbeat may lie before the sound, by a pick-up or where a file was cut: two bars at the slowest tempo are
24 s, and an earlier one can be named by any later one. No longer song is charted, and each ends where it ends.
"""

FACTOR: Final = Bounds(0.25, 4.0, "times")
"""Two octaves of tempo either way: the ear is never further off."""

LEVELS: Final = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 2.0, 3.0, 4.0)
"""Levels that every song has, as factors of its tempo; it has others too where it is heard at them."""

LEVELS_TOLD: Final = "2, 3, 4, 3/2, 4/3, 3/4, 2/3, 1/2, 1/3, 1/4"
"""The same as one types them."""

TWO_DIGITS: Final = 0.0125
"""How far, as a share, 0.66 may lie from two thirds, or 0.33 from a third."""

ENDLESS: Final = (3, 6, 7)
"""Denominators up to eight of fractions that no decimals say exactly."""

HAIR: Final = 1e-5
"""Halves, thirds, eighths of a tempo are meant as such; so little is nothing over the longest song's beats."""

SHIFT: Final = Bounds(-float(LONGEST_BAR), float(LONGEST_BAR), "beats")
"""A whole bar of the longest kind; further is the same again."""

BEAT_UNITS: Final = (1, 2, 4, 8, 16)

MOST_SEED: Final = 2**31 - 1
"""As `seed_of` gives them."""


def level_near(factor: float) -> float | None:
    """The level that a factor means, typed with two digits or more; None if it means none."""
    nearest = min(LEVELS, key=lambda level: abs(level / factor - 1.0))
    return nearest if abs(nearest / factor - 1.0) <= TWO_DIGITS else None


def simple_ratio(factor: float) -> Fraction | None:
    """The fraction of whole numbers up to eight below that a factor is but for rounding; None if it is none."""
    near = Fraction(factor).limit_denominator(8)
    return near if abs(float(near) / factor - 1.0) < HAIR else None


def level_typed(factor: float) -> str:
    """A factor as one types it: a fraction where no decimals end, else four digits. These mean the reading that is
    offered with the factor, unless they say a level that every song has (`given.asked_grid`).
    """
    ratio = simple_ratio(factor)
    return str(ratio) if ratio is not None and ratio.denominator in ENDLESS else f"{factor:.4g}"


def has_bar(meter: "Meter") -> bool:
    """Whether a chart can hold bars of this kind."""
    return 1 <= meter.beats <= LONGEST_BAR and meter.unit in BEAT_UNITS


def refuse_absurd(request: "Request", length_s: float) -> None:
    """Raises AnalysisError if a request can't be about a song of this length, seconds."""
    asked = (
        ("--bpm", request.bpm, TEMPO),
        *(("--range", bpm, TEMPO) for bpm in request.range_bpm or ()),
        ("--level-shift", request.level_shift, FACTOR),
        ("--shift-beats", request.shift_beats, SHIFT),
    )
    for name, value, bounds in asked:
        if value is not None and value not in bounds:
            raise AnalysisError("song", f"{name} {value:g} is out of bounds", f"give {bounds}")
    if request.range_bpm is not None:
        low, high = request.range_bpm
        if not low < high:
            problem = f"--range {low:g}:{high:g}: the first number must be the smaller one"
            raise AnalysisError("song", problem, "give two tempi, such as 100:140")
        if request.bpm is not None and not low <= request.bpm <= high:
            problem = f"--bpm {request.bpm:g} lies outside --range {low:g}:{high:g}"
            raise AnalysisError("song", problem, "give one of them, or a range that holds the tempo")
    for name, at_s in (("--offset", request.offset_s), ("--first-beat", request.first_beat_s)):
        if at_s is not None and not MOMENT.least <= at_s < length_s:
            problem = f"{name} {at_s:g} s lies outside the song, which lasts {length_s:.1f} s"
            raise AnalysisError("song", problem, f"give seconds from the start of the sound, {MOMENT.least:g} or later")
    if request.seed is not None and not 0 <= request.seed <= MOST_SEED:
        raise AnalysisError("song", f"--seed {request.seed} is out of bounds", f"give 0 to {MOST_SEED}")
    if request.meter is not None and not has_bar(request.meter):
        problem = f"--meter {request.meter.beats}/{request.meter.unit}: a chart holds no such bar"
        raise AnalysisError("song", problem, f"give up to {LONGEST_BAR} beats a bar, such as 3/4 or 6/8")


def refuse_unwritable(place: str, tempo: "TempoMap") -> None:
    """Raises AnalysisError if a tempo that came out is none that a chart can hold: a shift may lead there."""
    for anchor in tempo.anchors:
        if not SLOWEST_BPM <= anchor.bpm <= FASTEST_BPM:
            problem = f"the beat would go at {anchor.bpm:.1f} BPM, a chart holds {SLOWEST_BPM:g} to {FASTEST_BPM:g}"
            raise AnalysisError(place, problem, "give another --level-shift, or --bpm")
