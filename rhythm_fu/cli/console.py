"""What the commands print with: answers to stdout, progress and faults to stderr."""

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[str, float], None]

STAGE_WORDS: Final = {"decode": "reading the file", "counting": "finding the beat"}
"""Stages whose name says too little."""


def plain(text: str) -> str:
    """A text on one line and with no power over the terminal: titles and file names come from strangers."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def shown(text: str) -> str:
    """A stranger's text for rich's tables, its square brackets taken as brackets."""
    from rich.markup import escape

    return escape(plain(text))


def quoted(path: str) -> str:
    """A path as it can be typed after a command; a name that begins with a dash would be taken for an option."""
    path = f".{os.sep}{path}" if path.startswith("-") else path
    return f'"{plain(path)}"' if os.name == "nt" else shlex.quote(plain(path))


def say(text: str = "") -> None:
    """A line of the answer."""
    print(plain(text))


def note(text: str) -> None:
    """A line beside the answer: a warning, what was written where."""
    print(plain(text), file=sys.stderr)


def warn(lines: Iterable[str]) -> None:
    """Doubts, one a line."""
    for line in lines:
        note(f"warning: {line}")


def say_json(answer: Any) -> None:  # Any: JSON
    """The answer for programs."""
    print(json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False))


def console(*, is_error: bool = False) -> "Console":
    """A rich console; wide enough for the tables when nobody looks, unless COLUMNS says how wide."""
    from rich.console import Console

    stream = sys.stderr if is_error else sys.stdout
    return Console(file=stream, highlight=False, width=None if stream.isatty() or os.environ.get("COLUMNS") else 110)


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
