"""Every arena answers the song's kick, its build and its drop, at their moments."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pygame
import pytest

from rhythm_fu.chart import Level, PulseKind
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.view.arena import ArenaFolders, Beams, Glows, Shafts
from rhythm_fu.game.view.drive import Channel
from rhythm_fu.game.view.layout import FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.stage import Stage, arenas
from rhythm_fu.units import SongTime, ms
from tests.unit.stage_samples import a_night, a_view, at


class NobodyThere:
    """An empty stage."""

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:  # noqa: ARG002 # always empty
        return ()


QUIET_BAR = tuple(pulse for pulse in a_night().pulses if pulse.kind is PulseKind.KICK and pulse.at <= at(8))
SONG = replace(a_night(), pulses=QUIET_BAR, levels=a_night().levels)
"""Its last kick is on beat 8: what follows it comes from that kick alone."""


@lru_cache(maxsize=1)
def a_stage(arena: str) -> Stage:
    return Stage(SONG, Level.MASTER, arena, cast=NobodyThere(), shake=False)  # type: ignore[arg-type]


def lights(arena: str, now: int) -> np.ndarray:
    """How light each of 16 x 7 parts of the room is, without debris and blows."""
    surface = pygame.Surface((WIDTH, HEIGHT), 0, 32)
    bare = replace(a_view(SONG, SongTime(now)), judgements=(), targets=())
    a_stage(arena).draw(surface, bare, SongTime(now))
    room = np.asarray(pygame.surfarray.array3d(surface)[:, : FLOOR_Y - FLOOR_Y % 7], float).mean(axis=2)
    return room.reshape(16, WIDTH // 16, 7, -1).mean(axis=(1, 3))


@pytest.mark.parametrize("arena", arenas())
def test_each_room_lights_up_on_the_kick_and_not_before(arena):
    before, upon, after = (lights(arena, at(8) + ms(wait)) for wait in (-8, 50, 380))
    assert upon.mean() > before.mean()
    unstruck = lights(arena, at(12) + ms(50)) - lights(arena, at(12) - ms(8))
    assert (upon - before).max() > max(2.0, 3 * unstruck.max()), "a beat without a kick moves far less"
    assert after.mean() < upon.mean()


@pytest.mark.parametrize("arena", arenas())
def test_each_room_darkens_through_the_build_and_opens_at_the_drop(arena):
    begins, ends, dropped = (
        lights(arena, int(at(beat)) + wait) for beat, wait in ((15.5, 0), (31.95, 0), (32, ms(120)))
    )
    assert ends.mean() < 0.8 * begins.mean()
    assert dropped.mean() > 1.25 * ends.mean()


@pytest.mark.parametrize("name", arenas())
def test_each_room_has_lights_for_kick_and_snare_and_other_colours_in_another_section(name):
    layers = ArenaFolders().load(name).layers
    heard = {drive for layer in layers if (drive := getattr(layer, "drive", None)) is not None}
    assert {Channel.KICK, Channel.SNARE} <= heard
    assert any(isinstance(layer, Beams | Glows | Shafts) and len(set(layer.colours)) > 1 for layer in layers)
