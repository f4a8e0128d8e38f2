import pygame
import pytest

from rhythm_fu.chart import Level
from rhythm_fu.game.view.arena import ArenaError
from rhythm_fu.game.view.quality import LADDER
from rhythm_fu.game.view.stage import Stage, arenas
from tests.unit.stage_samples import a_night, a_view, at


def picture(stage: Stage, beat: float, **view: object) -> bytes:
    surface = pygame.Surface((1280, 720), 0, 32)
    stage.draw(surface, a_view(a_night(), at(beat), **view), at(beat))  # type: ignore[arg-type]
    return pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("name", arenas())
def test_every_arena_is_drawn_at_the_ends_of_the_ladder(name):
    for quality in (LADDER[0], LADDER[-1]):
        stage = Stage(a_night(), Level.MASTER, name, quality=quality)
        assert len(set(picture(stage, 33.2))) > 60


def test_frames_are_the_same_in_whatever_order_they_are_drawn():
    beats = (31.9, 32.05, 33.0, 40.3)
    onward, backward = Stage(a_night(), Level.MASTER), Stage(a_night(), Level.MASTER)
    first = [picture(onward, beat) for beat in beats]
    second = [picture(backward, beat) for beat in reversed(beats)]
    assert first == second[::-1]


def test_an_unknown_arena_is_told_with_those_there_are():
    with pytest.raises(ArenaError, match=r"choose one of: .*nightclub"):
        Stage(a_night(), Level.MASTER, "ballroom")
