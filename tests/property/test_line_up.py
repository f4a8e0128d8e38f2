"""The line of those who come: whatever the chart, nobody jumps, nobody stands on another, the next is the brightest."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.fight.view import TargetView
from rhythm_fu.game.view.line_up import Place, line_up
from rhythm_fu.units import SongTime, Tick, ms

STEP = ms(2)


@st.composite
def targets(draw) -> list[TargetView]:
    """Up to twelve, as near to each other as a level may have them."""
    made: list[TargetView] = []
    at = ms(3000)
    last = dict.fromkeys(Side, 0)
    for number in range(draw(st.integers(1, 12))):
        at += ms(draw(st.sampled_from([90, 120, 234, 469, 938])))
        kind = draw(st.sampled_from([Kind.TAKEDOWN] * 6 + [Kind.SWEEP, Kind.REFLECT, Kind.SHIELD, Kind.DROP]))
        side = None if kind in {Kind.SWEEP, Kind.DROP} else draw(st.sampled_from(Side))
        for one in (side,) if side else Side:
            at = max(at, last[one] + ms(140))
        for one in (side,) if side else Side:
            last[one] = at
        reach = draw(st.sampled_from(Reach)) if kind is Kind.TAKEDOWN else None
        event = Event(Tick(at), SongTime(at), kind, side, reach)
        made.append(TargetView(number, event, side, SongTime(at - ms(2400)), SongTime(at - ms(469))))
    return made


def lines(seen: list[TargetView], now: int) -> list[dict[int, Place]]:
    return [line_up(seen, side, now) for side in Side]


@settings(max_examples=60, deadline=None)
@given(targets(), st.integers(0, 5_000_000))
def test_nobody_jumps(seen, after):
    now = ms(2000) + after
    for here, soon in zip(lines(seen, now), lines(seen, now + STEP), strict=True):
        assert here.keys() == soon.keys()
        for target, place in here.items():
            assert abs(place.out_px - soon[target].out_px) < 16
            assert abs(place.light - soon[target].light) < 0.1


@settings(max_examples=60, deadline=None)
@given(targets())
def test_before_the_first_event_those_on_the_picture_stand_apart(seen):
    for line in lines(seen, 0):
        glass = {t.target for t in seen if t.event.kind is Kind.REFLECT}
        spots = sorted(p.out_px for target, p in line.items() if target not in glass and p.out_px < 640 and p.light > 0)
        assert all(b - a > 80 for a, b in pairwise(spots))


@settings(max_examples=60, deadline=None)
@given(targets(), st.integers(0, 5_000_000))
def test_those_who_come_later_are_never_brighter_and_three_are_lit(seen, after):
    now = ms(2000) + after
    for line in lines(seen, now):
        coming = [line[t.target] for t in seen if t.target in line and t.event.at > now]
        assert all(a.light >= b.light for a, b in pairwise(coming))
        assert sum(not place.is_outline for place in coming) <= 3


@settings(max_examples=60, deadline=None)
@given(targets(), st.integers(0, 11))
def test_whose_turn_it_is_stands_on_his_mark_fully_lit(seen, which):
    one = seen[which % len(seen)]
    for side, line in zip(Side, lines(seen, int(one.event.at)), strict=True):
        if one.target in line and (one.side is side or one.side is None):
            place = line[one.target]
            assert place.light > 0.99
            assert place.out_px < 206 or abs(place.out_px - 440) < 1
