"""The foley sounds, loaded once and tuned to a song's key."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from rhythm_fu.game.audio.output import RATE

FOLDER: Final = Path(__file__).parents[1] / "assets" / "foley"
PITCHES: Final = {"C": 0, "C#": 1, "Db": 1, "D": 2, "D#": 3, "Eb": 3, "E": 4, "F": 5, "F#": 6, "Gb": 6, "G": 7, "G#": 8,
                  "Ab": 8, "A": 9, "A#": 10, "Bb": 10, "B": 11}  # fmt: skip
A4_HZ: Final = 440.0


@dataclass(frozen=True, slots=True, eq=False)
class FoleySound:
    """One sound: `samples` (n,) float32 at 48 kHz, of which `instant` belongs on the event. `root_hz` 0 = not tonal."""

    name: str
    family: str
    samples: NDArray[np.float32]
    instant: int
    root_hz: float

    @property
    def peak(self) -> float:
        """Its loudest sample, 0..1."""
        return float(np.max(np.abs(self.samples)))


def pitch_class(key: str) -> int | None:
    """0..11 for a key such as `A minor`, or None if it is empty or unknown."""
    return PITCHES.get(key.split(" ", maxsplit=1)[0]) if key else None


def semitones_into(key: str, root_hz: float) -> float:
    """The smallest shift that puts a pitch on the key's tonic or fifth, -3..+3 or so; 0 without a key or pitch."""
    tonic = pitch_class(key)
    if tonic is None or root_hz <= 0:
        return 0.0
    here = 9 + 12 * log2(root_hz / A4_HZ)
    shifts = [(goal - here + 6) % 12 - 6 for goal in (tonic, tonic + 7)]
    return min(shifts, key=abs)


def shifted(sound: FoleySound, semitones: float) -> FoleySound:
    """The sound at another pitch, by resampling: it gets shorter as it gets higher, which suits a struck thing."""
    if not semitones:
        return sound
    ratio = 2 ** (semitones / 12)
    places = np.arange(0, len(sound.samples) - 1, ratio)
    samples = np.interp(places, np.arange(len(sound.samples)), sound.samples).astype(np.float32)
    return replace(sound, samples=samples, instant=round(sound.instant / ratio), root_hz=sound.root_hz * ratio)


@dataclass(frozen=True, slots=True, eq=False)
class FoleyBank:
    """All sounds by name, and their names by family."""

    sounds: Mapping[str, FoleySound]
    families: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "FoleyBank":
        """All sounds of a folder with its foley.toml; about 50 ms for the game's own."""
        index = tomllib.loads((folder / "foley.toml").read_text(encoding="utf-8"))
        sounds: dict[str, FoleySound] = {}
        families: dict[str, tuple[str, ...]] = {}
        for name, entry in index.items():
            samples, rate = soundfile.read(folder / f"{name}.flac", dtype="float32")
            assert rate == RATE, f"{name} is at {rate} Hz: tools/render_foley.py makes 48 kHz"
            family = str(entry["family"])
            sounds[name] = FoleySound(name, family, samples, int(entry["instant"]), float(entry["root_hz"]))
            families[family] = (*families.get(family, ()), name)
        return cls(MappingProxyType(sounds), MappingProxyType(families))

    def tuned(self, key: str) -> "FoleyBank":
        """The same bank with its tonal sounds moved onto the key's tonic or fifth."""
        sounds = {name: shifted(s, semitones_into(key, s.root_hz)) for name, s in self.sounds.items()}
        return FoleyBank(MappingProxyType(sounds), self.families)

    def pick(self, family: str, number: int) -> FoleySound:
        """A variant by any number; successive numbers never give the same one twice running."""
        names = self.families[family]
        return self.sounds[names[number % len(names)]]
