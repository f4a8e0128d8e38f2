"""The song list: song, level, best score."""

from dataclasses import replace
from typing import Final

import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.errors import RhythmFuError
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import FightPlan, Goto, Menu, Signal, SignalKind
from rhythm_fu.game.view.hud_corners import grouped
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, LABEL, Choice, backdrop, draw_choices, draw_help, draw_notes
from rhythm_fu.game.view.text import Face, Style
from rhythm_fu.library import Score
from rhythm_fu.units import HostTime

LEVEL: Final = Style(Face.NUMBER, 20)
LEVEL_CHOSEN: Final = Style(Face.NUMBER, 24, glow=(255, 42, 141))
LEVEL_MISSING: Final = Style(Face.NUMBER, 20, (110, 102, 122))


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
        self._chosen = next((n for n, song in enumerate(self._songs) if song.slug == last), 0)
        self._level = Level(level) if level in [one.value for one in Level] else Level.STORY

    def handle(self, signal: Signal) -> Goto | None:
        """Up and down choose the song, left and right the level."""
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.menu is Menu.BACK:
            return Goto("title")
        if not self._songs:
            return None
        if signal.menu in (Menu.UP, Menu.DOWN):
            self._chosen = (self._chosen + (1 if signal.menu is Menu.DOWN else -1)) % len(self._songs)
        elif signal.menu in (Menu.LEFT, Menu.RIGHT):
            levels = list(Level)
            place = levels.index(self._level) + (1 if signal.menu is Menu.RIGHT else -1)
            self._level = levels[max(0, min(len(levels) - 1, place))]
        elif signal.menu is Menu.ACCEPT:
            return self._fight()
        return None

    def _fight(self) -> Goto | None:
        song = self._songs[self._chosen]
        chart = self._chart()
        if chart is None or chart.level(self._level) is None:
            return None
        self._back.store.change(last_song=song.slug, last_level=self._level.value)
        return Goto("fight", FightPlan(song, self._level, replace(self._back.setup, autoplay=False)))

    def _chart(self) -> Chart | None:
        song = self._songs[self._chosen]
        if song.slug not in self._charts:
            try:
                self._charts[song.slug] = self._back.chart(song)
            except RhythmFuError as fault:
                self._back.notes.append(str(fault))
                self._charts[song.slug] = None
        return self._charts[song.slug]

    def _best(self, chart: Chart) -> Score | None:
        key = (self._songs[self._chosen].slug, self._level)
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
        letters.draw(surface, "Tonight's programme", HEADING, (CENTRE_X, 80))
        if not self._songs:
            letters.draw(surface, "No songs yet. Chart one:  rhythm-fu chart SONG", BODY, (CENTRE_X, 300))
            draw_notes(surface, letters, self._back.notes)
            draw_help(surface, letters, "Esc back")
            return
        choices = [Choice(song.title, song.artist) for song in self._songs]
        draw_choices(surface, letters, choices, self._chosen, top=170, width=720, most=7)
        self._draw_levels(surface)
        draw_notes(surface, letters, self._back.notes)
        draw_help(surface, letters, "↑ ↓ song    ← → level    Enter dance    Esc back")

    def _draw_levels(self, surface: pygame.Surface) -> None:
        letters, chart = self._back.letters, self._chart()
        for place, level in enumerate(Level):
            found = chart.level(level) if chart else None
            style = LEVEL_MISSING if found is None else LEVEL_CHOSEN if level is self._level else LEVEL
            letters.draw(surface, level.value.capitalize(), style, (CENTRE_X + (place - 2) * 150, 548))
        chosen = chart.level(self._level) if chart else None
        if chart is None or chosen is None:
            letters.draw(surface, "this song has no such level", BODY, (CENTRE_X, 596))
            return
        bpm = chart.tempo.bpm_at(chart.song.preview_at)
        facts = f"{bpm:.0f} BPM    {len(chosen.events)} events    difficulty {chosen.rating.value:.1f}"
        letters.draw(surface, facts, BODY, (CENTRE_X, 590))
        best = self._best(chart)
        text = f"BEST {grouped(best.precision)} · {best.grade} · STYLE {best.style_grade}" if best else "NOT YET DANCED"
        letters.draw(surface, text, LABEL, (CENTRE_X, 622))

    def leave(self) -> None:
        """Nothing to stop."""
