"""Settings: one line each, changed with left and right, kept at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pygame

from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.audio.stretch import can_stretch
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Signal
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import HEADING, Choice, Column, backdrop, draw_tip
from rhythm_fu.library import FoleyMode, Quality, Settings
from rhythm_fu.units import HostTime


@dataclass(frozen=True, slots=True)
class Dial:
    """One setting: how it reads, and what it becomes one step to the left (-1) or right (+1)."""

    label: str
    field: str
    text: Callable[[Settings], str]
    turned: Callable[[Settings, int], object]
    help: str = ""


def _number(field: str, step: float, low: float, high: float) -> Callable[[Settings, int], object]:
    def turned(settings: Settings, way: int) -> object:
        value = getattr(settings, field)
        return type(value)(max(low, min(high, round(value + way * step, 3))))

    return turned


def _switch(field: str) -> Callable[[Settings, int], object]:
    return lambda settings, _: not getattr(settings, field)


def _on_off(field: str) -> Callable[[Settings], str]:
    return lambda settings: "on" if getattr(settings, field) else "off"


def _in_turn(field: str, kinds: tuple[object, ...]) -> Callable[[Settings, int], object]:
    return lambda settings, way: kinds[(kinds.index(getattr(settings, field)) + way) % len(kinds)]


def _toggle(label: str, field: str, tip: str = "") -> Dial:
    return Dial(label, field, _on_off(field), _switch(field), tip)


def _percent(label: str, field: str, span: tuple[int, int, int], tip: str = "") -> Dial:
    return Dial(label, field, lambda s: f"{getattr(s, field)} %", _number(field, *span), tip)


MODES: Final = {
    FoleyMode.INSTANT: ("at the press", "you hear your own hand, early or late"),
    FoleyMode.QUANTISED: ("on the beat", "an early blow waits for its beat, a late one sounds at once"),
    FoleyMode.SCHEDULED: ("ahead of you", "every blow lies on its beat before you press; a miss takes it back"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """A line that leads to a screen of its own."""

    label: str
    scene: str
    help: str


VOLUMES: Final = (_percent("Music", "music_volume", (5, 0, 100)), _percent("Blows", "foley_volume", (5, 0, 100)))
"""Also at hand in a paused fight."""

SOUND: Final[tuple[Dial | Door, ...]] = (
    *VOLUMES,
    Dial("Blows are heard", "foley_mode", lambda s: MODES[s.foley_mode][0], _in_turn("foley_mode", tuple(FoleyMode))),
    Dial(
        "Sound offset", "audio_offset_ms", lambda s: f"{s.audio_offset_ms:+.0f} ms",
        _number("audio_offset_ms", 1, -500, 500), "more when you hear late; calibrating finds it",
    ),
    Door("Calibrate sound", "offset", "tap to a tick you hear, eyes closed: finds the sound offset"),
)  # fmt: skip

PICTURE: Final[tuple[Dial | Door, ...]] = (
    Dial(
        "Picture offset", "video_offset_ms", lambda s: f"{s.video_offset_ms:+.0f} ms",
        _number("video_offset_ms", 1, -500, 500), "more when your screen shows late; calibrating finds it",
    ),
    Door("Calibrate picture", "picture", "tap to a light you see, in silence: finds the picture offset"),
    _toggle("Flash safety", "flash_safe", "no full-screen flashes, at most three a second"),
    _toggle("Screen shake", "screen_shake", "the room trembles with heavy blows"),
    _toggle("Slow motion", "slow_motion", "of the picture only, never of the music"),
    _toggle("Light line", "light_line", "pulses on the floor that meet under her on the beat"),
    _toggle("Captions", "captions", "her one-liners, written out"),
    Dial("Text size", "text_scale", lambda s: f"{s.text_scale:.2f}", _number("text_scale", 0.05, 0.75, 1.5)),
    Dial(
        "Quality", "quality", lambda s: s.quality.value, _in_turn("quality", tuple(Quality)),
        "auto draws less while frames come late",
    ),
    _toggle("Full screen", "fullscreen", "from the next start on"),
)  # fmt: skip

PLAY: Final[tuple[Dial | Door, ...]] = (
    Dial(
        "Scheme", "scheme", lambda s: s.scheme.value, _in_turn("scheme", tuple(Scheme)),
        "how many buttons; each has a board of its own",
    ),
    _toggle("No fail", "no_fail", "she always gets up again; off the boards"),
    _percent("Lead", "lead_percent", (10, 50, 200), "how early attackers enter"),
    _percent("Practice speed", "speed_percent", (5, 50, 150), "the pitch stays; each speed has a board of its own"),
    Door("Keys", "keys", "which key does what, on keyboard and pad"),
)  # fmt: skip

Groups = tuple[tuple[str, tuple["Dial | Door", ...]], ...]

GROUPS: Final[Groups] = (("SOUND", SOUND), ("PICTURE", PICTURE), ("PLAY", PLAY))
LINES: Final = (*SOUND, *PICTURE, *PLAY)

NOT_IN_A_FIGHT: Final = frozenset({"fullscreen"})
AT_ONCE: Final[Groups] = tuple(
    (name, tuple(line for line in lines if isinstance(line, Dial) and line.field not in NOT_IN_A_FIGHT))
    for name, lines in GROUPS[:2]
)
"""What a paused fight can go on with: neither what it is fought by nor what would disturb its song."""

COLUMN: Final = Column(top=136, step=43, width=520, most=12)
DIAL_HINTS: Final = (Hint(Menu.UP, "choose"), Hint(Menu.LEFT, "change"), Hint(Menu.BACK, "back"))
DOOR_HINTS: Final = (Hint(Menu.UP, "choose"), Hint(Menu.ACCEPT, "open"), Hint(Menu.BACK, "back"))


class Panel:
    """Settings as one list, on whatever ground. Where it stood is remembered under its name."""

    def __init__(self, backstage: Backstage, name: str, groups: Groups) -> None:
        self._back = backstage
        self._all = tuple(line for _, lines in groups for line in lines)
        self._groups = groups
        self.lines = Lines(backstage, name, COLUMN, len(self._all))
        self._told = len(backstage.notes)

    def handle(self, signal: Signal) -> Menu | Door | None:
        """Up and down choose, left and right turn; a click turns on, or back at the left arrow. BACK leaves the list,
        a door leads on.
        """
        meant = self.lines.meant(signal)
        if meant is None:
            return None
        line = self._all[self.lines.chosen]
        if meant.menu is Menu.BACK:
            return Menu.BACK
        if isinstance(line, Door):
            return line if meant.menu is Menu.ACCEPT else None
        if meant.menu in (Menu.LEFT, Menu.RIGHT, Menu.ACCEPT):
            way = -1 if meant.menu is Menu.LEFT else 1
            self._turn(line, COLUMN.turned(meant.pointer) if meant.pointer else way)
        return None

    def _text(self, dial: Dial) -> str:
        """How it reads; a quality left to us names the step in use."""
        text = dial.text(self._back.settings)
        if dial.field == "quality" and self._back.settings.quality is Quality.AUTO:
            return f"{text}: {self._back.governor.quality.name}"
        return text

    def tip(self) -> str:
        """What the chosen line means, unless something has just gone wrong."""
        if len(self._back.notes) > self._told:
            return self._back.notes[-1]
        line = self._all[self.lines.chosen]
        if isinstance(line, Dial) and line.field == "foley_mode":
            return MODES[self._back.settings.foley_mode][1]
        return line.help

    def _turn(self, dial: Dial, way: int) -> None:
        self._told = len(self._back.notes)
        value = dial.turned(self._back.settings, way)
        self._back.change(**{dial.field: value})
        if dial.field == "speed_percent" and not can_stretch():
            self._back.notes.append("practice speed needs the package python-stretch: pip install python-stretch")

    def draw(self, surface: pygame.Surface) -> None:
        """The list, and what the chosen line means."""
        letters = self._back.letters
        letters.draw(surface, "Behind the curtain", HEADING, (CENTRE_X, 62))
        self.lines.draw(surface, [self._choice(line, group) for line, group in self._grouped()])
        draw_tip(surface, letters, self.tip())
        is_door = isinstance(self._all[self.lines.chosen], Door)
        self.lines.draw_hints(surface, DOOR_HINTS if is_door else DIAL_HINTS)

    def _grouped(self) -> Iterator[tuple[Dial | Door, str]]:
        """Every line, with its group's name where the group begins or the list does."""
        number = 0
        for name, lines in self._groups:
            for place, line in enumerate(lines):
                yield line, name if place == 0 or number == self.lines.first else ""
                number += 1

    def _choice(self, line: Dial | Door, group: str) -> Choice:
        if isinstance(line, Door):
            return Choice(line.label, "open", group, in_middle=True)
        return Choice(line.label, self._text(line), group, turns=True, in_middle=True)


class SettingsScene:
    """All settings."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._ground = backdrop(bottom=(30, 8, 52), glow=(60, 20, 96))
        self.panel = Panel(backstage, "settings", GROUPS)

    def handle(self, signal: Signal) -> Goto | None:
        """A line is turned, or a door leads on; from here the way back is to the title."""
        meant = self.panel.handle(signal)
        if isinstance(meant, Door):
            return Goto(meant.scene)
        return Goto("title") if meant is Menu.BACK else None

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The list on its own ground."""
        surface.blit(self._ground, (0, 0))
        self.panel.draw(surface)

    def leave(self) -> None:
        """Nothing to stop."""
