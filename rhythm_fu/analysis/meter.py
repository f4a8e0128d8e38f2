"""Bars that are not of four beats, said only when the song is clear about it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.model import Envelopes, Floats
from rhythm_fu.analysis.slots import PER_BEAT, Slots, novelty
from rhythm_fu.analysis.tempo import PulseSpectrum
from rhythm_fu.timing import Meter

CLEARLY: Final = 0.13
"""How much better slots must match those an odd bar later than those of two, four or eight beats later."""
BARELY: Final = -0.05
"""The same where the lines of a bar of three are there: harmony that moves slowly makes all lags alike."""
TRIPLE: Final = 1.25
"""How much stronger the lines of bars of three must be than those of two and four. On synthetic songs whose pulse was
right 4/4 reached 0.9 and waltzes began at 1.4."""
EVEN_WINS: Final = 0.08
"""How much more alike onsets must be a beat of an even reading later than a beat of three later, if both have one bar.
Even songs began at 0.17, waltzes reached 0.02."""
IN_THIRDS: Final = 2.0
"""How much stronger the upper bands' lines at three and six times a slow beat must be than those at twice and four
times it: then its beats fall into three eighths. Sixteen songs began at 2.2; slow beats of even songs reached 1.9."""
DOTTED_BPM: Final = (50.0, 82.0)
"""Tempi of a dotted quarter; the even reading may be at twice that."""
HALVES_WIN: Final = 0.085
"""How much more alike onsets must be half a bar of three later than a beat of it later: then its halves are two swung
beats. Waltzes reached 0.03, six eighths written in threes 0.07, swung fours began at 0.10 but for one at 0.06."""
FEWEST_SLOTS: Final = 192
SAME_BAR: Final = 0.75
"""A shorter bar is believed if onsets match nearly as well as after its multiple."""
SLOW_BPM: Final = 80.0
"""Bars of three slower beats are written as six eighths."""
THREES: Final = (6, 12, 24)
SEVENS: Final = (7, 14, 28)
"""Sixteenths of the heard pulse, which may be half or double the written one, in a bar of three or seven beats."""
FASTEST_BPM: Final = {3: 200.0, 7: 400.0}
"""Of the unit, by beats in the bar; sevens count eighths."""
EVEN_LAGS: Final = (8, 16, 32)
LAGS: Final = 2 * SEVENS[-1] + 1
"""Lags that are compared: up to two bars of the longest kind."""


@dataclass(frozen=True, slots=True)
class OddBar:
    """A meter other than 4/4 with the tempo of its unit; a bar is `slots` long on the grid that was asked."""

    meter: Meter
    bpm: float
    slots: int


def odd_bar_of(slots: Slots, bpm: float, spectrum: PulseSpectrum, even_bpm: float) -> OddBar | None:
    """The meter, if it is clearly not 4/4, of a song sampled on sixteenths of its strongest pulse `bpm`.

    Three beats may be as long as two or four others: `even_bpm` is the likeliest 4/4 reading, which is right if the
    bar's onsets come again after its beats rather than after thirds.
    """
    if slots.count < FEWEST_SLOTS:
        return None
    share = np.minimum(slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6), 6.0)
    onsets = _likeness(share)
    alike = onsets + _likeness(4.0 * slots.tone)
    even = float(np.mean(alike[list(EVEN_LAGS)]))
    threes, sevens = (
        max(float(np.mean(alike[[lag, 2 * lag]])) - even for lag in lags[1:]) for lags in (THREES, SEVENS)
    )
    if sevens >= CLEARLY and sevens > threes:
        return _written(SEVENS, 7, alike, bpm)
    is_triple = threes >= BARELY and triple_lines(spectrum, bpm) > TRIPLE
    is_slow = threes >= CLEARLY and triple_lines(spectrum, 0.5 * bpm) > TRIPLE
    if not (is_triple or is_slow) or _is_even(onsets, even_bpm / bpm):
        return _in_thirds(onsets, bpm, spectrum, even_bpm)
    return _written(THREES, 3, onsets, bpm)


def half_bar_of(slots: Slots, odd: OddBar) -> int | None:
    """The slots in half a bar of three if these, not its thirds, come again: they are beats that swing."""
    if odd.meter.beats != 3 or odd.slots % 6:
        return None
    onsets = _likeness(np.minimum(slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6), 6.0))
    half, third = odd.slots // 2, odd.slots // 3
    return half if onsets[half] - max(onsets[third], onsets[2 * third]) > HALVES_WIN else None


def _in_thirds(onsets: Floats, bpm: float, spectrum: PulseSpectrum, even_bpm: float) -> OddBar | None:
    """Six eighths with a backbeat, whose dotted quarters the even reading takes for slow beats.

    If one dotted beat is as good as the next there is no backbeat: then it is a bar of a fast waltz. If onsets come
    again after half a dotted beat rather than after its thirds, it is two beats of a shuffle.
    """
    for dotted in (even_bpm, 0.5 * even_bpm):
        if DOTTED_BPM[0] <= dotted <= DOTTED_BPM[1] and thirds_of(spectrum, dotted) > IN_THIRDS:
            beat = round(PER_BEAT * bpm / dotted)
            if beat % 6 == 0 and onsets[beat // 2] > max(onsets[beat // 3], onsets[2 * beat // 3]):
                continue
            if 2 * beat < len(onsets) and onsets[beat] > SAME_BAR * onsets[2 * beat]:
                return OddBar(Meter(3, 4), 3.0 * dotted, beat)
            return OddBar(Meter(6, 8), 3.0 * dotted, 2 * beat)
    return None


def thirds_of(spectrum: PulseSpectrum, bpm: float) -> float:
    """How strong the lines of three notes a beat are against those of two and four, above the bass."""
    upper = PulseSpectrum(spectrum.lines[2:], spectrum.step_hz)
    thirds, evens = (float(np.mean(upper.at(bpm / 60.0 * np.array(multiples)))) for multiples in ((3, 6), (2, 4)))
    return thirds / max(evens, 1e-9)


def triple_lines(spectrum: PulseSpectrum, bpm: float) -> float:
    """How strong the lines of bars of three beats are against those of bars of two and four."""
    thirds, quarters, halves = (
        float(np.mean(spectrum.at(bpm / 60.0 * np.array(multiples))))
        for multiples in ((1 / 3, 2 / 3, 4 / 3, 5 / 3), (1 / 4, 3 / 4, 5 / 4, 7 / 4), (1 / 2, 3 / 2, 5 / 2))
    )
    return thirds / max(quarters, halves, 1e-9)


def _is_even(onsets: Floats, faster: float) -> bool:
    """Whether a 4/4 reading `faster` times the pulse, its beat three slots or six, fits the onsets better."""
    octaves = float(np.log2(0.75 * faster))
    return abs(octaves - round(octaves)) < 0.01 and float(onsets[6] - onsets[4]) > EVEN_WINS


def _written(lengths: tuple[int, ...], beats: int, alike: Floats, bpm: float) -> OddBar:
    """The shortest of the bars that is no part of another, in the unit it is written in."""
    best = max(lengths[1:], key=lambda lag: float(alike[lag] + alike[2 * lag]))
    for length in lengths:
        is_whole = best % length == 0 and alike[length] > SAME_BAR * alike[best]
        is_bar = beats == 7 or alike[length] > alike[length * 2 // 3]
        if is_whole and is_bar and _unit_bpm(length, beats, bpm) <= FASTEST_BPM[beats]:
            best = length
            break
    unit_bpm = _unit_bpm(best, beats, bpm)
    if beats == 3 and unit_bpm < SLOW_BPM:
        return OddBar(Meter(6, 8), 2.0 * unit_bpm, best)
    return OddBar(Meter(beats, 8 if beats == 7 else 4), unit_bpm, best)


def _unit_bpm(length: int, beats: int, bpm: float) -> float:
    """Tempo of the unit if a bar of so many beats is `length` sixteenths of `bpm` long."""
    return 4.0 * bpm * beats / length


def _likeness(rows: Envelopes) -> Floats:
    """Correlation of columns of (r, n) so many apart, shape (LAGS,), index = lag."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    n = rows.shape[1]
    power = float(np.square(centred).sum()) / n + 1e-9
    out = np.ones(LAGS)
    for lag in range(1, LAGS):
        out[lag] = float((centred[:, lag:] * centred[:, :-lag]).sum()) / (n - lag) / power
    return out


def bar_start(slots: Slots, length: int, step: int, beat: int | None = None) -> int:
    """Which slot of the first `length` starts the bar; beats are `step` slots apart, on slot `beat` if that is known.

    By the weight of kick and bass, and by where bass, harmony and loudness move. Of less than a bar nothing is known.
    """
    if slots.count < length:
        return beat or 0
    share = slots.onsets / (slots.onsets.mean(axis=1, keepdims=True) + 1e-6)
    curves = (
        np.minimum(share[0] + share[1], 8.0),
        np.minimum(share.sum(axis=0), 16.0),
        novelty(slots.tone[12:], 2 * step),
        novelty(slots.tone[:12], 2 * step),
        novelty(slots.levels / 6.0, length) ** 2,
    )
    total = np.zeros(length)
    for curve in curves:
        at = curve[: len(curve) // length * length].reshape(-1, length).mean(axis=0)
        total += (at - at.mean()) / (at.std() + 1e-6)
    if beat is not None:
        return beat + step * int(np.argmax(total[beat::step]))
    return int(np.argmax(total))
