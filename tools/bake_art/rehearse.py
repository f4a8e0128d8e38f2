"""A fight without a game: a made-up chart, every answer exact, as strips, or timings of drawing it.

`python -m tools.bake_art.rehearse strip -o dance.png` · `... time` · `... frame -o one.png --at 9.2`
"""

import argparse
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

from rhythm_fu.chart.model import (
    AudioRef,
    Chart,
    Event,
    Generator,
    Kind,
    Level,
    LevelChart,
    Rating,
    Reach,
    Side,
    SongInfo,
)
from rhythm_fu.fight.view import Blow, FightView, TargetView
from rhythm_fu.game.art.figure_at import Light
from rhythm_fu.game.art.figures import Figures
from rhythm_fu.game.view.cast import Cast
from rhythm_fu.game.view.stage import Stage
from rhythm_fu.judge.model import Grade, Judgement, Move
from rhythm_fu.style.tier import Tier
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import SongTime, Tick, beats

L, R, N, F = Side.LEFT, Side.RIGHT, Reach.NEAR, Reach.FAR
TEMPO = TempoMap.constant(124, SongTime(400_000))
NIGHTCLUB = ((30, 8, 42), Light((7, 3, 13), (255, 42, 141), (56, 232, 255)))
CONSERVATORY = ((188, 206, 216), Light((29, 40, 48), (255, 255, 255), (169, 212, 234)))


def event(
    beat: float,
    kind: Kind,
    side: Side | None = None,
    reach: Reach | None = None,
    *,
    hold: float | None = None,
    weight: int = 100,
) -> Event:
    tick = Tick(beats(beat))
    held = None if hold is None else Tick(beats(hold))
    return Event(tick, TEMPO.at(tick), kind, side, reach, weight, None, held, None if held is None else TEMPO.at(held))


def take(beat: float, side: Side, reach: Reach, weight: int = 100) -> Event:
    return event(beat, Kind.TAKEDOWN, side, reach, weight=weight)


EVENTS = (
    take(4, R, N), take(5, R, N), take(6, L, N), take(7, R, F), take(8, L, F),
    event(9, Kind.SWEEP), take(10, R, F), take(10.5, R, N), take(11, L, N, 150), take(11.5, L, N), take(12, R, F),
    event(13, Kind.DOUBLE, L), event(14, Kind.SWEEP), take(15, R, N), take(15.5, L, F), take(16, L, F),
    take(16.5, R, N),
    take(17, L, N),
    take(17.25, R, N), take(17.5, L, N), take(18, R, F), event(19, Kind.SHIELD, R), event(20, Kind.REFLECT, L, F),
    event(25, Kind.DROP, hold=22), take(26, R, N), take(27, L, N), take(28, R, F), take(32, L, N),
)  # fmt: skip


def a_chart(events: tuple[Event, ...] = EVENTS) -> Chart:
    level = LevelChart(Level.HARD, events, Rating(5))
    audio = AudioRef("x.ogg", "0" * 64, 44_100 * 60, 44_100, "x")
    audio = AudioRef("x.ogg", "0" * 64, 44_100 * 60, 44_100, "x")
    return Chart(Generator("rhythm-fu", "0"), audio, SongInfo("X"), TEMPO, (level,))


def _move(chart_event: Event, armed: bool) -> Move:
    if chart_event.kind is Kind.DROP:
        return Move.DROP_FINISHER
    if chart_event.kind is Kind.SWEEP:
        return Move.EVADE
    if chart_event.kind in {Kind.SHIELD, Kind.REFLECT}:
        return Move.RICOCHET
    if chart_event.reach is Reach.FAR:
        return Move.HEADSHOT if armed else Move.SHOT
    return Move.WHEEL_KICK if armed else Move.STRIKE


@dataclass(frozen=True)
class Rehearsal:
    """Views of a fight in which everything is answered with the same error, save the targets to be missed."""

    chart: Chart
    error: int = 0
    missed: frozenset[int] = frozenset()

    def view(self, now: int) -> FightView:
        """The fight at a moment, in microseconds."""
        seen, judged = [], []
        number, last_sweep = 0, -(10**12)
        level = self.chart.level(Level.HARD)
        assert level is not None
        for e in level.events:
            sides = [L, R] if e.kind is Kind.DOUBLE else [e.side]
            armed = e.at - last_sweep <= TEMPO.beat_length(0) * 1.05
            for side in sides:
                miss = number in self.missed
                at = SongTime(e.at + (120_000 if miss else self.error))
                judgement = None
                if at <= now:
                    grade = Grade.MISS if miss else Grade.FLAWLESS
                    judgement = Judgement(
                        number,
                        e,
                        side,
                        at,
                        None if miss else self.error,
                        grade,
                        0.0 if miss else 1.0,
                        Move.NONE if miss else _move(e, armed),
                    )
                    judged.append(judgement)
                if e.at - beats_us(4) <= now <= e.at + beats_us(2):
                    seen.append(
                        TargetView(
                            number, e, side, SongTime(e.at - beats_us(4)), SongTime(e.at - beats_us(1)), judgement
                        )
                    )
                number += 1
            last_sweep = e.at if e.kind is Kind.SWEEP else -(10**12)  # the next attack takes it
        landed = [SongTime(max(j.judged_at, j.event.at + beats_us(0.5))) for j in judged]
        pairs = [(at, j) for at, j in zip(landed, judged, strict=True) if j.error is None and at <= now]
        blows = [Blow(at, j.target, j.side) for at, j in pairs]
        return FightView(
            SongTime(now), tuple(seen), tuple(judged[-24:]), (), (), 0, 1, 0, 0, 0, 1, 50, Tier.RELEVE, 100, 6, 0,
            False, SongTime(0), None, None, None, None, None, blows=tuple(blows[-8:]),
        )  # fmt: skip


def beats_us(n: float) -> int:
    return round(n * TEMPO.beat_length(0))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["strip", "time", "frame", "plan"])
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--start", type=float, default=3.0, help="beats")
    parser.add_argument("--beats", type=float, default=10.0)
    parser.add_argument("--step", type=float, default=0.125, help="beats between frames")
    parser.add_argument("--at", type=float, default=4.0, help="beats")
    parser.add_argument("--arena", help="the real stage behind them")
    parser.add_argument("--bright", action="store_true")
    parser.add_argument("--alone", action="store_true", help="the dancer without attackers")
    parser.add_argument("--cols", type=int, default=16)
    parser.add_argument("--scale", type=float, default=0.5)
    parser.add_argument("--error", type=int, default=0, help="of every answer, in ms")
    parser.add_argument("--cold", action="store_true", help="nothing unpacked beforehand")
    parser.add_argument("--miss", type=int, nargs="*", default=[])
    a = parser.parse_args()
    pygame.init()
    pygame.display.set_mode((64, 64))
    figures = Figures()
    chart = a_chart()
    cast = Cast(chart, Level.HARD, figures)
    show = Rehearsal(chart, a.error * 1000, frozenset(a.miss))
    ground, light = CONSERVATORY if a.bright else NIGHTCLUB
    canvas = pygame.Surface((1280, 720))
    stage = Stage(chart, Level.HARD, a.arena) if a.arena else None

    def picture(now: int) -> str:
        label = ""
        if stage is not None:
            stage.draw(canvas, show.view(now), SongTime(now))
            return label
        canvas.fill(ground)
        for figure in cast.at(show.view(now), SongTime(now)):
            if not a.alone or figure.kind == "dancer":
                figures.draw(canvas, figure, light)
                if figure.kind == "dancer":
                    label = f"{figure.move} {figure.phase:.2f}"
        return label

    if a.what == "plan":
        for step in cast.steps:
            beat = (step.moment.at - 400_000) / TEMPO.beat_length(0)
            way = f"{step.facing:+d} {step.move.entry}->{step.move.exit}"
            print(f"{beat:6.2f} {step.moment.verb:10} {step.move.name:18} {way}")
    elif a.what == "frame":
        now = int(TEMPO.at(beats(a.at)))
        picture(now)
        pygame.image.save(canvas, a.out)
    elif a.what == "strip":
        clip = pygame.Rect(460, 240, 360, 320) if a.alone else pygame.Rect(0, 180, 1280, 380)
        n = int(a.beats / a.step) + 1
        w, h = round(clip.w * a.scale), round(clip.h * a.scale)
        sheet = pygame.Surface((w * min(n, a.cols), h * (-(-n // a.cols))))
        font = pygame.font.Font(None, 18)
        instants = {int(e.at) for e in EVENTS}
        for i in range(n):
            beat = a.start + i * a.step
            now = int(TEMPO.at(beats(beat)))
            label = f"{beat:.2f} {picture(now)}"
            tile = pygame.transform.smoothscale(canvas.subsurface(clip), (w, h))
            sheet.blit(tile, (i % a.cols * w, i // a.cols * h))
            sheet.blit(
                font.render(label, True, (255, 255, 0) if now in instants else (150, 150, 150)),
                (i % a.cols * w + 3, i // a.cols * h + 3),
            )
        pygame.image.save(sheet, a.out)
    else:
        began = time.perf_counter()
        for kind in ("dancer", "brawler", "runner", "marksman", "shield", "slider"):
            figures.moves(kind)
        print(f"load all: {(time.perf_counter() - began) * 1000:.0f} ms")
        if not a.cold:
            cpu = time.process_time()
            figures.prepare()
            print(f"unpack all: {(time.process_time() - cpu) * 1000:.0f} ms CPU")
        draw, think, counts = [], [], []
        for frame in range(60 * 12):
            now = int(TEMPO.at(beats(3))) + frame * 16_667
            view = show.view(now)
            t0 = time.process_time()
            crowd = cast.at(view, SongTime(now))
            t1 = time.process_time()
            for figure in crowd:
                figures.draw(canvas, figure, Light(light.ink, light.left, light.right, frame % 31 / 31))
            t2 = time.process_time()
            think.append((t1 - t0) * 1000)
            draw.append((t2 - t1) * 1000)
            counts.append(len(crowd))
        p99 = sorted(draw)[int(len(draw) * 0.99)]
        print(f"figures a frame: mean {statistics.mean(counts):.1f}, most {max(counts)}")
        busy = sorted(d for d, n in zip(draw, counts, strict=True) if n >= 8)
        worst = busy[int(len(busy) * 0.99)]
        print(f"draw with eight or more: median {statistics.median(busy):.2f}, p99 {worst:.2f} ms CPU")
        print(f"draw: median {statistics.median(draw):.2f}, p99 {p99:.2f} ms CPU")
        print(f"cast: median {statistics.median(think):.2f}, most {max(think):.2f} ms CPU")


if __name__ == "__main__":
    main()
