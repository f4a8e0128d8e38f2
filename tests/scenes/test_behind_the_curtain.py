"""Settings, keys, calibration; and machines without screen or sound."""

import os
import subprocess
import sys

import pygame
import pytest

from rhythm_fu.game.app import scene_for
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Signal, SignalKind
from rhythm_fu.game.scenes.offset import OffsetScene, hints_of
from rhythm_fu.game.scenes.picture_offset import DOUBTED, PictureOffsetScene, candle_x
from rhythm_fu.game.scenes.taps import BEAT, Taps, error_of
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.judge.model import Button
from rhythm_fu.library import Folders, SettingsStore
from rhythm_fu.units import HostTime, ms
from tests.scenes.house import House, keys_at, once


def closed(house: House) -> Signal:
    return Signal(house.host(), SignalKind.CLOSE)


def stored(house: House):
    return SettingsStore(house.back.folders.settings_file).current


def test_a_dial_turned_is_kept_on_disk(house: House):
    house.run(
        Goto("settings"), keys_at("settings", "left", "down", "down", "down", "right", "right", "escape"),
        once(lambda h: h.goings[-1] == "title", closed),
    )  # fmt: skip
    assert stored(house).audio_offset_ms == 2
    assert stored(house).music_volume == 75


def test_a_key_pressed_when_asked_means_the_chosen_blow(house: House):
    house.run(
        Goto("keys"), keys_at("keys", "down", "return", "w", "escape"),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert house.back.bindings.buttons["w"] is Button.STRIKE_RIGHT


def test_escape_while_a_key_is_asked_for_changes_nothing(house: House):
    before = house.back.bindings
    house.run(
        Goto("keys"), keys_at("keys", "return", "escape", "escape"),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert house.back.bindings == before


def taps(late: int, wrong: int):
    """Taps so late on every tick; every `wrong`-th one is far off."""
    count = [0]

    def script(house: House, now: HostTime):
        scene = house.scene
        if isinstance(scene, (OffsetScene, PictureOffsetScene)) and now >= 1_000_000 + (count[0] + 1) * BEAT + late:
            count[0] += 1
            stray = ms(140) if count[0] % wrong == 0 else 0
            yield Signal(HostTime(now + stray), SignalKind.DOWN, Button.STRIKE_LEFT)

    return script


def test_tapping_late_finds_the_offset_whatever_a_stray_tap_says(house: House):
    house.run(
        Goto("offset"), taps(ms(60), 5), once(lambda h: h.now > 1_000_000 + 14 * BEAT, lambda h: h.key("return")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert stored(house).audio_offset_ms == pytest.approx(60, abs=2)


def test_few_taps_find_nothing_and_change_nothing(house: House):
    house.run(
        Goto("offset"), taps(ms(60), 99), once(lambda h: h.now > 1_000_000 + 5 * BEAT, lambda h: h.key("return")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert stored(house).audio_offset_ms == 0


@pytest.mark.parametrize(("at", "error"), [(0, 0), (ms(60), ms(60)), (-ms(60), -ms(60)), (BEAT * 7 - 5, -5)])
def test_a_tap_is_measured_from_its_nearest_tick(at: int, error: int):
    assert error_of(at) == error


def tapped(*errors: int) -> Taps:
    taps = Taps()
    for number, error in enumerate(errors):
        taps.tap(number * BEAT + error)
    return taps


def test_the_first_taps_are_practice():
    assert tapped(*[ms(250)] * 2, *[ms(20)] * 8).offset == ms(20)


def test_taps_that_agree_are_steady_and_wild_ones_are_not():
    assert tapped(*[ms(20 + 3 * (n % 3)) for n in range(12)]).is_steady
    assert not tapped(*[ms(100 * (n % 3)) for n in range(12)]).is_steady


def test_tapping_to_what_is_seen_finds_the_pictures_offset_and_leaves_the_sounds(house: House):
    house.back.change(audio_offset_ms=-17.0)
    house.run(
        Goto("picture"), taps(ms(45), 5), once(lambda h: h.now > 1_000_000 + 14 * BEAT, lambda h: h.key("return")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert stored(house).video_offset_ms == pytest.approx(45, abs=2)
    assert stored(house).audio_offset_ms == -17


def test_finding_the_sounds_offset_leaves_the_pictures(house: House):
    house.back.change(video_offset_ms=33.0)
    house.run(
        Goto("offset"), taps(ms(60), 5), once(lambda h: h.now > 1_000_000 + 14 * BEAT, lambda h: h.key("return")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert stored(house).video_offset_ms == 33


def test_scattered_taps_are_not_kept_and_the_screen_stays(house: House):
    count = [0]

    def wild(h: House, now: HostTime):
        if isinstance(h.scene, PictureOffsetScene) and now >= 1_000_000 + (count[0] + 1) * BEAT + ms(70) * (
            count[0] % 4
        ):
            count[0] += 1
            yield Signal(now, SignalKind.DOWN, Button.STRIKE_LEFT)

    end = 1_000_000 + 14 * BEAT
    house.run(
        Goto("picture"), wild, once(lambda h: h.now > end, lambda h: h.key("return")),
        once(lambda h: h.now > end + BEAT, lambda h: h.key("escape")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert house.now > end + BEAT
    assert stored(house).video_offset_ms == 0


def test_taps_can_be_started_over(house: House):
    for name in ("offset", "picture"):
        scene = scene_for(Goto(name), house.back)
        scene.handle(house.key("f"))
        assert len(scene.taps.errors) == 1
        scene.handle(house.key("r"))
        assert scene.taps.errors == []


def test_leaving_a_calibration_changes_nothing(house: House):
    house.run(
        Goto("picture"), taps(ms(45), 5), once(lambda h: h.now > 1_000_000 + 14 * BEAT, lambda h: h.key("escape")),
        once(lambda h: h.goings[-1] == "settings", closed),
    )  # fmt: skip
    assert stored(house).video_offset_ms == 0


@pytest.mark.parametrize("beat", range(6))
def test_the_candle_is_on_its_stand_on_every_beat_and_never_stands_still(beat: int):
    assert candle_x(beat * BEAT) == pytest.approx(CENTRE_X)
    before, after = candle_x(beat * BEAT + BEAT - ms(10)), candle_x(beat * BEAT + BEAT + ms(10))
    assert (before - CENTRE_X) * (after - CENTRE_X) < 0


def test_without_a_sound_device_the_evening_goes_on_in_silence_and_says_so(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SDL_AUDIODRIVER", "nonsense")
    back = Backstage.opened(Folders.under(tmp_path))
    assert back.output is None
    assert back.music.position(HostTime(0)) is None
    assert back.notes[0].startswith("sound: no usable sound device")
    assert "silence" in back.notes[0]


def test_a_mixer_that_is_already_open_otherwise_is_opened_anew(tmp_path):
    pygame.mixer.init(44_100)
    back = Backstage.opened(Folders.under(tmp_path))
    assert back.notes == []
    assert pygame.mixer.get_init() == (48_000, -16, 2)
    pygame.mixer.quit()


def test_without_a_display_the_game_says_so_in_one_line(tmp_path):
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    code = "import sys; from rhythm_fu.game.app import play; sys.exit(play())"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=bare | {"RHYTHM_FU_HOME": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if sys.platform.startswith("linux"):
        assert ran.returncode == 2
        assert ran.stderr.strip() == "display: there is none here; `rhythm-fu demo` shows a fight without one"


@pytest.mark.parametrize("can_keep", [False, True])
def test_keeping_is_offered_only_when_it_can_be_done(house: House, can_keep: bool):
    assert (Menu.ACCEPT in [hint.menu for hint in hints_of(house.back, can_keep=can_keep)]) is can_keep


@pytest.mark.parametrize("scene", [OffsetScene, PictureOffsetScene])
def test_the_hint_to_keep_comes_with_the_last_tap_that_is_needed(house: House, scene):
    shown = scene(house.back)
    offered = []
    for number in range(10):
        shown.taps.tap(number * BEAT + ms(20))
        shown.draw(house.canvas.canvas)
        offered.append(Menu.ACCEPT in [menu for _, menu in shown._lines._spots])
    assert offered == [False] * 9 + [True]


@pytest.mark.parametrize(
    ("late_ms", "is_doubted"), [(-200, True), (-120, False), (40, False), (150, False), (160, True)]
)
def test_a_picture_offset_that_no_screen_has_is_doubted_in_words(late_ms: int, is_doubted: bool):
    found = tapped(*[ms(late_ms)] * 12)
    assert ("hardly any screen" in found.verdict(DOUBTED)) is is_doubted
    assert found.verdict() == "steady, it can be kept"
