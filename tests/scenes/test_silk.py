"""The ribbon of Grace: of its arena's colour, and at once there when another fight begins."""

from dataclasses import replace

import pygame
import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Fight, Setup
from rhythm_fu.game.view import hud_corners
from rhythm_fu.game.view.hud_corners import LEFT_X, RIBBON, RIBBON_Y, Corners
from rhythm_fu.game.view.hud_palette import DAYLIGHT, PALETTE, HudPalette
from rhythm_fu.game.view.text import Lettering
from rhythm_fu.units import START
from tests.scenes.stage_set import a_chart


def silk(palette: HudPalette) -> bytes:
    """The whole ribbon as a new fight's display shows it, full of Grace."""
    fight, picture = Fight(a_chart(), Level.NORMAL, Setup()), pygame.Surface((1280, 720))
    view = replace(fight.view(START), grace=100.0)
    Corners(fight.chart.tempo, palette, Lettering()).draw(picture, view)
    return pygame.image.tobytes(picture.subsurface((LEFT_X, RIBBON_Y, *RIBBON)), "RGB")


def test_silk_is_of_its_palettes_colour():
    assert silk(PALETTE) != silk(replace(PALETTE, grace=DAYLIGHT.grace)), "nothing else differs"


def test_another_fight_has_the_same_silk_without_weaving_it_anew(monkeypatch: pytest.MonkeyPatch):
    first = silk(PALETTE)
    monkeypatch.setattr(hud_corners, "_ribbon", None)
    assert silk(PALETTE) == first
