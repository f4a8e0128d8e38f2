"""Light cues: the drum hits that the room dances to."""

from typing import Final

from rhythm_fu.analysis.folding import HAT, KICK, SNARE, Folded
from rhythm_fu.analysis.ticks import TickMap
from rhythm_fu.chart.model import Pulse, PulseKind

LEAST: Final = ((PulseKind.KICK, KICK, 0.35), (PulseKind.SNARE, SNARE, 0.35), (PulseKind.HAT, HAT, 0.30))
"""Below this strength nobody sees why the light moved."""


def find_pulses(folded: Folded, ticks: TickMap) -> tuple[Pulse, ...]:
    """Kicks, snares and hats on the grid's 16ths (or thirds), in order, with their strength 0..100."""
    found = []
    for kind, voice, least in LEAST:
        rows = folded.slot_hits[voice]
        for beat, slot in zip(*(rows >= least).nonzero(), strict=True):
            tick = ticks.slot(folded.first + int(beat), int(slot))
            at = ticks.tempo.at(tick)
            if ticks.inside(at):
                found.append(Pulse(tick, at, kind, round(100 * min(1.0, float(rows[beat, slot])))))
    return tuple(sorted(found, key=lambda pulse: (pulse.tick, pulse.kind.value)))
