"""JSON from outside, read strictly: what Python's reader lets pass and a chart or replay can't mean is refused."""

import json
from math import isfinite
from typing import Any, Final, NoReturn, TypeVar

import msgspec

from rhythm_fu.errors import RhythmFuError

LONGEST_TEXT: Final = 64_000_000
"""Characters of a file: some hundred times what the longest real chart has."""

File = TypeVar("File")


class _RefusedError(Exception):
    """A fault found while parsing, before any place in the file is known."""


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not a number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise _RefusedError(f"{text} is too large a number")
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: JSON values before they are checked
    seen = dict(pairs)
    if len(seen) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RefusedError(f"the field `{next(n for n in names if names.count(n) > 1)}` stands there twice")
    return seen


def parse(text: str, place: str, kind: str, error: type[RhythmFuError]) -> dict[str, Any]:  # Any: as above
    """The object in a text whose `format` is `rhythm-fu.<kind>`; else `error`, naming the place.

    NaN, Infinity, numbers too large for a float, a field twice, half a surrogate pair, absurd nesting and endless files
    are refused.
    """
    if len(text) > LONGEST_TEXT:
        raise error(place, f"{len(text):,} characters", f"at most {LONGEST_TEXT:,} are read")
    try:
        raw = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_no_duplicates)
        if "\\u" in text:
            json.dumps(raw, ensure_ascii=False).encode()
    except _RefusedError as fault:
        raise error(place, str(fault), "write each field once, with a finite number") from None
    except RecursionError:
        raise error(place, f"nested too deeply to be a {kind}", "is this the right file?") from None
    except UnicodeEncodeError:
        raise error(place, "a \\u escape that is half a character", "write the character itself") from None
    except ValueError as fault:
        raise error(place, f"not valid JSON ({fault})", f"is this a {kind} file, and whole?") from None
    wanted = f"rhythm-fu.{kind}"
    if not isinstance(raw, dict) or raw.get("format") != wanted:
        raise error(place, f"not a Rhythm Fu {kind} (no `format: {wanted}`)", "is this the right file?")
    return raw


def typed(
    raw: dict[str, Any], file: type[File], place: str, kind: str, error: type[RhythmFuError]
) -> File:  # Any: as above
    """The struct of a parsed file; else `error`, naming the field that does not fit."""
    try:
        return msgspec.convert(raw, file, strict=True)
    except msgspec.ValidationError as fault:
        problem, _, path = str(fault).partition(" - at `$")
        where = path.rstrip("`").lstrip(".") or "top"
        raise error(f"{place}: {where}", problem, f"compare with docs/{kind}-format.md") from None
