from collections.abc import Iterable
from dataclasses import replace

import pygame
import pytest

from rhythm_fu.chart import Level, Reach
from rhythm_fu.fight.view import Blow
from rhythm_fu.game.art.figures import KINDS, Figures
from rhythm_fu.game.view.arena import ArenaError
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, mark_x
from rhythm_fu.game.view.quality import LADDER
from rhythm_fu.game.view.stage import Stage, arenas
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.units import SongTime, ms
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


def test_one_who_was_missed_far_off_is_seen_to_shoot():
    chart, canvas = a_night(), pygame.Surface((1280, 720))
    far = next(e for e in chart.levels[0].events if e.reach is Reach.FAR)
    now = SongTime(far.at + ms(250))
    view = a_view(chart, now)
    missed = next(j for j in view.judgements if j.event is far)
    missed = replace(missed, grade=Grade.MISS, error=None, move=Move.NONE)
    between = (mark_x(far.side, Reach.FAR) + mark_x(far.side, Reach.NEAR)) // 2
    levels = []
    for blows in ((), (Blow(SongTime(now - ms(40)), missed.target, far.side),)):
        Stage(chart, Level.MASTER).draw(canvas, replace(view, judgements=(missed,), targets=(), blows=blows), now)
        levels.append(max(sum(canvas.get_at((between, y))[:3]) for y in range(FLOOR_Y - 175, FLOOR_Y - 150)))
    assert levels[1] > levels[0] + 150


def test_a_plate_thrown_late_leaves_a_streak():
    chart, canvas = a_night(), pygame.Surface((1280, 720))
    view = a_view(chart, at(8))
    answer = next(j for j in view.judgements if j.event.reach is Reach.FAR)
    late = SongTime(answer.event.at + ms(20))
    seen = []
    for move in (Move.STRIKE, Move.PLATE):
        thrown = replace(answer, move=move, judged_at=late)
        Stage(chart, Level.MASTER, slow_motion=False).draw(
            canvas, replace(view, judgements=(thrown,), targets=()), SongTime(late + ms(12))
        )
        x = (CENTRE_X + mark_x(answer.side, Reach.FAR)) // 2
        seen.append(max(sum(canvas.get_at((x, y))[:3]) for y in range(FLOOR_Y - 240, FLOOR_Y - 120)))
    assert seen[1] > seen[0] + 100


def test_a_prepared_stage_has_every_body_unpacked():
    class Watched(Figures):
        prepared = False

        def prepare(self, kinds: Iterable[str] = KINDS) -> None:
            self.prepared = set(kinds) == set(KINDS)

    figures = Watched()
    Stage(a_night(), Level.MASTER, figures=figures).prepare()
    assert figures.prepared
