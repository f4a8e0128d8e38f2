"""What a bug report about the game needs: versions, drivers, the clock's jitter, likely mistakes of installation."""

import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from statistics import pstdev
from tempfile import gettempdir

from rhythm_fu.errors import DeviceError
from rhythm_fu.units import MICROS

PACKAGES = ("pygame-ce", "pygame", "numpy", "soundfile", "soxr", "av", "librosa", "numba", "python-stretch")
LISTENS_S = 2.0


def versions() -> dict[str, str]:
    """Installed versions of what the game stands on; `-` for what is missing."""
    found: dict[str, str] = {"python": platform.python_version(), "system": platform.platform()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "-"
    return found


def advice(found: Mapping[str, str]) -> str:
    """What to mend in the installation; empty if nothing."""
    if found.get("pygame", "-") != "-":
        return (
            "pygame and pygame-ce are both installed and overwrite each other: pip uninstall -y pygame pygame-ce, "
            "then pip install pygame-ce"
        )
    return ""


def numba_cache() -> str:
    """Where numba keeps compiled code, and whether it may."""
    folder = Path(os.environ.get("NUMBA_CACHE_DIR", gettempdir()))
    return (
        f"{folder} ({'writable' if os.access(folder, os.W_OK) else 'NOT writable: charting compiles anew each time'})"
    )


@contextmanager
def _pygame() -> Iterator[None]:
    import pygame

    was_open = pygame.display.get_init()
    try:
        yield
    finally:
        if not was_open:
            pygame.display.quit()


def _picture() -> dict[str, str]:
    import pygame

    with _pygame():
        try:
            pygame.display.init()
        except pygame.error as fault:
            return {"video": f"none ({fault})"}
        desktop = ", ".join(f"{width}x{height}" for width, height in pygame.display.get_desktop_sizes())
        return {"video": pygame.display.get_driver(), "desktop": desktop}


def clock_jitter(listens_s: float = LISTENS_S) -> dict[str, str]:
    """How even the mixer's own position is and how even the song clock makes it, over two seconds of silence."""
    import numpy as np
    import pygame

    from rhythm_fu.game.audio.music import MixerMusic
    from rhythm_fu.game.audio.output import open_mixer
    from rhythm_fu.game.scene import host_now
    from rhythm_fu.game.song_clock import SteadyLine

    was_open = pygame.mixer.get_init() is not None
    try:
        output = open_mixer()
    except DeviceError as fault:
        return {"sound": f"{fault.problem}; {fault.fix}"}
    try:
        music = MixerMusic(output)
        music.load(np.zeros((int(output.rate * (listens_s + 2)), 2), np.float32))
        began = host_now()
        music.play(began, 0)
        line = SteadyLine(began, 0)
        at: list[int] = []
        raw: list[int] = []
        smooth: list[int] = []
        while (now := host_now()) < began + round(listens_s * MICROS):
            position = music.position(now)
            if position is not None:
                line.hear(now, position)
                if now > began + round(listens_s / 4 * MICROS):
                    at.append(now - began)
                    raw.append(position - now)
                    smooth.append(line.at(now) - now)
            time.sleep(1 / 60)
        music.stop()
        if len(raw) < 2:
            return {"sound": "the mixer does not play"}
        drift, level = np.polyfit(at, raw, 1)
        steps = [(b - a) / (y - x) for a, b, x, y in zip(smooth, smooth[1:], at, at[1:], strict=False)]
        return {
            "sound": f"{os.environ.get('SDL_AUDIODRIVER', 'default')}, {output.rate} Hz, {output.buffer} samples",
            "mixer position": f"jitter {float(np.std(raw - np.polyval([drift, level], at))) / 1_000:.2f} ms",
            "driver's drift": f"{drift * 1_000:+.1f} ms a second against the host clock",
            "song clock": f"uneven by {pstdev(steps) * 1_000:.2f} ms a second",
        }
    finally:
        if not was_open:
            pygame.mixer.quit()


def facts() -> dict[str, str]:
    """Everything, in the order in which it is printed. Takes about two seconds; opens no window."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    found = versions()
    found |= _picture()
    found |= clock_jitter()
    found["numba cache"] = numba_cache()
    found["arguments"] = " ".join(sys.argv[1:]) or "-"
    if told := advice(found):
        found["advice"] = told
    return found
