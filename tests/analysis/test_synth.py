"""The songs that the ear is trained and measured on say exactly what is in them."""

import numpy as np
import pytest

from tools.synth.clockwork import Clockwork
from tools.synth.score import phrase_of
from tools.synth.song import song
from tools.synth.sounds import RATE
from tools.synth.styles import ALL_STYLES, STYLES

HOUSE = next(style for style in STYLES if style.name == "house")
WALTZ = next(style for style in STYLES if style.name == "waltz")


def test_a_seed_is_the_same_song_again():
    first, truth = song(HOUSE, 4, bars=12)
    again, said = song(HOUSE, 4, bars=12)
    np.testing.assert_array_equal(first, again)
    assert truth == said


def test_another_seed_is_another_song():
    assert song(HOUSE, 4, bars=12)[1]["beats"] != song(HOUSE, 5, bars=12)[1]["beats"]


@pytest.mark.parametrize("style", [HOUSE, WALTZ], ids=lambda style: style.name)
@pytest.mark.parametrize("tempo", ["constant", "step", "ramp", "glide", "sweep", "drift", "live", "gap"])
def test_sections_and_drops_start_bars(style, tempo):
    sound, truth = song(style, 15, tempo, bars=24)
    downbeats = np.array(truth["downbeats"])
    assert truth["sections"][0][0] == pytest.approx(downbeats[0], abs=1e-6)
    assert np.ptp(np.diff(truth["beats"])) < 1e-5 or tempo != "constant"
    for at in [*truth["drops"], *(start for start, _ in truth["sections"])]:
        assert np.abs(downbeats - at).min() < 1e-5
    assert downbeats[-1] < len(sound) / RATE


def pace_of(tempo: str, seed: int) -> np.ndarray:
    """Tempo of each beat of a song of four-beat bars."""
    return 60.0 / np.diff(song(HOUSE, seed, tempo, bars=32)[1]["beats"])


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_glide_is_steady_on_both_sides(seed):
    pace = pace_of("glide", seed)
    glides = np.flatnonzero(np.abs(np.diff(pace)) > 0.01)
    first, last = glides[0], glides[-1]
    assert first >= 39
    assert np.ptp(pace[:first]) < 0.01
    assert last - first < 64
    assert np.ptp(pace[last + 1 :]) < 0.01
    assert abs(np.log(pace[-1] / pace[0])) > 0.09 or last == len(pace) - 2


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_sweep_never_rests_and_has_no_beat_at_its_ends(seed):
    sound, truth = song(HOUSE, seed, "sweep", bars=32)
    paces = 60.0 / np.diff(truth["beats"])
    assert abs(np.log(paces[-1] / paces[0])) > 0.1
    assert np.ptp(np.sign(np.diff(paces))) == 0
    assert truth["beats"][0] > 4.0
    assert len(sound) / RATE - truth["beats"][-1] > 4.0


@pytest.mark.parametrize(
    ("seed", "form", "led"),
    [
        (3, "break build drop drop2 break build drop2", [2, 6]),
        (6, "drop verse break drop", [3]),
        (9, "verse drop verse drop", []),
    ],
)
def test_a_drop_is_what_a_build_or_a_break_leads_to(seed, form, led):
    _, truth = song(HOUSE, seed, bars=30)
    assert [name for _, name in truth["sections"]] == form.split()
    assert truth["drops"] == pytest.approx([truth["sections"][i][0] for i in led], abs=1e-5)


def test_swing_moves_only_what_lies_between():
    wheel = Clockwork(np.arange(5.0), np.arange(5.0) / 2, swing=0.6)
    assert wheel.at(2.5) == pytest.approx(wheel.straight(2.5))
    assert wheel.at(2.25) == pytest.approx(wheel.straight(2.3))


def test_a_line_of_two_bars_is_played_half_and_half():
    line = [(0.0, 1.0, 0), (5.0, 1.0, 2)]
    assert [phrase_of(line, bar, 4) for bar in (2, 3)] == [[(8.0, 1.0, 0)], [(13.0, 1.0, 2)]]


def test_no_two_styles_share_a_name():
    assert len({style.name for style in ALL_STYLES}) == len(ALL_STYLES)


@pytest.mark.parametrize("style", ALL_STYLES, ids=lambda style: style.name)
def test_every_pattern_fills_a_bar(style):
    patterns = [*style.kick, *style.snare, *style.hats, *(p for parts in style.alts for p in parts)]
    assert {len(p) for p in patterns} == {4 * style.beats}
    assert set("".join(patterns)) <= set("xo-")
