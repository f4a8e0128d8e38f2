"""Pictures of an analysis, drawn with matplotlib onto its own canvases (no display, no pyplot state).

Used by `plot` (one big picture) and `report` (one picture a question). All times are seconds.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np

from rhythm_fu.analysis.folding import FLOOR_DB, band_scale, onset_times
from rhythm_fu.analysis.model import Analysis, Features, Floats, Grid
from rhythm_fu.chart.levels import LEVEL_RULES
from rhythm_fu.chart.model import Chart, DropKind, Kind, Level
from rhythm_fu.library.made_here import MARK
from rhythm_fu.sound.model import Audio
from rhythm_fu.units import in_seconds, minutes_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, FAINT, PAPER, PANEL = "#ece6f2", "#8d84a0", "#120d1a", "#1b1526"
LEVEL_COLOURS: Final = {
    Level.STORY: "#6fd3c7",
    Level.EASY: "#8fd36f",
    Level.NORMAL: "#f0c75e",
    Level.HARD: "#f28a4b",
    Level.MASTER: "#ef4f6b",
}
SECTION_COLOURS: Final = {
    "intro": "#3f5f7f",
    "verse": "#4d5f8f",
    "build": "#a07a2c",
    "drop": "#a8304b",
    "breakdown": "#2f6f6a",
    "outro": "#4a4458",
}
HEARD_SWING: Final = 0.505
"""Less than this is called straight: at 120 BPM it is 1.25 ms."""

MEANT_S: Final = 0.06
"""An onset further from a beat than this means another place."""

CLOSE_S: Final = 9.0
"""Length of the close look: beats can be told apart in it."""

DIGEST_STEPS: Final = 96
"""Columns a beat in the beat digest: about 5 ms at 128 BPM."""


def figure(width: float, height: float, rows: Sequence[float]) -> "tuple[Figure, list[Axes]]":
    """A dark figure of so many inches with panels of these relative heights."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = Figure(figsize=(width, height), dpi=100, facecolor=PAPER, layout="constrained")
    FigureCanvasAgg(made)
    axes = made.subplots(len(rows), 1, gridspec_kw={"height_ratios": list(rows)}, squeeze=False)[:, 0]
    for ax in axes:
        ax.set_facecolor(PANEL)
        ax.tick_params(colors=FAINT, labelsize=8)
        for spine in ax.spines.values():
            spine.set_visible(False)
    return made, list(axes)


def png(made: "Figure") -> bytes:
    """The figure as a PNG file."""
    out = BytesIO()
    made.savefig(out, format="png", facecolor=made.get_facecolor(), metadata={"Comment": MARK})
    return out.getvalue()


EVENT_LEGEND: Final = "dots takedowns, squares doubles, bars sweeps, triangles mirrors, crosses shields, diamonds drops"


def _title(ax: "Axes", text: str) -> None:
    ax.set_title(text, loc="left", color=INK, fontsize=9, pad=3)


def _time_axis(ax: "Axes", start: float, end: float) -> None:
    ax.set_xlim(start, end)
    ax.xaxis.set_major_formatter(
        lambda at, _: f"{int(at) // 60}:{at % 60:04.1f}" if end - start < 30 else minutes_text(at)
    )


def _outline(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]], count: int) -> tuple[Floats, Floats]:
    """Lowest and highest sample in each of `count` equal spans."""
    edges = np.linspace(0, len(samples), count, endpoint=False).astype(np.int64)
    low = np.minimum.reduceat(samples.min(axis=1), edges)
    high = np.maximum.reduceat(samples.max(axis=1), edges)
    return low.astype(np.float64), high.astype(np.float64)


def draw_waveform(ax: "Axes", audio: Audio, analysis: Analysis, chart: Chart) -> None:
    """The outline of the sound over coloured sections, phrases as ticks, drops as named lines."""
    low, high = _outline(audio.samples, min(2400, audio.frames))
    at = np.linspace(0, audio.length_s, len(low))
    ax.fill_between(at, low, high, color=INK, linewidth=0, alpha=0.85)
    reach = max(0.1, float(max(high.max(), -low.min())))
    ax.set_ylim(-1.1 * reach, 1.45 * reach)
    for part in analysis.structure.sections:
        start, end = (float(t) for t in analysis.grid.times_of(np.array([part.start, part.end], dtype=np.float64)))
        ax.axvspan(start, end, color=SECTION_COLOURS[part.kind.value], alpha=0.55, linewidth=0)
        if end - start > 0.03 * audio.length_s:
            ax.text(start + 0.004 * audio.length_s, 1.22 * reach, part.kind.value, color=INK, fontsize=7)
    for beat in analysis.structure.phrases:
        ax.axvline(float(analysis.grid.times_of(np.array(float(beat)))), color=FAINT, linewidth=0.6, alpha=0.6)
    for drop in chart.drops:
        sure = drop.kind is DropKind.DROP
        colour = "#ffd76a" if sure else "#9adcf0"
        ax.axvline(in_seconds(drop.at), color=colour, linewidth=1.6 if sure else 0.8, linestyle="-" if sure else ":")
        ax.text(in_seconds(drop.at), -1.04 * reach, f" {drop.kind.value} {drop.strength:.2f}", color=colour, fontsize=7)
    ax.set_yticks([])
    _time_axis(ax, 0, audio.length_s)
    _title(ax, "sound over its sections; thin lines phrases; gold drops as played, blue dotted what is not")


def draw_low_band(ax: "Axes", features: Features, grid: Grid, *, start: float, end: float, beats: bool) -> None:
    """Loudness of the bass, its onsets, and the grid on it."""
    at = features.times_s
    inside = (at >= start) & (at <= end)
    step = max(1, int(inside.sum()) // 4000)
    low = np.maximum(features.levels[:2].max(axis=0), FLOOR_DB)[inside][::step]
    flux = (features.flux[:2] / band_scale(features.flux)[:2, None]).max(axis=0)[inside]
    peaks = np.maximum.reduceat(flux, np.arange(0, len(flux), step)) if len(flux) else flux
    ax.fill_between(at[inside][::step], low, FLOOR_DB, color="#5a4a86", linewidth=0)
    ax.plot(at[inside][::step], FLOOR_DB + np.clip(peaks, 0, 1.2) * -FLOOR_DB * 0.8, color="#f28a4b", linewidth=0.6)
    if beats:
        for moment in grid.beat_times():
            if start <= moment <= end:
                ax.axvline(moment, color=INK, linewidth=0.5, alpha=0.45)
    for moment in grid.times_of(grid.downbeats().astype(np.float64)):
        if start <= moment <= end:
            ax.axvline(moment, color=INK, linewidth=1.2 if beats else 0.35, alpha=0.9 if beats else 0.5)
    ax.set_ylim(FLOOR_DB, 2)
    ax.set_yticks([-40, -20, 0])
    _time_axis(ax, start, end)
    _title(ax, "bass in dB (violet), its onsets (orange), " + ("beats and downbeats" if beats else "downbeats"))


def draw_events(ax: "Axes", chart: Chart, *, start: float, end: float, size: float) -> None:
    """One row a level: left and right takedowns above and below its line, everything else on it."""
    marks = {Kind.SWEEP: "_", Kind.DOUBLE: "s", Kind.DROP: "D", Kind.REFLECT: "v", Kind.SHIELD: "P"}
    for row, level in enumerate(chart.levels):
        for kind in Kind:
            chosen = [e for e in level.events if e.kind is kind and start <= in_seconds(e.at) <= end]
            offset = [{"left": 0.22, "right": -0.22}[e.side.value] if e.side else 0.0 for e in chosen]
            ax.scatter(
                [in_seconds(e.at) for e in chosen],
                [row + o for o in offset],
                s=[size * (2.6 if kind is Kind.DROP else 1) * max(0.4, e.weight / 100) for e in chosen],
                marker=marks.get(kind, "o"),
                color=LEVEL_COLOURS[level.level],
                linewidths=0.8,
            )
    ax.set_yticks(range(len(chart.levels)), [level.level.value for level in chart.levels])
    ax.set_ylim(-0.6, len(chart.levels) - 0.4)
    _time_axis(ax, start, end)
    _title(ax, "events by level: left above the line, right below; " + EVENT_LEGEND)


def draw_density(ax: "Axes", chart: Chart) -> None:
    """Events a second by level, over four seconds, with what each level may reach; the song's energy behind."""
    length = in_seconds(chart.audio.length)
    at = np.arange(0, length, 0.5)
    bars = [in_seconds(chart.tempo.at(chart.tempo.bar_start(i))) for i in range(len(chart.energy))]
    top = max((LEVEL_RULES[level.level].most_per_second for level in chart.levels), default=1.0)
    if bars:
        ax.fill_between(bars, np.array(chart.energy) / 100 * top, step="post", color="#3a2f52", linewidth=0)
    for level in chart.levels:
        times = np.array([in_seconds(e.at) for e in level.events])
        count = np.searchsorted(times, at + 2, side="right") - np.searchsorted(times, at - 2, side="right")
        ax.plot(at, count / 4, color=LEVEL_COLOURS[level.level], linewidth=1.2, label=level.level.value)
        ax.axhline(
            LEVEL_RULES[level.level].most_per_second, color=LEVEL_COLOURS[level.level], linewidth=0.4, linestyle="--"
        )
    if chart.levels:
        ax.legend(loc="upper right", fontsize=7, ncols=5, facecolor=PANEL, edgecolor=PANEL, labelcolor=INK)
    ax.set_ylim(0, top * 1.25)
    _time_axis(ax, 0, length)
    _title(ax, "events a second (4 s), what each level allows (dashed), energy behind")


def beat_digest(features: Features, grid: Grid) -> Floats:
    """Onset strength folded beat by beat: shape (beats, DIGEST_STEPS), row = beat, column = place in the beat.

    A grid that fits shows upright stripes; a wrong tempo tilts them, a jump breaks them. Rows run half a beat early to
    half a beat late, so that the beat itself stands in the middle.
    """
    beats = np.arange(grid.first_beat, grid.last_beat + 1, dtype=np.float64)
    edges = grid.times_of(beats[:, None] - 0.5 + np.arange(DIGEST_STEPS) / DIGEST_STEPS)
    columns = np.round((edges - features.start_s) / features.hop_s).astype(np.int64)
    inside = (columns >= 0) & (columns < features.flux.shape[1])
    total = (features.flux / band_scale(features.flux)[:, None]).sum(axis=0)
    reach = max(1, round(float(np.median(np.diff(edges, axis=1))) / features.hop_s / 2))
    found = np.zeros(columns.shape)
    for offset in range(-reach, reach + 1):
        found = np.maximum(found, total[np.clip(columns + offset, 0, len(total) - 1)])
    return np.asarray(np.where(inside, found, 0.0))


def draw_digest(ax: "Axes", features: Features, grid: Grid) -> None:
    """The beat digest; see `beat_digest`."""
    digest = beat_digest(features, grid)
    ax.imshow(
        np.clip(digest, 0, 1.5).T,
        aspect="auto",
        origin="lower",
        cmap="magma",
        extent=(float(grid.first_beat), float(grid.last_beat + 1), -0.5, 0.5),
        interpolation="nearest",
    )
    ax.axhline(0, color="#6fd3c7", linewidth=0.5, alpha=0.7)
    ax.set_yticks([-0.5, -0.25, 0, 0.25, 0.5], ["-1/2", "-1/4", "beat", "+1/4", "+1/2"])
    ax.set_xlabel("beat number", color=FAINT, fontsize=8)
    _title(ax, "beat digest: every beat a column; stripes that run level = the tempo fits, tilted = BPM off")


def residuals_ms(features: Features, grid: Grid) -> tuple[Floats, Floats]:
    """For each beat with an onset within MEANT_S: its moment in s and how late the strongest such onset is, in ms."""
    at, strength = onset_times(features)
    beats = grid.beat_times()
    moments, late = [], []
    for beat in beats:
        a, b = np.searchsorted(at, (beat - MEANT_S, beat + MEANT_S))
        if b > a:
            best = a + int(np.argmax(strength[a:b]))
            moments.append(float(beat))
            late.append(1000 * float(at[best] - beat))
    return np.array(moments), np.array(late)


def draw_residuals(ax: "Axes", features: Features, grid: Grid) -> None:
    """How far the onsets lie from their beats, and the median over 16 of them."""
    at, late = residuals_ms(features, grid)
    ax.scatter(at, late, s=3, color="#8fb8f0", linewidths=0)
    if len(at) >= 16:
        windows = np.lib.stride_tricks.sliding_window_view(late, 16)
        ax.plot(at[8 : 8 + len(windows)], np.median(windows, axis=1), color="#ffd76a", linewidth=1.2)
    ax.axhline(0, color=INK, linewidth=0.5)
    ax.set_ylim(-60, 60)
    _time_axis(ax, 0, features.length_s)
    _title(ax, "onsets against their beats, ms late (line: median of 16); the line should stay level near zero")


def closest_look(chart: Chart, length_s: float) -> tuple[float, float]:
    """Nine seconds worth looking at closely: around the surest drop, else around the middle of the song."""
    best = max(chart.drops, key=lambda drop: drop.strength, default=None)
    centre = in_seconds(best.at) if best else length_s / 2
    start = max(0.0, min(centre - CLOSE_S / 3, length_s - CLOSE_S))
    return start, min(length_s, start + CLOSE_S)
