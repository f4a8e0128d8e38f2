"""The command line: argument parsing and printing only."""

import os
from typing import Final

ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Our matrices are small: more threads of a linear algebra library only wait for each other, on every core."""


def main() -> None:
    """Run `rhythm-fu`."""
    for name, threads in ONE_THREAD.items():  # read when numpy is first imported
        os.environ.setdefault(name, threads)
    try:
        from rhythm_fu.cli.app import run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
