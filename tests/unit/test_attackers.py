"""Those who come for her: who is seen, where they stand, how they fall."""

import os
from dataclasses import replace
from itertools import pairwise

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pytest

from rhythm_fu.chart.model import Kind, Level, Reach, Side
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.cast import Cast
from rhythm_fu.game.view.layout import CENTRE_X, NEAR_PX, mark_x
from rhythm_fu.units import SongTime, ms
from tools.bake_art.rehearse import EVENTS, Rehearsal, a_chart, take

FIGURES = Figures()
CHART = a_chart()


def alive(cast: Cast, show: Rehearsal, now: int) -> list[FigureAt]:
    """Attackers of the right side who are still to come, the nearest to her first."""
    view = show.view(now)
    coming = [f for f in cast.at(view, SongTime(now)) if f.kind != "dancer" and "death" not in f.move]
    return sorted((f for f in coming if f.x_px > CENTRE_X), key=lambda f: f.x_px)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast(CHART, Level.HARD, FIGURES)


def test_a_killed_attacker_falls_at_the_impact_and_not_before(cast):
    show = Rehearsal(CHART)
    at = int(EVENTS[0].at)
    assert not any(f.move.startswith("death") for f in cast.at(show.view(at - 1000), SongTime(at - 1000)))
    assert any(f.move.startswith("death") and f.phase < 0.1 for f in cast.at(show.view(at), SongTime(at)))


def test_at_most_three_of_a_side_are_seen_and_one_of_them_in_the_dark():
    rush = tuple(take(8 + n / 4, Side.RIGHT, Reach.NEAR) for n in range(8))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush))
    most = 0
    for now in range(int(rush[0].at) - ms(1500), int(rush[-1].at), ms(60)):
        waiting = [f for f in cast.at(show.view(now), SongTime(now)) if f.kind != "dancer" and "death" not in f.move]
        assert sum(f.lit > 0.02 for f in waiting) <= 3 + 1  # one steps in while another steps out
        assert sum(f.lit > 0.5 for f in waiting) <= 2
        most = max(most, len(waiting))
    assert most >= 3


def test_whose_turn_is_far_off_waits_in_the_dark_though_he_is_the_first():
    alone = (take(8, Side.RIGHT, Reach.NEAR),)
    cast, show = Cast(a_chart(alone), Level.HARD, FIGURES), Rehearsal(a_chart(alone))
    far, soon = (next(iter(alive(cast, show, int(alone[0].at) - ms(before)))).lit for before in (1900, 900))
    assert far < 0.7 < soon


def test_of_both_sides_together_only_the_next_few_are_fully_lit():
    rush = tuple(take(8 + n / 4, (Side.RIGHT, Side.LEFT)[n % 2], Reach.NEAR) for n in range(8))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush))
    for each in rush[:5]:
        now = int(each.at) - ms(2)
        waiting = [f for f in cast.at(show.view(now), SongTime(now)) if f.kind != "dancer" and "death" not in f.move]
        assert sum(f.lit > 0.6 for f in waiting) <= 3


def test_they_queue_and_whose_turn_it_is_stands_on_the_mark():
    rush = tuple(take(8 + n / 2, Side.LEFT, Reach.NEAR) for n in range(4))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush))
    for each in rush:
        now = int(each.at) - ms(2)
        waiting = sorted(
            abs(f.x_px - CENTRE_X)
            for f in cast.at(show.view(now), SongTime(now))
            if f.kind != "dancer" and "death" not in f.move
        )
        assert waiting[0] == pytest.approx(NEAR_PX, abs=2)
        assert all(b - a > 20 for a, b in pairwise(waiting))


def test_in_a_rush_no_two_stand_on_top_of_each_other_and_the_next_is_the_brightest():
    rush = tuple(take(8 + n / 2, Side.RIGHT, (Reach.NEAR, Reach.FAR, Reach.NEAR)[n % 3]) for n in range(9))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush))
    for each in rush:
        now = int(each.at) - ms(2)
        standing = [f for f in alive(cast, show, now) if f.move != "enter"]
        assert all(b.x_px - a.x_px > 80 for a, b in pairwise(standing)), (each, standing)
        assert len(alive(cast, show, now)) <= 5
        by_light = sorted(standing, key=lambda f: -f.lit)
        assert by_light[0].x_px == pytest.approx(mark_x(Side.RIGHT, each.reach), abs=2)
        assert by_light[0].order == max(f.order for f in standing)
        assert all(a.lit > b.lit for a, b in pairwise(by_light))


def test_nobody_jumps_while_a_line_moves_up():
    rush = tuple(take(8 + n / 4, Side.RIGHT, (Reach.NEAR, Reach.FAR)[n % 3 == 1]) for n in range(8))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush))
    for now in range(int(rush[0].at) - ms(900), int(rush[-1].at) - ms(8), ms(8)):
        here, later = alive(cast, show, now), alive(cast, show, now + ms(4))
        if len(here) == len(later):
            assert all(abs(a.x_px - b.x_px) < 14 for a, b in zip(here, later, strict=True)), now


def test_a_body_is_gone_sooner_where_others_follow():
    alone, followed = ((take(8, Side.RIGHT, Reach.NEAR), *more) for more in ((), (take(8.5, Side.RIGHT, Reach.NEAR),)))
    seen = []
    for events in (alone, followed):
        now = int(events[0].at) + ms(530)
        cast = Cast(a_chart(events), Level.HARD, FIGURES)
        seen.append([f for f in cast.at(Rehearsal(a_chart(events)).view(now), SongTime(now)) if "death" in f.move])
    assert seen[0][0].alpha == 1
    assert [f.phase < 0.45 for f in seen[1]] == [True]  # only the second one's


def test_the_one_seen_in_the_glass_is_flagged(cast):
    mirror = next(e for e in EVENTS if e.kind is Kind.REFLECT)
    now = SongTime(int(mirror.at) - ms(300))
    flagged = [f for f in cast.at(Rehearsal(CHART).view(now), now) if f.in_mirror]
    assert [f.in_mirror for f in flagged] == [mirror.side.other.value]


def test_one_whose_gun_can_be_taken_shows_it_until_he_falls(cast):
    near = next(e for e in EVENTS if e.reach is Reach.NEAR)
    for now, holds in ((int(near.at) - ms(100), "pistol"), (int(near.at) + ms(30), "")):
        view = Rehearsal(CHART).view(now)
        armed = replace(view, targets=tuple(replace(t, has_gun=True) for t in view.targets if t.event is near))
        (attacker,) = (f for f in cast.at(armed, SongTime(now)) if f.kind != "dancer")
        assert attacker.holds == holds


def test_one_who_was_missed_strikes_and_leaves_the_mark_to_the_next():
    rush = (take(8, Side.RIGHT, Reach.NEAR), take(9.5, Side.RIGHT, Reach.NEAR))
    cast, show = Cast(a_chart(rush), Level.HARD, FIGURES), Rehearsal(a_chart(rush), missed=frozenset({0}))
    lands = int(rush[0].at) + CHART.tempo.beat_length(0) // 2
    striking = [f for f in alive(cast, show, lands) if f.move == "blow"]
    assert [f.x_px < mark_x(Side.RIGHT, Reach.NEAR) for f in striking] == [True]
    assert [f.move for f in alive(cast, show, lands + ms(300))] == ["windup"]
