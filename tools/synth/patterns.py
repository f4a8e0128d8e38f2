"""What is played in a bar: drums from their text, melodies, bass lines and chords. Places and lengths in beats."""

import numpy as np

from tools.synth.sounds import Dice, pick


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
