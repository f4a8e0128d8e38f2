"""A song cut at its gaps: where the beat of each part lies, and the one tempo that all of them keep."""

from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from rhythm_fu.analysis.attacks import attack_at
from rhythm_fu.analysis.choose import Choice, choose, pulse_near, pulses_asked_for
from rhythm_fu.analysis.clock import Clock
from rhythm_fu.analysis.exact_tempo import simplest_bpm, steady_bpm
from rhythm_fu.analysis.gaps import Gap, edges_of, parts_between
from rhythm_fu.analysis.model import Features, Request
from rhythm_fu.analysis.pace import usual_octave
from rhythm_fu.analysis.placing import asked_moment, home_of, is_placed, place_of, without_place
from rhythm_fu.analysis.tempo import Pulse, PulseSpectrum, pulse_spectrum, snapped
from rhythm_fu.analysis.tempo_map import Piece
from rhythm_fu.analysis.weigh import weigher

STEP_APART: Final = 24
"""Beats between steps of tempo that are heard anew."""


def with_steps(gaps: tuple[Gap, ...], clock: Clock, bpm: float) -> tuple[Gap, ...]:
    """Gaps, and the abrupt steps of the clock in its time: after each, beat and bar are heard anew."""
    edges = list(gaps)
    for step_s in clock.steps_s:
        at = float(clock.pulse_of(np.array([step_s]))[0])
        if all(abs(at - g.at_s) > STEP_APART * 60.0 / bpm for g in edges):
            reach = 0.5 * STEP_APART * 60.0 / bpm
            before, step, after = clock.song_of(at + reach * np.array((-1.0, 0.0, 1.0)))
            edges.append(Gap(at, 0.0, True, faster=float((step - before) / (after - step))))
    return tuple(sorted(edges, key=lambda g: g.at_s))


def chosen(view: Features, spectrum: PulseSpectrum, found: tuple[Pulse, ...], request: Request) -> Choice:
    """The likeliest reading of the pulses found, its level moved as the request wants."""
    choice = choose(view, spectrum, found, weigher(), request)
    if request.level_shift != 1.0:
        other = pulse_near(found, choice.bpm * request.level_shift)
        choice = choose(view, spectrum, (other,), weigher(), request)
    return choice


def pieces_between(
    heard: Features,
    spectrum: PulseSpectrum,
    found: tuple[Pulse, ...],
    request: Request,
    gaps: tuple[Gap, ...],
    *,
    is_known: bool = False,
) -> tuple[Choice, tuple[Piece, ...]]:
    """The song cut at its gaps. One part, the longest unless another was asked about, says where the beat is; the
    others' are as far off as the gaps say. `is_known` says that the gaps count in beats of the one tempo in `found`.
    """
    edges = edges_of(gaps, heard.start_s, heard.length_s)
    parts = parts_between(heard, gaps)
    longest = max(range(len(parts)), key=lambda i: edges[i + 1] - edges[i])
    if len(parts) > 1:  # the gap blurred the whole song's lines
        spectrum = pulse_spectrum(parts[longest].flux, heard.hop_s)
    if len(parts) > 1 and not is_known:
        found = pulses_asked_for(parts[longest], spectrum, request)
    home, free = home_of(edges, request), without_place(request)
    main = chosen(parts[longest], spectrum, found, request if home == longest else free)
    one = (Pulse(main.bpm, 1.0),)
    known = main if home == longest else choose(parts[home], spectrum, one, weigher(), request)
    known = replace(known, downbeat_s=place_of(known, replace(request, shift_beats=0.0)))
    counted = main.bpm if is_known else usual_octave(main.bpm)
    asked = [request if i == home else _beat_known(free, known, gaps, (home, i), counted) for i in range(len(parts))]
    choices = [known if i == home else choose(part, spectrum, one, weigher(), asked[i]) for i, part in enumerate(parts)]
    bpm = main.bpm if len(parts) == 1 or request.bpm is not None else steadied(heard, parts, main.bpm)
    pieces = []
    for i, (span, choice, part) in enumerate(zip(pairwise(edges), choices, parts, strict=True)):
        own = request if i == home else free
        if asked_moment(own) is not None:
            at = place_of(replace(choice, bpm=bpm), own)
        else:
            middle = 0.5 * (max(span[0], heard.start_s) + span[1])
            at = place_of(choice, own)
            at += (middle - at) * (1.0 - main.bpm / bpm)
        pieces.append(Piece(span, bpm, at if is_placed(own) else attack_at(part, bpm, at)))
    return main, tuple(pieces)


def steadied(heard: Features, parts: tuple[Features, ...], bpm: float) -> float:
    """The tempo next to `bpm` that all parts agree on: in one part, a pattern that moves is enough to falsify it."""
    pulse = usual_octave(bpm)
    return snapped(simplest_bpm(parts, steady_bpm(heard, pulse)), heard.length_s) * bpm / pulse


def _beat_known(request: Request, main: Choice, gaps: tuple[Gap, ...], way: tuple[int, int], pulse: float) -> Request:
    """The request for a part: its beat lies as far from the main part's as the gaps on the way say in beats of `pulse`.

    Unknown if a gap on the way is one of tempo, or if the pulse is faster than the beat.
    """
    passed = gaps[min(way) : max(way)]
    if pulse > 1.01 * main.bpm or not all(g.beats for g in passed):
        return request
    shift_s = sum(g.beats for g in passed) * 60.0 / pulse * (1 if way[1] > way[0] else -1)
    return replace(request, first_beat_s=main.downbeat_s + shift_s)
