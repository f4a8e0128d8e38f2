"""The drum kit of one synthetic song, and how loud everybody plays."""

from dataclasses import dataclass

import numpy as np

from tools.synth.sounds import Dice, Sound, clap, crash, hat, kick, perc, snare
from tools.synth.style import Style


@dataclass(frozen=True)
class Kit:
    """Drums by name, the gain of each player, and how far hands stray from the beat (standard deviation, seconds)."""

    drums: dict[str, Sound]
    loud: dict[str, float]
    human_s: float


def a_kit(dice: Dice, style: Style) -> Kit:
    """A kit as the style has it, drawn."""

    def gain(low: float, high: float) -> float:
        return float(dice.uniform(low, high))

    drums = {
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
        both = [drums["snare"], clap(dice)]
        drums["snare"] = sum(np.pad(b, (0, max(len(x) for x in both) - len(b))) for b in both) * 0.7
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
    human_s = float(dice.uniform(0.001, 0.008)) if dice.random() < 0.25 else 0.0
    return Kit(drums, loud, human_s)
