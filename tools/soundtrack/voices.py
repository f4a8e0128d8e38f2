# ruff: noqa: D102 - a class says what calling it does
"""Voices and bowed or blown lines: a rich source, vibrato, and formants that give it a throat or a body."""

from dataclasses import dataclass

import numpy as np

from tools.soundtrack.kernels import Stereo, stack
from tools.soundtrack.patch import Key
from tools.soundtrack.tone import adsr, constant, fitted, highpass, noise, seconds, swept

FORMANTS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "ah": ((800, 1.0, 9), (1150, 0.6, 11), (2900, 0.22, 16), (3900, 0.12, 18)),
    "oh": ((450, 1.0, 8), (800, 0.45, 10), (2830, 0.12, 16), (3800, 0.08, 18)),
    "ee": ((300, 1.0, 7), (2200, 0.35, 14), (2950, 0.3, 16), (3900, 0.12, 18)),
    "oo": ((330, 1.0, 7), (700, 0.25, 10), (2700, 0.06, 16), (3800, 0.03, 18)),
    "eh": ((560, 1.0, 8), (1750, 0.4, 13), (2600, 0.25, 16), (3800, 0.1, 18)),
    "violin": ((290, 0.5, 5), (480, 0.8, 5), (1100, 0.6, 4), (2500, 0.8, 3), (4200, 0.3, 4)),
    "cello": ((110, 0.6, 4), (230, 0.9, 4), (420, 0.8, 4), (900, 0.5, 4), (1800, 0.4, 3)),
    "oboe": ((1000, 1.0, 5), (1400, 0.7, 6), (3000, 0.5, 6)),
    "horn": ((340, 1.0, 3), (700, 0.7, 3), (1500, 0.3, 3)),
}
"""(Hz, gain, q) of each resonance: sopranos after Fant's and Sundberg's tables, instruments after Meyer's."""


@dataclass(frozen=True, slots=True)
class Throat:
    """One or more singers (or players) on a note.

    `first` opens the note and `then` follows as its shade rises above 0.5 or time passes; `breath` adds air, `players`
    and `detune` make a section of one. `dry` lets the source through beside the formants.
    """

    first: str = "ah"
    then: str = "oh"
    wave: str = "saw"
    players: int = 3
    detune: float = 0.09
    width: float = 0.6
    vibrato: float = 0.22
    rate: float = 5.4
    attack: float = 0.06
    decay: float = 1.5
    sustain: float = 0.85
    release: float = 0.25
    breath: float = 0.04
    dry: float = 0.12
    turn_s: float = 0.5
    glide_s: float = 0.08

    def __call__(self, key: Key, rng: np.random.Generator) -> Stereo:
        shape = adsr(key.hold, self.attack, self.decay, self.sustain, self.release)
        n = len(shape)
        freq = key.freq(n, self.glide_s, self.vibrato, self.rate * (0.96 + 0.08 * rng.random()))
        places = np.linspace(-1.0, 1.0, self.players) if self.players > 1 else np.zeros(1)
        side = (places * self.width + 1.0) * np.pi / 4.0
        ratios = 2.0 ** (places * self.detune / 12.0)
        gain = 1.0 / np.sqrt(self.players)
        source = stack(
            fitted(self.wave, float(freq.max()) * 1.01), freq, ratios, rng.random(self.players),
            np.cos(side) * gain, np.sin(side) * gain,
        )  # fmt: skip
        source += self.breath * np.stack([highpass(noise(rng, n), 1200.0) for _ in range(2)])
        way = np.clip(seconds(n) / self.turn_s + 2.0 * (key.shade - 0.5), 0.0, 1.0)
        out = self.dry * source
        a, b = FORMANTS[self.first], FORMANTS[self.then]
        for (hz0, g0, q0), (hz1, g1, _) in zip(a, b, strict=False):
            centre = constant(hz0, n) if hz0 == hz1 else hz0 * (hz1 / hz0) ** way
            out += swept(source, np.maximum(centre, 1.0), q0 / 2.0, "band") * (g0 + (g1 - g0) * way)
        return out * shape * key.velocity
