"""A fight ready to be played: chart, samples, engine and everything that paints it."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rhythm_fu.chart.model import Chart, Kind, Level, MarkKind
from rhythm_fu.errors import RhythmFuError
from rhythm_fu.fight import Fight, FightView, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.fight.modifiers import changed
from rhythm_fu.fight.setup import Scheme
from rhythm_fu.game.backstage import Backstage, samples_of
from rhythm_fu.game.input.bindings import Bindings
from rhythm_fu.game.scene import FightPlan
from rhythm_fu.game.scenes.legend import key_name
from rhythm_fu.game.view.hud import Caption, Hud, HudOptions, captions_of
from rhythm_fu.game.view.quality import FULL, LADDER, by_name
from rhythm_fu.game.view.quality import Quality as Step
from rhythm_fu.game.view.stage import Stage, arenas
from rhythm_fu.judge.model import Button
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.library import Quality, Settings, Song
from rhythm_fu.sound import Samples
from rhythm_fu.style.rules import RULES
from rhythm_fu.units import START, SongTime, ms

ARENA: Final = "nightclub"
"""Where a song without a wish is fought."""

REHEARSED: Final = ms(60)
"""After an event: the blow burns, debris flies."""

DROP_REHEARSED: Final = (-ms(150), ms(30), ms(120))

PROMPTED: Final = (Level.STORY, Level.EASY)
"""Levels for those who still look for the keys; there the verb is chosen for the player, so a strike is never wrong."""

ONE_LINERS: Final = (
    "Shall we?", "Mind the floor.", "You were early.", "I only came to dance.", "Keep up.", "Second position.",
    "From the top.", "That was a plié.", "And rest.", "Again. With feeling.",
)  # fmt: skip


def windows_of(chart: Chart, level: Level, setup: Setup) -> HitWindows:
    """The windows a fight is judged by: the level's, at playing speed."""
    _, windows, rules = changed(chart, level, setup, RULES)
    return windows.scaled(rules.levels[level].window_percent)


def spoken(chart: Chart) -> tuple[Caption, ...]:
    """The chart's own one-liners; empty slots take ours in order."""
    own = captions_of(chart)
    if own:
        return own
    slots = chart.spans(MarkKind.LINE)
    return tuple(Caption(slot.at, slot.until_at, ONE_LINERS[n % len(ONE_LINERS)]) for n, slot in enumerate(slots))


def prompts_of(fight: Fight, settings: Settings, *, uses_pad: bool = False) -> Mapping[Button, str]:
    """In Story and Easy the keys are named beside the rings; the key to hold for a drop is named everywhere."""
    bindings = Bindings.read(settings.keys, settings.pad)
    names = {button: name for button in Button if (name := key_name(bindings, button, uses_pad=uses_pad))}
    if fight.setup.scheme is not Scheme.FULL and Button.STRIKE_LEFT in names:
        names[Button.PIROUETTE] = names[Button.STRIKE_LEFT]
    if fight.level in PROMPTED:
        return names
    return {button: name for button, name in names.items() if button is Button.FINISH}


def hud_options(fight: Fight, arena: str, settings: Settings, *, uses_pad: bool = False) -> HudOptions:
    """What the player wants to see of this fight."""
    windows = windows_of(fight.chart, fight.level, fight.setup)
    _, _, rules = changed(fight.chart, fight.level, fight.setup, fight.rules)
    captions = spoken(fight.chart) if settings.captions and settings.one_liners else ()
    return HudOptions(
        arena, settings.light_line, captions, settings.text_scale, windows,
        prompts_of(fight, settings, uses_pad=uses_pad), holds_drops=fight.setup.scheme is Scheme.FULL,
        has_ammunition=rules.levels[fight.level].has_ammunition,
    )  # fmt: skip


def arena_of(song: Song, wanted: str | None = None) -> str:
    """The arena asked for, else the song's, else ours."""
    there = arenas()
    return next((name for name in (wanted, song.arena) if name and name in there), ARENA)


def stage_for(fight: Fight, arena: str, settings: Settings, breathe: Callable[[], None] | None = None) -> Stage:
    """The arena as the settings want it drawn."""
    quality = FULL if settings.quality is Quality.AUTO else by_name(settings.quality.value)
    return Stage(
        fight.chart,
        fight.level,
        arena,
        quality=quality,
        flash_safe=settings.flash_safe,
        shake=settings.screen_shake,
        slow_motion=settings.slow_motion,
        breathe=breathe,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """What a fight scene needs. `samples` are at the mixer's rate and at playing speed."""

    chart: Chart
    samples: Samples
    fight: Fight
    stage: Stage
    hud: Hud

    def without_sound(self) -> "Staged":
        """The same, once the mixer has its own copy of the samples: they are 60 MB."""
        return replace(self, samples=np.zeros((0, 2), np.float32))


def rehearsal(fight: Fight) -> tuple[FightView, ...]:
    """Moments of a bot's fight that show each kind of event, blow and light once, the first drop last.

    The fight given is left alone.
    """
    level, setup = fight.level, fight.setup
    firsts: dict[object, SongTime] = {}
    for target in fight.targets:
        event = target.event
        firsts.setdefault((event.kind, event.reach, event.side), event.at)
    drop = next((target.at for target in fight.targets if target.event.kind is Kind.DROP), None)
    last = drop if drop is not None else max(firsts.values(), default=START)
    moments = sorted(SongTime(at + REHEARSED) for at in firsts.values() if at + REHEARSED < last + DROP_REHEARSED[0])
    moments += [SongTime(last + later) for later in DROP_REHEARSED]
    played = Fight(fight.chart, level, setup)
    presses = sorted(bot_presses(fight.chart, level, setup, style=BotStyle.VARIED), key=lambda press: press.at)
    presses.reverse()
    views = []
    for moment in moments:
        while presses and presses[-1].at <= moment:
            played.press(presses.pop())
        played.advance(moment)
        views.append(played.view(moment))
    return tuple(views)


def staged(plan: FightPlan, backstage: Backstage) -> Staged:
    """Load and build everything; takes a second or two. Raises RhythmFuError with what is wrong.

    Decoding and unpacking let go of the interpreter, so they run beside the painting of stage and display.
    """
    chart = backstage.chart(plan.song)
    rate = backstage.output.rate if backstage.output else 48_000
    fight = Fight(chart, plan.level, plan.setup)
    arena = arena_of(plan.song, backstage.arena)
    with ThreadPoolExecutor(2) as hands:
        heard = hands.submit(samples_of, plan.song, rate, plan.setup.speed_percent)
        stage = stage_for(fight, arena, backstage.settings, backstage.breathe)
        bodies = hands.submit(stage.prepare)
        options = hud_options(fight, arena, backstage.settings, uses_pad=backstage.uses_pad())
        hud = Hud(chart, options, stage.breathe)
        hud.prepare()
        bodies.result()
        steps: tuple[Step, ...] = ()
        if backstage.settings.quality is Quality.AUTO:
            steps = LADDER  # so that no step has to load its images in a fight
        stage.rehearse(rehearsal(fight), steps, hud.draw)
        if backstage.settings.quality is Quality.AUTO:
            stage.quality = backstage.governor.quality
        return Staged(chart, heard.result(), fight, stage, hud)


def heeding(show: Staged, backstage: Backstage) -> Staged:
    """A fight that is staged, as the settings are now; new signs, if they have to be others, take most of a second."""
    settings, stage = backstage.settings, show.stage
    stage.heed(flash_safe=settings.flash_safe, shake=settings.screen_shake, slow_motion=settings.slow_motion)
    if settings.quality is not Quality.AUTO:
        stage.quality = by_name(settings.quality.value)
    options = hud_options(show.fight, show.hud.options.arena, settings, uses_pad=backstage.uses_pad())
    if options == show.hud.options:
        return show
    hud = Hud(show.chart, options, stage.breathe)
    hud.prepare()
    return replace(show, hud=hud)


class Stagehand:
    """Stages a fight behind a closed curtain: the window never freezes. Done when `staged` or `fault` is set.

    What nobody foresaw is kept in `crash`, to be raised where it is seen: a thread that died silently would leave the
    curtain closed for ever.
    """

    def __init__(self, work: Callable[[], Staged], *, in_background: bool = True) -> None:
        self.staged: Staged | None = None
        self.fault: RhythmFuError | None = None
        self.crash: Exception | None = None
        self._work = work
        if in_background:
            threading.Thread(target=self._run, daemon=True).start()
        else:
            self._run()

    def _run(self) -> None:
        try:
            self.staged = self._work()
        except RhythmFuError as fault:
            self.fault = fault
        except Exception as crash:  # raised again on the main thread
            self.crash = crash
