"""An arena is a folder; a modder's folder answers first and the built-in ones answer the rest."""

from pathlib import Path

import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.game.view.arena import BUILT_IN, ArenaError, ArenaFolders, Plane, arenas
from rhythm_fu.game.view.stage import Stage
from tests.unit.stage_samples import a_night, a_view, at

LEAST = """
title = "The Roof"
[palette]
ink = "#000000"
left = "#ff0000"
right = "#00ff00"
accent = "#ffffff"
[floor]
far = "#101010"
near = "#050505"
[[layers]]
kind = "plane"
image = "sky.png"
"""


def a_roof(folder: Path, text: str = LEAST) -> Path:
    (folder / "roof").mkdir()
    (folder / "roof" / "arena.toml").write_text(text, encoding="utf-8")
    sky = pygame.Surface((1920, 608), 0, 32)
    sky.fill((10, 90, 160))
    pygame.image.save(sky, folder / "roof" / "sky.png")
    return folder


def test_the_story_has_six_places_in_order():
    assert arenas() == ("conservatory", "initiation", "nightclub", "banquet", "mirrors", "opera")


def test_a_folder_with_toml_and_an_image_is_an_arena(tmp_path):
    folder = a_roof(tmp_path)
    assert arenas([folder])[-1] == "roof"
    surface = pygame.Surface((1280, 720), 0, 32)
    Stage(a_night(), Level.MASTER, "roof", folders=[folder]).draw(surface, a_view(a_night(), at(2)), at(2))
    sky = surface.get_at((640, 60))
    assert sky.b > sky.g > sky.r


def test_a_modder_puts_something_in_front_of_the_fight(tmp_path):
    front = """
[[layers]]
kind = "front"
image = "sky.png"
at = [[0, -640]]
scale = 1
period = 0
"""
    shades = []
    for name, text in (("plain", LEAST), ("fronted", LEAST + front)):
        (tmp_path / name).mkdir()
        surface = pygame.Surface((1280, 720), 0, 32)
        stage = Stage(a_night(), Level.MASTER, "roof", folders=[a_roof(tmp_path / name, text)])
        stage.draw(surface, a_view(a_night(), at(2)), at(2))
        shades.append(surface.get_at((640, 690)).b)
    assert shades[1] > shades[0] + 60


def test_a_lamp_may_be_an_image_without_alpha(tmp_path):
    lamp = LEAST.replace('kind = "plane"', 'kind = "lamps"\nat = [[0, 0]]\ndrive = "steady"')
    surface = pygame.Surface((1280, 720), 0, 32)
    stage = Stage(a_night(), Level.MASTER, "roof", folders=[a_roof(tmp_path, lamp)])
    stage.draw(surface, a_view(a_night(), at(2)), at(2))
    assert surface.get_at((640, 60)).b > 60


def test_an_arena_among_the_players_data_is_found_without_being_asked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("RHYTHM_FU_HOME", str(tmp_path))
    (tmp_path / "data" / "arenas").mkdir(parents=True)
    a_roof(tmp_path / "data" / "arenas")
    assert "roof" in arenas()


def test_a_modder_may_replace_one_image_of_a_built_in_arena(tmp_path):
    (tmp_path / "nightclub").mkdir()
    (tmp_path / "nightclub" / "sky.webp").write_bytes(b"")
    files = ArenaFolders([tmp_path])
    assert files.find("nightclub", "sky.webp").parent.parent == tmp_path
    assert files.find("nightclub", "truss.webp").parent.parent == BUILT_IN
    assert files.load("nightclub").title == "The Nightclub"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('kind = "plane"', 'kind = "plain"'), r"plain.*layers"),
        (('image = "sky.png"', "depth = 1"), r"missing required field `image`.*layers"),
        (('ink = "#000000"', 'ink = "black"'), r"palette\.ink"),
        (('title = "The Roof"', 'title = "The Roof"\ntitel = "x"'), "titel"),
        (("[floor]", "[floor"), r"arena\.toml"),
    ],
)
def test_a_fault_is_told_with_its_file_and_field(tmp_path, change, told):
    folder = a_roof(tmp_path, LEAST.replace(*change))
    with pytest.raises(ArenaError, match=told) as fault:
        ArenaFolders([folder]).load("roof")
    assert "arena.toml" in str(fault.value)


def test_a_missing_image_is_told_with_the_places_it_could_be(tmp_path):
    folder = a_roof(tmp_path)
    (folder / "roof" / "sky.png").unlink()
    with pytest.raises(ArenaError, match=r"sky\.png is missing; put it in one of"):
        Stage(a_night(), Level.MASTER, "roof", folders=[folder])


@pytest.mark.parametrize("name", arenas())
def test_each_arena_has_four_planes_of_depth_and_something_to_bring_down(name):
    arena = ArenaFolders().load(name)
    assert len({layer.depth for layer in arena.layers}) >= 4
    assert any(isinstance(layer, Plane) for layer in arena.layers)
    assert arena.drops
