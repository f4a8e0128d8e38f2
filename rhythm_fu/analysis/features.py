"""What the analysis hears: four band envelopes and a coarse chroma, from one pass over the sound.

The pass is block-wise, so a two-hour mix needs no more memory than its envelopes. Channels are combined on power, for
the chroma on magnitudes, never on samples: averaging anti-phase stereo would erase the music.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import scipy.fft
import soxr
from numpy.typing import NDArray

from rhythm_fu.analysis.model import BANDS, Envelopes, Features

RATE: Final = 44_100
"""Everything is heard at this rate, so that band edges and time resolution are the same for every file."""
WINDOW: Final = 1_024
HOP: Final = 128
"""23 ms windows every 2.9 ms: short enough for attacks, long enough to tell a kick (43 Hz a bin) from a bass."""
LONG_HOP: Final = 256
"""Sound that comes in blocks is hours long: half the columns, and still a tenth of a millisecond over so many beats."""
EDGES_HZ: Final = (21.0, 110.0, 280.0, 2_500.0, 16_000.0)
"""Edges of sub, low, mid, high."""
BINS_PER_BAND: Final = (2, 4, 14, 12)
"""Narrower bands inside each: a note that starts in one of them is not hidden by a pad in another."""
LAG: Final = 4 * HOP
"""Samples between the two levels whose difference is flux; its middle is where the flux is written."""
LOUDNESS: Final = 0.1
"""Root mean square that the song is scaled to before the logarithm, so that quiet masters are heard alike."""
SHARPNESS: Final = 100.0
"""Levels pass through log(1 + SHARPNESS * magnitude): quieter than -40 dB counts little."""
FLOOR_DB: Final = -100.0
ATTACK_S: Final = 0.0063
"""How much before an attack its flux peaks, through window and logarithm; tests measure it on synthetic clicks."""
WORKERS: Final = 2
BLOCK_COLUMNS: Final = 1_024

CHROMA_RATE: Final = RATE // 4
CHROMA_WINDOW: Final = 4_096
CHROMA_HOP: Final = 1_024
CHROMA_HZ: Final = (110.0, 2_000.0)
BASS_HZ: Final = (32.0, 150.0)

Signal = NDArray[np.float32]


def features(samples: Signal, rate: int) -> Features:
    """Envelopes and chroma of a decoded song. `samples` has shape (frames, channels) or (frames,), any rate, finite."""
    sound = samples if samples.ndim == 2 else samples[:, None]
    sound = _distinct_channels(sound)
    loud = (
        float(np.sqrt(np.mean(np.square(sound[:: max(1, len(sound) // 2_000_000)], dtype=np.float64))))
        if len(sound)
        else 0.0
    )
    step = 1 << 19
    blocks = (sound[i : i + step] for i in range(0, max(1, len(sound)), step))
    return features_of_blocks(blocks, rate, gain=LOUDNESS / loud if loud > 1e-9 else 1.0, hop=HOP)


def features_of_blocks(blocks: Iterable[Signal], rate: int, gain: float = 1.0, hop: int = LONG_HOP) -> Features:
    """The same of a song that comes in blocks of shape (frames, channels), for sound too long to hold at once.

    `gain` should bring the song's root mean square near LOUDNESS; it only matters within a factor of a few.
    Columns lie `hop` samples apart.
    """
    bank = _filter_bank()
    rows = np.repeat(np.arange(len(BANDS)), BINS_PER_BAND)
    levels: list[Envelopes] = []
    flux: list[Envelopes] = []
    chroma: list[Envelopes] = []
    lag = LAG // hop
    before = np.zeros((lag, bank.shape[1]), np.float32)
    ear = _Windows(WINDOW, hop, BLOCK_COLUMNS)
    tones = _Windows(CHROMA_WINDOW, CHROMA_HOP, 128)
    wheel = _chroma_bank()
    thin: soxr.ResampleStream | None = None
    frames = 0
    group = (rows[:, None] == np.arange(len(BANDS))[None, :]).astype(np.float32)

    for piece, last in _at_rate(blocks, rate, gain):
        frames += len(piece)
        if thin is None:
            thin = soxr.ResampleStream(RATE, CHROMA_RATE, piece.shape[1], dtype="float32", quality="LQ")
        for windows in ear.push(piece, last):
            power = _band_power(windows, bank)
            levels.append(power @ group)
            curve = np.log1p(SHARPNESS * np.sqrt(power))
            joined = np.concatenate((before, curve))
            flux.append(np.maximum(joined[lag:] - joined[:-lag], 0.0) @ group)
            before = joined[-lag:]
        chroma += [_chroma_of(windows, wheel) for windows in tones.push(thin.resample_chunk(piece, last=last), last)]

    length_s = frames / RATE
    if not levels:
        empty, toneless = np.zeros((len(BANDS), 0), np.float32), np.zeros((12, 0), np.float32)
        return Features(hop / RATE, ATTACK_S, length_s, empty, empty, toneless, CHROMA_HOP / CHROMA_RATE, toneless)
    power = np.concatenate(levels).T
    peak = float(power.max())
    decibels = 10.0 * np.log10(np.maximum(power / peak if peak > 0 else power, 10.0 ** (FLOOR_DB / 10.0)))
    strength = np.concatenate(flux).T / np.array(BINS_PER_BAND, np.float32)[:, None]
    tone = np.concatenate(chroma).T if chroma else np.zeros((24, 0), np.float32)
    # A difference of columns j and j - lag says what happened half a lag earlier.
    shift = lag // 2
    strength = np.concatenate((strength[:, shift:], np.zeros((len(BANDS), shift), np.float32)), axis=1)
    return Features(
        hop_s=hop / RATE,
        start_s=ATTACK_S,
        length_s=length_s,
        levels=np.ascontiguousarray(np.minimum(decibels, 0.0), dtype=np.float32),
        flux=np.ascontiguousarray(strength, dtype=np.float32),
        chroma=np.ascontiguousarray(tone[:12]),
        chroma_hop_s=CHROMA_HOP / CHROMA_RATE,
        bass_chroma=np.ascontiguousarray(tone[12:]),
    )


class _Windows:
    """Cuts a stream of samples into overlapping windows. Changes with every push.

    Column j is centred on sample j * hop: half a window of silence stands before the first sample.
    """

    def __init__(self, window: int, hop: int, columns: int) -> None:
        self._window, self._hop, self._columns = window, hop, columns
        self._shape = np.asarray(0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(window) / window), dtype=np.float32)
        self._rest: Signal | None = None

    def push(self, piece: Signal, last: bool) -> Iterator[Signal]:
        """Windowed sound, shape (channels, columns, window), as far as the samples so far reach."""
        if self._rest is None:
            self._rest = np.zeros((self._window // 2, piece.shape[1]), np.float32)
        parts = [self._rest, piece]
        if last:
            parts.append(np.zeros((self._window // 2, piece.shape[1]), np.float32))
        sound = np.concatenate(parts)
        count = max(0, (len(sound) - self._window) // self._hop + 1)
        if count == 0:
            self._rest = sound
            return
        view = np.lib.stride_tricks.sliding_window_view(np.ascontiguousarray(sound.T), self._window, axis=1)
        for i in range(0, count, self._columns):
            j = min(count, i + self._columns)
            yield view[:, i * self._hop : (j - 1) * self._hop + 1 : self._hop] * self._shape
        self._rest = sound[count * self._hop :]


def _at_rate(blocks: Iterable[Signal], rate: int, gain: float) -> Iterator[tuple[Signal, bool]]:
    """Blocks at RATE and scaled, and whether it is the last one (which may be empty)."""
    stream: soxr.ResampleStream | None = None
    channels = 1
    for block in blocks:
        channels = block.shape[1]
        scaled = np.asarray(block * np.float32(gain), dtype=np.float32)
        if rate != RATE:
            if stream is None:
                stream = soxr.ResampleStream(rate, RATE, channels, dtype="float32", quality="MQ")
            scaled = stream.resample_chunk(np.ascontiguousarray(scaled))
        yield scaled, False
    nothing = np.zeros((0, channels), np.float32)
    yield (stream.resample_chunk(nothing, last=True) if stream is not None else nothing), True


def _distinct_channels(sound: Signal) -> Signal:
    """Without channels that repeat the first one or are silent: half the work for dual mono."""
    if sound.shape[1] == 1 or not len(sound):
        return sound
    keep = [0] + [
        c for c in range(1, sound.shape[1]) if sound[:, c].any() and not np.array_equal(sound[:, c], sound[:, 0])
    ]
    if len(keep) > 1 and not sound[:, 0].any():
        keep = keep[1:]
    return sound[:, keep] if len(keep) < sound.shape[1] else sound


def _band_power(windows: Signal, bank: Signal) -> Signal:
    """Power in each narrow band, shape (columns, bands), the channels' mean; a full-scale sine has power 1 in its own
    bin and half as much in the two beside it.
    """
    total: Signal | None = None
    for channel in windows:
        spectrum = scipy.fft.rfft(channel, axis=1, workers=WORKERS)
        spectrum[:, 1] += 0.5 * spectrum[:, 0]  # what a constant (DC) leaks into the lowest bin through a Hann window
        halves = spectrum.view(np.float32)[:, : len(bank)]
        np.square(halves, out=halves)
        power = halves @ bank
        total = power if total is None else total + power
    assert total is not None
    return np.asarray(total / np.float32(len(windows)), dtype=np.float32)


def _filter_bank() -> Signal:
    """Sums |spectrum|^2 into narrow bands; rows are real and imaginary parts in turn, shape (2 * bins, bands)."""
    edges: list[float] = []
    for low, high, count in zip(EDGES_HZ[:-1], EDGES_HZ[1:], BINS_PER_BAND, strict=True):
        edges += (
            list(np.geomspace(low, high, count + 1)[:-1]) if low > 300 else list(np.linspace(low, high, count + 1)[:-1])
        )
    edges.append(EDGES_HZ[-1])
    width = RATE / WINDOW
    places = np.round(np.array(edges) / width).astype(int)
    places = np.maximum(places, 1)
    bank = np.zeros((2 * (places[-1] + 1), len(edges) - 1), np.float32)
    for band in range(len(edges) - 1):
        stop = max(places[band] + 1, places[band + 1])
        bank[2 * places[band] : 2 * stop, band] = 1.0
    return bank * np.float32((4.0 / WINDOW) ** 2)


def _chroma_bank() -> Signal:
    """Weights of chroma bins: 12 classes of the middle, then 12 of the bass, C first; shape (bins, 24)."""
    hertz = np.arange(1, CHROMA_WINDOW // 2 + 1) * (CHROMA_RATE / CHROMA_WINDOW)
    pitch = 69.0 + 12.0 * np.log2(hertz / 440.0)
    bank = np.zeros((CHROMA_WINDOW // 2 + 1, 24), np.float32)
    for part, (low, high) in enumerate((CHROMA_HZ, BASS_HZ)):
        inside = np.flatnonzero((hertz >= low) & (hertz < high))
        for i in inside:
            bank[i + 1, 12 * part + round(pitch[i]) % 12] += 1.0
    return bank


def _chroma_of(windows: Signal, wheel: Signal) -> Envelopes:
    """Magnitudes summed by pitch class and over channels, middle then bass, shape (columns, 24)."""
    total: Signal | None = None
    for channel in windows:
        spectrum = scipy.fft.rfft(channel, axis=1, workers=WORKERS)
        magnitude = np.abs(spectrum) * np.float32(4.0 / CHROMA_WINDOW)
        part = magnitude @ wheel
        total = part if total is None else total + part
    assert total is not None
    return np.asarray(total, dtype=np.float32)
