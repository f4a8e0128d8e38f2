"""The results: both grades, how close every press was, how far Grace rose."""

from typing import Final

import pygame

from rhythm_fu.fight.result import FightResult
from rhythm_fu.game.view.hud_corners import grouped
from rhythm_fu.game.view.hud_palette import GRADE_COLOURS, PALETTE
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, LABEL, backdrop
from rhythm_fu.game.view.telegraphs_shapes import centred, pill
from rhythm_fu.game.view.text import INK, Face, Lettering, Style
from rhythm_fu.judge.model import Grade
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.units import in_ms, ms

GRADE: Final = Style(Face.SHOUT, 104, glow=(150, 20, 90))
NUMBER: Final = Style(Face.NUMBER, 30)
SMALL_NUMBER: Final = Style(Face.NUMBER, 22)
TIER: Final = Style(Face.TITLE, 40, PALETTE.warm)

BIN: Final = ms(6)
CHART_BOX: Final = pygame.Rect(80, 424, 560, 190)
GRACE_BOX: Final = pygame.Rect(700, 424, 500, 190)


def histogram(errors: tuple[int, ...], widest: int) -> list[int]:
    """Presses in bins of 6 ms from -widest to +widest; those beyond count in the outermost."""
    bins = 2 * (widest // BIN) + 1
    counts = [0] * bins
    for error in errors:
        place = round(error / BIN) + bins // 2
        counts[max(0, min(bins - 1, place))] += 1
    return counts


def conditions(result: FightResult) -> tuple[str, ...]:
    """Under what it was fought: level and scheme, then every modifier that was on."""
    setup = result.setup
    chosen = (
        (setup.no_fail, "no fail"), (setup.mirror, "mirrored"), (setup.autoplay, "by itself"),
        (setup.speed_percent != 100, f"speed {setup.speed_percent} %"),
        (setup.lead_percent != 100, f"lead {setup.lead_percent} %"),
    )  # fmt: skip
    return (result.level.value, setup.scheme.value, *(words for is_on, words in chosen if is_on))


class ResultsView:
    """Paints the results screen. Keeps its backdrop."""

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        self._ground = backdrop(bottom=(34, 6, 44), glow=(96, 14, 70))

    def draw(
        self, surface: pygame.Surface, title: str, result: FightResult, windows: HitWindows, best_before: int | None
    ) -> None:
        """The whole screen."""
        draw = self._letters.draw
        surface.blit(self._ground, (0, 0))
        heading = "The curtain falls" if result.has_failed else title
        draw(surface, heading, HEADING, (CENTRE_X, 58))
        draw(surface, " · ".join(conditions(result)).upper(), LABEL, (CENTRE_X, 108))
        accuracy = f"{result.accuracy:.2%}"
        self._side(surface, 250, ("PRECISION", result.grade, grouped(result.precision), accuracy))
        share = f"{result.style_share:.0%} of par"
        self._side(surface, 1030, ("STYLE", result.style_grade, grouped(result.style_points), share))
        self._middle(surface, result, best_before)
        self._errors(surface, result, windows)
        self._grace(surface, result)

    def _side(self, surface: pygame.Surface, x: int, words: tuple[str, str, str, str]) -> None:
        name, grade, points, share = words
        self._letters.draw(surface, name, LABEL, (x, 150))
        self._letters.draw(surface, grade, GRADE, (x, 226))
        self._letters.draw_number(surface, points, NUMBER, (x, 306), "center")
        self._letters.draw(surface, share, BODY, (x, 340))

    def _middle(self, surface: pygame.Surface, result: FightResult, best_before: int | None) -> None:
        draw = self._letters.draw
        draw(surface, result.best_tier.title, TIER, (CENTRE_X, 160))
        draw(surface, f"best chain {result.best_combo}", BODY, (CENTRE_X, 200))
        for place, grade in enumerate(reversed(Grade)):
            y = 236 + place * 27
            style = Style(Face.LABEL, 17, GRADE_COLOURS[grade], spacing=1)
            draw(surface, grade.name, style, (CENTRE_X - 30, y), "midright")
            self._letters.draw_number(
                surface, str(result.counts.get(grade, 0)), SMALL_NUMBER, (CENTRE_X + 90, y), "midright"
            )
        if best_before is not None and not result.has_failed:
            better = result.precision - best_before
            text = f"NEW BEST  +{grouped(better)}" if better > 0 else f"BEST {grouped(best_before)}"
            draw(surface, text, LABEL, (CENTRE_X, 382))

    def _box(self, surface: pygame.Surface, box: pygame.Rect) -> None:
        centred(surface, pill((box.width + 80, box.height + 80), 0.5, 40.0), *box.center)

    def _errors(self, surface: pygame.Surface, result: FightResult, windows: HitWindows) -> None:
        box = CHART_BOX
        self._box(surface, box)
        counts = histogram(result.errors, windows.ok)
        most = max(1, *counts)
        width = box.width / len(counts)
        for place, count in enumerate(counts):
            if not count:
                continue
            error = (place - len(counts) // 2) * BIN
            height = max(2, round(count / most * (box.height - 40)))
            bar = pygame.Rect(
                round(box.left + place * width) + 1, box.bottom - 30 - height, max(2, int(width) - 2), height
            )
            pygame.draw.rect(surface, INK, bar.inflate(2, 2))
            pygame.draw.rect(surface, GRADE_COLOURS[windows.grade(error)], bar)
        pygame.draw.line(surface, PALETTE.grey, (box.left, box.bottom - 30), (box.right, box.bottom - 30))
        pygame.draw.line(surface, PALETTE.grey, (box.centerx, box.top), (box.centerx, box.bottom - 26))
        self._letters.draw(surface, f"early {result.early}", BODY, (box.left, box.bottom - 12), "midleft")
        self._letters.draw(surface, f"late {result.late}", BODY, (box.right, box.bottom - 12), "midright")
        mean, spread = in_ms(round(result.mean_error)), in_ms(round(result.sd_error))
        facts = f"mean {mean:+.1f} ms    sd {spread:.1f} ms    unstable rate {result.unstable_rate:.0f}"
        self._letters.draw(surface, facts, BODY, (box.centerx, box.bottom + 20))

    def _grace(self, surface: pygame.Surface, result: FightResult) -> None:
        box = GRACE_BOX
        self._box(surface, box)
        curve = result.grace_curve
        pygame.draw.line(surface, PALETTE.grey, (box.left, box.bottom - 30), (box.right, box.bottom - 30))
        if len(curve) > 1:
            start, end = curve[0][0], max(curve[-1][0], curve[0][0] + 1)
            points = [
                (box.left + (at - start) / (end - start) * box.width, box.bottom - 30 - level / 100 * (box.height - 30))
                for at, level in curve
            ]
            pygame.draw.lines(surface, INK, False, points, 6)
            pygame.draw.lines(surface, PALETTE.grace, False, points, 3)
        self._letters.draw(surface, "GRACE", LABEL, (box.left, box.bottom - 12), "midleft")
        facts = f"clumsy {result.clumsy}    stumbles {result.stumbles}    knockdowns {result.knockdowns}"
        self._letters.draw(surface, facts, BODY, (box.centerx, box.bottom + 20))
