import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from rhythm_fu.analysis import odd_readings
from rhythm_fu.analysis.choose import Choice
from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.features import features
from rhythm_fu.analysis.gaps import Gap
from rhythm_fu.analysis.given import GIVEN, asked_grid
from rhythm_fu.analysis.listen import grid_of
from rhythm_fu.analysis.meter import LAGS, OddBar, half_bar_of, odd_bar_of
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.odd_bars import bar_between
from rhythm_fu.analysis.odd_readings import bar_places
from rhythm_fu.analysis.once import remembering
from rhythm_fu.analysis.parts import with_steps
from rhythm_fu.analysis.slots import Slots, slot_times
from rhythm_fu.analysis.swing import swing_of
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum
from rhythm_fu.timing import Meter
from tests.analysis.material import RATE, distance_ms, grid_of_sound, hiss, kick, listened

LOW, CLAP, HAT = kick(), 0.5 * hiss(decay=25.0, seed=2), 0.2 * hiss()


def a_pattern(bpm: float, hits: list[tuple[float, np.ndarray]], length: float, bars: int) -> np.ndarray:
    """Bars of `length` beats with sounds at places in beats, and a bass that moves each bar."""
    beat = 60.0 / bpm
    sound = np.zeros(int((bars * length * beat + 2.0) * RATE))
    t = np.arange(int(0.9 * length * beat * RATE)) / RATE
    for bar in range(bars):
        begin = 0.5 + bar * length * beat
        for place, hit in [*hits, (0.0, 0.15 * np.sign(np.sin(2 * np.pi * (110.0, 82.4, 98.0, 73.4)[bar % 4] * t)))]:
            i = round((begin + place * beat) * RATE)
            part = hit[: max(0, len(sound) - i)]
            sound[i : i + len(part)] += part
    return (0.5 * sound).astype(np.float32)[:, None]


def test_a_waltz_is_counted_in_threes():
    hits = [(0.0, LOW), (1.0, CLAP), (2.0, CLAP), *((h / 2, HAT) for h in range(6))]
    grid = grid_of_sound(a_pattern(150.0, hits, 3.0, 40))
    assert grid.anchors[0].meter == Meter(3, 4)
    downbeats = grid.times_of(grid.downbeats().astype(float))
    assert np.min(np.abs(downbeats - (0.5 + 9 * 60 / 150))) < 0.01


def test_seven_eight_is_counted_in_sevens():
    hits = [(0.0, LOW), (1.0, CLAP), (2.0, LOW), (2.5, CLAP), *((h / 2, HAT) for h in range(7))]
    grid = grid_of_sound(a_pattern(140.0, hits, 3.5, 40))
    assert grid.anchors[0].meter == Meter(7, 8)
    downbeats = grid.times_of(grid.downbeats().astype(float))
    bar = 3.5 * 60 / 140
    assert np.median(np.abs(np.mod(downbeats - 0.5 + bar / 2, bar) - bar / 2)) < 0.01


def test_four_four_stays_four_four_and_a_meter_can_be_asked_for():
    sound = a_pattern(128.0, [(0.0, LOW), (1.0, LOW), (2.0, LOW), (3.0, LOW), (1.0, CLAP), (3.0, CLAP)], 4.0, 24)
    assert grid_of_sound(sound).anchors[0].meter == Meter(4, 4)
    assert grid_of_sound(sound, meter=Meter(3, 4)).anchors[0].meter == Meter(3, 4)


@pytest.mark.parametrize("swing", [0.5, 0.58, 0.66])
def test_swing_is_measured_from_the_off_sixteenths(swing):
    offs = [((h + swing) / 2, HAT) for h in range(8)]
    hits = [
        (0.0, LOW),
        (1.0, LOW),
        (2.0, LOW),
        (3.0, LOW),
        (1.0, CLAP),
        (3.0, CLAP),
        *((h / 2, HAT) for h in range(8)),
        *offs,
    ]
    features, grid = listened(a_pattern(110.0, hits, 4.0, 24))
    assert grid.swing == pytest.approx(swing, abs=0.02)
    assert swing_of(features, 110.0, 0.5) == pytest.approx(swing, abs=0.02)


@pytest.mark.parametrize("bpm", [104.0, 172.0, 186.0])
def test_a_waltz_is_no_slower_four_four_with_the_same_bar(bpm):
    hits = [(0.0, LOW), (1.0, CLAP), (2.0, CLAP), (0.0, HAT), (1.0, HAT), (2.0, HAT)]
    grid = grid_of_sound(a_pattern(bpm, hits, 3.0, 48))
    assert grid.anchors[0].meter == Meter(3, 4)
    assert grid.bpm == pytest.approx(bpm, abs=0.02)


@pytest.mark.parametrize("bpm", [80.0, 100.0, 118.0])
def test_six_eight_with_a_backbeat_is_counted_in_eighths(bpm):
    hits = [(0.0, LOW), (1.5, CLAP), *((h / 2, HAT) for h in range(6))]
    grid = grid_of_sound(a_pattern(bpm, hits, 3.0, 40))
    assert grid.anchors[0].meter == Meter(6, 8)
    assert grid.bpm == pytest.approx(2 * bpm, abs=0.05)
    bar = 180.0 / bpm
    places = np.mod(grid.times_of(grid.downbeats().astype(float)) - 0.5 + bar / 2, bar) - bar / 2
    assert np.max(np.abs(places)) < 0.01


def test_a_slow_beat_in_eighths_stays_four_four():
    hits = [(0.0, LOW), (2.0, LOW), (1.0, CLAP), (3.0, CLAP), *((h / 2, HAT) for h in range(8))]
    assert grid_of_sound(a_pattern(72.0, hits, 4.0, 20)).anchors[0].meter == Meter(4, 4)


def test_triplets_over_a_four_four_beat_are_no_waltz():
    hits = [*((float(b), LOW) for b in range(4)), (1.0, CLAP), (3.0, CLAP), *((t / 3, HAT) for t in range(12))]
    grid = grid_of_sound(a_pattern(116.0, hits, 4.0, 32))
    assert grid.anchors[0].meter == Meter(4, 4)
    assert grid.bpm == pytest.approx(116.0, abs=0.02)


def test_a_song_shorter_than_the_bar_that_was_asked_for_has_its_beats_all_the_same():
    grid = grid_of_sound(a_pattern(120.0, [(0.0, LOW)], 4.0, 4), bpm=20.0, meter=Meter(16, 4))
    assert grid.bpm == 20.0


def slots_with(places: tuple[int, ...], length: int, bars: int = 24) -> Slots:
    """Hits of all bands at places in a bar of so many slots; every eighth bar has a fill."""
    onsets = np.full((4, length * bars), 0.1, np.float32)
    for bar in range(bars):
        at = [bar * length + place for place in places]
        onsets[:, at] = 1.0 + 0.2 * (bar % 3)
        if bar % 8 == 7:
            onsets[:, bar * length : (bar + 1) * length] = 0.6
    n = onsets.shape[1]
    return Slots(np.arange(n) * 0.125, onsets, np.zeros((4, n), np.float32), np.zeros((24, n), np.float32))


@pytest.mark.parametrize(
    ("name", "places", "meter", "half"),
    [
        ("a shuffle in fours", (0, 4, 6, 10), Meter(3, 4), 6),
        ("a waltz", (0, 4, 8), Meter(3, 4), None),
        ("a waltz with a lift", (0, 4, 8, 10), Meter(3, 4), None),
        ("six eighths, which have halves", (0, 4, 6, 10), Meter(6, 8), None),
    ],
)
def test_a_bar_that_comes_again_after_its_half_is_none_of_three(name, places, meter, half):
    assert half_bar_of(slots_with(places, 12), OddBar(meter, 120.0, 12)) == half, name


EIGHTHS = [(h / 2, HAT) for h in range(7)]
ODD_SONGS = {
    "a waltz": (150.0, [(0.0, LOW), (1.0, CLAP), (2.0, CLAP), *EIGHTHS[:6]], 3.0),
    "a fast waltz": (186.0, [(0.0, LOW), (1.0, CLAP), (2.0, CLAP), (0.0, HAT), (1.0, HAT), (2.0, HAT)], 3.0),
    "seven eighths": (140.0, [(0.0, LOW), (1.0, CLAP), (2.0, LOW), (2.5, CLAP), *EIGHTHS], 3.5),
    "six eighths": (100.0, [(0.0, LOW), (1.5, CLAP), *EIGHTHS[:6]], 3.0),
}


@pytest.fixture(scope="module", params=ODD_SONGS)
def odd(request: pytest.FixtureRequest) -> Iterator[Features]:
    """A song that is asked for much; what of it is the same whatever is asked is heard once."""
    with remembering():
        yield features(a_pattern(*ODD_SONGS[request.param], 40), RATE)


def test_a_song_in_odd_bars_is_offered_at_other_levels_and_with_other_bars(odd: Features):
    found = grid_of(odd)
    meter, offered = found.anchors[0].meter, found.alternatives
    places = np.arange(0.5, meter.beats, 0.5) if meter.unit == 4 else np.arange(1, meter.beats)
    assert sorted(one.shift % meter.beats for one in offered if one.factor == 1.0) == list(places)
    assert {one.factor for one in offered if one.shift == 0.0} & {0.5, 2.0}
    chances = [one.probability for one in offered]
    assert chances == sorted(chances, reverse=True)
    sure = found.confidence["level"] * found.confidence["phase"] * found.confidence["downbeat"]
    assert max(chances) < sure
    assert sum(chances) + sure < 1.0


def test_each_is_what_its_options_give(odd: Features):
    found = asked_grid(odd, Request())
    assert [one.meter for one in found.alternatives if one.meter is not None] == [Meter()], "fours are offered too"
    for offered in found.alternatives:
        asked = Request(level_shift=offered.factor, shift_beats=offered.shift, meter=offered.meter)
        taken = asked_grid(odd, asked)
        assert taken.anchors[0].meter.beats == offered.beats
        assert taken.bpm == pytest.approx(offered.bpm, rel=1e-4), offered
        place = float(taken.beats_of(np.array([offered.downbeat_s]))[0]) / offered.beats
        assert place == pytest.approx(round(place), abs=0.02), offered
        assert taken.confidence[GIVEN] == offered.probability, "it is as likely when taken as it was when offered"
        assert "nothing in the sound keeps" not in " ".join(taken.notes), "what is offered is heard"
        assert offered not in taken.alternatives, "it is taken, no longer another one"
        assert (1.0, 0.0) in {(one.factor, one.shift) for one in taken.alternatives}, "what is found stays to be had"


def test_bars_that_are_given_just_as_they_are_heard_change_nothing(odd: Features):
    found = asked_grid(odd, Request())
    taken = asked_grid(odd, Request(meter=found.anchors[0].meter))
    assert taken.bpm == pytest.approx(found.bpm, rel=1e-4)
    assert float(taken.beats_of(np.array([found.anchors[0].at_s]))[0]) % found.anchors[0].meter.beats == pytest.approx(
        0.0, abs=0.02
    )
    assert "given" not in " ".join(taken.notes)
    assert taken.confidence[GIVEN] == pytest.approx(0.84**3, abs=0.01)


def test_other_bars_that_are_given_are_of_the_beats_that_are_heard(odd: Features):
    found = asked_grid(odd, Request())
    for meter in {Meter(3, 4), Meter(5, 4), Meter(6, 8)} - {found.anchors[0].meter}:
        taken = asked_grid(odd, Request(meter=meter))
        assert taken.bpm == pytest.approx(found.bpm, rel=1e-4)
        assert taken.confidence["downbeat"] == 1.0 / meter.beats


def test_bars_that_parts_of_the_song_speak_for_are_likelier(monkeypatch: pytest.MonkeyPatch):
    heard = features(a_pattern(150.0, [(0.0, LOW)], 3.0, 48), RATE)
    voices = iter((0, 0, 8, 8, 8, 4))
    first_s = float(slot_times(heard, 150.0, 0.5)[0])
    monkeypatch.setattr(odd_readings, "bar_start", lambda *_: next(voices))
    offered = {one.shift: one.probability for one in bar_places(heard, first_s, 150.0, Meter(3, 4), 0.8)}
    assert offered[-1.0] / offered[1.0] == pytest.approx(3.5 / 1.5)
    assert offered[0.5] == offered[-0.5] == offered[-1.5]
    assert offered[-1.0] + offered[1.0] == pytest.approx(0.8 * 0.8 * 0.2)


def a_waltz(times: np.ndarray) -> np.ndarray:
    """Kick, clap, clap, with hats between and a bass that moves each bar, on beats at these times."""
    sound = np.zeros(int((times[-1] + 1.5) * RATE))
    for beat, (moment, after) in enumerate(itertools.pairwise(times)):
        t = np.arange(int(2.7 * (after - moment) * RATE)) / RATE
        bass = 0.15 * np.sign(np.sin(2 * np.pi * (110.0, 82.4, 98.0, 73.4)[beat // 3 % 4] * t))
        hits = [(moment, CLAP if beat % 3 else LOW), (moment, HAT), ((moment + after) / 2, HAT)]
        for at_s, hit in [*hits, *([] if beat % 3 else [(moment, bass)])]:
            i = round(at_s * RATE)
            part = hit[: max(0, len(sound) - i)]
            sound[i : i + len(part)] += part
    return (0.5 * sound).astype(np.float32)[:, None]


def paced(bpm: np.ndarray, gap_beats: float = 0.0) -> np.ndarray:
    """Moments of beats that follow each other at these tempi, the second half late."""
    times = 0.5 + np.concatenate(([0.0], np.cumsum(60.0 / bpm)))
    return times + gap_beats * 60.0 / bpm[0] * (np.arange(len(times)) >= len(times) // 2 // 3 * 3)


@pytest.mark.parametrize(
    ("times", "name"),
    [
        (paced(150.0 + 8.0 * np.sin(np.arange(150) / 12.0)), "glides"),
        (paced(np.where(np.arange(150) < 75, 150.0, 138.0)), "steps"),
        (paced(np.full(150, 150.0), 0.37), "stumbles"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_waltz_is_counted_in_threes_whatever_its_tempo_does(times: np.ndarray, name: str):
    grid = grid_of_sound(a_waltz(times))
    assert not grid.is_constant, name
    assert {anchor.meter for anchor in grid.anchors} == {Meter(3, 4)}
    assert np.mean(distance_ms(grid, times[:-1]) < 25.0) > 0.95
    downbeats = grid.times_of(grid.downbeats().astype(float))
    near = [float(np.min(np.abs(downbeats - bar))) for bar in times[:-1:3]]
    assert np.mean(np.array(near) < 0.03) > 0.9


def test_a_meter_of_three_can_be_refused_where_the_tempo_changes():
    sound = a_waltz(paced(150.0 + 8.0 * np.sin(np.arange(150) / 12.0)))
    assert {anchor.meter for anchor in grid_of_sound(sound, meter=Meter(4, 4)).anchors} == {Meter(4, 4)}


@pytest.mark.parametrize(
    ("dotted", "onsets", "meter"),
    [
        ("falls into halves that swing", {2: 0.07, 3: 0.17, 4: 0.05, 6: 0.29, 12: 0.81}, None),
        ("falls into thirds", {2: 0.19, 3: -0.11, 4: 0.17, 6: 0.26, 12: 0.79}, Meter(6, 8)),
    ],
)
def test_a_dotted_beat_whose_halves_come_again_is_two_beats_of_a_shuffle(dotted, onsets, meter, monkeypatch):
    alike = np.full(LAGS, -0.2)
    alike[list(onsets)] = list(onsets.values())
    monkeypatch.setattr("rhythm_fu.analysis.meter._likeness", lambda _: alike)
    lines = np.full((4, 4000), 1e-6, np.float32)
    for multiple in (3, 6):
        lines[:, round(66.9 / 60.0 * multiple / 0.005)] = 1.0
    odd = odd_bar_of(slots_with((0, 6), 12), 100.35, PulseSpectrum(lines, 0.005), 133.8)
    assert (odd.meter if odd else None) == meter, dotted


@pytest.mark.parametrize(
    ("faster", "asked", "meter"),
    [
        (1.1, None, Meter(3, 4)),
        (4 / 3, None, None),
        (0.755, None, None),
        (2 / 3, None, None),
        (1.5, Meter(3, 4), Meter(3, 4)),
    ],
)
def test_threes_are_not_believed_where_a_step_may_be_a_cross_rhythm(faster, asked, meter):
    heard = features(a_waltz(paced(np.full(150, 150.0))), RATE)
    step = (Gap(20.0, 0.0, True, faster=faster),)
    even = Choice(150.0, 0.5, 0.9, 0.9, 0.9, ())
    odd = bar_between(heard, step, Pulse(150.0, 1.0), Request(meter=asked), even)
    assert (odd.meter if odd else None) == meter


def test_a_step_that_a_clock_evens_out_tells_by_how_much():
    song = np.arange(0.0, 80.0, 0.1)
    clock = Clock(song, np.where(song < 40.0, song, 40.0 + (song - 40.0) * 4 / 3), (40.0,))
    (step,) = with_steps((), clock, 120.0)
    assert (step.at_s, step.beats) == (pytest.approx(40.0), 0.0)
    assert step.faster == pytest.approx(4 / 3)
