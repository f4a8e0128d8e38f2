"""Menus under keys, mouse and pad."""

from dataclasses import replace

import pygame
import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.game.app import opening, scene_for
from rhythm_fu.game.scene import Goto, Signal, SignalKind
from rhythm_fu.game.scenes import keys, settings, songs
from rhythm_fu.game.scenes.keys import KeysScene
from rhythm_fu.game.scenes.settings import LINES, SettingsScene
from rhythm_fu.game.screen import logical_of
from rhythm_fu.game.view.menu_view import note_lines
from rhythm_fu.game.view.title_view import COLUMN as TITLE
from rhythm_fu.judge.model import Button
from rhythm_fu.library import FoleyMode, Song, load_chart, save_chart
from tests.scenes.house import House, keys_at, once

POINT, CLICK, WHEEL = SignalKind.POINT, SignalKind.CLICK, SignalKind.WHEEL


def closed(house: House) -> Signal:
    return Signal(house.host(), SignalKind.CLOSE)


def shown(house: House, goto: str):
    """A scene that was drawn once, ready for signals."""
    scene = scene_for(Goto(goto), house.back)
    scene.draw(pygame.Surface((1280, 720)))
    return scene


def line(name: str) -> int:
    return next(n for n, one in enumerate(LINES) if one.label == name)


def at_line(scene: SettingsScene, name: str, dx: int = 0) -> tuple[int, int]:
    row = settings.COLUMN.row(line(name) - scene.panel.lines.first)
    return row.centerx + dx, row.centery


def test_the_pointer_chooses_and_a_click_takes(house: House):
    scene = shown(house, "title")
    place = TITLE.row(1).center
    assert scene.handle(house.mouse(POINT, place)) is None
    assert scene.handle(house.mouse(CLICK, place)) == Goto("settings")


def test_a_click_beside_every_line_takes_nothing(house: House):
    assert shown(house, "title").handle(house.mouse(CLICK, (1200, 100))) is None


def test_the_chosen_line_is_still_chosen_after_a_visit_elsewhere(house: House):
    house.run(
        Goto("title"),
        keys_at("title", "down", "return"),
        keys_at("settings", "down", "down", "down", "down", "return"),
        keys_at("offset", "escape"),
        once(lambda h: h.goings[-2:] == ["offset", "settings"], lambda h: h.key("return")),
        once(lambda h: h.goings.count("offset") == 2, lambda h: h.key("escape")),
        once(lambda h: h.goings.count("offset") == 2 and h.goings[-1] == "settings", lambda h: h.key("escape")),
        once(lambda h: h.goings.count("title") == 2, lambda h: h.key("return")),
        once(lambda h: h.goings[-2:] == ["title", "settings"] and len(h.goings) > 4, closed),
    )
    assert house.goings == ["title", "settings", "offset", "settings", "offset", "settings", "title", "settings"]


def test_a_click_turns_a_dial_on_and_at_its_left_arrow_back(house: House):
    scene = shown(house, "settings")
    scene.handle(house.mouse(CLICK, at_line(scene, "Music")))
    assert house.back.settings.music_volume == 85
    arrow = settings.COLUMN.width // 2 - 190
    for _ in range(3):
        scene.handle(house.mouse(CLICK, at_line(scene, "Music", arrow)))
    assert house.back.settings.music_volume == 70


def test_every_way_to_hear_blows_can_be_chosen(house: House):
    scene, seen = shown(house, "settings"), set()
    for _ in FoleyMode:
        seen.add(house.back.settings.foley_mode)
        scene.handle(house.mouse(CLICK, at_line(scene, "Blows are heard")))
    assert seen == set(FoleyMode)


def test_the_wheel_scrolls_and_pointing_scrolls_nothing(house: House):
    scene = shown(house, "settings")
    place = at_line(scene, "Flash safety")
    scene.handle(house.mouse(WHEEL, place, turns=-3))
    assert scene.panel.lines.first == 3
    assert scene.panel.lines.chosen == line("Flash safety") + 3
    for y in range(140, 600, 40):
        scene.handle(house.mouse(POINT, (640, y)))
    assert scene.panel.lines.first == 3
    scene.handle(house.mouse(WHEEL, place, turns=-99))
    assert scene.panel.lines.first == len(LINES) - settings.COLUMN.most


def test_whatever_keys_choose_is_in_sight(house: House):
    scene = shown(house, "settings")
    for _ in range(2 * len(LINES)):
        scene.handle(house.key("down"))
        lines = scene.panel.lines
        assert lines.first <= lines.chosen < lines.first + settings.COLUMN.most


def test_hints_can_be_clicked(house: House):
    scene = shown(house, "settings")
    rect, _ = next(spot for spot in scene.panel.lines._spots if spot[1].value == "back")
    assert scene.handle(house.mouse(CLICK, rect.center)) == Goto("title")


def test_a_level_can_be_clicked(house: House):
    scene = shown(house, "songs")
    scene.handle(house.mouse(CLICK, songs.level_box(Level.HARD).center))
    going = scene.handle(house.mouse(CLICK, songs.COLUMN.row(0).center))
    assert going is not None
    assert (going.scene, going.what.level) == ("fight", Level.HARD)


def cell(scene: KeysScene, button: Button, place: int) -> tuple[int, int]:
    number = keys.BUTTONS.index(button)
    return scene._boxes(number, scene._back.bindings.keys_of(button))[place].center


def test_a_click_on_a_key_replaces_just_that_key(house: House):
    scene = shown(house, "keys")
    scene.handle(house.mouse(CLICK, cell(scene, Button.STRIKE_LEFT, 1)))
    scene.handle(house.key("w"))
    assert house.back.bindings.keys_of(Button.STRIKE_LEFT)[:2] == ("f", "w")


def test_a_click_on_the_last_cell_adds_a_key(house: House):
    scene = shown(house, "keys")
    scene.handle(house.mouse(CLICK, cell(scene, Button.RELOAD, -1)))
    scene.handle(house.key("w"))
    assert house.back.bindings.keys_of(Button.RELOAD) == ("g", "h", "w", "pad y")


@pytest.mark.parametrize("by_mouse", [True, False])
def test_one_key_of_several_can_be_given_up(house: House, by_mouse: bool):
    scene = shown(house, "keys")
    if by_mouse:
        scene.handle(house.mouse(CLICK, cell(scene, Button.STRIKE_LEFT, 1), key="mouse right"))
    else:
        scene.handle(house.key("right"))
        scene.handle(house.key("delete"))
    assert house.back.bindings.keys_of(Button.STRIKE_LEFT) == ("f", "pad x", "pad left")


def test_who_gives_up_the_last_key_is_warned(house: House):
    scene = shown(house, "keys")
    for _ in house.back.bindings.keys_of(Button.STRIKE_LEFT):
        scene.handle(house.key("delete"))
    assert house.back.bindings.keys_of(Button.STRIKE_LEFT) == ()
    assert scene._news == "Strike left has no key now and can't be done"


def test_a_key_taken_from_another_blow_is_told(house: House):
    scene = shown(house, "keys")
    scene.handle(house.mouse(CLICK, cell(scene, Button.STRIKE_LEFT, 0)))
    scene.handle(house.key("j"))
    assert scene._news == "J is no longer strike right"


def test_the_ninth_key_of_a_blow_finds_no_room(house: House):
    scene = shown(house, "keys")
    for key in ("1", "2", "3", "4", "5", "6", "7", "8"):
        scene.handle(house.mouse(CLICK, cell(scene, Button.RELOAD, -1)))
        scene.handle(house.key(key))
    assert len([key for key in house.back.bindings.keys_of(Button.RELOAD) if not key.startswith("pad ")]) == 8
    assert "no room" in scene._news


def test_a_pads_button_finds_no_room_in_the_place_of_a_key_either(house: House):
    bindings = house.back.bindings
    for number in range(8):
        bindings = bindings.bound(f"pad {number}", Button.RELOAD)
    written, pad = bindings.written()
    house.back.change(keys=written, pad=pad)
    scene = shown(house, "keys")
    scene.handle(house.mouse(CLICK, cell(scene, Button.RELOAD, 0)))
    scene.handle(house.key("pad guide"))
    assert house.back.bindings == bindings
    assert "no room" in scene._news


def test_a_right_click_beside_the_cells_takes_no_key_away(house: House):
    scene, before = shown(house, "keys"), house.back.bindings
    for place in (keys.COLUMN.row(0).move(20, 0).midleft, (5, 5), (-1, -1)):
        scene.handle(house.mouse(CLICK, place, key="mouse right"))
    assert house.back.bindings == before


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_eight_keys_of_a_blow_are_all_on_the_screen(house: House, scale: float):
    bindings = house.back.bindings.without("left shift").without("right shift")
    for key in ("left shift", "right shift", "keypad enter", "page down", "insert", "home", "caps lock", "scroll lock"):
        bindings = bindings.bound(key, Button.FINISH)
    written, pad = bindings.written()
    house.back.change(keys=written, pad=pad, text_scale=scale)
    scene = shown(house, "keys")
    line = keys.BUTTONS.index(Button.FINISH)
    boxes = scene._boxes(line, house.back.bindings.keys_of(Button.FINISH))
    assert len(boxes) == 10
    assert boxes[-1].right <= 1280


def test_the_usual_keys_come_back(house: House):
    scene = shown(house, "keys")
    scene.handle(house.key("delete"))
    scene.handle(house.mouse(CLICK, keys.COLUMN.row(len(keys.BUTTONS)).center))
    assert house.back.bindings.keys_of(Button.STRIKE_LEFT)[0] == "f"


def test_the_pad_walks_through_the_menus(house: House):
    house.run(
        Goto("title"),
        keys_at("title", "pad down", "pad a"),
        keys_at("settings", "pad up", "pad a"),
        keys_at("keys", "pad down", "pad right", "pad x", "pad b"),
        once(lambda h: h.goings[-2:] == ["keys", "settings"], lambda h: h.key("pad b")),
        once(lambda h: h.goings.count("title") == 2, lambda h: h.key("pad b")),
    )
    assert house.goings == ["title", "settings", "keys", "settings", "title"]
    assert house.back.bindings.keys_of(Button.STRIKE_RIGHT) == ("j", "pad b", "pad right")


def test_a_menus_words_are_those_of_the_device_in_hand(house: House):
    from rhythm_fu.game.view.hints import KEYS, PAD_BUTTONS

    scene = shown(house, "settings")
    painted = pygame.Surface((1280, 720))
    scene.draw(painted)
    house.back.uses_pad = lambda: True
    other = pygame.Surface((1280, 720))
    scene.draw(other)
    foot = pygame.Rect(200, 670, 880, 50)
    assert painted.subsurface(foot).get_buffer().raw != other.subsurface(foot).get_buffer().raw
    assert KEYS.keys() == PAD_BUTTONS.keys()


@pytest.mark.parametrize(
    ("size", "at", "logical"),
    [
        ((1280, 720), (640, 360), (640, 360)),
        ((2560, 1440), (100, 200), (50, 100)),
        ((1280, 1024), (640, 512), (640, 360)),
        ((1280, 1024), (0, 152), (0, 0)),
        ((1920, 720), (320, 0), (0, 0)),
    ],
)
def test_the_pointer_means_the_picture_whatever_the_windows_shape(size, at, logical):
    assert logical_of(at, size) == logical


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_notes_leave_the_best_score_readable(house: House, scale: float):
    house.back.letters.scale = scale
    scene = scene_for(Goto("songs"), house.back)
    before, after = pygame.Surface((1280, 720)), pygame.Surface((1280, 720))
    scene.draw(before)
    house.back.notes.extend(f"records.db was damaged ({number}): " + "kept aside, " * 12 for number in range(5))
    scene.draw(after)
    above = pygame.Rect(0, 0, 1280, songs.BEST_Y + 14)
    assert pygame.image.tobytes(before.subsurface(above), "RGB") == pygame.image.tobytes(after.subsurface(above), "RGB")
    assert pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(after, "RGB")


def test_notes_are_shown_whole_or_not_at_all_and_the_newest_always():
    assert note_lines(["a", "b", "c", "d"], 1.0, 3) == ["b", "c", "d"]
    assert note_lines(["a", "b " * 140, "c"], 1.0, 2) == ["c"]
    assert len(note_lines(["a", "b " * 140], 1.0, 1)) == 2


def test_after_a_fight_named_at_the_start_the_list_has_that_song_chosen(house: House, song: Song):
    chart, shelf = load_chart(song.chart), house.back.folders.songs
    for title in ("Aaa", "Zzz"):
        save_chart(shelf / f"{title}.rfu.json", replace(chart, song=replace(chart.song, title=title)))
    listed = house.back.songs()
    house.back.change(last_song=listed[0].slug)
    assert opening(house.back).scene == "title"
    opening(house.back, listed[-1], Level.HARD)
    scene = scene_for(Goto("songs"), house.back)
    assert (scene._lines.chosen, scene._level) == (len(listed) - 1, Level.HARD)
