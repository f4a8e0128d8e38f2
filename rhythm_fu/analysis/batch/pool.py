"""Songs on all cores of this computer. Each core has a process that stays warm; if it dies, only its song is lost."""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Thread, Timer
from typing import Final, TextIO, cast

from rhythm_fu.analysis.batch.model import NO_OUTCOME, Order, Outcome, Status
from rhythm_fu.library import sweep_after
from rhythm_fu.threads import ONE_THREAD

PACKAGE_ROOT: Final = Path(__file__).resolve().parents[3]
BOOT: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from rhythm_fu.analysis.batch.worker import main; main()"
)

PATIENCE_S: Final = 900.0
"""Longest time for one song; a three-hour mix takes a minute or two."""


def worker_command() -> list[str]:
    """The command line of a worker."""
    return [sys.executable, "-P", "-c", BOOT, str(PACKAGE_ROOT)]


class Charter:
    """A worker process that is started when needed and again after it died. Changes with every order."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder: Path | None = None
        self._is_hung = False

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                worker_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD}, encoding="utf-8",
            )  # fmt: skip
        return self._process

    def _give_up(self) -> None:
        self._is_hung = True
        if self._process is not None:
            self._process.kill()

    def chart(self, order: Order) -> Outcome:
        """Carry out one order; a death of the process on the way is an outcome too."""
        self._is_hung = False
        self._folder = Path(order.out).parent
        timer = Timer(PATIENCE_S, self._give_up)
        timer.daemon = True
        try:
            process = self._running()
            timer.start()
            stdin, stdout = cast(TextIO, process.stdin), cast(TextIO, process.stdout)
            stdin.write(json.dumps({"song": order.song, "out": order.out}) + "\n")
            stdin.flush()
            return Outcome.from_json(json.loads(stdout.readline()))
        except (OSError, *NO_OUTCOME):
            self._kill()
            if self._is_hung:
                problem = f"stood still for {PATIENCE_S:.0f} s"
                return Outcome(order.song, order.out, Status.BROKEN, "hung", problem)
            return Outcome(order.song, order.out, Status.BROKEN, "crashed", "the process that charted it died")
        finally:
            timer.cancel()

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._folder is not None:
                sweep_after(self._folder, self._process.pid)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._kill()
            for pipe in (self._process.stdin, self._process.stdout):
                try:
                    cast(TextIO, pipe).close()
                except OSError:
                    continue
            self._process = None


def _next(done: "queue.SimpleQueue[Outcome]") -> Outcome:
    """Wait in short naps: Windows hears Ctrl-C only between them."""
    while True:
        try:
            return done.get(timeout=0.5)
        except queue.Empty:
            continue


def run_here(orders: Iterable[Order], jobs: int) -> Iterator[Outcome]:
    """Outcomes as they come, from so many processes. Leaving the loop early ends them all."""
    waiting: queue.SimpleQueue[Order] = queue.SimpleQueue()
    count = 0
    for order in orders:
        waiting.put(order)
        count += 1
    done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    charters = [Charter() for _ in range(max(1, min(jobs, count)))]

    def work(charter: Charter) -> None:
        while True:
            try:
                order = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put(charter.chart(order))
            except Exception as fault:  # who waits would do so for ever
                done.put(Outcome(order.song, order.out, Status.BROKEN, "crashed", f"{type(fault).__name__}: {fault}"))

    threads = [Thread(target=work, args=(charter,), daemon=True) for charter in charters]
    try:
        for thread in threads:
            thread.start()
        for _ in range(count):
            yield _next(done)
    finally:
        while not waiting.empty():
            try:
                waiting.get_nowait()
            except queue.Empty:
                break
        for charter in charters:
            charter._kill()
        for thread in threads:
            thread.join(timeout=5)
        for charter in charters:
            charter.close()
