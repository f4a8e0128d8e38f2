"""The song clock against simulated mixers whose truth is known."""

import random
from collections.abc import Iterator
from itertools import pairwise
from statistics import median, pstdev

import pytest

from rhythm_fu.game.song_clock import Offsets, SongClock, SteadyLine
from rhythm_fu.units import HostTime, SongTime, ms, seconds

FRAME = 16_667
BUFFER = 10_667


class SimulatedMixer:
    """Mixes a buffer at a time, a little early or late, on a sound card whose crystal is off by `ppm`.

    `position` is what SDL reports: whole milliseconds mixed, plus whole milliseconds since the last mix.
    """

    def __init__(self, ppm: float = 0.0, noise_us: float = 300.0, seed: int = 0) -> None:
        self._dice = random.Random(seed)
        self._rate = 1 + ppm / 1e6
        self._noise = noise_us
        self._mixed = 0
        self._mixed_at = 0
        self._next = self._jittered(0)
        self.lost = 0

    def _jittered(self, buffer: int) -> float:
        return buffer * BUFFER / self._rate + self._dice.expovariate(1 / self._noise)

    def truth(self, host: int) -> float:
        """What a perfect reading would say: SDL is always one buffer ahead."""
        return (host - self.lost) * self._rate + BUFFER

    def position(self, host: int) -> int:
        while self._next + self.lost <= host:
            self._mixed += 1
            self._mixed_at = int(self._next) + self.lost
            self._next = self._jittered(self._mixed)
        whole = self._mixed * BUFFER // 1_000 + (host - self._mixed_at) // 1_000
        return int(whole) * 1_000


def frames(length_s: float, start: int = 0) -> Iterator[int]:
    return iter(range(start, start + seconds(length_s), FRAME))


def errors_of(mixer: SimulatedMixer, line: SteadyLine, moments: Iterator[int], wait: int = seconds(1)) -> list[float]:
    """Line minus truth at each frame and between frames, after the first second."""
    found = []
    for host in moments:
        line.hear(HostTime(host), mixer.position(host))
        if host > wait:
            found += [line.at(HostTime(at)) - mixer.truth(at) for at in (host, host + FRAME // 2)]
    return found


@pytest.mark.parametrize("ppm", [-120, 0, 80])
@pytest.mark.parametrize(("noise_us", "most"), [(100, ms(0.4)), (500, ms(0.7)), (1_500, ms(1.0))])
def test_the_line_stays_within_a_millisecond_of_its_middle(ppm: float, noise_us: float, most: int):
    mixer = SimulatedMixer(ppm, noise_us)
    errors = errors_of(mixer, SteadyLine(HostTime(0), 0), frames(120))
    middle = median(errors)  # a constant is the offset's business: the player calibrates it
    assert max(abs(error - middle) for error in errors) < most
    assert pstdev(errors) < most / 2


def test_raw_readings_would_not_do():
    mixer = SimulatedMixer(80, 500)
    raw = [mixer.position(host) - mixer.truth(host) for host in frames(60)]
    assert max(raw) - min(raw) > ms(2)


@pytest.mark.parametrize("seed", range(5))
def test_the_line_never_steps_back_whatever_the_mixer_says(seed: int):
    dice = random.Random(seed)
    line, last = SteadyLine(HostTime(0), 0), -1
    host = 0
    for _ in range(5_000):
        host += dice.choice((200, 1_000, FRAME, 3 * FRAME, seconds(0.6)))
        if dice.random() < 0.7:
            line.hear(HostTime(host), max(0, host + dice.choice((0, -30_000, 50_000, -200_000, 4_000))))
        now = line.at(HostTime(host))
        assert now >= last
        last = now


def test_half_a_second_without_frames_moves_nothing():
    mixer, line = SimulatedMixer(80, 300), SteadyLine(HostTime(0), 0)
    before = errors_of(mixer, line, frames(10))
    after = errors_of(mixer, line, frames(5, start=seconds(10.5)), wait=0)
    assert abs(median(before) - after[0]) < ms(1)
    assert max(abs(error - median(before)) for error in after) < ms(1)


def test_after_a_dropout_the_line_waits_for_the_song_and_is_right_again():
    mixer, line = SimulatedMixer(0, 300), SteadyLine(HostTime(0), 0)
    middle = median(errors_of(mixer, line, frames(10)))
    mixer.lost = ms(300)
    stumbled = seconds(10) + ms(300)  # until then SDL counts on as if nothing were amiss
    errors = []
    for host in frames(5, start=seconds(10)):
        line.hear(HostTime(host), mixer.position(host))
        if host > stumbled + ms(300) + ms(100):
            errors.append(abs(line.at(HostTime(host)) - mixer.truth(host) - middle))
    assert errors[0] < ms(3)
    assert median(errors) < ms(1)


def test_a_short_dropout_is_leaned_out_not_jumped():
    mixer, line = SimulatedMixer(0, 300), SteadyLine(HostTime(0), 0)
    errors_of(mixer, line, frames(10))
    mixer.lost = ms(20)
    last = line.at(HostTime(seconds(10)))
    for host in frames(4, start=seconds(10) + FRAME):
        line.hear(HostTime(host), mixer.position(host))
        now = line.at(HostTime(host))
        assert FRAME * 0.9 < now - last < FRAME * 1.1
        last = now
    assert abs(line.at(HostTime(seconds(14))) - mixer.truth(seconds(14))) < ms(2)


def test_asking_changes_nothing():
    mixer = SimulatedMixer(50, 800)
    asked, left_alone = SteadyLine(HostTime(0), 0), SteadyLine(HostTime(0), 0)
    for host in frames(5):
        position = mixer.position(host)
        asked.hear(HostTime(host), position)
        left_alone.hear(HostTime(host), position)
        for at in range(host - 5_000, host + FRAME, 500):
            asked.at(HostTime(at))
        assert asked.at(HostTime(host)) == left_alone.at(HostTime(host))


def started(at: int = 0, **how: object) -> SongClock:
    clock = SongClock(**how)  # type: ignore[arg-type]
    clock.start(HostTime(0), SongTime(at))
    return clock


def test_each_offset_moves_the_song_its_own_way():
    offsets = Offsets(device=ms(20), player=ms(-5), song=ms(100))
    clock = started(offsets=offsets)
    assert clock.song_at(HostTime(seconds(1))) == seconds(1) - ms(115)


def test_at_half_speed_song_time_runs_half_as_fast_and_room_offsets_shrink_with_it():
    clock = started(offsets=Offsets(device=ms(20)), rate_percent=50)
    assert clock.song_at(HostTime(seconds(2))) == seconds(1) - ms(10)


def test_a_count_in_starts_before_the_song():
    clock = started(at=-seconds(2))
    assert clock.song_at(HostTime(seconds(0.5))) == -seconds(1.5)


def test_paused_time_stands_and_resumed_time_is_right_at_once():
    mixer, clock = SimulatedMixer(0, 300), started()
    for host in frames(5):
        clock.hear(HostTime(host), mixer.position(host))
    usual = clock.song_at(HostTime(seconds(5))) - mixer.truth(seconds(5))
    stands = clock.pause(HostTime(seconds(5)))
    assert clock.song_at(HostTime(seconds(60))) == stands
    resumed, again = seconds(60), SimulatedMixer(0, 300, seed=1)
    clock.start(HostTime(resumed), stands)
    for host in frames(0.3):
        clock.hear(HostTime(resumed + host), again.position(host))
    now = resumed + seconds(0.3)
    assert abs(clock.song_at(HostTime(now)) - (stands + again.truth(seconds(0.3))) - usual) < ms(1)


def test_a_press_between_two_readings_is_placed_between_them():
    mixer, clock = SimulatedMixer(0, 300), started()
    for host in frames(5):
        clock.hear(HostTime(host), mixer.position(host))
    last = seconds(5)
    moments = [clock.song_at(HostTime(last - back)) for back in (3_000, 2_000, 1_000, 0)]
    assert [b - a for a, b in pairwise(moments)] == pytest.approx([1_000] * 3, abs=70)


def test_where_the_mixer_is_just_now_is_known_soon_after_a_dropout():
    line, late = SteadyLine(HostTime(0), 0), ms(12)
    for host in range(0, seconds(2), ms(16)):
        line.hear(HostTime(host), host if host < seconds(1) else host - late)
        if host == seconds(1) + ms(16) * 8:
            assert abs(line.lately_at(HostTime(host)) - (host - late)) < ms(1)
            assert abs(line.at(HostTime(host)) - (host - late)) > ms(2), "song time is in no hurry"
