"""The song folded onto its grid: what each beat, each slot of a beat and each bar sounds like.

Everything that follows (phrases, drops, choreography) reads these tables instead of the envelopes, so that it works
in musical time and costs next to nothing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.model import Envelopes, Features, Floats, Grid

KICK, SNARE, HAT, TONE, SUB = range(5)
"""Rows of the hit tables: bass onsets, mid and high together, high alone, mid alone (melody, chords, voice), and the
deepest bass alone, which tells a kick from a snare drum's body.
"""

REACH_S: Final = 0.025
"""How far from a grid line an onset still belongs to it; ears and the onset-support metric allow the same."""

FLOOR_DB: Final = -60.0
"""What lies below is silence; without a floor one digital zero would outweigh a bar of music."""

THIRDS_WIN: Final = 1.35
"""How much stronger the thirds of the beat must be than its quarters before a song counts as shuffled."""


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """The bars that have evidence. Bar i covers beats `starts[i]` to `starts[i] + lengths[i]` and follows bar i - 1
    without a gap; a bar cut short by a jump of the grid is shorter than its meter. `times_s` has shape (n + 1,).
    """

    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    times_s: Floats

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def end(self) -> int:
        """The beat after the last bar."""
        return int(self.starts[-1] + self.lengths[-1])

    def index(self, beat: int) -> int:
        """The bar that holds a beat; clamped to the song."""
        return int(np.clip(np.searchsorted(self.starts, beat, side="right") - 1, 0, len(self) - 1))


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """Row j is beat `bars.starts[0] + j`.

    `levels` (4, m): mean loudness of each band over the beat in dB, not below FLOOR_DB. `hits` (5, m, 4) and `thirds`
    (5, m, 3): onset strength 0..1 of each voice at the quarters (swung where the song swings) and thirds of the beat.
    `quarters` (4,): where in the beat the four slots lie. `shuffled`: thirds carry the rhythm, not quarters.
    """

    bars: Bars
    levels: Envelopes
    hits: Envelopes
    thirds: Envelopes
    quarters: Floats
    shuffled: bool

    @property
    def first(self) -> int:
        """The beat number of row 0."""
        return int(self.bars.starts[0])

    @property
    def slots(self) -> int:
        """Slots a beat: 4, or 3 when shuffled."""
        return 3 if self.shuffled else 4

    @property
    def places(self) -> Floats:
        """Where in the beat the slots lie, shape (slots,)."""
        return np.array([0.0, 1 / 3, 2 / 3]) if self.shuffled else self.quarters

    @property
    def slot_hits(self) -> Envelopes:
        """The hit table that fits the song, shape (5, m, slots)."""
        return self.thirds if self.shuffled else self.hits

    def per_bar(self, beatwise: Envelopes) -> Envelopes:
        """Mean over the beats of each bar of a table (..., m); gives (..., bars)."""
        edges = self.bars.starts - self.first
        sums = np.add.reduceat(beatwise, edges, axis=-1) / self.bars.lengths
        return np.asarray(sums, dtype=np.float32)


def bars_of(grid: Grid, length_s: float) -> Bars:
    """The bars between the first downbeat and the last beat with evidence, inside the song."""
    downs = grid.downbeats()
    end = grid.last_beat + 1
    edges = np.append(downs[downs < end], end)
    times = grid.times_of(edges.astype(np.float64))
    inside = (times[:-1] >= -1e-3) & (times[:-1] < length_s - 0.05)
    if not inside.any():
        nothing = np.zeros(0, dtype=np.int64)
        return Bars(nothing, nothing, np.zeros(1))
    begin, stop = int(np.argmax(inside)), int(len(inside) - np.argmax(inside[::-1]))
    return Bars(edges[begin:stop], np.diff(edges)[begin:stop], times[begin : stop + 1])


def _peaks_at(flux: Envelopes, columns: NDArray[np.int64], reach: int) -> Envelopes:
    """The strongest value within `reach` columns of each; shape (bands, *columns.shape)."""
    offsets = np.arange(-reach, reach + 1)
    found = np.full((flux.shape[0], *columns.shape), -np.inf, dtype=np.float32)
    for offset in offsets:
        np.maximum(found, flux[:, np.clip(columns + offset, 0, flux.shape[1] - 1)], out=found)
    return found


def _voices(peaks: Envelopes, scale: Envelopes) -> Envelopes:
    """The voices' strengths 0..1 out of the four bands' peaks."""
    bands = np.clip(peaks / scale.reshape(4, *[1] * (peaks.ndim - 1)), 0, 1)
    kick = np.maximum(bands[0], bands[1])
    # The harmonic mean asks for both: a bright hat with a little middle is no snare.
    both = 2 * bands[2] * bands[3] / np.maximum(bands[2] + bands[3], 1e-6)
    snare = both * (1 - 0.3 * bands[0])
    return np.stack([kick, snare, bands[3], bands[2], bands[0]])


def _murmur(beat_flux: Envelopes) -> Envelopes:
    """The flux that is always there around each beat, shape (4, m): noise and vibrato are no onsets."""
    padded = np.pad(beat_flux, ((0, 0), (2, 2)), mode="edge")
    spans = np.stack([padded[:, i : i + beat_flux.shape[1]] for i in range(5)])
    return np.asarray(spans.mean(axis=0), dtype=np.float32)


def band_scale(flux: Envelopes) -> Envelopes:
    """A strong onset's flux in each band, shape (4,); huge where a band is silent, so that nothing there counts."""
    strong = np.percentile(flux, 99.6, axis=1).astype(np.float32)
    loudest = float(strong.max(initial=0.0))
    if loudest <= 0:
        return np.full(4, np.inf, dtype=np.float32)
    return np.where(strong > 0.02 * loudest, strong, np.inf).astype(np.float32)


def fold(features: Features, grid: Grid) -> Folded:
    """The tables of one song. Needs at least one bar (`bars_of` tells)."""
    bars = bars_of(grid, features.length_s)
    beats = np.arange(bars.starts[0], bars.end + 1, dtype=np.float64)
    columns = features.levels.shape[1]
    edges = np.clip(
        np.round((grid.times_of(beats) - features.start_s) / features.hop_s).astype(np.int64), 0, columns - 1
    )
    edges = np.maximum.accumulate(edges)
    counts = np.maximum(1, np.diff(edges)).astype(np.float32)
    loud = np.maximum(features.levels, np.float32(FLOOR_DB))
    levels = np.add.reduceat(loud, edges, axis=1)[:, :-1] / counts
    murmur = _murmur(np.asarray(np.add.reduceat(features.flux, edges, axis=1)[:, :-1] / counts, dtype=np.float32))

    quarters = np.array([0.0, grid.swing / 2, 0.5, 0.5 + grid.swing / 2])
    reach = max(1, round(REACH_S / features.hop_s))
    scale = band_scale(features.flux)

    def table(places: Floats) -> Envelopes:
        moments = grid.times_of(beats[:-1, None] + places)
        at = np.clip(np.round((moments - features.start_s) / features.hop_s).astype(np.int64), 0, columns - 1)
        return _voices(np.maximum(_peaks_at(features.flux, at, reach) - murmur[:, :, None], 0), scale)

    hits, thirds = table(quarters), table(np.array([0.0, 1 / 3, 2 / 3]))
    on_thirds, on_quarters = float(thirds[:, :, 1:].mean()), float(hits[:, :, 1::2].mean())
    halves = float(hits[:, :, 2].mean())
    shuffled = on_thirds > THIRDS_WIN * max(on_quarters, halves, 1e-6)
    return Folded(bars, levels.astype(np.float32), hits, thirds, quarters, shuffled)


def _around(values: Envelopes, reach: int) -> Envelopes:
    """The mean of what lies within `reach` columns, shape as given."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(0, at - reach), np.minimum(len(values), at + reach + 1)
    return np.asarray((sums[high] - sums[low]) / (high - low), dtype=np.float32)


def onset_times(features: Features) -> tuple[Floats, Floats]:
    """Moments (n,) in seconds at which something audibly starts, and how strongly (n,), 1 = a strong onset of one band.

    Local maxima over 30 ms of the bands' summed flux that rise by a fifth of a strong onset above what is always there.
    """
    scale = band_scale(features.flux)
    total = (features.flux / scale[:, None].astype(np.float32)).sum(axis=0)
    total -= _around(total, max(1, round(0.5 / features.hop_s)))
    reach = max(1, round(0.03 / features.hop_s))
    highest = total.copy()
    for offset in range(1, reach + 1):
        np.maximum(highest[offset:], total[:-offset], out=highest[offset:])
        np.maximum(highest[:-offset], total[offset:], out=highest[:-offset])
    places = np.flatnonzero((total >= highest) & (total > 0.2))
    return features.start_s + features.hop_s * places.astype(np.float64), total[places].astype(np.float64)
