"""Charts built by rule for the measuring tools: fair by lint, the same for the same seed."""

import random
from dataclasses import replace
from types import MappingProxyType

from rhythm_fu.chart import (
    AudioRef,
    Chart,
    Drop,
    DropKind,
    Event,
    Generator,
    Kind,
    Level,
    LevelChart,
    Mark,
    MarkKind,
    Reach,
    Side,
    SongInfo,
)
from rhythm_fu.chart.difficulty import rate
from rhythm_fu.chart.edits import canonical
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import MICROS, SongTime, Tick, beats

PHRASE_BEATS = 32
BUILD_BEATS = 8
STEPS = {
    Level.STORY: (3, 4),
    Level.EASY: (1.5, 2, 2),
    Level.NORMAL: (1, 1, 1, 1, 1, 2, 0.5),
    Level.HARD: (1, 1, 1, 0.5, 0.5),
    Level.MASTER: (1, 0.5, 0.5, 0.5, 0.25),
}
"""Beats from one event to the next, drawn at random."""


def built_chart(level: Level, events: int, bpm: float = 126, seed: int = 1) -> Chart:
    """One level of so many events: phrases of 32 beats that end in a bar of rest, every fourth in a build and a drop.

    Takedowns near and far with some sweeps; on Hard also doubles and mirrors, on Master shields and quarter-beat runs.
    """
    dice = random.Random(seed)
    tempo = TempoMap.constant(bpm, SongTime(500_000))
    found: list[Event] = []
    drops: list[Drop] = []
    marks: list[Mark] = []
    phrase = 0
    while len(found) < events:
        start, end = phrase * PHRASE_BEATS, (phrase + 1) * PHRASE_BEATS
        marks.append(_mark(tempo, MarkKind.PHRASE, start, end))
        has_build = phrase % 4 == 3 and level not in (Level.STORY, Level.EASY)
        beat = float(start + 4 if phrase == 0 else start)
        last = end - (BUILD_BEATS if has_build else 4)
        if phrase and phrase % 4 == 0:
            beat += 1
        while beat < last and len(found) < events:
            event = _event(tempo, level, beat, dice)
            if found and event.tick - found[-1].tick < beats(0.5):
                side = found[-1].side or Side.LEFT
                event = replace(event, kind=Kind.TAKEDOWN, side=side.other, reach=event.reach or Reach.NEAR)
            found.append(event)
            beat += 1 if event.kind in (Kind.DOUBLE, Kind.SWEEP) else dice.choice(STEPS[level])
        if has_build and len(found) < events:
            drop = _drop(tempo, end - BUILD_BEATS, end)
            found.append(drop)
            drops.append(Drop(drop.tick, drop.at, DropKind.DROP, 0.9))
            marks.append(_mark(tempo, MarkKind.BUILD, end - BUILD_BEATS, end))
        phrase += 1
    ordered = canonical(found[:events])
    length = ordered[-1].at + 8 * MICROS
    audio = AudioRef("built.ogg", "0" * 64, length * 44_100 // MICROS, 44_100, "none")
    return Chart(
        Generator("built_chart", "1", seed, MappingProxyType({})),
        audio,
        SongInfo(f"Built at {bpm:g} BPM"),
        tempo,
        (LevelChart(level, ordered, rate(ordered, audio.length)),),
        tuple(drops),
        tuple(marks),
    )


def _mark(tempo: TempoMap, kind: MarkKind, start: float, end: float) -> Mark:
    a, b = Tick(beats(start)), Tick(beats(end))
    return Mark(kind, a, tempo.at(a), b, tempo.at(b))


def _drop(tempo: TempoMap, start: float, end: float) -> Event:
    tick, hold = Tick(beats(end)), Tick(beats(start))
    return Event(tick, tempo.at(tick), Kind.DROP, prop="chandelier", hold_from=hold, hold_at=tempo.at(hold))


def _event(tempo: TempoMap, level: Level, beat: float, dice: random.Random) -> Event:
    tick = Tick(beats(beat))
    side, roll = dice.choice(list(Side)), dice.random()
    weight = dice.choice((80, 100, 100, 120))
    is_on_beat = beat == int(beat)
    if roll < 0.12 and is_on_beat and level is not Level.STORY:
        return Event(tick, tempo.at(tick), Kind.SWEEP, weight=weight)
    if level in (Level.HARD, Level.MASTER) and is_on_beat:
        if roll < 0.17:
            return Event(tick, tempo.at(tick), Kind.DOUBLE, weight=weight)
        if roll < 0.22:
            return Event(tick, tempo.at(tick), Kind.REFLECT, side, weight=weight)
        if roll < 0.26 and level is Level.MASTER:
            return Event(tick, tempo.at(tick), Kind.SHIELD, side, weight=weight)
    reach = Reach.FAR if dice.random() < 0.35 else Reach.NEAR
    return Event(tick, tempo.at(tick), Kind.TAKEDOWN, side, reach, weight)
