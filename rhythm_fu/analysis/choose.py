"""Which reading of the pulse is the song's: level, beat and bar together, with what else it could be."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.askable import level_typed, simple_ratio
from rhythm_fu.analysis.model import Alternative, Features, Floats, Request
from rhythm_fu.analysis.once import once
from rhythm_fu.analysis.readings import BAR, FASTEST_BPM, SLOWEST_BPM, Readings, readings_of
from rhythm_fu.analysis.slots import PER_BEAT
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum, pulse_spectrum, pulses
from rhythm_fu.analysis.weigh import Weigher
from rhythm_fu.timing import Meter

SAME: Final = 0.01
"""Tempi within this share are one tempo."""
MEANT: Final = 0.001
"""How far a tempo may lie from the candidate that it names: factors are printed with four digits."""
TAG_TRUST: Final = 12.0
"""How many times likelier a reading is when the file's own tag says its tempo."""
TAG_NEAR: Final = 0.015
"""Tags are often whole numbers, of 70 BPM and more."""
NEAREST_SLOT: Final = 0.51
"""How far, in slots, a moment may lie from the one it is on: half of one and a hair."""
ELSEWHERE: Final = 1e-6
"""What is left of the belief in places that a given moment rules out."""
SLOW_BPM: Final = 140.0
FAST_BPM: Final = 205.0
RARE_OCTAVES: Final = 0.35
"""Charts of songs that could be written at two levels take the faster one, as far as it can be tapped: outside these
tempi, so many octaves further, 0.6 times as many are written. Where a song leaves no doubt this changes nothing."""
TURN_TRUST: Final = 2.0
"""How much belief in a beat grows, as a logarithm, if all sharp turns of loudness fall on it: the networks know only
turns over a bar and more. On 168 recorded songs 1.5 to 3 do alike."""
LEAST_LIKELY: Final = 0.001
"""Places of the beat that are less likely are no readings."""
TINY: Final = 1e-9
"""What is divided by is at least so much."""
TIED: Final = 0.1
"""Tempi at least so likely beside the chosen one are worth a word."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest reading: tempo and a downbeat, with probabilities.

    The downbeat lies on the readings' lattice; where its attacks are, `attacks.py` finds. `level` is that of the tempo,
    `phase` of the beat given the tempo, `downbeat` of the bar given the beat.
    """

    bpm: float
    downbeat_s: float
    level: float
    phase: float
    downbeat: float
    alternatives: tuple[Alternative, ...]


@once
def spectrum_of(heard: Features) -> PulseSpectrum:
    """The spectrum of the onsets in all of what is heard."""
    return pulse_spectrum(heard.flux, heard.hop_s)


def pulses_asked_for(heard: Features, spectrum: PulseSpectrum, request: Request) -> tuple[Pulse, ...]:
    """The tempi to weigh: what was given, what lies in the range, or all candidates."""
    if request.bpm is not None:
        return (Pulse(request.bpm, 1.0),)
    found = _all_pulses(heard, spectrum)
    if request.range_bpm is None:
        return found
    low, high = request.range_bpm
    inside = tuple(p for p in found if low <= p.bpm <= high)
    if inside:
        return inside
    octaves = (Pulse(found[0].bpm * f, found[0].strength) for f in (0.25, 0.5, 2.0, 4.0, 2 / 3, 1.5))
    return tuple(p for p in octaves if low <= p.bpm <= high) or pulses(heard.flux, heard.hop_s, spectrum, low, high)


@once
def _all_pulses(heard: Features, spectrum: PulseSpectrum) -> tuple[Pulse, ...]:
    return pulses(heard.flux, heard.hop_s, spectrum, SLOWEST_BPM, FASTEST_BPM)


def pulse_near(found: tuple[Pulse, ...], bpm: float) -> Pulse:
    """The candidate that was meant by a tempo given to four digits, as exact as it was heard; else the tempo itself."""
    nearest = min(found, key=lambda pulse: abs(pulse.bpm / bpm - 1.0))
    return nearest if abs(nearest.bpm / bpm - 1.0) < MEANT else Pulse(bpm, 1.0)


def prior_of(readings: Readings, request: Request) -> Floats:
    """What is known of tempi beforehand, one factor a reading: how songs are written down, and what a tag says."""
    below = np.maximum(0.0, np.log2(SLOW_BPM / readings.bpm))
    above = np.maximum(0.0, np.log2(readings.bpm / FAST_BPM))
    prior = np.exp(-0.5 * np.square((below + above) / RARE_OCTAVES))
    if request.tag_bpm:
        prior = np.where(np.abs(readings.bpm / request.tag_bpm - 1.0) < TAG_NEAR, prior * TAG_TRUST, prior)
    return prior


def with_turns(readings: Readings, shares: Floats) -> Floats:
    """The belief in each reading, moved between the beats of each tempo to where the sharpest turns of loudness are."""
    return _moved_within_tempi(shares, shares * np.exp(TURN_TRUST * readings.turns))


def _placed(readings: Readings, shares: Floats, request: Request) -> Floats:
    """The belief in each reading when moments on a beat or a downbeat are given: they tell the place and no tempo. Off
    the beat that is heard they would else speak for whatever tempo has a beat there.
    """
    told = shares
    for fixed, beats in ((request.first_beat_s, 1), (request.offset_s, 4)):
        if fixed is not None:
            period = beats * 60.0 / readings.bpm
            distance = np.mod(fixed - readings.downbeat_s + period / 2.0, period) - period / 2.0
            is_there = np.abs(distance) <= NEAREST_SLOT * 60.0 / readings.bpm / PER_BEAT
            told = np.where(is_there, told, told * ELSEWHERE)
    return shares if told is shares else _moved_within_tempi(shares, told)


def _moved_within_tempi(shares: Floats, told: Floats) -> Floats:
    """The belief as `told`, each tempo as likely as by its `shares`: its places are told apart, and not the tempi."""
    before, after = (belief.reshape(-1, BAR).sum(axis=1) for belief in (shares, told))
    return np.asarray(told * np.repeat(before / np.maximum(after, np.finfo(np.float64).tiny), BAR))


def choose(
    view: Features, spectrum: PulseSpectrum, found: tuple[Pulse, ...], model: Weigher, request: Request
) -> Choice:
    """The likeliest reading of the pulses, and the others by likelihood."""
    readings = readings_of(view, found, spectrum)
    readings, free = _one_tempo_each(readings, model.probabilities(readings.cues, prior_of(readings, request)))
    tempo = int(_by_beat(free).max(axis=1).argmax())
    shares = _placed(readings, with_turns(readings, free), request)
    by_tempo, beats = shares.reshape(-1, BAR), _by_beat(shares)
    place = int(beats[tempo].argmax())
    best = place + PER_BEAT * int(by_tempo[tempo, place::PER_BEAT].argmax())
    row = tempo * BAR + best
    level = float(by_tempo[tempo].sum())
    phase = float(beats[tempo, place])
    bpm = float(readings.bpm[row])
    return Choice(
        bpm=bpm,
        downbeat_s=float(readings.downbeat_s[row]),
        level=level,
        phase=phase / max(level, TINY),
        downbeat=float(shares[row]) / max(phase, TINY),
        alternatives=_others(readings, shares, row),
    )


def _by_beat(shares: Floats) -> Floats:
    """The belief in each beat of each tempo, shape (tempi, PER_BEAT), whatever beat starts the bar."""
    return np.asarray(shares.reshape(-1, 4, PER_BEAT).sum(axis=1))


def _one_tempo_each(readings: Readings, shares: Floats) -> tuple[Readings, Floats]:
    """The readings without tempi that are another one heard twice: the likeliest of such stands for all, each of its
    places with their whole belief. A pulse may be refined onto the tempo of another.
    """
    tables, bpm = shares.reshape(-1, BAR), readings.bpm[::BAR]
    whole = tables.sum(axis=1)
    held = dict.fromkeys((int(i) for i in np.argsort(-whole, kind="stable")), 0.0)
    for i in tuple(held):
        stands_for = next(j for j in held if abs(bpm[i] / bpm[j] - 1.0) <= SAME)
        held[stands_for] += float(whole[i])
        if stands_for != i:
            del held[i]
    if len(held) == len(bpm):
        return readings, shares
    kept = sorted(held)
    rows = np.isin(np.arange(len(shares)) // BAR, kept)
    grown = np.array([held[i] / max(float(whole[i]), TINY) for i in kept])
    return (
        Readings(readings.bpm[rows], readings.downbeat_s[rows], readings.cues[rows], readings.turns[rows]),
        (tables[kept] * grown[:, None]).ravel(),
    )


def tie_of(choice: Choice, given: Meter | None = None) -> str:
    """One line about another tempo that is about as likely as the chosen one, in bars that are `given` or heard; empty
    if there is none.
    """
    tied = [one for one in choice.alternatives if abs(one.factor - 1.0) > SAME and one.of_tempo >= TIED]
    if not tied:
        return ""
    other = max(tied, key=lambda one: one.of_tempo)
    is_octave = other.factor in (0.25, 0.5, 2.0, 4.0)
    why = "both are written for such a song" if is_octave else "the sound leaves both open"
    tempi, chances = f"{_short(choice.bpm)} or {_short(other.bpm)} BPM", f"{choice.level:.0%}, {other.of_tempo:.0%}"
    option = f"--level-shift {level_typed(other.factor)}"
    if given is None:
        return f"{tempi} ({chances}): {why}; {option} takes the other"
    bars = f"{given.beats}/{given.unit}"
    return f"in {bars} it is {tempi} ({chances}): {why}; {option} beside --meter {bars} takes the other"


def _short(bpm: float) -> str:
    return f"{round(bpm, 1):g}"


def _others(readings: Readings, shares: Floats, chosen: int) -> tuple[Alternative, ...]:
    """The other readings by likelihood, told as what leads to them. Of another tempo there is one, with its likeliest
    downbeat: the tempo is multiplied, then heard for that. Of the chosen tempo there is one for each place that is
    likely at all, and for every half and whole beat, which a modder may want however unlikely.
    """
    tables = shares.reshape(-1, BAR)
    tempo, place = divmod(chosen, BAR)
    bpm = float(readings.bpm[chosen])
    found = []
    for slot, share in enumerate(tables[tempo]):
        slots = (slot - place + BAR // 2) % BAR - BAR // 2
        if slot != place and (share >= LEAST_LIKELY or slots % 2 == 0):
            at_s = float(readings.downbeat_s[tempo * BAR + slot])
            found.append(Alternative(1.0, slots / PER_BEAT, bpm, float(share), at_s))
    for i, table in enumerate(tables):
        if i != tempo:
            home = i * BAR + _home(table)
            own = float(readings.bpm[home])
            at_s = float(readings.downbeat_s[home])
            likely, whole = float(table[home - i * BAR]), float(table.sum())
            found.append(Alternative(factor_of(own / bpm), 0.0, own, likely, at_s, of_tempo=whole))
    return tuple(sorted(found, key=lambda one: -one.probability))


def _home(shares: Floats) -> int:
    """Which of a tempo's readings (16,) is taken when nothing else is known: the likeliest beat's likeliest bar."""
    place = int(shares.reshape(4, PER_BEAT).sum(axis=0).argmax())
    return place + PER_BEAT * int(shares[place::PER_BEAT].argmax())


def factor_of(ratio: float) -> float:
    """The factor that leads from one tempo to another in this `ratio`: a simple one exactly, others to six digits."""
    simple = simple_ratio(ratio)
    return round(ratio, 6) if simple is None else float(simple)
