"""The form of a synthetic song: which sections follow each other, how long they are, and who plays in them."""

from tools.synth.sounds import Dice, pick

LAYERS = {
    "intro": (0.6, 0.3, 0.5, 0.3, 0.5, 0.2),
    "intro2": (0.9, 0.5, 0.8, 0.5, 0.5, 0.3),
    "verse": (0.9, 0.8, 0.8, 0.9, 0.6, 0.5),
    "build": (0.4, 0.4, 0.5, 0.3, 0.8, 0.6),
    "drop": (1.0, 0.95, 0.95, 1.0, 0.8, 0.7),
    "drop2": (1.0, 0.95, 0.95, 1.0, 0.9, 0.8),
    "break": (0.1, 0.1, 0.2, 0.3, 0.95, 0.7),
    "outro": (0.8, 0.4, 0.6, 0.4, 0.4, 0.1),
}
"""Chance that kick, snare, hats, bass, chords and lead play."""


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
