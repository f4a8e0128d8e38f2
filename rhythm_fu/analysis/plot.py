"""One picture of a whole analysis."""

from pathlib import Path

from rhythm_fu.analysis.model import Analysis
from rhythm_fu.analysis.pictures import (
    HEARD_SWING,
    closest_look,
    draw_digest,
    draw_events,
    draw_low_band,
    draw_waveform,
    figure,
    png,
)
from rhythm_fu.chart.model import Chart
from rhythm_fu.sound.model import Audio


def plot(path: Path, audio: Audio, analysis: Analysis, chart: Chart) -> None:
    """Writes a PNG, 1600 pixels wide: sound with sections and drops, bass with downbeats, events, the beat digest, and
    nine seconds around the surest drop with every beat. Imports matplotlib; needs no display.
    """
    made, axes = figure(16, 12, (2.2, 1.4, 2.2, 1.6, 1.6, 1.8))
    features, grid = analysis.features, analysis.grid
    draw_waveform(axes[0], audio, analysis, chart)
    draw_low_band(axes[1], features, grid, start=0, end=audio.length_s, beats=False)
    draw_events(axes[2], chart, start=0, end=audio.length_s, size=3)
    draw_digest(axes[3], features, grid)
    start, end = closest_look(chart, audio.length_s)
    draw_low_band(axes[4], features, grid, start=start, end=end, beats=True)
    draw_events(axes[5], chart, start=start, end=end, size=26)
    swing = "" if grid.swing <= HEARD_SWING else f", swing {grid.swing:.2f}"
    made.suptitle(
        f"{chart.song.title}: {grid.bpm:.3f} BPM{'' if grid.is_constant else ' (changing)'}{swing}, "
        f"first downbeat {grid.first_downbeat_s:.3f} s",
        color="#ece6f2",
        fontsize=12,
    )
    path.write_bytes(png(made))
