"""Pitch names, chord symbols, voice leading. Pitches are MIDI numbers (A4 = 69 = 440 Hz)."""

import itertools
import re
from collections.abc import Sequence

STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
BENDS = {"#": 1, "b": -1}
QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "mmaj7": (0, 3, 7, 11),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "m9": (0, 3, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "7b9": (0, 4, 7, 10, 13),
}
SYMBOL = re.compile(r"([A-G])([#b]?)([^/]*)(?:/([A-G])([#b]?))?$")


def pitch(name: str) -> int:
    """`F#5` as a number."""
    found = re.fullmatch(r"([A-G])([#b]?)(-?\d)", name)
    if found is None:
        raise ValueError(f"{name!r} is no pitch; write a letter, # or b, and an octave, as in F#5")
    letter, bend, octave = found.groups()
    return 12 * (int(octave) + 1) + STEPS[letter] + BENDS.get(bend, 0)


def hertz(midi: float) -> float:
    """Frequency of a MIDI pitch, fractions included."""
    return float(440.0 * 2.0 ** ((midi - 69.0) / 12.0))


def chord(symbol: str) -> tuple[int, tuple[int, ...]]:
    """The bass (pitch class) and the pitch classes of a symbol such as `F#m7/E`, root first."""
    found = SYMBOL.match(symbol)
    if found is None or found.group(3) not in QUALITIES:
        raise ValueError(f"{symbol!r} is no chord we know; qualities are {', '.join(q for q in QUALITIES if q)}")
    letter, bend, quality, bass, bass_bend = found.groups()
    root = STEPS[letter] + BENDS.get(bend, 0)
    low = root if bass is None else STEPS[bass] + BENDS.get(bass_bend, 0)
    return low % 12, tuple((root + step) % 12 for step in QUALITIES[quality])


def near(pitch_class: int, centre: float) -> int:
    """The pitch of a class nearest to a centre, the lower on a tie."""
    base = round(centre)
    return min((p for p in range(base - 6, base + 7) if p % 12 == pitch_class % 12), key=lambda p: (abs(p - centre), p))


def voicings(classes: Sequence[int], low: int, high: int, voices: int) -> list[tuple[int, ...]]:
    """Every close-to-open spacing of the classes between low and high with so many voices, each class at least once."""
    pool = [p for p in range(low, high + 1) if p % 12 in classes]
    need = set(classes) if voices >= len(set(classes)) else set(classes[1:])
    return [
        combo
        for combo in itertools.combinations(pool, voices)
        if {p % 12 for p in combo} >= need and all(2 <= b - a <= 9 for a, b in itertools.pairwise(combo))
    ]


def lead_voices(symbols: Sequence[str], low: int = 55, high: int = 76, voices: int = 4) -> list[tuple[int, ...]]:
    """Voicings of successive chords in which the voices move least.

    A Viterbi pass over all spacings: cost is the sum of the voices' steps, a little for leaps of the top voice, a
    little for straying from the middle of the range, a fine for parallel fifths or octaves of the outer voices.
    """
    middle = (low + high) / 2
    layers = []
    for symbol in symbols:
        classes = chord(symbol)[1]
        layer = voicings(classes, low, high, voices) or voicings(classes, low - 5, high + 5, voices)
        if not layer:
            raise ValueError(f"no {voices}-voice spacing of {symbol!r} between {low} and {high}; widen the range")
        layers.append(layer)
    costs = [abs(sum(v) / voices - middle) for v in layers[0]]
    back: list[list[int]] = []
    for before, after in itertools.pairwise(layers):
        new_costs, choice = [], []
        for v in after:
            options = [c + _motion(u, v) for c, u in zip(costs, before, strict=True)]
            best = min(range(len(options)), key=options.__getitem__)
            new_costs.append(options[best] + 0.3 * abs(sum(v) / voices - middle))
            choice.append(best)
        costs = new_costs
        back.append(choice)
    at = min(range(len(costs)), key=costs.__getitem__)
    path = [at]
    for choice in reversed(back):
        at = choice[at]
        path.append(at)
    return [layer[i] for layer, i in zip(layers, reversed(path), strict=True)]


def _motion(u: tuple[int, ...], v: tuple[int, ...]) -> float:
    cost = float(sum(abs(a - b) for a, b in zip(u, v, strict=True))) + 0.5 * abs(u[-1] - v[-1])
    outer_before, outer_after = (u[-1] - u[0]) % 12, (v[-1] - v[0]) % 12
    moved_alike = (v[0] - u[0]) * (v[-1] - u[-1]) > 0
    if outer_before == outer_after and outer_before in {0, 7} and moved_alike:
        cost += 4.0
    return cost
