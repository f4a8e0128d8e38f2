"""Faults that are told to people in one line: the place, the problem, the likely fix."""


class RhythmFuError(Exception):
    """A fault in what came from outside. Commands print it as one line and exit with 2."""

    def __init__(self, place: str, problem: str, fix: str = "") -> None:
        self.place, self.problem, self.fix = place, problem, fix
        super().__init__(f"{place}: {problem}" + (f"; {fix}" if fix else ""))

    @property
    def code(self) -> str:
        """A stable name for programs: the kind of the fault."""
        return type(self).__name__.removesuffix("Error").lower()


class ChartError(RhythmFuError):
    """A chart file that can't be read or breaks a promise of the format."""


class AudioError(RhythmFuError):
    """A sound file that can't be used. `reason` is a stable code such as `too-short`."""

    def __init__(self, place: str, problem: str, fix: str = "", *, reason: str = "unreadable") -> None:
        super().__init__(place, problem, fix)
        self.reason = reason

    @property
    def code(self) -> str:
        """The reason."""
        return str(self.reason)


class AnalysisError(RhythmFuError):
    """Music in which no trustworthy grid was found."""


class ReplayError(RhythmFuError):
    """A replay that can't be read, or that does not belong to this chart."""


class FightError(RhythmFuError):
    """A fight that can't be set up, such as one on a level the chart lacks."""


class LibraryError(RhythmFuError):
    """A song, pack, setting or record that can't be found, read or written."""


class BusyError(LibraryError):
    """Another running Rhythm Fu holds what is needed. Commands exit with 3."""


class DeviceError(RhythmFuError):
    """No usable screen or sound device."""
