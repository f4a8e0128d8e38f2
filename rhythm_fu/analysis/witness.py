"""A second opinion on gaps: is the beat heard on another sixteenth after the moment than before it?

The onsets' lines can't tell a gap by a sixteenth from a pattern that moved by one. Drums, bass, harmony and form can:
the readings of what is before and of what is after are weighed (`weigh.py`) once as one song and once as two.
"""

from typing import Final

import numpy as np

from rhythm_fu.analysis.gaps import Gap, part_of
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.readings import BAR, cues_of
from rhythm_fu.analysis.slots import PER_BEAT, Slots, lattice_of, slot_times, slots_of
from rhythm_fu.analysis.tempo import PulseSpectrum
from rhythm_fu.analysis.weigh import weigher

UNLIKELY: Final = 1e-3
"""No sixteenth is less likely to be the beat than this, however surely it was ruled out."""
AROUND: Final = (-2, -1, 0, 1, 2)
"""Beats by which the moment may be off: the cut that speaks most for the gap counts."""
LEAST_BEATS: Final = 8
"""Beats there must be on either side."""
EVIDENCE: Final = 10.0
"""So much evidence of the lines (`Gap.evidence`) weighs like one unit (a factor e) of the readings' odds."""
BELIEVED: Final = 8.0
"""Odds and evidence from which on a gap is one."""


def is_witnessed(view: Features, spectrum: PulseSpectrum, bpm: float, gap: Gap) -> bool:
    """Whether lines and readings together say that the beat moves at an unsure gap of a song at `bpm`."""
    return odds_of(view, spectrum, bpm, gap) + gap.evidence / EVIDENCE > BELIEVED


def odds_of(view: Features, spectrum: PulseSpectrum, bpm: float, gap: Gap) -> float:
    """Logarithm of how much likelier the readings find two songs with the gap between them than one without."""
    before = gap.at_s - view.start_s > view.length_s - gap.at_s
    side = part_of(view, view.start_s, gap.at_s) if before else part_of(view, gap.at_s, view.length_s)
    slots = slots_of(view, slot_times(view, bpm, lattice_of(side, bpm)))
    shift = round(PER_BEAT * gap.beats)
    middle = int(np.searchsorted(slots.times_s, gap.at_s))
    best = -np.inf
    for beats in AROUND:
        cut = middle + beats * PER_BEAT
        if not LEAST_BEATS * PER_BEAT <= cut <= slots.count - LEAST_BEATS * PER_BEAT:
            continue
        one, other = (_beats(slots, begin, end, bpm, spectrum) for begin, end in ((0, cut), (cut, slots.count)))
        best = max(best, float((one + np.roll(other, -shift)).max() - (one + other).max()))
    return best


def _beats(slots: Slots, begin: int, end: int, bpm: float, spectrum: PulseSpectrum) -> Floats:
    """Log-likelihood of each sixteenth of the whole lattice to be the beat, heard between two slots; shape (4,)."""
    part = Slots(
        slots.times_s[begin:end], slots.onsets[:, begin:end], slots.levels[:, begin:end], slots.tone[:, begin:end]
    )
    shares = np.roll(weigher().probabilities(cues_of(part, bpm, spectrum)), begin % BAR)
    return np.asarray(np.log(shares.reshape(-1, PER_BEAT).sum(axis=0) + UNLIKELY))
