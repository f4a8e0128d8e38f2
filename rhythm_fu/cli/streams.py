"""Where answers and notes go, and what becomes of a stream that is closed, full or read by nobody any more."""

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any, Final, TextIO, cast

READER_LEFT: Final = 141
"""Exit code of an answer whose reader left, as `| head` does: what a shell tells of a program that SIGPIPE ends."""


class AnswerLostError(Exception):
    """The stream of answers takes no more."""

    def __init__(self, fault: OSError) -> None:
        self.has_reader_left = isinstance(fault, BrokenPipeError | ConnectionResetError)
        self.words = (fault.strerror or str(fault)).lower()
        super().__init__(self.words)


class Watched:
    """A standard stream whose own faults are known from those of files. Changes: after one it is the null device.

    A fault of the stream of answers is an AnswerLostError; what the stream of notes can't take is dropped, for no work
    stops because of a warning.
    """

    def __init__(self, stream: TextIO, *, is_of_answers: bool) -> None:
        self._stream, self._is_of_answers = stream, is_of_answers

    def write(self, text: str) -> int:
        """As of any stream."""
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """As of any stream."""
        self._try(self._stream.flush)

    def __getattr__(self, name: str) -> Any:  # Any: whatever a stream has
        """All else is the stream's own."""
        return getattr(self._stream, name)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as fault:
            self._give_up()
            if self._is_of_answers:
                raise AnswerLostError(fault) from None

    def _give_up(self) -> None:
        """Let what is still on its way go nowhere: Python would try again at its end, and complain."""
        with contextlib.suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stream.fileno())
            os.close(null)


def open_closed() -> None:
    """A standard stream that is closed becomes the null device; the next file that is opened would else get its number,
    and whatever is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115, PTH123


def watch() -> None:
    """Watch both streams from now on. A name that they can't show must not stop a command either."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
        setattr(sys, name, cast(TextIO, Watched(stream, is_of_answers=name == "stdout")))
