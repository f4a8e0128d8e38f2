"""The game as a whole: opens window and sound, runs scenes until the player leaves."""

import sys
from dataclasses import replace

import pygame

from rhythm_fu.chart.model import Level
from rhythm_fu.errors import DeviceError
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.input.pads import Pads
from rhythm_fu.game.input.pump import PressPump
from rhythm_fu.game.loop import Loop
from rhythm_fu.game.scene import FightPlan, Goto, Outcome, Scene
from rhythm_fu.game.scenes.fight import FightScene
from rhythm_fu.game.scenes.keys import KeysScene
from rhythm_fu.game.scenes.offset import OffsetScene
from rhythm_fu.game.scenes.picture_offset import PictureOffsetScene
from rhythm_fu.game.scenes.results import ResultsScene
from rhythm_fu.game.scenes.settings import SettingsScene
from rhythm_fu.game.scenes.songs import SongsScene
from rhythm_fu.game.scenes.staging import windows_of
from rhythm_fu.game.scenes.title import TitleScene
from rhythm_fu.game.screen import Window, has_display
from rhythm_fu.library import Folders, Song

__all__ = ["has_display", "play", "scene_for"]


def scene_for(goto: Goto, backstage: Backstage) -> Scene:
    """The scene that a `Goto` names."""
    what = goto.what
    if goto.scene == "title":
        return TitleScene(backstage)
    if goto.scene == "songs":
        return SongsScene(backstage)
    if goto.scene == "settings":
        return SettingsScene(backstage)
    if goto.scene == "offset":
        return OffsetScene(backstage)
    if goto.scene == "picture":
        return PictureOffsetScene(backstage)
    if goto.scene == "keys":
        return KeysScene(backstage)
    if goto.scene == "fight":
        assert isinstance(what, FightPlan), "a fight needs a plan"
        return FightScene(what, backstage)
    if goto.scene == "results":
        assert isinstance(what, Outcome), "results need an outcome"
        windows = windows_of(backstage.chart(what.plan.song), what.plan.level, what.plan.setup)
        return ResultsScene(what, windows, backstage)
    raise AssertionError(f"no scene is called {goto.scene}")


def opening(backstage: Backstage, song: Song | None = None, level: Level | None = None) -> Goto:
    """Where the game begins: at the title, or in a fight, whose song the list has chosen afterwards."""
    if song is None:
        return Goto("title")
    level = level or Level.EASY
    backstage.change(last_song=song.slug, last_level=level.value)
    return Goto("fight", FightPlan(song, level, replace(backstage.setup, autoplay=False)))


def play(
    song: Song | None = None, level: Level | None = None, folders: Folders | None = None, *, arena: str = ""
) -> int:
    """Open the game, at the title or right in a fight; returns the exit code. `arena`: where all fights are danced.

    With no display it says so in one line and returns 2; with no sound device it plays in silence and says so.
    """
    try:
        if not has_display():
            raise DeviceError("display", "there is none here", "`rhythm-fu demo` shows a fight without one")
        pygame.display.init()
        backstage = Backstage.opened(folders)
        backstage.arena = arena
        window = Window(backstage.settings.fullscreen)
    except DeviceError as fault:
        print(fault, file=sys.stderr)
        return 2
    pump = PressPump(backstage.bindings, pads=Pads(), locate=window.logical)
    loop = Loop(window, pump, lambda goto: scene_for(goto, backstage))
    backstage.breathe = loop.breathe
    backstage.rebind = pump.bind
    backstage.uses_pad = lambda: pump.uses_pad
    backstage.show_pointer = pygame.mouse.set_visible
    try:
        loop.run(opening(backstage, song, level))
    finally:
        pygame.quit()
    return 0
