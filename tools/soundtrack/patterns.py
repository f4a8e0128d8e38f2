"""Drum steps, bass and arpeggio figures, rolls: how bars are filled from a few characters and a chord chart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tools.soundtrack.notation import Changes, Line, Note, symbol_at
from tools.soundtrack.theory import chord, near

LOUDNESS = {"X": 1.0, "x": 0.8, "o": 0.5, ",": 0.3}
DRUM_PITCH = 60.0
"""Drums ignore it unless they are tuned."""


def steps(text: str, beats: float = 4.0, pitch: float = DRUM_PITCH) -> Line:
    """Read `x...X..o`: the characters share the beats evenly; spaces are for the eye."""
    cells = text.replace(" ", "")
    width = beats / len(cells)
    return tuple(Note(i * width, width, pitch, LOUDNESS[c]) for i, c in enumerate(cells) if c in LOUDNESS)


def groove(bars: int, turns: Mapping[int, str], beats: float = 4.0, last: str | None = None) -> Line:
    """Fill bars from `turns`: the entry with the largest key that divides the bar's number (counted from 1) is played.

    So {1: usual, 4: every fourth, 8: every eighth}; `last` replaces the final bar.
    """
    out: list[Note] = []
    for bar in range(bars):
        key = max(k for k in turns if (bar + 1) % k == 0)
        text = last if last is not None and bar == bars - 1 else turns[key]
        out += [replace(n, beat=n.beat + bar * beats) for n in steps(text, beats)]
    return tuple(out)


def roll(beats: float, start: float = 0.35, end: float = 1.0, pitch_rise: float = 0.0) -> Line:
    """A snare roll that doubles: quarters, eighths, sixteenths, thirty-seconds, each a quarter of the way."""
    out: list[Note] = []
    for part, width in enumerate((1.0, 0.5, 0.25, 0.125)):
        at = beats * part / 4
        while at < beats * (part + 1) / 4 - 1e-9:
            done = at / beats
            out.append(Note(at, width, DRUM_PITCH + pitch_rise * done, start + (end - start) * done))
            at += width
    return tuple(out)


def figure(progress: Changes, bars: int, pattern: str, centre: float, *, beats: float = 4.0, gate: float = 0.9) -> Line:
    """A bass figure over the chords, one character a step.

    1 root, 3 third, 5 fifth, 7 seventh (the chord's last tone), 8 octave, 0 octave below, R and O accented root and
    octave, - holds, . rests; `|` parts bars and the pattern repeats.
    """
    cells = pattern.replace(" ", "").replace("|", "")
    per_bar = len(cells) // max(1, pattern.count("|") + 1)
    width = beats / per_bar
    out: list[Note] = []
    for i in range(bars * per_bar):
        c = cells[i % len(cells)]
        if c == "-" and out:
            out[-1] = replace(out[-1], length=out[-1].length + width)
        if c in ".-":
            continue
        bass, classes = chord(symbol_at(progress, i * width))
        root = near(bass, centre)
        third = root + (classes[1] - bass) % 12
        fifth = root + (7 if (bass + 7) % 12 in classes else (classes[2] - bass) % 12)
        degree = {
            "1": root, "R": root, "3": third, "5": fifth,
            "8": root + 12, "O": root + 12, "0": root - 12, "7": root + (classes[-1] - bass) % 12,
        }[c]  # fmt: skip
        out.append(Note(i * width, width, degree, 1.0 if c in "RO" else 0.8))
    return tuple(replace(n, length=n.length - width * (1 - gate)) for n in out)


def arpeggio(
    voiced: Sequence[Note],
    beats: float,
    order: Sequence[int],
    width: float = 0.25,
    gate: float = 0.8,
    *,
    lift: int = 12,
) -> Line:
    """Walk through block chords, one voice a step; order counts voices from the lowest, past the top adds `lift`."""
    out: list[Note] = []
    for i in range(round(beats / width)):
        at = i * width
        held = sorted(n.pitch for n in voiced if n.beat - 1e-9 <= at < n.beat + n.length - 1e-9)
        if not held:
            continue
        octave, voice = divmod(order[i % len(order)], len(held))
        accent = 0.85 if i % 4 == 0 else 0.65
        out.append(Note(at, width * gate, held[voice] + lift * octave, accent))
    return tuple(out)


def stabs(voiced: Sequence[Note], text: str, beats: float, bar: float = 4.0, gate: float = 0.8) -> Line:
    """Block chords broken into a rhythm of steps, repeated every `bar` beats; `-` holds the step before."""
    cells = text.replace(" ", "")
    width = bar / len(cells)
    out: list[Note] = []
    for i in range(round(beats / width)):
        c = cells[i % len(cells)]
        if c not in LOUDNESS:
            continue
        run = 1
        while run < len(cells) and cells[(i + run) % len(cells)] == "-":
            run += 1
        at = i * width
        out += [
            Note(at, (run - 1 + gate) * width, n.pitch, LOUDNESS[c])
            for n in voiced
            if n.beat - 1e-9 <= at < n.beat + n.length - 1e-9
        ]
    return tuple(out)
