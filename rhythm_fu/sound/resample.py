"""From one sample rate to another, once, well: SDL's mixer drifts when it resamples."""

import numpy as np

from rhythm_fu.sound.model import Samples


def resample(samples: Samples, from_rate: int, to_rate: int) -> Samples:
    """The same sound at another rate, shape (round(frames * to / from), channels). Sample 0 stays at time 0.

    The result may overshoot full scale a little; `to_pcm16` clips.
    """
    import soxr

    if from_rate == to_rate:
        return samples
    length = round(len(samples) * to_rate / from_rate)
    made = np.asarray(soxr.resample(samples, from_rate, to_rate, quality="VHQ"), dtype=np.float32)
    if len(made) < length:
        made = np.concatenate([made, np.zeros((length - len(made), samples.shape[1]), np.float32)])
    return np.ascontiguousarray(made[:length])
