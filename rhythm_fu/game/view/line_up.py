"""Who is next on each side, how far the others stand behind him, and how brightly each is lit.

Five places a side are on the picture, and none overlaps another: the near mark, one behind it, the far mark, two toward
the wing. Everybody else waits outside. Places are shares of a turn, not whole numbers, so that nobody ever jumps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.fight.view import TargetView
from rhythm_fu.game.view.layout import FAR_PX, NEAR_PX
from rhythm_fu.units import MICROS, seconds


@dataclass(frozen=True, slots=True)
class LineRules:
    """Pixels are from the centre, lights are shares of the full rim light, seconds are the picture's."""

    second_px: int = 326
    """The second of the near mark: clear of the one before him and of the far mark."""
    back_px: int = 552
    back_step_px: int = 92
    """The two behind stand here and one step farther, half in the wing; the next is out of the picture."""
    lights: tuple[float, ...] = (1.0, 0.72, 0.3, 0.0)
    """The next of a side, the one after him, one who waits in the dark: the eye has to find the first at once."""
    all_lights: tuple[float, ...] = (1.0, 1.0, 0.86, 0.6, 0.42, 0.3)
    """Likewise by the turns ahead of him on either side: two or three of everybody are lit, whichever side they are."""
    soon_s: tuple[float, float] = (1.5, 2.1)
    """One whose turn is farther off than the second has `far_light` of his light; all of it from the first on."""
    far_light: float = 0.4
    outline_from: float = 2.5
    """Turns ahead of one who is only an outline; three may be lit."""
    step_s: float = 0.34
    """For moving up by one place, where there is time for it."""


RULES: Final = LineRules()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in his side's line. `out_px` from the centre; `turns` may be a share while others move up."""

    turns: float = 0.0
    at_mark: float = 0.0
    out_px: float = float(NEAR_PX)
    is_moving: bool = False

    @property
    def light(self) -> float:
        """How brightly he is lit, 0..1."""
        return _between(RULES.lights, self.turns)

    @property
    def is_outline(self) -> bool:
        """Whether he comes too late to be one of the three."""
        return self.turns >= RULES.outline_from


def reach_of(event: Event) -> Reach:
    """At which mark he is answered."""
    return Reach.FAR if event.kind is Kind.REFLECT else event.reach or Reach.NEAR


def ease(share: float) -> float:
    """0..1, soft at both ends."""
    u = min(1.0, max(0.0, share))
    return u * u * (3 - 2 * u)


def line_up(targets: Sequence[TargetView], side: Side, now: int) -> dict[int, Place]:
    """The places of all who come for her from a side, by target. Drops bring one on either side; sweeps stand apart."""
    found: dict[int, Place] = {}
    before: list[tuple[TargetView, tuple[bool, Reach], float]] = []
    for seen in sorted(targets, key=lambda t: (t.event.at, t.target)):
        kind = seen.event.kind
        if kind is Kind.SWEEP or (kind is not Kind.DROP and seen.side is not side):
            continue
        reach = reach_of(seen.event)
        mark = (kind is Kind.REFLECT, reach)
        turns, at_mark, back, is_moving = 0.0, 0.0, 0.0, False
        for other, other_mark, other_back in before:
            share = _turn_taken(other, seen, now)
            left = 1 - ease(share)
            turns += left
            if mark[0] is other_mark[0]:
                back += other_back
                is_moving = is_moving or 0 < share < 1
                at_mark += left if mark == other_mark else 0.0
        own_back = min(1.0, max(0.0, at_mark - (reach is Reach.NEAR)))
        place = Place(turns, at_mark, _out(reach, at_mark, back), is_moving and at_mark > 0)
        found[seen.target] = place
        before.append((seen, mark, own_back))
    return found


def dimmed_by_all(targets: Sequence[TargetView], seen: TargetView, now: int) -> float:
    """0..1, what everybody's turns and the time to his own leave of one's light."""
    ahead, longest = 0.0, seconds(RULES.step_s)
    for other in targets:
        is_over = now - other.event.at > longest
        is_before = not is_over and (other.event.at, other.target) < (seen.event.at, seen.target)
        if is_before and other.event.kind is not Kind.SWEEP:
            ahead += 1 - ease(_turn_taken(other, seen, now))
    near, far = RULES.soon_s
    farther = ease(((seen.event.at - now) / MICROS - near) / (far - near))
    return _between(RULES.all_lights, ahead) * (1 - (1 - RULES.far_light) * farther)


def _turn_taken(other: TargetView, seen: TargetView, now: int) -> float:
    """0 while the other still has his turn before him; 1 when the place he leaves is free."""
    step = min(seconds(RULES.step_s), (seen.event.at - other.event.at) * 0.8)
    return min(1.0, max(0.0, (now - other.event.at) / max(1.0, step)))


def _out(reach: Reach, at_mark: float, back: float) -> float:
    behind = RULES.back_px + RULES.back_step_px * back
    stops = (NEAR_PX, RULES.second_px, behind) if reach is Reach.NEAR else (FAR_PX, behind)
    return _between(tuple(float(stop) for stop in stops), at_mark)


def _between(stops: tuple[float, ...], at: float) -> float:
    """Along the stops; the last one is never left."""
    if at >= len(stops) - 1:
        return stops[-1]
    first = int(at)
    return stops[first] + (stops[first + 1] - stops[first]) * (at - first)
