"""Song and blows mixed offline, each blow on its exact sample, never louder than -1 dBFS."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from rhythm_fu.game.audio.cues import Cue, Foley, without_front
from rhythm_fu.game.audio.headroom import Headroom, level_blocks
from rhythm_fu.sound.model import Samples
from rhythm_fu.units import MICROS, SongTime

CEILING: Final = 10 ** (-1.3 / 20)
"""Highest sample: 0.3 dB under the promised -1 dBFS, for what lies between the samples."""

_BLOCK: Final = 64
_AHEAD: Final = 4
"""Blocks of look-ahead and release: 5 ms at 48 kHz, too short to be heard as pumping."""


def limited(samples: Samples, ceiling: float = CEILING) -> Samples:
    """The same sound with peaks above the ceiling turned down smoothly; quiet stretches are untouched.

    The gain of a block of 64 samples is the lowest its neighbours need; between blocks it runs straight, so it never
    exceeds what any sample needs. Shape (n, channels) in and out.
    """
    frames = len(samples)
    if not frames:
        return samples
    blocks = -(-frames // _BLOCK)
    peaks = np.zeros(blocks * _BLOCK, np.float32)
    peaks[:frames] = np.abs(samples).max(axis=1)
    needed = ceiling / np.maximum(peaks.reshape(blocks, _BLOCK).max(axis=1), ceiling)
    padded = np.pad(needed, _AHEAD, mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AHEAD + 1).min(axis=1)
    smooth = np.convolve(np.pad(lowest, _AHEAD - 1, mode="edge"), np.ones(2 * _AHEAD - 1) / (2 * _AHEAD - 1), "valid")
    centres = np.arange(blocks) * _BLOCK + _BLOCK / 2
    gain = np.interp(np.arange(frames), centres, smooth)
    return np.asarray(samples * gain[:, None], dtype=np.float32)


def mixed(
    song: Samples, rate: int, cues: Iterable[Cue], foley: Foley, *, start: SongTime, end: SongTime, level: float = 1.0
) -> Samples:
    """Song from `start` to `end` with its blows, in the room it leaves them, limited.

    `song` is (n, 2) at `rate` and as loud as it is to be heard; before 0 it is silent. `level` is the blows' own.
    """
    headroom = Headroom(level_blocks(song))
    first, last = (round(at * rate / MICROS) for at in (start, end))
    out = np.zeros((last - first, 2), np.float32)
    source = song[max(0, first) : max(0, last)]
    at = max(0, -first)
    out[at : at + len(source)] = source
    for cue in sorted(cues, key=lambda cue: cue.at):
        clip = foley.clip(cue)
        if clip is None:
            continue
        here = round(cue.at * rate / MICROS) - clip.onset - first
        if cue.may_be_cut and cue.since is not None:
            cut = without_front(clip, round(cue.since * rate / MICROS) - first - here)
            if cut is None:
                continue
            here, clip = here + clip.onset - cut.onset, cut
        skip = max(0, -here)
        part = clip.samples[skip : max(skip, len(out) - here)]
        granted = headroom.grant(here + first, np.abs(clip.samples).max(axis=1), level)
        out[here + skip : here + skip + len(part)] += part * np.float32(granted)
    return limited(out)
