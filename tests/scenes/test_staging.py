"""What happens behind the curtain: everything a fight draws is drawn once, and nobody is let in."""

import pygame
import pytest

from rhythm_fu.chart import Kind, Level
from rhythm_fu.fight import Fight, Setup
from rhythm_fu.game.scene import FightPlan, Goto
from rhythm_fu.game.scenes import fight as fight_scene
from rhythm_fu.game.scenes.staging import Staged, rehearsal, staged
from rhythm_fu.game.view.quality import LADDER
from rhythm_fu.units import ms
from tests.scenes.house import House
from tests.scenes.stage_set import a_chart

LEVEL = Level.MASTER


@pytest.fixture
def show(house: House, song) -> Staged:
    return staged(FightPlan(song, LEVEL, Setup()), house.back)


def test_a_rehearsal_shows_every_kind_of_event_and_the_drop_last():
    fight = Fight(a_chart(), LEVEL, Setup())
    views = rehearsal(fight)
    answered = {judgement.event.kind for view in views for judgement in view.judgements}
    before_the_drop = {t.event.kind for t in fight.targets if t.at < a_chart().drops[0].at}
    assert before_the_drop | {Kind.DROP} <= answered
    assert [view.now for view in views] == sorted(view.now for view in views)
    assert 0 < views[-1].now - a_chart().drops[0].at <= ms(120)


def test_a_rehearsal_leaves_the_fight_alone():
    fight = Fight(a_chart(), LEVEL, Setup())
    rehearsal(fight)
    assert fight.view(fight.targets[0].at).judgements == ()


@pytest.mark.parametrize("level", list(Level))
def test_every_level_can_be_rehearsed(level: Level):
    assert rehearsal(Fight(a_chart(), level, Setup()))


def test_no_press_is_read_before_the_curtain_rises(house: House, song):
    """Staging runs in a thread of its own, and only the main one may ask for presses."""
    looks: list[None] = []
    house.back.breathe = lambda: looks.append(None)
    show = staged(FightPlan(song, LEVEL, Setup()), house.back)
    assert looks == []
    view = show.fight.view(show.fight.targets[0].at)
    show.stage.draw(pygame.Surface((1280, 720)), view, view.now)
    show.hud.draw(pygame.Surface((1280, 720)), view)
    assert len(looks) > 20


def test_all_steps_have_their_images_and_the_governors_is_drawn_first(house: House, song):
    house.back.governor.quality = LADDER[1]
    show = staged(FightPlan(song, LEVEL, Setup()), house.back)
    assert show.stage.quality is LADDER[1]
    assert {step.room for step in LADDER} <= set(show.stage._built)


def test_the_song_is_let_go_of_once_the_mixer_has_it(show: Staged):
    assert len(show.samples) > 0
    assert len(show.without_sound().samples) == 0
    assert show.without_sound().stage is show.stage


@pytest.mark.parametrize("in_background", [True, False])
def test_what_nobody_foresaw_is_not_lost_behind_the_curtain(
    house: House, song, monkeypatch: pytest.MonkeyPatch, in_background: bool
):
    def broken(*_: object) -> Staged:
        raise ZeroDivisionError

    monkeypatch.setattr(fight_scene, "staged", broken)
    house.back.loads_in_background = in_background
    with pytest.raises(ZeroDivisionError):
        house.run(Goto("fight", FightPlan(song, LEVEL, Setup())))


def test_a_fight_is_danced_in_the_arena_of_the_evening_or_else_in_the_songs(house: House, song):
    for wanted, title in (("opera", "The Opera House"), ("", "The Nightclub")):
        house.back.arena = wanted
        show = staged(FightPlan(song, LEVEL, Setup()), house.back)
        assert show.stage.arena.title == title
