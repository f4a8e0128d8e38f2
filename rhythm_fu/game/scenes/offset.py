"""Tap to calibrate: a steady tick, taps on what is heard, and the offset that makes them meet."""

from statistics import median
from typing import Final

import numpy as np
import pygame

from rhythm_fu.game.audio.music import tick_sound
from rhythm_fu.game.audio.output import RATE
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Menu, Signal, SignalKind
from rhythm_fu.game.song_clock import Offsets, SongClock
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, LABEL, backdrop, draw_help
from rhythm_fu.game.view.telegraphs_shapes import centred, ring
from rhythm_fu.game.view.text import Face, Style
from rhythm_fu.sound import Samples
from rhythm_fu.units import HostTime, SongTime, in_ms, ms, seconds

BEAT: Final = seconds(0.6)
"""100 a minute: slow enough that no tap is nearer to the wrong tick."""

TICKS: Final = 600
FEWEST: Final = 8
KEPT: Final = 16
FIRST_IGNORED: Final = 2
"""The first taps find the beat; they don't measure it."""

NUMBER: Final = Style(Face.NUMBER, 56)


def tick_track(rate: int = RATE) -> Samples:
    """Six minutes of ticks, shape (n, 2)."""
    track = np.zeros((TICKS * BEAT * rate // 1_000_000, 2), np.float32)
    tick = tick_sound(rate)
    for n in range(TICKS):
        here = n * BEAT * rate // 1_000_000
        track[here : here + len(tick)] += tick[: len(track) - here]
    return track


def error_of(at: int) -> int:
    """Microseconds from the nearest tick, late is positive."""
    return (at + BEAT // 2) % BEAT - BEAT // 2


def found_offset(errors: list[int]) -> int | None:
    """The player's offset in microseconds, once there are enough taps: their middle, which a stray tap can't move."""
    taps = errors[FIRST_IGNORED:][-KEPT:]
    return round(median(taps)) if len(taps) >= FEWEST else None


class OffsetScene:
    """Ticks, taps, the median of their distances."""

    wants_quiet = True

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(16, 14, 44), glow=(90, 70, 40))
        device = backstage.offsets.device
        self._clock = SongClock(Offsets(device=device))
        self._errors: list[int] = []
        self._beat = 0.0
        backstage.music.load(tick_track(backstage.output.rate if backstage.output else RATE))
        now = backstage.host()
        backstage.music.play(now, 0)
        self._clock.start(backstage.host(), SongTime(0))

    @property
    def offset(self) -> int | None:
        """What was found so far."""
        return found_offset(self._errors)

    def handle(self, signal: Signal) -> Goto | None:
        """Any fight button is a tap; Enter keeps what was found, Esc leaves all as it was."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.menu is Menu.BACK and signal.button is None:
            return Goto("settings")
        if signal.menu is Menu.ACCEPT and signal.button is None:
            if self.offset is not None:
                self._back.store.change(audio_offset_ms=round(in_ms(self.offset), 1))
            return Goto("settings")
        if signal.button is not None:
            self._errors.append(error_of(self._clock.song_at(signal.at)))
        return None

    def attend(self, now: HostTime) -> None:
        """Listen to the mixer."""
        position = self._back.music.position(now)
        if position is not None:
            self._clock.hear(now, position)

    def advance(self, now: HostTime) -> Goto | None:
        """The ring follows the offset found so far."""
        at = self._clock.song_at(now) - (self.offset or 0)
        self._beat = at / BEAT
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """A ring that closes on the tick, and what was found."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Initiation", HEADING, (CENTRE_X, 90))
        letters.draw(surface, "Close your eyes and tap F or J on the tick you hear", BODY, (CENTRE_X, 150))
        share = 1 - (self._beat % 1.0)
        centred(surface, ring(40, (244, 240, 250), 2.0, 0.0), CENTRE_X, 330)
        centred(surface, ring(40 + round(share * 110 / 2) * 2, (255, 217, 160)), CENTRE_X, 330, 1 - share * 0.6)
        found = self.offset
        text = f"{in_ms(found):+.0f} ms" if found is not None else f"{len(self._errors)}"
        letters.draw(surface, text, NUMBER, (CENTRE_X, 490))
        label = "AUDIO OFFSET" if found is not None else f"TAPS OF {FEWEST + FIRST_IGNORED}"
        letters.draw(surface, label, LABEL, (CENTRE_X, 536))
        for place, error in enumerate(self._errors[-KEPT:]):
            x = CENTRE_X + max(-300, min(300, error / ms(1)))
            pygame.draw.line(surface, (255, 217, 160), (x, 580), (x, 600), 3 if place == KEPT - 1 else 2)
        pygame.draw.line(surface, (196, 188, 206), (CENTRE_X - 300, 590), (CENTRE_X + 300, 590))
        draw_help(surface, letters, "Enter keep it    Esc leave it as it was")

    def leave(self) -> None:
        """Silence."""
        self._back.music.stop()
