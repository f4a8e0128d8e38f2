"""How a fight is to be played: kept with the score."""

from dataclasses import dataclass
from enum import Enum


class Scheme(Enum):
    """How many buttons. Each has a board of its own."""

    FULL = "full"
    TWO_BUTTON = "two-button"
    ONE_BUTTON = "one-button"


@dataclass(frozen=True, slots=True)
class Setup:
    """What the player chose. `speed_percent` is the song's playback rate with the pitch kept, 50..150.

    `lead_percent` scales how early attackers enter, 50..200; it changes the picture only, never the score.
    """

    scheme: Scheme = Scheme.FULL
    no_fail: bool = False
    mirror: bool = False
    autoplay: bool = False
    speed_percent: int = 100
    lead_percent: int = 100
