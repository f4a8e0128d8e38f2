"""The room's lights and camera follow the song, and nothing else."""

from dataclasses import replace
from itertools import pairwise

import pytest

from rhythm_fu.chart import Level, PulseKind
from rhythm_fu.game.view.camera import Camera
from rhythm_fu.game.view.drive import Channel, Drives, Hits
from rhythm_fu.units import ms
from tests.unit.stage_samples import a_night, at, pulse


def brightest(drives: Drives, channel: Channel, start: int, end: int) -> int:
    return max(range(start, end, ms(1)), key=lambda now: drives.level(channel, now))


@pytest.mark.parametrize("is_safe", [True, False])
def test_a_kick_is_brightest_within_three_frames_of_its_moment(is_safe):
    drives = Drives(a_night(), Level.MASTER, flash_safe=is_safe)
    assert 0 <= brightest(drives, Channel.KICK, at(7.9), at(8.9)) - at(8) <= ms(50)


def test_between_two_kicks_the_light_only_falls():
    drives = Drives(a_night(), Level.MASTER)
    levels = [drives.level(Channel.KICK, now) for now in range(at(8) + ms(50), at(9), ms(5))]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] < 0.2 * levels[0]


def test_safe_lights_follow_no_more_than_three_hits_a_second_and_stay_on_the_beat():
    roll = [pulse(8 + n / 4, PulseKind.KICK) for n in range(32)]
    drives = Drives(replace(a_night(), pulses=tuple(roll)), Level.MASTER, flash_safe=True)
    assert all(later - sooner >= ms(345) for sooner, later in pairwise(drives.kicks.at))
    assert set(drives.kicks.at) <= {int(hit.at) for hit in roll}
    assert drives.kicks.at[0] == at(8)


def test_before_the_first_hit_it_is_dark():
    hits = Hits.of([(1_000_000, 1.0)])
    assert hits.level(999_999, ms(100), ms(10)) == 0
    assert hits.since(999_999) is None


def test_the_build_rises_to_its_end_and_is_over_at_the_drop():
    drives = Drives(a_night(), Level.MASTER)
    assert drives.build(at(15.9)) == 0
    assert 0.4 < drives.build(at(24)) < 0.6
    assert drives.build(at(31.99)) > 0.99
    assert drives.build(at(32)) == 0
    assert drives.level(Channel.DROP, at(32) + ms(50)) > 0.9


def test_the_camera_draws_back_through_the_build_and_lands_with_the_drop():
    camera = Camera(Drives(a_night(), Level.MASTER), shake=False)
    assert camera.at(at(12)).zoom == 1
    assert camera.at(at(31.99)).zoom == pytest.approx(0.88, abs=0.005)
    assert camera.at(at(34)).zoom == pytest.approx(1, abs=0.01)


def test_the_camera_swoops_at_a_phrase_without_a_jump():
    camera = Camera(Drives(a_night(), Level.MASTER), shake=False)
    pans = [camera.at(now).pan for now in range(at(14), at(18), 16_667)]
    assert max(abs(b - a) for a, b in pairwise(pans)) < 16
    assert pans[-1] - pans[0] > 400


def test_the_room_shakes_only_after_a_drop_and_only_if_wanted():
    drives = Drives(a_night(), Level.MASTER)
    soon = at(32) + ms(30)
    assert Camera(drives).at(soon).shake_x != 0
    assert Camera(drives).at(at(31)).shake_x == 0
    assert Camera(drives, shake=False).at(soon).shake_x == 0


def test_a_song_without_a_single_hint_is_still_lit():
    bare = replace(a_night(), pulses=(), marks=(), drops=(), energy=(), levels=())
    drives = Drives(bare, Level.MASTER)
    assert drives.energy(at(4)) == pytest.approx(0.6)
    assert drives.level(Channel.BEAT, at(4)) > 0.9
    assert len(drives.phrases) > 2
