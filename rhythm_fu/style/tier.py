"""The tiers of the Grace Meter."""

from enum import IntEnum


class Tier(IntEnum):
    """Grace tiers, lowest first."""

    BARRE = 0
    PLIE = 1
    RELEVE = 2
    ARABESQUE = 3
    FOUETTE = 4
    GRAND_JETE = 5
    PRIMA = 6

    @property
    def title(self) -> str:
        """As shown on screen."""
        return ("Barre", "Plié", "Relevé", "Arabesque", "Fouetté", "Grand Jeté", "Prima")[self]
