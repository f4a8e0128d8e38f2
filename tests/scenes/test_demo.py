"""The demo: deterministic, silent on the terminal, pictures and film on request."""

import hashlib
from dataclasses import replace

import av
import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.errors import LibraryError
from rhythm_fu.fight.setup import Scheme, Setup
from rhythm_fu.game.demo import frame_times, run_demo
from rhythm_fu.game.view.results_view import conditions
from rhythm_fu.library import Song
from rhythm_fu.units import SongTime


def digests(folder):
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.png"))]


def test_the_same_seed_gives_the_same_pictures_and_result(song: Song, tmp_path, capsys: pytest.CaptureFixture[str]):
    runs = [tmp_path / name for name in ("one", "two")]
    results = [
        run_demo(song, Level.MASTER, frames=folder, spread_ms=25, seed=4, seconds=(5.0, 5.3), every=6)
        for folder in runs
    ]
    assert results[0] == results[1]
    assert digests(runs[0]) == digests(runs[1])
    assert len(digests(runs[0])) == 3
    assert capsys.readouterr().out == ""


def test_another_seed_is_another_fight(song: Song):
    one, two = (run_demo(song, Level.NORMAL, spread_ms=25, seed=seed) for seed in (1, 2))
    assert one.errors != two.errors


def test_where_the_frames_begin_does_not_change_them(song: Song, tmp_path):
    early, late = tmp_path / "early", tmp_path / "late"
    run_demo(song, Level.NORMAL, frames=early, seconds=(4.0, 5.02), every=30)
    run_demo(song, Level.NORMAL, frames=late, seconds=(4.5, 5.02), every=30)
    assert digests(early)[-1] == digests(late)[-1]


def test_a_demo_that_fails_leaves_no_pictures(song: Song, tmp_path, monkeypatch: pytest.MonkeyPatch):
    made, save = [], pygame.image.save

    def full_disk(picture: pygame.Surface, path) -> None:
        if len(made) == 2:
            path.write_bytes(b"half a pic")
            raise OSError(28, "No space left on device")
        save(picture, path)
        made.append(path)

    monkeypatch.setattr(pygame.image, "save", full_disk)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "f000300.png").write_text("of an earlier run")
    for folder in (tmp_path / "old", tmp_path / "new" / "below"):
        made.clear()
        with pytest.raises(LibraryError, match="No space left"):
            run_demo(song, Level.EASY, frames=folder, seconds=(5.0, 5.3), every=6)
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*"))] == ["old", "old/f000300.png"]
    assert (tmp_path / "old" / "f000300.png").read_text() == "of an earlier run"


def test_a_film_has_picture_and_sound_of_one_length(song: Song, tmp_path):
    path = tmp_path / "film.mp4"
    run_demo(song, Level.EASY, video=path, seconds=(3.0, 4.0), every=4, size=(320, 180))
    with av.open(str(path)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.width, picture.codec_context.height) == (320, 180)
        assert picture.frames == 15
        frames = sum(frame.samples for frame in film.decode(sound))
        assert abs(frames / sound.rate - 1.0) < 0.06


def test_a_perfect_bot_is_perfect(song: Song):
    result = run_demo(song, Level.MASTER)
    assert (result.accuracy, result.grade) == (1.0, "X")


def test_the_result_names_every_modifier(song: Song):
    result = run_demo(song, Level.EASY)
    assert conditions(replace(result, setup=Setup())) == ("easy", "full")
    setup = Setup(Scheme.TWO_BUTTON, no_fail=True, mirror=True, speed_percent=105, lead_percent=80)
    fought = replace(result, setup=setup)
    assert conditions(fought) == ("easy", "two-button", "no fail", "mirrored", "speed 105 %", "lead 80 %")


def test_frames_lie_on_one_grid_wherever_they_start():
    whole = list(frame_times(SongTime(0), SongTime(1_000_000), 60))
    assert list(frame_times(SongTime(500_000), SongTime(1_000_000), 60)) == [at for at in whole if at >= 500_000]


def test_the_demo_leaves_an_open_window_alone(song: Song, tmp_path):
    before = pygame.display.get_surface()
    run_demo(song, Level.EASY, frames=tmp_path, seconds=(1.0, 1.02))
    assert pygame.display.get_surface() is before
