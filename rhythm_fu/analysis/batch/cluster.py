"""Songs on a Dask cluster. The workers need Rhythm Fu installed and the songs under the same paths."""

from collections.abc import Iterable, Iterator

from rhythm_fu.analysis.batch.model import NO_OUTCOME, Order, Outcome, Status
from rhythm_fu.analysis.batch.one import carry_out
from rhythm_fu.errors import LibraryError


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
                yield Outcome(order.song, order.out, Status.BROKEN, "crashed", "the worker that charted it was lost")
                continue
            try:
                yield Outcome.from_json(future.result())
            except NO_OUTCOME:
                problem = "a worker answers as another version of Rhythm Fu does: install the same one everywhere"
                yield Outcome(order.song, order.out, Status.BROKEN, "version", problem)
    finally:
        client.close()
