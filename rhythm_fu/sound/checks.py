"""What is asked of any sound before it is let in: plain numbers in, refusals out."""

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.limits import (
    ABSURD_PEAK,
    CLIPPED_SHARE,
    HIGHEST_RATE,
    LONGEST_S,
    LOUD_PEAK,
    LOWEST_RATE,
    MISSING_S,
    MOST_CHANNELS,
    SHORT_S,
    SHORTEST_S,
)
from rhythm_fu.sound.reasons import Reason


def check_shape(name: str, rate: int, channels: int) -> None:
    """Refuse rates and channel counts that no song has."""
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        problem = f"a sample rate of {rate} Hz"
        fix = f"{LOWEST_RATE} to {HIGHEST_RATE} are read; resample it or mend its header"
        raise AudioError(name, problem, fix, reason=Reason.RATE)
    if not 1 <= channels <= MOST_CHANNELS:
        raise AudioError(name, f"{channels} channels", f"1 to {MOST_CHANNELS} are read", reason=Reason.CHANNELS)


def check_length(name: str, frames: int, rate: int) -> None:
    """Refuse what is too short to hold a tempo or too long to be one song."""
    length_s = frames / rate
    if frames == 0:
        raise AudioError(name, "no samples in it", "is it whole?", reason=Reason.NO_SOUND)
    if length_s < SHORTEST_S:
        problem = f"{length_s:.2f} s long"
        raise AudioError(name, problem, f"give at least {SHORTEST_S:.0f} s of music", reason=Reason.TOO_SHORT)
    check_not_endless(name, frames, rate)


def check_not_endless(name: str, frames: int, rate: int) -> None:
    """Refuse what is too long, as soon as it is."""
    if frames > LONGEST_S * rate:
        problem = f"more than {LONGEST_S / 3600:.0f} h long"
        raise AudioError(name, problem, "cut it into songs", reason=Reason.TOO_LONG)


def check_peak(name: str, peak: float) -> tuple[str, ...]:
    """Refuse NaN, infinity and absurd levels; a warning for what is merely too loud."""
    if not peak < float("inf"):
        fix = "render it again: a plug-in went wrong"
        raise AudioError(name, "NaN or infinity among its samples", fix, reason=Reason.NOT_FINITE)
    if peak > ABSURD_PEAK:
        fix = "samples lie between -1 and 1: save it anew as 16-bit"
        raise AudioError(name, f"a peak of {peak:.3g} times full scale", fix, reason=Reason.ABSURD_PEAK)
    return (f"peaks at {peak:.1f} times full scale: it will be clipped",) if peak > LOUD_PEAK else ()


def check_clipping(full: int, samples: int) -> tuple[str, ...]:
    """A warning where many of all samples stand at full scale."""
    share = full / max(1, samples)
    if share < CLIPPED_SHARE:
        return ()
    return (f"{share:.0%} of its samples stand at full scale: it was clipped before it was saved",)


def check_wholeness(name: str, frames: int, expected: int | None, rate: int) -> tuple[str, ...]:
    """Refuse a file that gave less than its header said; a warning where only a moment is lost."""
    missing = 0 if expected is None else expected - frames
    if missing > MISSING_S * rate:
        problem = f"its header says {(frames + missing) / rate:.1f} s, {frames / rate:.1f} s are there"
        raise AudioError(name, problem, "copy or download it again", reason=Reason.TRUNCATED)
    return (f"{missing / rate:.2f} s of it are lost: it may be damaged",) if missing > SHORT_S * rate else ()
