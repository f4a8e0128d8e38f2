"""Which octaves the parts of a leaping song are at, told by what they hear and by how they sound beside each other."""

import numpy as np
import pytest

from rhythm_fu.analysis.leap_levels import OCTAVES, Part, octaves_of, rather_two
from rhythm_fu.analysis.readings import LINES
from rhythm_fu.analysis.tempo import PulseSpectrum

STEP_HZ = 0.01
DRUMS = {0.5: 0.3, 1.0: 1.0, 2.0: 0.8, 3.0: 0.1, 4.0: 0.6, 8.0: 0.2}
"""How strong the lines of these drums are at multiples of their beat's rate."""
NO_IDEA = (0.5, 0.5)


def a_part(bpm: float, own: tuple[float, float] = (0.9, 0.1), drums: dict[float, float] = DRUMS) -> Part:
    """A part that is at `bpm`, with so much belief in that and in twice the tempo."""
    lines = np.zeros((4, 4000), np.float32)
    for line, strength in drums.items():
        lines[:, round(line * bpm / 60.0 / STEP_HZ)] = strength
    shares = dict(zip((0, 1), own, strict=True))
    return Part(PulseSpectrum(lines, STEP_HZ), np.log2(bpm), np.log([shares.get(k, 0.0) + 0.03 for k in OCTAVES]))


def test_parts_that_are_sure_are_at_what_they_hear():
    octaves, sure = octaves_of((a_part(132.0), a_part(97.0)))
    assert octaves == (0, 0)
    assert sure > 0.95


def test_drums_that_go_on_keep_a_slower_part_from_double_tempo():
    slow = a_part(97.0, own=(0.35, 0.65))
    assert octaves_of((a_part(132.0), slow))[0] == (0, 0)


def test_other_drums_leave_a_part_at_what_it_hears():
    others = {0.25: 0.5, 0.75: 0.6, 1.0: 0.3, 1.5: 1.0, 4 / 3: 0.7, 6.0: 0.4}
    assert octaves_of((a_part(128.0), a_part(87.0, own=(0.02, 0.98), drums=others)))[0] == (0, 1)


def test_all_parts_at_one_tempo_are_at_one_level():
    doubtful = a_part(100.0, own=(0.4, 0.6))
    octaves, _ = octaves_of((a_part(100.0), a_part(150.0), doubtful))
    assert octaves == (0, 0, 0)


def test_nobody_is_sure_of_levels_between_which_nothing_tells():
    silent: dict[float, float] = {}
    _, sure = octaves_of((a_part(100.0, NO_IDEA, silent), a_part(141.4, NO_IDEA, silent)))
    assert sure < 0.7


def test_a_mix_of_many_tempi_is_still_weighed():
    parts = tuple(a_part(bpm) for bpm in np.linspace(80.0, 110.0, 14))
    assert octaves_of(parts)[0] == (0,) * 14


@pytest.mark.parametrize(("before", "after"), [(100.0, 150.0), (128.0, 96.0), (174.0, 128.0)])
def test_drums_that_stand_elsewhere_speak_for_two_tempi(before: float, after: float):
    parts = (a_part(before), a_part(after))
    assert rather_two(parts, (0, 0)) > 2.0


def test_drums_that_stay_where_they_are_speak_for_one():
    stays = a_part(100.0)
    in_triplets = Part(stays.spectrum, float(np.log2(150.0)), stays.heard)
    assert rather_two((stays, in_triplets), (0, 0)) < -2.0


def test_every_line_of_the_readings_is_one_that_drums_may_have():
    assert set(DRUMS) <= set(LINES)
