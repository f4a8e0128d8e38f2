"""Songs on a Dask cluster. The workers need Rhythm Fu installed and the songs under the same paths."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rhythm_fu.analysis.batch.model import NO_OUTCOME, Order, Outcome, Status
from rhythm_fu.analysis.batch.one import carry_out
from rhythm_fu.errors import LibraryError

SAME: Final = 'install the same Rhythm Fu on every worker: `pip install "rhythm-fu[cluster]"`'


def _carry_out(song: str, out: str) -> dict[str, object]:
    return carry_out(Order(song, out)).to_json()


def run_on_cluster(orders: Iterable[Order], address: str) -> Iterator[Outcome]:
    """Outcomes as they come from the scheduler at this address (`tcp://host:8786`). A lost worker costs one song."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        fix = 'install it with `pip install "rhythm-fu[cluster]"`'
        raise LibraryError("--scheduler", "Dask is not installed", fix) from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        fix = "is `dask scheduler` running there?"
        raise LibraryError(address, f"no scheduler answers ({type(fault).__name__})", fix) from None
    try:
        asked = {client.submit(_carry_out, order.song, order.out, pure=False, retries=0): order for order in orders}
        for future in as_completed(list(asked), loop=client.loop):
            order = asked[future]
            if future.status != "finished":
                yield _lost(order, future.exception() if future.status == "error" else None)
                continue
            try:
                yield Outcome.from_json(future.result())
            except NO_OUTCOME:
                problem = f"{Path(order.song).name}: a worker answers as another version of Rhythm Fu does; {SAME}"
                yield Outcome(order.song, order.out, Status.BROKEN, "version", problem)
    finally:
        client.close()


def _lost(order: Order, fault: BaseException | None) -> Outcome:
    """The outcome of an order that no worker carried out, with the cause if there is a known one."""
    name, causes = Path(order.song).name, list(_causes(fault))
    missing = next((one for one in causes if isinstance(one, ImportError)), None)
    if missing is not None:
        problem = f"{name}: the worker lacks {missing.name or missing}; {SAME}"
        return Outcome(order.song, order.out, Status.BROKEN, "worker", problem)
    if fault is None or type(fault).__name__ == "KilledWorker":
        return Outcome(order.song, order.out, Status.BROKEN, "crashed", f"{name}: the worker that charted it was lost")
    said = f"{type(causes[-1]).__name__}: {' '.join(str(causes[-1]).split())}"
    return Outcome(order.song, order.out, Status.BROKEN, "worker", f"{name}: the worker could not begin ({said})")


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """A fault and what it came from, the first cause last."""
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
