"""Blows on their samples, whatever the clock's noise; and taken back without a trace."""

import random

import numpy as np
import pytest

from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.units import SongTime, ms, seconds
from tests.unit.sampled_voices import BUFFER, RATE, SampledVoices

LEAD = RATE // 5


class Blocks:
    """A foley of plain blocks: an impact of 100 samples, a lead-in of 200 ms that ends on its moment."""

    def tune(self, key: str) -> None: ...

    def clip(self, cue: Cue) -> Clip | None:
        if cue.part is CuePart.LEAD_IN:
            return Clip(np.full((LEAD, 2), 0.25, np.float32), LEAD)
        return Clip(np.full((100, 2), 0.5, np.float32))


class Hall:
    """A mixer, a player and a clock that errs; `pass_to` lets time pass a millisecond at a time."""

    def __init__(self, noise: int = 0, speed: int = 100) -> None:
        self.now = 0
        self.voices = SampledVoices(lambda: self.now * RATE / 1_000_000)
        self.player = FoleyPlayer(Blocks(), None, voices=self.voices)
        self.player.play_beside(np.zeros((RATE * 8, 2), np.float32), 1.0, speed)
        self.player.start_at(SongTime(-seconds(1)))
        self._noise, self._dice = noise, random.Random(4)

    def pass_to(self, end: int) -> None:
        while self.now < end:
            self.now += 1_000
            self.player.attend(self.now + self._dice.randint(-self._noise, self._noise))


def cue(at: int, part: CuePart = CuePart.IMPACT, since: int | None = None) -> Cue:
    return Cue(SongTime(at), part, Move.STRIKE, Grade.GREAT, since=None if since is None else SongTime(since))


@pytest.mark.parametrize("noise", [0, ms(1), ms(3)])
@pytest.mark.parametrize("speed", [50, 100, 150])
def test_a_blow_known_in_time_falls_on_its_exact_sample(noise: int, speed: int):
    hall = Hall(noise, speed)
    moments = [ms(250) + n * 77_777 for n in range(40)]
    for at in moments:
        hall.player.add(cue(at))
    hall.pass_to(seconds(10))
    wanted = [round((at + seconds(1)) * 100 / speed * RATE / 1_000_000) for at in moments]
    assert [one.start for one in hall.voices.heard] == wanted


def test_a_blow_known_too_late_starts_on_the_next_edge():
    hall = Hall()
    hall.pass_to(seconds(2))
    hall.player.add(cue(seconds(1) - ms(30)))
    hall.pass_to(seconds(2) + ms(1))
    [blow] = hall.voices.heard
    assert blow.start == 2 * RATE // BUFFER * BUFFER
    assert len(blow.pcm) == 100


def test_a_lead_in_is_cut_at_its_front_so_that_it_ends_on_its_blow():
    hall = Hall()
    hall.pass_to(seconds(2))
    press = seconds(1) + ms(20)
    hall.player.add(cue(press + ms(60), CuePart.LEAD_IN, since=press))
    hall.pass_to(seconds(3))
    [lead] = hall.voices.heard
    assert lead.start + len(lead.pcm) == round((press + ms(60) + seconds(1)) * RATE / 1_000_000)
    assert len(lead.pcm) == pytest.approx(0.06 * RATE, abs=1)
    assert abs(int(lead.pcm[0, 0])) < 200, "it rises from silence"


def test_what_is_taken_back_in_time_is_never_heard():
    hall = Hall()
    laid = hall.player.add(cue(seconds(1)))
    assert laid
    hall.player.lift(laid)
    hall.pass_to(seconds(3))
    assert hall.voices.heard == []


def test_what_is_taken_back_while_it_waits_in_the_mixer_is_silent():
    hall = Hall()
    laid = hall.player.add(cue(seconds(1)))
    assert laid
    hall.pass_to(seconds(2) - ms(20))
    hall.player.lift(laid)
    assert [one.is_silent for one in hall.voices.heard] == [True]


def test_room_that_is_given_back_can_be_granted_again():
    hall = Hall()
    song = np.full((RATE * 4, 2), 0.5, np.float32)
    hall.player.play_beside(song, 1.0)
    first = hall.player.add(cue(0))
    assert first
    crowded = hall.player.add(cue(0))
    hall.player.lift(first)
    again = hall.player.add(cue(0))
    assert crowded
    assert again
    assert first.level == pytest.approx(again.level + crowded.level, abs=1e-4)
    assert crowded.level < 0.01


def test_a_song_turned_up_in_a_pause_leaves_less_room_and_turned_down_again_as_much_as_before():
    hall = Hall()
    hall.player.play_beside(np.full((RATE * 4, 2), 0.8, np.float32), 0.5)
    levels = []
    for level in (0.5, 1.0, 0.5):
        hall.player.set_beside(level)
        hall.player.start_at(SongTime(0))
        laid = hall.player.add(cue(seconds(1)))
        assert laid
        levels.append(laid.level)
    assert levels[0] == levels[2] == pytest.approx((0.84 - 0.4) / 0.5, abs=1e-4)
    assert levels[1] == pytest.approx((0.84 - 0.8) / 0.5, abs=1e-4)


def test_hushed_nothing_begins_any_more_and_what_sounds_rings_out():
    hall = Hall()
    for at in (seconds(1) - ms(1), seconds(1) + ms(40), seconds(2)):
        hall.player.add(cue(at))
    hall.pass_to(seconds(2) + ms(1))
    hall.player.hush()
    hall.pass_to(seconds(4))
    assert [one.is_silent for one in hall.voices.heard] == [False, True]


def test_hushed_blows_give_back_their_room():
    hall = Hall()
    hall.player.play_beside(np.full((RATE * 4, 2), 0.5, np.float32), 1.0)
    before = hall.player.add(cue(seconds(1)))
    hall.player.hush()
    again = hall.player.add(cue(seconds(1)))
    assert before
    assert again
    assert again.level == pytest.approx(before.level, abs=1e-4)
