"""A song's form: named sections in bars, automation over beats, and what is true about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from tools.soundtrack.clock import Clock
from tools.soundtrack.kernels import SR, Mono
from tools.soundtrack.notation import Line, Note, shifted

if TYPE_CHECKING:
    from tools.soundtrack.mixing import Strip

SectionKind = Literal["intro", "verse", "build", "drop", "breakdown", "outro"]
DropKind = Literal["drop", "entry", "return"]


@dataclass(frozen=True, slots=True)
class Section:
    """Whole bars. `landing` says that a drop (or an entry or return of the bass) lies on the first beat."""

    name: str
    kind: SectionKind
    bars: int
    landing: DropKind | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A section in place: beats from `start` to `end`."""

    section: Section
    start: float
    end: float
    beats_per_bar: int

    @property
    def beats(self) -> float:
        """Its length in beats."""
        return self.end - self.start

    @property
    def bars(self) -> int:
        """Its length in bars."""
        return self.section.bars

    def bar(self, index: int) -> float:
        """The beat where its bar number `index` (from 0; negative counts from the end) begins."""
        return (self.start if index >= 0 else self.end) + index * self.beats_per_bar


@dataclass(frozen=True, slots=True)
class Curve:
    """A value over beats: straight lines (or, with `is_geometric`, equal ratios) between (beat, value) points."""

    points: tuple[tuple[float, float], ...]
    is_geometric: bool = False

    def over(self, clock: Clock, n: int) -> Mono:
        """The value at each of n samples."""
        at = clock.straight(np.array([b for b, _ in self.points])) * SR
        values = np.array([v for _, v in self.points], dtype=np.float64)
        if self.is_geometric:
            return np.exp(np.interp(np.arange(n), at, np.log(values)))
        return np.interp(np.arange(n), at, values)


class Form:
    """The sections one after the other, looked up by name."""

    def __init__(self, sections: Iterable[Section], beats_per_bar: int = 4) -> None:
        self.spans: dict[str, Span] = {}
        at = 0.0
        for s in sections:
            if s.name in self.spans:
                raise ValueError(f"two sections are called {s.name!r}; a name must be its own")
            self.spans[s.name] = Span(s, at, at + s.bars * beats_per_bar, beats_per_bar)
            at += s.bars * beats_per_bar
        self.beats = at
        self.beats_per_bar = beats_per_bar

    def __getitem__(self, name: str) -> Span:
        return self.spans[name]

    def fader(
        self,
        levels: Mapping[str, float | tuple[float, float]],
        gaps: Iterable[tuple[float, float]] = (),
        hush: float = -16.0,
    ) -> Curve:
        """The master fader in dB: a level for a section (0 where none is named), a pair to rise through it; in a gap
        everything, rooms included, falls by `hush` and is back a hundredth of a beat before the landing.
        """
        points: list[tuple[float, float]] = []
        for span in self.spans.values():
            stated = levels.get(span.section.name, 0.0)
            a, b = stated if isinstance(stated, tuple) else (stated, stated)
            points += [(span.start + (0.0 if not points else 0.001), a), (span.end - 0.05, b)]
            if not span.section.landing and points[:-2]:
                points[-2] = (span.start + 1.0, a)
            elif points[:-2]:
                points[-2] = (span.start - 0.01, a)
        for start, end in gaps:
            last = [v for at, v in sorted(points) if at <= end - 0.011][-1]
            points = [(at, v) for at, v in points if not start <= at <= end - 0.011]
            points += [(start, last), (start + 0.3, last + hush), (end - 0.02, last + hush)]
        return Curve(tuple(sorted(points)))

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans.values())


class Part:
    """What one instrument plays, gathered section by section. It changes as the song is written down."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def put(self, line: Line, *spans: Span, skip: float = 0.0, gain: float = 1.0, semitones: float = 0.0) -> "Part":
        """Play the line at the start of each span, cut where the span ends; `skip` beats of silence first."""
        for span in spans:
            cut = [n for n in line if n.beat < span.beats - skip - 1e-9]
            self.notes += shifted(cut, span.start + skip, semitones, gain)
        return self

    def at(self, beat: float, line: Line, gain: float = 1.0, semitones: float = 0.0) -> "Part":
        """Play the line from a beat on."""
        self.notes += shifted(line, beat, semitones, gain)
        return self

    def mute(self, start: float, end: float) -> "Part":
        """Take out the notes that start in [start, end) and cut those that sound into it: a gap."""
        kept = [n for n in self.notes if not start - 1e-9 <= n.beat < end - 1e-9]
        self.notes = [
            replace(n, length=start - n.beat) if n.beat < start < n.beat + n.length - 1e-9 else n for n in kept
        ]
        return self

    @property
    def line(self) -> Line:
        """Everything, in order."""
        return tuple(sorted(self.notes, key=lambda n: (n.beat, n.pitch)))


@dataclass(frozen=True, slots=True)
class Song:
    """All that makes a track. `write` returns the mixer strips; it is called once per render. `fader` rides
    the whole mix before mastering, in dB over beats.
    """

    slug: str
    title: str
    style: str
    arena: str
    chapter: str
    seed: int
    key: str
    clock: Clock
    form: Form
    write: Callable[[], "list[Strip]"] = field(repr=False)
    fader: Curve
    tail_s: float = 2.5
    lufs: float = -14.0
    hall_s: float = 2.6
    room_s: float = 0.7
    echo_beats: float = 0.75
    about: str = ""
    sources: tuple[str, ...] = ()

    @property
    def length_s(self) -> float:
        """From sample 0 to the end of the tail."""
        return float(self.clock.straight(self.form.beats)) + self.tail_s
