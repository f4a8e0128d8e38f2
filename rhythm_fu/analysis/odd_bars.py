"""Songs in other bars than 4/4: whether one is, and where its bars start, part by part where the beat stumbles."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from rhythm_fu.analysis.attacks import attack_at
from rhythm_fu.analysis.choose import SAME, Choice
from rhythm_fu.analysis.gaps import Gap, edges_of, part_of, parts_between
from rhythm_fu.analysis.meter import OddBar, bar_start, half_bar_of, odd_bar_of
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.odd_readings import bar_places
from rhythm_fu.analysis.placing import home_of, without_place
from rhythm_fu.analysis.readings import FASTEST_BPM, SLOWEST_BPM
from rhythm_fu.analysis.slots import PER_BEAT, lattice_of, slot_times, slots_of
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum, pulse_spectrum
from rhythm_fu.analysis.tempo_map import Piece

ODD_BAR_SURE: Final = 0.85
"""How often tempo, beat and bar of such a song are each right: said of odd bars is less than the 64 waltzes that were
made would allow, as few recorded songs of that kind are known."""
READ_BPM: Final = (SLOWEST_BPM, FASTEST_BPM)
CROSSED: Final = (3 / 4, 4 / 3, 2 / 3, 3 / 2)
NEAR: Final = 0.03
"""Steps of tempo by these ratios, or nearly, are more often one pulse that is heard in two ways."""
WITNESS: Final = 0.75
"""How sure of the beat the even reading must be for an odd bar to start on it."""


def heard_bar(
    heard: Features, spectrum: PulseSpectrum, pulse: Pulse, request: Request, even: Choice
) -> tuple[OddBar | None, tuple[Pulse, ...]]:
    """The bar of a song that is clearly not in 4/4, or is said not to be; or, if it swings in halves, its tempi."""
    asked = request.meter
    if request.offset_s is not None or (asked is not None and asked.beats == 4):
        return None, ()
    if asked is not None:
        return OddBar(asked, pulse.bpm, 0), ()
    slots = slots_of(heard, slot_times(heard, pulse.bpm, lattice_of(heard, pulse.bpm)))
    odd = odd_bar_of(slots, pulse.bpm, spectrum, even.bpm)
    half = half_bar_of(slots, odd) if odd is not None else None
    if half is None:
        return odd, ()
    low, high = (request.bpm, request.bpm) if request.bpm is not None else request.range_bpm or READ_BPM
    tempi = (pulse.bpm * PER_BEAT / half * 2.0**octave for octave in range(-3, 4))
    return None, tuple(Pulse(bpm, pulse.strength) for bpm in tempi if low <= bpm <= high)


def bar_between(heard: Features, gaps: tuple[Gap, ...], pulse: Pulse, request: Request, even: Choice) -> OddBar | None:
    """The bar of a song of one pulse, other than 4/4, as its longest part without a stumble is heard.

    Gaps by no part of a beat are steps of a tempo that a clock has evened out: the pulse goes on through them. Where
    the tempo steps to a cross-rhythm of itself, four beats of one side are three of the clock's: such bars say nothing.
    """
    if request.meter is None and any(abs(gap.faster / ratio - 1.0) < NEAR for gap in gaps for ratio in CROSSED):
        return None
    parts = parts_between(heard, tuple(gap for gap in gaps if gap.beats))
    part = max(parts, key=lambda one: one.length_s - one.start_s)
    return heard_bar(part, pulse_spectrum(part.flux, part.hop_s), pulse, request, even)[0]


def bar_of_most(
    heard: Features, stretches: tuple[tuple[float, float, float], ...], home: int, request: Request, even: Choice
) -> OddBar | None:
    """The bar, other than 4/4, of stretch `home` of (begin, end, bpm), read as `even` in fours, if most of the song has
    bars of as many beats: one stretch in threes may well lie among others in fours.
    """
    found: OddBar | None = None
    same_s = 0.0
    order = [home, *(i for i in range(len(stretches)) if i != home)]
    for begin, end, bpm in (stretches[i] for i in order):
        part = part_of(heard, begin, end)
        read = replace(even, bpm=even.bpm * bpm / stretches[home][2])
        odd, _ = heard_bar(part, pulse_spectrum(part.flux, part.hop_s), Pulse(bpm, 1.0), request, read)
        found = found or odd
        if found is None:
            return None
        same_s += (end - begin) * (odd is not None and odd.meter.beats == found.meter.beats)
    return found if same_s > 0.5 * (stretches[-1][1] - stretches[0][0]) else None


def bar_line(heard: Features, odd: OddBar, bpm: float, request: Request, beat_s: float | None) -> float:
    """A moment at which a bar starts, on the attacks of its beat; `beat_s` is a beat, if one is known."""
    at = lattice_of(heard, bpm) if request.first_beat_s is None else request.first_beat_s
    slots = slots_of(heard, slot_times(heard, bpm, at))
    beat = None if beat_s is None else round((beat_s - float(slots.times_s[0])) * bpm / 60.0 * PER_BEAT) % PER_BEAT
    start = bar_start(slots, odd.meter.beats * PER_BEAT, PER_BEAT, beat)
    if request.first_beat_s is not None:
        start += round((at - float(slots.times_s[start])) * bpm / 60.0 * PER_BEAT) % PER_BEAT
    place = float(slots.times_s[start])
    return attack_at(heard, bpm, place) if request.first_beat_s is None else place


def beat_of(even: Choice, bpm: float) -> float | None:
    """A beat of the even reading, seconds, if it has the same beat and is sure of it."""
    if abs(even.bpm / bpm - 1.0) > SAME or even.phase < WITNESS:
        return None
    return even.downbeat_s


def odd_pieces(
    parts: tuple[Features, ...],
    odd: OddBar,
    bpm: float,
    request: Request,
    *,
    beat: float | None,
    gaps: tuple[Gap, ...],
    pulse: float,
) -> tuple[Piece, ...]:
    """The parts between the gaps of a song in bars of `odd` at `bpm`; gaps count in beats of `pulse`.

    One part, the longest unless another was asked about, says where the beat is, on `beat` if that is known. Behind
    gaps that say how far the beat moves it lies so far from there, and behind others it is heard anew, as all bars are.
    """
    edges = edges_of(gaps, parts[0].start_s, parts[-1].length_s)
    home, free = home_of(edges, request), without_place(request)
    known = bar_line(parts[home], odd, bpm, request, beat)
    lines = [known] * len(parts)
    for i, part in enumerate(parts):
        passed = gaps[min(i, home) : max(i, home)]
        shift_s = sum(gap.beats for gap in passed) * 60.0 / pulse * (1 if i > home else -1)
        if i != home:
            lines[i] = bar_line(part, odd, bpm, free, known + shift_s if all(g.beats for g in passed) else None)
    moved = request.shift_beats * 60.0 / bpm
    return tuple(Piece(span, bpm, line + moved) for span, line in zip(pairwise(edges), lines, strict=True))


def odd_choice(part: Features, odd: OddBar, bpm: float, line_s: float, request: Request) -> Choice:
    """What is said of a song in bars of `odd` at `bpm`: one is heard to start at `line_s`, which the request may move,
    and `part` of the song says how likely the other beats are. Tempo, beat and bar are all as sure.
    """
    others = bar_places(part, line_s, bpm, odd.meter, ODD_BAR_SURE)
    at_s = line_s + request.shift_beats * 60.0 / bpm
    return Choice(bpm, at_s, ODD_BAR_SURE, ODD_BAR_SURE, ODD_BAR_SURE, others)
