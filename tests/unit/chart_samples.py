"""Charts to test with."""

from dataclasses import replace
from types import MappingProxyType

from rhythm_fu.chart import (
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
    Reach,
    Side,
    SongInfo,
)
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import canonical, marks
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick, beats, ms

TEMPO = TempoMap.constant(120, SongTime(ms(137)))
AUDIO = AudioRef("neon.ogg", "ab" * 32, 44_100 * 60, 44_100, "libsndfile 1.2.2")


def takedown(beat: float, side: Side = Side.LEFT, reach: Reach = Reach.NEAR, tempo: TempoMap = TEMPO) -> Event:
    tick = Tick(beats(beat))
    return Event(tick, tempo.at(tick), Kind.TAKEDOWN, side, reach)


def other(beat: float, kind: Kind, side: Side | None = None) -> Event:
    tick = Tick(beats(beat))
    return Event(tick, TEMPO.at(tick), kind, side)


def held_drop(start: float, end: float) -> Event:
    tick, hold = Tick(beats(end)), Tick(beats(start))
    return Event(tick, TEMPO.at(tick), Kind.DROP, prop="chandelier", hold_from=hold, hold_at=TEMPO.at(hold))


def level_of(level: Level, *events: Event) -> LevelChart:
    ordered = canonical(events)
    return LevelChart(level, ordered, rate(ordered, AUDIO.length), marks(ordered))


def chart_of(*levels: LevelChart) -> Chart:
    start, end = Tick(beats(16)), Tick(beats(32))
    return Chart(
        Generator("rhythm-fu", "0.1.0", 7, MappingProxyType({"meter": "4/4"})),
        AUDIO,
        SongInfo("Neon", "Rhythm Fu", "CC BY 4.0", "A minor"),
        TEMPO,
        levels,
        (Drop(end, TEMPO.at(end), DropKind.DROP, 0.91, MappingProxyType({"sub": 0.8})),),
        (Mark(MarkKind.BUILD, start, TEMPO.at(start), end, TEMPO.at(end)),),
        (Pulse(Tick(0), TEMPO.at(0), PulseKind.KICK, 90),),
        (10, 20, 80),
        MappingProxyType({"tempo": 0.99}),
    )


def a_song() -> Chart:
    """Two nested levels with a held drop."""
    normal = [takedown(n, Side.LEFT if n % 8 else Side.RIGHT) for n in range(4, 28, 4)]
    hard = [*normal, takedown(6, Side.RIGHT, Reach.FAR), other(10, Kind.DOUBLE)]
    drop = held_drop(28, 32)
    return chart_of(level_of(Level.NORMAL, *normal, drop), level_of(Level.HARD, *hard, drop))


def with_events(chart: Chart, *events: Event) -> Chart:
    """The chart with one Hard level of these events."""
    return replace(chart, levels=(level_of(Level.HARD, *events),))
