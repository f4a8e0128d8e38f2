"""Songs written bar by bar, as the envelopes that the analysis would hear, with their exact grid. No audio is made, so
a four-minute song costs milliseconds and every onset is known.
"""

from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from rhythm_fu.analysis.folding import fold
from rhythm_fu.analysis.model import Features, Grid, GridAnchor, Structure
from rhythm_fu.analysis.sections import structure_of
from rhythm_fu.sound.model import Audio
from rhythm_fu.timing import Meter

HOP_S = 128 / 44_100
RATE = 8_000

FLUX = {
    "kick": (1.3, 1.8, 0.2, 0.2),
    "snare": (0.1, 0.5, 0.6, 0.9),
    "hat": (0.0, 0.0, 0.1, 0.7),
    "tone": (0.0, 0.1, 0.5, 0.1),
    "bass": (0.9, 0.9, 0.05, 0.0),
}
LEVEL = {
    "kick": (-4, -6, -26, -34),
    "snare": (-60, -22, -12, -14),
    "hat": (-90, -90, -34, -20),
    "tone": (-90, -40, -18, -34),
    "bass": (-6, -9, -40, -90),
}
LASTS_S = {"kick": 0.16, "snare": 0.12, "hat": 0.05, "tone": 0.3, "bass": 0.25}

HOUSE = {"kick": "x...x...x...x...", "snare": "....x.......x...", "hat": "..x...x...x...x.", "bass": "..x...x...x...x."}
DNB = {"kick": "x.........x.....", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x.", "bass": "x.......x......."}
HALF = {"kick": "x.........x.....", "snare": "........x.......", "hat": "x.x.x.x.x.x.x.x.", "bass": "x...x...x...x..."}
BREAK = {"kick": "x..x......x.....", "snare": "....x..x.x..x...", "hat": "x.x.x.x.x.x.x.x.", "bass": "x.....x.x......."}
WALTZ = {"kick": "x...........", "snare": "....x...x...", "hat": "x.x.x.x.x.x.", "bass": "x..........."}
CALM = {"tone": "x.....x...x....."}
TOPS = {"hat": "..x...x...x...x.", "tone": "x.....x...x....."}
ROLL = {"snare": "x...x...x.x.xxxx", "hat": "x.x.x.x.x.x.x.x."}
BEAT = {"kick": "x...x...x...x...", "hat": "..x...x...x...x."}


@dataclass(frozen=True)
class Part:
    """So many bars of a pattern; `rise_db` lifts the treble through the part, `gap` silences its last beats."""

    rows: dict[str, str]
    bars: int
    rise_db: float = 0.0
    gap: float = 0.0
    gain_db: float = 0.0


@dataclass(frozen=True)
class MadeSong:
    audio: Audio
    features: Features
    grid: Grid
    starts: tuple[int, ...] = field(default=())
    """The first beat of each part."""


def made(
    parts: list[Part], *, bpm: float = 128.0, first_s: float = 0.4, beats: int = 4, swing: float = 0.5, seed: int = 1
) -> MadeSong:
    """The song of these parts; 16 characters a row for 4/4, four a beat."""
    total = sum(part.bars for part in parts) * beats
    grid = Grid((GridAnchor(0, first_s, bpm, Meter(beats)),), 0, total - 1, swing)
    length_s = float(grid.times_of(np.array(total))) + 1.0
    dice = np.random.default_rng(seed)
    columns = round(length_s / HOP_S)
    power = np.full((4, columns), 1e-9)
    flux = np.abs(dice.normal(0, 0.02, (4, columns)))
    places = np.array([0, swing / 2, 0.5, 0.5 + swing / 2])
    beat, starts = 0, []
    for part in parts:
        starts.append(beat)
        begin, end = beat, beat + part.bars * beats
        for bar in range(part.bars):
            for voice, row in part.rows.items():
                for slot, char in enumerate(row):
                    at = beat + bar * beats + slot // 4 + places[slot % 4]
                    if char != "x" or at >= end - part.gap:
                        continue
                    _hit((power, flux), float(grid.times_of(np.array(at))), voice, part.gain_db, dice)
        if part.rise_db:
            _riser((power, flux), grid.times_of(np.array([begin, end - part.gap])), part.rise_db, dice)
        beat = end
    levels = np.minimum(0, 10 * np.log10(power / np.percentile(power.sum(axis=0), 99.9))).astype(np.float32)
    chroma = np.tile(np.array([1.0, 0, 0.4, 0, 0.6, 0, 0, 0.3, 0, 1.4, 0, 0.2], dtype=np.float32)[:, None], (1, 40))
    features = Features(HOP_S, 0.0, length_s, levels, flux.astype(np.float32), chroma, length_s / 40, chroma)
    mark = sha256(repr((parts, bpm, first_s, beats, swing)).encode()).hexdigest()
    audio = Audio(np.zeros((round(length_s * RATE), 1), dtype=np.float32), RATE, "made", mark)
    return MadeSong(audio, features, grid, tuple(starts))


def form(song: MadeSong) -> Structure:
    """The song's form, as the program hears it."""
    return structure_of(fold(song.features, song.grid), song.features)


def _hit(sound, at_s: float, voice: str, gain_db: float, dice) -> None:
    power, flux = sound
    j = round(at_s / HOP_S)
    span = round(LASTS_S[voice] / HOP_S)
    decay = np.exp(-np.arange(span) * HOP_S / (LASTS_S[voice] / 3))
    gain = 10 ** (gain_db / 10)
    for band in range(4):
        room = power[band, j : j + span]
        room += (10 ** (LEVEL[voice][band] / 10) * gain * decay)[: len(room)]
        strength = FLUX[voice][band] * (1 + 0.05 * dice.normal())
        for offset, share in ((-2, 0.3), (-1, 0.8), (0, 1.0), (1, 0.6), (2, 0.2)):
            if 0 <= j + offset < flux.shape[1]:
                flux[band, j + offset] += strength * share


def _riser(sound, span_s, rise_db: float, dice) -> None:
    power, flux = sound
    a, b = (round(float(at_s) / HOP_S) for at_s in span_s)
    ramp = np.linspace(-14 - rise_db, -14, b - a)
    power[3, a:b] += 10 ** (ramp / 10)
    power[2, a:b] += 10 ** ((ramp - 8) / 10)
    flux[2:, a:b] += np.abs(dice.normal(0, 0.03, (2, b - a)))


def a_club_song(rows: dict[str, str] = HOUSE, bpm: float = 128.0, **more) -> MadeSong:
    """Intro, build, drop, breakdown, build, drop, outro: drops at parts 2 and 5."""
    return made(
        [
            Part(BEAT if len(next(iter(rows.values()))) == 16 else rows, 8, gain_db=-6),
            Part(ROLL, 8, rise_db=18, gap=1),
            Part(rows, 16),
            Part(CALM, 8, gain_db=-6),
            Part(ROLL, 8, rise_db=18, gap=1),
            Part(rows, 16),
            Part(TOPS, 4, gain_db=-8),
        ],
        bpm=bpm,
        **more,
    )
