"""What the analysis passes from stage to stage. Float seconds throughout; rounded once, where a chart is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.chart.model import DropKind, Level
from rhythm_fu.timing import Meter, TempoMap

Floats = NDArray[np.float64]
Envelopes = NDArray[np.float32]

Progress = Callable[[str, float], None]
"""Told the stage's name and how much of the whole is done, 0..1."""


def silent(_stage: str, _share: float) -> None:
    """Progress that nobody watches."""


ONE_TEMPO: Final = 1e-3
"""Tempi within this share of each other are one that is measured twice."""

BANDS = ("sub", "low", "mid", "high")
"""Rows of the band envelopes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the modder asked for; None leaves it to the analysis.

    `level_shift` multiplies the tempo (2, 0.5, 1.5, 2/3); `shift_beats` moves the beat (by 0.5) or the downbeat (by 1,
    2, 3); `first_beat_s` fixes a beat; `range_bpm` bounds the tempo; `tag_bpm` is a file's own word, a prior only.
    `by_hand` is a whole tempo map that a person wrote into a chart: it is taken as it stands, and the rest then says
    nothing about the grid. `is_old_level` says that `level_shift` comes from a chart: it is taken whatever it is.
    `undone` names what is left to the analysis on purpose, though a chart was made with it.
    """

    bpm: float | None = None
    offset_s: float | None = None
    meter: Meter | None = None
    seed: int | None = None
    levels: tuple[Level, ...] = tuple(Level)
    level_shift: float = 1.0
    shift_beats: float = 0.0
    first_beat_s: float | None = None
    range_bpm: tuple[float, float] | None = None
    tag_bpm: float | None = None
    by_hand: TempoMap | None = None
    is_old_level: bool = field(default=False, compare=False)
    undone: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Band envelopes from one shared STFT, channels combined on power; chroma from a longer one, on magnitudes.

    `levels` and `flux` have shape (4, m), rows as in BANDS: loudness in dB below the song's peak (<= 0), and onset
    strength (>= 0). Column j lies at `start_s + j * hop_s`. `chroma` is (12, k), one column each `chroma_hop_s`, C
    first; `bass_chroma` the same of the bass alone, (12, k).
    """

    hop_s: float
    start_s: float
    length_s: float
    levels: Envelopes
    flux: Envelopes
    chroma: Envelopes
    chroma_hop_s: float
    bass_chroma: Envelopes

    @property
    def times_s(self) -> Floats:
        """The moment of each column, shape (m,)."""
        return self.start_s + self.hop_s * np.arange(self.levels.shape[1], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class GridAnchor:
    """From beat number `beat` (0 = first downbeat) on, at `at_s`, beats follow each other at `bpm`."""

    beat: int
    at_s: float
    bpm: float
    meter: Meter = field(default_factory=Meter)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of the same pulse: what `level_shift`, `shift_beats` and, if there is one, `meter` of a request
    that asks for nothing else lead to it, its `bpm`, and `downbeat_s`, one of its downbeats where the grid has one
    tempo; where that changes, the moment is that of no certain part of the song.

    `probability` is that of this reading: tempo, beat and bar. Of another tempo there is one, its likeliest; its
    `shift` is 0, and `of_tempo` is how likely the tempo is wherever its beat lies. Bars are of so many `beats`.
    """

    factor: float
    shift: float
    bpm: float
    probability: float
    downbeat_s: float = 0.0
    beats: int = 4
    of_tempo: float = 0.0
    meter: Meter | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """The grid may be wrong from `at_s` on, with so much `chance`: the beat may stumble there, or it is not heard again
    until `until_s`, so that nothing tells whether the grid holds. `until_s` is `at_s` for a stumble.
    """

    at_s: float
    until_s: float
    chance: float

    @property
    def is_unheard(self) -> bool:
        """Whether it is a stretch without a beat rather than a stumble."""
        return self.until_s > self.at_s


@dataclass(frozen=True, slots=True)
class Grid:
    """The beat grid. Beats lie on it from `first_beat` (negative: pick-up) to `last_beat`, both with evidence nearby.

    Between two anchors time runs straight; after the last one its bpm decides. `swing` is the off-16th's place in its
    half-beat, 0.5 = straight. `confidence` holds probabilities such as tempo, level, phase, downbeat. `doubts` say
    where the grid may leave the song, in rising order.
    """

    anchors: tuple[GridAnchor, ...]
    first_beat: int
    last_beat: int
    swing: float = 0.5
    confidence: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def bpm(self) -> float:
        """The tempo that most beats have, wherever in the song they are; as the longest stretch at it has it."""
        beats = np.diff([*(a.beat for a in self.anchors), self.last_beat + 1])
        tempi = np.array([a.bpm for a in self.anchors])
        is_one = np.abs(tempi[:, None] / tempi - 1.0) <= ONE_TEMPO
        return self.anchors[int(np.lexsort((-beats, -(is_one @ beats)))[0])].bpm

    @property
    def is_constant(self) -> bool:
        """Whether one tempo holds throughout."""
        return len(self.anchors) == 1

    def times_of(self, beats: Floats) -> Floats:
        """Seconds of beat numbers, fractions included. Any shape."""
        numbers = np.asarray(beats, dtype=np.float64)
        if self.is_constant:
            only = self.anchors[0]
            return np.asarray(only.at_s + (numbers - only.beat) * 60.0 / only.bpm)
        xs = np.array([a.beat for a in self.anchors], dtype=np.float64)
        ys = np.array([a.at_s for a in self.anchors])
        inside = np.interp(numbers, xs, ys)
        first, last = self.anchors[0], self.anchors[-1]
        lead = (ys[1] - ys[0]) / (xs[1] - xs[0])
        early = first.at_s + (numbers - first.beat) * lead
        late = last.at_s + (numbers - last.beat) * 60.0 / last.bpm
        return np.where(numbers < first.beat, early, np.where(numbers > last.beat, late, inside))

    def beats_of(self, times_s: Floats) -> Floats:
        """Beat numbers of moments, fractions included. Any shape."""
        moments = np.asarray(times_s, dtype=np.float64)
        if self.is_constant:
            only = self.anchors[0]
            return np.asarray(only.beat + (moments - only.at_s) * only.bpm / 60.0)
        xs = np.array([a.beat for a in self.anchors], dtype=np.float64)
        ys = np.array([a.at_s for a in self.anchors])
        inside = np.interp(moments, ys, xs)
        first, last = self.anchors[0], self.anchors[-1]
        lead = (ys[1] - ys[0]) / (xs[1] - xs[0])
        early = first.beat + (moments - first.at_s) / lead
        late = last.beat + (moments - last.at_s) * last.bpm / 60.0
        return np.where(moments < first.at_s, early, np.where(moments > last.at_s, late, inside))

    def beat_times(self) -> Floats:
        """Every beat, shape (n,), seconds."""
        return self.times_of(np.arange(self.first_beat, self.last_beat + 1, dtype=np.float64))

    @property
    def first_downbeat_s(self) -> float:
        """The first downbeat that is heard; the one that counting starts from may lie before the song."""
        downbeats = self.downbeats()
        inside = downbeats[downbeats >= self.first_beat]
        return float(self.times_of(inside[0] if len(inside) else downbeats[0]))

    def downbeats(self) -> NDArray[np.int64]:
        """Beat numbers of the downbeats, shape (n,): every `meter.beats` from each anchor's."""
        found: list[int] = []
        ends = [*(a.beat for a in self.anchors[1:]), self.last_beat + 1]
        for i, (anchor, end) in enumerate(zip(self.anchors, ends, strict=True)):
            beats = anchor.meter.beats
            begin = anchor.beat if i else anchor.beat - (anchor.beat - self.first_beat) // beats * beats
            found += range(begin, end, beats)
        return np.array(found, dtype=np.int64)


class SectionKind(Enum):
    """What a part of the song does."""

    INTRO = "intro"
    VERSE = "verse"
    BUILD = "build"
    DROP = "drop"
    BREAKDOWN = "breakdown"
    OUTRO = "outro"


@dataclass(frozen=True, slots=True)
class Section:
    """Beats `start` to `end`; `energy` 0..1 within the song."""

    kind: SectionKind
    start: int
    end: int
    energy: float


@dataclass(frozen=True, slots=True)
class FoundDrop:
    """A ranked suggestion on a downbeat. `terms`, each 0..1, are what `strength` was made of."""

    beat: int
    kind: DropKind
    strength: float
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """The song's form over its grid. `phrases` are first beats of 4-, 8- or 16-bar phrases; `bar_energy` 0..1 a bar."""

    sections: tuple[Section, ...]
    phrases: tuple[int, ...]
    drops: tuple[FoundDrop, ...]
    bar_energy: Floats
    key: str = ""
    key_confidence: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """All that was heard in a song."""

    features: Features
    grid: Grid
    structure: Structure
