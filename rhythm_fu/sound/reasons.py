"""Why a sound file was refused, as stable codes for scripts, `batch` summaries and translations."""

from enum import StrEnum


class Reason(StrEnum):
    """The code in `AudioError.reason`. Codes are never renamed; new ones may come."""

    NOT_FOUND = "not-found"
    NOT_A_FILE = "not-a-file"
    NO_PERMISSION = "no-permission"
    EMPTY = "empty"
    TOO_BIG = "too-big"
    UNKNOWN_FORMAT = "unknown-format"
    UNKNOWN_CODEC = "unknown-codec"
    UNREADABLE = "unreadable"
    NO_SOUND = "no-sound"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    RATE = "rate"
    CHANNELS = "channels"
    TRUNCATED = "truncated"
    CHANGES_FORMAT = "changes-format"
    NOT_FINITE = "not-finite"
    ABSURD_PEAK = "absurd-peak"
    DECODER_CRASHED = "decoder-crashed"
    DECODER_HUNG = "decoder-hung"
    OUT_OF_MEMORY = "out-of-memory"
    UNWRITABLE = "unwritable"
