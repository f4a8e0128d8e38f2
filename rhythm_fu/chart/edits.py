"""Human edits: what a modder added or took away, kept when the chart is made anew.

A level remembers a short mark of every event its generator made. An event without such a mark is the modder's; a mark
without its event was taken out. Nobody has to flag anything by hand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from rhythm_fu.chart.model import Event, Kind, LevelChart, Side

_KIND_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
_SIDE_ORDER: Final = {None: 0, Side.LEFT: 1, Side.RIGHT: 2}


@dataclass(frozen=True, slots=True)
class Edits:
    """Events a person added or changed, and the marks of generated events that were taken out or replaced."""

    added: tuple[Event, ...]
    removed: frozenset[str]

    @property
    def any(self) -> bool:
        """Whether a person changed anything."""
        return bool(self.added or self.removed)


def canonical(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events in the one order that files and hashes use: by tick, kind, side."""
    return tuple(sorted(events, key=lambda e: (e.tick, _KIND_ORDER[e.kind], _SIDE_ORDER[e.side])))


def event_mark(event: Event) -> str:
    """Eight hex digits that tell this event from others of its level; moments don't count, ticks do."""
    words = (
        event.tick, event.kind.value, event.side and event.side.value, event.reach and event.reach.value,
        event.weight, event.prop, event.hold_from,
    )  # fmt: skip
    return sha256(repr(words).encode()).hexdigest()[:8]


def marks(events: Sequence[Event]) -> tuple[str, ...]:
    """The marks of generated events, for `LevelChart.made`."""
    return tuple(event_mark(event) for event in events)


def human_edits(level: LevelChart) -> Edits:
    """What differs from what the generator made. A level with no marks counts as written by hand: all is kept."""
    made = frozenset(level.made)
    added = tuple(event for event in level.events if event_mark(event) not in made)
    return Edits(added, made - {event_mark(event) for event in level.events})


def apply_edits(events: Iterable[Event], edits: Edits) -> tuple[Event, ...]:
    """Newly generated events with the edits on top; a person's event replaces whatever is at its tick and side."""
    taken = {(event.tick, event.side) for event in edits.added}
    kept = [e for e in events if event_mark(e) not in edits.removed and (e.tick, e.side) not in taken]
    return canonical((*kept, *edits.added))
