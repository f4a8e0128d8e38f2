"""Bar types: what drums do in a bar of each style, and which of its places a fighter would take first.

A row has one character a 16th (or a third of a beat in shuffled bars). In `kick`, `snare` and `hat` an `x` is a hit; in
`order` a digit says how early the place is taken as a level gets denser, 9 first, `.` only when nothing else is left.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.folding import HAT, KICK, SNARE
from rhythm_fu.analysis.model import Envelopes, Floats

VOTES: Final = np.array([[1.0], [0.9], [0.4]])
"""How much kick, snare and hat say about the style of a bar."""

LEAST_FIT: Final = 0.25
"""Below this cosine no style is heard."""

SHUFFLED: Final = 12
"""Places of a bar that may be four beats of thirds or three of sixteenths: the name tells which."""


@dataclass(frozen=True, slots=True)
class BarType:
    """One bar of a style."""

    name: str
    kick: str
    snare: str
    hat: str
    order: str

    @property
    def slots(self) -> int:
        """Places in the bar."""
        return len(self.order)

    def drums(self) -> Floats:
        """The rows as 0 and 1, shape (3, slots)."""
        return np.array([[float(c == "x") for c in row] for row in (self.kick, self.snare, self.hat)])

    def wishes(self) -> Floats:
        """`order` as 0.1 to 1, shape (slots,)."""
        return np.array([0.1 if c == "." else 0.1 + 0.1 * int(c) for c in self.order])


LIBRARY: Final = (
    BarType("four-on-floor", "x...x...x...x...", "....x.......x...", "..x...x...x...x.", "9.5.7.5184516.73"),
    BarType("offbeat-bass", "x.x.x.x.x.x.x.x.", "....x.......x...", "..x...x...x...x.", "9.6.7.6.8.6.7.62"),
    BarType("backbeat", "x.......x.x.....", "....x.......x...", "x.x.x.x.x.x.x.x.", "9.417.428.617.43"),
    BarType("break", "x..x......x.....", "....x..x.x..x...", "x.x.x.x.x.x.x.x.", "9.3272.434728.42"),
    BarType("drum-and-bass", "x.........x.....", "....x.......x...", "x.x.x.x.x.x.x.x.", "9.4.8.325.7.8.43"),
    BarType("half-time", "x.........x.....", "........x.......", "x.x.x.x.x.x.x.x.", "9.425.438.516.43"),
    BarType("dubstep", "x.......x.......", "........x.......", "....x.......x...", "9.416.429.516.43"),
    BarType("trap", "x.....x...xx....", "........x.......", "xxxxxxxxxxxxxxxx", "9.4252638.645.43"),
    BarType("two-step", "x.........x.....", "....x.......x...", "x.xx..x.x.xx..x.", "9.438.425.618.43"),
    BarType("reggaeton", "x...x...x...x...", "...x..x....x..x.", "x.x.x.x.x.x.x.x.", "9.2743628.274362"),
    BarType("one-drop", "........x.......", "........x.......", "..x...x...x...x.", "7.516.518.516.51"),
    BarType("double-kick", "xxxxxxxxxxxxxxxx", "....x.......x...", "x...x...x...x...", "92427242829272.3"),
    BarType("hardcore", "x...x...x...x...", "..x...x...x...x.", "x.x.x.x.x.x.x.x.", "9.6.8.6.9.6.8.62"),
    BarType("waltz", "x...........", "....x...x...", "x...x...x...", "9.426.427.43"),
    BarType("waltz-rock", "x.....x.....", "....x...x...", "x.x.x.x.x.x.", "9.436.527.43"),
    BarType("six-eight", "x...........x...........", "............x...........", "x...x...x...x...x...x...",
            "9.3.4.3.6.3.8.3.4.3.6.3."),
    BarType("five-four", "x...........x.......", "........x.......x...", "x...x...x...x...x...",
            "9.4.5.4.7.4.8.4.6.43"),
    BarType("seven-eight", "x.......x.......x...........", "....x.......x.......x.......",
            "x...x...x...x...x...x...x...", "9.4.5.4.8.4.5.4.8.4.5.4.6.43"),
    BarType("shuffle", "x.....x.....", "...x.....x..", "x.xx.xx.xx.x", "9.47.48.47.5"),
    BarType("shuffle-four", "x..x..x..x..", "...x.....x..", "..x..x..x..x", "9.57.58.57.5"),
    BarType("jazz-waltz", "x........", "...x..x..", "x..x.xx..", "9.36.57.5"),
)  # fmt: skip


def plain(beats: int, slots: int) -> BarType:
    """The bar type of a meter that has no style of its own: beats before halves before the rest."""
    beat = {4: "6.4.", 3: "6.4"}[slots]
    hits = "x" + "." * (slots - 1)
    order = "9" + beat[1:] + "".join("7" + beat[1:] if i % 2 == 0 and beats % 2 == 0 else beat for i in range(1, beats))
    return BarType("plain", hits * beats, "." * (slots * beats), hits * beats, order)


def best_type(hits: Envelopes, beats: int, slots: int) -> BarType:
    """The type whose drums fit a bar best; hits: strengths 0..1, shape (voices, beats * slots).

    The measure is the cosine of the two tables after each voice's mean is taken out, so that a busy hat row does not
    vote for every style; where nothing fits, the plain bar of that meter.
    """
    table = np.stack([hits[KICK], hits[SNARE], hits[HAT]]).astype(np.float64)
    table = (table - table.mean(axis=1, keepdims=True)) * VOTES
    size = float(np.linalg.norm(table))
    best, best_fit = plain(beats, slots), LEAST_FIT
    for kind in LIBRARY:
        if kind.slots != beats * slots or (kind.slots == SHUFFLED and ("shuffle" in kind.name) != (slots == 3)):
            continue
        drums = kind.drums()
        drums = (drums - drums.mean(axis=1, keepdims=True)) * VOTES
        fit = float((drums * table).sum()) / max(1e-9, size * float(np.linalg.norm(drums)))
        if fit > best_fit + 1e-9:
            best, best_fit = kind, fit
    return best
