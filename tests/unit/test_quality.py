from itertools import pairwise

import pytest

from rhythm_fu.game.view.quality import FULL, LADDER, Governor, GovernorRules, by_name

QUICK = GovernorRules(frames=20, settle=20, patience=60)


def fed(governor: Governor, frame_ms: float, frames: int) -> str:
    for _ in range(frames):
        governor.feed(frame_ms)
    return governor.quality.name


def test_slow_frames_step_down_until_they_are_fast_enough():
    governor = Governor(FULL, QUICK)
    assert fed(governor, 20, 19) == "full"
    assert fed(governor, 20, 1) == "high"
    assert fed(governor, 20, 20) == "medium"
    assert fed(governor, 10, 500) == "medium"


def test_it_never_leaves_the_ladder():
    assert fed(Governor(FULL, QUICK), 40, 1_000) == "low"


def test_a_few_late_frames_are_forgiven():
    governor = Governor(FULL, QUICK)
    for number in range(400):
        governor.feed(30 if number % 40 == 0 else 6)
    assert governor.quality is FULL


def test_a_fast_machine_climbs_but_not_back_to_what_was_too_slow():
    governor = Governor(LADDER[1], QUICK)
    assert fed(governor, 5, 70) == "high"
    fed(governor, 20, 40)
    assert governor.quality is not FULL
    assert fed(governor, 5, 500) == governor.quality.name


def test_a_far_too_slow_machine_is_at_the_lowest_step_after_ninety_frames():
    governor = Governor()
    assert fed(governor, 40, 30) == "high"
    assert fed(governor, 40, 60) == "low"


@pytest.mark.parametrize("slow_step", [1, 2, 3])
def test_it_never_swings_between_two_steps(slow_step: int):
    """Steps from `slow_step` on are too slow, the ones below so quick that it would like to climb."""
    governor = Governor(FULL)
    seen = [governor.feed(20.0 if governor.quality.step >= slow_step else 4.0).step for _ in range(20_000)]
    changes = sum(one != other for one, other in pairwise(seen))
    assert changes == FULL.step - slow_step + 1
    assert seen[-1] == slow_step - 1


@pytest.mark.parametrize("quality", LADDER)
def test_steps_are_known_by_name(quality):
    assert by_name(quality.name) is quality
