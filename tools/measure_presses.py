"""How exactly presses are stamped while frames are drawn: `python -m tools.measure_presses --presses 200`.

Starts an X server of its own (Xvfb), runs the game's loop in it with a fight on stage, and sends real key presses with
XTEST (package python-xlib) from another process. perf_counter is one clock for all processes on Linux.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median, pstdev

from rhythm_fu.units import MICROS

DISPLAY = ":87"
KEY = "j"


def receive(out: Path, length_s: float, draws: bool) -> None:
    """The game's side: a fight on stage, presses written down with their stamps."""
    import pygame

    from rhythm_fu.chart.model import Level
    from rhythm_fu.fight import Setup
    from rhythm_fu.game.demo import Performance
    from rhythm_fu.game.input.bindings import Bindings
    from rhythm_fu.game.input.pump import PressPump
    from rhythm_fu.game.loop import Loop
    from rhythm_fu.game.scene import QUIT, Goto, Signal, SignalKind, host_now
    from rhythm_fu.game.scenes.staging import arena_of, hud_options, rehearsal, stage_for
    from rhythm_fu.game.screen import Window
    from rhythm_fu.game.view.hud import Hud
    from rhythm_fu.library import Settings, find_song, load_chart
    from rhythm_fu.units import HostTime, SongTime, seconds

    pygame.init()
    window = Window()
    song = find_song("black-feather")
    performance = Performance(load_chart(song.chart), Level.HARD, Setup(), spread_ms=10.0, seed=1)
    fight = performance.fight
    began = host_now()

    def _breathe() -> None:
        loop.breathe()

    class Listening:
        """A fight that plays itself and writes presses down."""

        wants_quiet = True

        def __init__(self) -> None:
            self.stamps: list[int] = []
            self.frames = 0
            name = arena_of(song)
            self._stage = stage_for(fight, name, Settings(), _breathe)
            self._hud = Hud(fight.chart, hud_options(fight, name, Settings()), self._stage.breathe)
            self._hud.prepare()
            self._stage.prepare()
            self._stage.rehearse(rehearsal(fight), (), self._hud.draw)
            self._view = performance.at(SongTime(seconds(40)))

        def handle(self, signal: Signal) -> Goto | None:
            if signal.kind is SignalKind.DOWN and signal.key == KEY:
                self.stamps.append(signal.at)
            return None

        def attend(self, _now: HostTime) -> None: ...

        def advance(self, now: HostTime) -> Goto | None:
            self._view = performance.at(SongTime(seconds(40) + now - began))
            return QUIT if now - began > length_s * MICROS else None

        def draw(self, surface: pygame.Surface) -> None:
            self.frames += 1
            if draws:
                self._stage.draw(surface, self._view, self._view.now)
                loop.breathe()
                self._hud.draw(surface, self._view)

        def leave(self) -> None: ...

    loop = Loop(window, PressPump(Bindings()), lambda _: scene)
    scene = Listening()
    began = host_now()  # staging took its time
    (out / "ready").touch()
    loop.run(Goto("listen"))
    (out / "stamps").write_text("\n".join(map(str, scene.stamps)))
    (out / "frames").write_text(str(scene.frames / length_s))


def send(presses: int) -> list[int]:
    """Presses at uneven times; returns when each was sent, microseconds of the host clock."""
    from Xlib import XK, X, display
    from Xlib.ext import xtest

    server = display.Display(DISPLAY)
    code = server.keysym_to_keycode(XK.string_to_keysym(KEY))
    dice, sent = random.Random(5), []
    for _ in range(presses):
        time.sleep(dice.uniform(0.05, 0.12))
        sent.append(time.perf_counter_ns() // 1_000)
        xtest.fake_input(server, X.KeyPress, code)
        server.flush()
        time.sleep(0.02)
        xtest.fake_input(server, X.KeyRelease, code)
        server.flush()
    return sent


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--presses", type=int, default=200)
    ask.add_argument("--no-draw", action="store_true")
    ask.add_argument("--receive", type=Path, help=argparse.SUPPRESS)
    ask.add_argument("--length", type=float, help=argparse.SUPPRESS)
    chosen = ask.parse_args()
    if chosen.receive:
        receive(chosen.receive, chosen.length, not chosen.no_draw)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        length = chosen.presses * 0.105 + 3
        server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1280x720x24", "-nolisten", "tcp"])
        time.sleep(1)
        there = {"DISPLAY": DISPLAY, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"}
        command = [sys.executable, "-m", "tools.measure_presses", "--receive", name, "--length", str(length)]
        game = subprocess.Popen([*command, *(["--no-draw"] if chosen.no_draw else [])], env=os.environ | there)
        try:
            while not (folder / "ready").exists():
                time.sleep(0.1)
            time.sleep(1)
            sent = send(chosen.presses)
            game.wait()
            stamps = [int(line) for line in (folder / "stamps").read_text().split()]
            rate = float((folder / "frames").read_text())
        finally:
            game.terminate()
            server.terminate()
        errors = [(stamp - at) / 1_000 for stamp, at in zip(stamps, sent, strict=False)]
        worst = sorted(abs(error) for error in errors)
        print(
            f"{len(stamps)} of {len(sent)} presses, {rate:.0f} frames a second; error in ms: mean {mean(errors):+.2f}, "
            f"median {median(errors):+.2f}, sd {pstdev(errors):.2f}, within 1 ms "
            f"{sum(e <= 1 for e in worst) / len(worst):.0%}, p95 {worst[int(len(worst) * 0.95)]:.2f}, "
            f"largest {worst[-1]:.2f}"
        )


if __name__ == "__main__":
    main()
