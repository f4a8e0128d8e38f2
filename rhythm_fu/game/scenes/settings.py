"""Settings: one line each, changed with left and right, kept at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pygame

from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.audio.stretch import can_stretch
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Signal, SignalKind
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import HEADING, Choice, backdrop, draw_choices, draw_help, draw_notes
from rhythm_fu.library import Quality, Settings
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


DIALS: Final = (
    Dial(
        "Audio offset", "audio_offset_ms", lambda s: f"{s.audio_offset_ms:+.0f} ms",
        _number("audio_offset_ms", 1, -500, 500), "more when you hear late; Tap to calibrate finds it",
    ),
    Dial(
        "Picture offset", "video_offset_ms", lambda s: f"{s.video_offset_ms:+.0f} ms",
        _number("video_offset_ms", 1, -500, 500), "more when your screen shows late",
    ),
    _percent("Music", "music_volume", (5, 0, 100)),
    _percent("Blows", "foley_volume", (5, 0, 100)),
    Dial(
        "Scheme", "scheme", lambda s: s.scheme.value, _in_turn("scheme", tuple(Scheme)),
        "how many buttons; each has a board of its own",
    ),
    _toggle("No fail", "no_fail", "she always gets up again; off the boards"),
    _percent("Lead", "lead_percent", (10, 50, 200), "how early attackers enter"),
    _percent("Practice speed", "speed_percent", (5, 50, 150), "the pitch stays; each speed has a board of its own"),
    _toggle("Flash safety", "flash_safe", "no full-screen flashes, at most three a second"),
    _toggle("Screen shake", "screen_shake"),
    _toggle("Slow motion", "slow_motion", "of the picture only, never of the music"),
    _toggle("Light line", "light_line"),
    _toggle("Captions", "captions"),
    Dial(
        "Text size", "text_scale", lambda s: f"{s.text_scale:.2f}", _number("text_scale", 0.05, 0.75, 1.5)
    ),
    Dial("Quality", "quality", lambda s: s.quality.value, _in_turn("quality", tuple(Quality))),
    _toggle("Full screen", "fullscreen", "from the next start on"),
)  # fmt: skip

DOORS: Final = ((Choice("Tap to calibrate", "Enter"), Goto("offset")), (Choice("Keys", "Enter"), Goto("keys")))
"""Lines that lead to screens of their own."""


class SettingsScene:
    """All settings as one list."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(30, 8, 52), glow=(60, 20, 96))
        self._chosen = 0

    def handle(self, signal: Signal) -> Goto | None:
        """Up and down choose, left and right turn."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.menu is Menu.BACK:
            return Goto("title")
        if signal.menu in (Menu.UP, Menu.DOWN):
            self._chosen = (self._chosen + (1 if signal.menu is Menu.DOWN else -1)) % (len(DIALS) + len(DOORS))
        elif self._chosen >= len(DIALS):
            return DOORS[self._chosen - len(DIALS)][1] if signal.menu is Menu.ACCEPT else None
        elif signal.menu in (Menu.LEFT, Menu.RIGHT, Menu.ACCEPT):
            self._turn(DIALS[self._chosen], -1 if signal.menu is Menu.LEFT else 1)
        return None

    def _text(self, dial: Dial) -> str:
        """How it reads; a quality left to us names the step in use."""
        text = dial.text(self._back.settings)
        if dial.field == "quality" and self._back.settings.quality is Quality.AUTO:
            return f"{text}: {self._back.governor.quality.name}"
        return text

    def _turn(self, dial: Dial, way: int) -> None:
        value = dial.turned(self._back.settings, way)
        self._back.store.change(**{dial.field: value})
        self._back.apply()
        if dial.field == "speed_percent" and not can_stretch():
            self._back.notes.append("practice speed needs the package python-stretch: pip install python-stretch")

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The list, and what the chosen line means."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Behind the curtain", HEADING, (CENTRE_X, 70))
        choices = [
            *(Choice(dial.label, self._text(dial)) for dial in DIALS),
            *(door for door, _ in DOORS),
        ]
        draw_choices(surface, letters, choices, self._chosen, top=150, step=44, width=520, most=11)
        draw_notes(surface, letters, self._back.notes)
        tip = DIALS[self._chosen].help if self._chosen < len(DIALS) else ""
        draw_help(surface, letters, f"← → change    Esc back    {tip}")

    def leave(self) -> None:
        """Nothing to stop."""
