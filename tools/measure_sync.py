"""How far a blow's sound lies from its event in what the mixer really played: `python -m tools.measure_sync`.

SDL's disk driver writes the mix to a file. The song holds a click on the left at every event; a bot fights it in the
real fight scene, drawing at 60 frames a second, and each blow is a click on the right. Distances are read off the file.

early      pressed 25 ms before the event: the impact is retimed to it, so the distance is the game's own error.
on-time    pressed on the event as heard: the sound can only come after, by the driver's latency and half a buffer;
           with `--mode scheduled` it was laid down before and lies on the event all the same.

With `--driver pulseaudio` the same is recorded from the monitor of a running PulseAudio null sink, which keeps real
time however busy the machine is: `pulseaudio -n -L "module-null-sink sink_name=null rate=48000" -L
module-native-protocol-unix`. The spread is given twice: over all blows, and over the middle half of them (as a normal
spread), which dropouts of a busy machine don't reach.

The disk driver sleeps a whole buffer plus whatever the system adds, so it does not run in real time; the rate is chosen
so that one buffer lasts as long as the driver sleeps, and the song clock then sees a sound card that keeps time.
"""

# ruff: noqa: E402 - SDL's drivers must be chosen before pygame is imported

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median, pstdev

os.environ["SDL_VIDEODRIVER"] = "dummy"
DRIVER = "pulseaudio" if "pulseaudio" in sys.argv else "disk"
os.environ["SDL_AUDIODRIVER"] = DRIVER
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import numpy as np
import pygame

from rhythm_fu.chart import (
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
)  # fmt: skip
from rhythm_fu.chart.codec import dumps
from rhythm_fu.fight import Setup
from rhythm_fu.game.app import scene_for
from rhythm_fu.game.audio.cues import Clip, Cue, CuePart
from rhythm_fu.game.audio.foley_player import FoleyPlayer
from rhythm_fu.game.audio.music import MixerMusic
from rhythm_fu.game.audio.output import Output, open_mixer
from rhythm_fu.game.backstage import Backstage
from rhythm_fu.game.loop import Loop
from rhythm_fu.game.scene import FightPlan, Goto, Scene, Signal, SignalKind, host_now
from rhythm_fu.game.scenes.fight import FightScene, State
from rhythm_fu.game.screen import Window
from rhythm_fu.game.view.text import Lettering
from rhythm_fu.judge.model import Button
from rhythm_fu.library import Folders, FoleyMode, SettingsStore, Song
from rhythm_fu.sound import decode, write_wav
from rhythm_fu.timing import TempoMap
from rhythm_fu.units import MICROS, HostTime, SongTime, Tick, beats, ms

EVENTS = 50
MOST_DRIFT = 0.002
"""A real card drifts a tenth of this; more is the disk driver's sleep: the fight is played again at a fitting rate."""
CASES = (("early", ms(25)), ("on-time", 0))

TEMPO = TempoMap.constant(121.7, SongTime(ms(500)))
"""Odd on purpose: its beats fall anywhere within a buffer."""


def events() -> tuple[Event, ...]:
    found = []
    for n in range(EVENTS):
        tick = Tick(beats(4 + n))
        side = Side.LEFT if n % 2 else Side.RIGHT
        found.append(Event(tick, TEMPO.at(tick), Kind.TAKEDOWN, side, Reach.NEAR))
    return tuple(found)


def click(rate: int) -> np.ndarray:
    at = np.arange(int(rate * 0.004)) / rate
    return (np.sin(2 * np.pi * 2_000 * at) * np.exp(-at * 900)).astype(np.float32)


class Clicks:
    """A foley of clicks on the right."""

    def __init__(self, rate: int) -> None:
        wave = click(rate) * 0.8
        self._clip = Clip(np.stack([np.zeros_like(wave), wave], axis=1))

    def tune(self, key: str) -> None:
        """Clicks have no key."""

    def clip(self, cue: Cue) -> Clip | None:
        """Impacts only."""
        return self._clip if cue.part is CuePart.IMPACT else None


def a_song(folder: Path, rate: int) -> Song:
    length = int((TEMPO.at(beats(4 + EVENTS + 6)) / MICROS) * rate)
    track = np.zeros((length, 2), np.float32)
    wave = click(rate) * 0.8
    for event in events():
        here = round(event.at * rate / MICROS)
        track[here : here + len(wave), 0] += wave
    audio = folder / "clicks.wav"
    write_wav(audio, track, rate)
    heard = decode(audio)
    chart = Chart(
        Generator("measure", "1"),
        AudioRef(audio.name, heard.pcm_sha256, heard.frames, heard.rate, heard.decoder),
        SongInfo("Clicks"), TEMPO, (LevelChart(Level.EASY, events(), Rating(1.0)),),
    )  # fmt: skip
    path = folder / "clicks.rfu.json"
    path.write_text(dumps(chart), encoding="utf-8")
    return Song("clicks", "Clicks", "", "", audio, path, is_bundled=False)


def fitting_rate(buffer: int, folder: Path) -> int:
    """The rate at which this buffer lasts as long as the disk driver takes for one."""
    os.environ["SDL_DISKAUDIOFILE"] = str(folder / "rate.raw")
    output = open_mixer(buffer)
    music = MixerMusic(output)
    music.load(np.zeros((output.rate * 8, 2), np.float32))
    music.play(host_now(), 0)
    time.sleep(0.7)
    first, began = music.position(host_now()), time.perf_counter()
    time.sleep(5)
    last, ended = music.position(host_now()), time.perf_counter()
    pygame.mixer.quit()
    assert first is not None
    assert last is not None
    speed = (last - first) / MICROS / (ended - began)
    return round(output.rate * speed)


class Watched(MixerMusic):
    """The mixer's music, whose positions are kept to see whether the driver kept time."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.readings: list[tuple[int, int]] = []

    def position(self, host: HostTime) -> int | None:
        """The position, written down."""
        found = super().position(host)
        if found is not None:
            self.readings.append((host, found))
        return found

    @property
    def drift(self) -> float:
        """How much faster than the host's clock the driver ran, as a share."""
        steady = np.array(self.readings[60:-60], dtype=float)
        return float(np.polyfit(steady[:, 0] - steady[0, 0], steady[:, 1], 1)[0]) - 1


class Bot:
    """Presses each event's button so many microseconds before it, as heard."""

    def __init__(self, early: int) -> None:
        self._waiting = [(event.at - early, event.side) for event in events()]
        self._signals: list[Signal] = []
        self.scene: Scene | None = None

    def pump(self) -> None:
        """Press what is due."""
        pygame.event.pump()
        scene, now = self.scene, host_now()
        if isinstance(scene, FightScene) and scene.state is State.RUNNING:
            while self._waiting and scene.clock.song_at(now) >= self._waiting[0][0]:
                _, side = self._waiting.pop(0)
                button = Button.STRIKE_LEFT if side is Side.LEFT else Button.STRIKE_RIGHT
                self._signals.append(Signal(now, SignalKind.DOWN, button))
                self._signals.append(Signal(now, SignalKind.UP, button))

    def take(self) -> tuple[Signal, ...]:
        """Hand it over; close the window after the fight."""
        taken, self._signals = tuple(self._signals), []
        if self.scene is not None and not isinstance(self.scene, FightScene):
            return (Signal(host_now(), SignalKind.CLOSE),)
        return taken


@contextmanager
def recording(mix: Path, rate: int) -> Iterator[None]:
    """PulseAudio's monitor into a file; the disk driver writes its own."""
    if DRIVER == "disk":
        yield
        return
    time.sleep(2)  # a fresh stream's first buffer waits up to 2 s
    with mix.open("wb") as out:
        command = ["parec", "--device=null.monitor", "--format=s16le", f"--rate={rate}", "--channels=2", "--raw"]
        listener = subprocess.Popen([*command, "--latency-msec=20"], stdout=out)
        yield
        listener.terminate()
        listener.wait()


def middle_spread(values: list[float]) -> float:
    """The standard deviation that a normal distribution with this middle half would have."""
    ordered = sorted(values)
    return (ordered[len(ordered) * 3 // 4] - ordered[len(ordered) // 4]) / 1.349


def played(buffer: int, rate: int, early: int, folder: Path, *, fps: int, mode: FoleyMode) -> tuple[np.ndarray, float]:
    """The recorded mix of one fight, shape (n, 2), and how the driver drifted meanwhile."""
    mix = folder / f"mix-{buffer}-{early}.raw"
    os.environ["SDL_DISKAUDIOFILE"] = str(mix)
    folders = Folders.under(folder / "home")
    output = open_mixer(buffer, rate)
    window = Window()
    music = Watched(output)
    back = Backstage(
        folders, SettingsStore(folders.settings_file), output, music,
        FoleyPlayer(Clicks(rate), output), Lettering(),
    )  # fmt: skip
    back.change(foley_mode=mode)
    bot = Bot(early)

    def stage(goto: Goto) -> Scene:
        bot.scene = scene_for(goto, back)
        return bot.scene

    loop = Loop(window, bot, stage, frame=MICROS // fps)
    back.breathe = loop.breathe
    song = a_song(folder, rate)
    with recording(mix, rate):
        loop.run(Goto("fight", FightPlan(song, Level.EASY, Setup())))
    pygame.mixer.quit()
    return np.fromfile(mix, np.int16).reshape(-1, 2), music.drift


def onsets(channel: np.ndarray, rate: int) -> np.ndarray:
    loud = np.flatnonzero(np.abs(channel.astype(np.int32)) > 1_500)
    if not len(loud):
        return loud
    return loud[np.concatenate(([True], np.diff(loud) > rate // 20))]


def distances(mix: np.ndarray, rate: int) -> list[float]:
    """Milliseconds from each song click to the hit nearest to it."""
    song, hits = onsets(mix[:, 0], rate), onsets(mix[:, 1], rate)
    found = []
    for at in song:
        if len(hits):
            nearest = hits[np.argmin(np.abs(hits - at))]
            if abs(nearest - at) < rate * 0.15:
                found.append((nearest - at) * 1_000 / rate)
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--buffers", type=int, nargs="+", default=[256, 512, 1024])
    ask.add_argument("--fps", type=int, default=60, help="frames a second to draw meanwhile")
    ask.add_argument("--driver", choices=["disk", "pulseaudio"], default="disk")
    ask.add_argument("--mode", type=FoleyMode, default=FoleyMode.QUANTISED, help="instant, quantised or scheduled")
    chosen = ask.parse_args()
    pygame.init()
    pygame.mixer.quit()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("buffer   rate  presses  hits   mean ms  median     sd  middle sd  drift ms/s")
        for buffer in chosen.buffers:
            rate = fitting_rate(buffer, folder) if DRIVER == "disk" else 48_000
            for label, early in CASES:
                mix, drift = played(buffer, rate, early, folder, fps=chosen.fps, mode=chosen.mode)
                if DRIVER == "disk" and abs(drift) > MOST_DRIFT:
                    rate = round(rate * (1 + drift))
                    mix, drift = played(buffer, rate, early, folder, fps=chosen.fps, mode=chosen.mode)
                found = distances(mix, rate)
                print(
                    f"{buffer:6} {rate:6}  {label:7} {len(found):5} {mean(found):9.2f} {median(found):7.2f} "
                    f"{pstdev(found):6.2f} {middle_spread(found):6.2f} {drift * 1_000:+9.1f}"
                )


if __name__ == "__main__":
    main()
