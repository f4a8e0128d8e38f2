"""A song to light a room by, and views of it."""

from dataclasses import replace

from rhythm_fu.chart import (
    Chart,
    Drop,
    DropKind,
    Event,
    Kind,
    Level,
    Mark,
    MarkKind,
    Pulse,
    PulseKind,
    Reach,
    Side,
)
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.style.tier import Tier
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import START, SongTime, Tick, beats, ms
from tests.unit.chart_samples import a_song, level_of

TEMPO = TempoMap.constant(128, SongTime(ms(100)))


def at(beat: float) -> SongTime:
    return TEMPO.at(beats(beat))


def tick(beat: float) -> Tick:
    return Tick(beats(beat))


def pulse(beat: float, kind: PulseKind, strength: int = 95) -> Pulse:
    return Pulse(tick(beat), at(beat), kind, strength)


def mark(kind: MarkKind, start: float, end: float, label: str = "") -> Mark:
    return Mark(kind, tick(start), at(start), tick(end), at(end), label)


def event(beat: float, kind: Kind = Kind.TAKEDOWN, side: Side | None = Side.LEFT, reach: Reach = Reach.NEAR) -> Event:
    return Event(tick(beat), at(beat), kind, side, reach)


def a_night(prop: str = "chandelier", kind: Kind = Kind.TAKEDOWN) -> Chart:
    """64 beats: four on the floor, a build over beats 16 to 32, a drop on 32, an attacker on every other beat."""
    sides = (Side.LEFT, Side.RIGHT, Side.RIGHT)
    reaches = (Reach.NEAR, Reach.FAR)
    blows = [event(b, kind, sides[b % 3], reaches[b // 2 % 2]) for b in range(4, 60, 2) if not 24 <= b <= 34]
    drop = Event(tick(32), at(32), Kind.DROP, prop=prop, hold_from=tick(24), hold_at=at(24))
    pulses = [pulse(b, PulseKind.KICK) for b in range(64)]
    pulses += [pulse(b + 0.5, PulseKind.HAT, 60) for b in range(64)]
    pulses += [pulse(b, PulseKind.SNARE, 80) for b in range(1, 64, 2)]
    marks = [
        mark(MarkKind.BUILD, 16, 32),
        mark(MarkKind.SECTION, 0, 32, "build"),
        mark(MarkKind.SECTION, 32, 64, "drop"),
    ]
    marks += [mark(MarkKind.PHRASE, b, b + 16) for b in range(0, 64, 16)]
    return replace(
        a_song(),
        tempo=TEMPO,
        levels=(level_of(Level.MASTER, *blows, drop),),
        drops=(Drop(tick(32), at(32), DropKind.DROP, 0.9),),
        marks=tuple(sorted(marks, key=lambda m: (m.at, m.kind.value))),
        pulses=tuple(sorted(pulses, key=lambda p: (p.at, p.kind.value))),
        energy=(40, 50, 60, 70) * 2 + (95,) * 8,
    )


MOVES = (Move.STRIKE, Move.SHOT, Move.WHEEL_KICK, Move.HEADSHOT, Move.PLATE)


def a_view(chart: Chart, now: SongTime, *, grace: float = 80.0, panes: tuple[int, int] = (0, 0)) -> FightView:
    """The fight at a moment, every event answered 5 ms early."""
    level = chart.level(Level.MASTER)
    assert level is not None
    targets, judgements = [], []
    hold = None
    for number, found in enumerate(level.events):
        beat = TEMPO.beat_length(found.at)
        move = Move.DROP_FINISHER if found.kind is Kind.DROP else MOVES[number % 5]
        if found.kind is Kind.REFLECT:
            move = Move.RICOCHET
        judged = None
        if now >= found.at - ms(5):
            when = SongTime(found.at - ms(5))
            judged = Judgement(number, found, found.side, when, -ms(5), Grade(2 + number % 3), 0.95, move)
            judgements.append(judged)
        if found.at - 4 * beat <= now <= found.at + 2 * beat:
            enters, winds_up = SongTime(found.at - 4 * beat), SongTime(found.at - beat)
            targets.append(TargetView(number, found, found.side, enters, winds_up, judged))
        if found.hold_at is not None and found.hold_at <= now < found.at:
            hold = (found.hold_at, found.at)
    return FightView(
        now=now, targets=tuple(targets), judgements=tuple(judgements[-24:]), actions=(), errors=(), style_points=0,
        multiplier=1.0, combo=3, best_combo=3, precision=0, accuracy=1.0, grace=grace, tier=Tier.FOUETTE, health=100.0,
        rounds=6, plates=1, is_armed=False, armed_until=START, hold_from=hold[0] if hold else None,
        hold_until=hold[1] if hold else None, down_until=None, off_balance_until=None, knockdowns_left=3, panes=panes,
    )  # fmt: skip
