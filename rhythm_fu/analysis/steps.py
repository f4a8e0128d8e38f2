"""Songs whose tempo steps: stretches of one tempo each, which meet on a downbeat of both.

A clock that follows the onsets knows such a tempo only as well as its windows do. Where every stretch between two steps
is constant, each has its own exact tempo, and the step is where a bar line of one side lies on a bar line of the other.
"""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rhythm_fu.analysis.attacks import attack_at
from rhythm_fu.analysis.bends import BentTempi, bends_rather
from rhythm_fu.analysis.choose import Choice, choose, prior_of
from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.exact_tempo import simplest_bpm, steady_bpm
from rhythm_fu.analysis.gaps import part_of
from rhythm_fu.analysis.islands import LINES
from rhythm_fu.analysis.leaps import LeapingTempi
from rhythm_fu.analysis.meter import OddBar
from rhythm_fu.analysis.model import Features, Floats, Request
from rhythm_fu.analysis.odd_bars import bar_line, beat_of
from rhythm_fu.analysis.pace import BETWEEN_GAPS, SPAN_S, LocalTempi, change_of, keeps_phase, usual_octave
from rhythm_fu.analysis.placing import asked_moment, is_placed, without_place
from rhythm_fu.analysis.readings import readings_of
from rhythm_fu.analysis.tempo import Pulse, normalized, pulse_spectrum, turning
from rhythm_fu.analysis.tempo_map import Piece
from rhythm_fu.analysis.weigh import weigher

AROUND: Final = 4
"""Windows on either side of a moment whose usual tempi are compared."""
APART: Final = 0.015
"""Steps smaller than this share are left to the clock."""
AS_CLEAR: Final = 0.9
"""Moments in a row at which the tempi differ by so much of the most are one step, in their middle."""
MIXED: Final = 0.3
"""At most such a share of a stretch, at either end, is left to windows that see its neighbour too."""
SHORTEST_S: Final = 8.0
EVEN: Final = 0.007
MOSTLY: Final = 0.85
"""A stretch is constant if so many of its windows lie within this share of their usual tempo."""
INSIDE_S: Final = 1.5
"""So far from its ends a stretch is surely of its own tempo."""
CROSS_READINGS: Final = (2 / 3, 3 / 4, 4 / 3, 3 / 2)
PART_LEVELS: Final = (1 / 4, 1 / 3, 3 / 8, 1 / 2, 2 / 3, 3 / 4, 1.0, 4 / 3, 3 / 2, 2.0, 8 / 3, 3.0, 4.0)
"""Ratios at which a part may be read."""
BLURRED: Final = 0.01
"""How far off the reading of a short part may be."""
SAME: Final = 0.004
"""Neighbours at such ratios are one tempo, read in two ways."""
BESIDE: Final = 0.15
GLIDING: Final = 3
GLIDE_SPANS: Final = 1.5
"""More windows than this, further than a share from either tempo and no more spans from the step, are a glide: four
bars of one have four at least."""
SEEN_S: Final = 4.0
"""Stretches that seem so long may turn out to last SHORTEST_S: windows see quiet ones too short."""
LEARNED_S: Final = 20.0
FAR_S: Final = 6.0
FAR_SHARE: Final = 0.35
"""So much of both sides is looked at for where the step is, and so near to it, or within that share of a shorter side,
nothing is learned of their patterns."""
SOUGHT_S: Final = 7.0
SOUGHT_SHARE: Final = 0.8
LEAST_SOUGHT_S: Final = 1.0
"""How far from where windows saw it the step may be: less beside a short stretch, by that share of it and a second."""
EVEN_S: Final = 6.0
QUIETEST: Final = 0.02
CLIP: Final = 4.0
"""Bands are made equally strong over this time, unless they are silent; single hits are tamed."""
SEARCHED_S: Final = 3.0
WHERE_S: Final = 0.8
"""How far from the step its bar line is looked for, and how well the step is known."""
MEETING_S: Final = 0.010
"""How well two lines meet on a bar line."""
APART_S: Final = 0.030
"""Lines further apart than this don't meet: the beat stumbles as well."""
NOT_MET: Final = 5.0
"""What it costs, as a logarithm of chances, that bar lines of both sides do not meet: the beat stumbles as well."""
UNLIKELY: Final = 1e-3
OTHER_BEAT: Final = 2.0
OFF_BEAT: Final = 1.0
"""What it costs, as a logarithm of chances, that an odd bar starts on another beat than it seems, and between two."""


def stretches_of(heard: Features, tempi: LocalTempi) -> tuple[tuple[float, float, float], ...] | None:
    """Begin, end and tempo of each stretch, if the song is two or more stretches of one tempo each; else None."""
    if isinstance(tempi, BentTempi):
        steps = stretches_of(heard, tempi.straight)
        is_bent = steps is not None and bends_rather(heard, tempi, _stepping_clock(steps), steps[0][2])
        return None if is_bent else steps
    pitch = np.log(tempi.bpm)
    cuts = _steps(pitch)
    if not cuts:
        return None
    moments = [0.0, *(float(0.5 * (tempi.middle_s[i - 1] + tempi.middle_s[i])) for i in cuts), heard.length_s]
    bpms = []
    for begin, end in pairwise(moments):
        reach = min(0.5 * SPAN_S, MIXED * (end - begin))
        inside = (tempi.middle_s > begin + reach) & (tempi.middle_s < end - reach)
        if end - begin < SEEN_S or not inside.any():
            return None
        usual = float(np.median(pitch[inside]))
        if np.mean(np.abs(pitch[inside] - usual) < EVEN) < MOSTLY:
            return None
        bpms.append(_tempo(heard, begin, end, float(np.exp(usual))))
    for i in range(len(bpms) - 1, 0, -1):
        if (
            not isinstance(tempi, LeapingTempi)
            and min(abs(bpms[i] / bpms[i - 1] / r - 1.0) for r in CROSS_READINGS) < SAME
        ):
            keep = i if moments[i + 1] - moments[i] > moments[i] - moments[i - 1] else i - 1
            bpms[i - 1 : i + 1] = [bpms[keep]]
            del moments[i]
    if len(bpms) < 2 or any(_glides(tempi, moments[i], bpms[i - 1 : i + 1]) for i in range(1, len(bpms))):
        return None
    edges = [0.0, *(_edge(heard, moments, bpms, i) for i in range(1, len(bpms))), heard.length_s]
    if min(np.diff(edges)) < SHORTEST_S:
        return None
    found = []
    for (begin, end), near in zip(pairwise(edges), bpms, strict=True):
        bpm = _tempo(heard, begin, end, near)
        pulse = usual_octave(bpm) if isinstance(tempi, LeapingTempi) else bpm
        if not keeps_phase(_inner(heard, begin, end), pulse, BETWEEN_GAPS):
            return None
        found.append((begin, end, bpm))
    return tuple(found)


def _stepping_clock(stretches: tuple[tuple[float, float, float], ...]) -> Clock:
    """The clock of stretches (begin, end, bpm), in whose time all go at the tempo of the first."""
    song = np.array([stretches[0][0], *(end for _, end, _ in stretches)])
    rates = [bpm / stretches[0][2] for _, _, bpm in stretches]
    return Clock(song, np.concatenate(([0.0], np.cumsum(np.diff(song) * rates))))


def _glides(tempi: LocalTempi, at_s: float, bpms: list[float]) -> bool:
    """Whether windows see a way from one tempo to the other."""
    low, high = np.log(min(bpms)), np.log(max(bpms))
    if low == high:
        return False
    place = (np.log(tempi.bpm) - low) / (high - low)
    between = (place > BESIDE) & (place < 1.0 - BESIDE) & (np.abs(tempi.middle_s - at_s) < GLIDE_SPANS * SPAN_S)
    return int(between.sum()) > GLIDING


def _inner(heard: Features, begin_s: float, end_s: float) -> Features:
    """A stretch without what near its ends may belong to its neighbours."""
    return part_of(heard, begin_s + INSIDE_S * (begin_s > 0.0), end_s - INSIDE_S * (end_s < heard.length_s))


def _tempo(heard: Features, begin_s: float, end_s: float, near: float) -> float:
    part = _inner(heard, begin_s, end_s)
    return simplest_bpm((part,), steady_bpm(part, near))


def _edge(heard: Features, moments: list[float], bpms: list[float], i: int) -> float:
    """Where stretch i begins: until then onsets keep the lines of the one before, and from then on its own."""
    at = moments[i]
    begin, end = (max(moments[i - 1], at - LEARNED_S), min(moments[i + 1], at + LEARNED_S))
    times, curve = _evened(heard, begin, end)
    behind, ahead = (min(FAR_S, FAR_SHARE * length) for length in (at - begin, end - at))
    before = _keeping(times, curve, bpms[i - 1], times <= at - behind)
    after = _keeping(times, curve, bpms[i], times >= at + ahead)
    near = np.abs(times - at) < min(SOUGHT_S, SOUGHT_SHARE * min(at - begin, end - at) + LEAST_SOUGHT_S)
    return float(times[near][int(np.cumsum((before - after)[near]).argmax())])


def _evened(heard: Features, begin_s: float, end_s: float) -> tuple[Floats, Floats]:
    """Moments (n,) and onset strengths (bands, n) between two moments, all bands equally strong at any time."""
    first, stop = np.searchsorted(heard.times_s, (begin_s, end_s))
    curve = normalized(heard.flux)[:, first:stop]
    width = round(EVEN_S / heard.hop_s)
    power = np.stack([np.convolve(row * row, np.full(width, 1.0 / width), "same") for row in curve])
    curve = np.clip(curve / np.sqrt(np.maximum(power, QUIETEST)), -CLIP, CLIP)
    return heard.times_s[first:stop], np.asarray(curve)


def _keeping(times: Floats, curve: Floats, bpm: float, known: NDArray[np.bool_]) -> Floats:
    """How well each moment's onsets keep the lines of `bpm` as the `known` ones have them, these 1 on the whole."""
    keep = np.zeros(len(times))
    for line in LINES:
        wave = curve * turning(line * bpm / 60.0 * times)
        mean = wave[:, known].mean(axis=1, keepdims=True)
        keep += (wave * np.conj(mean)).real.sum(axis=0)
    return keep / max(1e-9, float(keep[known].mean()))


def _steps(pitch: Floats) -> list[int]:
    """First windows of new tempi: where the medians on both sides differ most."""
    change = change_of(pitch, AROUND)
    found = []
    while change.max() > APART:
        best = int(change.argmax())
        near = np.flatnonzero(change[best : best + AROUND] > AS_CLEAR * change[best])
        middle = best + int(near[-1]) // 2
        found.append(middle)
        change[max(0, middle - AROUND) : middle + AROUND + 1] = 0.0
    return sorted(found)


def pieces_of(
    heard: Features,
    stretches: tuple[tuple[float, float, float], ...],
    main: Choice,
    home: int,
    request: Request,
    *,
    odd: OddBar | None = None,
) -> tuple[Piece, ...]:
    """The stretches with bar lines: `home`'s are `main`'s, the others' are read so that they meet them, and moved by as
    many beats as the request shifts `home`'s, and by as many half beats as its moment lies from where the ear has them.

    Bars are of four beats, or else as `odd`.
    """
    factor = _level(main.bpm / stretches[home][2])
    parts = [part_of(heard, begin, end) for begin, end, _ in stretches]
    edges = [stretches[0][0], *(end for _, end, _ in stretches)]
    bpms = [bpm * factor for _, _, bpm in stretches]
    beats = 4 if odd is None else odd.meter.beats
    places = [0.0] * len(stretches)
    middle = 0.5 * (edges[home] + edges[home + 1])
    turned = main.downbeat_s + (middle - main.downbeat_s) * (1.0 - main.bpm / bpms[home])
    is_given = asked_moment(request) is not None
    at = main.downbeat_s if is_given else turned
    places[home] = at if is_placed(request) else attack_at(parts[home], bpms[home], at)
    free = without_place(request)

    def likely_in(i: int) -> tuple[Floats, Floats]:
        return _even_bars(parts[i], bpms[i], free) if odd is None else _odd_bars(parts[i], bpms[i], free, odd)

    moved = request.shift_beats
    if is_given:
        moved += _half_beats(places[home] - moved * 60.0 / bpms[home], likely_in(home), bpms[home], beats)
    places[home] -= moved * 60.0 / bpms[home]
    for order in (range(home + 1, len(stretches)), range(home - 1, -1, -1)):
        for i in order:
            known, edge = (i - 1, i) if i > home else (i + 1, i + 1)
            line = (places[known], beats * 60.0 / bpms[known])
            places[i], edges[edge] = _met(likely_in(i), beats * 60.0 / bpms[i], line, edges[edge])
    return tuple(
        Piece((a, b), bpm, at + moved * 60.0 / bpm)
        for (a, b), bpm, at in zip(pairwise(edges), bpms, places, strict=True)
    )


def _half_beats(at_s: float, likely: tuple[Floats, Floats], bpm: float, beats: int) -> float:
    """How many beats a downbeat lies after the likeliest one by ear, to a half: so far does the ear mistake itself."""
    own, share = likely
    after = (at_s - float(own[int(share.argmax())])) * bpm / 60.0
    return float(np.round(2.0 * (np.mod(after + 0.5 * beats, beats) - 0.5 * beats)) / 2.0)


def _level(ratio: float) -> float:
    """The simple ratio next to `ratio`, if there is one: readings tell a part's level, not its exact tempo."""
    nearest = min(PART_LEVELS, key=lambda one: abs(ratio / one - 1.0))
    return nearest if abs(ratio / nearest - 1.0) < BLURRED else ratio


def _even_bars(part: Features, bpm: float, request: Request) -> tuple[Floats, Floats]:
    """Where bars of four beats may start in a part, and the logarithm of how likely; both shape (n,)."""
    spectrum = pulse_spectrum(part.flux, part.hop_s)
    readings = readings_of(part, (Pulse(bpm, 1.0),), spectrum)
    share = np.log(weigher().probabilities(readings.cues, prior_of(readings, request)) + UNLIKELY)
    return np.array([attack_at(part, bpm, float(t)) for t in readings.downbeat_s]), share


def _odd_bars(part: Features, bpm: float, request: Request, odd: OddBar) -> tuple[Floats, Floats]:
    """The same for other bars: on the beat that seems to start them, or else on another beat or between two."""
    spectrum = pulse_spectrum(part.flux, part.hop_s)
    even = choose(part, spectrum, (Pulse(bpm, 1.0),), weigher(), request)
    first = bar_line(part, odd, bpm, request, beat_of(even, bpm))
    halves = np.arange(2.0 * odd.meter.beats)
    return first + halves * 30.0 / bpm, -OTHER_BEAT * (halves > 0) - OFF_BEAT * (halves % 2)


def _met(likely: tuple[Floats, Floats], length: float, line: tuple[float, float], edge_s: float) -> tuple[float, float]:
    """A downbeat of a part with bars of `length` seconds, `likely` ones given, and where it meets the bar lines `line`
    (one of them, bar length) near `edge_s`.
    """
    own, share = likely
    at, bar = line
    first, last = (np.round((edge_s + side * SEARCHED_S - at) / bar) for side in (-1.0, 1.0))
    bars = at + bar * np.arange(first, last + 1.0)
    off = np.mod(bars[:, None] - own[None, :] + 0.5 * length, length) - 0.5 * length
    doubt = np.square(off / MEETING_S) + np.square((bars[:, None] - edge_s) / WHERE_S)
    score = np.where(np.abs(off) < APART_S, share[None, :] - 0.5 * doubt, -np.inf)
    if float(score.max()) < float(share.max()) - NOT_MET:
        return float(own[int(share.argmax())]), edge_s
    i, j = (int(k) for k in np.unravel_index(int(score.argmax()), score.shape))
    return float(own[j]), float(bars[i])
