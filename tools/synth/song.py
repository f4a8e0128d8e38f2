"""One synthetic song with its exact truth, from a style and a seed. The same seed makes the same song."""

import numpy as np

from tools.synth.beatless import beatless
from tools.synth.clockwork import Clockwork, clockwork
from tools.synth.form import LAYERS, form
from tools.synth.kit import a_kit
from tools.synth.score import a_score
from tools.synth.sounds import RATE, Desk, Dice, Sound, noise, pick, with_room
from tools.synth.stage import Part, Stage
from tools.synth.style import Style

Plan = list[tuple[str, int]]


def song(style: Style, seed: int, tempo: str = "constant", bars: int = 0) -> tuple[Sound, dict[str, object]]:
    """Mono samples at RATE and their truth. `tempo` is constant, step, leap, ramp, glide, sweep, drift, live or gap.

    Whatever is drawn is drawn in this order, so that a seed stays the same song.
    """
    dice = np.random.default_rng(seed)
    low, high = style.bpm
    bpm = float(dice.uniform(low, high))
    bpm = round(bpm) if dice.random() < 0.7 else round(bpm, 2) if dice.random() < 0.5 else round(bpm * 2) / 2
    plan = form(dice, bars or int(dice.integers(24, 60)))
    count = sum(length for _, length in plan) * style.beats
    wheel, segments, nominal = clockwork(dice, style, bpm, count, tempo)
    after = dice.uniform(0.5, 3) + (dice.uniform(4, 12) if tempo == "sweep" else 0.0)
    drums = Desk(np.zeros(int((wheel.straight(count) + after) * RATE)))
    tonal = Desk(np.zeros_like(drums.sound))
    stage = Stage(dice, style, bpm, wheel, a_kit(dice, style), a_score(dice, style), drums, tonal)
    sections, drops = perform(stage, plan)
    mix = mixed(stage, count)
    if tempo == "sweep" and dice.random() < 0.5:
        mix = with_beatless_ends(dice, mix, wheel.straight(0), wheel.straight(count))
    beats = [wheel.straight(i) for i in range(count)]
    truth: dict[str, object] = {
        "name": f"{style.name}_{seed}", "style": style.name, "split": "synth", "electronic": True, "grade": "A",
        "bpm": nominal, "constant": tempo == "constant", "kind": tempo, "segments": segments,
        "beats": [round(t, 6) for t in beats], "downbeats": [round(t, 6) for t in beats[:: style.beats]],
        "downbeats_verified": True, "drops": [round(t, 6) for t in drops], "sections": sections,
        "span": [beats[0], beats[-1]], "dur": len(mix) / RATE, "meter": style.beats, "swing": wheel.swing,
        "held_out": style.held_out,
    }  # fmt: skip
    return mix, truth


def perform(stage: Stage, plan: Plan) -> tuple[list[list[object]], list[float]]:
    """Play the whole plan. Returns each section's start and kind, and the drops that a build or a break leads to."""
    dice, score, beats = stage.dice, stage.score, stage.style.beats
    sections: list[list[object]] = []
    drops: list[float] = []
    at_bar = 0
    for index, (kind, length) in enumerate(plan):
        start = stage.wheel.straight(at_bar * beats)
        sections.append([start, kind])
        plays = tuple(dice.random() < chance for chance in LAYERS[kind])
        lines = "alt" if kind in ("verse", "drop2", "intro2") and dice.random() < 0.6 else "main"
        before_drop = index + 1 < len(plan) and plan[index + 1][0].startswith("drop")
        gap = pick(dice, 1.0, 0.5, 2.0, beats) if before_drop and dice.random() < score.gap_chance else 0.0
        if kind.startswith("drop") and index and plan[index - 1][0] in ("build", "break"):
            drops.append(start)
        stage.play_part(Part(kind, at_bar, length, plays, lines, gap))
        at_bar += length
    return sections, drops


def mixed(stage: Stage, beats: int) -> Sound:
    """Both desks in one, with what a studio does to them: side-chain, rooms, noise and drive."""
    dice, gain = stage.dice, stage.gain
    tonal = stage.tonal.sound
    if dice.random() < 0.5 and by_kick(stage.style):
        tonal = ducked(tonal, stage.wheel, beats, gain(0.2, 0.9))
    tonal = in_a_room(dice, tonal, 0.5, (0.05, 0.3))
    mix = in_a_room(dice, stage.drums.sound + tonal, 0.2, (0.02, 0.12))
    if dice.random() < 0.3:
        mix += gain(0.001, 0.02) * noise(dice, 0, 30, 15000, len(mix))
    mix = np.tanh(mix * gain(0.5, 2.5) / (np.quantile(np.abs(mix[::37]), 0.995) + 1e-9))
    return mix.astype(np.float32)


def with_beatless_ends(dice: Dice, sound: Sound, begin_s: float, end_s: float) -> Sound:
    """Slow pads that keep no time before the first beat and after the last."""
    pads = beatless("ambient", int(dice.integers(1 << 31)), len(sound) / RATE)[: len(sound)]
    outside = np.interp(np.arange(len(sound)) / RATE, [begin_s - 2, begin_s, end_s, end_s + 2], [1.0, 0.0, 0.0, 1.0])
    return (sound + np.pad(pads, (0, len(sound) - len(pads))) * outside).astype(np.float32)


def in_a_room(dice: Dice, sound: Sound, chance: float, wet: tuple[float, float]) -> Sound:
    return with_room(dice, sound, float(dice.uniform(*wet))) if dice.random() < chance else sound


def by_kick(style: Style) -> bool:
    return style.kick[0].startswith("x---x---x---")


def ducked(sound: Sound, wheel: Clockwork, beats: int, depth: float) -> Sound:
    """Side-chain: the music dips at each beat and swells back."""
    out = sound.copy()
    for i in range(beats):
        first, end = (int(wheel.straight(b) * RATE) for b in (i, i + 0.6))
        part = out[first:end]
        part *= 1 - depth * np.linspace(1, 0, end - first)[: len(part)]
    return out
