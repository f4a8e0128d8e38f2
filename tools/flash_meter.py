"""Counts flashes in a run of pictures, the way the photosensitivity limits define them.

WCAG 2.2, success criterion 2.3.1: a general flash is a pair of opposing changes in relative luminance of 10 % of the
maximum or more, the darker state below 0.80; a red flash is a pair of opposing changes of more than 20 in
(R - G - B) x 320 where one state is a saturated red, R / (R + G + B) >= 0.8, in linear light. No more than three of
either in any second, unless the flashing area is small. Two areas count here, and both limits hold:

- the whole picture: at most a fifth of it may flash more often than that (broadcasters allow a quarter of the screen),
  counted cell by cell, whether or not the cells flash together: stricter than WCAG;
- any field of ten degrees: WCAG takes a third of the screen's width by a third of its height for it (341 x 256 of
  1024 x 768), and forbids that a quarter of such a field, 0.006 steradians, flashes at the same time so often. What
  runs past a window turns many cells, one after the other, and is no flash.

On top of that no more than a quarter of the picture may flash red even once within a second. No guideline forbids a
single flash; ours does, because saturated red is the worst of them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pygame
from numpy.typing import NDArray

from rhythm_fu.units import MICROS

Grid = NDArray[np.float32]
Mask = NDArray[np.bool_]

CELLS: Final = (64, 36)
FIELD: Final = (CELLS[0] // 3, CELLS[1] // 3)
"""Ten degrees of the view, in cells."""
PLACES: Final = (CELLS[0] - FIELD[0] + 1, CELLS[1] - FIELD[1] + 1)
TOGETHER: Final = 40_000
"""Cells that turn within so many microseconds turn together: an eye takes two pictures of a sixtieth for one."""


@dataclass(frozen=True, slots=True)
class FlashLimits:
    """What is allowed. `field_area` is a share of any field of ten degrees that makes it flash, the other shares are of
    the picture's area; `a_second` flashes are still allowed, one more is not.
    """

    a_second: int = 3
    area: float = 0.20
    field_area: float = 0.25
    step: float = 0.10
    darker_below: float = 0.80
    red_step: float = 20.0
    red_share: float = 0.80
    whole_red: float = 0.25


LIMITS: Final = FlashLimits()


@dataclass(frozen=True, slots=True)
class FlashReport:
    """The worst moments found. `general` and `red` are the largest shares of the picture that flashed more often than
    allowed within one second; `red_at_all` is the largest share that flashed red even once within a second.
    `most_a_second` is how often at least a fifth of the picture flashed within a second, `field_flashes` and
    `red_field_flashes` how often a quarter of any field of ten degrees did so as one, 0 where less of it flashed more
    often than allowed.
    """

    pictures: int
    general: float
    general_at: int
    red: float
    red_at: int
    red_at_all: float
    red_at_all_at: int
    most_a_second: int
    field_flashes: int
    red_field_flashes: int
    limits: FlashLimits = LIMITS

    @property
    def passes(self) -> bool:
        """Whether every moment keeps to the limits."""
        limits = self.limits
        return (
            max(self.general, self.red) <= limits.area
            and max(self.field_flashes, self.red_field_flashes) <= limits.a_second
            and self.red_at_all <= limits.whole_red
        )


def _field_shares(cells: Mask) -> NDArray[np.float64]:
    """The share of such cells in every field of ten degrees, by its first cell."""
    width, height = FIELD
    sums = np.zeros((CELLS[0] + 1, CELLS[1] + 1), np.int64)
    sums[1:, 1:] = cells.cumsum(0).cumsum(1)
    fields = sums[width:, height:] - sums[:-width, height:] - sums[width:, :-height] + sums[:-width, :-height]
    return fields / (width * height)


def _linear(pixels: NDArray[np.uint8]) -> Grid:
    return _TABLE[pixels]


_SHARES = np.arange(256, dtype=np.float64) / 255
_TABLE: Final[Grid] = np.where(_SHARES <= 0.04045, _SHARES / 12.92, ((_SHARES + 0.055) / 1.055) ** 2.4).astype(
    np.float32
)


class _Swings:
    """Opposing changes of one quantity, cell by cell. Changes with every picture."""

    def __init__(self, step: float) -> None:
        self._step = step
        self._low: Grid | None = None
        self._high: Grid = np.zeros(CELLS, np.float32)
        self._going: NDArray[np.int8] = np.zeros(CELLS, np.int8)
        self._was_ok: Mask = np.zeros(CELLS, np.bool_)
        self._times: list[tuple[int, Mask, Mask]] = []

    def feed(self, at: int, value: Grid, may_count: NDArray[np.bool_]) -> None:
        """Note which cells turned by a full step against their last direction. Only steps where `may_count` holds at
        the cell now or at its last turn are flashes.
        """
        if self._low is None:
            self._low, self._high = value.copy(), value.copy()
            self._going = np.zeros(value.shape, np.int8)
            self._was_ok = may_count.copy()
            return
        self._low = np.minimum(self._low, value)
        self._high = np.maximum(self._high, value)
        rises = (value - self._low >= self._step) & (self._going <= 0)
        falls = (self._high - value >= self._step) & (self._going >= 0)
        ok = may_count | self._was_ok
        self._going = np.where(rises, 1, np.where(falls, -1, self._going)).astype(np.int8)
        moved = rises | falls
        # From a turn on, only what comes after it can be the start of the next one.
        self._low = np.where(moved, value, self._low)
        self._high = np.where(moved, value, self._high)
        self._was_ok = np.where(moved, may_count, ok)
        self._times.append((at, rises & ok, falls & ok))
        while self._times and at - self._times[0][0] > MICROS:
            self._times.pop(0)

    def flashes(self) -> NDArray[np.int64]:
        """Pairs of opposing turns in the last second, cell by cell."""
        turns = np.zeros(CELLS, np.int64)
        for _, rose, fell in self._times:
            turns += rose | fell
        return turns // 2

    def together(self, often: Mask, share: float) -> int:
        """How often in the last second at least this share of a field of ten degrees flashed as one: the worst field's
        pairs of opposing turns, counting only the cells of `often`.
        """
        if float(_field_shares(often).max()) < share:
            return 0
        counts = []
        for way in (0, 1):
            turned, counted = np.full(CELLS, -MICROS, np.int64), np.full(PLACES, -MICROS, np.int64)
            count = np.zeros(PLACES, np.int64)
            for at, *turns in self._times:
                turned[turns[way] & often] = at
                flashing = (_field_shares(turned > at - TOGETHER) >= share) & (at - counted > TOGETHER)
                counted[flashing] = at
                count += flashing
            counts.append(count)
        return int(np.minimum(*counts).max())


class FlashMeter:
    """Fed with pictures in order; says the worst of them. Changes with every picture."""

    def __init__(self, limits: FlashLimits = LIMITS) -> None:
        self._limits = limits
        self._light, self._red = _Swings(limits.step), _Swings(limits.red_step)
        self._worst = {"general": (0.0, 0), "red": (0.0, 0), "whole": (0.0, 0)}
        self._most = 0
        self._together = {"general": 0, "red": 0}
        self._pictures = 0
        self._small = pygame.Surface(CELLS, 0, 32)

    def feed(self, at: int, picture: pygame.Surface) -> None:
        """One picture, shown at a moment in microseconds."""
        limits = self._limits
        pygame.transform.smoothscale(picture, CELLS, self._small)
        light = _linear(pygame.surfarray.array3d(self._small))
        luminance = light @ np.asarray((0.2126, 0.7152, 0.0722), np.float32)
        self._light.feed(at, luminance, luminance < limits.darker_below)
        redness = np.maximum(0, (light[..., 0] - light[..., 1] - light[..., 2]) * 320)
        is_red = light[..., 0] >= limits.red_share * np.maximum(light.sum(axis=2), 1e-6)
        self._red.feed(at, redness, is_red)
        general, red = self._light.flashes(), self._red.flashes()
        for name, swings, flashes in (("general", self._light, general), ("red", self._red, red)):
            often = flashes > limits.a_second
            self._note(name, float(often.mean()), at)
            self._together[name] = max(self._together[name], swings.together(often, limits.field_area))
        self._note("whole", float((red > 0).mean()), at)
        # How often the picture as a whole flashes: what at least a fifth of it does.
        part = int(general.size * (1 - limits.area))
        self._most = max(self._most, int(np.sort(general, axis=None)[part]))
        self._pictures += 1

    def _note(self, name: str, share: float, at: int) -> None:
        if share > self._worst[name][0]:
            self._worst[name] = (share, at)

    def report(self) -> FlashReport:
        """The worst so far."""
        worst = self._worst
        return FlashReport(
            self._pictures, *worst["general"], *worst["red"], *worst["whole"],
            self._most, self._together["general"], self._together["red"], self._limits,
        )  # fmt: skip
