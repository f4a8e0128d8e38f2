"""What else a song in other bars than 4/4 could be: another start of the bar, half a beat off, or another level.

No network was trained on such bars. How sure the ear is of each of them is one figure; what is left to the others is
shared out by what the song's parts say one by one, and by how likely the reading in fours holds a tempo.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from rhythm_fu.analysis.askable import TEMPO
from rhythm_fu.analysis.choose import SAME, Choice
from rhythm_fu.analysis.meter import bar_start
from rhythm_fu.analysis.model import Alternative, Features, Grid
from rhythm_fu.analysis.once import remembering
from rhythm_fu.analysis.slots import PER_BEAT, Slots, slot_times, slots_of
from rhythm_fu.timing import Meter

OCTAVES: Final = (0.5, 2.0)
"""Levels that such songs are offered at: in bars of three or seven, other ratios are other songs."""
EIGHTH: Final = 8
"""The unit of beats so short that nobody is half of one off."""
BARS_EACH: Final = 8
"""Bars of a part that says by itself where its bars start: a phrase."""
UNSAID: Final = 0.5
"""Of a part's voice, what a place has that no part speaks for."""


def bar_places(heard: Features, downbeat_s: float, bpm: float, meter: Meter, sure: float) -> tuple[Alternative, ...]:
    """Every other beat at which the bars could start, and every half one unless beats are eighths; likeliest first.

    One bar starts at `downbeat_s`; tempo, beat and bar are each right with the chance `sure`.
    """
    slots = slots_of(heard, slot_times(heard, bpm, downbeat_s))
    length = meter.beats * PER_BEAT
    step = PER_BEAT // 2 if meter.unit < EIGHTH else PER_BEAT
    home = round((downbeat_s - float(slots.times_s[0])) * bpm / 60.0 * PER_BEAT)
    said = _starts_by_part(slots, length)
    moves = [(moved + length // 2) % length - length // 2 for moved in range(step, length, step)]
    voices = {move: UNSAID + said[(home + move) % length] for move in moves}
    off_beat = sure * (1.0 - sure)
    on_beat = sure * off_beat if step < PER_BEAT else (1.0 + sure) * off_beat
    found = []
    for move, voice in voices.items():
        others = sum(other for off, other in voices.items() if off % PER_BEAT == move % PER_BEAT)
        belief = (off_beat if move % PER_BEAT else on_beat) * voice / others
        shift = move / PER_BEAT
        found.append(Alternative(1.0, shift, bpm, belief, downbeat_s + shift * 60.0 / bpm, meter.beats))
    return tuple(sorted(found, key=lambda one: -one.probability))


def _starts_by_part(slots: Slots, length: int) -> Counter[int]:
    """How many parts of the song let a bar of `length` slots start at each of its slots, by their own sound."""
    size = BARS_EACH * length
    parts = (slice(begin, begin + size) for begin in range(0, slots.count - size + 1, size))
    return Counter(
        bar_start(Slots(slots.times_s[p], slots.onsets[:, p], slots.levels[:, p], slots.tone[:, p]), length, PER_BEAT)
        for p in parts
    )


def beside_levels(grid: Grid, at: Callable[[float], Grid], even: Choice, sure: float) -> Grid:
    """The grid, the same song at other levels among its alternatives: `at` hears it with a factor of its tempo.

    A level is as likely as the reading in fours holds its tempo, where the ear is not right about the one that `grid`
    has, as it is with the chance `sure`; its likeliest reading has of that what the other places of its bar leave.
    """
    tempi = ((even.bpm, even.level), *((one.bpm, one.of_tempo) for one in even.alternatives if one.factor != 1.0))
    found = list(grid.alternatives)
    with remembering():
        for factor in OCTAVES:
            if grid.bpm * factor not in TEMPO:
                continue
            other = at(factor)
            first = other.anchors[0]
            if first.meter != grid.anchors[0].meter or abs(other.bpm / grid.bpm / factor - 1.0) > SAME:
                continue  # so far from the song, fours are heard in it
            belief = sum(chance for bpm, chance in tempi if abs(other.bpm / bpm - 1.0) <= SAME)
            whole = (1.0 - sure) * belief
            likely = whole * max(0.0, 1.0 - sum(one.probability for one in other.alternatives if one.factor == 1.0))
            found.append(Alternative(factor, 0.0, other.bpm, likely, first.at_s, first.meter.beats, of_tempo=whole))
    return replace(grid, alternatives=tuple(sorted(found, key=lambda one: -one.probability)))
