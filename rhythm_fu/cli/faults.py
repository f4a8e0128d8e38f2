"""What a command that failed says: one line to people and, where `--json` was given, an object to programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from rhythm_fu.cli.console import note, say_json
from rhythm_fu.errors import BusyError, RhythmFuError

BAD_INPUT: Final = 2
BUSY: Final = 3
"""Exit codes: of what came in, and of a library that another program holds."""

NAMELESS: Final = "an empty name"
"""What a place without a name is called, to people and to programs."""

ASKED_AS_JSON: Final = "rhythm_fu.json"
"""Where a command's context remembers that the answer is for a program."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer. `code` is stable: that of a refused sound file, or which kind of thing is at fault."""

    code: str
    place: str
    problem: str
    fix: str
    exit_code: int

    def __str__(self) -> str:
        """In one line: the place, the problem, the likely fix."""
        return f"{self.place}: {self.problem}" + (f"; {self.fix}" if self.fix else "")


def failure_of(fault: RhythmFuError) -> Failure:
    """How a fault in what came from outside is told."""
    end = BUSY if isinstance(fault, BusyError) else BAD_INPUT
    return Failure(fault.code, fault.place or NAMELESS, fault.problem, fault.fix, end)


def wants_json(words: Sequence[str]) -> bool:
    """Whether the words of a command line ask for JSON, be they otherwise right or wrong."""
    options = words[: words.index("--")] if "--" in words else words
    return "--json" in options


def empty_word(words: Sequence[str]) -> Failure | None:
    """Why words are refused of which one is empty: as a path it would be the current folder. None if none is."""
    for before, word in zip(("rhythm-fu", *words), words, strict=False):
        is_bare = word.startswith("--") and word.endswith("=") and len(word) > len("--=")
        if is_bare or not word:
            problem = f"is given as `{word}`" if is_bare else f"stands after `{before}`"
            fix = "give a name or leave it out; in a script, is a variable not set?"
            return Failure("usage", NAMELESS, problem, fix, BAD_INPUT)
    return None


def tell(failure: Failure, line: str, *, as_json: bool) -> None:
    """Say it: the line on stderr always, so that a log has it, the object on stdout, where the answer would stand."""
    note(line)
    if as_json:
        say_json({"error": asdict(failure)})
