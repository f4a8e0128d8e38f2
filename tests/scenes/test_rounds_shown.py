"""Rounds are shown only where they can run out."""

import pygame
import pytest

from rhythm_fu.chart.model import Level
from rhythm_fu.fight import Fight, Setup
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.scenes.staging import hud_options
from rhythm_fu.game.view.hud_corners import ROUNDS, Corners
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.text import Lettering
from rhythm_fu.library import Settings
from rhythm_fu.units import START
from tests.scenes.stage_set import a_chart


def are_rounds_shown(level: Level, setup: Setup) -> list[bool]:
    fight = Fight(a_chart(), level, setup)
    options = hud_options(fight, "nightclub", Settings())
    surface = pygame.Surface((1280, 720))
    Corners(fight.chart.tempo, PALETTE, Lettering(), has_ammunition=options.has_ammunition).draw(
        surface, fight.view(START)
    )
    return [surface.get_at((46 + n * 13 + 3, 145))[:3] == PALETTE.warm for n in range(ROUNDS)]


@pytest.mark.parametrize(
    ("level", "are_shown"),
    [(Level.STORY, False), (Level.EASY, False), (Level.NORMAL, False), (Level.HARD, True), (Level.MASTER, True)],
)
def test_a_level_whose_pistol_reloads_itself_shows_no_rounds(level: Level, are_shown: bool):
    assert are_rounds_shown(level, Setup()) == [are_shown] * ROUNDS


@pytest.mark.parametrize("scheme", [Scheme.TWO_BUTTON, Scheme.ONE_BUTTON])
@pytest.mark.parametrize("level", [Level.HARD, Level.MASTER])
def test_a_scheme_without_a_reload_shows_no_rounds(level: Level, scheme: Scheme):
    assert are_rounds_shown(level, Setup(scheme)) == [False] * ROUNDS
