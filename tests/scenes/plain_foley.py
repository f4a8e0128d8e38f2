"""Plain blows from sine and noise: a foley that scenes can be played with without loading the bank."""

from typing import Final

import numpy as np

from rhythm_fu.chart.model import Side
from rhythm_fu.fight.view import ActionKind
from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.output import RATE
from rhythm_fu.judge.model import Move
from rhythm_fu.sound.model import Samples

_PAN: Final = 0.35
"""How much quieter the far ear hears a blow from one side."""

_SHOTS: Final = {Move.SHOT, Move.HEADSHOT, Move.RICOCHET}
_BIG: Final = {Move.DROP_FINISHER, Move.ARENA_PROP}


def _decay(length_s: float, rate: int, per_second: float) -> tuple[Samples, Samples]:
    at = (np.arange(int(length_s * rate)) / rate).astype(np.float32)
    return at, np.exp(-at * per_second).astype(np.float32)


class PlainFoley:
    """Implements `Foley`. The same blow always gives the same sound."""

    def __init__(self, rate: int = RATE) -> None:
        noise = np.random.default_rng(7).standard_normal(rate).astype(np.float32)
        at, fall = _decay(0.18, rate, 26)
        sweep = np.cumsum(55 + 110 * np.exp(-at * 40)) / rate
        self._thud = np.sin(2 * np.pi * sweep).astype(np.float32) * fall
        crack_at, crack_fall = _decay(0.12, rate, 55)
        self._crack = noise[: len(crack_at)] * crack_fall * 0.5
        boom_at, boom_fall = _decay(0.9, rate, 5)
        boom = np.sin(2 * np.pi * np.cumsum(38 + 70 * np.exp(-boom_at * 12)) / rate).astype(np.float32)
        self._boom = boom * boom_fall + 0.25 * noise[: len(boom_at)] * np.exp(-boom_at * 9)
        swish_at, _ = _decay(0.16, rate, 1)
        hump = np.sin(np.pi * swish_at / swish_at[-1]) ** 2
        smooth = np.convolve(noise[: len(swish_at)], np.ones(9, np.float32) / 9, "same")
        self._swish = (smooth * hump * 0.5).astype(np.float32)
        knock_at, knock_fall = _decay(0.08, rate, 60)
        self._knock = np.sin(2 * np.pi * 410 * knock_at).astype(np.float32) * knock_fall

    def tune(self, key: str) -> None:
        """Nothing here is tonal enough to tune."""

    def clip(self, cue: Cue) -> Clip | None:
        """Thud or crack for impacts, cloth before, a knock after."""
        if cue.part is CuePart.LEAD_IN:
            if cue.action is ActionKind.RELOAD:
                mono, level = self._knock, 0.5
            else:
                mono, level = self._swish, 0.3
        elif cue.part is CuePart.ANSWER:
            mono, level = self._knock, 0.12
        elif cue.move in _BIG:
            mono, level = self._boom, 0.8
        elif cue.move in _SHOTS:
            mono, level = self._crack, 0.65
        elif cue.move is Move.EVADE:
            mono, level = self._swish, 0.5
        else:
            mono, level = self._thud, 0.7
        left, right = 1.0, 1.0
        if cue.side is Side.LEFT:
            right -= _PAN
        elif cue.side is Side.RIGHT:
            left -= _PAN
        gains = np.array([left, right], np.float32) * np.float32(level * cue.strength)
        return Clip(mono[:, None] * gains)
