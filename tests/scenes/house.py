"""A house to test scenes in: the real loop, scenes and painting, with time that passes only when the loop naps."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pygame

from rhythm_fu.game.app import scene_for
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.audio.music import SilentMusic
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.input.bindings import MENU_KEYS, Bindings
from rhythm_fu.game.loop import Loop
from rhythm_fu.game.scene import Goto, Scene, Signal, SignalKind
from rhythm_fu.game.scenes.fight import FightScene, State
from rhythm_fu.game.view.text import Lettering
from rhythm_fu.judge.model import Press
from rhythm_fu.library import Folders, SettingsStore
from rhythm_fu.units import HostTime
from tests.scenes.plain_foley import PlainFoley

FRAME = 250_000
"""Four pictures a second are enough to see that they can be painted; presses are read every millisecond anyway."""

Script = Callable[["House", HostTime], Iterable[Signal]]


class Canvas:
    def __init__(self) -> None:
        self.canvas = pygame.Surface((1280, 720))
        self.shown = 0

    def show(self) -> None:
        self.shown += 1


class House:
    """The game from the title on. A script looks at the scene and the time and answers with signals."""

    def __init__(self, home: Path, *, longest_s: float = 60.0) -> None:
        self.now = 1_000_000
        self.goings: list[str] = []
        self.scene: Scene | None = None
        self._until = self.now + round(longest_s * 1_000_000)
        folders = Folders.under(home)
        store = SettingsStore(folders.settings_file)
        self.back = Backstage(
            folders, store, None, SilentMusic(), FoleyPlayer(PlainFoley(), None), Lettering(), host=self.host,
            loads_in_background=False, bundled=home,
        )  # fmt: skip
        self.canvas = Canvas()
        self._scripts: list[Script] = []
        self._taken: list[Signal] = []

    def host(self) -> HostTime:
        return HostTime(self.now)

    def run(self, first: Goto, *scripts: Script) -> None:
        self._scripts = list(scripts)
        loop = Loop(self.canvas, self, self._stage, host=self.host, nap=self._nap, frame=FRAME)
        self.back.breathe = loop.breathe
        loop.run(first)

    def _stage(self, goto: Goto) -> Scene:
        self.goings.append(goto.scene)
        self.scene = scene_for(goto, self.back)
        return self.scene

    def _nap(self, length_s: float) -> None:
        self.now += max(1, round(length_s * 1_000_000))
        assert self.now < self._until, f"the evening never ended: {self.goings}"

    def pump(self) -> None:
        for script in self._scripts:
            self._taken.extend(script(self, self.host()))

    def take(self) -> tuple[Signal, ...]:
        taken, self._taken = tuple(self._taken), []
        return taken

    def key(self, name: str, *, is_down: bool = True) -> Signal:
        kind = SignalKind.DOWN if is_down else SignalKind.UP
        return Signal(self.host(), kind, Bindings().buttons.get(name), MENU_KEYS.get(name), name)

    def mouse(self, kind: SignalKind, at: tuple[int, int], *, key: str = "mouse left", turns: int = 0) -> Signal:
        return Signal(self.host(), kind, key=key if kind is SignalKind.CLICK else "", pointer=at, turns=turns)


def keys_at(scene_name: str, *names: str) -> Script:
    """Taps these keys, one a pump, whenever this scene is first shown."""
    waiting = list(names)

    def script(house: House, _: HostTime) -> Iterable[Signal]:
        if waiting and house.goings and house.goings[-1] == scene_name:
            yield house.key(waiting.pop(0))

    return script


def player(presses: Iterable[Press]) -> Script:
    """Presses buttons when the fight's clock gets there, each once; what lies before the clock is skipped."""
    waiting = sorted(presses, key=lambda press: press.at)

    def script(house: House, now: HostTime) -> Iterable[Signal]:
        scene = house.scene
        if not isinstance(scene, FightScene) or scene.state is not State.RUNNING:
            return
        while waiting and scene.clock.song_at(now) >= waiting[0].at:
            press = waiting.pop(0)
            kind = SignalKind.UP if press.is_release else SignalKind.DOWN
            yield Signal(now, kind, press.button)

    return script


def once(when: Callable[[House], bool], *signals: Callable[[House], Signal]) -> Script:
    """Sends signals, once, when something is so."""
    waiting = list(signals)

    def script(house: House, _: HostTime) -> Iterable[Signal]:
        if waiting and when(house):
            yield waiting.pop(0)(house)

    return script


def song_is_at(micros: int) -> Callable[[House], bool]:
    def reached(house: House) -> bool:
        scene = house.scene
        return (
            isinstance(scene, FightScene)
            and scene.state is State.RUNNING
            and (scene.clock.song_at(house.host()) >= micros)
        )

    return reached
