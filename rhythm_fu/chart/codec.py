"""Chart files: text to Chart and back. JSON, one file a song, all levels inside; `docs/chart-format.md` tells all.

Ticks are the truth; the microseconds beside them are a copy that is checked, so a tool that changed only one is caught.
"""

import itertools
import json
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from unicodedata import category

import msgspec

from rhythm_fu.chart.edits import canonical
from rhythm_fu.chart.file_model import (
    FORMAT,
    MOST_WORDS,
    VERSION,
    AudioFile,
    ChartFile,
    DropFile,
    EventFile,
    GeneratorFile,
    LevelFile,
    MarkFile,
    PulseFile,
    RatingFile,
    SongFile,
    TempoFile,
)  # fmt: skip
from rhythm_fu.chart.migrate import MIGRATIONS
from rhythm_fu.chart.model import (
    FASTEST_BPM,
    LONGEST,
    SLOWEST_BPM,
    AudioRef,
    Chart,
    Drop,
    DropKind,
    Event,
    Generator,
    Kind,
    Level,
    LevelChart,
    Mark,
    MarkKind,
    Pulse,
    PulseKind,
    Rating,
    Reach,
    Side,
    SongInfo,
)  # fmt: skip
from rhythm_fu.chart.strict_json import parse, typed
from rhythm_fu.errors import ChartError
from rhythm_fu.timing import Meter, TempoAnchor, TempoMap
from rhythm_fu.units import MICROS, TICKS_PER_BEAT, SongTime, Tick, clock_text

COPY_TOLERANCE: Final = 1_000
"""Microseconds by which a moment may differ from its tick's."""

MOST_EVENTS: Final = 100_000

FASTEST_BEAT: Final = 60 * MICROS // FASTEST_BPM
SLOWEST_BEAT: Final = 60 * MICROS // SLOWEST_BPM
"""Microseconds a beat, between anchors; a microsecond of rounding is let pass."""


def _migrated(raw: dict[str, Any], place: str) -> dict[str, Any]:  # Any: as above
    version = raw.get("version")
    if not (isinstance(version, list) and len(version) == 2 and all(isinstance(n, int) for n in version)):
        raise ChartError(f"{place}: version", "must be two whole numbers", f"the newest is {list(VERSION)}")
    if version[0] > VERSION[0]:
        raise ChartError(f"{place}: version", f"made for a newer game ({version[0]}.{version[1]})", "update Rhythm Fu")
    major = version[0]
    while major < VERSION[0]:
        step = MIGRATIONS.get(major)
        if step is None:
            raise ChartError(f"{place}: version", f"{major} was never published", f"the oldest is {min(MIGRATIONS)}")
        raw = step(raw)
        major += 1
    return raw


def _tempo(entries: list[TempoFile], place: str) -> TempoMap:
    if not entries:
        raise ChartError(f"{place}: tempo", "no tempo anchors", "give at least one, at tick 0")
    if entries[0].tick != 0:
        raise ChartError(f"{place}: tempo[0]", "the first anchor is not at tick 0", "tick 0 is the first downbeat")
    for i, (a, b) in enumerate(itertools.pairwise(entries), start=1):
        if b.tick <= a.tick or b.t_us <= a.t_us:
            raise ChartError(f"{place}: tempo[{i}]", "anchors out of order", "sort them by tick and by time")
        expected = a.t_us + (b.tick - a.tick) * a.beat_ns // (TICKS_PER_BEAT * 1_000)
        if abs(expected - b.t_us) > COPY_TOLERANCE:
            problem = f"{(b.t_us - expected) / 1000:+.1f} ms from where anchor {i - 1}'s beat_ns leads"
            raise ChartError(f"{place}: tempo[{i}]", problem, "change beat_ns and t_us together")
        ticks, micros = b.tick - a.tick, b.t_us - a.t_us
        if not (
            ticks * FASTEST_BEAT <= (micros + 1) * TICKS_PER_BEAT
            and (micros - 1) * TICKS_PER_BEAT <= ticks * SLOWEST_BEAT
        ):
            bpm = 60 * MICROS * ticks / (micros * TICKS_PER_BEAT)
            fix = f"{SLOWEST_BPM} to {FASTEST_BPM} BPM are supported"
            raise ChartError(f"{place}: tempo[{i}]", f"{bpm:.1f} BPM up to here", fix)
    return TempoMap(
        tuple(
            TempoAnchor(Tick(e.tick), SongTime(e.t_us), e.beat_ns, Meter(e.beats_per_bar, e.beat_unit)) for e in entries
        )
    )


def _moment(tempo: TempoMap, tick: int, copy: int, place: str) -> SongTime:
    """The moment of a tick, its copy checked."""
    at = tempo.at(tick)
    if abs(at - copy) > COPY_TOLERANCE:
        problem = f"tick {tick} lies at {clock_text(at)}, but t_us says {clock_text(copy)}"
        raise ChartError(place, problem, "ticks are the truth: recompute t_us, or move both")
    return at


def _event(entry: EventFile, tempo: TempoMap, end: int, place: str) -> Event:
    at = _moment(tempo, entry.tick, entry.t_us, place)
    if at < 0:
        raise ChartError(place, "before the audio starts", "is this the right track?")
    if at > end:
        problem = f"at {clock_text(at)}, after the audio ends ({clock_text(end)})"
        raise ChartError(place, problem, "is this the right track?")
    kind = Kind(entry.kind)
    if kind in (Kind.TAKEDOWN, Kind.SHIELD, Kind.REFLECT) and entry.side is None:
        raise ChartError(place, f"a {entry.kind} needs a side", 'add "side": "left" or "right"')
    if kind is Kind.TAKEDOWN and entry.reach is None:
        raise ChartError(place, "a takedown needs a reach", 'add "reach": "near" or "far"')
    hold_at = None
    if entry.hold_from is not None:
        if kind is not Kind.DROP or not 0 <= entry.hold_from < entry.tick:
            raise ChartError(place, "hold_from belongs to a drop and lies before it", "take it out or move it")
        copy = entry.hold_us if entry.hold_us is not None else tempo.at(entry.hold_from)
        hold_at = _moment(tempo, entry.hold_from, copy, place)
        if hold_at < 0:
            raise ChartError(place, "its hold begins before the audio starts", "hold from a later tick")
    return Event(
        Tick(entry.tick), at, kind,
        Side(entry.side) if entry.side else None, Reach(entry.reach) if entry.reach else None,
        entry.weight, entry.prop, None if entry.hold_from is None else Tick(entry.hold_from), hold_at,
    )  # fmt: skip


def _level(entry: LevelFile, tempo: TempoMap, end: int, place: str) -> LevelChart:
    if len(entry.events) > MOST_EVENTS:
        raise ChartError(place, f"{len(entry.events)} events", f"at most {MOST_EVENTS} fit a level")
    events = [_event(e, tempo, end, f"{place}.events[{i}]") for i, e in enumerate(entry.events)]
    seen = {(event.tick, event.kind, event.side) for event in events}
    if len(seen) != len(events):
        raise ChartError(place, "the same event stands there twice", "delete one of them")
    rating = Rating(entry.rating.value, MappingProxyType(entry.rating.parts))
    return LevelChart(Level(entry.level), canonical(events), rating, tuple(entry.made.split()))


def loads(text: str, place: str = "chart") -> Chart:
    """The chart in a text; `place` names the file in messages. Raises ChartError with path and likely fix."""
    raw = _migrated(parse(text, place, "chart", ChartError), place)
    extra = {name: value for name, value in raw.items() if name not in ChartFile.__struct_fields__}
    file = typed({name: raw[name] for name in raw if name not in extra}, ChartFile, place, "chart", ChartError)
    audio = AudioRef(file.audio.file, file.audio.pcm_sha256, file.audio.frames, file.audio.rate, file.audio.decoder)
    end = audio.length
    if end > LONGEST:
        raise ChartError(f"{place}: audio", f"{clock_text(end)} long", "at most four hours are supported")
    tempo = _tempo(file.tempo, place)
    levels = [_level(e, tempo, end, f"{place}: levels[{i}]") for i, e in enumerate(file.levels)]
    if len({level.level for level in levels}) != len(levels):
        raise ChartError(f"{place}: levels", "a level stands there twice", "delete one of them")
    drops = tuple(
        Drop(Tick(d.tick), _moment(tempo, d.tick, d.t_us, f"{place}: drops[{i}]"), DropKind(d.kind), d.strength,
             MappingProxyType(d.terms))
        for i, d in enumerate(file.drops)
    )  # fmt: skip
    marks = tuple(
        Mark(MarkKind(m.kind), Tick(m.tick), _moment(tempo, m.tick, m.t_us, f"{place}: marks[{i}]"),
             Tick(m.until), _moment(tempo, m.until, m.until_us, f"{place}: marks[{i}]"), m.label)
        for i, m in enumerate(file.marks)
    )  # fmt: skip
    pulses = sorted(
        (Pulse(Tick(tick), tempo.at(tick), PulseKind(kind), strength)
         for kind, hits in msgspec.to_builtins(file.pulses).items() for tick, strength in hits),
        key=lambda pulse: (pulse.tick, pulse.kind.value),
    )  # fmt: skip
    song = file.song
    return Chart(
        Generator(file.generator.name, file.generator.version, file.generator.seed,
                  MappingProxyType(file.generator.params)),
        audio,
        SongInfo(_line(song.title), _line(song.artist), _line(song.licence), song.key, song.swing,
                 SongTime(song.preview_us)),
        tempo, tuple(sorted(levels, key=lambda level: list(Level).index(level.level))), drops, marks, tuple(pulses),
        tuple(file.energy), MappingProxyType(file.confidence), file.edited_by_human, MappingProxyType(extra),
    )  # fmt: skip


def _line(words: str) -> str:
    """Words as a chart may hold them: one line with no control characters or half ones, which no font can take.

    They come from names and tags of sound files, where anything may stand.
    """
    return "".join(" " if category(c) in ("Cc", "Cs") else c for c in words)[:MOST_WORDS]


def _event_file(event: Event) -> EventFile:
    return EventFile(
        event.tick, event.at, event.kind.value, event.side.value if event.side else None,
        event.reach.value if event.reach else None, event.weight, event.prop, event.hold_from, event.hold_at,
    )  # fmt: skip


def to_file(chart: Chart) -> ChartFile:
    """The chart as the structs of its file, in canonical order."""
    hits: dict[str, list[tuple[int, int]]] = {kind.value: [] for kind in PulseKind}
    for pulse in chart.pulses:
        hits[pulse.kind.value].append((pulse.tick, pulse.strength))
    audio, song, made = chart.audio, chart.song, chart.generator
    return ChartFile(
        FORMAT, VERSION,
        GeneratorFile(made.name, made.version, made.seed, dict(made.params)),
        AudioFile(audio.file, audio.pcm_sha256, audio.frames, audio.rate, audio.decoder),
        SongFile(_line(song.title), _line(song.artist), _line(song.licence), song.key, song.swing, song.preview_at),
        [TempoFile(a.tick, a.at, a.beat_ns, a.meter.beats, a.meter.unit) for a in chart.tempo.anchors],
        [LevelFile(level.level.value, RatingFile(level.rating.value, dict(level.rating.parts)),
                   [_event_file(event) for event in canonical(level.events)], " ".join(level.made))
         for level in chart.levels],
        TICKS_PER_BEAT,
        [DropFile(d.tick, d.at, d.kind.value, d.strength, dict(d.terms)) for d in chart.drops],
        [MarkFile(m.kind.value, m.tick, m.at, m.until, m.until_at, m.label) for m in chart.marks],
        PulseFile(hits["kick"], hits["snare"], hits["hat"]),
        list(chart.energy), dict(chart.confidence), chart.edited_by_human,
    )  # fmt: skip


def dumps(chart: Chart) -> str:
    """The chart as text: the same chart gives the same bytes; one event, mark or anchor a line, for kind diffs."""
    fields: dict[str, Any] = msgspec.to_builtins(to_file(chart))  # Any: JSON
    fields.update(chart.extra)
    return _pretty(fields) + "\n"


def _pretty(value: Any, indent: str = "", depth: int = 0) -> str:  # Any: JSON
    """JSON that breaks lines only down to the rows of tables."""
    inner = indent + "  "
    if isinstance(value, Mapping) and value and _is_tall(value, depth):
        rows = [f"{inner}{json.dumps(k, ensure_ascii=False)}: {_pretty(v, inner, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return "[\n" + ",\n".join(inner + _pretty(v, inner, depth + 1) for v in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def _is_tall(value: Mapping[str, Any], depth: int) -> bool:  # Any: JSON
    """Whether an object holds tables of its own, or is the file itself."""
    return depth == 0 or any(isinstance(v, list) and v and isinstance(v[0], (Mapping, list)) for v in value.values())


def chart_sha256(chart: Chart) -> str:
    """Identity for scores and replays: covers the audio, tempo map, all events and the phrases (where tables stand).

    Titles, ratings and notes are not in it.
    """
    file, audio = to_file(chart), chart.audio
    phrases = [mark for mark in file.marks if mark.kind == MarkKind.PHRASE.value]
    levels = [(level.level, level.events) for level in file.levels]
    played = (audio.pcm_sha256, audio.frames, audio.rate, file.tempo, phrases, levels)
    return sha256(msgspec.json.encode(played)).hexdigest()
