"""Where the camera looks: a closed form of song time. It moves the world; the marks and the fighters stay."""

from bisect import bisect_right
from dataclasses import dataclass
from math import cos, exp, pi, sin
from typing import Final

from rhythm_fu.game.view.drive import Drives
from rhythm_fu.units import MICROS, ms


@dataclass(frozen=True, slots=True)
class CameraRules:
    """How the camera behaves. Pixels at zoom 1; a swoop takes `swoop_ms` and is centred on the phrase's first beat."""

    stride_px: float = 460
    swoop_ms: float = 1_300
    swoop_zoom: float = 0.035
    breath_px: float = 16
    land_ms: float = 420
    overshoot: float = 0.02
    shake_px: float = 7
    shake_ms: float = 190


RULES: Final = CameraRules()


@dataclass(frozen=True, slots=True)
class View:
    """One look at the world: its x at the middle of the screen, its zoom (below 1 shows more), its shake in pixels."""

    pan: float
    zoom: float
    shake_x: float = 0.0
    shake_y: float = 0.0


def eased(share: float) -> float:
    """A smooth way from 0 to 1 that starts and ends at rest (quintic)."""
    share = max(0.0, min(1.0, share))
    return share**3 * (share * (share * 6 - 15) + 10)


class Camera:
    """Built once a song; `at` is the same answer for the same moment, in whatever order frames are asked for."""

    def __init__(self, drives: Drives, *, shake: bool = True, wide: float = 0.88, rules: CameraRules = RULES) -> None:
        self._drives = drives
        self._shake = shake
        self._wide = wide
        self._rules = rules
        self._swoops = drives.phrases[1:]

    def at(self, now: int) -> View:
        """Where it looks at a moment."""
        rules = self._rules
        half = ms(rules.swoop_ms) // 2
        done = bisect_right(self._swoops, now - half)
        pan = done * rules.stride_px
        hop = 0.0
        if done < len(self._swoops) and abs(now - self._swoops[done]) < half:
            share = (now - self._swoops[done] + half) / (2 * half)
            pan += eased(share) * rules.stride_px
            hop = sin(pi * share) ** 2
        breath = 2 * pi * self._drives.beats(now) / 32
        pan += sin(breath) * rules.breath_px
        zoom = 1.0 - rules.swoop_zoom * hop
        zoom -= (1.0 - self._wide) * self._pulled_back(now)
        return View(pan, max(self._wide, min(1.0, zoom)), *self._shaken(now))

    def _pulled_back(self, now: int) -> float:
        """0 close, 1 wide: out through a build, back in one damped landing when it ends."""
        build = self._drives.build(now)
        if build > 0:
            return build * build * (3 - 2 * build)
        ended = max((end for start, end in self._drives.builds if end <= now), default=None)
        if ended is None:
            return 0.0
        share = (now - ended) / ms(self._rules.land_ms)
        return (
            (1 - eased(share * 1.6)) + self._rules.overshoot * 4 * exp(-share * 3) * sin(share * 9)
            if share < 3
            else 0.0
        )

    def _shaken(self, now: int) -> tuple[float, float]:
        since = self._drives.drops.since(now)
        if not self._shake or since is None or since > ms(self._rules.shake_ms) * 5:
            return 0.0, 0.0
        left = exp(-since / ms(self._rules.shake_ms)) * self._rules.shake_px
        turn = since / MICROS * 2 * pi
        return left * sin(turn * 13), left * cos(turn * 17) * 0.7
