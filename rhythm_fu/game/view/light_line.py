"""The light line along the front of the floor: pulses run in from both sides and meet under her on the event."""

from dataclasses import dataclass
from typing import Final

import pygame

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.game.art.figure_at import Colour
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, HudPalette
from rhythm_fu.game.view.layout import CENTRE_X, LIGHT_LINE_Y
from rhythm_fu.game.view.scrim import lozenge, lozenge_for
from rhythm_fu.game.view.telegraphs_shapes import bar, centred, crosshair, disc, frame, ring, solid_diamond
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.judge.model import Grade
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, ms


@dataclass(frozen=True, slots=True)
class LightLineRules:
    """`half_px` is how far the line reaches to either side; so many beats fit into it. `glow` lasts after a hit."""

    half_px: int = 540
    beats: float = 4.0
    glow: int = ms(220)
    ring: int = 27


RULES: Final = LightLineRules()
_DROP_LABEL: Final = Style(Face.NUMBER, 18)
RADIUS: Final = 15
DIAMOND: Final = 27
_WHITE: Final[Colour] = (244, 240, 250)


def distance_px(at: SongTime, now: SongTime, beat: int, rules: LightLineRules = RULES) -> float:
    """Pixels from the centre where a pulse is that meets there at `at`."""
    return (at - now) * rules.half_px / (rules.beats * max(1, beat))


class LightLine:
    """Paints the line of a view."""

    def __init__(self, tempo: TempoMap, palette: HudPalette, letters: Lettering, rules: LightLineRules = RULES) -> None:
        self._tempo = tempo
        self._palette = palette
        self._letters = letters
        self._rules = rules
        self._band = lozenge((rules.half_px * 2 + 100, 84), palette.scrim, palette.shade, 22.0)
        self._centre = ring(rules.ring, _WHITE, 3.0, 10.0)

    def prepare(self) -> None:
        """Paint every pulse and every shine once."""
        for side in (*Side, None):
            colour = self._palette.side(side)
            for sign in (disc(RADIUS, colour), crosshair(RADIUS, colour, 3.0, 6.0), ring(RADIUS, colour, 7.0, 6.0)):
                sign.set_alpha(255)
        for sign in (frame(RADIUS - 1, self._palette.mirror, 3.0, 6.0), bar(RADIUS - 2, self._palette.warm, 8.0, 6.0)):
            sign.set_alpha(255)
        solid_diamond(DIAMOND, self._palette.drop)
        for grade, colour in GRADE_COLOURS.items():
            for growth in range(0, 14, 2) if grade > Grade.MISS else ():
                ring(self._rules.ring + growth, colour, 5.0, 12.0)
        self._letters.word("DROP", _DROP_LABEL)

    def draw(self, surface: pygame.Surface, view: FightView) -> None:
        """Band, beats, pulses, and the ring they meet in."""
        now, rules = view.now, self._rules
        beat = self._tempo.beat_length(now)
        centred(surface, self._band, CENTRE_X, LIGHT_LINE_Y)
        left, right = CENTRE_X - rules.half_px, CENTRE_X + rules.half_px
        pygame.draw.line(surface, (150, 142, 162), (left, LIGHT_LINE_Y), (right, LIGHT_LINE_Y))
        self._beats(surface, now, beat)
        for target in sorted(view.targets, key=lambda t: -t.event.at):
            if target.judgement is None:
                self._pulse(surface, target, now, beat)
        self._meeting(surface, view)

    def _beats(self, surface: pygame.Surface, now: SongTime, beat: int) -> None:
        end = now + round(beat * self._rules.beats)
        for tick, is_downbeat in self._tempo.beats_between(now, end):
            away = distance_px(self._tempo.at(tick), now, beat, self._rules)
            half = 13 if is_downbeat else 7
            shade = (214, 206, 224) if is_downbeat else (140, 132, 152)
            for x in (CENTRE_X - away, CENTRE_X + away):
                pygame.draw.line(surface, shade, (x, LIGHT_LINE_Y - half), (x, LIGHT_LINE_Y + half))

    def _pulse(self, surface: pygame.Surface, target: TargetView, now: SongTime, beat: int) -> None:
        event, rules = target.event, self._rules
        away = distance_px(event.at, now, beat, rules)
        hold_px = distance_px(event.hold_at, now, beat, rules) if event.hold_at is not None else away
        if min(away, hold_px) > rules.half_px:
            return
        alpha = 1.0 if away >= 0 else max(0.0, 1 + away / 40)
        sides = (-1, 1) if target.side is None else ((-1,) if target.side is Side.LEFT else (1,))
        for direction in sides:
            if event.hold_at is not None:
                self._hold(surface, direction, max(0.0, hold_px), max(0.0, min(away, rules.half_px)))
            if away <= rules.half_px:
                x = CENTRE_X + direction * max(0.0, away)
                centred(surface, self._sign(event, target.side), x, LIGHT_LINE_Y, alpha)
                if event.kind is Kind.DROP and direction > 0:
                    shade = lozenge_for(
                        self._letters.width("DROP", _DROP_LABEL), 48, self._palette.scrim, self._palette.shade
                    )
                    centred(surface, shade, x, LIGHT_LINE_Y - 44)
                    self._letters.draw(surface, "DROP", _DROP_LABEL, (x, LIGHT_LINE_Y - 44))

    def _hold(self, surface: pygame.Surface, direction: int, near: float, far: float) -> None:
        if far - near < 1:
            return
        start = CENTRE_X + direction * near
        rect = pygame.Rect(0, LIGHT_LINE_Y - 5, round(far - near), 10)
        if direction > 0:
            rect.left = round(start)
        else:
            rect.right = round(start)
        pygame.draw.rect(surface, (7, 3, 13), rect.inflate(4, 4), border_radius=7)
        pygame.draw.rect(surface, self._palette.drop, rect, border_radius=5)

    def _sign(self, event: Event, side: Side | None) -> pygame.Surface:
        colour = self._palette.side(side)
        if event.kind is Kind.DROP:
            return solid_diamond(DIAMOND, self._palette.drop)
        if event.kind is Kind.SWEEP:
            return bar(RADIUS - 2, self._palette.warm, 8.0, 6.0)
        if event.kind is Kind.REFLECT:
            return frame(RADIUS - 1, self._palette.mirror, 3.0, 6.0)
        if event.kind is Kind.SHIELD:
            return ring(RADIUS, colour, 7.0, 6.0)
        if event.reach is Reach.FAR:
            return crosshair(RADIUS, colour, 3.0, 6.0)
        return disc(RADIUS, colour)

    def _meeting(self, surface: pygame.Surface, view: FightView) -> None:
        beat = self._tempo.beat_length(view.now)
        since = self._tempo.at(self._tempo.snap(view.now)) - view.now
        pulse = max(0.0, 1 - (-since / beat * 4 if since <= 0 else 1))
        centred(surface, self._centre, CENTRE_X, LIGHT_LINE_Y)
        pygame.draw.aacircle(surface, _WHITE, (CENTRE_X, LIGHT_LINE_Y), 4 + round(2 * pulse))
        if view.judgements:
            last = view.judgements[-1]
            age = (view.now - last.judged_at) / self._rules.glow
            if 0 <= age < 1 and last.value > 0:
                shine = ring(self._rules.ring + round(age * 12 / 2) * 2, GRADE_COLOURS[last.grade], 5.0, 12.0)
                centred(surface, shine, CENTRE_X, LIGHT_LINE_Y, 1 - age)
