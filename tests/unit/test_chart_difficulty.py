"""Difficulty keeps its promises: order-free, rising with events and speed, smooth."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm_fu.chart import Event, Kind, Reach, Side
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import apply_edits, canonical, event_mark, human_edits
from rhythm_fu.units import SongTime, Tick, ms, seconds
from tests.unit.chart_samples import Level, level_of, takedown

LENGTH = SongTime(seconds(60))

events = st.lists(
    st.builds(
        lambda at, kind, side: Event(Tick(at), SongTime(at * 1000), kind, side, Reach.NEAR),
        st.integers(0, 59_000),
        st.sampled_from([Kind.TAKEDOWN, Kind.SHIELD, Kind.REFLECT]),
        st.sampled_from(Side),
    ),
    min_size=1,
    max_size=60,
)


@given(events, st.randoms())
def test_order_does_not_matter(chosen: list[Event], random):
    shuffled = list(chosen)
    random.shuffle(shuffled)
    assert abs(rate(shuffled, LENGTH).value - rate(chosen, LENGTH).value) < 0.002


@given(events, events)
def test_more_events_are_never_easier(chosen: list[Event], more: list[Event]):
    assert rate([*chosen, *more], LENGTH).value >= rate(chosen, LENGTH).value


@given(events, st.floats(1.01, 2))
def test_faster_is_never_easier(chosen: list[Event], speed: float):
    assert rate(chosen, LENGTH, speed).value >= rate(chosen, LENGTH).value


@settings(max_examples=50)
@given(events)
def test_a_nudge_of_a_millisecond_changes_next_to_nothing(chosen: list[Event]):
    nudged = [Event(Tick(e.tick + 1), SongTime(e.at + ms(1)), e.kind, e.side, e.reach) for e in chosen]
    assert abs(rate(nudged, LENGTH).value - rate(chosen, LENGTH).value) < 0.05


def test_a_steady_four_a_second_rates_about_twice_as_hard_as_two():
    def steady(gap_ms: int) -> list[Event]:
        return [
            Event(Tick(n), SongTime(ms(n * gap_ms)), Kind.TAKEDOWN, list(Side)[n % 2], Reach.NEAR)
            for n in range(60_000 // gap_ms)
        ]

    assert 1.8 < rate(steady(250), LENGTH).value / rate(steady(500), LENGTH).value < 2.2


def test_an_empty_level_is_rated_zero():
    assert rate([], LENGTH).value == 0


def test_edits_survive_a_new_generation():
    made = level_of(Level.HARD, takedown(4), takedown(8), takedown(12))
    by_hand = takedown(10, Side.RIGHT)
    edited = level_of(Level.HARD, takedown(4), takedown(12), by_hand)
    edited = type(edited)(Level.HARD, edited.events, edited.rating, made.made)
    edits = human_edits(edited)
    assert edits.added == (by_hand,)
    assert edits.removed == {event_mark(takedown(8))}
    new = apply_edits([takedown(4), takedown(8), takedown(16)], edits)
    assert new == canonical([takedown(4), by_hand, takedown(16)])


def test_an_untouched_level_has_no_edits():
    assert not human_edits(level_of(Level.HARD, takedown(4))).any
