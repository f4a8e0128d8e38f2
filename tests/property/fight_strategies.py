"""Random charts, presses and setups that a fight must take."""

import itertools
from dataclasses import replace

from hypothesis import strategies as st

from rhythm_fu.chart import Chart, Event, Kind, Level, Mark, MarkKind, Reach, Side
from rhythm_fu.fight import Scheme, Setup
from rhythm_fu.judge import Button, Press
from rhythm_fu.timing import Meter, TempoAnchor, TempoMap
from rhythm_fu.units import SongTime, Tick, beats, ms
from tests.unit.chart_samples import a_song, level_of

LAST_BEAT = 40
LAST_MS = 22_000


@st.composite
def tempo_maps(draw: st.DrawFn) -> TempoMap:
    """One tempo in some meter, or one that changes with its meter at beat 12, and drifts from there."""
    beat_us = draw(st.sampled_from((300_000, 344_828, 500_000)))
    meters = st.sampled_from((Meter(), Meter(3, 4), Meter(6, 8), Meter(7, 8)))
    first = TempoAnchor(Tick(0), SongTime(draw(st.sampled_from((0, 137_000)))), beat_us * 1_000, draw(meters))
    if draw(st.booleans()):
        return TempoMap((first,))
    tick = Tick(beats(12))
    there = SongTime(TempoMap((first,)).at(tick))
    second = TempoAnchor(tick, there, 410_000_000, draw(meters))
    later = Tick(beats(12 + 14 * second.meter.beats))
    third = TempoAnchor(later, TempoMap((first, second)).at(later), 415_000_000, second.meter)
    return TempoMap((first, second, third))


@st.composite
def charts(draw: st.DrawFn, level: Level = Level.MASTER) -> Chart:
    """Up to 30 events of any kind on the quarter-beat grid, one a tick, fair or not; sometimes phrase marks."""
    tempo = draw(tempo_maps())
    places = draw(st.lists(st.integers(2, LAST_BEAT * 4), max_size=30, unique=True))
    events = []
    for place in sorted(places):
        tick = Tick(beats(place / 4))
        kind = draw(st.sampled_from(list(Kind)))
        side = draw(st.sampled_from(list(Side))) if kind in (Kind.TAKEDOWN, Kind.REFLECT, Kind.SHIELD) else None
        reach = draw(st.sampled_from(list(Reach))) if kind is Kind.TAKEDOWN else None
        event = Event(tick, tempo.at(tick), kind, side, reach, draw(st.sampled_from((0, 80, 100, 400))))
        if kind is Kind.DROP and draw(st.booleans()):
            hold = Tick(max(0, tick - beats(draw(st.sampled_from((0.25, 2, 8))))))
            event = replace(event, hold_from=hold, hold_at=tempo.at(hold))
        events.append(event)
    starts = [Tick(beats(n)) for n in draw(st.sampled_from(((), (0, 8, 16, 24, 32, 40))))]
    marks = tuple(Mark(MarkKind.PHRASE, a, tempo.at(a), b, tempo.at(b)) for a, b in itertools.pairwise(starts))
    return replace(a_song(), tempo=tempo, levels=(level_of(level, *events),), marks=marks, drops=())


@st.composite
def presses(draw: st.DrawFn, chart: Chart | None = None) -> tuple[Press, ...]:
    """Up to 80 presses and releases in order of time: anywhere, and on or near the chart's events."""
    near = [event.at for event in chart.levels[0].events] if chart else []
    anywhere = st.integers(ms(-200), ms(LAST_MS))
    if near:
        close = st.builds(lambda at, off: at + off, st.sampled_from(near), st.integers(ms(-90), ms(90)))
        edges = st.builds(
            lambda at, off: at + off, st.sampled_from(near), st.sampled_from((-84_000, 0, 84_000, 84_001))
        )
        moments = st.one_of(close, edges, anywhere)
    else:
        moments = anywhere
    rows = draw(
        st.lists(st.tuples(moments, st.sampled_from(list(Button)), st.sampled_from((1, 30, 400, 3000))), max_size=40)
    )
    found = [Press(SongTime(at), button) for at, button, _ in rows]
    found += [Press(SongTime(at + ms(held)), button, is_release=True) for at, button, held in rows]
    return tuple(sorted(found, key=lambda press: press.at))


setups = st.builds(
    Setup,
    scheme=st.sampled_from(list(Scheme)),
    no_fail=st.booleans(),
    mirror=st.booleans(),
    autoplay=st.booleans(),
    speed_percent=st.integers(50, 150),
    lead_percent=st.integers(50, 200),
)
