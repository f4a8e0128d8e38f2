"""A process that charts one song after another: orders as JSON lines in, outcomes as JSON lines out."""

import json
import os
import signal
import sys

from rhythm_fu.analysis.batch.model import Order
from rhythm_fu.analysis.batch.one import carry_out


def main() -> None:
    """Serve until the parent closes our stdin."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not end up between the outcomes
    for line in sys.stdin:
        outcome = carry_out(Order(**json.loads(line)))
        print(json.dumps(outcome.to_json()), file=out, flush=True)


if __name__ == "__main__":
    main()
