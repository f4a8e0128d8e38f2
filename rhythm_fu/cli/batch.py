"""`rhythm-fu batch`: a folder of songs into charts."""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from rhythm_fu.cli.console import console, note, plain, say_json, shown
from rhythm_fu.cli.options import AsJson
from rhythm_fu.cli.outputs import check_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from rhythm_fu.analysis.batch import Outcome, Plan

EXAMPLE: Final = (
    "Example: rhythm-fu batch ~/Music --jobs 4   or: rhythm-fu batch /nfs/music --scheduler tcp://host:8786"
)

UNSURE: Final = 0.5
"""Charts whose reading is likelier wrong than right are listed for a human ear."""

SCHEDULER: Final = re.compile(r"(tcp|tls|wss?|ucx)://(\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]+):\d{1,5}")
"""An address that Dask may be asked about: at another it waits long and ends in a traceback."""

MOST_LISTED: Final = 20

OF_SONGS: Final = MappingProxyType({"doubtful": "doubts", "serious": "serious"})
"""What songs are told to be in the table, and where in the summary the lines on them are."""


def batch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; those below it are searched too.")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the charts here, not beside the songs.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, max=256, metavar="N", help="Songs at once; one a core if not given.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Chart on a Dask cluster: tcp://host:8786.")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Chart everything again; hand-made changes are kept.")] = False,
    as_json: AsJson = False,
) -> None:
    """Chart every song in a folder, on all cores or a cluster.

    Run it again to go on where it stopped: what is charted, or was refused for what it holds, is left alone. One bad
    song never stops the rest; human edits are kept. Doubts about files and what spoils a chart are told each time.
    Exits with 1 if a song was not charted or a folder not searched.
    """
    from rhythm_fu.analysis.batch import Plan
    from rhythm_fu.library import locked

    if scheduler is not None and not SCHEDULER.fullmatch(scheduler):
        raise typer.BadParameter(f"`{scheduler}` is not like tcp://host:8786", param_hint="--scheduler")
    if out is not None:
        check_folder("--out", out)
    plan = Plan.of(folder, out, anew=anew)
    waiting = len(plan.waiting)
    start = time.monotonic()
    try:
        with locked(plan.folder / ".rhythm-fu-batch.lock", wait_s=0.5), _bar(waiting, folder) as tell:
            for outcome in _outcomes(plan, jobs, scheduler):
                plan.add(outcome)
                tell(outcome)
    except KeyboardInterrupt:
        done = len(plan.orders) - len(plan.waiting)
        note(
            f"{done} of {len(plan.orders)} songs are done; the same command{' without --anew' * anew} goes on from here"
        )
        raise
    answer = summary(plan, waiting, time.monotonic() - start)
    if as_json:
        say_json(answer)
    else:
        _print(answer, folder, is_apart=out is not None)
    if answer["refused"] or answer["broken"] or answer["unread_folders"]:
        raise typer.Exit(1)


def _outcomes(plan: "Plan", jobs: int | None, scheduler: str | None) -> "Iterator[Outcome]":
    if not plan.waiting:
        return iter(())
    if scheduler is not None:
        from rhythm_fu.analysis.batch.cluster import run_on_cluster

        return run_on_cluster(plan.waiting, scheduler)
    from rhythm_fu.analysis.batch.pool import run_here

    return run_here(plan.waiting, jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity")
                    else jobs or os.cpu_count() or 1)  # fmt: skip


def _within(folder: Path, song: str) -> str:
    """A song's path as seen from the folder: in two folders below it may lie songs of one name."""
    try:
        return str(Path(song).relative_to(folder.absolute()))
    except ValueError:  # a folder named by a link
        return song


def _problem(one: Mapping[str, Any], folder: Path) -> str:  # Any: JSON
    """What is wrong with a song, told of it by its path."""
    return f"{_within(folder, one['song'])}: {one['problem'].removeprefix(Path(one['song']).name + ': ')}"


@contextmanager
def _bar(waiting: int, folder: Path) -> "Iterator[Callable[[Outcome], None]]":
    """A progress bar on a terminal; elsewhere a line for each song that fails."""
    from rhythm_fu.analysis.batch import Status

    def failed(outcome: "Outcome") -> None:
        if outcome.status is not Status.CHARTED:
            note(f"{outcome.status.value}: {_problem(outcome.to_json(), folder)}")

    out = console(is_error=True)
    if not out.is_terminal:
        yield failed
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=waiting)

        def tell(outcome: "Outcome") -> None:
            if outcome.status is not Status.CHARTED:
                out.print(f"{outcome.status.value}: {plain(_problem(outcome.to_json(), folder))}", markup=False)
            bar.update(task, advance=1, description=Path(outcome.song).name)

        yield tell


def summary(plan: "Plan", tried: int, spent: float) -> dict[str, Any]:  # Any: JSON
    """What a batch came to, for programs and for the table: songs that an earlier run charted are among them, and what
    was doubted of them then is told again, since their files are the same.
    """
    from rhythm_fu.analysis.batch import Status

    ends = [plan.done[order.song] for order in plan.orders if order.song in plan.done]
    failed = [end for end in ends if end.status is not Status.CHARTED]
    unsure = sorted(
        (e for e in ends if e.status is Status.CHARTED and e.confidence < UNSURE), key=lambda e: e.confidence
    )
    return {
        "songs": len(plan.orders), "tried_now": tried, "seconds": round(spent, 2),
        "charted": sum(end.status is Status.CHARTED for end in ends),
        "refused": sum(end.status is Status.REFUSED for end in ends),
        "broken": sum(end.status is Status.BROKEN for end in ends),
        "reasons": dict(Counter(end.reason for end in failed).most_common()),
        "failed": [end.to_json() for end in failed],
        "unsure": [end.to_json() for end in unsure],
        "unread_folders": list(plan.unread),
        "doubts": {end.song: list(end.warnings) for end in ends if end.warnings},
        "findings": {end.song: end.findings for end in ends if end.findings},
        "serious": {end.song: list(end.serious) for end in ends if end.serious},
    }  # fmt: skip


def _print(answer: dict[str, Any], folder: Path, *, is_apart: bool) -> None:  # Any: JSON
    out = console()
    pace = f", {60 * answer['tried_now'] / answer['seconds']:.0f} a minute" if answer["seconds"] >= 1 else ""
    out.print(
        f"{answer['charted']} of {answer['songs']} songs charted, {answer['refused']} refused, "
        f"{answer['broken']} broken ({answer['tried_now']} now in {answer['seconds']:.0f} s{pace})"
    )
    for one in answer["failed"][:MOST_LISTED]:
        out.print(f"  {one['status']} [{one['reason']}] {plain(_problem(one, folder))}", markup=False, soft_wrap=True)
    for line in answer["unread_folders"][:MOST_LISTED]:
        out.print(f"  not searched  {plain(line)}", markup=False, soft_wrap=True)
    for word in ("doubtful", "serious"):
        told = sorted(answer[OF_SONGS[word]].items())
        for song, lines in told[:MOST_LISTED]:
            name = plain(_within(folder, song))
            out.print(f"  {word}  {name}: {plain('; '.join(lines))}", markup=False, soft_wrap=True)
        if len(told) > MOST_LISTED:
            out.print(f"  and {len(told) - MOST_LISTED} more {word} ones: `--json` has them all")
    if found := answer["findings"].values():
        see = "--song SONG CHART" if is_apart else "SONG"
        out.print(f"findings: {sum(found)} in {len(found)} charts, see `rhythm-fu lint --listen {see}`", soft_wrap=True)
    if answer["unsure"]:
        out.print("worth a listen (`rhythm-fu preview`), the least certain first:")
    for one in answer["unsure"][:MOST_LISTED]:
        out.print(f"  {one['confidence']:.0%}  {one['bpm']:.2f} BPM  {shown(one['song'])}")
