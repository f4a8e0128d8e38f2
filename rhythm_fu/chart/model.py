"""The chart: what happens in the fight and when, for all five levels of one song. Values only; all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from rhythm_fu.timing import TempoMap
from rhythm_fu.units import MICROS, START, SongTime, Tick

SLOWEST_BPM: Final = 20
FASTEST_BPM: Final = 999
LONGEST_BAR: Final = 16
"""Beats a minute, and beats a bar, that a chart can hold."""

LONGEST: Final = 4 * 3600 * MICROS
"""Of a song, in microseconds."""

STRAIGHT: Final = 0.5
MOST_SWING: Final = 0.8
"""Where in its half-beat an off-16th lies, at least and at most."""

MOST_WEIGHT: Final = 400
"""Bass weight of an event in percent, at most."""


class Side(Enum):
    """Where an attacker stands, and so which buttons reach him."""

    __hash__ = object.__hash__  # Enum hashes the name anew each time; members are single, so identity will do

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Reach(Enum):
    """Near attackers take a strike, shot or plate; far ones a shot or plate."""

    NEAR = "near"
    FAR = "far"


class Kind(Enum):
    """What the player answers."""

    __hash__ = object.__hash__  # Enum hashes the name anew each time; members are single, so identity will do

    TAKEDOWN = "takedown"
    DOUBLE = "double"
    SWEEP = "sweep"
    REFLECT = "reflect"
    SHIELD = "shield"
    DROP = "drop"


class Level(Enum):
    """Difficulty, easiest first. Each level's events are a subset of the next one's."""

    STORY = "story"
    EASY = "easy"
    NORMAL = "normal"
    HARD = "hard"
    MASTER = "master"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to answer. `at` is the map's moment of `tick`; `weight` is bass weight in percent, 100 = ordinary.

    `side` and `reach` are set for takedown, shield (reach only if meant) and reflect. A reflect's side is where the
    attacker really stands; he is seen in the mirror of the other side. A drop is held from `hold_from` to `tick`.
    """

    tick: Tick
    at: SongTime
    kind: Kind
    side: Side | None = None
    reach: Reach | None = None
    weight: int = 100
    prop: str | None = None
    hold_from: Tick | None = None
    hold_at: SongTime | None = None


class MarkKind(Enum):
    """Spans and places that are not judged."""

    REST = "rest"
    PHRASE = "phrase"
    SECTION = "section"
    LINE = "line"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Mark:
    """A named span of the song, from `tick` to `until`. A section is labelled intro, build, drop..."""

    kind: MarkKind
    tick: Tick
    at: SongTime
    until: Tick
    until_at: SongTime
    label: str = ""


class DropKind(Enum):
    """An `entry` is the first kick or bass, a `return` bass that comes back with little before it, a `drop` the real
    thing: what a fight plays as one.
    """

    DROP = "drop"
    RETURN = "return"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Drop:
    """A found drop with the terms, each 0..1, that made its strength: 0..1, an order and not a
    probability.
    """

    tick: Tick
    at: SongTime
    kind: DropKind
    strength: float
    terms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


class PulseKind(Enum):
    """Drum hits that the room dances to."""

    KICK = "kick"
    SNARE = "snare"
    HAT = "hat"


@dataclass(frozen=True, slots=True)
class Pulse:
    """A light cue; `strength` 0..100."""

    tick: Tick
    at: SongTime
    kind: PulseKind
    strength: int


@dataclass(frozen=True, slots=True)
class Rating:
    """Difficulty as one number and its parts (peak and mean events a second, stamina, reading, turns)."""

    value: float
    parts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class LevelChart:
    """The events of one level in canonical order, and the marks of those that the generator made (see `edits`)."""

    level: Level
    events: tuple[Event, ...]
    rating: Rating
    made: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AudioRef:
    """Which audio the chart belongs to: known by the SHA-256 of its decoded samples, not by its name."""

    file: str
    pcm_sha256: str
    frames: int
    rate: int
    decoder: str

    @property
    def length(self) -> SongTime:
        """Where the audio ends."""
        return SongTime(self.frames * 1_000_000 // self.rate)


@dataclass(frozen=True, slots=True)
class SongInfo:
    """What people call it. `key` is like `A minor` or empty; `swing` is the off-16th's share, 0.5 = straight."""

    title: str
    artist: str = ""
    licence: str = ""
    key: str = ""
    swing: float = STRAIGHT
    preview_at: SongTime = START


@dataclass(frozen=True, slots=True)
class Generator:
    """What made the chart, enough to make it again."""

    name: str
    version: str
    seed: int = 0
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Chart:
    """One song, all levels. `energy` is one 0..100 value a bar from bar 0; `extra` keeps a newer version's fields."""

    generator: Generator
    audio: AudioRef
    song: SongInfo
    tempo: TempoMap
    levels: tuple[LevelChart, ...]
    drops: tuple[Drop, ...] = ()
    marks: tuple[Mark, ...] = ()
    pulses: tuple[Pulse, ...] = ()
    energy: tuple[int, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    edited_by_human: bool = False
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def level(self, level: Level) -> LevelChart | None:
        """The level's events, if this chart has that level."""
        return next((found for found in self.levels if found.level is level), None)

    def spans(self, kind: MarkKind) -> tuple[Mark, ...]:
        """All marks of one kind, in order."""
        return tuple(mark for mark in self.marks if mark.kind is kind)
