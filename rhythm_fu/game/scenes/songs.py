"""The song list: song, level, best score."""

from dataclasses import replace
from typing import Final

import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.errors import RhythmFuError
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import FightPlan, Goto, Menu, Signal, SignalKind
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.hud_corners import grouped
from rhythm_fu.game.view.hud_palette import PALETTE
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, CHOICE, HEADING, LABEL, VALUE, Choice, Column, backdrop, draw_notes
from rhythm_fu.game.view.text import Face, Style
from rhythm_fu.library import Score, Song
from rhythm_fu.units import HostTime

LEVEL: Final = Style(Face.NUMBER, 20)
LEVEL_CHOSEN: Final = Style(Face.NUMBER, 24, glow=(255, 42, 141))
LEVEL_MISSING: Final = Style(Face.NUMBER, 20, (110, 102, 122))
LEVEL_Y: Final = 466
FACTS_Y: Final = 508
BEST_Y: Final = 534
COLUMN: Final = Column(top=132, step=44, width=720, most=7)
NOTE_LINES: Final = 3
"""As many as there is room for below the best score."""

HINTS: Final = (
    Hint(Menu.UP, "song"), Hint(Menu.LEFT, "level"), Hint(Menu.ACCEPT, "dance"), Hint(Menu.BACK, "back"),
)  # fmt: skip


def level_box(level: Level) -> pygame.Rect:
    """Where a level stands, and can be clicked."""
    box = pygame.Rect(0, 0, 140, 44)
    box.center = (CENTRE_X + (list(Level).index(level) - 2) * 150, LEVEL_Y)
    return box


class SongsScene:
    """Everything there is to play."""

    wants_quiet = False

    def __init__(self, backstage: Backstage) -> None:
        self._back = backstage
        self._ground = backdrop(bottom=(40, 6, 50), glow=(110, 16, 80))
        self._songs = backstage.songs()
        self._charts: dict[str, Chart | None] = {}
        self._bests: dict[tuple[str, Level], Score | None] = {}
        last, level = backstage.settings.last_song, backstage.settings.last_level
        chosen = next((n for n, song in enumerate(self._songs) if song.slug == last), 0)
        self._lines = Lines(backstage, "songs", COLUMN, len(self._songs), chosen)
        kept = Level(level) if level in [one.value for one in Level] else Level.STORY
        self._level = list(Level)[backstage.places.get("level", list(Level).index(kept))]

    def handle(self, signal: Signal) -> Goto | None:
        """Up and down choose the song, left and right the level."""
        if signal.kind is SignalKind.CLICK and signal.pointer is not None:
            for level in Level:
                if level_box(level).collidepoint(signal.pointer):
                    self._choose_level(level)
        meant = self._lines.meant(signal)
        if meant is None:
            return None
        if meant.menu is Menu.BACK:
            return Goto("title")
        if not self._songs:
            return None
        if meant.menu in (Menu.LEFT, Menu.RIGHT):
            levels = list(Level)
            place = levels.index(self._level) + (1 if meant.menu is Menu.RIGHT else -1)
            self._choose_level(levels[max(0, min(len(levels) - 1, place))])
        elif meant.menu is Menu.ACCEPT:
            return self._fight()
        return None

    def _choose_level(self, level: Level) -> None:
        self._level = level
        self._back.places["level"] = list(Level).index(level)

    def _fight(self) -> Goto | None:
        song = self._songs[self._lines.chosen]
        chart = self._chart()
        if chart is None or chart.level(self._level) is None:
            return None
        self._back.change(last_song=song.slug, last_level=self._level.value)
        return Goto("fight", FightPlan(song, self._level, replace(self._back.setup, autoplay=False)))

    def _chart(self) -> Chart | None:
        song = self._songs[self._lines.chosen]
        if song.slug not in self._charts:
            try:
                self._charts[song.slug] = self._back.chart(song)
            except RhythmFuError as fault:
                self._back.notes.append(str(fault))
                self._charts[song.slug] = None
        return self._charts[song.slug]

    def _best(self, chart: Chart) -> Score | None:
        key = (self._songs[self._lines.chosen].slug, self._level)
        if key not in self._bests:
            self._bests[key] = self._back.best(chart, self._level, self._back.setup)
        return self._bests[key]

    def attend(self, _now: HostTime) -> None:
        """Nothing sounds here yet."""

    def advance(self, _now: HostTime) -> Goto | None:
        """Nothing moves by itself."""
        return None

    def draw(self, surface: pygame.Surface) -> None:
        """List above, levels and best score below."""
        letters = self._back.letters
        surface.blit(self._ground, (0, 0))
        letters.draw(surface, "Tonight's programme", HEADING, (CENTRE_X, 62))
        if not self._songs:
            letters.draw(surface, "No songs yet. Chart one:  rhythm-fu chart SONG", BODY, (CENTRE_X, 300))
            draw_notes(surface, letters, self._back.notes[self._back.told :])
            self._lines.draw_hints(surface, HINTS[-1:])
            return
        self._lines.draw(surface, [self._choice(song) for song in self._songs])
        self._draw_levels(surface)
        draw_notes(surface, letters, self._back.notes[self._back.told :], NOTE_LINES)
        self._lines.draw_hints(surface, HINTS)

    def _choice(self, song: Song) -> Choice:
        title = self._back.letters.title
        return Choice(title(song.title, song.slug, CHOICE), title(song.artist, "—", VALUE))

    def _draw_levels(self, surface: pygame.Surface) -> None:
        letters, chart = self._back.letters, self._chart()
        for level in Level:
            found = chart.level(level) if chart else None
            is_chosen = level is self._level
            style = LEVEL_MISSING if found is None else LEVEL_CHOSEN if is_chosen else LEVEL
            box = level_box(level)
            if is_chosen:
                pygame.draw.rect(surface, PALETTE.grace, box, 2, border_radius=22)
            letters.draw(surface, level.value.capitalize(), style, box.center)
        chosen = chart.level(self._level) if chart else None
        if chart is None or chosen is None:
            letters.draw(surface, "this song has no such level", BODY, (CENTRE_X, FACTS_Y))
            return
        bpm = chart.tempo.bpm_at(chart.song.preview_at)
        facts = f"{bpm:.0f} BPM    {len(chosen.events)} events    difficulty {chosen.rating.value:.1f}"
        letters.draw(surface, facts, BODY, (CENTRE_X, FACTS_Y))
        best = self._best(chart)
        text = f"BEST {grouped(best.precision)} · {best.grade} · STYLE {best.style_grade}" if best else "NOT YET DANCED"
        letters.draw(surface, text, LABEL, (CENTRE_X, BEST_Y))

    def leave(self) -> None:
        """Nothing to stop."""
