"""Where things stand on the 1280x720 logical screen. The marks never move: only the world behind them does."""

from typing import Final

from rhythm_fu.chart.model import Reach, Side

WIDTH: Final = 1280
HEIGHT: Final = 720
FLOOR_Y: Final = 532
"""The line where wall and floor meet and all feet stand."""

CENTRE_X: Final = 640
NEAR_PX: Final = 205
FAR_PX: Final = 440
WEAK_POINT_ABOVE: Final = {Reach.NEAR: 168, Reach.FAR: 158}
"""Pixels above the floor where the iris ring closes."""

LIGHT_LINE_Y: Final = 657


def mark_x(side: Side, reach: Reach) -> int:
    """The x of the mark where an attacker of this side and reach is answered."""
    distance = NEAR_PX if reach is Reach.NEAR else FAR_PX
    return CENTRE_X + (distance if side is Side.RIGHT else -distance)
