"""The fight: song, presses, judgements, pause and counted return."""

from enum import Enum
from typing import Final

import pygame

from rhythm_fu.chart.model import Chart
from rhythm_fu.fight import Fight, FightView
from rhythm_fu.game.audio.blows import BlowSounds
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.scene import FightPlan, Goto, Menu, Outcome, Signal, SignalKind
from rhythm_fu.game.scenes.legend import draw_legend, legend_of
from rhythm_fu.game.scenes.lines import Lines
from rhythm_fu.game.scenes.pause import Interval, Wish
from rhythm_fu.game.scenes.staging import Staged, Stagehand, heeding, staged, windows_of
from rhythm_fu.game.song_clock import SongClock
from rhythm_fu.game.view.hints import Hint
from rhythm_fu.game.view.layout import CENTRE_X
from rhythm_fu.game.view.menu_view import BODY, HEADING, LABEL, Column
from rhythm_fu.game.view.text import Face, Lettering, Style
from rhythm_fu.judge.model import Button, Press
from rhythm_fu.library import Quality
from rhythm_fu.units import START, HostTime, SongTime, in_ms, ms, seconds

RETURN_BEATS: Final = 3
"""Ticks before the song goes on after a pause."""

FIRST_BLOW: Final = seconds(2.6)
"""At least so long from the curtain to the first event, and one second to the song."""

LATE_PRESS: Final = ms(1)
"""A press can be stamped this much before the last look at the clock; the judge waits for it."""

EARLY_RETURN: Final = ms(120)
"""Presses this shortly before a counted return is over are meant for what follows it."""

BOW: Final = seconds(1.2)
"""Between the end and the results."""

READING: Final = ms(16)

COUNT: Final = Style(Face.NUMBER, 120)
CURTAIN_HINTS: Final = (Hint(Menu.BACK, "back to the songs"),)


class State(Enum):
    """Where the evening stands."""

    LOADING = "loading"
    RUNNING = "running"
    PAUSED = "paused"


def opening_of(fight: Fight) -> SongTime:
    """Where the clock starts: before the song if the first event comes early."""
    first = fight.targets[0].at if fight.targets else START
    return SongTime(min(-seconds(1), first - FIRST_BLOW))


def ticks_between(chart: Chart, start: SongTime, end: SongTime, beats: int) -> tuple[SongTime, ...]:
    """The last so many beats before `end` that are not before `start`."""
    beat = chart.tempo.beat_length(end)
    return tuple(at for n in range(beats, 0, -1) if (at := SongTime(end - n * beat)) >= start)


class FightScene:
    """One fight on screen. Changes all the time; what counts happens in the `Fight` it holds."""

    wants_quiet = True

    def __init__(self, plan: FightPlan, backstage: Backstage) -> None:
        self._plan = plan
        self._back = backstage
        self._letters: Lettering = backstage.letters
        self._state = State.LOADING
        self._lines = Lines(backstage, "curtain", Column(0), 0)
        self._interval = Interval(backstage)
        self._view_at = START
        self._view: FightView | None = None
        self._resume_at: SongTime | None = None
        self._blows: BlowSounds | None = None
        self._ended: SongTime | None = None
        self._held: set[Button] = set()
        self._let_go: set[Button] = set()
        self._show: Staged | None = None
        self._heard_at = HostTime(0)
        self._clock = SongClock(backstage.offsets, plan.setup.speed_percent)
        self._raise_curtain()

    # ---- for tests and tools

    @property
    def state(self) -> State:
        """Loading, running or paused."""
        return self._state

    @property
    def fight(self) -> Fight | None:
        """The fight, once it is loaded."""
        return self._show.fight if self._show else None

    @property
    def show(self) -> Staged | None:
        """What it is played on, once it is loaded."""
        return self._show

    @property
    def clock(self) -> SongClock:
        """The song's clock."""
        return self._clock

    # ---- signals

    def handle(self, signal: Signal) -> Goto | None:
        """A press, a menu key, or news from the window."""
        if signal.kind in (SignalKind.FOCUS_LOST, SignalKind.PAD_LOST):
            self._pause(signal.at)
            return None
        if signal.button is not None and signal.kind in (SignalKind.DOWN, SignalKind.UP):
            self._button(signal, signal.button)
        if self._state is State.PAUSED:
            return self._pause_menu(signal)
        if self._state is State.LOADING:
            meant = self._lines.meant(signal)
            return Goto("songs") if meant is not None and meant.menu is Menu.BACK else None
        if signal.kind is not SignalKind.DOWN:
            return None
        if signal.button is None and signal.menu is Menu.BACK:
            self._pause(signal.at)
        elif signal.button is None and signal.menu is Menu.RETRY:
            return Goto("fight", self._plan)
        return None

    def _button(self, signal: Signal, button: Button) -> None:
        is_down = signal.kind is SignalKind.DOWN
        if is_down:
            self._let_go.discard(button)
        if self._state is not State.RUNNING or self._show is None:
            if not is_down and button in self._held:
                self._let_go.add(button)
            return
        at = self._clock.song_at(signal.at)
        if self._resume_at is not None:
            if at < self._resume_at - EARLY_RETURN:
                if not is_down and button in self._held:
                    self._let_go.add(button)
                return
            at = max(at, self._resume_at)
        self._press(Press(at, button, is_release=not is_down))

    def _press(self, press: Press) -> None:
        if self._show is None:
            return
        if press.is_release:
            self._held.discard(press.button)
        else:
            self._held.add(press.button)
        outcomes = self._show.fight.press(press)
        if self._blows is not None:
            self._blows.hear(outcomes)

    # ---- time

    def attend(self, now: HostTime) -> None:
        """Listen to the mixer and start the sounds that are due."""
        if self._state is State.RUNNING:
            self._listen(now)
            self._back.foley.attend(self._clock.handed_at(now))

    def advance(self, now: HostTime) -> Goto | None:
        """Listen to the mixer, bring the fight up to the moment, end it when it is over."""
        if self._state is State.LOADING:
            return self._loaded(now)
        if self._state is State.PAUSED or self._show is None:
            return None
        self._listen(now)
        at = self._clock.song_at(now)
        if self._resume_at is not None:
            if at < self._resume_at:
                return None
            self._returned(self._resume_at)
        fight = self._show.fight
        outcomes = fight.advance(SongTime(at - LATE_PRESS))
        self._view_at = SongTime(at + ms(self._back.settings.video_offset_ms))
        self._view = view = fight.view(self._view_at)
        if self._blows is not None:
            self._blows.hear(outcomes)
            self._blows.look_at(view, at)
        if fight.is_over and self._ended is None:
            self._ended = at
        if self._ended is not None and at >= self._ended + BOW:
            result = fight.finish()
            best = self._back.keep(self._plan, fight, result)
            return Goto("results", Outcome(self._plan, result, best))
        return None

    def _listen(self, now: HostTime) -> None:
        """A reading of the mixer every 16 ms, however few frames are drawn: the clock's memory is so many readings."""
        if now - self._heard_at >= READING:
            self._heard_at = now
            position = self._back.music.position(now)
            if position is not None:
                self._clock.hear(now, position)

    def _raise_curtain(self) -> None:
        plan, back = self._plan, self._back
        self._hand = Stagehand(lambda: staged(plan, back), in_background=back.loads_in_background)

    def _loaded(self, now: HostTime) -> Goto | None:
        if self._hand.crash is not None:
            raise self._hand.crash
        if self._hand.fault is not None:
            self._back.notes.append(str(self._hand.fault))
            return Goto("songs")
        if self._hand.staged is None:
            return None
        self._show = show = self._hand.staged
        self._back.music.load(show.samples)
        self._back.foley.foley.tune(show.chart.song.key)
        self._back.foley.play_beside(show.samples, self._back.music_level, self._plan.setup.speed_percent)
        windows = windows_of(show.chart, self._plan.level, self._plan.setup)
        mode = self._back.settings.foley_mode
        self._blows = BlowSounds(self._back.foley, mode, show.chart.tempo, windows.perfect)
        self._back.apply()
        opening = opening_of(show.fight)
        self._show = self._hand.staged = show = show.without_sound()
        self._start(now, opening, ticks_between(show.chart, opening, show.chart.tempo.at(0), RETURN_BEATS))
        self._view_at = opening
        self._view = show.fight.view(opening)
        return None

    def _start(self, now: HostTime, at: SongTime, ticks: tuple[SongTime, ...]) -> None:
        """Hand the song over from a moment on, with ticks where it is still silent."""
        speed = self._plan.setup.speed_percent
        audible = self._resume_at if self._resume_at is not None else START
        silence = max(0, audible - at) * 100 // speed
        sounding = tuple((tick - at) * 100 // speed for tick in ticks if tick < audible)
        self._back.music.play(now, max(at, audible) * 100 // speed, silence, sounding)
        self._back.foley.start_at(at)
        self._heard_at = started = self._back.host()
        self._clock.start(started, at)
        self._state = State.RUNNING
        self._back.show_pointer(False)

    # ---- pause

    def _pause(self, now: HostTime) -> None:
        if self._state is not State.RUNNING or self._ended is not None:
            return
        at = self._clock.pause(now)
        self._view_at = at = self._resume_at if self._resume_at is not None else at
        self._resume_at = at
        self._back.music.stop()
        if self._blows is not None:
            self._blows.hush()
        self._state = State.PAUSED
        self._interval.begin()
        self._back.show_pointer(True)

    def _pause_menu(self, signal: Signal) -> Goto | None:
        wish = self._interval.handle(signal)
        if wish is Wish.GO_ON:
            self._go_on()
        elif wish is Wish.ONCE_MORE:
            return Goto("fight", self._plan)
        return Goto("songs") if wish is Wish.LEAVE else None

    def _go_on(self) -> None:
        """Three beats of ticks, then the song goes on where it stood, as the settings are by then."""
        if self._show is None or self._resume_at is None:
            return
        self._show = self._hand.staged = heeding(self._show, self._back)
        self._clock.offsets = self._back.offsets
        if self._blows is not None:
            self._blows.mode = self._back.settings.foley_mode
        beat = self._show.chart.tempo.beat_length(self._resume_at)
        start = SongTime(self._resume_at - RETURN_BEATS * beat)
        self._start(self._back.host(), start, ticks_between(self._show.chart, start, self._resume_at, RETURN_BEATS))

    def _returned(self, at: SongTime) -> None:
        self._resume_at = None
        for button in sorted(self._let_go, key=lambda b: b.value):
            self._press(Press(at, button, is_release=True))
        self._let_go.clear()

    # ---- picture

    def draw(self, surface: pygame.Surface) -> None:
        """Stage, then display, then the pause over both."""
        if self._show is None or self._view is None:
            surface.fill((7, 3, 13))
            draw, song = self._letters.draw, self._plan.song
            draw(surface, self._letters.title(song.title, song.slug, HEADING), HEADING, (CENTRE_X, 250))
            draw(surface, self._plan.level.value.upper(), LABEL, (CENTRE_X, 306))
            draw_legend(surface, self._letters, self._legend(), 370)
            draw(surface, "the curtain rises in a moment", BODY, (CENTRE_X, 620))
            self._lines.draw_hints(surface, CURTAIN_HINTS)
            return
        began = self._back.host()
        self._show.stage.draw(surface, self._view, self._view_at)
        self._back.breathe()
        self._show.hud.draw(surface, self._view)
        if self._back.settings.quality is Quality.AUTO:
            self._govern(in_ms(self._back.host() - began))
        if self._state is State.PAUSED:
            self._interval.draw(surface, self._legend())
        elif self._resume_at is not None:
            self._draw_count(surface)

    def _govern(self, frame_ms: float) -> None:
        """Draw less when frames come late, and more again when there is time to spare."""
        quality = self._back.governor.feed(frame_ms)
        if self._show is not None and quality is not self._show.stage.quality:
            self._show.stage.quality = quality

    def _legend(self) -> tuple[tuple[str, str], ...]:
        """Keys for the hands that hold them now."""
        back = self._back
        return legend_of(self._plan.level, self._plan.setup.scheme, back.bindings, uses_pad=back.uses_pad())

    def _draw_count(self, surface: pygame.Surface) -> None:
        if self._show is None or self._resume_at is None:
            return
        beat = self._show.chart.tempo.beat_length(self._resume_at)
        left = (self._resume_at - self._clock.song_at(self._back.host())) / beat
        self._letters.draw(surface, str(max(1, min(RETURN_BEATS, int(left) + 1))), COUNT, (CENTRE_X, 300))

    def leave(self) -> None:
        """Silence."""
        self._back.show_pointer(True)
        self._back.music.stop()
        self._back.foley.hush()
