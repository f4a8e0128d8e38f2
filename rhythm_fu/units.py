"""The kinds of time: moments in the music, moments on this computer, places on the beat grid.

All are whole numbers, exact at every window edge. A difference between two moments is a plain int of microseconds.
"""

from typing import Final, NewType

SongTime = NewType("SongTime", int)
"""Microseconds since sample 0 of the decoded track."""

START: Final = SongTime(0)
"""Sample 0."""

HostTime = NewType("HostTime", int)
"""Microseconds on this computer's monotonic clock."""

Tick = NewType("Tick", int)
"""A place on the beat grid, 1/10080 of a beat: exact 32nds, triplets, quintuplets and septuplets."""

MICROS: Final = 1_000_000
"""Microseconds in a second."""

TICKS_PER_BEAT: Final = 10_080


def ms(milliseconds: float) -> int:
    """Milliseconds as whole microseconds."""
    return round(milliseconds * 1_000)


def seconds(value: float) -> int:
    """Seconds as whole microseconds."""
    return round(value * MICROS)


def in_ms(micros: int) -> float:
    """Microseconds as milliseconds."""
    return micros / 1_000


def in_seconds(micros: int) -> float:
    """Microseconds as seconds."""
    return micros / MICROS


def beats(count: float) -> int:
    """So many beats as ticks, rounded to the nearest."""
    return round(count * TICKS_PER_BEAT)


def minutes_text(at_s: float) -> str:
    """Seconds of a song as people read them where whole ones do, `3:41`: the nearest, never before the start."""
    whole = max(0, round(at_s))
    return f"{whole // 60}:{whole % 60:02d}"


def clock_text(at: int) -> str:
    """A song time as people read it, `3:41.250`."""
    whole_ms = (abs(at) + 500) // 1_000
    sign = "-" if at < 0 and whole_ms else ""
    return f"{sign}{whole_ms // 60_000}:{whole_ms // 1_000 % 60:02d}.{whole_ms % 1_000:03d}"
