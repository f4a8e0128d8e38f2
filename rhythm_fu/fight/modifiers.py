"""Modifiers: anything that changes the chart, the windows, the rules or the playback rate before a fight begins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Protocol

from rhythm_fu.chart.edits import canonical
from rhythm_fu.chart.model import Chart, Event, Kind, Level, LevelChart, Reach, Side
from rhythm_fu.errors import FightError
from rhythm_fu.judge.windows import HitWindows
from rhythm_fu.replay.setup import Scheme, Setup
from rhythm_fu.style.rules import LevelPlay, Rules

SPEED_PERCENT: Final = (50, 150)
LEAD_PERCENT: Final = (50, 200)


class Modifier(Protocol):
    """What a modifier may change. Those of this module change one thing each and leave the rest through `Plain`."""

    def change_chart(self, chart: LevelChart) -> LevelChart:
        """The events to fight."""
        ...

    def change_windows(self, windows: HitWindows) -> HitWindows:
        """How close is close."""
        ...

    def change_style(self, rules: Rules) -> Rules:
        """Every other rule."""
        ...

    def change_rate(self, percent: int) -> int:
        """How fast the song plays."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Changes nothing: the base that modifiers share."""

    def change_chart(self, chart: LevelChart) -> LevelChart:
        """As it was."""
        return chart

    def change_windows(self, windows: HitWindows) -> HitWindows:
        """As they were."""
        return windows

    def change_style(self, rules: Rules) -> Rules:
        """As they were."""
        return rules

    def change_rate(self, percent: int) -> int:
        """As it was."""
        return percent


def _each_level(rules: Rules, change: Callable[[LevelPlay], LevelPlay]) -> Rules:
    return replace(rules, levels=MappingProxyType({level: change(play) for level, play in rules.levels.items()}))


@dataclass(frozen=True, slots=True)
class NoFail(Plain):
    """She always gets up again. The score says so."""

    def change_style(self, rules: Rules) -> Rules:
        """Knockdowns without limit."""
        return _each_level(rules, lambda play: replace(play, knockdowns=None))


@dataclass(frozen=True, slots=True)
class Mirror(Plain):
    """Left and right change places."""

    def change_chart(self, chart: LevelChart) -> LevelChart:
        """Every side becomes the other."""
        return replace(chart, events=canonical(replace(e, side=e.side.other) if e.side else e for e in chart.events))


@dataclass(frozen=True, slots=True)
class Speed(Plain):
    """The song at `percent` of its tempo, the pitch kept."""

    percent: int = 100

    def change_windows(self, windows: HitWindows) -> HitWindows:
        """A millisecond stays a millisecond of the player's hand: song time runs faster, so windows of it are wider."""
        return windows.scaled(self.percent)

    def change_style(self, rules: Rules) -> Rules:
        """So is the time she needs to recover from a stumble."""
        poise = rules.poise
        if not poise.recovers_at_speed:
            return rules
        return replace(rules, poise=replace(poise, recovery=poise.recovery * self.percent // 100))

    def change_rate(self, percent: int) -> int:
        """On top of any other rate."""
        return percent * self.percent // 100


@dataclass(frozen=True, slots=True)
class TwoButton(Plain):
    """Left and right: the verb is chosen for you, and the pistol reloads itself."""

    def change_style(self, rules: Rules) -> Rules:
        """Every level chooses the verb."""
        return _each_level(rules, lambda play: replace(play, chooses_verb=True, has_ammunition=False))


@dataclass(frozen=True, slots=True)
class OneButton(TwoButton):
    """Any button answers whatever is nearest."""

    def change_chart(self, chart: LevelChart) -> LevelChart:
        """One press can't answer two attackers at once: a double becomes one."""
        return replace(chart, events=canonical(_single(event) for event in chart.events))


def _single(event: Event) -> Event:
    if event.kind is not Kind.DOUBLE:
        return event
    return replace(event, kind=Kind.TAKEDOWN, side=Side.LEFT, reach=event.reach or Reach.NEAR)


@dataclass(frozen=True, slots=True)
class Autoplay(Plain):
    """The default bot plays; the fight takes no presses from outside. It changes no rule."""


def modifiers_of(setup: Setup) -> tuple[Modifier, ...]:
    """What a setup asks for, in the order in which it is applied."""
    chosen: list[Modifier] = []
    if setup.mirror:
        chosen.append(Mirror())
    if setup.scheme is Scheme.TWO_BUTTON:
        chosen.append(TwoButton())
    if setup.scheme is Scheme.ONE_BUTTON:
        chosen.append(OneButton())
    if setup.no_fail:
        chosen.append(NoFail())
    if setup.speed_percent != 100:
        chosen.append(Speed(setup.speed_percent))
    if setup.autoplay:
        chosen.append(Autoplay())
    return tuple(chosen)


def rate_percent(setup: Setup) -> int:
    """How fast the song plays, in percent of its own tempo."""
    percent = 100
    for modifier in modifiers_of(setup):
        percent = modifier.change_rate(percent)
    return percent


def changed(chart: Chart, level: Level, setup: Setup, rules: Rules) -> tuple[LevelChart, HitWindows, Rules]:
    """What is fought after all modifiers: events, windows before the level's scale, rules."""
    events = chart.level(level)
    if events is None:
        there = ", ".join(found.level.value for found in chart.levels) or "none"
        raise FightError(chart.song.title or "chart", f"has no level {level.value}", f"it has: {there}")
    for name, value, (least, most) in (
        ("speed", setup.speed_percent, SPEED_PERCENT),
        ("lead", setup.lead_percent, LEAD_PERCENT),
    ):
        if not least <= value <= most:
            raise FightError("setup", f"a {name} of {value} %", f"choose {least} to {most} %")
    windows = rules.windows
    for modifier in modifiers_of(setup):
        events = modifier.change_chart(events)
        windows = modifier.change_windows(windows)
        rules = modifier.change_style(rules)
    return events, windows, rules
