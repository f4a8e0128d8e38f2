"""One picture a track: wave and sections, short-term loudness, spectrogram, balance against the reference."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image
from scipy import signal

from tools.soundtrack.form import Song
from tools.soundtrack.kernels import SR, Stereo
from tools.soundtrack.mastering import BANDS, target, third_octaves
from tools.soundtrack.measure import short_term

SHADE = {
    "intro": "#5b7083",
    "verse": "#4a6fa5",
    "build": "#b8862b",
    "drop": "#b3243a",
    "breakdown": "#3f8f7a",
    "outro": "#6b5b83",
}


def plot_track(song: Song, x: Stereo, folder: Path) -> Path:
    """Write soundtrack-<slug>.png."""
    mpl.use("Agg")
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(4, 1, figsize=(9, 9), height_ratios=(1, 1.2, 2.4, 1.6), constrained_layout=True)
    t = np.arange(x.shape[1]) / SR
    block = SR // 20
    peaks = np.abs(x).max(axis=0)[: x.shape[1] // block * block].reshape(-1, block).max(axis=1)
    axes[0].fill_between(np.arange(len(peaks)) / 20, -peaks, peaks, color="#333344", lw=0)
    axes[0].set(xlim=(0, t[-1]), ylim=(-1, 1), title=f"{song.title}: {song.style}, {song.clock.bpm:g} BPM, {song.key}")
    at, loud = short_term(x)
    axes[1].plot(at, loud, color="#222")
    axes[1].set(xlim=(0, t[-1]), ylim=(-34, -8), ylabel="LUFS, 3 s")
    for s in song.form.spans.values():
        a, b = song.clock.straight([s.start, s.end])
        for ax in axes[:2]:
            ax.axvspan(a, b, color=SHADE[s.section.kind], alpha=0.25, lw=0)
        axes[1].text((a + b) / 2, -33, s.section.name, ha="center", fontsize=7)
        if s.section.landing == "drop":
            for ax in axes[:3]:
                ax.axvline(a, color="#ff2338", lw=1)
    hz, when, power = signal.spectrogram(x.mean(axis=0), SR, nperseg=4096, noverlap=2048)
    rows = np.geomspace(30, 18_000, 220)
    picture = (
        10 * np.log10(np.maximum(power[np.searchsorted(hz, rows).clip(0, len(hz) - 1)], 1e-12))
        + 4.5 * np.log2(rows / 1000)[:, None]
    )
    axes[2].pcolormesh(when, rows, picture, cmap="magma", vmin=-95, vmax=-35, shading="auto", rasterized=True)
    axes[2].set(yscale="log", ylabel="Hz (tilted 4.5 dB/oct)")
    for name, wanted in (("whole", None), ("drops", "drop"), ("breakdowns", "breakdown")):
        chosen = x
        if wanted:
            parts = [
                x[:, slice(*(song.clock.straight([s.start, s.end]) * SR).astype(int))]
                for s in song.form.spans.values()
                if s.section.kind == wanted
            ]
            chosen = np.concatenate(parts, axis=1)
        axes[3].plot(BANDS, third_octaves(chosen), label=name)
    shape = target()
    axes[3].plot(BANDS, shape - shape.mean() + third_octaves(x).mean(), "k--", lw=1, label="reference, -4.5 dB/oct")
    axes[3].set(xscale="log", xlim=(40, 20_000), xlabel="Hz", ylabel="dB/Hz")
    axes[3].legend(fontsize=7)
    axes[3].grid(alpha=0.3)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"soundtrack-{song.slug}.png"
    fig.savefig(path, dpi=75)
    plt.close(fig)
    with Image.open(path) as picture:  # a quarter of the size, and the repository keeps every one for ever
        picture.convert("RGB").quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
    return path
