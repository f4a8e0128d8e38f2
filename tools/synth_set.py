"""Synthetic songs with exact truth: seeded, of many styles, with randomised sounds, patterns and forms.

usage: python -m tools.synth_set OUT [--count 60] [--seed 1] [--styles a,b] [--held-out] [--tempo constant|change|mixed]

Writes OUT/audio/NAME.flac and OUT/truth/NAME.json. `song` gives one in memory, as training does.
"""

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tools.synth_games import GAME_STYLES
from tools.synth_levels import LEVEL_STYLES, METER_STYLES
from tools.synth_sounds import (
    RATE,
    Dice,
    Sound,
    Voice,
    clap,
    crash,
    hat,
    kick,
    noise,
    note,
    perc,
    pick,
    rolled_chord,
    rolling_noise,
    snare,
    voice,
    with_room,
)
from tools.synth_styles import STYLES, Style

ALL_STYLES = STYLES + LEVEL_STYLES + GAME_STYLES + METER_STYLES
SCALES = ((0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 9, 10), (0, 1, 3, 5, 7, 8, 10))


@dataclass(frozen=True)
class Clockwork:
    """Where each beat lies: `beats` (n,) beat numbers with a known time, `times_s` (n,); straight between."""

    beats: np.ndarray
    times_s: np.ndarray
    swing: float = 0.5
    swung: int = 4

    def at(self, beat: float) -> float:
        """The moment of a beat as played, swing included."""
        step = 2.0 / self.swung
        turn, rest = divmod(beat + 1e-9, step)
        half = rest / step
        bent = half * 2 * self.swing if half < 0.5 else self.swing + (half - 0.5) * 2 * (1 - self.swing)
        return self.straight(turn * step + bent * step)

    def straight(self, beat: float) -> float:
        """The moment of a beat on the grid."""
        b, t = self.beats, self.times_s
        if beat <= b[0]:
            return t[0] + (beat - b[0]) * (t[1] - t[0]) / (b[1] - b[0])
        if beat >= b[-1]:
            return t[-1] + (beat - b[-1]) * (t[-1] - t[-2]) / (b[-1] - b[-2])
        return float(np.interp(beat, b, t))


def clockwork(
    dice: Dice, style: Style, bpm: float, beats: int, kind: str
) -> tuple[Clockwork, list[list[float]], float]:
    """A tempo map of a kind, the truth's segments, and its nominal bpm."""
    start = float(dice.uniform(0.0, 4.0) if dice.random() < 0.7 else dice.uniform(0.0, 0.2))
    swing = float(dice.uniform(*style.swing)) if style.swing[1] > 0.5 and dice.random() < 0.6 else 0.5
    n = np.arange(beats + 1.0)
    pace = np.full(beats, bpm)
    extra = np.zeros(beats)
    bar = style.beats
    if kind == "step":
        for _ in range(int(dice.integers(1, 3))):
            at = int(dice.integers(6, max(7, beats // bar - 6))) * bar
            pace[at:] = bpm * pick(dice, 0.8, 0.9, 0.94, 0.97, 1.03, 1.0625, 1.1, 1.25)
    elif kind == "ramp":
        at = int(dice.integers(4, max(5, beats // bar // 2))) * bar
        length = int(dice.integers(4, 12)) * bar
        goal = bpm * pick(dice, 0.88, 0.94, 1.06, 1.12)
        pace[at:] = np.interp(np.arange(at, beats), [at, at + length], [bpm, goal])
    elif kind == "drift":
        pace = bpm * (
            1 + dice.uniform(0.004, 0.02) * np.sin(np.arange(beats) * dice.uniform(0.03, 0.12) + dice.uniform(0, 6))
        )
        extra = np.cumsum(dice.normal(0, 0.0006, beats)) * 0 + dice.normal(0, 0.0015, beats)
    elif kind == "gap":
        at = int(dice.integers(6, max(7, beats // bar - 6))) * bar
        extra[at] = pick(dice, 0.5, 0.25, 0.37, 0.1, 1.5, 2.3) * 60 / bpm
    times = start + np.concatenate(([0.0], np.cumsum(60 / pace))) + np.concatenate(([0.0], np.cumsum(extra)))
    turns = [0, *(i for i in range(1, beats) if abs(pace[i] - pace[i - 1]) > 1e-9 or extra[i])]
    segments = [[float(times[i]), float(pace[i])] for i in turns]
    eighths = dice.random() < 0.3 and bpm > 150
    return Clockwork(n, times, swing, 2 if eighths or style.eighth_swing else 4), segments, float(np.median(pace))


@dataclass
class Desk:
    """The mix so far. Changes as sounds are added."""

    sound: Sound

    def add(self, at_s: float, hit: Sound, gain: float) -> None:
        """Mix a sound in from a moment on."""
        i = round(at_s * RATE)
        if i < 0:
            hit, i = hit[-i:], 0
        hit = hit[: max(0, len(self.sound) - i)]
        self.sound[i : i + len(hit)] += gain * hit


def form(dice: Dice, bars_wanted: int) -> list[tuple[str, int]]:
    """Sections and their lengths in bars."""
    unit = pick(dice, 4, 8, 8)
    plans = (
        ("intro", "verse", "build", "drop", "break", "build", "drop", "outro"),
        ("intro", "build", "drop", "drop2", "break", "verse", "build", "drop", "outro"),
        ("drop", "verse", "break", "drop", "drop2"),
        ("verse", "drop", "verse", "drop", "break", "drop2"),
        ("break", "build", "drop", "drop2", "break", "build", "drop2"),
        ("intro", "intro2", "drop", "drop2", "break", "drop", "outro"),
    )
    out: list[tuple[str, int]] = []
    for kind in pick(dice, *plans):
        bars = unit * pick(dice, 1, 1, 2) if kind != "build" else pick(dice, 2, 4, unit)
        if dice.random() < 0.06:
            bars += pick(dice, 1, 2)
        out.append((kind, bars))
        if sum(b for _, b in out) >= bars_wanted:
            break
    return out


LAYERS = {
    "intro": (0.6, 0.3, 0.5, 0.3, 0.5, 0.2),
    "intro2": (0.9, 0.5, 0.8, 0.5, 0.5, 0.3),
    "verse": (0.9, 0.8, 0.8, 0.9, 0.6, 0.5),
    "build": (0.4, 0.4, 0.5, 0.3, 0.8, 0.6),
    "drop": (1.0, 0.95, 0.95, 1.0, 0.8, 0.7),
    "drop2": (1.0, 0.95, 0.95, 1.0, 0.9, 0.8),
    "break": (0.1, 0.1, 0.2, 0.3, 0.95, 0.7),
    "outro": (0.8, 0.4, 0.6, 0.4, 0.4, 0.1),
}  # chance of kick, snare, hats, bass, chords, lead


def steps_of(pattern: str, dice: Dice, density: float) -> list[tuple[float, float]]:
    """Places in beats and gains of one bar."""
    return [
        (i / 4, 1.0 if c == "x" else 0.5)
        for i, c in enumerate(pattern)
        if c == "x" or (c == "o" and dice.random() < density)
    ]


def motif(dice: Dice, beats: int, busy: float) -> list[tuple[float, float, int]]:
    """A melody of one or two bars: place, length, scale step."""
    out, at, step = [], 0.0, int(dice.integers(0, 7))
    total = beats * pick(dice, 1, 2, 2)
    if dice.random() < 0.3:
        at = pick(dice, 0.5, 1.0, 0.25)
    while at < total - 0.01:
        length = pick(dice, 0.25, 0.5, 0.5, 0.75, 1.0) if dice.random() < busy else pick(dice, 1.0, 1.5, 2.0, 0.5)
        if dice.random() < 0.8:
            out.append((at, min(length, total - at), step))
        step = int(np.clip(step + dice.integers(-3, 4), -3, 12))
        at += length
    return out or [(0.0, 1.0, 0)]


def bass_steps(dice: Dice, kind: str, kicks: list[tuple[float, float]], beats: int) -> list[tuple[float, float, int]]:
    """Place, length and octave of bass notes in a bar."""
    whole = float(beats)
    if kind == "offbeat":
        return [(b + 0.5, 0.4, 0) for b in range(beats)]
    if kind == "eighths":
        return [(b / 2, 0.45, 0) for b in range(2 * beats)]
    if kind == "octave":
        return [(b / 2, 0.45, b % 2) for b in range(2 * beats)]
    if kind == "sixteenths":
        return [(b / 4, 0.22, int(dice.random() < 0.15)) for b in range(4 * beats) if dice.random() < 0.9]
    if kind == "roll":
        return [(b + s / 4, 0.22, 0) for b in range(beats) for s in (1, 2, 3)]
    if kind == "rumble":
        return [(b + s / 4, 0.24, 0) for b in range(beats) for s in (1, 2, 3) if dice.random() < 0.9]
    if kind in ("follow", "long"):
        places = [k for k, _ in kicks if k < whole] or [0.0]
        ends = [*places[1:], whole]
        return [(p, (e - p) * (0.95 if kind == "long" else 0.6), 0) for p, e in zip(places, ends, strict=True)]
    if kind == "hold":
        return (
            [(0.0, whole * 0.98, 0)]
            if dice.random() < 0.6
            else [(0.0, whole * 0.6, 0), (whole * 0.625, whole * 0.35, 0)]
        )
    if kind == "wobble":
        rate = pick(dice, 0.25, 0.5, 1 / 3, 1.0, 0.5)
        return [(i * rate, rate * 0.8, 0) for i in range(int(whole / rate))]
    places = sorted(
        {0.0} | {float(x) / 4 for x in dice.choice(4 * beats, size=int(dice.integers(2, 6)), replace=False)}
    )
    if dice.random() < 0.25:
        places = [p for p in places if p] or [0.75]
    ends = [*places[1:], whole]
    return [
        (p, min(0.9 * (e - p), pick(dice, 0.2, 0.4, 1.0)), int(dice.random() < 0.15))
        for p, e in zip(places, ends, strict=True)
    ]


def chord_steps(dice: Dice, kind: str, beats: int) -> list[tuple[float, float]]:
    whole = float(beats)
    if kind == "pad":
        return [(0.0, whole)]
    if kind == "stab":
        return [(b, 0.3) for b in np.arange(0, whole, pick(dice, 1.0, 2.0, 0.5))]
    if kind == "offstab":
        return [(b + 0.5, 0.25) for b in range(beats)]
    if kind == "stab3":
        return [(b, 0.4) for b in range(1, beats)]
    if kind == "threes":
        places = [0.0, 0.75, 1.5, 2.25, 3.0, 3.5] if dice.random() < 0.5 else [0.0, 0.75, 1.5, 2.0, 2.75, 3.5]
        return [(p, 0.5) for p in places if p < whole]
    if kind == "eighths":
        return [(b / 2, 0.45) for b in range(2 * beats)]
    if kind == "gate":
        keep = dice.random(4 * beats) < 0.7
        return [(b / 4, 0.2) for b in range(4 * beats) if keep[b]]
    if kind == "pluck":
        return [(b / 2, 0.3) for b in range(2 * beats) if dice.random() < 0.75] or [(0.0, 0.3)]
    places = sorted(float(x) / 4 for x in dice.choice(4 * beats, size=int(dice.integers(3, 6)), replace=False))
    return [(p, 0.35) for p in places]


def song(style: Style, seed: int, tempo: str = "constant", bars: int = 0) -> tuple[Sound, dict[str, object]]:
    """Mono samples at RATE and their truth."""
    dice = np.random.default_rng(seed)
    low, high = style.bpm
    bpm = float(dice.uniform(low, high))
    bpm = round(bpm) if dice.random() < 0.7 else round(bpm, 2) if dice.random() < 0.5 else round(bpm * 2) / 2
    bar = style.beats
    plan = form(dice, bars or int(dice.integers(24, 60)))
    total_bars = sum(n for _, n in plan)
    wheel, segments, nominal = clockwork(dice, style, bpm, total_bars * bar, tempo)
    desk = Desk(np.zeros(int((wheel.straight(total_bars * bar) + dice.uniform(0.5, 3)) * RATE)))
    tonal = Desk(np.zeros_like(desk.sound))

    def gain(low: float, high: float) -> float:
        return float(dice.uniform(low, high))

    kits = {
        "kick": kick(dice, style.hard),
        "snare": snare(dice) if dice.random() < 0.6 else clap(dice),
        "closed": hat(dice, False),
        "open": hat(dice, True),
        "crash": crash(dice),
        "perc": perc(dice),
        "perc2": perc(dice),
        "ghost": snare(dice),
    }
    if dice.random() < 0.3:
        both = [kits["snare"], clap(dice)]
        kits["snare"] = sum(np.pad(b, (0, max(len(x) for x in both) - len(b))) for b in both) * 0.7
    loud = {
        "kick": gain(0.5, 1.1),
        "snare": gain(0.3, 0.9),
        "hat": gain(0.05, 0.35),
        "crash": gain(0.1, 0.4),
        "perc": gain(0.05, 0.4),
        "bass": gain(0.15, 0.6),
        "chords": gain(0.08, 0.35),
        "lead": gain(0.08, 0.4),
        "vocal": gain(0.1, 0.4),
    }
    if dice.random() < 0.12:
        loud["kick"] *= 0.3
    if style.drums != (1.0, 1.0):
        quieter = gain(*style.drums)
        loud |= {name: loud[name] * quieter for name in ("kick", "snare", "hat", "perc")}
    human = float(dice.uniform(0.001, 0.008)) if dice.random() < 0.25 else 0.0
    scale = pick(dice, *SCALES)
    root = float(dice.uniform(36, 48))
    chord_bars = pick(dice, *style.chord_bars)
    degrees = [int(dice.integers(0, 7)) for _ in range(pick(dice, 2, 4, 4, 4, 8))]
    degrees[0] = 0 if dice.random() < 0.6 else degrees[0]
    push = pick(dice, 0.5, 0.25) if dice.random() < 0.15 else 0.0
    players = {role: voice(dice, role) for role in ("bass", "pad", "pluck", "lead", "vocal")}
    chord_player = players["pluck"]
    cache: dict[tuple[int, float, float], Sound] = {}

    def pitch(degree: int, octave: int = 0) -> float:
        octaves, step = divmod(degree, 7)
        return 440.0 * 2 ** ((root + scale[step] + 12 * (octaves + octave) - 69) / 12)

    def play(v: Voice, at: float, length: float, hertz: float, amount: float) -> None:
        begin = wheel.at(at)
        seconds = max(0.03, wheel.at(at + length) - begin)
        key = (id(v), round(hertz, 2), round(seconds, 3))
        if key not in cache:
            cache[key] = note(v, hertz, seconds)
        tonal.add(begin + (dice.normal(0, human) if human else 0.0), cache[key], amount)

    def shake(v: Voice, at: float, length: float, chord: list[float]) -> None:
        begin = wheel.at(at)
        seconds = max(0.03, wheel.at(at + length) - begin)
        tonal.add(begin, rolled_chord(v, chord, seconds), loud["chords"])

    def hit(name: str, at: float, amount: float) -> None:
        desk.add(
            wheel.at(at) + (dice.normal(0, human) if human else 0.0),
            kits[name],
            amount * (1 + 0.1 * dice.standard_normal()),
        )

    def degree_at(beat: float) -> int:
        return degrees[int((beat + push + 1e-6) / (chord_bars * bar)) % len(degrees)]

    bass_kind, chord_kind = pick(dice, *style.bass), pick(dice, *style.chords)
    second_chord = pick(dice, *style.chords, "pad")
    tune = motif(dice, bar, gain(0.3, 0.9))
    song_lead = motif(dice, bar, gain(0.2, 0.8))
    has_vocal, has_arp = dice.random() < 0.3, dice.random() < 0.35
    has_lead = dice.random() < 0.7
    perc_steps = [float(x) / 4 for x in dice.choice(4 * bar, size=int(dice.integers(1, 7)), replace=False)]
    has_perc = dice.random() < 0.5
    patterns = {
        kind: (pick(dice, *style.kick), pick(dice, *style.snare), pick(dice, *style.hats)) for kind in ("main", "alt")
    }
    if dice.random() < 0.1 and bar == 4:
        patterns["alt"] = (pick(dice, "x---------------", "x-----x---------"), "--------x-------", patterns["alt"][2])
    if style.alts and dice.random() < 0.7:
        patterns["alt"] = pick(dice, *style.alts)
    echo = (pick(dice, 0.75, 0.5, 1.0, 0.25), gain(0.2, 0.5)) if style.tracker and dice.random() < 0.6 else (0.0, 0.0)
    rolled = style.tracker and dice.random() < 0.6
    bass_line = {k: bass_steps(dice, bass_kind, steps_of(patterns[k][0], dice, 0.5), bar) for k in patterns}
    chord_line = {k: chord_steps(dice, chord_kind if k == "main" else second_chord, bar) for k in patterns}
    crash_chance, gap_chance, roll_chance = gain(0, 1), gain(0, 0.7), gain(0.2, 1)
    drops, sections, at_bar = [], [], 0
    for index, (kind, length) in enumerate(plan):
        first, end = at_bar * bar, (at_bar + length) * bar
        sections.append([wheel.straight(first), kind])
        chances = LAYERS[kind]
        on = [dice.random() < c for c in chances]
        which = "alt" if kind in ("verse", "drop2", "intro2") and dice.random() < 0.6 else "main"
        kick_text, snare_text, hat_text = patterns[which]
        next_kind = plan[index + 1][0] if index + 1 < len(plan) else ""
        gap = pick(dice, 1.0, 0.5, 2.0, bar) if next_kind.startswith("drop") and dice.random() < gap_chance else 0.0
        if kind.startswith("drop") and index and plan[index - 1][0] in ("build", "break"):
            drops.append(wheel.straight(first))
        if index and dice.random() < crash_chance:
            hit("crash", first, loud["crash"])
        if kind == "build" and dice.random() < 0.7:
            begin = wheel.straight(first)
            desk.add(begin, rolling_noise(dice, wheel.straight(end - gap) - begin, True), gain(0.05, 0.35))
        half_kicks = dice.random() < 0.15
        for b in range(at_bar, at_bar + length):
            base = float(b * bar)
            last = b == at_bar + length - 1
            is_fill = last and kind != "build" and dice.random() < style.fills
            stop = end - gap
            fill_from = base + bar - pick(dice, 1.0, 2.0, bar) if is_fill else 1e9
            if on[0] and not (kind == "build" and last and dice.random() < 0.5):
                for s, g in steps_of(kick_text, dice, 0.3):
                    if base + s < min(stop, fill_from) and not (half_kicks and s % 2):
                        hit("kick", base + s, loud["kick"] * g)
            if on[1]:
                for s, g in steps_of(snare_text, dice, 0.3):
                    if base + s < min(stop, fill_from):
                        hit("snare" if g == 1.0 else "ghost", base + s, loud["snare"] * g)
            if kind == "build" and dice.random() < roll_chance:
                done = (b - at_bar) / length
                rate = 1.0 if done < 0.5 else 0.5 if done < 0.75 else 0.25
                for s in np.arange(0, bar, rate):
                    if base + s < stop:
                        hit("snare", base + s, loud["snare"] * (0.4 + 0.6 * done))
            if is_fill:
                for s in np.arange(fill_from, base + bar - 0.01, 0.25):
                    if dice.random() < 0.6 and s < stop:
                        hit(pick(dice, "snare", "perc", "ghost", "kick"), s, loud["snare"] * gain(0.5, 1))
            if on[2]:
                for s, g in steps_of(hat_text, dice, 0.8):
                    name = "open" if s % 1 == 0.5 and hat_text.startswith("--x") else "closed"
                    if base + s < stop:
                        hit(name, base + s, loud["hat"] * g)
                if style.name in ("trap", "future_bass", "footwork") and dice.random() < 0.4:
                    for s in np.arange(0, 1, pick(dice, 1 / 6, 1 / 8, 1 / 12)):
                        hit("closed", base + pick(dice, 1.0, 2.0, 3.0) + s, loud["hat"] * 0.7)
            if has_perc and on[2]:
                for s in perc_steps:
                    if base + s < stop:
                        hit("perc", base + s, loud["perc"])
            if on[3]:
                for s, n, up in bass_line[which]:
                    if base + s < stop:
                        play(
                            players["bass"],
                            base + s,
                            min(n, stop - base - s),
                            pitch(degree_at(base + s), up),
                            loud["bass"],
                        )
            if on[4]:
                for s, n in chord_line[which] if kind != "break" else [(0.0, float(bar))]:
                    if base + s >= stop:
                        continue
                    v = players["pad"] if n >= bar else chord_player
                    d = degree_at(base + s)
                    if rolled:
                        shake(v, base + s, min(n, stop - base - s), [pitch(d + k, 2) for k in (0, 2, 4)])
                        continue
                    for k in (0, 2, 4):
                        play(v, base + s, min(n, stop - base - s), pitch(d + k, 2), loud["chords"] / 2)
            if has_arp and on[4]:
                for s in np.arange(0, bar, 0.25):
                    if base + s < stop:
                        play(
                            players["pluck"],
                            base + s,
                            0.2,
                            pitch(degree_at(base + s) + (0, 2, 4, 7)[int(s * 4) % 4], 3),
                            loud["chords"] / 2,
                        )
            if on[5] and has_lead:
                line = tune if kind.startswith("drop") else song_lead
                total = 2 * bar if any(p >= bar for p, _, _ in line) else bar
                for s, n, d in line:
                    if (b * bar) % total <= s < (b * bar) % total + bar and b * bar - (b * bar) % total + s < stop:
                        where = b * bar - (b * bar) % total + s
                        play(
                            players["lead"],
                            where,
                            n * 0.9,
                            pitch(d + (degree_at(where) if d % 2 else 0), 3),
                            loud["lead"],
                        )
                        if echo[0]:
                            late = where + echo[0]
                            play(
                                players["lead"],
                                late,
                                n * 0.9,
                                pitch(d + (degree_at(where) if d % 2 else 0), 3),
                                loud["lead"] * echo[1],
                            )
            if has_vocal and kind in ("verse", "break", "drop") and dice.random() < 0.7:
                where = base + pick(dice, -0.5, 0.0, 0.5, 1.0, 1.5)
                for _ in range(int(dice.integers(2, 6))):
                    n = pick(dice, 0.5, 1.0, 1.5, 0.25)
                    if where + n >= stop:
                        break
                    desk_at = wheel.at(where) + dice.normal(0, 0.02)
                    tonal.add(
                        desk_at,
                        note(players["vocal"], pitch(int(dice.integers(0, 9)), 2), n * 60 / bpm * 0.9),
                        loud["vocal"],
                    )
                    where += n
        at_bar += length
    if dice.random() < 0.5:
        tonal.sound = ducked(tonal.sound, wheel, total_bars * bar, gain(0.2, 0.9)) if by_kick(style) else tonal.sound
    if dice.random() < 0.5:
        tonal.sound = with_room(dice, tonal.sound, gain(0.05, 0.3))
    mix = desk.sound + tonal.sound
    if dice.random() < 0.2:
        mix = with_room(dice, mix, gain(0.02, 0.12))
    if dice.random() < 0.3:
        mix += gain(0.001, 0.02) * noise(dice, 0, 30, 15000, len(mix))
    mix = np.tanh(mix * gain(0.5, 2.5) / (np.quantile(np.abs(mix[::37]), 0.995) + 1e-9))
    beats = [wheel.straight(i) for i in range(total_bars * bar)]
    truth: dict[str, object] = {
        "name": f"{style.name}_{seed}", "style": style.name, "split": "synth", "electronic": True, "grade": "A",
        "bpm": nominal, "constant": tempo == "constant", "kind": tempo, "segments": segments,
        "beats": [round(t, 6) for t in beats], "downbeats": [round(t, 6) for t in beats[::bar]],
        "downbeats_verified": True, "drops": [round(t, 6) for t in drops], "sections": sections,
        "span": [beats[0], beats[-1]], "dur": len(mix) / RATE, "meter": bar, "swing": wheel.swing,
        "held_out": style.held_out,
    }  # fmt: skip
    return mix.astype(np.float32), truth


def by_kick(style: Style) -> bool:
    return style.kick[0].startswith("x---x---x---")


def ducked(sound: Sound, wheel: Clockwork, beats: int, depth: float) -> Sound:
    """Side-chain: the music dips at each beat and swells back."""
    out = sound.copy()
    for i in range(beats):
        first, end = (int(wheel.straight(b) * RATE) for b in (i, i + 0.6))
        part = out[first:end]
        part *= 1 - depth * np.linspace(1, 0, end - first)[: len(part)]
    return out


def beatless(kind: str, seed: int, seconds: float = 40.0) -> Sound:
    """Sound without a beat: `noise`, `ambient` or `speech`-like."""
    dice = np.random.default_rng(seed)
    desk = Desk(np.zeros(int(seconds * RATE)))
    if kind == "noise":
        return (0.2 * dice.standard_normal(len(desk.sound))).astype(np.float32)
    at = 0.0
    if kind == "ambient":
        pad = replace(voice(dice, "pad"), attack_s=2.0, release_s=3.0)
        while at < seconds:
            desk.add(at, note(pad, float(dice.uniform(80, 400)), float(dice.uniform(3, 9))), 0.2)
            at += float(dice.uniform(0.8, 5))
        return desk.sound.astype(np.float32)
    talker = voice(dice, "vocal")
    while at < seconds:
        for _ in range(int(dice.integers(3, 12))):
            length = float(dice.uniform(0.06, 0.28))
            if dice.random() < 0.6:
                burst = noise(dice, float(dice.uniform(0.02, 0.12)), 2000, 9000)
                desk.add(at, burst * np.hanning(len(burst)), 0.15)
            desk.add(at + 0.03, note(replace(talker, attack_s=0.02), float(dice.uniform(95, 180)), length), 0.4)
            at += length + float(dice.uniform(0.02, 0.12))
        at += float(dice.uniform(0.2, 1.2))
    return desk.sound.astype(np.float32)


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("out", type=Path)
    args.add_argument("--count", type=int, default=60)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--styles", default="")
    args.add_argument("--held-out", action="store_true")
    args.add_argument("--tempo", default="constant", choices=("constant", "change", "mixed"))
    given = args.parse_args()
    import soundfile

    styles = (
        [style for name in given.styles.split(",") for style in ALL_STYLES if style.name == name]
        if given.styles
        else [s for s in STYLES if s.held_out or not given.held_out]
    )
    (given.out / "audio").mkdir(parents=True, exist_ok=True)
    (given.out / "truth").mkdir(parents=True, exist_ok=True)
    for i in range(given.count):
        dice = np.random.default_rng((given.seed, i))
        kind = pick(dice, "step", "ramp", "drift", "gap")
        if given.tempo == "constant" or (given.tempo == "mixed" and dice.random() < 0.5):
            kind = "constant"
        style = styles[i % len(styles)]
        sound, truth = song(style, int(given.seed * 100_000 + i), kind)
        name = f"{style.name}_{kind}_{given.seed}_{i:03d}"
        soundfile.write(given.out / "audio" / f"{name}.flac", sound, RATE)
        (given.out / "truth" / f"{name}.json").write_text(json.dumps(truth))


if __name__ == "__main__":
    main()
