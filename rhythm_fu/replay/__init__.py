"""A fight written down, and how to read it again."""

from rhythm_fu.replay.codec import dumps, loads
from rhythm_fu.replay.model import Judged, Replay, digest_of, judged
from rhythm_fu.replay.setup import Scheme, Setup

__all__ = ["Judged", "Replay", "Scheme", "Setup", "digest_of", "dumps", "judged", "loads"]
