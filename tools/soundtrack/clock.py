"""Beats to seconds: lead-in, tempo steps, swing."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tools.soundtrack.kernels import SR


@dataclass(frozen=True, slots=True)
class Clock:
    """When each beat sounds. Beat 0 is the first downbeat, `lead_s` after sample 0; beats before it are negative.

    `steps` are (beat, bpm) in rising order, the first at beat 0: each tempo holds until the next. `swing` is the
    off-16th's place in its half-beat: 0.5 straight, 0.667 a triplet.
    """

    lead_s: float
    steps: tuple[tuple[float, float], ...]
    beats_per_bar: int = 4
    swing: float = 0.5
    _beats: NDArray[np.float64] = field(init=False, repr=False, compare=False)
    _times: NDArray[np.float64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        beats = np.array([b for b, _ in self.steps], dtype=np.float64)
        lengths = np.array([60.0 / bpm for _, bpm in self.steps])
        times = self.lead_s + np.concatenate(([0.0], np.cumsum(np.diff(beats) * lengths[:-1])))
        object.__setattr__(self, "_beats", beats)
        object.__setattr__(self, "_times", times)

    @property
    def bpm(self) -> float:
        """The first tempo."""
        return self.steps[0][1]

    def shifted(self, by_s: float) -> "Clock":
        """The same music, earlier by so many seconds."""
        return replace(self, lead_s=self.lead_s - by_s)

    def straight(self, beats: ArrayLike) -> NDArray[np.float64]:
        """Seconds of beats, swing left out. Any shape."""
        b = np.asarray(beats, dtype=np.float64)
        i = np.clip(np.searchsorted(self._beats, b, side="right") - 1, 0, len(self.steps) - 1)
        bpm = np.array([v for _, v in self.steps])[i]
        moments: NDArray[np.float64] = self._times[i] + (b - self._beats[i]) * 60.0 / bpm
        return moments

    def seconds(self, beats: ArrayLike) -> NDArray[np.float64]:
        """Seconds of beats as played, with swing. Any shape."""
        b = np.asarray(beats, dtype=np.float64)
        half = np.floor(b * 2.0) / 2.0
        inside = (b - half) * 2.0
        bent = np.where(inside < 0.5, inside * 2.0 * self.swing, self.swing + (inside - 0.5) * 2.0 * (1.0 - self.swing))
        return self.straight(half + bent / 2.0)

    def samples(self, beats: ArrayLike) -> NDArray[np.int64]:
        """The nearest samples of beats as played."""
        return np.rint(self.seconds(beats) * SR).astype(np.int64)

    def beats_of(self, seconds: ArrayLike) -> NDArray[np.float64]:
        """Beats of moments, swing left out."""
        s = np.asarray(seconds, dtype=np.float64)
        i = np.clip(np.searchsorted(self._times, s, side="right") - 1, 0, len(self.steps) - 1)
        bpm = np.array([v for _, v in self.steps])[i]
        beats: NDArray[np.float64] = self._beats[i] + (s - self._times[i]) * bpm / 60.0
        return beats
