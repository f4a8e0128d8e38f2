"""Taps to a steady beat, and the offset that they show."""

from dataclasses import dataclass, field
from statistics import median
from typing import Final

import pygame

from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, LABEL
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.units import in_ms, ms, seconds

BEAT: Final = seconds(0.6)
"""100 a minute: slow enough that no tap is nearer to the wrong beat."""

FEWEST: Final = 8
KEPT: Final = 16
FIRST_IGNORED: Final = 2
"""The first taps find the beat; they don't measure it."""

STEADY: Final = ms(25)
"""Half of the taps nearer to their middle than this: they can be believed. A trained hand has 8 to 15 ms."""

WARM: Final = (255, 217, 160)
NUMBER: Final = Style(Face.NUMBER, 56)
SCALE_PX: Final = 300
"""Pixels to either side for the 300 ms of half a beat."""


def error_of(at: int) -> int:
    """Microseconds from the nearest beat, late is positive."""
    return (at + BEAT // 2) % BEAT - BEAT // 2


@dataclass(slots=True)
class Taps:
    """Errors of taps so far, in microseconds. Changes with each."""

    errors: list[int] = field(default_factory=list)

    def tap(self, at: int) -> None:
        """A tap so long after the first beat."""
        self.errors.append(error_of(at))

    @property
    def believed(self) -> list[int]:
        """The last ones, without those that only found the beat."""
        return self.errors[FIRST_IGNORED:][-KEPT:]

    @property
    def offset(self) -> int | None:
        """The middle of the taps in microseconds, which a stray one can't move; None until there are enough."""
        taps = self.believed
        return round(median(taps)) if len(taps) >= FEWEST else None

    @property
    def scatter(self) -> int:
        """Half of the taps lie within so much of their middle, in microseconds."""
        middle = median(self.believed) if self.believed else 0
        return round(median(abs(tap - middle) for tap in self.believed)) if self.believed else 0

    @property
    def is_steady(self) -> bool:
        """Whether the taps agree well enough to be believed."""
        return self.offset is not None and self.scatter <= STEADY

    def verdict(self, doubted: int | None = None) -> str:
        """Whether it can be kept, in words; beyond `doubted` microseconds with doubt. Empty until there are enough."""
        if self.offset is None:
            return ""
        if not self.is_steady:
            return "too scattered to keep, go on tapping"
        if doubted is not None and abs(self.offset) > doubted:
            return f"steady, but hardly any screen is {in_ms(doubted):.0f} ms off: better start over"
        return "steady, it can be kept"

    def draw(
        self, surface: pygame.Surface, letters: Lettering, name: str, kept_ms: float, doubted: int | None = None
    ) -> None:
        """What was found, the taps on a scale from early to late, what is kept so far, and what to think of it."""
        found = self.offset
        text = f"{in_ms(found):+.0f} ms" if found is not None else f"{len(self.errors)}"
        letters.draw(surface, text, NUMBER, (CENTRE_X, 470))
        label = f"{name}, NOW SET TO {kept_ms:+.0f} MS" if found is not None else f"TAPS OF {FEWEST + FIRST_IGNORED}"
        letters.draw(surface, label, LABEL, (CENTRE_X, 514))
        for place, error in enumerate(self.errors[-KEPT:]):
            x = CENTRE_X + max(-SCALE_PX, min(SCALE_PX, error / ms(1)))
            is_last = place == min(KEPT, len(self.errors)) - 1
            pygame.draw.line(surface, WARM, (x, 546), (x, 570), 4 if is_last else 2)
        pygame.draw.line(surface, (196, 188, 206), (CENTRE_X - SCALE_PX, 558), (CENTRE_X + SCALE_PX, 558))
        pygame.draw.line(surface, (196, 188, 206), (CENTRE_X, 550), (CENTRE_X, 566), 2)
        letters.draw(surface, "early", BODY, (CENTRE_X - SCALE_PX - 14, 558), "midright")
        letters.draw(surface, "late", BODY, (CENTRE_X + SCALE_PX + 14, 558), "midleft")
        if found is not None:
            spread = f"half of your taps within {in_ms(self.scatter):.0f} ms: {self.verdict(doubted)}"
            letters.draw(surface, spread, BODY, (CENTRE_X, 600))
