"""Where attackers are: they run in from the wings, wait their turn, wind up, and fall or strike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rhythm_fu.chart.model import Event, Kind, Reach, Side
from rhythm_fu.fight.view import FightView, TargetView
from rhythm_fu.game.art.atlas import MoveInfo
from rhythm_fu.game.art.figure_at import FigureAt
from rhythm_fu.game.view.choreography import dice
from rhythm_fu.game.view.dance import DANCER_ORDER
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, WIDTH, mark_x
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import SongTime, seconds

Moves = Mapping[str, MoveInfo]


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels and seconds of the attackers' ways."""

    wing: int = 90
    """How far outside the picture they start."""
    queue: int = 82
    """Between one who waits and the next behind him."""
    step_back: int = 30
    """How far from his mark one waits before his wind-up brings him onto it."""
    step_s: float = 0.34
    """For moving up in the queue."""
    most_lit: int = 3
    light: int = 70
    heavy: int = 200
    """A near attacker's chance to be a brawler grows from none to certain between these weights."""
    slide_from: int = 470
    """A slider's crouch, pixels from the centre."""
    reflection: float = 0.8
    knock: int = 52
    """A dying one is driven back so far, within `knock_s`: the next has his place."""
    knock_s: float = 0.3
    jolt_s: float = 0.05
    """A death begins this far into its film: from the wind-up straight into the recoil."""
    lies_s: float = 0.75
    """Seconds from the blow until a body begins to fade, at most a beat; in bursts the next ones need the floor."""
    fades_s: float = 0.35


PLACES: Final = Places()
KINDS: Final = ("brawler", "runner", "marksman", "shield", "slider")


def kind_of(event: Event) -> str:
    """Which kind of attacker an event is; the same one every time."""
    if event.kind is Kind.SWEEP:
        return "slider"
    if event.kind is Kind.SHIELD:
        return "shield"
    if event.kind is Kind.REFLECT or event.reach is Reach.FAR:
        return "marksman"
    bulk = (event.weight - PLACES.light) / (PLACES.heavy - PLACES.light)
    is_heavy = event.kind is Kind.DROP or dice("kind", int(event.tick), event.side) < bulk
    return "brawler" if is_heavy else "runner"


def _ease(share: float) -> float:
    u = min(1.0, max(0.0, share))
    return u * u * (3 - 2 * u)


class Attackers:
    """The attackers' part of the cast. Answers depend on the view and the moment alone."""

    def __init__(self, moves: Callable[[str], Moves], half_beat: Callable[[int], int]) -> None:
        self._moves, self._half_beat = moves, half_beat

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """All attackers on stage, unsorted."""
        shown: list[FigureAt] = []
        ahead: dict[Side | None, int] = {}
        for seen in sorted(view.targets, key=lambda t: (t.event.at, t.target)):
            waits = seen.judgement is None
            place = ahead.get(seen.side, 0)
            if waits:
                ahead[seen.side] = place + 1
            for figure in self._one(view.targets, seen, int(now)):
                outline = waits and place >= PLACES.most_lit
                shown.append(replace(figure, is_outline=True) if outline else figure)
        return tuple(shown)

    def _one(self, others: Sequence[TargetView], seen: TargetView, now: int) -> list[FigureAt]:
        if seen.event.kind is Kind.SWEEP:
            return [self._slider(seen, now)]
        if seen.event.kind is Kind.DROP:
            return [self._guard(seen, side, now) for side in Side]
        side = seen.side or Side.RIGHT
        figure = self._standing(others, seen, side, seen.event.reach or Reach.NEAR, now)
        if seen.event.kind is Kind.REFLECT:
            there = side.other.value
            return [
                replace(
                    figure,
                    x_px=WIDTH - figure.x_px,
                    facing=-figure.facing,
                    alpha=figure.alpha * PLACES.reflection,
                    in_mirror=there,
                )
            ]
        return [figure]

    def _standing(self, others: Sequence[TargetView], seen: TargetView, side: Side, reach: Reach, now: int) -> FigureAt:
        kind = kind_of(seen.event)
        moves = self._moves(kind)
        mark, out = mark_x(side, reach), 1 if side is Side.RIGHT else -1
        at, judged = int(seen.event.at), seen.judgement
        order = 50 + (reach is Reach.NEAR) * 20 - (seen.target % 10)
        figure = FigureAt(kind, "wait", 0.0, mark, FLOOR_Y, -out, order=order)
        if judged is not None and judged.grade is not Grade.MISS and now >= max(at, int(judged.judged_at)):
            return self._falling(figure, moves, judged, now)
        if judged is not None and judged.grade is Grade.MISS:
            return self._striking(figure, moves, seen, out, now)
        if now >= seen.winds_up_at:
            move = moves["windup"]
            share = (now - seen.winds_up_at) / max(1, at - seen.winds_up_at)
            queue, _ = self._queue(others, seen, now)
            x = mark + out * (PLACES.step_back * (1 - _ease(share / 0.5)) + PLACES.queue * queue)
            return self._placed(figure, move, min(1.0, share / 0.8), x)
        return self._waiting(figure, moves, others, seen, out=out, now=now)

    def _queue(self, others: Sequence[TargetView], seen: TargetView, now: int) -> tuple[float, bool]:
        """How many stand before him at his mark, and whether he is moving up. It is his when his turn comes."""
        queue, moving = 0.0, False
        for other in others:
            same = (
                other.side is seen.side and other.event.reach is seen.event.reach and other.event.kind is not Kind.SWEEP
            )
            if same and (other.event.at, other.target) < (seen.event.at, seen.target):
                step = min(seconds(PLACES.step_s), (seen.event.at - other.event.at) * 0.8)
                share = (now - other.event.at) / max(1.0, step)
                queue += 1 - _ease(share)
                moving = moving or 0 < share < 1
        return queue, moving

    def _placed(self, figure: FigureAt, move: MoveInfo, phase: float, x: float) -> FigureAt:
        return replace(figure, move=move.name, phase=phase, x_px=x, blur=move.blur_at(phase))

    def _waiting(
        self, figure: FigureAt, moves: Moves, others: Sequence[TargetView], seen: TargetView, *, out: int, now: int
    ) -> FigureAt:
        """Running in, then waiting; whenever somebody ahead has had his turn, all behind him move up."""
        queue, moving = self._queue(others, seen, now)
        spot = figure.x_px + out * (PLACES.step_back + PLACES.queue * min(queue, 4.0))
        run, arrive, wait = moves["enter"], moves["arrive"], moves["wait"]
        wing = CENTRE_X + out * (WIDTH / 2 + PLACES.wing)
        stop = int(seen.enters_at + (seen.winds_up_at - seen.enters_at) * 0.72)
        lands = stop - seconds(arrive.length_s * 0.5)
        share = (now - seen.enters_at) / max(1, stop - seen.enters_at)
        if share < 1:  # evenly at first, braking into the last steps
            x = wing + (spot - wing) * (share * (1.4 - 0.4 * share) if share < 1 else 1.0)
            if now < lands:
                return self._placed(figure, run, abs(x - wing) / 190 % 1.0, x)
            return self._placed(figure, arrive, (now - lands) / seconds(arrive.length_s), x)
        if now < lands + seconds(arrive.length_s):
            return self._placed(figure, arrive, (now - lands) / seconds(arrive.length_s), spot)
        if moving:
            return self._placed(figure, run, abs(spot - wing) / 190 % 1.0, spot)
        length = seconds(wait.length_s)
        return self._placed(figure, wait, (now + seen.target * 137_000) % length / length, spot)

    def _falling(self, figure: FigureAt, moves: Moves, judged: Judgement, now: int) -> FigureAt:
        deaths = [m for m in moves.values() if m.verb == "death"]
        fitting = [m for m in deaths if judged.move.value in m.fits] or deaths
        if judged.move is Move.HEADSHOT and dice("head", judged.target) < 0.3:
            fitting = [m for m in deaths if "strike" in m.fits]
        move = fitting[int(dice("death", judged.target) * len(fitting)) % len(fitting)]
        hit = max(int(judged.event.at), int(judged.judged_at))
        jolt = PLACES.jolt_s * (1 - _ease((now - hit) / seconds(4 * PLACES.jolt_s)))
        phase = min(1.0, ((now - hit) / 1_000_000 + jolt) / move.length_s)
        gone = hit + min(2 * self._half_beat(now), seconds(PLACES.lies_s))
        alpha = 1.0 - _ease((now - gone) / seconds(PLACES.fades_s))
        driven = 1 - (1 - min(1.0, (now - hit) / seconds(PLACES.knock_s))) ** 2
        x = figure.x_px - figure.facing * PLACES.knock * driven
        return replace(self._placed(figure, move, phase, x), alpha=alpha, order=figure.order - 30)

    def _striking(self, figure: FigureAt, moves: Moves, seen: TargetView, out: int, now: int) -> FigureAt:
        """Nobody answered: his blow lands half a beat after the event, then he runs off."""
        at, move = int(seen.event.at), moves["blow"]
        assert seen.judgement is not None
        lands = max(int(seen.judgement.judged_at), at + self._half_beat(at))
        begins = lands - seconds(move.lead_s)
        ends = lands + seconds(move.tail_s)
        if now < begins:
            return self._placed(figure, moves["windup"], 1.0, figure.x_px)
        if now < ends:
            return self._placed(figure, move, (now - begins) / (ends - begins), figure.x_px)
        ran = (now - ends) / 1_000_000 * 420
        run = self._placed(figure, moves["enter"], ran / 190 % 1.0, figure.x_px + out * ran)
        return replace(run, facing=out, alpha=max(0.0, 1 - ran / 260))

    def _slider(self, seen: TargetView, now: int) -> FigureAt:
        """Crouches at the far side, slides through under her at the event's instant, and on."""
        moves = self._moves("slider")
        out = 1 if dice("sweep", int(seen.event.tick)) < 0.5 else -1
        at, start = int(seen.event.at), CENTRE_X + out * PLACES.slide_from
        figure = FigureAt("slider", "wait", 0.0, start, FLOOR_Y, -out, order=DANCER_ORDER + 20)
        if now < seen.winds_up_at:
            wing = CENTRE_X + out * (WIDTH / 2 + PLACES.wing)
            share = (now - seen.enters_at) / max(1, seen.winds_up_at - seen.enters_at)
            if share < 0.6:
                x = wing + (start - wing) * share / 0.6
                return self._placed(figure, moves["enter"], abs(x - wing) / 190 % 1.0, x)
            wait = moves["wait"]
            return self._placed(figure, wait, now % seconds(wait.length_s) / seconds(wait.length_s), start)
        share = (now - seen.winds_up_at) / max(1, at - seen.winds_up_at)
        # a short run-up, then one even slide that crosses her exactly on time
        x = (
            CENTRE_X + out * PLACES.slide_from * (1 - share * share)
            if share < 0.5
            else CENTRE_X + out * PLACES.slide_from * 1.5 * (1 - share)
        )
        if share < 0.4:
            return self._placed(figure, moves["windup"], share / 0.4, x)
        slide = moves["blow"]
        return self._placed(figure, slide, now % seconds(slide.length_s) / seconds(slide.length_s), x)

    def _guard(self, seen: TargetView, side: Side, now: int) -> FigureAt:
        """A drop takes one with it on either side."""
        figure = self._standing((), replace(seen, side=side), side, Reach.NEAR, now)
        out = 1 if side is Side.RIGHT else -1
        return replace(figure, x_px=figure.x_px + out * 70)
