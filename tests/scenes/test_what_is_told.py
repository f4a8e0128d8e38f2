"""What went wrong on the disk reaches the player, once, in words that name the file."""

import os

import pygame
import pytest

from rhythm_fu.chart.codec import chart_sha256
from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Setup
from rhythm_fu.game.app import scene_for
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto
from rhythm_fu.library import Records, Score, Song, load_chart
from tests.scenes.house import House


def a_score(song: Song) -> Score:
    return Score(chart_sha256(load_chart(song.chart)), song.title, Level.EASY, 1, 900_000, 5, 0.9, "A", "B")


def test_scores_that_come_from_a_backup_are_told_and_still_there(house: House, song: Song):
    with Records(house.back.folders.records) as records:
        records.add(a_score(song))
    house.back.folders.records.write_bytes(b"no database at all" * 99)
    best = house.back.best(load_chart(song.chart), Level.EASY, Setup())
    assert best is not None
    assert best.precision == 900_000
    assert "records.db.damaged-1" in house.back.notes[0]
    assert "records.db.backup" in house.back.notes[1]
    house.back.best(load_chart(song.chart), Level.EASY, Setup())
    assert len(house.back.notes) == 2, "told once"


def test_a_score_that_cannot_be_read_is_told(house: House, song: Song):
    with Records(house.back.folders.records) as records:
        number = records.add(a_score(song))
        records._base.execute("UPDATE score SET facts = 'not json'")
    assert house.back.best(load_chart(song.chart), Level.EASY, Setup()) is None
    assert house.back.notes == [f"score {number} can't be read"]


def test_a_setting_that_cannot_be_kept_is_told_where_it_was_changed(house: House, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    house.back.change(music_volume=50)
    monkeypatch.setattr(os, "fsync", full)
    scene = scene_for(Goto("settings"), house.back)
    scene.handle(house.key("left"))
    assert house.back.settings.music_volume == 45
    assert len(house.back.notes) == 1
    assert "make room" in scene.panel.tip()


def test_damaged_settings_are_named_on_the_first_screen(house: House):
    store = house.back.store
    for volume in (10, 20):
        store.change(music_volume=volume)
    store.path.write_text("{ half")
    back = Backstage.opened(house.back.folders, is_silent=True)
    assert back.settings.music_volume == 10
    assert "settings.json.damaged-1" in back.notes[0]
    plain, told = pygame.Surface((1280, 720)), pygame.Surface((1280, 720))
    scene = scene_for(Goto("title"), back)
    scene.draw(told)
    back.notes.clear()
    scene.draw(plain)
    assert plain.get_buffer().raw != told.get_buffer().raw
