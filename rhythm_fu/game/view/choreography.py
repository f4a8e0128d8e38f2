"""Which move answers which event: the whole chart is planned at once, each move grows out of the one before."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.fight.view import ActionKind
from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.judge.model import Move
from rhythm_fu.units import MICROS, SongTime

VERBS: Final = {
    Move.STRIKE: "strike",
    Move.SHOT: "shot",
    Move.PLATE: "plate",
    Move.WHEEL_KICK: "wheel-kick",
    Move.HEADSHOT: "headshot",
    Move.RICOCHET: "ricochet",
    Move.ARENA_PROP: "drop",
    Move.DROP_FINISHER: "drop",
    Move.EVADE: "evade",
}
"""Which films show a judged move."""

ACTION_VERBS: Final = {
    ActionKind.FLOURISH: "evade",
    ActionKind.EVADED: "evade",
    ActionKind.STUMBLE: "stumble",
    ActionKind.DRY: "stumble",
    ActionKind.RELOAD: "reload",
    ActionKind.PLATE_TAKEN: "reload",
}
"""Which films show a press that answered nothing."""

FORESEEN: Final = {
    ("strike", "en pointe"): "wheel-kick",
    ("shot", "en pointe"): "headshot",
    ("shot", "dry"): "plate",
}
"""What she prepares instead of a planned verb, when the state she is in makes it so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How she stands between two moves: in a stance, facing right (+1) or left (-1)."""

    stance: str = "fifth"
    facing: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """What has to be answered at one instant. `side` +1 right, -1 left, 0 both or neither."""

    at: SongTime
    verb: str
    side: int
    hold_at: SongTime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A moment with the move that answers it, and the way she faces in it."""

    moment: Moment
    move: MoveInfo
    facing: int

    @property
    def entry(self) -> Standing:
        """How she must stand to begin."""
        return Standing(self.move.entry, self.facing)

    @property
    def exit(self) -> Standing:
        """How she stands at its end."""
        return after(self.move, self.facing)


@dataclass(frozen=True, slots=True)
class Taste:
    """What the picker dislikes, in one currency. Hurry counts most: a move squeezed to nothing looks like a cut."""

    hurry: float = 2.2
    brisk: float = 1.5
    """How many times faster than filmed a lead-in may run and still look like dancing."""
    way: float = 0.8
    """Every second spent getting into the right stance."""
    short: float = 0.7
    """A reach that falls a hundred pixels short of the mark: she would have to glide to it."""
    repeat: float = 1.3
    """The move was danced just now; older uses count less."""
    grand: float = 1.0
    """Every second that a move is long is welcome: grand ones are what people come to see."""
    tail: float = 0.22
    """A hurried way back from a blow looks less like a cut than a hurried way into it."""
    chance: float = 0.4
    """How far a throw of the chart's own dice may tip the scales."""
    memory: int = 6


TASTE: Final = Taste()
ARMED_BEATS: Final = 1.05
"""A pirouette arms for a beat; a hair more because both times are rounded."""


def after(move: MoveInfo, facing: int) -> Standing:
    """How she stands after a move danced facing this way."""
    if move.exit.startswith("~"):
        return Standing(move.exit[1:], -facing)
    return Standing(move.exit, facing)


def dice(*key: object) -> float:
    """The same number 0..1 for the same key, on every machine."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=4).digest(), "big") / 0xFFFFFFFF


def moments(events: Iterable[Event], beat_length: int) -> tuple[Moment, ...]:
    """The instants of a level, in order; everything due at once is one moment."""
    grouped: dict[int, list[Event]] = {}
    for event in events:
        grouped.setdefault(int(event.at), []).append(event)
    made: list[Moment] = []
    for at in sorted(grouped):
        here = grouped[at]
        sides = {event.side for event in here}
        armed = bool(made) and made[-1].verb == "evade" and at - made[-1].at <= beat_length * ARMED_BEATS
        first = here[0]
        hold = next((event.hold_at for event in here if event.kind is Kind.DROP), None)
        side = 0
        if len(sides) == 1 and first.side is not None:
            side = 1 if first.side is Side.RIGHT else -1
        made.append(Moment(SongTime(at), _verb(here, armed=armed), side, hold))
    return tuple(made)


def _verb(here: Sequence[Event], *, armed: bool) -> str:
    kinds = {event.kind for event in here}
    first = here[0]
    if Kind.DROP in kinds:
        return "drop"
    if Kind.DOUBLE in kinds or len({event.side for event in here}) > 1:
        return "double"
    if Kind.SWEEP in kinds:
        return "evade"
    if first.kind in {Kind.REFLECT, Kind.SHIELD}:
        return "ricochet"
    if first.reach is Reach.FAR:
        return "headshot" if armed else "shot"
    return "wheel-kick" if armed else "strike"


class Repertoire:
    """The dancer's moves, sorted by what they answer, and the ways from stance to stance."""

    def __init__(self, moves: Mapping[str, MoveInfo], short: Callable[[str], float] | None = None) -> None:
        """`short` says how many pixels a move falls short of where it has to hit."""
        self.moves = moves
        self._short = short or (lambda _: 0.0)
        by_verb: dict[str, list[MoveInfo]] = {}
        for name in sorted(moves):
            by_verb.setdefault(moves[name].verb, []).append(moves[name])
        self._by_verb = {verb: tuple(found) for verb, found in by_verb.items()}

    def of(self, verb: str) -> tuple[MoveInfo, ...]:
        """Moves that answer a verb; a double can be missing from a small repertoire, then strikes do."""
        return self._by_verb.get(verb) or self._by_verb["strike"]

    def way(self, start: Standing, goal: Standing) -> tuple[tuple[MoveInfo, int], ...]:
        """Links and turns, each with the facing it is danced in, from one standing to another."""
        found: list[tuple[MoveInfo, int]] = []
        stance, facing = start.stance, start.facing
        if facing != goal.facing:  # she turns in the stance that is nearer the ground: it is the steadier pivot
            found.append((self.moves[f"turn-{stance}"], facing))
            facing = goal.facing
        if stance != goal.stance:
            found.append((self.moves[f"link-{stance}-{goal.stance}"], facing))
        return tuple(found)

    def pick(
        self, moment: Moment, start: Standing, room: tuple[float, float], recent: Sequence[str], taste: Taste = TASTE
    ) -> Step:
        """The move that best answers a moment. `room` is the seconds free before it and after it."""
        since, until = room
        best: tuple[float, Step] | None = None
        for move in self.of(moment.verb):
            for facing in (start.facing, -start.facing) if moment.side == 0 else (moment.side * move.side,):
                step = Step(moment, move, facing)
                way = sum(link.length_s for link, _ in self.way(start, step.entry))
                before, behind = way + move.lead_s, move.tail_s
                hurry = max(0.0, before / max(since, 0.05) - taste.brisk)
                hurry += taste.tail * max(0.0, behind / max(until * 0.75, 0.05) - 1)
                cost = taste.hurry * min(hurry, 6.0) + taste.way * way + taste.short * self._short(move.name) / 100
                for ago, name in enumerate(reversed(recent[-taste.memory :])):
                    cost += taste.repeat * (1 - ago / taste.memory) * (name == move.name)
                cost -= taste.grand * min(move.length_s, 1.0)
                cost += taste.chance * dice(move.name, int(moment.at), facing)
                cost += 0.05 * (facing != start.facing)
                if best is None or cost < best[0]:
                    best = (cost, step)
        assert best is not None, "the repertoire has a move for every verb"
        return best[1]


class Choreography:
    """All steps of a level in order. `entries` holds how she stands before each."""

    def __init__(self, planned: Sequence[Moment], repertoire: Repertoire) -> None:
        self.steps: tuple[Step, ...] = ()
        self.repertoire = repertoire
        steps: list[Step] = []
        standing, recent = Standing(), list[str]()
        for i, moment in enumerate(planned):
            gap = (moment.at - planned[i - 1].at) / MICROS if i else 8.0
            since = max(gap * 0.45, gap - (steps[-1].move.tail_s * 0.6 if steps else 0.0))
            until = (planned[i + 1].at - moment.at) / MICROS if i + 1 < len(planned) else 8.0
            step = repertoire.pick(moment, standing, (since, until), recent)
            steps.append(step)
            recent.append(step.move.name)
            standing = step.exit
        self.steps = tuple(steps)
        self._times = [int(step.moment.at) for step in steps]

    def last_before(self, now: int) -> int:
        """The number of the last step whose instant has come, -1 before the first."""
        return bisect_right(self._times, now) - 1

    def find(self, at: int) -> int | None:
        """The number of the step at exactly this instant."""
        i = bisect_right(self._times, at) - 1
        return i if i >= 0 and self._times[i] == at else None

    def before(self, i: int) -> Standing:
        """How she stands when step i begins to be prepared."""
        return self.steps[i - 1].exit if i > 0 else Standing()

    def room(self, i: int) -> tuple[float, float]:
        """Seconds before and after step i's instant to its neighbours'."""
        at = self._times[i]
        since = (at - self._times[i - 1]) / MICROS if i else 8.0
        until = (self._times[i + 1] - at) / MICROS if i + 1 < len(self._times) else 8.0
        return since, until
