"""Figures an engineer asks for: loudness, peaks, balance, width, clicks, contrast, harmony."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.soundtrack import tone
from tools.soundtrack.form import Song
from tools.soundtrack.kernels import SR, Stereo
from tools.soundtrack.mastering import BANDS, deviation, integrated, true_peak_db
from tools.soundtrack.mixing import Strip, k_weighted
from tools.soundtrack.notation import Note


@dataclass(frozen=True, slots=True)
class Figures:
    """One finished track, as measured on its decoded file. Levels in dB, loudness in LUFS or LU."""

    length_s: float
    megabytes: float
    kbit_s: float
    lufs: float
    true_peak: float
    crest: float
    correlation: float
    low_correlation: float
    dc: float
    contrast: float
    worst_band: float
    worst_band_hz: float
    silence_start_s: float
    silence_end_s: float
    jump: float
    sections: tuple[tuple[str, float], ...]


def short_term(x: Stereo, hop_s: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Centres (s) and short-term loudness (3 s windows, LUFS)."""
    power = (k_weighted(x) ** 2).sum(axis=0)
    total = np.concatenate(([0.0], np.cumsum(power)))
    size, hop = 3 * SR, int(hop_s * SR)
    starts = np.arange(0, max(1, x.shape[1] - size), hop)
    mean = (total[starts + size] - total[starts]) / size
    return (starts + size / 2) / SR, -0.691 + 10 * np.log10(np.maximum(mean, 1e-12))


def section_loudness(x: Stereo, song: Song) -> list[tuple[str, float]]:
    """Mean K-weighted loudness of each section, ungated."""
    power = (k_weighted(x) ** 2).sum(axis=0)
    out = []
    for s in song.form.spans.values():
        a, b = (int(v * SR) for v in song.clock.straight([s.start, s.end]))
        out.append((s.section.name, float(-0.691 + 10 * np.log10(max(power[a:b].mean(), 1e-12)))))
    return out


def measured(path: Path, song: Song, x: Stereo) -> Figures:
    """All figures of a decoded file."""
    level = np.abs(x).max(axis=0)
    heard = np.flatnonzero(level > 10 ** (-60 / 20))
    off = deviation(x)
    worst = int(np.argmax(np.abs(off)))
    sections = section_loudness(x, song)
    by_kind = {s.section.name: s.section.kind for s in song.form.spans.values()}
    drops = [v for name, v in sections if by_kind[name] == "drop"]
    rests = [v for name, v in sections if by_kind[name] == "breakdown"]
    jump = np.abs(np.diff(tone.highpass(x, 15_000.0, 4), axis=1)).max()
    low = tone.lowpass(x, 110.0, 4)
    return Figures(
        length_s=x.shape[1] / SR,
        megabytes=path.stat().st_size / 1e6,
        kbit_s=path.stat().st_size * 8 / (x.shape[1] / SR) / 1000,
        lufs=integrated(x),
        true_peak=true_peak_db(x),
        crest=float(20 * np.log10(level.max() / np.sqrt((x**2).mean()))),
        correlation=float(np.corrcoef(x)[0, 1]),
        low_correlation=float(np.corrcoef(low)[0, 1]),
        dc=float(np.abs(x.mean(axis=1)).max()),
        contrast=float(np.mean(drops) - np.mean(rests)),
        worst_band=float(off[worst]),
        worst_band_hz=float(BANDS[worst]),
        silence_start_s=float(heard[0] / SR),
        silence_end_s=float((x.shape[1] - 1 - heard[-1]) / SR),
        jump=float(jump),
        sections=tuple(sections),
    )


@dataclass(frozen=True, slots=True)
class Harmony:
    """What the notes say: shares 0..1 of beats, and the worst spots as (beat, pitches)."""

    rough_share: float
    bass_clash_share: float
    lead_range: int
    spots: tuple[tuple[float, tuple[int, ...]], ...]


ROUGH = {1: 1.0, 2: 0.2, 11: 0.5, 6: 0.15, 10: 0.1, 13: 0.8}


def harmony(strips: Sequence[Strip], beats: float) -> Harmony:
    """Look at every half-beat: which pitches sound together over the next eighth, and how rough is that?

    A semitone counts 1, a minor ninth 0.8, a major seventh 0.5 (0.2 if it is over an octave: a colour). A spot is rough
    from 1.6 on. A bass clash is a semitone (octaves aside) between the lowest voice and a chord tone held over it.
    """
    notes: list[tuple[Note, str]] = [(n, s.name) for s in strips if s.is_tonal for n in s.line]
    rough, clash, spots, total = 0, 0, [], 0
    for at in np.arange(0.0, beats, 0.5):
        held = {
            round(n.pitch)
            for n, _ in notes
            if n.beat <= at + 0.13 and n.beat + n.length > at + 0.25 and n.length >= 0.2
        }
        if len(held) < 2:
            continue
        total += 1
        ordered = sorted(held)
        score = 0.0
        for i, p in enumerate(ordered):
            for q in ordered[i + 1 :]:
                gap = q - p
                score += (
                    ROUGH.get(gap, 0.0) if gap < 14 else (0.3 if gap % 12 == 1 else 0.05 if gap % 12 == 11 else 0.0)
                )
        low = ordered[0]
        if low < 52 and any((q - low) % 12 == 1 for q in ordered[1:]):
            clash += 1
            spots.append((float(at), tuple(ordered)))
        elif score >= 1.6:
            spots.append((float(at), tuple(ordered)))
        rough += score >= 1.6
    pitches = [round(n.pitch) for s in strips if "lead" in s.name for n in s.line]
    span = max(pitches) - min(pitches) if pitches else 0
    return Harmony(rough / max(total, 1), clash / max(total, 1), span, tuple(spots))
