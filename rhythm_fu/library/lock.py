"""One writer at a time, across processes. The lock goes with its process, however that ends."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rhythm_fu.errors import BusyError
from rhythm_fu.library.disk import explain

POLL_S: Final = 0.05


def _try_lock(handle: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def locked(path: Path, wait_s: float = 5.0) -> Iterator[None]:
    """Hold the lock file at `path`; waits so long for another process, then raises BusyError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise explain(path, fault) from None
    try:
        until = time.monotonic() + wait_s
        while not _try_lock(handle):
            if time.monotonic() >= until:
                raise BusyError(path.name, "in use by another Rhythm Fu", "close it, or wait and try again")
            time.sleep(POLL_S)
        yield
    finally:
        os.close(handle)
