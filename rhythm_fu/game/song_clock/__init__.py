"""The song clock: mixer readings in, a smooth monotonic song time out."""

from rhythm_fu.game.song_clock.clock import Offsets, SongClock
from rhythm_fu.game.song_clock.line import ClockRules, SteadyLine

__all__ = ["ClockRules", "Offsets", "SongClock", "SteadyLine"]
