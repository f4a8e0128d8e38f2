"""The bench measures what the game does: staged like a fight, governed like one where asked to be."""

import sys

from rhythm_fu.chart import Level
from rhythm_fu.game.bench import bench_frames
from rhythm_fu.game.view.quality import LADDER
from rhythm_fu.library import Song
from tests.scenes.stage_set import BEATS


def test_without_a_length_it_draws_to_the_end_of_the_song_at_full_quality(song: Song):
    found = bench_frames(song, Level.MASTER, start_s=20.5, length_s=None, arena="banquet")
    assert found.frames == 30  # the song is 21 s long
    assert BEATS == 40
    assert found.arena == "banquet"
    assert found.quality == ("full",)
    assert found.settled_p99 == found.cpu_p99
    assert (found.memory_mb is None) == (sys.platform == "win32")


def test_a_machine_a_hundred_times_slower_is_drawn_down_to_the_lowest_step(song: Song):
    found = bench_frames(song, Level.MASTER, start_s=10.0, length_s=2.0, slow_down=100.0)
    assert found.quality == tuple(step.name for step in reversed(LADDER))
    assert found.cpu_median > 100
    assert not found.fits


def test_a_machine_fast_enough_is_left_alone(song: Song):
    assert bench_frames(song, Level.MASTER, start_s=10.0, length_s=2.0, slow_down=0.01).quality == ("full",)
