"""When the beats of a synthetic song fall: one tempo, steps, leaps, ramps, glides, drift or a gap, and swing."""

from dataclasses import dataclass

import numpy as np

from tools.synth.sounds import Dice, pick
from tools.synth.style import Style

LEAPS = (3 / 2, 2 / 3, 4 / 3, 3 / 4, 174 / 128, 128 / 174, 1.4, 0.7)
"""What a tempo leaps to: where the pulse of one is a cross-rhythm of the other's, or nearly, or not at all."""
LEAPS_BETWEEN = (70.0, 190.0)
GLIDES = (3 / 4, 0.8, 6 / 7, 0.9, 1.1, 7 / 6, 1.25, 4 / 3)
"""What a tempo that is steady before and after glides to within some bars."""
SWEEPS = (1 / 1.4, 1 / 1.25, 1 / 1.15, 1.12, 1.2, 1.3)
"""How many times the first beat's tempo the last one's is where the tempo glides throughout."""


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
    elif kind == "leap":
        inside = [ratio for ratio in LEAPS if LEAPS_BETWEEN[0] <= bpm * ratio <= LEAPS_BETWEEN[1]]
        at, back = sorted(int(n) * bar for n in dice.integers(10, max(11, beats // bar - 10), 2))
        pace[at:] = bpm * pick(dice, *inside)
        if back - at >= 10 * bar and dice.random() < 0.5:
            pace[back:] = bpm
    elif kind == "ramp":
        at = int(dice.integers(4, max(5, beats // bar // 2))) * bar
        length = int(dice.integers(4, 12)) * bar
        goal = bpm * pick(dice, 0.88, 0.94, 1.06, 1.12)
        pace[at:] = np.interp(np.arange(at, beats), [at, at + length], [bpm, goal])
    elif kind == "glide":
        at = int(dice.integers(10, max(11, beats // bar * 2 // 3))) * bar
        length = int(dice.integers(4, 17)) * bar
        pace = np.interp(np.arange(beats), [at, at + length], [bpm, bpm * pick(dice, *GLIDES)])
    elif kind == "sweep":
        start += float(dice.uniform(4.0, 12.0))
        whole = pick(dice, *SWEEPS)
        pace = bpm * np.linspace(whole**-0.5, whole**0.5, beats)
    elif kind == "live":
        pace = bpm * np.exp(_wandering(dice, beats, dice.uniform(0.008, 0.025), dice.uniform(6.0, 20.0)))
        extra = np.diff(dice.normal(0, 0.002, beats + 1))
    elif kind == "drift":
        pace = bpm * (
            1 + dice.uniform(0.004, 0.02) * np.sin(np.arange(beats) * dice.uniform(0.03, 0.12) + dice.uniform(0, 6))
        )
        dice.normal(0, 0.0006, beats)  # not used, but without it every seed would make another song
        extra = dice.normal(0, 0.0015, beats)
    elif kind == "gap":
        at = int(dice.integers(6, max(7, beats // bar - 6))) * bar
        extra[at] = pick(dice, 0.5, 0.25, 0.37, 0.1, 1.5, 2.3) * 60 / bpm
    times = start + np.concatenate(([0.0], np.cumsum(60 / pace))) + np.concatenate(([0.0], np.cumsum(extra)))
    turns = [0, *(i for i in range(1, beats) if abs(pace[i] - pace[i - 1]) > 1e-9 or extra[i])]
    segments = [[float(times[i]), float(pace[i])] for i in turns]
    eighths = dice.random() < 0.3 and bpm > 150
    return Clockwork(n, times, swing, 2 if eighths or style.eighth_swing else 4), segments, float(np.median(pace))


def _wandering(dice: Dice, count: int, spread: float, beats: float) -> np.ndarray:
    """How far hands are from their tempo: (count,) with a `spread` about 0, forgotten within so many `beats`."""
    keep = float(np.exp(-1.0 / beats))
    off = np.zeros(count)
    push = spread * np.sqrt(1 - keep * keep) * dice.standard_normal(count)
    for i in range(1, count):
        off[i] = keep * off[i - 1] + push[i]
    return off
