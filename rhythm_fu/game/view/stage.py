"""The picture of a fight: the room, the fighters, the floor, the light. Drawing only looks.

A frame is a function of (chart, view, now). Lights and camera go by song time; bodies, blows and debris by picture
time, which slow motion may bend.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pygame

from rhythm_fu.chart.model import Chart, Kind, Level, Side
from rhythm_fu.fight.view import FightView
from rhythm_fu.game.art.figure_at import FigureAt, Light
from rhythm_fu.game.art.figures import Figures as DrawnFigures
from rhythm_fu.game.art.kit import Kit
from rhythm_fu.game.view import arena as kinds
from rhythm_fu.game.view.arena import ArenaFolders, arenas
from rhythm_fu.game.view.backlight import light_from_behind
from rhythm_fu.game.view.camera import Camera
from rhythm_fu.game.view.cast import Cast as DrawnCast
from rhythm_fu.game.view.crowd import CrowdPainter
from rhythm_fu.game.view.drive import Channel, Drives
from rhythm_fu.game.view.effects import Canvas, Effects, fallen_share
from rhythm_fu.game.view.floor import FloorPainter
from rhythm_fu.game.view.front import FrontPainter
from rhythm_fu.game.view.layout import CENTRE_X, FLOOR_Y, HEIGHT, WIDTH
from rhythm_fu.game.view.lights import BeamsPainter, FlamesPainter, GlowsPainter, RingsPainter, ShaftsPainter
from rhythm_fu.game.view.mirrors import MirrorsPainter, Scene
from rhythm_fu.game.view.opening import Opening
from rhythm_fu.game.view.particles import DustPainter
from rhythm_fu.game.view.planes import HangingPainter, LampsPainter, Painter, PlanePainter
from rhythm_fu.game.view.post import Post, Shine
from rhythm_fu.game.view.props import Props
from rhythm_fu.game.view.quality import FULL, Quality
from rhythm_fu.game.view.room import Moment, Room
from rhythm_fu.game.view.table import TablePainter
from rhythm_fu.game.view.trails import draw_trail, trail
from rhythm_fu.game.view.troupe import Cast, Figures
from rhythm_fu.game.view.warp import Warp, impact_at
from rhythm_fu.units import SongTime, ms

__all__ = ["Stage", "arenas"]

PAINTERS: Final[dict[type, Callable[[Any, Kit], Painter]]] = {  # each painter takes its own layer
    kinds.Plane: PlanePainter,
    kinds.Lamps: LampsPainter,
    kinds.Glows: lambda layer, _: GlowsPainter(layer),
    kinds.Beams: lambda layer, _: BeamsPainter(layer),
    kinds.Shafts: lambda layer, _: ShaftsPainter(layer),
    kinds.Rings: lambda layer, _: RingsPainter(layer),
    kinds.Crowd: CrowdPainter,
    kinds.Hanging: HangingPainter,
    kinds.Flames: FlamesPainter,
    kinds.Dust: lambda layer, _: DustPainter(layer),
}
TRAIL_BLUR: Final = 0.3
"""How fast her limbs must move to leave light behind."""
TRAIL_LASTS: Final = ms(140)
"""For so long after a blow its trail may still fade."""
LIGHT_STEPS: Final = 16
"""Rim light and alpha come in so many steps: figures keep their tints by these."""
MUZZLE: Final = (118, 196)
"""Where a shot leaves if the figures don't say: pixels ahead of the dancer and above the floor."""


class Stage:
    """Draws one fight in one arena. Keeps images and buffers; no frame depends on the one before."""

    def __init__(
        self,
        chart: Chart,
        level: Level,
        arena: str = "nightclub",
        *,
        quality: Quality = FULL,
        flash_safe: bool = True,
        shake: bool = True,
        slow_motion: bool = True,
        folders: Iterable[Path] = (),
        cast: Cast | None = None,
        figures: Figures | None = None,
        breathe: Callable[[], None] | None = None,
    ) -> None:
        """`breathe` is called between the parts of a frame, so that presses need not wait for its end."""
        files = ArenaFolders(folders)
        self._files, self._name = files, arena
        self.arena = files.load(arena)
        self._chart, self._level = chart, level
        self.heed(flash_safe=flash_safe, shake=shake, slow_motion=slow_motion)
        self._outer_breath = breathe or _hold_breath
        self._breathe = self.breathe
        self._rehearses = False
        drawn = DrawnFigures()
        self._cast = cast or DrawnCast(chart, level, drawn)
        self._bodies = figures or drawn
        self._figures: Figures = _Breathing(self._bodies, self._breathe)
        self._floor = FloorPainter(self.arena.floor, self._breathe)
        self._post = Post(self.arena.look, self._breathe)
        self._shine = Shine()
        self._opening = Opening(self.arena)
        self._mirrors = self._hang_mirrors(chart, level)
        bounces = {side: self._mirrors.bounce(side) for side in Side} if self._mirrors is not None else {}
        self._effects = Effects(self.arena.palette, bounces)
        self._props = Props(self.arena, Kit(files, arena))
        self._table = TablePainter(chart)
        near = [layer for layer in self.arena.layers if isinstance(layer, kinds.Front)]
        self._front = [FrontPainter(layer, Kit(files, arena)) for layer in near]
        self._built: dict[float, tuple[Room, list[tuple[int, Painter]]]] = {}
        self._quality = quality
        self._fit(quality)

    def heed(self, *, flash_safe: bool, shake: bool, slow_motion: bool) -> None:
        """From now on as the player wants it; also between two frames of a fight."""
        self.is_flash_safe = flash_safe
        self._drives = Drives(self._chart, self._level, flash_safe=flash_safe)
        self._camera = Camera(self._drives, shake=shake, wide=self.arena.look.zoom)
        self._warp = Warp(self._chart, self._level, slow_motion=slow_motion)

    def _hang_mirrors(self, chart: Chart, level: Level) -> MirrorsPainter | None:
        """The arena's panes; elsewhere plain ones come down when the level has an attacker seen only there."""
        own = next((layer for layer in self.arena.layers if isinstance(layer, kinds.Mirrors)), None)
        if own is not None:
            return MirrorsPainter(own)
        played = chart.level(level)
        found = [event for event in played.events if event.kind is Kind.REFLECT] if played is not None else []
        if not found:
            return None
        spans: list[tuple[int, int]] = []
        for event in found:
            beat = chart.tempo.beat_length(event.at)
            start, end = int(event.at) - 4 * beat, int(event.at) + beat
            if spans and start - spans[-1][1] < 4 * beat:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        palette = self.arena.palette
        return MirrorsPainter(kinds.Mirrors(tint=palette.haze, frame=palette.warm), tuple(spans))

    def prepare(self) -> None:
        """Unpack what a fight draws, while it loads: the first frames are then as quick as the rest."""
        if isinstance(self._bodies, DrawnFigures):
            self._bodies.prepare()

    def rehearse(
        self,
        views: Sequence[FightView],
        steps: Iterable[Quality] = (),
        also: Callable[[pygame.Surface, FightView], None] = lambda _surface, _view: None,
    ) -> None:
        """Draw these moments unseen, and the last of them at each of these steps: what is made when it is first drawn
        is made then. `also` paints over each. No presses are let in: another thread may do it behind the curtain.
        """
        unseen = pygame.Surface((WIDTH, HEIGHT), 0, 32)
        kept = self._quality
        self._rehearses = True
        try:
            for view in views:
                self.draw(unseen, view, view.now)
                also(unseen, view)
            for step in steps:
                self.quality = step
                self.draw(unseen, views[-1], views[-1].now)
        finally:
            self._rehearses = False
            self.quality = kept

    def breathe(self) -> None:
        """Let presses in, unless nobody is there yet."""
        if not self._rehearses:
            self._outer_breath()

    @property
    def quality(self) -> Quality:
        """The step it draws at."""
        return self._quality

    @quality.setter
    def quality(self, quality: Quality) -> None:
        self._quality = quality
        self._fit(quality)

    def _fit(self, quality: Quality) -> None:
        """Load the images for this step's resolution; both sizes are kept once loaded."""
        if quality.room not in self._built:
            kit = Kit(self._files, self._name, quality.room)
            # Mirrors reflect the fighters, so they are painted with them; what is in front comes after them.
            found = [layer for layer in self.arena.layers if not isinstance(layer, kinds.Mirrors | kinds.Front)]
            layers = [(layer.quality, PAINTERS[type(layer)](layer, kit)) for layer in found]
            self._built[quality.room] = (Room.at(quality.room), layers)

    def picture_time(self, view: FightView, now: SongTime) -> SongTime:
        """The time bodies and debris are drawn at: song time, bent by hit-stop and slow motion."""
        return self._warp.at(view.judgements, now)

    def draw(self, surface: pygame.Surface, view: FightView, now: SongTime) -> None:
        """Paint the whole 1280x720 picture, without HUD and telegraphs."""
        moment = self._moment(view, now)
        room, layers = self._built[self._quality.room]
        room.begin(moment.view)
        for least, painter in layers:
            if self._quality.step >= least:
                painter.paint(room, moment)
                self._breathe()
        self._opening.paint(room, moment)
        figures = tuple(_stepped(figure) for figure in self._cast.at(view, SongTime(moment.picture)))
        light = self._light(moment)
        if isinstance(self._bodies, DrawnFigures):
            light_from_behind(room, moment.view, self._bodies, figures, light, strength=self.arena.look.behind)
        room.settle()
        self._breathe()
        room.show(surface, moment.view)
        self._breathe()
        self._shine.begin()
        canvas = Canvas(surface, self._shine, self._quality.particles)
        scene = Scene(canvas, view, moment.now, moment.picture, moment.view.pan)
        if self._mirrors is not None:
            self._mirrors.echo(canvas, light, self._figures, figures)
            self._mirrors.paint(scene, light, self._figures, figures)
            self._breathe()
        self._table.paint(surface, view, light)
        self._breathe()
        self._props.paint(canvas, view, moment.picture)
        self._breathe()
        for figure in figures:
            if not figure.in_mirror:
                self._figures.draw(surface, figure, light, 1.0)
        self._trail(canvas, view, moment.picture, figures)
        self._breathe()
        for judgement in view.judgements:
            self._effects.paint(canvas, (judgement,), moment.picture, self._muzzle(figures))
            self._breathe()
        self._effects.suffer(canvas, view, moment.picture)
        if self._mirrors is not None:
            self._mirrors.splinters(scene)
        self._breathe()
        self._floor.paint(surface, moment, self._quality)
        for piece in self._front:
            if self._quality.step >= piece.quality:
                piece.paint(surface, moment)
        self._breathe()
        fallen = fallen_share(view, moment.now)
        dull = self.arena.look.dull * (1 - self._colour(view))
        self._post.paint(surface, self._shine, self._quality, max(dull, 0.8 * fallen), dark=0.45 * fallen)

    def _moment(self, view: FightView, now: SongTime) -> Moment:
        return Moment(
            now=int(now),
            picture=int(self.picture_time(view, now)),
            beats=self._drives.beats(int(now)),
            view=self._camera.at(int(now)),
            fight=view,
            drives=self._drives,
            particles=self._quality.particles,
            cheer=view.grace / 100,
            section=self._drives.section(int(now)),
        )

    def _colour(self, view: FightView) -> float:
        """Saturation by Grace, 0..1: all there from Fouetté on."""
        return min(1.0, view.grace / 75)

    def _light(self, moment: Moment) -> Light:
        palette = self.arena.palette
        beat = 0.72 + 0.28 * max(
            moment.drives.level(Channel.KICK, moment.now), 0.6 * moment.drives.level(Channel.SNARE, moment.now)
        )
        return Light(
            palette.colour("ink"),
            palette.colour("left"),
            palette.colour("right"),
            round(beat * LIGHT_STEPS) / LIGHT_STEPS,
        )

    def _trail(self, canvas: Canvas, view: FightView, picture: int, figures: tuple[FigureAt, ...]) -> None:
        """A ribbon of light behind the dancer's fastest limb, for a moment after she has stopped too."""
        dancer = next((figure for figure in figures if figure.kind == "dancer"), None)
        if dancer is None or canvas.particles < 1 or not isinstance(self._bodies, DrawnFigures):
            return
        struck = any(0 <= picture - impact_at(judgement) < TRAIL_LASTS for judgement in view.judgements[-3:])
        if dancer.blur > TRAIL_BLUR or struck:
            moves = self._bodies.moves("dancer")
            knots = trail(dancer, lambda ago: self._cast.dancer(view, SongTime(picture - ago)), moves, self._figures)
            draw_trail(canvas, knots, self.arena.palette.colour("right"))

    def _muzzle(self, figures: tuple[FigureAt, ...]) -> Callable[[Side], tuple[float, float]]:
        dancer = next((figure for figure in figures if figure.kind == "dancer"), None)

        def at(side: Side) -> tuple[float, float]:
            ahead = 1 if side is Side.RIGHT else -1
            point = self._figures.point(dancer, "muzzle") if dancer is not None else None
            if point is not None and (point[0] - CENTRE_X) * ahead > 0:
                return point
            return CENTRE_X + MUZZLE[0] * ahead, FLOOR_Y - MUZZLE[1]

        return at


class _Breathing:
    """Figures that let presses in after each body."""

    def __init__(self, figures: Figures, breathe: Callable[[], None]) -> None:
        self._figures = figures
        self._breathe = breathe

    def draw(self, surface: pygame.Surface, figure: FigureAt, light: Light, scale: float = 1.0) -> None:
        """Draw one, then breathe."""
        self._figures.draw(surface, figure, light, scale)
        self._breathe()

    def point(self, figure: FigureAt, name: str) -> tuple[float, float] | None:
        """Where a named point is."""
        return self._figures.point(figure, name)


def _stepped(figure: FigureAt) -> FigureAt:
    """The figure with its alpha on a step, so that what is kept of one frame can't change another."""
    alpha = round(figure.alpha * LIGHT_STEPS) / LIGHT_STEPS
    return figure if alpha == figure.alpha else replace(figure, alpha=alpha)


def _hold_breath() -> None:
    """Nobody waits."""
