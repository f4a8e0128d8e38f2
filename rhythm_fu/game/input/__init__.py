"""Keys and pads: what they mean, and when exactly they went down."""

from rhythm_fu.game.input.bindings import Bindings
from rhythm_fu.game.input.pump import PressPump

__all__ = ["Bindings", "PressPump"]
