"""What a blow sounds like: breath or cloth leads in, the impact falls on the event, the floor or metal answers."""

from itertools import count
from types import MappingProxyType
from typing import Final

import numpy as np

from rhythm_fu.chart.model import Side
from rhythm_fu.fight.view import ActionKind
from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.foley_bank import FoleyBank, FoleySound
from rhythm_fu.judge.model import Grade, Move
from rhythm_fu.sound.model import Samples

FAMILY_GAIN: Final = MappingProxyType(
    {"thud": 0.50, "crack": 0.42, "ricochet": 0.32, "glass": 0.34, "plate": 0.38, "boom": 0.60, "cloth": 0.15,
     "breath": 0.11, "floor": 0.20, "metal": 0.14, "reload": 0.26, "crowd": 0.22}
)  # fmt: skip
"""Peak of each family beside a song at full level: an impact lies some 6 dB under a kick, a lead-in 16 dB."""

GRADE_GAIN: Final = MappingProxyType(
    {Grade.FLAWLESS: 1.0, Grade.PERFECT: 0.9, Grade.GREAT: 0.75, Grade.OK: 0.55, Grade.MISS: 0.6}
)
"""A miss is the attacker's blow: dull beside one's own."""

IMPACTS: Final = MappingProxyType(
    {Move.NONE: ("thud",), Move.STRIKE: ("thud",), Move.SHOT: ("crack",), Move.PLATE: ("plate",),
     Move.WHEEL_KICK: ("thud", "cloth"), Move.HEADSHOT: ("crack",), Move.RICOCHET: ("ricochet", "glass"),
     Move.ARENA_PROP: ("boom", "glass"), Move.DROP_FINISHER: ("boom", "glass"), Move.EVADE: ("cloth",)}
)  # fmt: skip

ANSWERS: Final = MappingProxyType(
    {Move.STRIKE: "floor", Move.WHEEL_KICK: "floor", Move.SHOT: "metal", Move.HEADSHOT: "metal", Move.RICOCHET: "metal",
     Move.EVADE: "floor", Move.ARENA_PROP: "crowd", Move.DROP_FINISHER: "crowd"}
)  # fmt: skip

ACTIONS: Final = MappingProxyType(
    {ActionKind.FLOURISH: "cloth", ActionKind.STUMBLE: "floor", ActionKind.RELOAD: "reload", ActionKind.DRY: "reload",
     ActionKind.PLATE_TAKEN: "plate", ActionKind.HOLD: "breath", ActionKind.FIZZLE: "floor",
     ActionKind.GLANCED: "metal", ActionKind.EVADED: "cloth"}
)  # fmt: skip

HEAVY: Final = frozenset({Move.DROP_FINISHER, Move.ARENA_PROP, Move.HEADSHOT})
"""Breath leads in to these, cloth to the others."""

PAN: Final = 0.35
"""How far to a side a blow sounds: enough to know which, not so far that one ear has all."""


def families_of(cue: Cue) -> tuple[str, ...]:
    """The families that sound together for a cue; none is silence."""
    if cue.action is not None:
        return tuple(filter(None, (ACTIONS.get(cue.action),)))
    if cue.part is CuePart.LEAD_IN:
        return ("breath",) if cue.move in HEAVY else ("cloth",)
    if cue.part is CuePart.IMPACT:
        return IMPACTS[cue.move]
    return tuple(filter(None, (ANSWERS.get(cue.move),)))


def together(sounds: list[tuple[FoleySound, float]], side: Side | None) -> Clip:
    """Sounds with their gains as one clip, instants on each other, panned to a side."""
    onset = max(sound.instant for sound, _ in sounds)
    length = max(onset - sound.instant + len(sound.samples) for sound, _ in sounds)
    mono = np.zeros(length, dtype=np.float32)
    for sound, gain in sounds:
        begin = onset - sound.instant
        mono[begin : begin + len(sound.samples)] += np.float32(gain) * sound.samples
    left, right = 1.0 - PAN * (side is Side.RIGHT), 1.0 - PAN * (side is Side.LEFT)
    samples: Samples = np.outer(mono, np.array([left, right], dtype=np.float32))
    return Clip(samples, onset)


class BankFoley:
    """Implements `Foley` with the synthesised bank. Changes: it counts, so that no variant comes twice running."""

    def __init__(self, bank: FoleyBank | None = None) -> None:
        self._untuned = bank or FoleyBank.load()
        self._bank = self._untuned
        self._numbers = {family: count() for family in self._bank.families}

    def tune(self, key: str) -> None:
        """Move the tonal sounds onto the key's tonic or fifth; an empty key leaves them as made."""
        self._bank = self._untuned.tuned(key)

    def clip(self, cue: Cue) -> Clip | None:
        """The sound of a cue, louder for a better grade and a heavier event."""
        loud = GRADE_GAIN[cue.grade] * cue.strength
        chosen = [
            (self._bank.pick(family, next(self._numbers[family])), loud * FAMILY_GAIN[family])
            for family in families_of(cue)
        ]
        return together(chosen, cue.side) if chosen else None
