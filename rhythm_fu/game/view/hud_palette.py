"""The colours that carry meaning on every arena; shapes say the same, so none is needed to read the fight."""

from dataclasses import dataclass
from typing import Final

from rhythm_fu.chart.model import Side
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.judge.model import Grade


@dataclass(frozen=True, slots=True)
class HudPalette:
    """`left` and `right` are the sides; `warm` sweeps and multipliers; `drop` drops; `rose` labels and Grace.

    `scrim` is the shade behind words, `shade` how strong it is and `corner` how strong in the corners: on daylight both
    have to be stronger.
    """

    left: Colour = (56, 232, 255)
    right: Colour = (255, 52, 84)
    warm: Colour = (255, 217, 160)
    drop: Colour = (255, 60, 72)
    mirror: Colour = (190, 150, 255)
    rose: Colour = (255, 178, 216)
    grace: Colour = (255, 42, 141)
    pale: Colour = (255, 214, 236)
    grey: Colour = (196, 188, 206)
    scrim: Colour = (7, 3, 13)
    shade: float = 0.62
    corner: float = 0.4

    def side(self, side: Side | None) -> Colour:
        """A side's colour; warm for what comes from both."""
        if side is None:
            return self.warm
        return self.left if side is Side.LEFT else self.right


PALETTE: Final = HudPalette()
DAYLIGHT: Final = HudPalette(
    left=(120, 206, 255),
    right=(255, 118, 104),
    rose=(214, 238, 250),
    grace=(96, 176, 214),
    pale=(226, 240, 250),
    scrim=(14, 38, 58),
    shade=0.68,
    corner=0.74,
)

_BRIGHT_ARENAS: Final = frozenset({"conservatory"})

GRADE_COLOURS: Final[dict[Grade, Colour]] = {
    Grade.FLAWLESS: (120, 240, 255),
    Grade.PERFECT: (255, 226, 150),
    Grade.GREAT: (160, 244, 170),
    Grade.OK: (226, 218, 236),
    Grade.MISS: (255, 132, 140),
}


def palette_for(arena: str) -> HudPalette:
    """The palette that reads best in an arena."""
    return DAYLIGHT if arena in _BRIGHT_ARENAS else PALETTE
