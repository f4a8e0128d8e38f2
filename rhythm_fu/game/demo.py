"""A fight with no window: a bot plays, every frame is painted on request, the sound is mixed sample by sample.

Nothing here asks a clock: the same song, level, seed and size give the same pictures, sound and result.
"""

import os
import random
from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final

import av
import numpy as np
import pygame

from rhythm_fu.chart.model import Chart, Level
from rhythm_fu.errors import FightError, LibraryError
from rhythm_fu.fight import Action, Fight, FightResult, FightView, Setup
from rhythm_fu.fight.bot import BotStyle, bot_presses
from rhythm_fu.game.audio.cues import Cue, Foley, action_cues, blow_cue, cues_of
from rhythm_fu.game.audio.foley import BankFoley
from rhythm_fu.game.audio.headroom import SONG_LEVEL
from rhythm_fu.game.audio.mix import mixed
from rhythm_fu.game.audio.output import RATE
from rhythm_fu.game.audio.pcm import stereo
from rhythm_fu.game.scenes.staging import arena_of, hud_options, stage_for
from rhythm_fu.game.view.arena import ArenaFolders
from rhythm_fu.game.view.hud import Hud
from rhythm_fu.game.view.layout import HEIGHT, WIDTH
from rhythm_fu.judge.model import Judgement
from rhythm_fu.library import MARK, FoleyMode, Settings, Song, filling, load_chart, replacing
from rhythm_fu.sound import Samples, decode, resample
from rhythm_fu.units import MICROS, START, SongTime, ms

BLOWS_LEVEL: Final = 0.8
"""As the settings start."""
CRF: Final = 20
"""H.264's rate factor: 18 looks like the source, 30 is small enough to send around."""

FORMS: Final = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska"}
"""Endings a film may have, and how each is packed."""

AUDIO_BLOCK: Final = 1024


class Performance:
    """A bot's fight, moment by moment. Changes with `at`, which must not run backwards."""

    def __init__(
        self,
        chart: Chart,
        level: Level,
        setup: Setup,
        *,
        spread_ms: float = 0.0,
        seed: int = 0,
        style: BotStyle = BotStyle.DEFAULT,
    ) -> None:
        dice = random.Random(seed)
        self.fight = Fight(chart, level, setup)
        self.cues: list[Cue] = []
        errors = (lambda: round(dice.gauss(0, ms(spread_ms)))) if spread_ms else _none
        self._presses = list(bot_presses(chart, level, setup, errors=errors, style=style))
        self._presses.reverse()
        self._blow_heard = SongTime(-MICROS)

    def at(self, now: SongTime) -> FightView:
        """The fight at a moment, with everything pressed that the bot presses up to it."""
        tempo = self.fight.chart.tempo
        outcomes: list[Judgement | Action] = []
        while self._presses and self._presses[-1].at <= now:
            outcomes += self.fight.press(self._presses.pop())
        outcomes += self.fight.advance(now)
        for outcome in outcomes:
            if isinstance(outcome, Action):
                self.cues += action_cues(outcome)
            else:
                self.cues += cues_of(outcome, FoleyMode.SCHEDULED, tempo)
        view = self.fight.view(now)
        for blow in view.blows:
            if blow.at > self._blow_heard:
                self.cues.append(blow_cue(blow))
                self._blow_heard = blow.at
        return view


def _none() -> int:
    return 0


def frame_times(start: SongTime, end: SongTime, fps: int) -> Iterator[SongTime]:
    """The moments of all frames from `start` up to but not at `end`, on a grid that starts at song time 0."""
    number = -(-start * fps // MICROS)
    while (at := number * MICROS // fps) < end:
        yield SongTime(at)
        number += 1


def run_demo(
    song: Song,
    level: Level,
    *,
    frames: Path | None = None,
    video: Path | None = None,
    spread_ms: float = 0.0,
    seed: int = 0,
    arena: str | None = None,
    seconds: tuple[float, float] | None = None,
    every: int = 1,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    fps: int = 60,
    setup: Setup = Setup(),  # noqa: B008 - frozen
    style: BotStyle = BotStyle.DEFAULT,
    crf: int = CRF,
    foley: Foley | None = None,
) -> FightResult:
    """Fight a whole song; paint the frames of `seconds` as `frames/f000123.png` or into an MP4 with sound.

    `spread_ms` is the bot's standard deviation; `every` keeps each n-th of these frames. Frames are named by their
    number from song time 0, and appear, as the film does, when all are painted. With neither `frames` nor `video`
    nothing is painted. Raises RhythmFuError, with nothing written, for a song, level, arena or part of a song that
    can't be used, and for a disk that won't take it.
    """
    chart = load_chart(song.chart)

    def perform() -> Performance:
        return Performance(chart, level, setup, spread_ms=spread_ms, seed=seed, style=style)

    performance = perform()
    wants_picture = frames is not None or video is not None
    check_arena(arena)
    start, end = START, SongTime(performance.fight.ends_at + MICROS // 2)
    if seconds is not None:
        start, end = _part(chart, seconds, SongTime(max(end, chart.audio.length)), fps)
    with ExitStack() as closing:
        painter = closing.enter_context(_Painter(performance.fight, song, arena, size)) if wants_picture else None
        film: _Film | None = None
        album = closing.enter_context(filling(frames)) if frames is not None else None
        if video is not None:
            sound = _sound(song, perform(), start, end, foley or BankFoley())
            film = closing.enter_context(_Film(video, size, Fraction(fps, every), sound, crf))
        first = -(-start * fps // MICROS)
        for at in frame_times(START, end, fps):
            view = performance.at(at)
            number = round(at * fps / MICROS)
            if painter is None or at < start or (number - first) % every:
                continue
            picture = painter.paint(view)
            if album is not None:
                _save(picture, album / f"f{number:06d}.png")
            if film is not None:
                film.add(picture)
    performance.at(SongTime(max(end, performance.fight.ends_at + 2 * MICROS)))
    return performance.fight.finish()


def check_arena(wanted: str | None) -> None:
    """Refuse the name of an arena that isn't there, with those that are, and one that can't be read."""
    if wanted is not None:
        ArenaFolders().load(wanted)


def check_moment(chart: Chart, at_s: float) -> None:
    """Refuse a moment in seconds that lies after the song's end."""
    if at_s * MICROS >= chart.audio.length:
        problem = f"{at_s:g} s is after the song's end ({chart.audio.length / MICROS:.1f} s)"
        raise FightError(chart.song.title, problem, "give seconds from the song's start")


def _part(chart: Chart, wanted: tuple[float, float], last: SongTime, fps: int) -> tuple[SongTime, SongTime]:
    """The part of a song in microseconds, cut off at `last`. Raises FightError if no frame lies in it."""
    check_moment(chart, wanted[0])
    start, end = SongTime(round(wanted[0] * MICROS)), SongTime(min(round(wanted[1] * MICROS), last))
    if next(frame_times(start, end, fps), None) is None:
        problem = f"no frame lies between {wanted[0]:g} and {wanted[1]:g} s at {fps} frames a second"
        raise FightError(chart.song.title, problem, "draw a longer part")
    return start, end


def _save(picture: pygame.Surface, path: Path) -> None:
    try:
        pygame.image.save(picture, path)
    except (OSError, pygame.error) as fault:
        raise LibraryError(path.name, f"can't be written ({fault})", "check the folder and the disk") from None


def _sound(song: Song, performance: Performance, start: SongTime, end: SongTime, foley: Foley) -> Samples:
    """What is heard of a performance between two moments; it is played through first, to know all its cues."""
    foley.tune(performance.fight.chart.song.key)
    for at in frame_times(START, SongTime(end + MICROS), 60):
        performance.at(at)
    audio = decode(song.audio)
    samples = stereo(resample(audio.samples, audio.rate, RATE)) * np.float32(SONG_LEVEL)
    return mixed(samples, RATE, performance.cues, foley, start=start, end=end, level=BLOWS_LEVEL)


class _Painter:
    """Stage and display on a surface of their own, with no window."""

    def __init__(self, fight: Fight, song: Song, arena: str | None, size: tuple[int, int]) -> None:
        self._size = size
        self._fight = fight
        self._arena = arena_of(song, arena)

    def __enter__(self) -> "_Painter":
        self._had_display = pygame.display.get_init()
        if not self._had_display:
            os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
            pygame.display.init()
        if pygame.display.get_surface() is None:
            pygame.display.set_mode((1, 1))
        fight = self._fight
        self._canvas = pygame.Surface((WIDTH, HEIGHT)).convert()
        self._stage = stage_for(fight, self._arena, Settings())
        self._hud = Hud(fight.chart, hud_options(fight, self._arena, Settings()))
        return self

    def __exit__(self, *_: object) -> None:
        if not self._had_display:
            pygame.display.quit()

    def paint(self, view: FightView) -> pygame.Surface:
        self._stage.draw(self._canvas, view, view.now)
        self._hud.draw(self._canvas, view)
        if self._size == (WIDTH, HEIGHT):
            return self._canvas
        return pygame.transform.smoothscale(self._canvas, self._size)


class _Film:
    """A film (H.264, AAC) that grows picture by picture, each with the sound up to its end.

    It appears under its name when it is whole; a fault leaves what was there.
    """

    def __init__(self, path: Path, size: tuple[int, int], rate: Fraction, sound: Samples, crf: int) -> None:
        self._path, self._size, self._rate, self._crf = path, size, rate, crf
        self._sound = np.ascontiguousarray(sound.T)
        self._heard = 0
        self._shown = 0

    def __enter__(self) -> "_Film":
        form = FORMS.get(self._path.suffix.lower())
        if form is None:
            raise LibraryError(self._path.name, "no film has this ending", f"end it in {' or '.join(FORMS)}")
        with ExitStack() as opening:
            temporary = opening.enter_context(replacing(self._path))
            options = {} if form == "matroska" else {"movflags": "+faststart"}
            self._file = opening.enter_context(av.open(str(temporary), "w", format=form, options=options))
            self._file.metadata["comment"] = MARK
            self._add_streams()
            self._closing = opening.pop_all()
        return self

    def _add_streams(self) -> None:
        self._video = self._file.add_stream(
            "libx264", rate=self._rate, options={"crf": str(self._crf), "preset": "medium"}
        )
        self._video.width, self._video.height = self._size
        self._video.pix_fmt = "yuv420p"
        self._audio = self._file.add_stream("aac", rate=RATE, layout="stereo")
        self._audio.bit_rate = 192_000

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None:
            self._closing.__exit__(kind, fault, trace)
            return
        with self._closing:
            self._hear(self._sound.shape[1])
            for stream in (self._video, self._audio):
                self._file.mux(stream.encode(None))

    def add(self, picture: pygame.Surface) -> None:
        pixels = np.ascontiguousarray(pygame.surfarray.array3d(picture).swapaxes(0, 1))
        self._file.mux(self._video.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        self._shown += 1
        self._hear(int(self._shown * RATE / self._rate))

    def _hear(self, until: int) -> None:
        until = min(until, self._sound.shape[1])
        while self._heard < until:
            block = np.ascontiguousarray(self._sound[:, self._heard : min(until, self._heard + AUDIO_BLOCK)])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, self._heard
            self._heard += block.shape[1]
            self._file.mux(self._audio.encode(frame))
