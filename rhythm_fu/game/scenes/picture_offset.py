"""Calibrate the picture: a candle passes its stand in silence, taps on what is seen, and the offset they show.

Nothing sounds, so the sound's own offset plays no part: a tap is measured from the moment the candle was drawn at its
stand. What is drawn never follows what was found, or the measure would move with the measuring.
"""

from typing import Final

import pygame

from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import Goto, Signal
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.scenes.offset import answered, hints_of
from rhythm_fu.game.scenes.taps import BEAT, WARM, Taps
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, Column, backdrop
from rhythm_fu.game.view.telegraphs_shapes import centred, disc, ring
from rhythm_fu.units import HostTime, ms

RAIL_Y: Final = 306
REACH_PX: Final = 330
"""How far the candle goes to either side: at an even pace, there and back in two beats."""

GLOW: Final = ms(120)
"""How long the stand is lit once the candle has passed: small and warm, no flash."""


DOUBTED: Final = ms(150)
"""No screen shows so late, and none shows early: a slow television has 100 ms. Such taps followed something else."""


def candle_x(at: int) -> float:
    """Where the candle is, so many microseconds after a beat: on its stand on every beat, in the wings between them."""
    share = at / BEAT % 2
    away = share if share < 0.5 else 1 - share if share < 1.5 else share - 2
    return CENTRE_X + 2 * REACH_PX * away


class PictureOffsetScene:
    """A candle, taps, the median of their distances."""

    wants_quiet = True

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(16, 14, 44), glow=(90, 70, 40))
        self._began = backstage.host()
        self._at = 0
        self.taps = Taps()
        self._lines = Lines(backstage, "picture", Column(0), 0)

    def handle(self, signal: Signal) -> Goto | None:
        """A tap, or what is done with those so far."""
        meant = self._lines.meant(signal)
        return answered(
            meant,
            self.taps,
            lambda moment: moment - self._began,
            lambda found: self._back.change(video_offset_ms=found),
        )

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here."""

    def advance(self, now: HostTime) -> Goto | None:
        """The candle goes by the host's clock."""
        self._at = now - self._began
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """The candle on its rail, its stand, and what was found."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Initiation: by eye", HEADING, (CENTRE_X, 84))
        letters.draw(surface, "Tap when the light passes the ring. Nothing sounds", BODY, (CENTRE_X, 140))
        left, right = CENTRE_X - REACH_PX, CENTRE_X + REACH_PX
        pygame.draw.line(surface, (110, 96, 128), (left, RAIL_Y), (right, RAIL_Y), 2)
        since = self._at % BEAT
        if since < GLOW:
            centred(surface, ring(34, WARM, 4.0, 14.0), CENTRE_X, RAIL_Y, 1 - since / GLOW)
        centred(surface, ring(34, (244, 240, 250), 2.0, 0.0), CENTRE_X, RAIL_Y)
        pygame.draw.line(surface, (244, 240, 250), (CENTRE_X, RAIL_Y - 64), (CENTRE_X, RAIL_Y - 40), 2)
        pygame.draw.line(surface, (244, 240, 250), (CENTRE_X, RAIL_Y + 40), (CENTRE_X, RAIL_Y + 64), 2)
        centred(surface, disc(14, WARM), round(candle_x(self._at)), RAIL_Y)
        self.taps.draw(surface, letters, "PICTURE OFFSET", self._back.settings.video_offset_ms, DOUBTED)
        self._lines.draw_hints(surface, hints_of(self._back, can_keep=self.taps.is_steady))

    def leave(self) -> None:
        """Nothing to stop."""
