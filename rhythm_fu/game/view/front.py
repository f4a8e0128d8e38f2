"""What stands between us and the fight: blurred, dark, sparse, and quicker than the room when the camera moves.

Telegraphs, light line and HUD are painted later and so are never under it. The fighters are kept free by where a piece
may be seen: what ends below their feet or above their heads may pass anywhere, anything taller only at the sides.
"""

from dataclasses import dataclass
from math import ceil, floor, pi, sin
from typing import Final

import pygame

from rhythm_fu.game.art.kit import Kit, premultiplied
from rhythm_fu.game.view.arena import Front
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WIDTH
from rhythm_fu.game.view.room import Moment


@dataclass(frozen=True, slots=True)
class FrontRules:
    """Where a piece may be seen. `low_px` below the floor line is clear of feet, `high_y` of heads and judgements;
    `clear_px` to either side of the middle hold both marks with those who stand there.
    """

    low_px: int = 14
    high_y: int = 96
    clear_px: int = 496
    fade_px: int = 46
    steps: int = 8


RULES: Final = FrontRules()


class FrontPainter:
    """Paints one foreground layer over the finished floor and fighters."""

    def __init__(self, layer: Front, kit: Kit, rules: FrontRules = RULES) -> None:
        self._layer = layer
        self._rules = rules
        image = kit.image(layer.image, layer.scale)
        self._size = image.get_size()
        self._image = _out_of_focus(image, layer.blur)
        self._faded: dict[int, pygame.Surface] = {rules.steps: self._image}

    @property
    def quality(self) -> int:
        """The lowest step of the ladder that paints it."""
        return self._layer.quality

    def paint(self, surface: pygame.Surface, moment: Moment) -> None:
        """Blits at most a few pieces; nothing is remembered but faded copies."""
        layer, view = self._layer, moment.view
        width, height = self._size
        spread = view.zoom**layer.depth
        lift = layer.bounce * moment.drives.level(layer.drive, moment.now)
        for index, (x, above) in enumerate(layer.at):
            aside = layer.sway * sin(pi * moment.beats / 4 + index * 1.9) - view.shake_x * layer.depth
            place = x - view.pan * layer.depth
            for turn in _turns(place, layer.period, (WIDTH + width) / 2 / spread + 20):
                middle = CENTRE_X + (place + turn * layer.period) * spread + aside
                box = pygame.Rect(round(middle - width / 2), round(FLOOR_Y - above - height - lift), width, height)
                step = self.seen(box.inflate(2 * layer.blur, 2 * layer.blur))
                if step:
                    around = 2 * layer.blur
                    surface.blit(
                        self._at_step(step), box.move(-around, -around), special_flags=pygame.BLEND_PREMULTIPLIED
                    )

    def seen(self, box: pygame.Rect) -> int:
        """How much of a piece in this place is shown, 0 to `steps`: all, none, or fading on its way between."""
        rules = self._rules
        if box.top >= FLOOR_Y + rules.low_px or box.bottom <= rules.high_y:
            return rules.steps
        inner = max(box.left - CENTRE_X, CENTRE_X - box.right)
        return max(0, min(rules.steps, round((inner - rules.clear_px) / rules.fade_px * rules.steps)))

    def _at_step(self, step: int) -> pygame.Surface:
        found = self._faded.get(step)
        if found is None:
            found = self._faded[step] = self._image.copy()
            shade = round(255 * step / self._rules.steps)
            found.fill((shade, shade, shade, shade), special_flags=pygame.BLEND_RGBA_MULT)
        return found


def _turns(place: float, period: float, reach: float) -> range:
    """Which repetitions of something at `place` come within `reach` of the middle."""
    if period <= 0:
        return range(1)
    return range(ceil((-reach - place) / period), floor((reach - place) / period) + 1)


def _out_of_focus(image: pygame.Surface, blur: int) -> pygame.Surface:
    """Premultiplied and blurred, twice `blur` larger on every side so that no edge is cut."""
    clear = premultiplied(image)
    if not blur:
        return clear
    width, height = image.get_size()
    wide = pygame.Surface((width + 4 * blur, height + 4 * blur), pygame.SRCALPHA, 32)
    wide.blit(clear, (2 * blur, 2 * blur), special_flags=pygame.BLEND_RGBA_ADD)
    return pygame.transform.gaussian_blur(wide, blur)
