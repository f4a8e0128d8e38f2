"""What the drop brings down, and the glass."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pygame
import pytest

from rhythm_fu.chart import Chart, Kind, Level, Reach, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.view.arena import ArenaFolders, Mirrors
from rhythm_fu.game.view.effects import Canvas
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, mark_x
from rhythm_fu.game.view.mirrors import MirrorsPainter, Scene, glass_side, glass_x
from rhythm_fu.game.view.particles import burst
from rhythm_fu.game.view.post import Shine
from rhythm_fu.game.view.stage import Stage
from rhythm_fu.judge.model import Grade
from rhythm_fu.units import SongTime, ms
from tests.unit.chart_samples import level_of
from tests.unit.stage_samples import a_night, a_view, at, event


class NobodyThere:
    """An empty stage, and figures that are never asked for."""

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:  # noqa: ARG002 # always empty
        return ()


def drop_picture(stage: Stage, chart: Chart, now: int, *, missed: bool = False, gone: bool = False) -> np.ndarray:
    surface = pygame.Surface((1280, 720), 0, 32)
    view = a_view(chart, SongTime(now))
    if missed:
        fizzled = tuple(
            replace(t, judgement=replace(t.judgement, grade=Grade.MISS, error=None)) if t.judgement is not None else t
            for t in view.targets
        )
        view = replace(view, targets=fizzled, judgements=())
    if gone:
        view = replace(view, targets=(), judgements=())
    stage.draw(surface, view, SongTime(now))
    return pygame.surfarray.array3d(surface).astype(int)


def a_drop(prop: str, arena: str) -> tuple[Stage, Chart]:
    drop = next(found for found in a_night(prop).levels[0].events if found.kind is Kind.DROP)
    chart = replace(a_night(prop), levels=(level_of(Level.MASTER, drop),), pulses=())
    empty = {"cast": NobodyThere(), "shake": False}
    return Stage(chart, Level.MASTER, arena, **empty), chart  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arena", "prop"), [("nightclub", "speaker-stack"), ("banquet", "chandelier"), ("opera", "balcony-rail")]
)
def test_what_falls_reaches_the_floor_on_the_event_and_flies_apart_from_then(arena, prop):
    stage, chart = a_drop(prop, arena)
    floor = (slice(700, 1240), slice(FLOOR_Y - 40, FLOOR_Y))

    def bright(now: int) -> int:
        with_prop, without = drop_picture(stage, chart, now), drop_picture(stage, chart, now, gone=True)
        return int((with_prop[floor].max(axis=2) > without[floor].max(axis=2) + 60).sum())

    assert bright(at(32) - ms(110)) < 400
    assert bright(at(32) + ms(20)) > 1_500


def test_a_fizzle_leaves_the_chandelier_up():
    stage, chart = a_drop("chandelier", "banquet")
    landed = drop_picture(stage, chart, at(32) + ms(60))
    fizzled = drop_picture(stage, chart, at(32) + ms(60), missed=True)
    floor = (slice(860, 1060), slice(FLOOR_Y - 60, FLOOR_Y))
    assert landed[floor].mean() > fizzled[floor].mean() + 20


def test_debris_falls_bounces_lower_and_never_sinks_through_the_floor():
    pieces = burst(3, 40, 600)
    heights = []
    for step in range(60):
        _, ys = pieces.place(step / 30, 640, 400, drag=0.8)
        assert (ys <= FLOOR_Y + 0.01).all()
        heights.append(FLOOR_Y - ys)
    assert np.array(heights)[-1].max() < np.array(heights)[0].max()


def test_debris_moves_without_jumps():
    pieces = burst(5, 30, 500)
    places = [np.stack(pieces.place(step / 120, 640, 400)) for step in range(100)]
    assert max(float(np.abs(b - a).max()) for a, b in pairwise(places)) < 16


def the_panes() -> Mirrors:
    return next(layer for layer in ArenaFolders().load("mirrors").layers if isinstance(layer, Mirrors))


@pytest.mark.parametrize("side", list(Side))
def test_the_mirror_flips_and_shows_a_far_attacker_in_the_middle_of_its_glass(side):
    panes = MirrorsPainter(the_panes())
    pane = panes.panes(0)[glass_side(side)]
    seen_at = glass_x(2 * CENTRE_X - mark_x(side, Reach.FAR), pane)
    assert abs(seen_at - pane.centerx) < 15


def test_elsewhere_panes_come_down_only_for_an_attacker_seen_in_them():
    panes = MirrorsPainter(the_panes(), ((ms(5_000), ms(9_000)),))
    assert panes.panes(ms(3_000)) == {}
    assert panes.shown(ms(6_000)) == 1
    assert panes.panes(ms(10_000)) == {}


def test_three_ricochets_crack_a_pane_further_each_time_and_then_it_is_new():
    chart = replace(a_night(), levels=(level_of(Level.MASTER, event(20, Kind.REFLECT, Side.LEFT, Reach.FAR)),))
    empty = {"cast": NobodyThere()}
    stage = Stage(chart, Level.MASTER, "mirrors", **empty)  # type: ignore[arg-type]

    def glass(hits: int) -> np.ndarray:
        surface = pygame.Surface((1280, 720), 0, 32)
        stage.draw(surface, a_view(chart, at(8), panes=(0, hits)), at(8))
        return pygame.surfarray.array3d(surface)[960:1170, 120:480].astype(int)

    whole = glass(0)
    cracks = [(np.abs(glass(hits) - whole).max(axis=2) > 60).sum() for hits in range(4)]
    assert cracks[0] == 0
    assert 0 < cracks[1] < cracks[2]
    assert cracks[3] == 0


class NobodyDrawn:
    """Figures that leave no trace."""

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Nothing."""

    def point(self, figure: FigureAt, name: str) -> tuple[float, float] | None:  # noqa: ARG002 # nowhere
        return None


def through_the_glass(cast: tuple[FigureAt, ...] = (), block: pygame.Rect | None = None) -> np.ndarray:
    """The right-hand pane's glass over a grey room, with a white block in the room if one is given."""
    surface = pygame.Surface((1280, 720), 0, 32)
    surface.fill((60, 60, 60))
    if block is not None:
        surface.fill((255, 255, 255), block)
    shine = Shine()
    shine.begin()
    scene = Scene(Canvas(surface, shine), a_view(a_night(), at(8)), at(8), at(8))
    MirrorsPainter(the_panes()).paint(scene, Light((0, 0, 0), (255, 0, 0), (0, 0, 255), 1.0), NobodyDrawn(), cast)
    pane = MirrorsPainter(the_panes()).panes(0)[Side.RIGHT]
    return pygame.surfarray.array3d(surface)[pane.left : pane.right, pane.top : pane.bottom].astype(int).mean(axis=2)


def test_a_pane_shows_the_other_side_of_the_room_turned_about_and_dimmer():
    plain = through_the_glass()
    shown = through_the_glass(block=pygame.Rect(90, 200, 60, 120)) - plain
    columns = shown.sum(axis=1)
    assert columns.max() > 0
    # The block stands at the left edge of the left half: in the glass it is at the right edge.
    assert columns[len(columns) // 2 :].sum() > 8 * max(1.0, columns[: len(columns) // 2].sum())
    assert shown.max() < 140


def test_who_is_seen_only_in_the_glass_stands_before_a_bright_haze():
    x = float(mark_x(Side.RIGHT, Reach.FAR))
    alone = FigureAt("thug", "walk", 0.0, x, float(FLOOR_Y), 1, in_mirror="right")
    haze = through_the_glass((alone,)) - through_the_glass()
    assert haze.max() > 40
    assert np.unravel_index(int(haze.argmax()), haze.shape)[0] == pytest.approx(haze.shape[0] / 2, abs=25)
