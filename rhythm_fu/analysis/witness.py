"""A second opinion on gaps: is the beat heard on another sixteenth after the moment than before it?

The onsets' lines can't tell a gap by a sixteenth from a pattern that moved by one. Drums, bass, harmony and form can:
the readings of what is before and of what is after are weighed (`weigh.py`) once as one song and once as two.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rhythm_fu.analysis.exact_tempo import simplest_bpm, steady_bpm
from rhythm_fu.analysis.gaps import Gap, gap_between, gap_near, gaps_of, part_of
from rhythm_fu.analysis.model import Features, Floats
from rhythm_fu.analysis.readings import BAR, cues_of
from rhythm_fu.analysis.returns import Return, moved_returns
from rhythm_fu.analysis.slots import PER_BEAT, Slots, lattice_of, slot_times, slots_of
from rhythm_fu.analysis.tempo import PulseSpectrum
from rhythm_fu.analysis.weigh import weigher

UNLIKELY: Final = 1e-3
"""No reading is less likely than this, however surely it was ruled out."""
AROUND: Final = (-2, -1, 0, 1, 2)
"""Beats by which the moment may be off: the cut that speaks most for the gap counts."""
LEAST_BEATS: Final = 8
"""Beats there must be on either side."""
EVIDENCE: Final = 10.0
FREE_EVIDENCE: Final = 3.3
"""So much evidence of the lines (`Gap.evidence`) weighs like one unit (a factor e) of the readings' odds; a shift that
is no sixteenth is told by the lines alone, and by so much of it."""
BELIEVED: Final = 6.0
"""Odds and evidence from which on a gap is one. Of 1460 songs of one tempo, 276 of them recorded, one of ours goes
beyond, at 6.7; no recorded one reached 5."""
NEAR_END: Final = 48
NEAR_END_DOUBT: Final = 2.65
"""So few beats on one side may be an intro of off-beats: it must be told so much more surely. Five of the 1460 songs
have one at 7.5 to 8.6."""
SLOW_DOUBT: Final = 1.6
NEAR_BEATS: Final = (16, 32)
"""What a gap of half a slow beat must have on top, and so many beats of either side that must say as much as the
whole: its pulse goes on through it, as through any pattern that turns. Of 61 slow songs of one tempo the unlikeliest
reached 6.7 in all, and of as many gaps in them six in ten go beyond 7.6."""
HALF: Final = 0.4
"""The least shift, in beats, that may be half a beat; the other shifts of a slow beat would break its pulse."""
PASSAGE: Final = 32 * PER_BEAT
"""Slots that are read by themselves, each time half of them further, to see whether the beat turns for good."""
CONFUSED: Final = 1e-2
"""No sixteenth of such a passage is less likely the beat than this."""
FEWEST_PASSAGES: Final = 4
"""Two on either side of a turn."""
TURNS: Final = 3.0
TURN_DOUBT: Final = 0.8
"""So much likelihood of passages weighs like one of the odds; and what a gap of which the lines know little must have
on top. Of 936 songs of one tempo two go beyond 6, one of them in its intro, and no recorded one; of the half beats cut
into such songs that the lines miss, four in ten do."""
SAME_BEATS: Final = 16
"""Doubts nearer to each other are one."""
RETURN_CHANCE: Final = 0.4
"""Chance of a gap of which few returns tell, or not clearly."""
SAME_SHIFT: Final = 0.04
"""A gap by the lines and one by what comes again are one if they shift by as much; the lines know better where."""
OPEN: Final = 4.5
"""Odds and evidence at which a gap is as likely as not."""


@dataclass(frozen=True, slots=True)
class Stumbles:
    """The `gaps` of a song that are believed in, in rising order, and others with the chance that they are some."""

    gaps: tuple[Gap, ...] = ()
    doubted: tuple[tuple[Gap, float], ...] = ()

    def believing(self, gap: Gap, near_s: float) -> "Stumbles":
        """The same with one more gap believed in: it answers the doubts within `near_s`."""
        gaps = tuple(sorted((*self.gaps, gap), key=lambda one: one.at_s))
        return Stumbles(gaps, self._doubted_elsewhere(gap, near_s))

    def doubting(self, gap: Gap, chance: float, near_s: float) -> "Stumbles":
        """The same with one more gap doubted, if none within `near_s` is believed: it stands for the doubts there, as
        likely as the likeliest.
        """
        if any(abs(one.at_s - gap.at_s) <= near_s for one in self.gaps):
            return self
        rest = self._doubted_elsewhere(gap, near_s)
        likeliest = max([chance, *(likely for other, likely in self.doubted if (other, likely) not in rest)])
        return Stumbles(self.gaps, (*rest, (gap, likeliest)))

    def _doubted_elsewhere(self, gap: Gap, near_s: float) -> tuple[tuple[Gap, float], ...]:
        return tuple((other, likely) for other, likely in self.doubted if abs(other.at_s - gap.at_s) > near_s)


def stumbles_of(view: Features, spectrum: PulseSpectrum, bpm: float, *, is_slow: bool = False) -> Stumbles:
    """Where the beat of a song near `bpm` stumbles, surely or perhaps.

    `is_slow` says that its pulse is twice as fast and steady, so that only half beats can be missing.
    """
    steady = steady_bpm(view, bpm)
    exact = simplest_bpm((view,), steady)  # returns from far apart tell tempi apart that lines so near do not
    candidates = tuple(gap for gap in gaps_of(view, steady) if not is_slow or abs(gap.beats) >= HALF)
    agreed, others = _agreed(candidates, moved_returns(view, exact), exact)
    told = _told_by_lines(view, spectrum, steady, candidates, agreed, is_slow=is_slow)
    told = _with_returns(told, view, exact, others, is_slow=is_slow)
    return told if told.gaps or is_slow else _with_turn(told, view, spectrum, steady)


def _agreed(
    candidates: tuple[Gap, ...], returned: tuple[Return, ...], bpm: float
) -> tuple[tuple[Gap, ...], tuple[Return, ...]]:
    """The gaps of which sure returns, counted at `bpm`, tell as well; and the returns that tell of none of them."""
    agreed: list[Gap] = []
    for gap in candidates:
        same = [one for one in returned if one.is_sure and _is_across(one, gap, bpm)]
        if same:
            agreed.append(gap)
            returned = tuple(one for one in returned if one not in same)
    return tuple(agreed), returned


def _told_by_lines(
    view: Features,
    spectrum: PulseSpectrum,
    bpm: float,
    candidates: tuple[Gap, ...],
    agreed: tuple[Gap, ...],
    *,
    is_slow: bool,
) -> Stumbles:
    """What lines and readings say of gaps that the lines see. Those `agreed` on are believed; of the rest the likeliest
    first, as what is behind a gap speaks for any moment before it.
    """
    gaps = [gap for gap in candidates if gap in agreed or (gap.is_sure and not is_slow)]
    others = [gap for gap in candidates if gap not in gaps]
    while True:
        asked = [(gap, belief_in(view, spectrum, bpm, gap, tuple(gaps), is_slow=is_slow)) for gap in others]
        likeliest, belief = max(asked, key=lambda one: one[1], default=(None, -np.inf))
        if likeliest is None or belief <= BELIEVED:
            return Stumbles(tuple(gaps), tuple((gap, _chance(belief)) for gap, belief in asked))
        gaps = sorted([*gaps, likeliest], key=lambda gap: gap.at_s)
        others.remove(likeliest)


def _is_across(one: Return, gap: Gap, bpm: float) -> bool:
    """Whether a return is late because of a gap: by as much, and from about there on. A song may lose the same part of
    a beat twice.
    """
    beat = gap.at_s * bpm / 60.0
    is_there = one.after - SAME_BEATS <= beat <= one.until + SAME_BEATS
    return is_there and _apart(one.beats, gap.beats) < SAME_SHIFT


def _with_returns(
    told: Stumbles, view: Features, bpm: float, returned: tuple[Return, ...], *, is_slow: bool
) -> Stumbles:
    """What is told, and gaps of which only returns, counted at `bpm`, know: sure ones are believed, others doubted."""
    near_s = SAME_BEATS * 60.0 / bpm
    for one in returned:
        placed = gap_between(view, bpm, one.beats, one.after, one.until)
        if placed is None or (is_slow and abs(placed.beats) < HALF):
            continue
        if any(abs(placed.at_s - other.at_s) <= near_s for other in told.gaps):
            continue
        told = told.believing(placed, near_s) if one.is_sure else told.doubting(placed, RETURN_CHANCE, near_s)
    return told


def _with_turn(told: Stumbles, view: Features, spectrum: PulseSpectrum, bpm: float) -> Stumbles:
    """What is told of a song without a sure gap, and the gap that its passages tell of, believed or doubted."""
    turn, belief = _turn(view, spectrum, bpm)
    if turn is None:
        return told
    near_s = SAME_BEATS * 60.0 / bpm
    return told.believing(turn, near_s) if belief > BELIEVED else told.doubting(turn, _chance(belief), near_s)


def _apart(one: float, other: float) -> float:
    """How far two shifts are apart, whole beats aside."""
    return abs((one - other + 0.5) % 1.0 - 0.5)


def _chance(belief: float) -> float:
    """How likely a gap is that is not believed."""
    return float(1.0 / (1.0 + np.exp(OPEN - belief)))


def _turn(view: Features, spectrum: PulseSpectrum, bpm: float) -> tuple[Gap | None, float]:
    """The gap that passages of the song, read by themselves, tell of, and the belief in it.

    Half a beat that is missing hardly shows in the lines of a pattern of eighths; but from there on all passages are
    read half a beat off.
    """
    slots = slots_of(view, slot_times(view, bpm, lattice_of(view, bpm)))
    begins = range(0, slots.count - PASSAGE + 1, PASSAGE // 2)
    if len(begins) < FEWEST_PASSAGES:
        return None, -np.inf
    shares = [np.exp(_readings(slots, begin, begin + PASSAGE, bpm, spectrum)) - UNLIKELY for begin in begins]
    beats = np.log(np.array(shares).reshape(len(shares), -1, PER_BEAT).sum(axis=1) + CONFUSED)
    until = np.concatenate((np.zeros((1, PER_BEAT)), np.cumsum(beats, axis=0)))
    turns = [
        (float((until[i] + np.roll(until[-1] - until[i], -shift)).max()), i, shift)
        for i in range(2, len(shares) - 1)
        for shift in range(1, PER_BEAT)
    ]
    best, i, shift = max(turns)
    best -= float(until[-1].max())
    shared = i * PASSAGE // 2 + PASSAGE // 4  # the middle of what the last passage before and the first after share
    moment = float(slots.times_s[min(slots.count - 1, shared)])
    gap = gap_near(view, bpm, moment, shift / PER_BEAT - (shift >= PER_BEAT // 2)) if best > 0.0 else None
    if gap is None:
        return None, -np.inf
    return gap, odds_of(view, spectrum, bpm, gap) + best / TURNS - TURN_DOUBT - _end_doubt(view, bpm, gap)


def belief_in(
    view: Features,
    spectrum: PulseSpectrum,
    bpm: float,
    gap: Gap,
    others: tuple[Gap, ...] = (),
    *,
    is_slow: bool = False,
) -> float:
    """What lines and readings together say for the beat's moving at an unsure gap of a song at `bpm`: see BELIEVED.

    Only what lies between the `others`, which are believed, is read: what is behind another gap has another beat, and
    behind an opposite one that of before both.
    """
    if not gap.is_on_lattice:
        return gap.evidence / FREE_EVIDENCE
    begin = max((other.at_s for other in others if other.at_s < gap.at_s), default=view.start_s)
    end = min((other.at_s for other in others if other.at_s > gap.at_s), default=view.length_s)
    part = part_of(view, begin, end) if others else view
    odds = [odds_of(part, spectrum, bpm, gap)]
    if not is_slow:
        return odds[0] + gap.evidence / EVIDENCE - _end_doubt(view, bpm, gap)
    for beats in NEAR_BEATS:
        near_s = beats * 60.0 / bpm
        near = part_of(view, max(begin, gap.at_s - near_s), min(end, gap.at_s + near_s))
        odds.append(odds_of(near, spectrum, bpm, gap))
    return min(odds) + gap.evidence / EVIDENCE - SLOW_DOUBT


def _end_doubt(view: Features, bpm: float, gap: Gap) -> float:
    """What must speak for a gap on top, so near to the song's begin or end."""
    beats = min(gap.at_s - view.start_s, view.length_s - gap.at_s) * bpm / 60.0
    return NEAR_END_DOUBT if beats < NEAR_END else 0.0


def odds_of(view: Features, spectrum: PulseSpectrum, bpm: float, gap: Gap) -> float:
    """Logarithm of how much likelier the readings find two songs with the gap between them than one without.

    Bars may start anew after the gap, but where there is none they go on.
    """
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
        one, other = (_readings(slots, begin, end, bpm, spectrum) for begin, end in ((0, cut), (cut, slots.count)))
        two = max(float((one + np.roll(other, -s)).max()) for s in range(shift % PER_BEAT, BAR, PER_BEAT))
        best = max(best, two - float((one + other).max()))
    return best


def _readings(slots: Slots, begin: int, end: int, bpm: float, spectrum: PulseSpectrum) -> Floats:
    """Log-likelihood of each sixteenth of the whole lattice to start the bar, heard between two slots; shape (16,)."""
    part = Slots(
        slots.times_s[begin:end], slots.onsets[:, begin:end], slots.levels[:, begin:end], slots.tone[:, begin:end]
    )
    return np.asarray(np.log(np.roll(weigher().probabilities(cues_of(part, bpm, spectrum)), begin % BAR) + UNLIKELY))
