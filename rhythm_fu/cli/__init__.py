"""The command line: argument parsing and printing only."""

import os

from rhythm_fu.cli.streams import open_closed
from rhythm_fu.threads import ONE_THREAD


def main() -> None:
    """Run `rhythm-fu`."""
    for name, threads in ONE_THREAD.items():  # read when numpy is first imported
        os.environ.setdefault(name, threads)
    open_closed()
    try:
        from rhythm_fu.cli.app import run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
