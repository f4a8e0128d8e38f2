"""Song time from the mixer's position: the steady line, three named offsets and the playback rate."""

from dataclasses import dataclass
from typing import Final

from rhythm_fu.game.song_clock.line import RULES, ClockRules, SteadyLine
from rhythm_fu.units import START, HostTime, SongTime

PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class Offsets:
    """Microseconds, each positive when what is heard is later than what the mixer says.

    `device`: from mixing to the loudspeaker. `player`: what this player's calibration adds. Both are times of the
    room. `song`: this song's audio against its chart, in the song's own time.
    """

    device: int = 0
    player: int = 0
    song: int = 0


class SongClock:
    """Host time to song time. Changes when started, paused or told a reading; asking it never changes it.

    The audio handed to the mixer starts at song time `start`'s `at`, silence before the song included, so the clock
    is led by the mixer from its first moment.
    """

    def __init__(self, offsets: Offsets | None = None, rate_percent: int = PERCENT, rules: ClockRules = RULES) -> None:
        self.offsets = offsets or Offsets()
        self.rate_percent = rate_percent
        self._rules = rules
        self._line: SteadyLine | None = None
        self._from = START
        self._frozen: SongTime = START

    def start(self, host: HostTime, at: SongTime) -> None:
        """The audio handed over began at this moment of the host; its first sample belongs to song time `at`."""
        self._line = SteadyLine(host, 0, self._rules)
        self._from = at

    def hear(self, host: HostTime, position: int) -> None:
        """A reading: microseconds of the handed-over audio that the mixer has mixed."""
        if self._line is not None:
            self._line.hear(host, position)

    def pause(self, host: HostTime) -> SongTime:
        """Stop time; it starts again with `start`. Returns the moment it stands at."""
        self._frozen = self.song_at(host)
        self._line = None
        return self._frozen

    def song_at(self, host: HostTime) -> SongTime:
        """What the player hears at a moment: the time for judging and drawing."""
        if self._line is None:
            return self._frozen
        heard = self._line.at(host) - self.offsets.device - self.offsets.player
        return SongTime(self._from + heard * self.rate_percent // PERCENT - self.offsets.song)

    def handed_at(self, host: HostTime) -> int:
        """How much of the audio handed over since `start` is mixed at a moment, in microseconds; 0 while it stands.

        This follows the mixer more quickly than song time does: it decides on which buffer a sound will start.
        """
        return self._line.lately_at(host) if self._line is not None else 0
