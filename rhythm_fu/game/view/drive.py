"""What drives the lights: the song's own drum hits, builds, drops and sections, as closed forms of song time."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import exp, floor
from typing import Final

from rhythm_fu.chart.model import Chart, DropKind, Kind, Level, MarkKind, PulseKind
from rhythm_fu.units import TICKS_PER_BEAT, ms


class Channel(Enum):
    """What a light listens to."""

    STEADY = "steady"
    KICK = "kick"
    SNARE = "snare"
    HAT = "hat"
    BEAT = "beat"
    ENERGY = "energy"
    BUILD = "build"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class DriveRules:
    """How a drum hit becomes light. Decays in milliseconds: long enough to be seen, over before the next hit.

    `quiet_ms` is the least time between two hits that large lights follow with flash safety on: under three a second.
    """

    kick_ms: float = 210
    snare_ms: float = 150
    hat_ms: float = 70
    beat_ms: float = 260
    drop_ms: float = 1_500
    rise_ms: float = 14
    safe_rise_ms: float = 45
    quiet_ms: float = 345


RULES: Final = DriveRules()


@dataclass(frozen=True, slots=True)
class Hits:
    """Drum hits in order: moments in microseconds and strengths 0..1."""

    at: tuple[int, ...]
    strength: tuple[float, ...]

    @classmethod
    def of(cls, hits: Iterable[tuple[int, float]], apart: int = 0) -> "Hits":
        """In order; of hits closer than `apart` microseconds the earlier stays, so the light stays on the beat."""
        kept: list[tuple[int, float]] = []
        for moment, strength in sorted(hits):
            if not kept or moment - kept[-1][0] >= max(1, apart):
                kept.append((moment, strength))
        return cls(tuple(moment for moment, _ in kept), tuple(strength for _, strength in kept))

    def level(self, now: int, decay: float, rise: float) -> float:
        """How bright, 0..1, at a moment: each hit rises over `rise` and halves its glow every 0.7 `decay`."""
        last = bisect_right(self.at, now) - 1
        best = 0.0
        for index in range(last, max(-1, last - 3), -1):
            since = now - self.at[index]
            level = self.strength[index] * exp(-since / decay) * min(1.0, since / rise if rise else 1.0)
            best = max(best, level)
        return best

    def since(self, now: int) -> int | None:
        """Microseconds since the last hit; None before the first."""
        last = bisect_right(self.at, now) - 1
        return now - self.at[last] if last >= 0 else None

    def count(self, now: int) -> int:
        """How many hits have been."""
        return bisect_right(self.at, now)


def _spans(chart: Chart, kind: MarkKind) -> tuple[tuple[int, int], ...]:
    return tuple((int(mark.at), int(mark.until_at)) for mark in chart.spans(kind))


def drop_moments(chart: Chart, level: Level) -> tuple[int, ...]:
    """Where the room breaks open: the found drops and this level's drop events."""
    found = {int(drop.at) for drop in chart.drops if drop.kind is DropKind.DROP}
    played = chart.level(level)
    if played is not None:
        found |= {int(event.at) for event in played.events if event.kind is Kind.DROP}
    return tuple(sorted(found))


def build_spans(chart: Chart, level: Level) -> tuple[tuple[int, int], ...]:
    """Builds as (from, to): the marked ones, and the hold before a drop where none is marked."""
    spans = set(_spans(chart, MarkKind.BUILD))
    played = chart.level(level)
    for event in played.events if played is not None else ():
        if event.kind is Kind.DROP and event.hold_at is not None:
            covered = any(start <= event.hold_at and event.at <= end for start, end in spans)
            if not covered:
                spans.add((int(event.hold_at), int(event.at)))
    return tuple(sorted(spans))


def phrase_starts(chart: Chart) -> tuple[int, ...]:
    """Where phrases begin; every eighth bar where the chart names none."""
    named = tuple(start for start, _ in _spans(chart, MarkKind.PHRASE))
    if named:
        return named
    starts: list[int] = []
    while (moment := int(chart.tempo.at(chart.tempo.bar_start(len(starts) * 8)))) < chart.audio.length:
        starts.append(moment)
    return tuple(starts)


class Drives:
    """The room's score: built once a song, asked every frame. Asking changes nothing."""

    def __init__(self, chart: Chart, level: Level, *, flash_safe: bool = True, rules: DriveRules = RULES) -> None:
        self._rules = rules
        self._tempo = chart.tempo
        self._rise = ms(rules.safe_rise_ms if flash_safe else rules.rise_ms)
        apart = ms(rules.quiet_ms) if flash_safe else 0
        by_kind: dict[PulseKind, list[tuple[int, float]]] = {kind: [] for kind in PulseKind}
        for pulse in chart.pulses:
            by_kind[pulse.kind].append((int(pulse.at), pulse.strength / 100))
        self.kicks = Hits.of(by_kind[PulseKind.KICK], apart)
        self.snares = Hits.of(by_kind[PulseKind.SNARE], apart)
        self.hats = Hits.of(by_kind[PulseKind.HAT])
        self.drops = Hits.of((moment, 1.0) for moment in drop_moments(chart, level))
        self.builds = build_spans(chart, level)
        self.phrases = phrase_starts(chart)
        self._sections = tuple(start for start, _ in _spans(chart, MarkKind.SECTION)) or self.phrases
        self._energy = chart.energy

    def beats(self, now: int) -> float:
        """Beats since the first downbeat."""
        return self._tempo.tick(now) / TICKS_PER_BEAT

    def build(self, now: int) -> float:
        """0 outside builds, rising to 1 at the end of one."""
        for start, end in self.builds:
            if start <= now < end:
                return (now - start) / (end - start)
        return 0.0

    def energy(self, now: int) -> float:
        """Loudness of the bar, 0..1, without steps; 0.6 where the chart does not say."""
        if not self._energy:
            return 0.6
        tick = self._tempo.tick(now)
        bar, into = self._tempo.bar(tick)
        length = self._tempo.anchor_at(tick).meter.beats * TICKS_PER_BEAT
        first = max(0, min(len(self._energy) - 1, bar))
        second = max(0, min(len(self._energy) - 1, bar + 1))
        share = max(0.0, (into / length - 0.75) * 4)
        return (self._energy[first] * (1 - share) + self._energy[second] * share) / 100

    def section(self, now: int) -> int:
        """The section's number, for changes of colour."""
        return max(0, bisect_right(self._sections, now) - 1)

    def phrase(self, now: int) -> int:
        """The phrase's number."""
        return max(0, bisect_right(self.phrases, now) - 1)

    def level(self, channel: Channel, now: int) -> float:
        """How bright a light on this channel is, 0..1."""
        rules = self._rules
        if channel is Channel.STEADY:
            return 1.0
        if channel is Channel.KICK:
            return self.kicks.level(now, ms(rules.kick_ms), self._rise)
        if channel is Channel.SNARE:
            return self.snares.level(now, ms(rules.snare_ms), self._rise)
        if channel is Channel.HAT:
            return self.hats.level(now, ms(rules.hat_ms), ms(rules.rise_ms))
        if channel is Channel.DROP:
            return self.drops.level(now, ms(rules.drop_ms), self._rise)
        if channel is Channel.ENERGY:
            return self.energy(now)
        if channel is Channel.BUILD:
            return self.build(now)
        beats = self.beats(now)
        whole = floor(beats)
        since = int(now) - int(self._tempo.at(whole * TICKS_PER_BEAT))
        return exp(-max(0, since) / ms(rules.beat_ms))
