"""Sound without a beat, that must not be charted."""

from dataclasses import replace

import numpy as np

from tools.synth.sounds import RATE, Desk, Sound, noise, note, voice


def beatless(kind: str, seed: int, seconds: float = 40.0) -> Sound:
    """Sound without a beat: `noise`, `ambient` or `speech`-like."""
    dice = np.random.default_rng(seed)
    desk = Desk(np.zeros(int(seconds * RATE)))
    if kind == "noise":
        return (0.2 * dice.standard_normal(len(desk.sound))).astype(np.float32)
    at = 0.0
    if kind == "ambient":
        pad = replace(voice(dice, "pad"), attack_s=2.0, release_s=3.0)
        while at < seconds:
            desk.add(at, note(pad, float(dice.uniform(80, 400)), float(dice.uniform(3, 9))), 0.2)
            at += float(dice.uniform(0.8, 5))
        return desk.sound.astype(np.float32)
    talker = voice(dice, "vocal")
    while at < seconds:
        for _ in range(int(dice.integers(3, 12))):
            length = float(dice.uniform(0.06, 0.28))
            if dice.random() < 0.6:
                burst = noise(dice, float(dice.uniform(0.02, 0.12)), 2000, 9000)
                desk.add(at, burst * np.hanning(len(burst)), 0.15)
            desk.add(at + 0.03, note(replace(talker, attack_s=0.02), float(dice.uniform(95, 180)), length), 0.4)
            at += length + float(dice.uniform(0.02, 0.12))
        at += float(dice.uniform(0.2, 1.2))
    return desk.sound.astype(np.float32)
