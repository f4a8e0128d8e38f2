"""Old chart files brought up to date. One pure function a major version, kept for ever, each with a golden file."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from rhythm_fu.timing.tempo_map import beat_ns_of

Raw = dict[str, Any]  # Any: JSON before it is checked


def from_0(raw: Raw) -> Raw:
    """Version 0 knew one tempo, as `bpm` and `offset_us`; version 1 has anchors. Faults are left for the checks."""
    moved = {name: value for name, value in raw.items() if name not in ("bpm", "offset_us")}
    bpm, offset = raw.get("bpm"), raw.get("offset_us", 0)
    if isinstance(bpm, (int, float)) and 1 <= bpm <= 10_000:
        moved["tempo"] = [{"tick": 0, "t_us": offset, "beat_ns": beat_ns_of(bpm)}]
    return moved | {"version": [1, 0]}


SURE_IN_1: Final = 0.6
"""Version 1 played a drop from this confidence on; version 2 plays all that are called drops."""


def from_1(raw: Raw) -> Raw:
    """Version 1 called a drop's strength its confidence, though it never was a probability, and a drop what it did not
    play: that is a return now.
    """
    drops = raw.get("drops")
    if not isinstance(drops, list):
        return raw | {"version": [2, 0]}
    return raw | {"drops": [_drop_from_1(drop) for drop in drops], "version": [2, 0]}


def _drop_from_1(drop: object) -> object:
    if not isinstance(drop, dict) or "strength" in drop:
        return drop
    moved = {"strength" if name == "confidence" else name: value for name, value in drop.items()}
    said = moved.get("strength")
    if moved.get("kind") == "drop" and isinstance(said, (int, float)) and said < SURE_IN_1:
        moved["kind"] = "return"
    return moved


MIGRATIONS: Final[Mapping[int, Callable[[Raw], Raw]]] = MappingProxyType({0: from_0, 1: from_1})
"""From this major version to the next."""
