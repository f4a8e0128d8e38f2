"""Drums and notes for synthetic songs, every one with its own seeded character. Mono, 44.1 kHz, float arrays."""

from dataclasses import dataclass

import numpy as np
import scipy.fft
import scipy.signal

RATE = 44_100
Sound = np.ndarray
Dice = np.random.Generator


def pick(dice: Dice, *choices):
    return choices[int(dice.integers(len(choices)))]


@dataclass
class Desk:
    """A mix so far. Changes as sounds are added."""

    sound: Sound

    def add(self, at_s: float, hit: Sound, gain: float) -> None:
        """Mix a sound in from a moment on."""
        i = round(at_s * RATE)
        if i < 0:
            hit, i = hit[-i:], 0
        hit = hit[: max(0, len(self.sound) - i)]
        self.sound[i : i + len(hit)] += gain * hit


def clock(seconds: float) -> Sound:
    return np.arange(max(8, int(seconds * RATE))) / RATE


def noise(dice: Dice, seconds: float, low_hz: float, high_hz: float, samples: int = 0) -> Sound:
    """White noise between two frequencies, soft edges."""
    n = samples or len(clock(seconds))
    whole, n = n, min(n, 5 * RATE)  # longer noise repeats every five seconds
    size = scipy.fft.next_fast_len(n, real=True)
    spectrum = scipy.fft.rfft(dice.standard_normal(size, dtype=np.float32))
    hertz = np.linspace(0, RATE / 2, len(spectrum), dtype=np.float32)
    spectrum *= 1 / (1 + (low_hz / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / high_hz) ** 4)
    out = scipy.fft.irfft(spectrum, size)[:n]
    return np.resize(out / (np.abs(out).max() + 1e-9), whole)


def kick(dice: Dice, hard: bool = False) -> Sound:
    t = clock(dice.uniform(0.25, 0.5))
    base, sweep, fall = dice.uniform(38, 62), dice.uniform(60, 380), dice.uniform(25, 110)
    phase = base * t + sweep * (1 - np.exp(-t * fall)) / fall
    body = np.sin(2 * np.pi * phase) * np.exp(-t * dice.uniform(7, 22))
    click = noise(dice, 0.012, dice.uniform(300, 1500), dice.uniform(4000, 12000)) * np.exp(-clock(0.012) * 350)
    body[: len(click)] += click * dice.uniform(0.0, 0.7)
    drive = dice.uniform(4, 12) if hard else dice.uniform(0.8, 3)
    return np.tanh(body * drive)


def snare(dice: Dice) -> Sound:
    t = clock(dice.uniform(0.15, 0.4))
    tone = np.sin(2 * np.pi * (dice.uniform(150, 280) * t + 3 * (1 - np.exp(-t * 60)))) * np.exp(
        -t * dice.uniform(18, 40)
    )
    rattle = noise(dice, 0, dice.uniform(300, 1800), dice.uniform(6000, 14000), len(t))
    return np.tanh(dice.uniform(0.2, 1.0) * tone + dice.uniform(0.4, 1.0) * rattle * np.exp(-t * dice.uniform(9, 28)))


def clap(dice: Dice) -> Sound:
    t = clock(0.3)
    hiss = noise(dice, 0.3, dice.uniform(600, 1200), dice.uniform(3000, 9000))
    bursts = np.zeros(len(t))
    for i in range(int(dice.integers(1, 4))):
        late = np.maximum(0, t - 0.010 * i)
        bursts += (t >= 0.010 * i) * np.exp(-late * (160 if i < 2 else dice.uniform(14, 30)))
    return hiss * bursts * 0.8


def hat(dice: Dice, is_open: bool) -> Sound:
    seconds = dice.uniform(0.15, 0.35) if is_open else dice.uniform(0.03, 0.09)
    t = clock(seconds)
    metal = np.sign(np.sin(2 * np.pi * dice.uniform(3000, 6000) * t)) * np.sign(
        np.sin(2 * np.pi * dice.uniform(5000, 9000) * t)
    )
    mix = dice.uniform(0, 0.6)
    sound = (1 - mix) * noise(dice, 0, dice.uniform(4000, 8000), 15000, len(t)) + mix * metal
    return sound * np.exp(-t * (4 if is_open else 3) / seconds)


def crash(dice: Dice) -> Sound:
    seconds = dice.uniform(0.8, 2.2)
    return noise(dice, seconds, dice.uniform(1500, 5000), 15000) * np.exp(-clock(seconds) * 3 / seconds)


def perc(dice: Dice) -> Sound:
    kind = pick(dice, "tom", "rim", "shaker", "bell", "noise")
    t = clock(0.18)
    if kind == "tom":
        return np.sin(2 * np.pi * (dice.uniform(80, 300) * t + 2 * (1 - np.exp(-t * 30)))) * np.exp(-t * 18)
    if kind == "rim":
        return np.sin(2 * np.pi * dice.uniform(400, 1800) * t) * np.exp(-t * dice.uniform(50, 120))
    if kind == "shaker":
        return noise(dice, 0.12, 4000, 13000) * np.minimum(1, clock(0.12) / 0.02) * np.exp(-clock(0.12) * 30)
    if kind == "bell":
        f = dice.uniform(500, 1200)
        return (np.sign(np.sin(2 * np.pi * f * t)) + np.sign(np.sin(2 * np.pi * 1.48 * f * t))) * 0.4 * np.exp(-t * 25)
    return noise(dice, 0.18, dice.uniform(200, 3000), dice.uniform(4000, 12000)) * np.exp(-t * dice.uniform(20, 60))


@dataclass(frozen=True)
class Voice:
    """How an instrument plays: two wave tables between which its brightness moves, and an envelope in seconds."""

    bright: Sound
    dark: Sound
    attack_s: float
    decay_s: float
    sustain: float
    release_s: float
    sweep_s: float
    detune: tuple[float, ...]
    vibrato: float = 0.0


def table(dice: Dice, kind: str, top: int) -> Sound:
    k = np.arange(1, top + 1)
    amplitude = {
        "saw": 1 / k,
        "square": (k % 2) / k,
        "sine": (k == 1) * 1.0,
        "organ": np.isin(k, (1, 2, 3, 4, 8)) / np.sqrt(k),
        "fm": dice.uniform(0, 1, top) / k**0.6,
        "vocal": (np.exp(-(((k - 3) / 1.5) ** 2)) + 0.5 * np.exp(-(((k - 9) / 2.0) ** 2)) + (k == 1) * 0.5),
    }[kind]
    turn = np.arange(2048) / 2048
    phases = dice.uniform(0, 2 * np.pi, top) if kind == "fm" else np.zeros(top)
    out = (amplitude[:, None] * np.sin(2 * np.pi * k[:, None] * turn + phases[:, None])).sum(0)
    return out / np.abs(out).max()


def voice(dice: Dice, role: str) -> Voice:
    kind = {
        "bass": pick(dice, "saw", "square", "sine", "fm", "saw"),
        "pad": pick(dice, "saw", "square", "organ"),
        "pluck": pick(dice, "saw", "square", "fm", "sine", "organ"),
        "lead": pick(dice, "saw", "square", "fm", "vocal"),
        "vocal": "vocal",
    }[role]
    top = {"bass": int(dice.integers(4, 40)), "vocal": 16}.get(role, int(dice.integers(6, 36)))
    bright, dark = table(dice, kind, top), table(dice, kind, max(1, top // int(dice.integers(2, 8))))
    spread = dice.uniform(0.001, 0.012)
    detune = (1.0,) if role in ("bass", "vocal") and dice.random() < 0.7 else (1.0, 1 + spread, 1 - spread)
    soft = role in ("pad", "vocal") and dice.random() < 0.65
    return Voice(
        bright,
        dark,
        attack_s=dice.uniform(0.03, 0.25) if soft else dice.uniform(0.001, 0.008),
        decay_s=dice.uniform(0.05, 0.25) if role == "pluck" else dice.uniform(0.1, 0.6),
        sustain=dice.uniform(0.0, 0.25) if role == "pluck" else dice.uniform(0.4, 1.0),
        release_s=dice.uniform(0.01, 0.15),
        sweep_s=dice.uniform(0.03, 0.6),
        detune=detune,
        vibrato=dice.uniform(0, 0.01) if role in ("lead", "vocal") else 0.0,
    )


def note(v: Voice, hertz: float, seconds: float) -> Sound:
    t = clock(seconds + v.release_s)
    envelope = np.minimum(1, t / v.attack_s) * (v.sustain + (1 - v.sustain) * np.exp(-t / v.decay_s))
    envelope *= np.exp(-np.maximum(0, t - seconds) * 5 / v.release_s)
    open_ = np.exp(-t / v.sweep_s)
    out = np.zeros(len(t))
    for i, factor in enumerate(v.detune):
        phase = hertz * factor * t + 0.37 * i
        if v.vibrato:
            phase = phase + hertz * v.vibrato * np.sin(2 * np.pi * 5.5 * t) / (2 * np.pi * 5.5)
        index = (phase * 2048).astype(np.int64) & 2047
        out += open_ * v.bright[index] + (1 - open_) * v.dark[index]
    return out * envelope / len(v.detune)


def rolled_chord(v: Voice, chord: list[float], seconds: float, step_s: float = 0.02) -> Sound:
    """A chord as trackers play it: one voice that hurries through its notes, fifty a second."""
    notes = [note(v, hertz, seconds) for hertz in chord]
    turn = np.arange(len(notes[0])) / (step_s * RATE) % len(notes)
    out = np.zeros(len(notes[0]))
    for i, sound in enumerate(notes):
        into = (turn - i) % len(notes)
        out += sound * np.clip(np.minimum(into, 1 - into) * 10, 0, 1)
    return out


def rolling_noise(dice: Dice, seconds: float, rising: bool) -> Sound:
    t = clock(seconds)
    out = noise(dice, 0, dice.uniform(800, 3000), 14000, len(t))
    x = t / seconds
    return out * (x**2 if rising else (1 - x) ** 2)


def with_room(dice: Dice, sound: Sound, wet: float) -> Sound:
    seconds = dice.uniform(0.3, 1.8)
    tail = noise(dice, seconds, 200, 6000) * np.exp(-clock(seconds) * 6 / seconds)
    tail[: int(0.008 * RATE)] = 0
    spread = scipy.signal.oaconvolve(sound.astype(np.float32), tail.astype(np.float32))[: len(sound)]
    return sound + wet * spread / (np.abs(spread).max() + 1e-9) * np.abs(sound).max()
