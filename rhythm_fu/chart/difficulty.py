"""How hard a level is: one number and its parts.

Strain rises with each event and decays in between, as in osu!'s skills (decay 0.30 a second overall, 0.125 a hand), but
instead of its 400 ms sections the whole curve is averaged with a power mean over the song. So the rating is the same
whatever the order of simultaneous events, moves smoothly when an event moves, and can only rise when an event is added
or the song is played faster.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from types import MappingProxyType
from typing import Final

from rhythm_fu.chart.levels import peak_rate
from rhythm_fu.chart.model import Event, Kind, Rating, Side
from rhythm_fu.units import SongTime, in_seconds


@dataclass(frozen=True, slots=True)
class StrainRules:
    """Decays are the share left after a second; `sharpness` is the exponent of the mean: higher heeds peaks more."""

    overall_decay: float = 0.30
    hand_decay: float = 0.125
    stamina_decay: float = 0.90
    sharpness: float = 4.0
    speed_share: float = 0.9
    hand_share: float = 0.5
    stamina_share: float = 0.35
    reading_share: float = 0.6


EFFORT: Final[Mapping[Kind, float]] = MappingProxyType(
    {Kind.TAKEDOWN: 1.0, Kind.SWEEP: 1.1, Kind.SHIELD: 1.3, Kind.REFLECT: 1.4, Kind.DROP: 1.5, Kind.DOUBLE: 1.8}
)
"""How much one event tires, a plain takedown being 1."""

RULES: Final = StrainRules()


def _power_mean(at_s: Sequence[float], efforts: Sequence[float], length_s: float, decay: float, power: float) -> float:
    """Power mean over the song of a curve that jumps by each effort and decays; scaled so that a steady rate reads
    as about that many efforts a second.
    """
    rate = -log(decay)
    level, total = 0.0, 0.0
    for i, (at, effort) in enumerate(zip(at_s, efforts, strict=True)):
        gap = (at_s[i + 1] if i + 1 < len(at_s) else max(length_s, at)) - at
        level += effort
        total += level**power * (1 - exp(-power * rate * gap)) / (power * rate)
        level *= exp(-rate * gap)
    return float(rate * (total / max(length_s, 1.0)) ** (1 / power))


def _reading(event: Event) -> float:
    """What must be recognised beyond a plain near takedown."""
    return EFFORT[event.kind] - 1 + (0.1 if event.reach is not None and event.reach.value == "far" else 0.0)


def rate(events: Iterable[Event], length: SongTime, speed: float = 1.0, rules: StrainRules = RULES) -> Rating:
    """The rating of one level over a song of this length, played at `speed` times its tempo.

    Only `value` promises to be monotone; the parts `mean_rate`, `peak_rate` (events a second) and `turns` (share of
    side changes) are there to read.
    """
    ordered = sorted(events, key=lambda event: event.at)
    length_s = in_seconds(length) / speed

    def curve(chosen: Sequence[Event], effort: Callable[[Event], float], decay: float) -> float:
        times = [in_seconds(event.at) / speed for event in chosen]
        return _power_mean(times, [effort(event) for event in chosen], length_s, decay, rules.sharpness)

    def hand(side: Side) -> float:
        return curve([e for e in ordered if e.side in (side, None)], lambda e: EFFORT[e.kind], rules.hand_decay)

    speed_part = curve(ordered, lambda e: EFFORT[e.kind], rules.overall_decay)
    hand_part = max(hand(Side.LEFT), hand(Side.RIGHT))
    stamina = curve(ordered, lambda e: EFFORT[e.kind], rules.stamina_decay)
    reading = curve(ordered, _reading, rules.overall_decay)
    sided = [event.side for event in ordered if event.side is not None]
    turns = sum(a is not b for a, b in itertools.pairwise(sided)) / max(1, len(sided) - 1)
    value = (
        rules.speed_share * speed_part
        + rules.hand_share * hand_part
        + rules.stamina_share * stamina
        + rules.reading_share * reading
    )
    parts = {
        "mean_rate": len(ordered) / max(length_s, 1.0),
        "peak_rate": peak_rate([round(event.at / speed) for event in ordered]),
        "speed": speed_part,
        "hand": hand_part,
        "stamina": stamina,
        "reading": reading,
        "turns": turns,
    }
    return Rating(round(value, 3), MappingProxyType({name: round(part, 3) for name, part in parts.items()}))
