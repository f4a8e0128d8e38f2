"""What is heard twice in one song, for what was asked and for what the ear alone makes of it, is computed once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_answers: Final[ContextVar[dict[Any, Any] | None]] = ContextVar("answers", default=None)  # Any: one type a function


@contextmanager
def remembering() -> Iterator[None]:
    """Until this is left, each `once` function answers the same question once. Within another such it is a part of it.

    Nothing is kept otherwise: the envelopes of a long mix, and all that follows from them, would stay in memory.
    """
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once(function: Callable[P, T]) -> Callable[P, T]:
    """A function of values that are frozen or known by their identity, as envelopes are; its answers are never changed
    by who gets them. While somebody is `remembering`, it is computed once for the same values.
    """

    @wraps(function)
    def answer(*args: P.args, **named: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return function(*args, **named)
        question = (function, args, tuple(sorted(named.items())))
        if question not in answers:
            answers[question] = function(*args, **named)
        told: T = answers[question]
        return told

    return answer
