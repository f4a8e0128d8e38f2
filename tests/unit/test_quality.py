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


@pytest.mark.parametrize("quality", LADDER)
def test_steps_are_known_by_name(quality):
    assert by_name(quality.name) is quality
