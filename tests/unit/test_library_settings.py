"""Settings survive the disk, and what failed to load is never written over."""

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rhythm_fu.fight.setup import Scheme
from rhythm_fu.library import Quality, Settings, SettingsStore
from rhythm_fu.library.disk import copy_name
from rhythm_fu.library.settings import ReadError, parse_settings, settings_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "settings.json"


def saved(path: Path, *volumes: int) -> SettingsStore:
    store = SettingsStore(path)
    for volume in volumes:
        store.change(music_volume=volume)
    assert store.notes == []
    return store


def test_a_new_player_gets_the_defaults_and_no_file(path: Path):
    store = SettingsStore(path)
    assert store.current == Settings()
    assert (store.current.flash_safe, store.notes, path.exists()) == (True, [], False)


def test_changes_are_there_next_time(path: Path):
    saved(path).change(
        audio_offset_ms=-12.5, scheme=Scheme.ONE_BUTTON, quality=Quality.LOW, keys={"strike-left": ("f", "left")},
        seen_hints=frozenset({"reload", "mirror"}), song_folders=("/music/élan",),
    )  # fmt: skip
    again = SettingsStore(path).current
    assert again == SettingsStore(path).current
    assert (again.audio_offset_ms, again.scheme, again.keys["strike-left"]) == (-12.5, Scheme.ONE_BUTTON, ("f", "left"))
    assert again.seen_hints == {"reload", "mirror"}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Settings,
        audio_offset_ms=st.floats(-1000, 1000),
        music_volume=st.integers(0, 100),
        quality=st.sampled_from(Quality),
        scheme=st.sampled_from(Scheme),
        text_scale=st.floats(0.75, 2),
        flash_safe=st.booleans(),
        seen_hints=st.frozensets(st.text(max_size=5), max_size=4),
        last_song=st.text(max_size=9),
        keys=st.dictionaries(st.text(max_size=5), st.tuples(st.text(max_size=5)), max_size=3),
    )
)
def test_any_settings_come_back_from_their_text(settings: Settings):
    again, _ = parse_settings(settings_text(settings))
    assert settings_text(again) == settings_text(settings)


def test_a_value_out_of_range_is_a_bug_and_is_not_kept(path: Path):
    store = saved(path, 50)
    with pytest.raises(ReadError, match="music_volume"):
        store.change(music_volume=101)
    assert store.current.music_volume == SettingsStore(path).current.music_volume == 50


def test_a_damaged_file_gives_way_to_the_last_good_copy_and_is_kept(path: Path):
    saved(path, 10, 20, 30)
    path.write_text("{ half")
    store = SettingsStore(path)
    assert store.current.music_volume == 20
    assert (path.parent / "settings.json.damaged-1").read_text() == "{ half"
    assert "last good copy" in store.notes[1]
    assert SettingsStore(path).notes == [], "mended for good"


def test_a_damaged_copy_gives_way_to_an_older_one(path: Path):
    saved(path, 10, 20, 30, 40)
    path.write_text("")
    copy_name(path, 1).write_bytes(b"\xff\xfe")
    assert SettingsStore(path).current.music_volume == 20


def test_flipped_bytes_anywhere_never_lose_the_player(path: Path):
    """200 damaged files: each loads, or its copy does, and the damaged one is kept."""
    saved(path, 10, 20)
    good, dice = path.read_bytes(), random.Random(3)
    for _ in range(200):
        for left in path.parent.glob("*damaged*"):
            left.unlink()
        damaged = bytearray(good)
        for _ in range(dice.choice((1, 1, 2, 8))):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        store = SettingsStore(path)
        if store.notes and "is left alone" in store.notes[0]:
            assert path.read_bytes() == damaged
        elif store.notes and "as it reads" in store.notes[0]:
            assert parse_settings(damaged.decode())[0] == store.current
        elif store.notes:
            assert store.current.music_volume == 10
            assert (path.parent / "settings.json.damaged-1").read_bytes() == damaged


def test_a_file_that_cannot_be_read_is_not_written_over(path: Path, monkeypatch: pytest.MonkeyPatch):
    saved(path, 10)
    before = path.read_bytes()
    real = Path.read_text

    def refuse(self: Path, *args: str, **more: str) -> str:
        if self == path:
            raise OSError(5, "Input/output error")
        return real(self, *args, **more)

    monkeypatch.setattr(Path, "read_text", refuse)
    store = SettingsStore(path)
    store.change(music_volume=99)
    assert store.current.music_volume == 99, "the change holds while the game runs"
    assert "last until you leave" in store.notes[0]
    assert path.read_bytes() == before


def test_a_newer_games_file_is_left_alone(path: Path):
    path.parent.mkdir()
    text = json.dumps({"format": "rhythm-fu.settings", "version": 99, "music_volume": {"left": 3}})
    path.write_text(text)
    store = SettingsStore(path)
    store.change(music_volume=99)
    assert path.read_text() == text
    assert "another version" in store.notes[0]


def test_fields_of_a_newer_minor_game_are_kept(path: Path):
    saved(path, 10)
    words = {**json.loads(path.read_text()), "hologram": [1, 2]}
    del words["checksum"]
    path.write_text(json.dumps(words))
    SettingsStore(path).change(music_volume=11)
    assert json.loads(path.read_text())["hologram"] == [1, 2]


def test_a_full_disk_costs_no_crash_and_no_setting(path: Path, monkeypatch: pytest.MonkeyPatch):
    store = saved(path, 10)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    store.change(music_volume=99)
    assert store.current.music_volume == 99
    assert "make room" in store.notes[0]
    monkeypatch.undo()
    assert SettingsStore(path).current.music_volume == 10
    store.change(music_volume=98)
    assert SettingsStore(path).current.music_volume == 98, "saved again once there is room"


def test_nothing_is_written_when_nothing_changes(path: Path):
    store = saved(path, 10)
    before = path.stat().st_mtime_ns
    store.change(music_volume=10)
    assert path.stat().st_mtime_ns == before


def test_a_lost_file_comes_back_from_its_copy(path: Path):
    saved(path, 10, 20)
    path.unlink()
    assert SettingsStore(path).current.music_volume == 10


def test_a_folder_in_its_place_is_no_crash(path: Path):
    path.mkdir(parents=True)
    store = SettingsStore(path)
    store.change(music_volume=1)
    assert store.current.music_volume == 1
    assert store.notes


def test_a_file_changed_by_hand_is_taken_and_told_once(path: Path):
    saved(path, 10)
    path.write_text(path.read_text().replace('"music_volume": 10', '"music_volume": 13'))
    store = SettingsStore(path)
    assert store.current.music_volume == 13
    assert store.notes == ["settings.json was changed outside the game; it is taken as it reads now"]
    assert SettingsStore(path).notes == []


def test_other_spacing_and_order_are_no_change(path: Path):
    saved(path, 10)
    path.write_text(json.dumps(dict(reversed(json.loads(path.read_text()).items()))))
    assert SettingsStore(path).notes == []


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\x00", b"[]", b'{"format": "rhythm-fu.settings", "version": 1, "music_volume": "x"}']
)
def test_whatever_damage_is_set_aside_named_and_made_good_from_the_copy(path: Path, damage: bytes):
    saved(path, 10, 20, 30)
    path.write_bytes(damage)
    store = SettingsStore(path)
    assert (path.parent / "settings.json.damaged-1").read_bytes() == damage
    assert "settings.json.damaged-1" in store.notes[0]
    assert "settings.json.1" in store.notes[1]
    assert store.current.music_volume == SettingsStore(path).current.music_volume == 20


def test_with_no_copy_left_the_damaged_file_is_still_kept_and_named(path: Path):
    path.parent.mkdir()
    path.write_bytes(b"{ half")
    store = SettingsStore(path)
    assert store.current == Settings()
    assert [note for note in store.notes if "settings.json.damaged-1" in note] == store.notes
    store.change(music_volume=40)
    assert (path.parent / "settings.json.damaged-1").read_bytes() == b"{ half"
