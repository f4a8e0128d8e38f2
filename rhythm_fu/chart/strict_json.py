"""JSON from outside, read strictly: what Python's reader lets pass and a chart or replay can't mean is refused."""

import json
from math import isfinite
from typing import Any, NoReturn

from rhythm_fu.errors import RhythmFuError


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

    NaN, Infinity, numbers too large for a float, a field twice, half a surrogate pair and absurd nesting are refused.
    """
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
