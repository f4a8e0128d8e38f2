"""What goes to a batch's workers and what comes back: plain values that travel as JSON."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

NO_OUTCOME: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a line or words that are no outcome raises, whatever stands there."""

BY_CONTENT: Final = frozenset({
    "empty", "too-big", "unknown-format", "unknown-codec", "no-sound", "too-short", "too-long", "rate", "channels",
    "truncated", "changes-format", "not-finite", "absurd-peak", "analysis",
})  # fmt: skip
"""Reasons that the content of a song decides: the same file is refused for them again. All others may pass: a disk that
was full, a folder that was locked, a decoder that had too little memory.
"""


class Status(Enum):
    """How a song ended. REFUSED is the song's fault, BROKEN ours: a crash, a hang, a bug."""

    CHARTED = "charted"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Order:
    """Chart this song into this file. Absolute paths, so that they mean the same in every process. `doubt` is what is
    told of the song whatever comes of it.
    """

    song: str
    out: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order. `reason` is a stable code for refusals, `problem` the whole line to show.

    `confidence` is how likely tempo, beat and bar are all right, 0..1; `seconds` what the song cost; `warnings` are
    what makes one doubt the file, such as a download that broke off: found where it was decoded, one line each.
    `findings` counts all that `lint --listen` would say of the chart; `serious` are lines on what spoils it;
    `pcm_sha256` tells the sound, as in a chart. A journal that says nothing of them is read as if there were none.
    """

    song: str
    out: str
    status: Status
    reason: str = ""
    problem: str = ""
    bpm: float = 0.0
    confidence: float = 0.0
    drops: int = 0
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    findings: int = 0
    serious: tuple[str, ...] = ()
    pcm_sha256: str = ""

    def to_json(self) -> dict[str, Any]:  # Any: JSON
        """Plain words for a journal or a pipe."""
        names = ("song", "out", "reason", "problem", "bpm", "confidence", "drops", "seconds", "findings", "pcm_sha256")
        words = {name: getattr(self, name) for name in names}
        return {**words, "status": self.status.value, "warnings": list(self.warnings), "serious": list(self.serious)}

    @classmethod
    def from_json(cls, words: dict[str, Any]) -> "Outcome":  # Any: JSON
        """An outcome from `to_json`; raises one of NO_OUTCOME for anything else."""
        told = {name: tuple(str(line) for line in words.get(name, ())) for name in ("warnings", "serious")}
        return cls(**{**words, "status": Status(words["status"]), **told})
