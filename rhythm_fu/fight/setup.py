"""How a fight is to be played. It lives beside the replay, which keeps it, and is used from here."""

from rhythm_fu.replay.setup import Scheme, Setup

__all__ = ["Scheme", "Setup"]
