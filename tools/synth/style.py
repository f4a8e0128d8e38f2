"""What a style of synthetic songs is, and the patterns of drums that many share.

A drum pattern is text of 16 steps a bar ('x' hit, 'o' soft or sometimes, '-' nothing), several to choose from.
"""

from dataclasses import dataclass

NO = "----------------"
K4 = ("x---x---x---x---",)
BACK = ("----x-------x---",)
HALF = ("--------x-------",)
OFF = ("--x---x---x---x-",)
EIGHTHS = ("x-x-x-x-x-x-x-x-", "x-o-x-o-x-o-x-o-")
SIXTEENTHS = ("xoxoxoxoxoxoxoxo", "xxxxxxxxxxxxxxxx", "xoooxoooxoooxooo")
HATS = OFF + EIGHTHS + SIXTEENTHS


@dataclass(frozen=True)
class Style:
    """Ranges and patterns. `weight` is how often it is drawn; `held_out` styles are never trained on.

    `alts` are other kicks, snares and hats that verses and second drops may change to. `chord_bars` are the lengths a
    chord may have, in bars. `drums` scales the loudness of the kit. `tracker` songs play chords as fast arpeggios and
    repeat notes as echoes. `eighth_swing` moves every second eighth instead of every second sixteenth.
    """

    name: str
    bpm: tuple[float, float]
    kick: tuple[str, ...]
    snare: tuple[str, ...]
    hats: tuple[str, ...] = HATS
    bass: tuple[str, ...] = ("offbeat", "eighths", "sync", "hold")
    chords: tuple[str, ...] = ("pad", "stab", "sync", "pluck")
    swing: tuple[float, float] = (0.5, 0.5)
    hard: bool = False
    beats: int = 4
    weight: float = 1.0
    held_out: bool = False
    fills: float = 0.5
    alts: tuple[tuple[str, str, str], ...] = ()
    chord_bars: tuple[float, ...] = (1, 1, 1, 2, 2, 0.5, 4)
    drums: tuple[float, float] = (1.0, 1.0)
    tracker: bool = False
    eighth_swing: bool = False
