"""The process that opens strangers' files: little memory, no writing, a bounded time. Prints messages of `wire`.

Run as `python -m rhythm_fu.sound.worker probe|decode PATH`. If a decoder aborts, hangs or eats memory, this process
is what dies, and the parent says so.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from rhythm_fu.errors import AudioError
from rhythm_fu.sound.limits import CPU_S, FULL, WORKER_MEMORY
from rhythm_fu.sound.reasons import Reason
from rhythm_fu.sound.wire import Kind, send, send_json


def confine() -> None:
    """Give up the right to much memory, to writing files and to running for ever, where the system lets us."""
    try:
        import resource
    except ImportError:  # Windows: the parent's patience is the only limit
        return
    wanted = (
        (resource.RLIMIT_AS, WORKER_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, CPU_S),
    )  # fmt: skip
    for limit, value in wanted:
        try:
            hard = resource.getrlimit(limit)[1]
            most = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS refuses some
            continue


def serve(order: str, path: Path, out: BinaryIO) -> None:
    """Carry out an order: the header, then for `decode` the blocks and what was learnt from them."""
    from rhythm_fu.sound.checks import (
        check_clipping,
        check_length,
        check_not_endless,
        check_peak,
        check_shape,
        check_wholeness,
    )
    from rhythm_fu.sound.pcm import PcmHash
    from rhythm_fu.sound.reader import open_reader

    reader = open_reader(path)
    header = reader.header
    check_shape(path.name, header.rate, header.channels)
    if header.frames is not None:
        check_length(path.name, header.frames, header.rate)
    told = {
        "container": header.container.value, "codec": header.codec, "rate": header.rate, "channels": header.channels,
        "frames": header.frames, "decoder": header.decoder, "tags": dict(header.tags),
        "warnings": list(header.warnings),
    }  # fmt: skip
    send_json(out, Kind.HEADER, told)
    if order == "probe":
        return
    identity, frames, peak, full = PcmHash(header.rate, header.channels), 0, 0.0, 0
    for block in reader.blocks():
        here = float(max(block.max(), -block.min()))
        check_peak(path.name, here)
        peak = max(peak, here)
        if here >= FULL:
            full += int((block >= FULL).sum()) + int((block <= -FULL).sum())
        frames += len(block)
        check_not_endless(path.name, frames, header.rate)
        identity.add(block)
        send(out, Kind.BLOCK, block)
    short = check_wholeness(path.name, frames, header.frames, header.rate)
    check_length(path.name, frames, header.rate)
    loud = check_peak(path.name, peak) or check_clipping(full, frames * header.channels)
    warnings = (*reader.doubts, *short, *loud)
    send_json(out, Kind.END, {"frames": frames, "pcm_sha256": identity.hexdigest(), "warnings": list(warnings)})


def main() -> None:
    """Serve one order and leave."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up between the messages
    confine()
    order, path = sys.argv[1], Path(sys.argv[2])
    try:
        serve(order, path, out)
    except AudioError as fault:
        send_json(out, Kind.FAULT, {"problem": fault.problem, "fix": fault.fix, "reason": fault.reason})
    except MemoryError:
        body = {"problem": "decoding it needs too much memory", "fix": "save it anew as FLAC"}
        send_json(out, Kind.FAULT, {**body, "reason": Reason.OUT_OF_MEMORY})
    except BrokenPipeError:
        os._exit(1)
    except OSError as fault:
        body = {"problem": f"can't be read ({fault.strerror})", "fix": "is it still there?"}
        send_json(out, Kind.FAULT, {**body, "reason": Reason.UNREADABLE})
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
