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
from rhythm_fu.game.view.line_up import Place, dimmed_by_all, ease, line_up, reach_of
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.units import SongTime, seconds

Moves = Mapping[str, MoveInfo]
Lines = Mapping[Side, Mapping[int, Place]]

STRIDE_PX: Final = 190
"""What one round of the run covers."""

NEXT_ORDER: Final = 90
"""Of the next attacker of a side; she stands before everybody but a slider."""


@dataclass(frozen=True, slots=True)
class Places:
    """Pixels and seconds of the attackers' ways."""

    wing: int = 90
    """How far outside the picture they start."""
    step_back: int = 26
    """How far from his mark one waits before his wind-up brings him onto it."""
    light: int = 70
    heavy: int = 200
    """A near attacker's chance to be a brawler grows from none to certain between these weights."""
    slide_from: int = 560
    """A slider's crouch, pixels from the centre: behind everybody who stands at a mark."""
    slid_by: float = 1.25
    """Beats after his start when he begins to fade: he is past her and harmless."""
    crouch_light: float = 0.5
    guard_off: int = 24
    """A drop's guards keep this far off their marks."""
    reflection: float = 0.8
    knock: int = 74
    """A dying one is driven back so far, within `knock_s`: the next has his place."""
    knock_s: float = 0.3
    jolt_s: float = 0.05
    """A death begins this far into its film: from the wind-up straight into the recoil."""
    lies_s: float = 0.75
    """Seconds from the blow until a body begins to fade, where there is nobody behind him."""
    least_lies_s: float = 0.22
    """In a rush a body fades while it falls: the floor belongs to those who stand."""
    fades_s: float = 0.3
    pale: float = 0.5
    pales_s: float = 0.12
    """In a rush a body is only half there after twice so long."""
    steps_in: int = 26
    """One whom she missed comes so much nearer for his blow."""
    rush_s: float = 1.0
    """Whoever is followed by another within this leaves no time for running off."""
    flees_a_second: int = 420
    flees: int = 260
    """Pixels he runs until he is gone."""
    spent_light: float = 0.3
    """A body's rims go down to this within `fades_s`: it is over, do not look at it."""


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


class Attackers:
    """The attackers' part of the cast. Answers depend on the view and the moment alone."""

    def __init__(self, moves: Callable[[str], Moves], half_beat: Callable[[int], int]) -> None:
        self._moves, self._half_beat = moves, half_beat

    def at(self, view: FightView, now: SongTime) -> tuple[FigureAt, ...]:
        """All attackers on stage, unsorted. Who would not be seen is left out."""
        lines = {side: line_up(view.targets, side, int(now)) for side in Side}
        shown: list[FigureAt] = []
        for seen in view.targets:
            place = lines[seen.side].get(seen.target) if seen.side is not None else None
            if place is not None and seen.judgement is None and not place.light:
                continue
            shown += self._one(lines, view, seen, int(now))
        return tuple(figure for figure in shown if figure.alpha > 0 and figure.lit > 0)

    def _one(self, lines: Lines, view: FightView, seen: TargetView, now: int) -> list[FigureAt]:
        if seen.event.kind is Kind.SWEEP:
            return [self._slider(seen, now)]
        if seen.event.kind is Kind.DROP:
            return [self._guard(lines[side], view.targets, seen, side, now) for side in Side]
        side = seen.side or Side.RIGHT
        figure = self._standing(lines[side], view.targets, seen, side, now)
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

    def _standing(
        self, line: Mapping[int, Place], others: Sequence[TargetView], seen: TargetView, side: Side, now: int
    ) -> FigureAt:
        kind = kind_of(seen.event)
        moves = self._moves(kind)
        reach, place = reach_of(seen.event), line[seen.target]
        mark, out = mark_x(side, reach), 1 if side is Side.RIGHT else -1
        at, judged = int(seen.event.at), seen.judgement
        # the next is in front of those who come after him, whichever mark is his; the dead lie behind everybody
        order = NEXT_ORDER - min(9, round(place.turns * 2)) * 2 + (reach is Reach.NEAR)
        figure = FigureAt(kind, "wait", 0.0, mark, FLOOR_Y, -out, order=order)
        if judged is not None and judged.grade is not Grade.MISS and now >= max(at, int(judged.judged_at)):
            return self._falling(figure, moves, judged, self._until_next(line, others, seen), now)
        if judged is not None and judged.grade is Grade.MISS:
            return self._striking(figure, moves, seen, self._until_next(line, others, seen), now)
        holds = "pistol" if seen.has_gun and kind != "marksman" else ""  # a marksman's film has his
        lit = place.light * dimmed_by_all(others, seen, now)
        figure = replace(figure, lit=lit, is_outline=place.is_outline, holds=holds)
        if now >= seen.winds_up_at:
            move = moves["windup"]
            share = (now - seen.winds_up_at) / max(1, at - seen.winds_up_at)
            x = CENTRE_X + out * (place.out_px + PLACES.step_back * (1 - ease(share / 0.5)))
            return self._placed(figure, move, min(1.0, share / 0.8), x)
        return self._waiting(figure, moves, place, seen, out=out, now=now)

    def _placed(self, figure: FigureAt, move: MoveInfo, phase: float, x: float) -> FigureAt:
        return replace(figure, move=move.name, phase=phase, x_px=x, blur=move.blur_at(phase))

    def _waiting(
        self, figure: FigureAt, moves: Moves, place: Place, seen: TargetView, *, out: int, now: int
    ) -> FigureAt:
        """Running in, then waiting; whenever somebody ahead has had his turn, all behind him move up."""
        spot = CENTRE_X + out * (place.out_px + PLACES.step_back)
        run, arrive, wait = moves["enter"], moves["arrive"], moves["wait"]
        wing = CENTRE_X + out * (WIDTH / 2 + PLACES.wing)
        stop = int(seen.enters_at + (seen.winds_up_at - seen.enters_at) * 0.72)
        lands = stop - seconds(arrive.length_s * 0.5)
        share = (now - seen.enters_at) / max(1, stop - seen.enters_at)
        if share < 1:  # evenly at first, braking into the last steps
            x = wing + (spot - wing) * share * (1.4 - 0.4 * share)
            if now < lands:
                return self._placed(figure, run, abs(x - wing) / STRIDE_PX % 1.0, x)
            return self._placed(figure, arrive, (now - lands) / seconds(arrive.length_s), x)
        if now < lands + seconds(arrive.length_s):
            return self._placed(figure, arrive, (now - lands) / seconds(arrive.length_s), spot)
        if place.is_moving:
            return self._placed(figure, run, abs(spot - wing) / STRIDE_PX % 1.0, spot)
        length = seconds(wait.length_s)
        return self._placed(figure, wait, (now + seen.target * 137_000) % length / length, spot)

    @staticmethod
    def _until_next(line: Mapping[int, Place], others: Sequence[TargetView], seen: TargetView) -> int:
        """From his event to the next one's on this side."""
        later = [int(other.event.at) for other in others if other.target in line and other.event.at > seen.event.at]
        return min(later) - int(seen.event.at) if later else seconds(9)

    def _falling(self, figure: FigureAt, moves: Moves, judged: Judgement, until_next: int, now: int) -> FigureAt:
        deaths = [m for m in moves.values() if m.verb == "death"]
        fitting = [m for m in deaths if judged.move.value in m.fits] or deaths
        if judged.move is Move.HEADSHOT and dice("head", judged.target) < 0.3:
            fitting = [m for m in deaths if "strike" in m.fits]
        move = fitting[int(dice("death", judged.target) * len(fitting)) % len(fitting)]
        hit = max(int(judged.event.at), int(judged.judged_at))
        jolt = PLACES.jolt_s * (1 - ease((now - hit) / seconds(4 * PLACES.jolt_s)))
        phase = min(1.0, ((now - hit) / 1_000_000 + jolt) / move.length_s)
        shown = 4 * self._half_beat(now) - seconds(PLACES.fades_s)  # the view drops him two beats after
        lies = min(shown, seconds(PLACES.lies_s), until_next // 2)
        gone = hit + max(seconds(PLACES.least_lies_s), lies)
        alpha = 1.0 - ease((now - gone) / seconds(PLACES.fades_s))
        if until_next < seconds(PLACES.rush_s):  # the next one must not be lost against him
            alpha *= 1 - (1 - PLACES.pale) * ease((now - hit - seconds(PLACES.pales_s)) / seconds(PLACES.pales_s))
        driven = 1 - (1 - min(1.0, (now - hit) / seconds(PLACES.knock_s))) ** 2
        x = figure.x_px - figure.facing * PLACES.knock * driven
        spent = 1 - (1 - PLACES.spent_light) * ease((now - hit) / seconds(PLACES.fades_s))
        return replace(self._placed(figure, move, phase, x), alpha=alpha, lit=spent, order=figure.order - 30)

    def _striking(self, figure: FigureAt, moves: Moves, seen: TargetView, until_next: int, now: int) -> FigureAt:
        """Nobody answered: he steps in, his blow lands half a beat after the event, then he runs off.

        In a rush he is gone at once after the blow: the next one stands on his mark already.
        """
        at, move = int(seen.event.at), moves["blow"]
        assert seen.judgement is not None
        out = -figure.facing
        lands = max(int(seen.judgement.judged_at), at + self._half_beat(at))
        begins = lands - seconds(move.lead_s)
        ends = lands + seconds(move.tail_s)
        is_near = reach_of(seen.event) is Reach.NEAR
        came = ease((now - seen.judgement.judged_at) / max(1, lands - seen.judgement.judged_at))
        x = figure.x_px - out * PLACES.steps_in * came * is_near
        if now < begins:
            return self._placed(figure, moves["windup"], 1.0, x)
        if until_next < seconds(PLACES.rush_s):
            gone = ease((now - lands - seconds(PLACES.jolt_s)) / seconds(PLACES.least_lies_s))
            striking = self._placed(figure, move, min(1.0, (now - begins) / (ends - begins)), x)
            return replace(striking, alpha=1 - gone, lit=1 - 0.5 * gone)
        if now < ends:
            return self._placed(figure, move, (now - begins) / (ends - begins), x)
        ran = (now - ends) / 1_000_000 * PLACES.flees_a_second
        run = self._placed(figure, moves["enter"], ran / STRIDE_PX % 1.0, x + out * ran)
        gone = ran / PLACES.flees
        return replace(run, facing=out, alpha=max(0.0, 1 - gone), lit=max(0.0, 0.7 - 0.5 * gone))

    def _slider(self, seen: TargetView, now: int) -> FigureAt:
        """Crouches at the far side, slides through under her at the event's instant, and on."""
        moves = self._moves("slider")
        out = 1 if dice("sweep", int(seen.event.tick)) < 0.5 else -1
        at, start = int(seen.event.at), CENTRE_X + out * PLACES.slide_from
        figure = FigureAt("slider", "wait", 0.0, start, FLOOR_Y, -out, order=DANCER_ORDER + 20)
        if now < seen.winds_up_at:
            wing = CENTRE_X + out * (WIDTH / 2 + PLACES.wing)
            runs = min(seen.winds_up_at - seen.enters_at, at - seen.winds_up_at)  # a beat is enough for him
            share = (now - seen.winds_up_at + runs) / max(1, runs)
            figure = replace(figure, lit=PLACES.crouch_light)
            if share < 0.8:
                x = wing + (start - wing) * max(0.0, share) / 0.8
                return self._placed(figure, moves["enter"], abs(x - wing) / STRIDE_PX % 1.0, x)
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
        slid = self._placed(figure, slide, now % seconds(slide.length_s) / seconds(slide.length_s), x)
        return replace(slid, alpha=1 - ease((share - PLACES.slid_by) / 0.4))

    def _guard(
        self, line: Mapping[int, Place], others: Sequence[TargetView], seen: TargetView, side: Side, now: int
    ) -> FigureAt:
        """A drop takes one with it on either side."""
        figure = self._standing(line, others, replace(seen, side=side), side, now)
        out = 1 if side is Side.RIGHT else -1
        return replace(figure, x_px=figure.x_px + out * PLACES.guard_off)
