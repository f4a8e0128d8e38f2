"""Synthesise the foley: `python -m tools.render_foley` writes rhythm_fu/game/assets/foley/*.flac and its index.

Every sound is drawn from a seed of its own name, so adding one changes no other. Impacts start on their instant;
lead-ins (breath, cloth) end on it. Tonal sounds name the pitch they were made at, so that the game can tune them.
"""

import argparse
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

RATE = 48_000
OUT = Path(__file__).parents[1] / "rhythm_fu" / "game" / "assets" / "foley"
PEAK = 0.9
Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A sound to make. `make` gets a seeded generator and how far the variant goes, 0..1; `root_hz` 0 = not tonal."""

    family: str
    role: str
    count: int
    make: Callable[[np.random.Generator, float], Wave]
    root_hz: float = 0.0


def seconds(length: float) -> Wave:
    """The time axis of a sound, shape (n,), seconds."""
    return np.arange(round(length * RATE)) / RATE


def noise(rng: np.random.Generator, length: float) -> Wave:
    return rng.standard_normal(round(length * RATE))


def band(wave: Wave, low_hz: float, high_hz: float, order: int = 2) -> Wave:
    """The part of a sound between two frequencies (Butterworth)."""
    return np.asarray(sosfilt(butter(order, (low_hz, high_hz), "bandpass", fs=RATE, output="sos"), wave))


def decay(length: float, time_s: float, attack_s: float = 0.0005) -> Wave:
    """An envelope: a short attack, then down to 1/e in `time_s`."""
    t = seconds(length)
    return np.minimum(t / attack_s, 1.0) * np.exp(-t / time_s)


def glide(length: float, from_hz: float, to_hz: float, bend_s: float) -> Wave:
    """A sine that falls (or rises) exponentially from one pitch to another."""
    t = seconds(length)
    pitch = to_hz + (from_hz - to_hz) * np.exp(-t / bend_s)
    return np.sin(2 * np.pi * np.cumsum(pitch) / RATE)


def modes(rng: np.random.Generator, length: float, partials: list[tuple[float, float, float]]) -> Wave:
    """Struck modes, each (Hz, level, decay seconds), with phases near zero so that the strike is sharp."""
    t = seconds(length)
    total = np.zeros_like(t)
    for hz, level, time_s in partials:
        total += level * np.exp(-t / time_s) * np.sin(2 * np.pi * hz * t + rng.uniform(0, 0.4))
    return total * np.minimum(t / 0.0004, 1.0)


def formants(source: Wave, centres: list[tuple[float, float, float]]) -> Wave:
    """A source through parallel resonances, each (Hz, width in Hz, level): a mouth."""
    return np.sum([level * band(source, hz - width / 2, hz + width / 2, 1) for hz, width, level in centres], axis=0)


def thud(rng: np.random.Generator, far: float) -> Wave:
    """A blow on a body: a falling low tone, the slap of cloth on it, a tick of contact."""
    length = 0.32 + 0.1 * far
    body = glide(length, 170 - 30 * far, 52 - 8 * far, 0.022) * decay(length, 0.075 + 0.03 * far)
    slap = band(noise(rng, length), 250, 1_900 - 500 * far) * decay(length, 0.022)
    tick = band(noise(rng, length), 2_500, 9_000) * decay(length, 0.003)
    return 1.0 * body + 0.42 * slap + 0.25 * tick


def crack(rng: np.random.Generator, far: float) -> Wave:
    """A pistol: the crack, the boom below it, one early reflection of the room."""
    length = 0.55
    snap = noise(rng, length) * decay(length, 0.0045, 0.0002)
    blast = band(noise(rng, length), 300, 5_000) * decay(length, 0.035 + 0.02 * far)
    boom = glide(length, 130, 48, 0.03) * decay(length, 0.09)
    room = band(noise(rng, length), 400, 3_200) * decay(length, 0.14 + 0.05 * far)
    echo = np.zeros_like(room)
    gap = round((0.021 + 0.01 * far) * RATE)
    echo[gap:] = room[:-gap]
    return 0.8 * snap + 0.9 * blast + 0.9 * boom + 0.12 * echo


def ricochet(rng: np.random.Generator, far: float) -> Wave:
    """A bullet glancing off: a ping, then a whine that falls to the root and trembles."""
    length, root = 0.7, 880.0
    whine = sum(
        level * glide(length, root * ratio * (2.2 + far), root * ratio, 0.11)
        for ratio, level in ((1.0, 1.0), (2.01, 0.35), (2.98, 0.15))
    )
    flutter = 1 + 0.35 * np.sin(2 * np.pi * (27 + 8 * far) * seconds(length))
    ping = modes(rng, length, [(root * 3.1, 1.0, 0.03), (root * 5.3, 0.6, 0.02)])
    tick = band(noise(rng, length), 3_000, 12_000) * decay(length, 0.004)
    return 0.6 * whine * flutter * decay(length, 0.16, 0.004) + 0.6 * ping + 0.5 * tick


def glass(rng: np.random.Generator, far: float) -> Wave:
    """A pane: a cluster of high modes, then shards that land for half a second."""
    length, root = 0.9 + 0.3 * far, 1_760.0
    strike = modes(rng, length, [(root * r * rng.uniform(0.98, 1.02), 1 / (1 + 0.3 * i), rng.uniform(0.03, 0.12))
                                 for i, r in enumerate((1.0, 1.5, 2.0, 2.76, 3.4, 4.1, 4.9))])  # fmt: skip
    burst = band(noise(rng, length), 2_500, 14_000) * decay(length, 0.018)
    shards = np.zeros_like(strike)
    for _ in range(round(16 + 22 * far)):
        at = round(rng.exponential(0.16) * RATE) + round(0.02 * RATE)
        if at > len(shards) - RATE // 10:
            continue
        shard = modes(rng, 0.09, [(rng.uniform(2_800, 8_500), 1.0, rng.uniform(0.008, 0.03))])
        shards[at : at + len(shard)] += shard * rng.uniform(0.08, 0.35)
    return 0.6 * strike + 0.8 * burst + shards


def plate(rng: np.random.Generator, far: float) -> Wave:
    """China: five modes of a disc, broken off early, and its pieces."""
    length, root = 0.6, 660.0 * 2 ** round(far)
    ring = modes(rng, length, [(root * r, 1 / (1 + 0.5 * i), 0.1 / (1 + 0.4 * i) + 0.02)
                               for i, r in enumerate((1.0, 2.32, 4.25, 6.63, 9.38))])  # fmt: skip
    crunch = band(noise(rng, length), 1_200, 7_000) * decay(length, 0.025)
    pieces = np.zeros_like(ring)
    for at_s in np.cumsum(rng.uniform(0.03, 0.09, 5)):
        at = round(at_s * RATE)
        piece = modes(rng, 0.08, [(root * rng.uniform(2.0, 5.0), 1.0, 0.016)])
        pieces[at : at + len(piece)] += piece[: len(pieces) - at] * rng.uniform(0.15, 0.4)
    return ring + 0.7 * crunch + pieces


def cloth(rng: np.random.Generator, far: float) -> Wave:
    """A skirt or sleeve through the air: noise whose colour rises to the instant, where it is cut."""
    length = 0.22 + 0.16 * far
    t = seconds(length) / length
    source = noise(rng, length)
    low, high = band(source, 250, 900), band(source, 900, 3_800)
    swell = t**2.2 * np.minimum((1 - t) / 0.06, 1.0)
    return (low * (1 - t) + 0.9 * high * t) * swell


def breath(rng: np.random.Generator, far: float) -> Wave:
    """In through the mouth before the blow: aspirated noise with a rising vowel."""
    length = 0.3 + 0.1 * far
    t = seconds(length) / length
    mouth = formants(noise(rng, length), [(700 + 200 * far, 300, 1.0), (1_500, 400, 0.7), (2_900, 700, 0.5)])
    return mouth * np.sin(np.pi * t**1.5) ** 1.4


def floor(rng: np.random.Generator, far: float) -> Wave:
    """A pointe shoe or heel on a wooden floor."""
    length = 0.24
    wood = modes(rng, length, [(175 + 40 * far, 1.0, 0.05), (392, 0.6, 0.035), (811, 0.35, 0.018), (1_460, 0.2, 0.01)])
    tap = band(noise(rng, length), 1_500, 6_500) * decay(length, 0.004 + 0.002 * far)
    return wood + 0.5 * tap


def metal(rng: np.random.Generator, far: float) -> Wave:
    """A spent case, a slide or a chain: bright modes of a small bar, twice."""
    length, root = 0.55, 1_318.5
    bar = modes(
        rng, length, [(root, 0.9, 0.16), (root * 2.756, 0.7, 0.1), (root * 5.404, 0.45, 0.05), (root * 8.93, 0.2, 0.03)]
    )
    again = np.zeros_like(bar)
    gap = round((0.07 + 0.06 * far) * RATE)
    again[gap:] = bar[:-gap]
    return bar + 0.45 * again + 0.3 * band(noise(rng, length), 4_000, 13_000) * decay(length, 0.003)


def reload(rng: np.random.Generator, far: float) -> Wave:
    """Half of a reload: a catch, then (the second tap) the slide home."""
    length = 0.2
    click = band(noise(rng, length), 1_800, 8_000) * decay(length, 0.004)
    frame = modes(rng, length, [(420 + 260 * far, 1.0, 0.03), (1_130 + 300 * far, 0.6, 0.02), (2_700, 0.3, 0.01)])
    scrape = band(noise(rng, length), 900, 3_500) * decay(length, 0.03) * far
    return click + 0.7 * frame + 0.35 * scrape


def crowd(rng: np.random.Generator, far: float) -> Wave:
    """A room that gasps: many short voices on an open vowel, none of them alone."""
    length = 1.6
    t = seconds(length)
    voices = np.zeros_like(t)
    for _ in range(26):
        pitch = rng.uniform(110, 330) * (1 + 0.25 * np.exp(-t / rng.uniform(0.2, 0.6)) * far)
        voice = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / RATE + rng.uniform(0, 6.28))) + 0.5 * rng.standard_normal(
            len(t)
        )
        begin = rng.uniform(0.0, 0.18)
        voices += (
            voice * np.clip((t - begin) / 0.15, 0, 1) * np.exp(-np.maximum(t - begin - 0.2, 0) / rng.uniform(0.25, 0.5))
        )
    return formants(voices, [(620 - 120 * far, 180, 1.0), (1_080 - 150 * far, 220, 0.7), (2_600, 500, 0.25)])


def boom(rng: np.random.Generator, far: float) -> Wave:
    """What a drop finisher leaves: a sub that falls an octave, a wall of dust, splinters."""
    length = 1.5
    sub = glide(length, 110, 41, 0.14) * decay(length, 0.45, 0.002)
    dust = band(noise(rng, length), 90, 1_400 + 1_600 * far) * decay(length, 0.22)
    splinters = band(noise(rng, length), 3_000, 12_000) * decay(length, 0.06)
    return 1.1 * sub + 0.55 * dust + 0.3 * splinters


RECIPES = (
    Recipe("thud", "impact", 6, thud),
    Recipe("crack", "impact", 5, crack),
    Recipe("ricochet", "impact", 4, ricochet, 880.0),
    Recipe("glass", "impact", 5, glass, 1_760.0),
    Recipe("plate", "impact", 4, plate, 660.0),
    Recipe("boom", "impact", 3, boom),
    Recipe("cloth", "lead", 5, cloth),
    Recipe("breath", "lead", 3, breath),
    Recipe("floor", "answer", 4, floor),
    Recipe("metal", "answer", 4, metal, 1_318.5),
    Recipe("reload", "answer", 2, reload),
    Recipe("crowd", "answer", 3, crowd),
)


def finished(wave: Wave, role: str) -> tuple[Wave, int]:
    """The sound without DC, faded at its open ends, at full level; and the sample its instant lies on."""
    wave = np.asarray(sosfilt(butter(1, 25, "highpass", fs=RATE, output="sos"), wave))
    fade = min(round(0.02 * RATE), len(wave) // 4)
    wave[-fade:] *= np.linspace(1, 0, fade)
    if role == "lead":
        wave[:fade] *= np.linspace(0, 1, fade)
    wave *= PEAK / np.max(np.abs(wave))
    return wave, len(wave) if role == "lead" else 0


def main() -> None:
    """Render all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Made by tools/render_foley.py. `instant` is the sample that belongs on the event; `root_hz` 0 = not tonal."
    ]
    for recipe in RECIPES:
        for n in range(recipe.count):
            name = f"{recipe.family}-{n + 1}"
            rng = np.random.default_rng(zlib.crc32(name.encode()))
            far = n / max(1, recipe.count - 1)
            root = recipe.root_hz * (2 ** round(far) if recipe.family == "plate" else 1)
            wave, instant = finished(recipe.make(rng, far), recipe.role)
            soundfile.write(out / f"{name}.flac", wave, RATE, subtype="PCM_16")
            lines += ["", f"[{name}]", f'family = "{recipe.family}"', f'role = "{recipe.role}"', f"instant = {instant}",
                      f"root_hz = {root}"]  # fmt: skip
    (out / "foley.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
