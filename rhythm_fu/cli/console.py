"""What the commands print with: answers to stdout, progress and faults to stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[str, float], None]

STAGE_WORDS: Final = {"decode": "reading the file", "counting": "finding the beat"}
"""Stages whose name says too little."""


def say(text: str = "") -> None:
    """A line of the answer."""
    print(text)


def note(text: str) -> None:
    """A line beside the answer: a warning, what was written where."""
    print(text, file=sys.stderr)


def warn(lines: Iterable[str]) -> None:
    """Doubts, one a line."""
    for line in lines:
        note(f"warning: {line}")


def say_json(answer: Any) -> None:  # Any: JSON
    """The answer for programs."""
    print(json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False))


def console(*, is_error: bool = False) -> "Console":
    """A rich console; wide enough for the tables when nobody looks."""
    from rich.console import Console

    stream = sys.stderr if is_error else sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() else 110)


@contextmanager
def stages(title: str) -> Iterator[Progress]:
    """A bar that names its stages, on a terminal; elsewhere nothing. Gone at the end."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(), TextColumn("{task.fields[song]}"), BarColumn(bar_width=30), TaskProgressColumn(),
        TextColumn("{task.description}"), TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console(is_error=True), transient=True) as bar:
        task = bar.add_task("warming up", total=1.0, song=title)

        def tell(stage: str, share: float) -> None:
            done = max(bar.tasks[0].completed, min(1.0, share))  # a bar that runs backwards is no comfort
            bar.update(task, description=STAGE_WORDS.get(stage, stage), completed=done)

        yield tell
