"""The real mixer, whose output SDL's disk driver writes down: blows known in time lie on the song's own samples."""

import time
from pathlib import Path

import numpy as np
import pygame
import pytest

from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.audio.music import MixerMusic
from rhythm_fu.game.audio.output import open_mixer
from rhythm_fu.game.scene import host_now
from rhythm_fu.game.song_clock import SongClock
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.units import SongTime, ms

RATE, BUFFER = 44_100, 1_024
"""Here the disk driver, which sleeps whole milliseconds, keeps time within 0.2 %; elsewhere it runs 5 % fast."""

MOMENTS = [ms(700) + n * 251_003 for n in range(10)]


class RightClicks:
    def tune(self, key: str) -> None: ...

    def clip(self, _: Cue) -> Clip | None:
        wave = np.zeros((40, 2), np.float32)
        wave[:, 1] = 0.5
        return Clip(wave)


def played(mix: Path) -> np.ndarray:
    output = open_mixer(BUFFER, RATE)
    song = np.zeros((RATE * 7 // 2, 2), np.float32)
    for at in MOMENTS:
        song[round(at * RATE / 1_000_000), 0] = 0.9
    music, clock = MixerMusic(output), SongClock()
    player = FoleyPlayer(RightClicks(), output)
    music.load(song)
    player.play_beside(song, 0.1)
    music.play(host_now(), 0)
    clock.start(host_now(), SongTime(0))
    player.start_at(SongTime(0))
    waiting = list(MOMENTS)
    while (position := music.position(now := host_now())) is not None and position < MOMENTS[-1] + ms(100):
        clock.hear(now, position)
        while waiting and clock.handed_at(now) > waiting[0] - ms(150):
            player.add(Cue(SongTime(waiting.pop(0)), CuePart.IMPACT, Move.STRIKE, Grade.GREAT))
        player.attend(clock.handed_at(host_now()))
        time.sleep(0.001)
    time.sleep(0.1)
    pygame.mixer.quit()
    return np.fromfile(mix, np.int16).reshape(-1, 2)


def test_what_the_mixer_plays_is_right_to_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A busy machine may make the clock doubt which buffer comes next, never by how much a sound is shifted in it."""
    mix = tmp_path / "mix.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(mix))
    samples = played(mix)
    song = np.flatnonzero(samples[:, 0])
    blows = np.flatnonzero(np.diff(np.concatenate(([0], samples[:, 1].astype(int)))) > 0)
    assert len(song) == len(blows) == len(MOMENTS)
    distances = [int(blow - beat) for blow, beat in zip(blows, song, strict=True)]
    assert {distance % BUFFER for distance in distances} == {0}
    assert 0 in distances
