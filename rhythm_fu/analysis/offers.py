"""The other readings of a song's beat as they are offered: the same to people, to programs and on the report's page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rhythm_fu.analysis.askable import level_typed

if TYPE_CHECKING:
    from rhythm_fu.analysis.model import Alternative, Grid

MOST_LIKELY: Final = 5
"""So many are told one by one."""

LEAST_LIKELY: Final = 0.005
"""What would be shown as 0 % is said to be less than 1 %."""

SLIPS: Final = (2.0, 0.5, 1.5, 2 / 3)
"""Levels that are taken for one another."""

SAME_LEVEL: Final = 0.01
"""Factors within this share lead to one tempo."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One reading: its tempo, and the `options` that take it in place of those that were given; none take what is found
    by ear. `level_shift` and `shift_beats` are what they ask for, and its bars are of so many `bar_beats`.

    `probability` is that of tempo, beat and bar, `tempo_probability` that of the tempo alone, where it is another one.
    """

    bpm: float
    level_shift: float
    shift_beats: float
    bar_beats: int
    probability: float
    tempo_probability: float | None
    options: str

    @property
    def way(self) -> str:
        """How to take it, in words."""
        return self.options or "no option: what is found by ear"

    def is_at(self, level: float) -> bool:
        """Whether this is the reading that a level alone leads to."""
        return self.shift_beats == 0.0 and abs(level / self.level_shift - 1.0) <= SAME_LEVEL

    @property
    def is_moved(self) -> bool:
        """Whether it is half a beat or whole beats beside the one that is found."""
        moved = self.shift_beats % self.bar_beats
        return self.level_shift == 1.0 and (moved == 0.5 or (moved > 0.0 and moved % 1.0 == 0.0))


def sureness(probability: float) -> str:
    """A probability as people read it."""
    return f"{probability:.0%}" if probability >= LEAST_LIKELY else "less than 1%"


def offers_of(grid: "Grid") -> tuple[Offer, ...]:
    """The other readings of a grid, likeliest first. Levels that are usual slips are among them, with a probability of
    0 if the ear weighs none of their readings.
    """
    found = tuple(_offer(one) for one in grid.alternatives)
    own = next((one for one in grid.alternatives if one.meter is None), None)
    return (*found, *_slips(own.bpm / own.factor, own.beats, grid)) if own is not None else found


def _offer(one: "Alternative") -> Offer:
    options = [f"--level-shift {level_typed(one.factor)}"] * (one.factor != 1.0)
    options += [f"--shift-beats {one.shift:g}"] * (one.shift != 0.0)
    options += [f"--meter {one.meter.beats}/{one.meter.unit}"] if one.meter is not None else []
    return Offer(
        one.bpm, one.factor, one.shift, one.beats, one.probability, one.of_tempo or None, options=" ".join(options)
    )


def _slips(found_bpm: float, bar_beats: int, grid: "Grid") -> Iterator[Offer]:
    """The usual slips of level that are neither weighed nor the tempo of the chart."""
    known = [grid.bpm / found_bpm, 1.0, *(one.factor for one in grid.alternatives if one.shift == 0.0)]
    for slip in SLIPS:
        if all(abs(slip / factor - 1.0) > SAME_LEVEL for factor in known):
            yield Offer(found_bpm * slip, slip, 0.0, bar_beats, 0.0, 0.0, f"--level-shift {level_typed(slip)}")


def likely(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The offers that are told one by one."""
    return tuple(one for one in offers if one.probability >= LEAST_LIKELY)[:MOST_LIKELY]


def unlikely_words(offers: Sequence[Offer]) -> str:
    """The usual slips of level, of half a beat and of whole beats among the other offers, and how to take them: at most
    a line.
    """
    rest = [one for one in offers if one not in likely(offers)]
    levels = [one for slip in SLIPS for one in rest if one.is_at(slip)]
    moves = sorted((one for one in rest if one.is_moved), key=lambda one: one.shift_beats % one.bar_beats)
    named = [("--level-shift", levels), ("--shift-beats", moves)]
    said = [f"{name} {', '.join(one.options.removeprefix(f'{name} ') for one in some)}" for name, some in named
            if some]  # fmt: skip
    chances = [one.probability for _, some in named for one in some]
    least = "less likely" if max(chances, default=0.0) >= LEAST_LIKELY else "less than 1% each"
    return f"{least}: {'; '.join(said)}" if said else ""
