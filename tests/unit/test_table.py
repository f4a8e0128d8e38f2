"""The table with plates is seen where the fight says that plates can be taken, and nowhere else."""

from dataclasses import replace

import pygame
import pytest

from rhythm_fu.chart.model import Level, Mark, MarkKind
from rhythm_fu.fight import Fight
from rhythm_fu.game.art.figure_at import Light
from rhythm_fu.game.view.table import TablePainter
from rhythm_fu.units import SongTime, Tick, beats
from tests.unit.chart_samples import TEMPO, a_song

LIGHT = Light((7, 3, 13), (255, 40, 140), (56, 232, 255))


def phrase(start: int, end: int) -> Mark:
    a, b = Tick(beats(start)), Tick(beats(end))
    return Mark(MarkKind.PHRASE, a, TEMPO.at(a), b, TEMPO.at(b))


CHART = replace(a_song(), marks=(phrase(0, 16), phrase(16, 32), phrase(32, 48)))


def ink_at(beat: float, plates: int | None = None) -> int:
    """How many pixels the table paints at a beat."""
    at = SongTime(TEMPO.at(beats(beat)))
    fight = Fight(CHART, Level.HARD)
    fight.advance(at)
    view = fight.view(at)
    surface = pygame.Surface((1280, 720), pygame.SRCALPHA)
    TablePainter(CHART).paint(surface, view if plates is None else replace(view, plates=plates), LIGHT)
    return pygame.mask.from_surface(surface, 40).count()


@pytest.mark.parametrize(("beat", "is_there"), [(8, False), (24, True), (40, False)])
def test_the_table_stands_in_every_second_phrase(beat: float, is_there: bool):
    assert (ink_at(beat) > 1000) is is_there


def test_it_comes_and_goes_within_its_phrase():
    assert ink_at(16.05) < ink_at(24)
    assert ink_at(31.97) < ink_at(24)


def test_fewer_plates_are_left_the_more_she_carries():
    assert ink_at(24, plates=3) < ink_at(24, plates=0)
