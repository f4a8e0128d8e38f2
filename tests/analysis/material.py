"""Sound to listen to in tests, made from seeds."""

import numpy as np

from rhythm_fu.analysis.listen import listen
from rhythm_fu.analysis.model import Features, Grid, Request
from rhythm_fu.sound.model import Audio

RATE = 44_100


def kick(rate: int = RATE) -> np.ndarray:
    t = np.arange(int(0.2 * rate)) / rate
    return np.sin(2 * np.pi * (50 * t + 30 * (1 - np.exp(-t * 40)) / 40)) * np.exp(-t * 18)


def hiss(rate: int = RATE, decay: float = 90.0, seed: int = 1) -> np.ndarray:
    t = np.arange(int(0.2 * rate)) / rate
    return np.random.default_rng(seed).standard_normal(len(t)) * np.exp(-t * decay)


def a_house_track(
    bpm: float = 126.0, first_s: float = 0.4, beats: int = 64, rate: int = RATE, times: np.ndarray | None = None
) -> np.ndarray:
    """Kick on each beat, clap on two and four, hats between, one bass note a bar. Shape (frames, 1)."""
    at = first_s + np.arange(beats) * 60.0 / bpm if times is None else times
    beat = float(np.median(np.diff(at)))
    sound = np.zeros(int((at[-1] + beat + 1.0) * rate))

    def add(at_s: float, hit: np.ndarray) -> None:
        i = round(at_s * rate)
        hit = hit[: max(0, len(sound) - i)]
        sound[i : i + len(hit)] += hit

    low, clap, hat = kick(rate), 0.35 * hiss(rate, 25.0, 2), 0.15 * hiss(rate)
    for b, moment in enumerate(at):
        after = at[b + 1] if b + 1 < len(at) else moment + beat
        add(moment, low)
        add((moment + after) / 2, hat)
        if b % 2:
            add(moment, clap)
        if b % 4 == 0:
            t = np.arange(int(3.8 * beat * rate)) / rate
            add(moment, 0.12 * np.sign(np.sin(2 * np.pi * (110.0, 98.0, 82.4, 123.5)[b // 4 % 4] * t)))
    return (0.5 * sound).astype(np.float32)[:, None]


def listened(sound: np.ndarray, rate: int = RATE, **asked: object) -> tuple[Features, Grid]:
    return listen(Audio(sound, rate, "test", "0"), Request(**asked))


def grid_of_sound(sound: np.ndarray, rate: int = RATE, **asked: object) -> Grid:
    return listened(sound, rate, **asked)[1]


def distance_ms(grid: Grid, truth: np.ndarray) -> np.ndarray:
    """How far the nearest found beat is from each true one."""
    found = grid.beat_times()
    return 1e3 * np.array([np.min(np.abs(found - t)) for t in truth])


LAYERS = {
    "kick": (0, 1, 2, 3),
    "clap": (1, 3),
    "hat": tuple(n / 4 for n in range(16)),
    "bass": (0.5, 1.5, 2.5, 3.5, 3.75),
    "lead": (0, 0.5, 1.5, 2, 2.5, 3.5),
    "pad": (0,),
}
STEPS = (0, 7, 4, 12, 7, 5, 3, 2)


def a_layered_house(times: np.ndarray, bars: list[tuple[str, ...]]) -> np.ndarray:
    """House whose bars, four of the beats `times` each, have these of the LAYERS; shape (frames, 1)."""
    beat = float(np.median(np.diff(times)))
    sound = np.zeros(int((times[-1] + 3.0) * RATE))
    hits = {"kick": kick(), "clap": 0.5 * hiss(decay=25.0, seed=2), "hat": 0.15 * hiss()}
    for bar, layers in enumerate(bars):
        root = (55.0, 43.65, 65.41, 49.0)[bar % 4]
        tones = {
            "bass": lambda _, root=root: 0.35 * _tone(root, 0.45 * beat),
            "lead": lambda p, root=root: 0.08 * _tone(root * 8 * 2 ** (STEPS[int(2 * p)] / 12), 0.4 * beat),
            "pad": lambda _, root=root: 0.1 * _tone(root * 4, 4 * beat, 0.1),
        }
        for name in layers:
            for place in LAYERS[name]:
                hit = hits[name] if name in hits else tones[name](place)
                i = round((times[4 * bar + int(place)] + place % 1 * beat) * RATE)
                sound[i : i + len(hit)] += hit[: len(sound) - i]
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)[:, None]


def _tone(hertz: float, length_s: float, decay: float = 1.6) -> np.ndarray:
    t = np.arange(int(length_s * RATE)) / RATE
    edges = np.minimum(1.0, np.minimum(t, t[-1] - t) / 0.007)
    return sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 6)) * np.exp(-t * decay) * edges
