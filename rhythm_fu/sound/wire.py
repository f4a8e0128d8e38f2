"""How the worker tells its parent: each message a kind, a length and a body, through the worker's stdout."""

import json
import struct
from enum import IntEnum
from typing import Any, BinaryIO, Final

import numpy as np

from rhythm_fu.sound.model import Samples

PREFIX: Final = struct.Struct("<BI")


class Kind(IntEnum):
    """HEADER, END and FAULT hold JSON, BLOCK holds interleaved native float32."""

    HEADER = 1
    BLOCK = 2
    END = 3
    FAULT = 4


def send(out: BinaryIO, kind: Kind, body: bytes | Samples) -> None:
    """One message."""
    view = memoryview(body.data if isinstance(body, np.ndarray) else body).cast("B")
    out.write(PREFIX.pack(kind, len(view)))
    out.write(view)


def send_json(out: BinaryIO, kind: Kind, body: dict[str, Any]) -> None:  # Any: JSON
    """One message in words."""
    send(out, kind, json.dumps(body).encode())


def receive(source: BinaryIO) -> tuple[Kind, int] | None:
    """The next message's kind and length in bytes; None at the end. The body is the caller's to read."""
    prefix = source.read(PREFIX.size)
    if len(prefix) < PREFIX.size:
        return None
    kind, length = PREFIX.unpack(prefix)
    return Kind(kind), length


def read_json(source: BinaryIO, length: int) -> dict[str, Any]:  # Any: JSON
    """The body of a message in words."""
    body = json.loads(source.read(length))
    assert isinstance(body, dict)
    return body
