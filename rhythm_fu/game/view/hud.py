"""Everything painted over the stage: rings, light line, corners, words, bars, veils, captions. Reads a `FightView`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pygame

from rhythm_fu.chart.model import Chart, Kind, MarkKind
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.game.view.error_bar import ErrorBar
from rhythm_fu.game.view.hud_corners import Corners
from rhythm_fu.game.view.hud_judgement import JudgementText
from rhythm_fu.game.view.hud_palette import palette_for
from rhythm_fu.game.view.layout import CENTRE_X, HEIGHT, WIDTH
from rhythm_fu.game.view.light_line import LightLine
from rhythm_fu.game.view.scrim import lozenge_for
from rhythm_fu.game.view.telegraphs import NO_PROMPTS, Telegraphs
from rhythm_fu.game.view.telegraphs_shapes import centred
from rhythm_fu.game.view.text import INK, Face, Lettering, Style
from rhythm_fu.judge.model import Button
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.units import SongTime

HOLD_Y: Final = 598
HOLD_PX: Final = 250
ALERT_Y: Final = 326
"""Below what is said of a blow in the middle."""

CAPTION_Y: Final = 566
"""Between the feet and the light line, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A one-liner and when it is shown."""

    at: SongTime
    until: SongTime
    text: str


@dataclass(frozen=True, slots=True)
class HudOptions:
    """What the player wants to see. `text_scale` 1 is the designed size; `prompts` name the key beside each ring;
    `holds_drops` is false where one press on the drop is all, as in the simple schemes; without `has_ammunition` no
    rounds are shown, for the pistol reloads itself.
    """

    arena: str = "nightclub"
    light_line: bool = True
    captions: tuple[Caption, ...] = ()
    text_scale: float = 1.0
    windows: HitWindows = field(default_factory=HitWindows)
    prompts: Mapping[Button, str] = field(default_factory=lambda: NO_PROMPTS)
    holds_drops: bool = True
    has_ammunition: bool = True


def captions_of(chart: Chart) -> tuple[Caption, ...]:
    """The chart's own one-liners: `line` slots that carry words."""
    return tuple(Caption(m.at, m.until_at, m.label) for m in chart.spans(MarkKind.LINE) if m.label)


class Hud:
    """Paints the whole head-up display of a fight. Keeps pictures, never a fight's state."""

    def __init__(
        self,
        chart: Chart,
        options: HudOptions,
        breathe: Callable[[], None] = lambda: None,
        letters: Lettering | None = None,
    ) -> None:
        """`breathe` is called between the parts; `letters` draw all words. `options` are not changed later."""
        palette = palette_for(options.arena)
        self._breathe = breathe
        self.letters = letters or Lettering(options.text_scale)
        self.options = options
        self._palette = palette
        self._length = chart.audio.length
        self._telegraphs = Telegraphs(palette, self.letters, options.prompts)
        self._line = LightLine(chart.tempo, palette, self.letters)
        self._corners = Corners(chart.tempo, palette, self.letters, has_ammunition=options.has_ammunition)
        self._words = JudgementText(palette, self.letters)
        self._errors = ErrorBar(options.windows)
        self._caption = Style(Face.TITLE, 30)
        self._hold_label = Style(Face.NUMBER, 17, spacing=1)
        self._alert = Style(Face.SHOUT, 34)
        self._veil = _veil((30, 6, 40), 0.72)
        self._low = _edges((120, 10, 34), 0.45)

    def prepare(self) -> None:
        """Paint all signs once, before the fight starts."""
        self._telegraphs.prepare()
        self._line.prepare()
        self._words.prepare(self.options.windows.ok)
        self._corners.prepare()
        for caption in self.options.captions:
            self.letters.word(f"“{caption.text}”", self._caption)

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """One frame's worth, from back to front."""
        is_down = view.down_until is not None and view.now < view.down_until
        if is_down:
            surface.blit(self._veil, (0, 0))
        elif view.health < 25:
            surface.blit(self._low, (0, 0))
        self._telegraphs.draw(surface, view)
        self._breathe()
        if self.options.light_line:
            self._line.draw(surface, view)
        self._breathe()
        self._corners.draw(surface, view)
        self._breathe()
        self._alerts(surface, view, is_down)  # before the words: its scrim must not lie on them
        is_taken = self._hold(surface, view) or self._captions(surface, view)
        self._words.draw(surface, view, says_actions=not is_taken)
        self._errors.draw(surface, view)
        self._progress(surface, view)

    def _held_drop(self, view: FightView) -> TargetView | None:
        for target in view.targets:
            event = target.event
            if event.kind is Kind.DROP and event.hold_at is not None and target.judgement is None:
                return target
        return None

    def _hold(self, surface: pygame.Surface, view: FightView) -> bool:
        """The bar of a held drop; whether there is one. Only one thing is said before her feet."""
        target = self._held_drop(view)
        if not self.options.holds_drops or target is None or target.event.hold_at is None:
            return False
        event = target.event
        start = event.hold_at or event.at
        span = max(1, event.at - start)
        share = max(0.0, min(1.0, (view.now - start) / span))
        is_held = view.hold_from is not None
        rect = pygame.Rect(0, 0, HOLD_PX, 12)
        rect.center = (CENTRE_X, HOLD_Y)
        pygame.draw.rect(surface, INK, rect.inflate(6, 6), border_radius=9)
        pygame.draw.rect(surface, (70, 62, 82), rect, border_radius=6)
        fill = pygame.Rect(rect.left, rect.top, round(rect.width * share), rect.height)
        if fill.width > 4:
            pygame.draw.rect(surface, self._palette.drop if is_held else (150, 142, 162), fill, border_radius=6)
        hold = f"HOLD {self.options.prompts.get(Button.FINISH, '')}".rstrip()
        text = hold if view.now < event.at and not is_held else "RELEASE ON THE DROP"
        self._shaded(surface, text, self._hold_label, (CENTRE_X, HOLD_Y - 24), 50)
        return True

    def _shaded(self, surface: pygame.Surface, text: str, style: Style, at: tuple[int, int], high: int) -> None:
        """A line of words on its own scrim."""
        size = self.letters.width(text, style), round(high * self.letters.scale)
        centred(surface, lozenge_for(*size, self._palette.scrim, self._palette.shade), *at)
        self.letters.draw(surface, text, style, at)

    def _captions(self, surface: pygame.Surface, view: FightView) -> bool:
        for caption in self.options.captions:
            if caption.at <= view.now < caption.until:
                self._shaded(surface, f"“{caption.text}”", self._caption, (CENTRE_X, CAPTION_Y), 72)
                return True
        return False

    def _alerts(self, surface: pygame.Surface, view: FightView, is_down: bool) -> None:
        if view.has_failed:
            self._shaded(surface, "THE CURTAIN FALLS", self._alert, (CENTRE_X, ALERT_Y), 84)
        elif is_down and view.down_until is not None:
            self._shaded(surface, "KNOCKED DOWN", self._alert, (CENTRE_X, ALERT_Y), 84)
            self._shaded(surface, "up again with the next bar", self._hold_label, (CENTRE_X, ALERT_Y + 50), 52)
        elif view.off_balance_until is not None and view.now < view.off_balance_until:
            self._shaded(surface, "OFF BALANCE", self._alert, (CENTRE_X, ALERT_Y), 84)

    def _progress(self, surface: pygame.Surface, view: FightView) -> None:
        share = max(0.0, min(1.0, view.now / max(1, self._length)))
        pygame.draw.rect(surface, INK, (0, HEIGHT - 3, WIDTH, 3))
        pygame.draw.rect(surface, self._palette.rose, (0, HEIGHT - 2, round(WIDTH * share), 2))


def _veil(colour: tuple[int, int, int], strength: float) -> pygame.Surface:
    """A whole-screen veil, steady: it never flashes."""
    veil = pygame.Surface((WIDTH, HEIGHT), pygame.SRCALPHA)
    veil.fill((*colour, round(strength * 255)))
    return veil.convert_alpha() if pygame.display.get_surface() else veil


def _edges(colour: tuple[int, int, int], strength: float) -> pygame.Surface:
    """The same, only at the rim of the screen."""
    small = pygame.Surface((64, 36), pygame.SRCALPHA)
    for x in range(64):
        for y in range(36):
            away = max(abs(x - 31.5) / 32, abs(y - 17.5) / 18)
            small.set_at((x, y), (*colour, round(255 * strength * max(0.0, away - 0.6) / 0.4)))
    return pygame.transform.smoothscale(small, (WIDTH, HEIGHT))
