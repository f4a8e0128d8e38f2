"""Counts flashes in a run of pictures, the way the photosensitivity limits define them.

WCAG 2.2, success criterion 2.3.1: a general flash is a pair of opposing changes in relative luminance of 10 % of the
maximum or more, the darker state below 0.80; a red flash is a pair of opposing changes of more than 20 in
(R - G - B) x 320 where one state is a saturated red, R / (R + G + B) >= 0.8, in linear light. No more than three of
either in any second, unless the flashing area is small. Two areas count here, and both limits hold:

- the whole picture: at most a fifth of it may flash more often than that (broadcasters allow a quarter of the screen);
- any field of ten degrees: WCAG takes a third of the screen's width by a third of its height for it (341 x 256 of
  1024 x 768), and allows a quarter of any such field, 0.006 steradians.

WCAG asks for areas that flash at the same time; here cells are counted whether or not they flash together: the strict
reading. On top of that no more than a quarter of the picture may flash red even once within a second. No guideline
forbids a single flash; ours does, because saturated red is the worst of them.
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


@dataclass(frozen=True, slots=True)
class FlashLimits:
    """What is allowed. `field_area` is a share of any field of ten degrees, the other shares are of the picture's area;
    `a_second` flashes are still allowed, one more is not.
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
    allowed within one second, `general_field` and `red_field` those of any field of ten degrees; `red_at_all` is the
    largest share of the picture that flashed red even once within a second. `most_a_second` is how often at least a
    fifth of the picture flashed within a second.
    """

    pictures: int
    general: float
    general_at: int
    red: float
    red_at: int
    red_at_all: float
    red_at_all_at: int
    general_field: float
    general_field_at: int
    red_field: float
    red_field_at: int
    most_a_second: int
    limits: FlashLimits = LIMITS

    @property
    def passes(self) -> bool:
        """Whether every moment keeps to the limits."""
        limits = self.limits
        return (
            max(self.general, self.red) <= limits.area
            and max(self.general_field, self.red_field) <= limits.field_area
            and self.red_at_all <= limits.whole_red
        )


def _worst_field(flashing: Mask) -> float:
    """The largest share of any field of ten degrees that flashes."""
    width, height = FIELD
    sums = np.zeros((CELLS[0] + 1, CELLS[1] + 1), np.int64)
    sums[1:, 1:] = flashing.cumsum(0).cumsum(1)
    fields = sums[width:, height:] - sums[:-width, height:] - sums[width:, :-height] + sums[:-width, :-height]
    return float(fields.max() / (width * height))


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
        self.times: list[tuple[int, NDArray[np.bool_]]] = []

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
        turned = (rises | falls) & ok
        self._going = np.where(rises, 1, np.where(falls, -1, self._going)).astype(np.int8)
        moved = rises | falls
        # From a turn on, only what comes after it can be the start of the next one.
        self._low = np.where(moved, value, self._low)
        self._high = np.where(moved, value, self._high)
        self._was_ok = np.where(moved, may_count, ok)
        self.times.append((at, turned))
        while self.times and at - self.times[0][0] > MICROS:
            self.times.pop(0)

    def flashes(self) -> NDArray[np.int64]:
        """Pairs of opposing turns in the last second, cell by cell."""
        if not self.times:
            return np.zeros(CELLS, np.int64)
        turns = np.zeros(CELLS, np.int64)
        for _, turned in self.times:
            turns += turned
        return turns // 2


class FlashMeter:
    """Fed with pictures in order; says the worst of them. Changes with every picture."""

    def __init__(self, limits: FlashLimits = LIMITS) -> None:
        self._limits = limits
        self._light, self._red = _Swings(limits.step), _Swings(limits.red_step)
        self._worst = {"general": (0.0, 0), "red": (0.0, 0), "whole": (0.0, 0),
                       "general field": (0.0, 0), "red field": (0.0, 0)}  # fmt: skip
        self._most = 0
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
        for name, often in (("general", general > limits.a_second), ("red", red > limits.a_second)):
            self._note(name, float(often.mean()), at)
            self._note(f"{name} field", _worst_field(often) if often.any() else 0.0, at)
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
            self._pictures, *worst["general"], *worst["red"], *worst["whole"], *worst["general field"],
            *worst["red field"], self._most, self._limits,
        )  # fmt: skip
