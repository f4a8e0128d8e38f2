"""Calibrate the sound: a steady tick, taps on what is heard, and the offset that makes them meet."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.audio.music import tick_sound
from rhythm_fu.game.audio.output import RATE
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Signal
from rhythm_fu.game.scenes.legend import key_name
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.scenes.taps import BEAT, Taps
from rhythm_fu.game.song_clock import Offsets, SongClock
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, Column, backdrop
from rhythm_fu.game.view.telegraphs_shapes import centred, ring
from rhythm_fu.judge.model import Button
from rhythm_fu.sound import Samples
from rhythm_fu.units import HostTime, SongTime, in_ms

TICKS: Final = 600


def hints_of(back: Backstage, *, can_keep: bool) -> tuple[Hint, ...]:
    """Which buttons tap, by the player's own keys; on a pad the shoulders, since A and B are the menu's.

    What can't be kept yet is not offered.
    """
    pair = (Button.SHOOT_LEFT, Button.SHOOT_RIGHT) if back.uses_pad() else (Button.STRIKE_LEFT, Button.STRIKE_RIGHT)
    caps = "  ".join(key_name(back.bindings, button, uses_pad=back.uses_pad()) for button in pair)
    keep = (Hint(Menu.ACCEPT, "keep it"),) if can_keep else ()
    return (
        Hint(None, "tap", caps), *keep, Hint(Menu.RETRY, "start over"), Hint(Menu.BACK, "leave it as it was"),
    )  # fmt: skip


def tick_track(rate: int = RATE) -> Samples:
    """Six minutes of ticks, shape (n, 2)."""
    track = np.zeros((TICKS * BEAT * rate // 1_000_000, 2), np.float32)
    tick = tick_sound(rate)
    for n in range(TICKS):
        here = n * BEAT * rate // 1_000_000
        track[here : here + len(tick)] += tick[: len(track) - here]
    return track


def step_of(signal: Signal) -> Menu | None:
    """What a key means while taps are taken: a fight button is a tap, except that a pad's A keeps and its B leaves."""
    is_tap = signal.button is not None and signal.key not in ("pad a", "pad b")
    return None if is_tap else signal.menu


def answered(
    meant: Signal | None, taps: Taps, at: Callable[[HostTime], int], keep: Callable[[float], None]
) -> Goto | None:
    """Any fight button is a tap; Enter keeps what was found, if taps agree; Esc leaves all as it was.

    `at` says how long after the first beat a moment was, in microseconds; `keep` takes the offset in milliseconds.
    """
    if meant is None:
        return None
    step = step_of(meant)
    if step is Menu.BACK:
        return Goto("settings")
    if step is Menu.ACCEPT:
        if taps.is_steady and taps.offset is not None:
            keep(round(in_ms(taps.offset), 1))
            return Goto("settings")
        return Goto("settings") if taps.offset is None else None
    if step is Menu.RETRY:
        taps.errors.clear()
    elif meant.button is not None:
        taps.tap(at(meant.at))
    return None


class OffsetScene:
    """Ticks, taps, the median of their distances."""

    wants_quiet = True

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(16, 14, 44), glow=(90, 70, 40))
        device = backstage.offsets.device
        self._clock = SongClock(Offsets(device=device))
        self.taps = Taps()
        self._lines = Lines(backstage, "offset", Column(0), 0)
        self._beat = 0.0
        backstage.music.load(tick_track(backstage.output.rate if backstage.output else RATE))
        now = backstage.host()
        backstage.music.play(now, 0)
        self._clock.start(backstage.host(), SongTime(0))

    def handle(self, signal: Signal) -> Goto | None:
        """A tap, or what is done with those so far."""
        meant = self._lines.meant(signal)
        return answered(meant, self.taps, self._clock.song_at, lambda found: self._back.change(audio_offset_ms=found))

    def attend(self, now: HostTime) -> None:
        """Listen to the mixer."""
        position = self._back.music.position(now)
        if position is not None:
            self._clock.hear(now, position)

    def advance(self, now: HostTime) -> Goto | None:
        """The ring follows the offset found so far."""
        at = self._clock.song_at(now) - (self.taps.offset or 0)
        self._beat = at / BEAT
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """A ring that closes on the tick, and what was found."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Initiation: by ear", HEADING, (CENTRE_X, 84))
        letters.draw(surface, "Close your eyes and tap on the tick that you hear", BODY, (CENTRE_X, 140))
        share = 1 - (self._beat % 1.0)
        centred(surface, ring(40, (244, 240, 250), 2.0, 0.0), CENTRE_X, 306)
        centred(surface, ring(40 + round(share * 110 / 2) * 2, (255, 217, 160)), CENTRE_X, 306, 1 - share * 0.6)
        self.taps.draw(surface, letters, "SOUND OFFSET", self._back.settings.audio_offset_ms)
        self._lines.draw_hints(surface, hints_of(self._back, can_keep=self.taps.is_steady))

    def leave(self) -> None:
        """Silence."""
        self._back.music.stop()
